//! The compounds of the body text, for suggestions: 再生医療, 研究開発力. Each with the number of sections
//! that have it, so that a document which goes takes its own along.
//!
//! A compound is a whole run of nouns and affixes side by side: 再生医療等製品 has 再生医療, since 等 parts
//! words. The words are those of the analysis that the index is made from; nothing is segmented again.
//!
//! The list is bounded: where it grows too long the rarest go (lossy counting, Manku and Motwani 2002),
//! so that a large library may count a rare compound too low but misses none of the frequent ones.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use fs_err as fs;

use crate::IndexError;
use crate::analysis::FoundWord;
use crate::folders::write_durably;

const FILE: &str = "compounds.json";
/// While a generation is written, about 15 MB.
const MAX_COUNTED: usize = 100_000;
/// So many are kept in the generation, for the next to go on from.
const MAX_KEPT: usize = 50_000;
/// So many can be suggested: a server keeps them in memory.
const MAX_FREQUENT: usize = 20_000;
/// Two characters are a word; more than these are a list without its commas.
const N_CHARS: std::ops::RangeInclusive<usize> = 3..=24;

/// A word as far as compounds care.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    chars: Range<usize>,
    role: Role,
}

/// What a word does to a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Noun,
    /// Numbers are indexed in digits, whatever their notation.
    Number,
    Other,
}

impl Part {
    pub(crate) fn of(word: &FoundWord<'_>) -> Part {
        let is_number = word.text.starts_with(|c: char| c.is_ascii_digit());
        let role = match (word.is_nominal, is_number) {
            (true, _) => Role::Noun,
            (false, true) => Role::Number,
            (false, false) => Role::Other,
        };
        Part { chars: word.chars.clone(), role }
    }
}

/// Compounds, and in how many sections each stands.
#[derive(Debug, Default)]
pub(crate) struct Compounds(HashMap<String, u32>);

impl Compounds {
    /// Counts the compounds of one section's text, whose words are `words`.
    pub(crate) fn gather(&mut self, text: &str, words: &[Part]) {
        let mut found = runs(text, words);
        found.sort_unstable();
        found.dedup();
        for compound in found {
            if let Some(n) = self.0.get_mut(compound) {
                *n += 1;
            } else {
                self.0.insert(compound.to_owned(), 1);
            }
        }
    }

    pub(crate) fn add(&mut self, other: Compounds) {
        other.0.into_iter().for_each(|(compound, n)| *self.0.entry(compound).or_default() += n);
        if self.0.len() > MAX_COUNTED {
            // Half of the room, so that this is seldom done.
            self.keep_most_frequent(MAX_COUNTED / 2);
        }
    }

    pub(crate) fn remove(&mut self, other: &Compounds) {
        other.0.iter().for_each(|(compound, gone)| {
            if let Some(n) = self.0.get_mut(compound) {
                *n = n.saturating_sub(*gone);
            }
        });
    }

    /// Those that stand somewhere, with their numbers, the most frequent first.
    pub(crate) fn into_frequent(self) -> Vec<(String, u32)> {
        let mut frequent: Vec<(String, u32)> = self.0.into_iter().filter(|(_, n)| *n > 0).collect();
        frequent.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        frequent.truncate(MAX_FREQUENT);
        frequent
    }

    pub(crate) fn write(mut self, dir: &Path) -> Result<(), IndexError> {
        self.0.retain(|_, n| *n > 0);
        self.keep_most_frequent(MAX_KEPT);
        let in_order: BTreeMap<String, u32> = self.0.into_iter().collect();
        let text = serde_json::to_vec(&in_order).map_err(std::io::Error::other)?;
        write_durably(&dir.join(FILE), &text)
    }

    pub(crate) fn read(dir: &Path) -> Result<Compounds, IndexError> {
        let path = dir.join(FILE);
        let counts = serde_json::from_slice(&fs::read(&path)?);
        counts
            .map(Compounds)
            .map_err(|error| IndexError::Damaged { path, reason: error.to_string() })
    }

    /// Keeps at most `n_kept`. Which go depends on their numbers alone: all those that are as rare as
    /// one that must go.
    fn keep_most_frequent(&mut self, n_kept: usize) {
        let mut numbers: Vec<u32> = self.0.values().copied().collect();
        let Some(last) = numbers.len().checked_sub(n_kept + 1) else { return };
        let (_, rare, _) = numbers.select_nth_unstable(last);
        let rare = *rare;
        self.0.retain(|_, n| *n > rare);
    }
}

/// The compounds of a text as they stand in it.
fn runs<'t>(text: &'t str, words: &[Part]) -> Vec<&'t str> {
    let belong = |a: &Part, b: &Part| {
        a.chars.end == b.chars.start && a.role != Role::Other && b.role != Role::Other
    };
    let mut bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    let mut n_passed = 0;
    let mut byte_at = |at_chars: usize| {
        let byte = bytes.nth(at_chars.checked_sub(n_passed)?);
        n_passed = at_chars + 1;
        byte
    };
    let mut found = Vec::new();
    for row in words.chunk_by(belong) {
        // What follows a number belongs to it: 7年度予算 has no 年度予算.
        let run = row.split(|word| word.role != Role::Noun).next().unwrap_or_default();
        let [first, .., last] = run else { continue };
        if !N_CHARS.contains(&last.chars.end.saturating_sub(first.chars.start)) {
            continue;
        }
        let (start, end) = (byte_at(first.chars.start), byte_at(last.chars.end));
        found.extend(start.zip(end).and_then(|(start, end)| text.get(start..end)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `text`, which are given in order: nouns as they are, other words after `-`.
    fn words(text: &str, parts: &[&str]) -> Vec<Part> {
        let mut from = 0;
        let word = |part: &&str| {
            let surface = part.trim_start_matches('-');
            let start = text.get(from..).unwrap().find(surface).unwrap() + from;
            from = start + surface.len();
            let first = text.get(..start).unwrap().chars().count();
            Part::of(&FoundWord {
                text: surface,
                position: first,
                chars: first..first + surface.chars().count(),
                is_nominal: !part.starts_with('-') && !surface.starts_with(char::is_numeric),
            })
        };
        parts.iter().map(word).collect()
    }

    #[test]
    fn a_compound_is_a_whole_run_of_nouns() {
        let text = "再生医療等製品の研究開発力を高める支援体制は、7年度予算";
        let parts = [
            "再生",
            "医療",
            "製品",
            "研究",
            "開発",
            "力",
            "-高める",
            "支援",
            "体制",
            "7",
            "年度",
            "予算",
        ];
        assert_eq!(runs(text, &words(text, &parts)), ["再生医療", "研究開発力", "支援体制"]);
    }

    #[test]
    fn a_section_counts_once_and_goes_with_its_document() {
        let text = "再生医療、再生医療";
        let mut one = Compounds::default();
        one.gather(text, &words(text, &["再生", "医療", "再生", "医療"]));
        let mut all = Compounds::default();
        for _ in 0..3 {
            let mut other = Compounds::default();
            other.add(Compounds(one.0.clone()));
            all.add(other);
        }
        all.remove(&one);
        assert_eq!(all.into_frequent(), [("再生医療".to_owned(), 2)]);
    }

    #[test]
    fn the_rarest_go_when_there_are_too_many() {
        let mut all = Compounds((1..=9).map(|n| (format!("語{n}"), n)).collect());
        all.keep_most_frequent(9);
        assert_eq!(all.0.len(), 9);
        all.keep_most_frequent(4);
        let mut kept: Vec<u32> = all.0.into_values().collect();
        kept.sort_unstable();
        assert_eq!(kept, [6, 7, 8, 9]);
    }
}
