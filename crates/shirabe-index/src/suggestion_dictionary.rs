//! The suggestion dictionary: what of the corpus can be suggested, that is defined names and their long
//! forms, the compounds of the text, and the headings.
//!
//! Each stands with what it is compared by. That takes the dictionary, and there are tens of thousands,
//! so the list is made once, when a generation is written. A line holds the fields of one entry,
//! between tabs, in the order of [`DictionaryEntry`]; a field that would repeat another one is empty.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use shirabe_document::Document;
use shirabe_text::{Folding, Segmenter, fold, normalised, reading};

use crate::IndexError;
use crate::definitions::Definition;
use crate::folders::{read_packed, write_packed};
use crate::term_counts::TermCounts;

pub(crate) const SUGGESTIONS_FILE: &str = "wordings.tsv.gz";
/// A compound of fewer sections says less than a heading does.
const MIN_FREQUENT: u32 = 2;
/// Longer headings are sentences, which nobody completes.
const MAX_HEADING_CHARS: usize = 40;

/// A wording that can be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DictionaryEntry<'a> {
    /// Where it comes from.
    pub source: EntrySource,
    /// How many sections have it, of a compound; otherwise 0.
    pub n_sections: u32,
    /// As it stands.
    pub text: &'a str,
    /// In match form.
    pub folded: &'a str,
    /// The reading in hiragana, in match form.
    pub reading: &'a str,
    /// As the dictionary spells its words: 取り組み状況 for 取組状況.
    pub normalised: &'a str,
}

/// Where a wording comes from, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntrySource {
    /// An abbreviation that a document defines, or its long form.
    Definition,
    /// A compound of several sections.
    Compound,
    /// A heading.
    Heading,
    /// A compound of one section.
    RareCompound,
}

const SOURCES: [(EntrySource, &str); 4] = [
    (EntrySource::Definition, "d"),
    (EntrySource::Compound, "c"),
    (EntrySource::Heading, "h"),
    (EntrySource::RareCompound, "r"),
];

/// The wordings of a generation that can be suggested.
#[derive(Debug, Default)]
pub struct SuggestionDictionary {
    lines: String,
    outlines: Vec<Outline>,
}

/// What rules most entries out without reading their lines.
#[derive(Debug)]
struct Outline {
    /// Where its line stands, in bytes.
    line: Range<usize>,
    /// Of its match form.
    n_chars: usize,
    /// [`characters_of`] its match form and its reading.
    characters: u32,
    reading: u32,
}

impl SuggestionDictionary {
    fn of(lines: String) -> SuggestionDictionary {
        let mut outlines = Vec::new();
        let mut start = 0;
        for line in lines.split_inclusive('\n') {
            let fields = line.trim_end_matches('\n');
            if let Some(entry) = dictionary_entry(fields) {
                outlines.push(Outline {
                    line: start..start + fields.len(),
                    n_chars: entry.folded.chars().count(),
                    characters: characters_of(entry.folded),
                    reading: characters_of(entry.reading),
                });
            }
            start += line.len();
        }
        SuggestionDictionary { lines, outlines }
    }

    /// The wordings, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = DictionaryEntry<'_>> {
        self.outlines.iter().filter_map(|outline| self.entry(outline))
    }

    /// All wordings that one change of a character makes of `folded`, or that read as `reading`; and a few
    /// that only look like it.
    pub fn like(&self, folded: &str, reading: &str) -> impl Iterator<Item = DictionaryEntry<'_>> {
        let (n_chars, characters) = (folded.chars().count(), characters_of(folded));
        let reading = characters_of(reading);
        let is_like = move |outline: &&Outline| {
            // One that goes and one that comes.
            let n_changed = (outline.characters ^ characters).count_ones();
            outline.n_chars.abs_diff(n_chars) <= 1 && n_changed <= 2
                || reading != 0 && outline.reading == reading
        };
        self.outlines.iter().filter(is_like).filter_map(|outline| self.entry(outline))
    }

    fn entry(&self, outline: &Outline) -> Option<DictionaryEntry<'_>> {
        dictionary_entry(self.lines.get(outline.line.clone())?)
    }

    pub(crate) fn read(dir: &Path) -> Result<SuggestionDictionary, IndexError> {
        Ok(SuggestionDictionary::of(read_packed(&dir.join(SUGGESTIONS_FILE))?))
    }
}

/// Which characters a text has, as a set of 32 kinds of them: equal texts have equal sets, and a character
/// more or less is one kind more or less, or none. Source of the multiplier, which spreads neighbours: Knuth,
/// The Art of Computer Programming, 6.4 (Fibonacci hashing).
fn characters_of(text: &str) -> u32 {
    let kind = |c: char| u32::from(c).wrapping_mul(0x9E37_79B1) >> 27;
    text.chars().fold(0, |kinds, c| kinds | 1 << kind(c))
}

