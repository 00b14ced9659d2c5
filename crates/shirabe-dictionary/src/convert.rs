//! From SudachiDict's records to what lindera's builder reads, and to the list of spellings.
//!
//! Enter at [`write_sources`] and [`spellings`]. Words are read and written one by one; only hashes
//! are kept of all of them.
//!
//! Invariant: keys, terms and units are folded by [`fold_word`], as the segmenter folds its text.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufWriter, Write};
use std::path::Path;

use shirabe_text::segment::class::counts;
use shirabe_text::segment::entry::Entry as Columns;
use shirabe_text::segment::form::fold_word;
use shirabe_text::segment::number::counted_units;
use shirabe_text::{Spelling, Spellings};

use crate::lattice::{Entry, Lattice};
use crate::sudachi::{Malformed, Parameters, Record, SystemDic};
use crate::unknown::{CHAR_DEF, unk_def};
use crate::{DictionaryError, Progress};

/// Raise it when the same `system.dic` gives another result.
pub(crate) const CONVERTER_VERSION: u32 = 12;

/// Progress is told after so many words.
const TELL_EVERY: u64 = 1 << 14;

/// A dictionary that parses, but is not like the ones this was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unsupported(pub(crate) &'static str);

/// Why a conversion failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConvertError {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ConvertError {
    /// The error of a conversion of this file.
    pub(crate) fn at(self, path: &Path) -> DictionaryError {
        match self {
            ConvertError::Io(error) => error.into(),
            other => DictionaryError::Source { path: path.to_owned(), reason: other.to_string() },
        }
    }
}

/// Write the sources for lindera's builder: `lex.csv`, `char.def`, `unk.def`.
pub(crate) fn write_sources(
    dic: &SystemDic<'_>,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Lattice, ConvertError> {
    progress.stage("choosing words");
    let (words, lattice) = Words::new(dic)?;
    fs_err::write(folder.join("char.def"), CHAR_DEF)?;
    fs_err::write(folder.join("unk.def"), unk_def(dic, &lattice)?)?;
    progress.stage("converting words");
    let n_entries = lattice.entries.len() as u64;
    let mut csv = BufWriter::new(fs_err::File::create(folder.join("lex.csv"))?);
    for (done, entry) in (0..).zip(&lattice.entries) {
        if done % TELL_EVERY == 0 {
            progress.advance(done, Some(n_entries));
        }
        let record = dic.record(entry.word)?;
        let key = fold_word(&record.surface);
        let (left, right) = lattice.ids(entry.left, entry.right).unwrap_or_default();
        write_field(&mut csv, &key)?;
        write!(csv, ",{left},{right},{}", entry.cost)?;
        for column in words.entry(&record, &key)?.columns() {
            csv.write_all(b",")?;
            write_field(&mut csv, &column)?;
        }
        csv.write_all(b"\n")?;
    }
    csv.flush()?;
    Ok(lattice)
}

