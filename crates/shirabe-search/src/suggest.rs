//! Suggestions: wordings of the corpus that go on from what is typed, also when it is typed in kana.

use shirabe_text::{Folding, Segmenter, fold};

use crate::engine::Snapshot;

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
    /// A heading.
    Heading,
}

/// A wording that can be suggested, with what it is compared by.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    text: String,
    source: SuggestionSource,
    folded: String,
    /// The reading in hiragana, folded.
    reading: String,
}

impl Entry {
    pub(crate) fn new(text: &str, source: SuggestionSource, segmenter: &Segmenter) -> Entry {
        let reading: String = segmenter.words(text).into_iter().map(|word| word.reading).collect();
        Entry {
            text: text.to_owned(),
            source,
            folded: fold(text, Folding::Standard),
            reading: hiragana(&fold(&reading, Folding::Standard)),
        }
    }
}

impl Snapshot {
    /// The wordings that begin with what is typed, then those that contain it; at most `limit`.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let typed = fold(typed, Folding::Standard);
        let kana = hiragana(&typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let rank = |entry: &&Entry| {
            let begins = entry.folded.starts_with(&typed) || entry.reading.starts_with(&kana);
            let contains = entry.folded.contains(&typed) || entry.reading.contains(&kana);
            if begins { Some(0) } else { contains.then_some(1) }
        };
        let mut found: Vec<(i32, &Entry)> =
            self.suggestions().iter().filter_map(|entry| Some((rank(&entry)?, entry))).collect();
        found.sort_by_key(|(rank, entry)| {
            (*rank, entry.source, entry.text.chars().count(), &entry.text)
        });
        let found = found.into_iter().take(limit);
        found
            .map(|(_, entry)| Suggestion { text: entry.text.clone(), source: entry.source })
            .collect()
    }
}

/// Katakana as hiragana: both blocks have the same order (Unicode 3041–3096 and 30A1–30F6).
fn hiragana(text: &str) -> String {
    let shift = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    };
    text.chars().map(shift).collect()
}
