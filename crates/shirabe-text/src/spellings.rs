//! Spellings: which surfaces share a normalised form (取組, 取組み, 取り組み), and which are synonyms
//! without being spellings (％ and パーセント).
//!
//! Enter at [`Spellings::of`] and [`Spellings::synonyms`]. The image is made once, when the dictionary is built
//! ([`Spellings::build`]), and read in place, so a file can be mapped into memory instead of read.
//!
//! The image: magic; three u32 lengths, of a finite-state map from normalised form to offset, of the
//! parts of speech, and of a map from match form to the offset of its synonyms; the map; the parts of
//! speech, one a line; the map of synonyms; then the groups: u16 count, and for each spelling u16 part of
//! speech, surface and reading (u16 length, UTF-8); for each synonym its surface alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use fst::{Map, MapBuilder};

use crate::match_form::{Folding, fold};

const MAGIC: &[u8; 8] = b"SHRBSPL3";
const HEADER: usize = MAGIC.len() + 12;
/// The cheapest synonyms of a surface; SudachiDict's largest groups are lists of names (not measured).
const MAX_SYNONYMS: usize = 24;

type Image = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// The spellings of all words of the dictionary.
#[derive(Clone)]
pub struct Spellings {
    image: Image,
    offsets: Map<Part>,
    parts_of_speech: Arc<[String]>,
    synonyms: Map<Part>,
    groups_start: usize,
}

/// One way to write a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spelling {
    /// As the dictionary writes it: `取組み`.
    pub surface: String,
    /// In katakana. Tells homographs apart: 一 is イチ or ヒト.
    pub reading: String,
    /// As in [`crate::Word`], with inflection: 取り is `動詞,一般,*,*,五段-ラ行,連用形-一般`, so that it is
    /// not taken for the noun とり.
    pub part_of_speech: String,
}

/// An image of spellings that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DamagedSpellings;

impl fmt::Display for DamagedSpellings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of spellings is damaged")
    }
}

impl std::error::Error for DamagedSpellings {}