/// The image of [`Spellings`].
pub(crate) fn spellings(
    dic: &SystemDic<'_>,
    progress: &dyn Progress,
) -> Result<Vec<u8>, ConvertError> {
    progress.stage("collecting spellings");
    let hasher = RandomState::new();
    // Most forms have one surface: remember its hash, and which forms have another.
    let mut only_surface: HashMap<u64, Option<u64>> = HashMap::new();
    for_each_word(dic, |_, _, record| {
        if has_spellings(dic, &record) {
            let surface = hasher.hash_one(&record.surface);
            only_surface
                .entry(hasher.hash_one(fold_word(&record.normalised)))
                .and_modify(|only| *only = only.filter(|only| *only == surface))
                .or_insert(Some(surface));
        }
        Ok(())
    })?;
    let mut pairs = Vec::new();
    let mut synonyms = Vec::new();
    for_each_word(dic, |_, parameters, record| {
        // Who looks for 研究 is offered 学ぶ, not each of its forms (学ん, 学べ).
        let of_groups = record.synonym_groups.iter().filter(|_| !record.is_conjugated);
        synonyms.extend(of_groups.map(|group| (*group, parameters.cost, record.surface.clone())));
        if is_unit_sign(dic, &record) {
            // Groups of the dictionary are numbered from 1 on.
            let group = u32::MAX - synonyms.len() as u32;
            let both = [&record.surface, &record.reading].map(String::clone);
            synonyms.extend(both.map(|text| (group, parameters.cost, text)));
        }
        let normalised = fold_word(&record.normalised);
        if has_spellings(dic, &record)
            && only_surface.get(&hasher.hash_one(&normalised)) == Some(&None)
        {
            let rank = (record.surface != record.normalised, parameters.cost);
            let part_of_speech = part_of_speech(dic, &record).trim_end_matches(",*").to_owned();
            let Record { surface, reading, .. } = record;
            pairs.push((normalised, rank, Spelling { surface, reading, part_of_speech }));
        }
        Ok(())
    })?;
    pairs.sort();
    synonyms.sort();
    Ok(Spellings::build(
        pairs.into_iter().map(|(normalised, _, spelling)| (normalised, spelling)),
        synonyms.into_iter().map(|(group, _, surface)| (group, surface)),
    ))
}

/// Signs have no spellings, and the long and short names of a place are no spellings of each other.
/// Whether it is a unit that is written as a sign: ％, whose reading is its name, パーセント. SudachiDict has
/// no group for them.
fn is_unit_sign(dic: &SystemDic<'_>, record: &Record) -> bool {
    let mut chars = record.surface.chars();
    let is_sign = chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none();
    is_sign && part_of_speech(dic, record).starts_with("名詞,普通名詞,助数詞可能")
}

fn has_spellings(dic: &SystemDic<'_>, record: &Record) -> bool {
    let name = part_of_speech(dic, record);
    !["補助記号", "記号", "空白", "名詞,固有名詞,地名"].iter().any(|other| name.starts_with(other))
}

fn part_of_speech<'a>(dic: &'a SystemDic<'_>, record: &Record) -> &'a str {
    dic.parts_of_speech.get(usize::from(record.part_of_speech)).map_or("", String::as_str)
}

/// Calls `f` with each word that stands in the lattice: its id, parameters and record.
fn for_each_word(
    dic: &SystemDic<'_>,
    mut f: impl FnMut(u32, Parameters, Record) -> Result<(), ConvertError>,
) -> Result<(), ConvertError> {
    for word in 0..dic.n_words() {
        match dic.parameters(word) {
            Some(parameters) if parameters.left_id >= 0 => f(word, parameters, dic.record(word)?)?,
            _ => {}
        }
    }
    Ok(())
}

/// What is known of all words.
struct Words<'a> {
    dic: &'a SystemDic<'a>,
    /// Nouns whose surface is their normalised form, by hash of surface.
    headwords: HashMap<u64, u32>,
}

impl<'a> Words<'a> {
    fn new(dic: &'a SystemDic<'a>) -> Result<(Words<'a>, Lattice), ConvertError> {
        let mut headwords = HashMap::new();
        let mut entries = Vec::new();
        for_each_word(dic, |word, parameters, record| {
            let key = fold_word(&record.surface);
            if !is_usable(dic, &record, &key) {
                return Ok(());
            }
            let entry = Entry::new(word, hash(&key), parameters, &dic.matrix);
            entries.push(entry.ok_or(Unsupported("a word has a context that the matrix lacks"))?);
            if record.surface == record.normalised && is_noun(dic, &record) {
                headwords.entry(hash(&record.surface)).or_insert(word);
            }
            Ok(())
        })?;
        Ok((Words { dic, headwords }, Lattice::new(&dic.matrix, entries)))
    }

