//! The columns of the dictionary: how an entry is written when the dictionary is built, and read
//! when a text is segmented.
//!
//! Invariant: `EntryColumns::read` gives back what [`Entry::columns`] has written.

/// Names of the columns behind surface, left id, right id and cost, in lindera's order. What every
/// word needs comes first: reading stops there.
pub const COLUMNS: [&str; 5] = ["part_of_speech", "term", "units", "reading", "synonym_groups"];

/// Raise it when the columns mean something else than before, so that dictionaries are built anew.
pub const COLUMNS_VERSION: u32 = 1;

/// Between two units, and between a unit's length and its term nothing: the length is one `char`.
const UNIT_SEPARATOR: char = '\u{1F}';
/// Lengths begin here, so that none is a control character or a separator.
const LENGTH_ZERO: u32 = 0x2F;

/// An entry of the dictionary, to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Index into the list of parts of speech.
    pub part_of_speech: u16,
    /// The folded normalised form; empty when it equals the folded surface.
    pub term: String,
    /// Length in `char`s of the folded surface, and term, of each short unit; none for a word
    /// without parts. A unit of length 0 covers the whole word; one without a term does not count.
    pub units: Vec<(usize, String)>,
    /// In katakana; empty when it equals the folded surface.
    pub reading: String,
    /// SudachiDict's numbers of synonym groups.
    pub synonym_groups: Vec<u32>,
}

impl Entry {
    /// The columns, in the order of [`COLUMNS`].
    pub fn columns(&self) -> [String; COLUMNS.len()] {
        let mut units = String::new();
        for (n_chars, term) in &self.units {
            if !units.is_empty() {
                units.push(UNIT_SEPARATOR);
            }
            units.extend(char::from_u32(LENGTH_ZERO + *n_chars as u32));
            units.push_str(term);
        }
        let groups: Vec<String> = self.synonym_groups.iter().map(u32::to_string).collect();
        [
            self.part_of_speech.to_string(),
            self.term.clone(),
            units,
            self.reading.clone(),
            groups.join("/"),
        ]
    }
}

/// What segmentation must know of every word, in two bytes, so that most words need not be looked up:
/// the number of the part of speech, and whether the term is the folded surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts(u16);

const TERM_IS_SURFACE: u16 = 1 << 15;

impl Facts {
    /// Those of a word that is missing in the list: no part of speech, columns to be read.
    pub(super) const UNKNOWN: Facts = Facts(!TERM_IS_SURFACE);

    /// The facts of a word with these columns, in the order of [`COLUMNS`].
    pub fn of<'a>(columns: impl Iterator<Item = &'a str>) -> Facts {
        EntryColumns::read(columns).facts()
    }

    /// As they stand in the list of facts.
    pub fn to_bytes(self) -> [u8; 2] {
        self.0.to_le_bytes()
    }

    pub(super) fn from_bytes(bytes: [u8; 2]) -> Facts {
        Facts(u16::from_le_bytes(bytes))
    }

    pub(super) fn part_of_speech(self) -> usize {
        usize::from(self.0 & !TERM_IS_SURFACE)
    }

    /// Whether the word has neither another term than its folded surface nor parts.
    pub(super) fn term_is_surface(self) -> bool {
        self.0 & TERM_IS_SURFACE != 0
    }
}

/// The columns of an entry, borrowed from the dictionary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct EntryColumns<'a> {
    part_of_speech: u16,
    pub(super) term: &'a str,
    units: &'a str,
    pub(super) reading: &'a str,
    synonym_groups: &'a str,
}

impl<'a> EntryColumns<'a> {
    /// Read the columns; missing ones are empty.
    pub(super) fn read(mut columns: impl Iterator<Item = &'a str>) -> EntryColumns<'a> {
        let mut next = || columns.next().unwrap_or_default();
        EntryColumns {
            part_of_speech: next().parse().unwrap_or(u16::MAX),
            term: next(),
            units: next(),
            reading: next(),
            synonym_groups: next(),
        }
    }

    pub(super) fn facts(&self) -> Facts {
        let is_plain = self.term.is_empty() && self.units.is_empty();
        let part_of_speech = self.part_of_speech & !TERM_IS_SURFACE;
        Facts(part_of_speech | if is_plain { TERM_IS_SURFACE } else { 0 })
    }

    pub(super) fn has_units(&self) -> bool {
        !self.units.is_empty()
    }

    /// Length in `char`s of the folded surface and term of each unit.
    pub(super) fn units(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.units.split(UNIT_SEPARATOR).filter_map(|unit| {
            let length = unit.chars().next()?;
            let n_chars = (length as u32).checked_sub(LENGTH_ZERO)?;
            Some((n_chars as usize, unit.get(length.len_utf8()..)?))
        })
    }

    pub(super) fn synonym_groups(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.synonym_groups.split('/').filter_map(|group| group.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let entry = Entry {
            part_of_speech: 731,
            term: "研究開発".into(),
            units: vec![(2, "研究".into()), (2, "開発".into()), (0, "全体".into())],
            reading: "ケンキュウカイハツ".into(),
            synonym_groups: vec![14982, 3],
        };
        let columns = entry.columns();
        let read = EntryColumns::read(columns.iter().map(String::as_str));
        assert_eq!(read.part_of_speech, 731);
        assert_eq!(read.term, "研究開発");
        assert_eq!(read.reading, "ケンキュウカイハツ");
        let units: Vec<_> = read.units().collect();
        assert_eq!(units, [(2, "研究"), (2, "開発"), (0, "全体")]);
        assert_eq!(read.synonym_groups().collect::<Vec<_>>(), [14982, 3]);
    }

    #[test]
    fn a_word_without_parts_or_synonyms_has_empty_columns() {
        let columns = Entry::default().columns();
        assert_eq!(columns, ["0", "", "", "", ""]);
        let read = EntryColumns::read(columns.iter().map(String::as_str));
        assert!(!read.has_units());
        assert_eq!(read.units().count(), 0);
        assert_eq!(read.synonym_groups().count(), 0);
    }

    #[test]
    fn facts_say_whether_the_columns_must_be_read() {
        let facts = |entry: Entry| Facts::of(entry.columns().iter().map(String::as_str));
        let plain = facts(Entry { part_of_speech: 1557, ..Entry::default() });
        assert_eq!((plain.part_of_speech(), plain.term_is_surface()), (1557, true));
        assert_eq!(Facts::from_bytes(plain.to_bytes()), plain);
        assert!(!facts(Entry { term: "為る".into(), ..Entry::default() }).term_is_surface());
        assert!(
            !facts(Entry { units: vec![(0, "a".into())], ..Entry::default() }).term_is_surface()
        );
    }

    #[test]
    fn missing_columns_are_empty() {
        assert_eq!(
            EntryColumns::read(std::iter::empty()),
            EntryColumns { part_of_speech: u16::MAX, ..EntryColumns::default() }
        );
    }
}