impl Spellings {
    /// Spellings over an image: a `Vec<u8>`, or a file mapped into memory.
    pub fn from_bytes(
        image: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Spellings, DamagedSpellings> {
        let image: Image = Arc::new(image);
        let bytes = (*image).as_ref();
        let header = bytes.strip_prefix(MAGIC).ok_or(DamagedSpellings)?;
        let lengths = header.as_chunks::<4>().0.iter().map(|n| u32::from_le_bytes(*n) as usize);
        let [map, parts, synonyms] = lengths.take(3).collect::<Vec<_>>()[..] else {
            return Err(DamagedSpellings);
        };
        let parts_start = HEADER + map;
        let synonyms_start = parts_start + parts;
        let groups_start = synonyms_start + synonyms;
        let parts = bytes.get(parts_start..synonyms_start).ok_or(DamagedSpellings)?;
        let parts = str::from_utf8(parts).map_err(|_| DamagedSpellings)?;
        let parts_of_speech = parts.lines().map(str::to_owned).collect();
        let map = |start, end| {
            let part = Part { image: Arc::clone(&image), start, end };
            Map::new(part).map_err(|_| DamagedSpellings)
        };
        let offsets = map(HEADER, parts_start)?;
        let synonyms = map(synonyms_start, groups_start)?;
        Ok(Spellings { image, offsets, parts_of_speech, synonyms, groups_start })
    }

    /// The spellings of a normalised form as [`crate::Word::normalised`] gives it, in the
    /// dictionary's order of preference; empty if there is only one.
    pub fn of(&self, normalised: &str) -> Vec<Spelling> {
        let Some(offset) = self.offsets.get(normalised) else { return Vec::new() };
        let mut rest = self.group(offset);
        let n_spellings = take_u16(&mut rest).unwrap_or(0);
        (0..n_spellings).map_while(|_| self.take_spelling(&mut rest)).collect()
    }

    /// The surfaces that SudachiDict puts into a synonym group with this match form, the commonest first;
    /// spellings of the same word are among them.
    pub fn synonyms(&self, form: &str) -> Vec<String> {
        let Some(offset) = self.synonyms.get(form) else { return Vec::new() };
        let mut rest = self.group(offset);
        let n_synonyms = take_u16(&mut rest).unwrap_or(0);
        (0..n_synonyms).map_while(|_| take_str(&mut rest)).collect()
    }

    fn group(&self, offset: u64) -> &[u8] {
        let start = self.groups_start + offset as usize;
        (*self.image).as_ref().get(start..).unwrap_or_default()
    }

    /// The surfaces of a normalised form, each once, whatever their reading and part of speech.
    pub fn surfaces(&self, normalised: &str) -> Vec<String> {
        let mut surfaces: Vec<String> = Vec::new();
        for spelling in self.of(normalised) {
            if !surfaces.contains(&spelling.surface) {
                surfaces.push(spelling.surface);
            }
        }
        surfaces
    }

    /// The normalised forms that have several spellings, in order.
    pub fn normalised_forms(&self) -> Vec<String> {
        self.offsets.stream().into_str_keys().unwrap_or_default()
    }

    /// Number of normalised forms that have several spellings.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// Whether no word has several spellings.
    pub fn is_empty(&self) -> bool {
        self.offsets.is_empty()
    }

    /// The image for pairs of a normalised form and one of its spellings, and of a synonym group and one
    /// of its surfaces, both in order of preference. Forms with one surface are left out.
    pub fn build(
        pairs: impl IntoIterator<Item = (String, Spelling)>,
        synonyms: impl IntoIterator<Item = (u32, String)>,
    ) -> Vec<u8> {
        let mut groups: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
        for (normalised, spelling) in pairs {
            let group = groups.entry(normalised).or_default();
            if !group.contains(&spelling) {
                group.push(spelling);
            }
        }
        groups.retain(|_, group| group.windows(2).any(|pair| pair[0].surface != pair[1].surface));
        write_image(&groups, &synonyms_by_form(synonyms))
    }

    fn take_spelling(&self, rest: &mut &[u8]) -> Option<Spelling> {
        let part_of_speech = self.parts_of_speech.get(usize::from(take_u16(rest)?))?.clone();
        let surface = take_str(rest)?;
        Some(Spelling { surface, reading: take_str(rest)?, part_of_speech })
    }
}

impl fmt::Debug for Spellings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spellings").field("n_forms", &self.len()).finish_non_exhaustive()
    }
}

/// A part of the image, for the finite-state map.
#[derive(Clone)]
struct Part {
    image: Image,
    start: usize,
    end: usize,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        (*self.image).as_ref().get(self.start..self.end).unwrap_or_default()
    }
}

/// For each match form the surfaces of its groups that have another one.
fn synonyms_by_form(
    synonyms: impl IntoIterator<Item = (u32, String)>,
) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
    for (group, surface) in synonyms {
        let form = fold(&surface, Folding::Standard);
        let group = groups.entry(group).or_default();
        if !form.is_empty() && group.iter().all(|(other, _)| *other != form) {
            group.push((form, surface));
        }
    }
    let mut by_form: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for group in groups.values().filter(|group| group.len() > 1) {
        for (form, _) in group {
            let known = by_form.entry(form.clone()).or_default();
            let others = group.iter().filter(|(other, _)| other != form).map(|(_, other)| other);
            for other in others {
                if known.len() < MAX_SYNONYMS && !known.contains(other) {
                    known.push(other.clone());
                }
            }
        }
    }
    by_form
}