fn dictionary_entry(line: &str) -> Option<DictionaryEntry<'_>> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    let source = SOURCES.into_iter().find(|(_, known)| *known == name).map(|(source, _)| source)?;
    let n_sections = fields.next()?.parse().ok()?;
    let text = fields.next()?;
    let folded = fields.next().filter(|field| !field.is_empty()).unwrap_or(text);
    let reading = fields.next()?;
    let normalised = fields.next().filter(|field| !field.is_empty()).unwrap_or(folded);
    Some(DictionaryEntry { source, n_sections, text, folded, reading, normalised })
}

/// The headings of a document that are short enough to be suggested.
pub(crate) fn short_headings_of(document: &Document) -> TermCounts {
    let mut counts = TermCounts::default();
    let headings = document.sections.iter().map(|section| &section.heading);
    let short = headings.filter(|text| text.chars().count() <= MAX_HEADING_CHARS);
    short.for_each(|text| counts.count(text));
    counts
}

/// Texts with the number of sections that have them.
type Counted<'a> = &'a [(String, u32)];

/// Writes the list of a generation. What `former` has of a text was made by the same analysis and stays.
pub(crate) fn write_suggestion_dictionary(
    dir: &Path,
    (definitions, compounds, headings): (&[Definition], Counted<'_>, Counted<'_>),
    former: &SuggestionDictionary,
    segmenter: &Segmenter,
) -> Result<(), IndexError> {
    let mut texts: BTreeMap<&str, (EntrySource, u32)> = BTreeMap::new();
    let mut put = |text, source, n| {
        let known = texts.entry(text).or_insert((source, n));
        *known = (known.0.min(source), known.1.max(n));
    };
    for definition in definitions {
        put(&definition.short, EntrySource::Definition, 0);
        put(&definition.long, EntrySource::Definition, 0);
    }
    for (text, n) in compounds {
        let is_rare = *n < MIN_FREQUENT;
        put(text, if is_rare { EntrySource::RareCompound } else { EntrySource::Compound }, *n);
    }
    for (text, _) in headings {
        put(text, EntrySource::Heading, 0);
    }
    let has_one_line = |text: &str| !text.contains(['\t', '\n', '\r']);
    let texts: Vec<_> = texts.into_iter().filter(|(text, _)| has_one_line(text)).collect();
    let former: HashMap<&str, DictionaryEntry<'_>> =
        former.iter().map(|entry| (entry.text, entry)).collect();
    let lines: Vec<String> = texts
        .par_iter()
        .map(|(text, found)| match former.get(text) {
            Some(entry) => line(text, *found, (entry.folded, entry.reading, entry.normalised)),
            None => analysed_line(text, *found, segmenter),
        })
        .collect();
    write_packed(&dir.join(SUGGESTIONS_FILE), lines.concat().as_bytes())
}

fn analysed_line(text: &str, found: (EntrySource, u32), segmenter: &Segmenter) -> String {
    let words = segmenter.words(text);
    let folded = fold(text, Folding::Standard);
    line(text, found, (&folded, &reading(&words), &normalised(&words)))
}

/// The line of a text with its match form, its reading and its words as the dictionary spells them.
fn line(
    text: &str,
    (source, n_sections): (EntrySource, u32),
    (folded, reading, normalised): (&str, &str, &str),
) -> String {
    let source = SOURCES.iter().find(|(known, _)| *known == source).map_or("", |(_, name)| name);
    let normalised = if normalised == folded { "" } else { normalised };
    let folded = if folded == text { "" } else { folded };
    // Words can have tabs in no other place than their text, which has none.
    format!("{source}\t{n_sections}\t{text}\t{folded}\t{reading}\t{normalised}\n")
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, proptest};

    use super::*;

    #[test]
    fn an_empty_field_repeats_another() {
        let all = SuggestionDictionary::of(
            "c\t3\t取組\t\tとりくみ\t取り組み\nd\t0\tＡＩ\tai\t\t\nx\t\n".to_owned(),
        );
        let found: Vec<_> = all.iter().collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].folded, found[0].normalised), ("取組", "取り組み"));
        assert_eq!((found[1].folded, found[1].normalised), ("ai", "ai"));
        assert_eq!((found[1].reading, found[1].source), ("", EntrySource::Definition));
    }

    proptest! {
        #[test]
        fn what_one_change_makes_of_a_text_is_like_it(
            text in "[ぁ-ん一-龠a-z]{1,12}",
            at in 0_usize..12,
            other in "[ぁ-ん一-龠a-z]{0,2}",
            n_gone in 0_usize..2,
        ) {
            let chars: Vec<char> = text.chars().collect();
            let at = at.min(chars.len());
            let gone = (at + n_gone).min(chars.len());
            // A character added, taken away or replaced; two of them exchanged are the same characters.
            let other: String = other.chars().take(1).collect();
            let changed: String =
                chars[..at].iter().copied().chain(other.chars()).chain(chars[gone..].iter().copied()).collect();
            let all = SuggestionDictionary::of(format!("c\t3\t{changed}\t\tよみ\t\n"));
            prop_assert!(all.like(&text, "").next().is_some(), "{} {}", text, changed);
            prop_assert!(all.like("まったく別の言葉", "よみ").next().is_some());
        }
    }
}
