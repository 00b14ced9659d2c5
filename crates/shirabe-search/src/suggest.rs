//! Suggestions: wordings of the corpus that go on from what is typed, also when it is typed in kana.
//!
//! [`entries`] collects them when an index is opened; [`Snapshot::suggest`] picks those that fit.

use std::collections::BTreeMap;

use shirabe_index::Generation;
use shirabe_text::{Folding, Segmenter, Word, WordClass, expansions, fold};

use crate::SearchError;
use crate::engine::Snapshot;

/// A compound of headings is suggested from this many headings on.
const MIN_COMPOUND_COUNT: usize = 2;
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
    /// A compound that stands in several headings.
    Compound,
    /// A heading.
    Heading,
}

/// A wording that can be suggested, with what it is compared by.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    source: SuggestionSource,
    pub(crate) folded: String,
    /// The reading in hiragana, folded.
    pub(crate) reading: String,
}

impl Entry {
    fn new(text: &str, source: SuggestionSource, words: &[Word]) -> Entry {
        let reading: String = words.iter().map(|word| word.reading.as_str()).collect();
        Entry {
            text: text.to_owned(),
            source,
            folded: fold(text, Folding::Standard),
            reading: hiragana(&fold(&reading, Folding::Standard)),
        }
    }
}

/// What can be suggested: defined names and their long forms, the headings, and the compounds that
/// several headings have.
pub(crate) fn entries(generation: &Generation, segmenter: &Segmenter) -> Vec<Entry> {
    let definitions = generation.definitions().iter().flat_map(|found| [&found.short, &found.long]);
    let definitions = definitions.map(|text| (text.as_str(), SuggestionSource::Definition));
    let headings =
        generation.headings().iter().map(|text| (text.as_str(), SuggestionSource::Heading));
    let mut texts: BTreeMap<&str, SuggestionSource> = BTreeMap::new();
    for (text, source) in definitions.chain(headings) {
        texts.entry(text).and_modify(|known| *known = source.min(*known)).or_insert(source);
    }
    let mut entries = Vec::with_capacity(texts.len());
    let mut compounds: BTreeMap<String, (usize, Vec<Word>)> = BTreeMap::new();
    for (text, source) in &texts {
        let words = segmenter.words(text);
        for compound in compounds_of(&words) {
            let surface: String = compound.iter().map(|word| word.surface.as_str()).collect();
            compounds.entry(surface).or_insert_with(|| (0, compound.to_vec())).0 += 1;
        }
        entries.push(Entry::new(text, *source, &words));
    }
    let frequent = compounds
        .into_iter()
        .filter(|(text, (n, _))| *n >= MIN_COMPOUND_COUNT && !texts.contains_key(text.as_str()));
    entries.extend(
        frequent.map(|(text, (_, words))| Entry::new(&text, SuggestionSource::Compound, &words)),
    );
    entries
}

/// The runs of two or more words of content that stand side by side.
fn compounds_of(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let belong = |a: &Word, b: &Word| {
        a.class == WordClass::Content
            && b.class == WordClass::Content
            && a.chars.end == b.chars.start
    };
    words.chunk_by(belong).filter(|run| run.len() > 1)
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
        let rank = |entry: &&Entry| {
            let begins = entry.folded.starts_with(&folded) || entry.reading.starts_with(&kana);
            let contains = entry.folded.contains(&folded) || entry.reading.contains(&kana);
            if begins { Some(0) } else { contains.then_some(1) }
        };
        let mut found: Vec<(i32, &Entry)> =
            self.suggestions().iter().filter_map(|entry| Some((rank(&entry)?, entry))).collect();
        found.sort_by_key(|(rank, entry)| {
            (*rank, entry.source, entry.text.chars().count(), &entry.text)
        });
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