fn write_image(
    groups: &BTreeMap<String, Vec<Spelling>>,
    synonyms: &BTreeMap<String, Vec<String>>,
) -> Vec<u8> {
    let parts: BTreeSet<&str> =
        groups.values().flatten().map(|spelling| spelling.part_of_speech.as_str()).collect();
    let numbers: BTreeMap<&str, u16> = parts.iter().copied().zip(0..).collect();
    let parts = parts.into_iter().collect::<Vec<_>>().join("\n");
    let mut offsets = MapBuilder::memory();
    let mut body = Vec::new();
    for (normalised, group) in groups {
        offsets.insert(normalised, body.len() as u64).expect("a BTreeMap is in order");
        body.extend((group.len() as u16).to_le_bytes());
        for spelling in group.iter().take(usize::from(u16::MAX)) {
            let number = numbers.get(spelling.part_of_speech.as_str()).copied().unwrap_or(0);
            body.extend(number.to_le_bytes());
            push_str(&mut body, &spelling.surface);
            push_str(&mut body, &spelling.reading);
        }
    }
    let mut synonym_offsets = MapBuilder::memory();
    for (form, surfaces) in synonyms {
        synonym_offsets.insert(form, body.len() as u64).expect("a BTreeMap is in order");
        body.extend((surfaces.len() as u16).to_le_bytes());
        for surface in surfaces {
            push_str(&mut body, surface);
        }
    }
    let in_memory = "writing to memory does not fail";
    let map = offsets.into_inner().expect(in_memory);
    let of_synonyms = synonym_offsets.into_inner().expect(in_memory);
    let lengths = [map.len(), parts.len(), of_synonyms.len()];
    let lengths = lengths.map(|n| (n as u32).to_le_bytes());
    [MAGIC, lengths.as_flattened(), &map, parts.as_bytes(), &of_synonyms, &body].concat()
}

fn push_str(body: &mut Vec<u8>, string: &str) {
    body.extend((string.len() as u16).to_le_bytes());
    body.extend_from_slice(string.as_bytes());
}

fn take_str(rest: &mut &[u8]) -> Option<String> {
    let length = usize::from(take_u16(rest)?);
    let (string, after) = rest.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(string.to_vec()).ok()
}

fn take_u16(rest: &mut &[u8]) -> Option<u16> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u16::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noun(surface: &str, reading: &str) -> Spelling {
        let part_of_speech = "名詞,普通名詞,一般".to_owned();
        Spelling { surface: surface.into(), reading: reading.into(), part_of_speech }
    }

    fn image() -> Vec<u8> {
        let pairs = [
            ("取り組み".to_owned(), noun("取り組み", "トリクミ")),
            ("取り組み".to_owned(), noun("取組", "トリクミ")),
            ("取り組み".to_owned(), noun("取組", "トリクミ")),
            ("一".to_owned(), noun("一", "イチ")),
            ("一".to_owned(), noun("ひと", "ヒト")),
            ("政策".to_owned(), noun("政策", "セイサク")),
        ];
        let synonyms = [(8, "%"), (8, "％"), (8, "パーセント"), (8, "百分率"), (9, "政策")];
        Spellings::build(pairs, synonyms.map(|(group, surface)| (group, surface.to_owned())))
    }

    #[test]
    fn spellings_of_one_word_are_found_by_its_normalised_form() {
        let spellings = Spellings::from_bytes(image()).unwrap();
        assert_eq!(spellings.surfaces("取り組み"), ["取り組み", "取組"]);
        assert_eq!(spellings.of("一")[1], noun("ひと", "ヒト"));
    }

    #[test]
    fn a_word_with_one_spelling_or_an_unknown_one_has_none() {
        let spellings = Spellings::from_bytes(image()).unwrap();
        assert_eq!(spellings.len(), 2);
        assert!(spellings.of("政策").is_empty());
        assert!(spellings.of("取").is_empty());
    }

    #[test]
    fn synonyms_are_found_by_their_match_form() {
        let spellings = Spellings::from_bytes(image()).unwrap();
        assert_eq!(spellings.synonyms("%"), ["パーセント", "百分率"]);
        assert_eq!(spellings.synonyms("百分率"), ["%", "パーセント"]);
        assert!(spellings.synonyms("政策").is_empty());
    }

    #[test]
    fn a_damaged_image_is_refused_or_gives_nothing_but_never_panics() {
        assert_eq!(Spellings::from_bytes(Vec::new()).unwrap_err(), DamagedSpellings);
        let image = image();
        for length in 0..image.len() {
            if let Ok(spellings) = Spellings::from_bytes(image[..length].to_vec()) {
                spellings.of("取り組み");
                spellings.of("一");
                spellings.synonyms("%");
            }
        }
    }
}
