//! Spellings: which surfaces share a normalised form (取組, 取組み, 取り組み).
//!
//! Enter at [`Spellings::of`]. The image is made once, when the dictionary is built
//! ([`Spellings::build`]), and read in place, so a file can be mapped into memory instead of read.
//!
//! The image: magic; u32 length of a finite-state map from normalised form to offset; u32 length of the
//! parts of speech; the map; the parts of speech, one a line; then the groups: u16 count, and for
//! each spelling u16 part of speech, surface and reading (u16 length, UTF-8).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use fst::{Map, MapBuilder};

const MAGIC: &[u8; 8] = b"SHRBSPL2";
const HEADER: usize = MAGIC.len() + 8;

type Image = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// The spellings of all words of the dictionary.
#[derive(Clone)]
pub struct Spellings {
    image: Image,
    offsets: Map<Part>,
    parts_of_speech: Arc<[String]>,
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
        let [map, parts] = lengths.take(2).collect::<Vec<_>>()[..] else {
            return Err(DamagedSpellings);
        };
        let (parts_start, groups_start) = (HEADER + map, HEADER + map + parts);
        let parts = bytes.get(parts_start..groups_start).ok_or(DamagedSpellings)?;
        let parts = str::from_utf8(parts).map_err(|_| DamagedSpellings)?;
        let parts_of_speech = parts.lines().map(str::to_owned).collect();
        let part = Part { image: Arc::clone(&image), start: HEADER, end: parts_start };
        let offsets = Map::new(part).map_err(|_| DamagedSpellings)?;
        Ok(Spellings { image, offsets, parts_of_speech, groups_start })
    }

    /// The spellings of a normalised form as [`crate::Word::normalised`] gives it, in the
    /// dictionary's order of preference; empty if there is only one.
    pub fn of(&self, normalised: &str) -> Vec<Spelling> {
        let Some(offset) = self.offsets.get(normalised) else { return Vec::new() };
        let start = self.groups_start + offset as usize;
        let mut rest = (*self.image).as_ref().get(start..).unwrap_or_default();
        let n_spellings = take_u16(&mut rest).unwrap_or(0);
        (0..n_spellings).map_while(|_| self.take_spelling(&mut rest)).collect()
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

    /// The image for pairs of a normalised form and one of its spellings, in order of preference.
    /// Forms with one surface are left out.
    pub fn build(pairs: impl IntoIterator<Item = (String, Spelling)>) -> Vec<u8> {
        let mut groups: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
        for (normalised, spelling) in pairs {
            let group = groups.entry(normalised).or_default();
            if !group.contains(&spelling) {
                group.push(spelling);
            }
        }
        groups.retain(|_, group| group.windows(2).any(|pair| pair[0].surface != pair[1].surface));
        write_image(&groups)
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

fn write_image(groups: &BTreeMap<String, Vec<Spelling>>) -> Vec<u8> {
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
    let map = offsets.into_inner().expect("writing to memory does not fail");
    let lengths = [map.len() as u32, parts.len() as u32].map(u32::to_le_bytes);
    [MAGIC, lengths.as_flattened(), &map, parts.as_bytes(), &body].concat()
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
        Spellings::build([
            ("取り組み".to_owned(), noun("取り組み", "トリクミ")),
            ("取り組み".to_owned(), noun("取組", "トリクミ")),
            ("取り組み".to_owned(), noun("取組", "トリクミ")),
            ("一".to_owned(), noun("一", "イチ")),
            ("一".to_owned(), noun("ひと", "ヒト")),
            ("政策".to_owned(), noun("政策", "セイサク")),
        ])
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
    fn a_damaged_image_is_refused_or_gives_nothing_but_never_panics() {
        assert_eq!(Spellings::from_bytes(Vec::new()).unwrap_err(), DamagedSpellings);
        let image = image();
        for length in 0..image.len() {
            if let Ok(spellings) = Spellings::from_bytes(image[..length].to_vec()) {
                spellings.of("取り組み");
                spellings.of("一");
            }
        }
    }
}