    fn entry(&self, record: &Record, key: &str) -> Result<Columns, ConvertError> {
        let or_empty = |text: String| if text == key { String::new() } else { text };
        Ok(Columns {
            part_of_speech: record.part_of_speech,
            units: self.units(record, key)?,
            term: or_empty(fold_word(&record.normalised)),
            reading: or_empty(record.reading.clone()),
            synonym_groups: record.synonym_groups.clone(),
        })
    }

    /// The short units of a noun. Verbs and adjectives stay whole: 取り組む is more than 取る and 組む,
    /// and its noun 取り組み has no parts either.
    fn units(&self, record: &Record, key: &str) -> Result<Vec<(usize, String)>, ConvertError> {
        if !is_noun(self.dic, record) {
            return Ok(Vec::new());
        }
        if let Some(units) = counted_units(key) {
            return Ok(units);
        }
        let own = self.terms_of_units(record, key)?;
        if record.surface == record.normalised {
            return Ok(own);
        }
        let Some(headword) = self.headwords.get(&hash(&record.normalised)) else { return Ok(own) };
        let headword = self.dic.record(*headword)?;
        let usual = self.terms_of_units(&headword, &fold_word(&headword.surface))?;
        Ok(same_terms(own, usual))
    }

    fn terms_of_units(
        &self,
        record: &Record,
        key: &str,
    ) -> Result<Vec<(usize, String)>, ConvertError> {
        let mut units = Vec::new();
        for unit in &record.short_units {
            let unit = self.dic.record(*unit)?;
            let (surface, term) = (fold_word(&unit.surface), fold_word(&unit.normalised));
            let n_chars = surface.chars().count();
            let counts = counts(part_of_speech(self.dic, &unit), &surface, &term);
            units.push((n_chars, if counts { term } else { String::new() }));
        }
        // Lengths that do not add up say nothing about places: each unit gets the whole word.
        if units.iter().map(|(n_chars, _)| n_chars).sum::<usize>() != key.chars().count() {
            units = units.into_iter().map(|(_, term)| (0, term)).collect();
        }
        Ok(units)
    }
}

/// The units of a spelling, with the terms of the usual spelling, so that all spellings of a word
/// have the same terms: `second base` has those of セカンドベース. Where both have parts, but not as
/// many, the spelling says something else (高知県佐賀 for 高知県黒潮町佐賀) and keeps its own.
fn same_terms(own: Vec<(usize, String)>, usual: Vec<(usize, String)>) -> Vec<(usize, String)> {
    if own.len() == usual.len() {
        let lengths = own.into_iter().map(|(n_chars, _)| n_chars);
        lengths.zip(usual).map(|(n_chars, (_, term))| (n_chars, term)).collect()
    } else if own.is_empty() {
        usual.into_iter().map(|(_, term)| (0, term)).collect()
    } else if usual.is_empty() {
        Vec::new()
    } else {
        own
    }
}

/// White space parts words, so a headword at its edge would hide it. Roman numerals are left to their
/// letters: the dictionary takes I for 1, but II for two letters.
fn is_usable(dic: &SystemDic<'_>, record: &Record, key: &str) -> bool {
    let is_roman = || key.chars().all(|c| c.is_ascii_lowercase());
    !key.is_empty()
        && key.trim().len() == key.len()
        && !(part_of_speech(dic, record).starts_with("名詞,数詞") && is_roman())
}

fn is_noun(dic: &SystemDic<'_>, record: &Record) -> bool {
    part_of_speech(dic, record).starts_with("名詞,")
}

/// The same in every run; the converted dictionary must not depend on chance.
fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn write_field(csv: &mut impl Write, field: &str) -> std::io::Result<()> {
    if field.contains(['"', ',', '\n', '\r']) || field.starts_with(' ') || field.ends_with(' ') {
        write!(csv, "\"{}\"", field.replace('"', "\"\""))
    } else {
        csv.write_all(field.as_bytes())
    }
}
