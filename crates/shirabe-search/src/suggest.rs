//! Suggestions: wordings of the corpus that go on from what is typed, also when it is typed in kana.
//!
//! [`entries`] collects them when an index is opened; [`Snapshot::suggest`] picks those that fit.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use shirabe_index::Generation;
use shirabe_text::{Folding, Segmenter, Word, expansions, fold};

use crate::SearchError;
use crate::engine::Snapshot;

/// A compound of fewer sections comes behind the headings.
const MIN_FREQUENT: u32 = 2;
/// At most this many other spellings of what is typed are looked up.
const MAX_SPELLINGS: usize = 8;

/// One completion of what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The wording.
    pub text: String,
    /// Where it comes from.
    pub source: SuggestionSource,
}

/// Where a suggestion comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionSource {
    /// An abbreviation that a document defines, or its long form.
    Definition,
    /// Another spelling of what is typed, which the corpus has.
    Spelling,
    /// A compound of the text.
    Compound,
    /// A heading.
    Heading,
}

/// A wording that can be suggested, with what it is compared by.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    source: SuggestionSource,
    /// How many sections have it, of a compound.
    pub(crate) n_sections: u32,
    pub(crate) folded: String,
    /// The reading in hiragana, folded.
    pub(crate) reading: String,
    /// As the dictionary spells its words (取り組み状況 for 取組状況); empty where that is `folded`.
    normalised: String,
}

impl Entry {
    /// What comes first of those that fit as well.
    fn precedence(&self) -> impl Ord + '_ {
        let is_rare = self.source == SuggestionSource::Compound && self.n_sections < MIN_FREQUENT;
        let n_chars = self.text.chars().count();
        (is_rare, self.source, Reverse(self.n_sections), n_chars, &self.text)
    }

    fn new(text: &str, source: SuggestionSource, n_sections: u32, words: &[Word]) -> Entry {
        let reading: String = words.iter().map(|word| word.reading.as_str()).collect();
        let folded = fold(text, Folding::Standard);
        let normalised = normalised(words);
        Entry {
            text: text.to_owned(),
            source,
            n_sections,
            normalised: if normalised == folded { String::new() } else { normalised },
            folded,
            reading: hiragana(&fold(&reading, Folding::Standard)),
        }
    }

    fn normalised(&self) -> &str {
        if self.normalised.is_empty() { &self.folded } else { &self.normalised }
    }
}

/// A text with its words as the dictionary spells them.
fn normalised(words: &[Word]) -> String {
    words.iter().map(|word| word.normalised.as_str()).collect()
}

/// What can be suggested: defined names and their long forms, the compounds of the text, and the
/// headings.
pub(crate) fn entries(generation: &Generation, segmenter: &Segmenter) -> Vec<Entry> {
    let definitions = generation.definitions().iter().flat_map(|found| [&found.short, &found.long]);
    let definitions = definitions.map(|text| (text.as_str(), SuggestionSource::Definition));
    let headings =
        generation.headings().iter().map(|text| (text.as_str(), SuggestionSource::Heading));
    // The most frequent stand first; those of one section say less than a heading does.
    let compounds = generation.compounds();
    let n_frequent = compounds.partition_point(|(_, n)| *n >= MIN_FREQUENT);
    let (frequent, rare) = compounds.split_at(n_frequent);
    let [frequent, rare] = [frequent, rare].map(|compounds| {
        compounds.iter().map(|(text, _)| (text.as_str(), SuggestionSource::Compound))
    });
    let mut texts: BTreeMap<&str, SuggestionSource> = BTreeMap::new();
    for (text, source) in definitions.chain(frequent).chain(headings).chain(rare) {
        texts.entry(text).or_insert(source);
    }
    let n_sections: BTreeMap<&str, u32> =
        generation.compounds().iter().map(|(text, n)| (text.as_str(), *n)).collect();
    let entry = |(text, source): (&str, SuggestionSource)| {
        let n_sections = n_sections.get(text).copied().unwrap_or(0);
        Entry::new(text, source, n_sections, &segmenter.words(text))
    };
    texts.into_iter().map(entry).collect()
}

impl Snapshot {
    /// The wordings that begin with what is typed, other spellings of it, then those that contain it;
    /// at most `limit`.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let folded = fold(typed, Folding::Standard);
        let kana = hiragana(&folded);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        // What is typed in kana is compared as it reads.
        let is_kana = kana.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー'));
        let words = (!is_kana).then(|| self.analyzer.segmenter().words(typed));
        let normalised = words.map(|words| normalised(&words)).filter(|text| !text.is_empty());
        let rank = |entry: &&Entry| {
            let begins = entry.folded.starts_with(&folded)
                || entry.reading.starts_with(&kana)
                || normalised.as_ref().is_some_and(|text| entry.normalised().starts_with(text));
            let contains = entry.folded.contains(&folded)
                || entry.reading.contains(&kana)
                || normalised.as_ref().is_some_and(|text| entry.normalised().contains(text));
            if begins { Some(0) } else { contains.then_some(1) }
        };
        let mut found: Vec<(i32, &Entry)> =
            self.suggestions().iter().filter_map(|entry| Some((rank(&entry)?, entry))).collect();
        found.sort_by(|(a, entry), (b, other)| {
            a.cmp(b).then_with(|| entry.precedence().cmp(&other.precedence()))
        });
        let mut seen = BTreeSet::new();
        found.retain(|(_, entry)| seen.insert(entry.folded.as_str()));
        let as_entry = |(_, entry): &(i32, &Entry)| Suggestion {
            text: entry.text.clone(),
            source: entry.source,
        };
        let n_beginning = found.partition_point(|(rank, _)| *rank == 0);
        let mut suggestions: Vec<Suggestion> =
            found.iter().take(n_beginning.min(limit)).map(as_entry).collect();
        if suggestions.len() < limit {
            suggestions.extend(self.spellings(typed)?);
            suggestions.extend(found.iter().skip(n_beginning).take(limit).map(as_entry));
            suggestions.truncate(limit);
        }
        Ok(suggestions)
    }

    /// Other spellings of what is typed that the corpus has.
    fn spellings(&self, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
        let analyzer = &self.analyzer;
        let found = expansions(typed, analyzer.segmenter(), analyzer.spellings(), &[]);
        let whole = 0..typed.chars().count();
        let of_whole = found.into_iter().filter(|expansion| expansion.chars == whole);
        let texts = of_whole.flat_map(|expansion| expansion.alternatives).take(MAX_SPELLINGS);
        let mut suggestions = Vec::new();
        for text in texts {
            if self.count_exact(&text)?.hits > 0 {
                suggestions.push(Suggestion { text, source: SuggestionSource::Spelling });
            }
        }
        Ok(suggestions)
    }
}

/// Katakana as hiragana: both blocks have the same order (Unicode 3041–3096 and 30A1–30F6).
pub(crate) fn hiragana(text: &str) -> String {
    let shift = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    };
    text.chars().map(shift).collect()
}
