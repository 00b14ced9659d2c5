//! The suggestion dictionary: what of the corpus can be suggested, that is defined names and their long
//! forms, the compounds of the text, and the headings.
//!
//! Each stands with what it is compared by. That takes the dictionary, and there are tens of thousands,
//! so the list is made once, when a generation is written. A line holds the fields of one entry,
//! between tabs, in the order of [`DictionaryEntry`]; a field that would repeat another one is empty.

use std::collections::BTreeMap;
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
pub struct SuggestionDictionary(String);

impl SuggestionDictionary {
    /// The wordings, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = DictionaryEntry<'_>> {
        self.0.lines().filter_map(dictionary_entry)
    }

    pub(crate) fn read(dir: &Path) -> Result<SuggestionDictionary, IndexError> {
        Ok(SuggestionDictionary(read_packed(&dir.join(SUGGESTIONS_FILE))?))
    }
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

/// Writes the list of a generation.
pub(crate) fn write_suggestion_dictionary(
    dir: &Path,
    definitions: &[Definition],
    compounds: &[(String, u32)],
    headings: &[(String, u32)],
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
    let lines: Vec<String> =
        texts.par_iter().map(|(text, found)| line(text, *found, segmenter)).collect();
    write_packed(&dir.join(SUGGESTIONS_FILE), lines.concat().as_bytes())
}

fn line(text: &str, (source, n_sections): (EntrySource, u32), segmenter: &Segmenter) -> String {
    let words = segmenter.words(text);
    let folded = fold(text, Folding::Standard);
    let normalised = normalised(&words);
    let reading = reading(&words);
    let source = SOURCES.iter().find(|(known, _)| *known == source).map_or("", |(_, name)| name);
    let normalised = if normalised == folded { "" } else { &normalised };
    let folded = if folded == text { "" } else { &folded };
    // Words can have tabs in no other place than their text, which has none.
    format!("{source}\t{n_sections}\t{text}\t{folded}\t{reading}\t{normalised}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_repeats_another() {
        let all = SuggestionDictionary(
            "c\t3\t取組\t\tとりくみ\t取り組み\nd\t0\tＡＩ\tai\t\t\nx\t\n".to_owned(),
        );
        let found: Vec<_> = all.iter().collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].folded, found[0].normalised), ("取組", "取り組み"));
        assert_eq!((found[1].folded, found[1].normalised), ("ai", "ai"));
        assert_eq!((found[1].reading, found[1].source), ("", EntrySource::Definition));
    }
}
