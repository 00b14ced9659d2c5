//! Slips: wordings of the corpus that a phrase with few occurrences was probably meant to be.
//!
//! What can be suggested (headings, defined names, compounds) is compared with the phrase: one that
//! differs by one slip of the keyboard (a character too many, too few, another, or two exchanged), or
//! one with the same reading, which is what a wrong choice of the input method gives (再製医療 for
//! 再生医療). Nothing of the corpus is read but counts.

use shirabe_query::Node;
use shirabe_text::{Folding, fold};

use crate::SearchError;
use crate::engine::Snapshot;
use crate::request::Mode;
use crate::results::Relaxation;
use crate::suggest::{Entry, hiragana};

/// A shorter word is one slip away from too many others.
const MIN_CHARS: usize = 3;
/// Longer ones are sentences.
const MAX_CHARS: usize = 30;
/// At most this many are looked up and proposed.
const MAX_PROPOSALS: usize = 5;
/// What was meant stands in this many times as many sections.
const TIMES_AS_MANY: usize = 5;

impl Snapshot {
    /// What the reader may have meant, where a query of one phrase finds only `n_found` sections.
    pub(crate) fn slips(
        &self,
        tree: Option<&Node>,
        n_found: usize,
    ) -> Result<Vec<Relaxation>, SearchError> {
        let Some(Node::Phrase(phrase)) = tree else { return Ok(Vec::new()) };
        let typed = fold(&phrase.text, Folding::Standard);
        if !(MIN_CHARS..=MAX_CHARS).contains(&typed.chars().count()) {
            return Ok(Vec::new());
        }
        let words = self.analyzer.segmenter().words(&phrase.text);
        let reading: String = words.iter().map(|word| word.reading.as_str()).collect();
        let reading = hiragana(&fold(&reading, Folding::Standard));
        let is_meant = |entry: &&Entry| {
            entry.folded != typed
                && (is_one_slip(&entry.folded, &typed)
                    || entry.reading == reading && !reading.is_empty())
        };
        let mut found = Vec::new();
        for entry in self.suggestions().iter().filter(is_meant).take(MAX_PROPOSALS) {
            let n_sections = self.count_exact(&entry.text)?.sections;
            if n_sections >= TIMES_AS_MANY * n_found.max(1) || n_found == 0 && n_sections > 0 {
                found.push(Relaxation {
                    label: entry.text.clone(),
                    query: entry.text.clone(),
                    n_sections,
                    mode: Mode::All,
                    strict: false,
                    keeps_filters: false,
                });
            }
        }
        found.sort_by(|a, b| b.n_sections.cmp(&a.n_sections).then_with(|| a.query.cmp(&b.query)));
        Ok(found)
    }
}

/// Whether one text becomes the other by one change: a character added, taken away or replaced, or
/// two neighbours exchanged (Damerau 1964).
fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - same_end], &b[..b.len() - same_end]) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_character_or_an_exchange_of_two() {
        assert!(is_one_slip("再生医療", "再製医療"));
        assert!(is_one_slip("再生医療", "再生医"));
        assert!(is_one_slip("再生療", "再生医療"));
        assert!(is_one_slip("再医生療", "再生医療"));
        assert!(!is_one_slip("再生医療", "再生医療"));
        assert!(!is_one_slip("再製衣療", "再生医療"));
        assert!(!is_one_slip("", "再生"));
        assert!(is_one_slip("ああ", "あああ"));
    }
}
