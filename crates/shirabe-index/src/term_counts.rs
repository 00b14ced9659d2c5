//! Term counts: texts with the number of sections that have each, so that a document which goes
//! takes its own along.
//!
//! They are bounded: where they grow too long the rarest go (lossy counting, Manku and Motwani 2002),
//! so that a large library may count a rare text too low but misses none of the frequent ones.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::IndexError;
use crate::folders::{read_packed, write_packed};

/// While a generation is written, about 15 MB.
const MAX_COUNTED: usize = 100_000;
/// So many are kept in the generation, for the next to go on from.
const MAX_KEPT: usize = 50_000;
/// So many can be suggested.
const MAX_FREQUENT: usize = 20_000;

/// Texts, and in how many sections each stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct TermCounts(HashMap<String, u32>);

impl TermCounts {
    /// Counts one section more for `text`.
    pub(crate) fn count(&mut self, text: &str) {
        if let Some(n) = self.0.get_mut(text) {
            *n += 1;
        } else {
            self.0.insert(text.to_owned(), 1);
        }
    }

    pub(crate) fn add(&mut self, other: TermCounts) {
        other.0.into_iter().for_each(|(text, n)| *self.0.entry(text).or_default() += n);
        if self.0.len() > MAX_COUNTED {
            // Half of the room, so that this is seldom done.
            self.keep_most_frequent(MAX_COUNTED / 2);
        }
    }

    pub(crate) fn remove(&mut self, other: &TermCounts) {
        other.0.iter().for_each(|(text, gone)| {
            if let Some(n) = self.0.get_mut(text) {
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

    pub(crate) fn write(&mut self, path: &Path) -> Result<(), IndexError> {
        self.0.retain(|_, n| *n > 0);
        self.keep_most_frequent(MAX_KEPT);
        let in_order: BTreeMap<&String, &u32> = self.0.iter().collect();
        let text = serde_json::to_vec(&in_order).map_err(std::io::Error::other)?;
        write_packed(path, &text)
    }

    pub(crate) fn read(path: &Path) -> Result<TermCounts, IndexError> {
        let counts = serde_json::from_str(&read_packed(path)?);
        counts.map(TermCounts).map_err(|error| IndexError::Damaged {
            path: path.to_owned(),
            reason: error.to_string(),
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_its_document_is_taken_off() {
        let mut one = TermCounts::default();
        one.count("再生医療");
        let mut all = TermCounts::default();
        (0..3).for_each(|_| all.add(one.clone()));
        all.remove(&one);
        assert_eq!(all.into_frequent(), [("再生医療".to_owned(), 2)]);
    }

    #[test]
    fn the_rarest_go_when_there_are_too_many() {
        let mut all = TermCounts((1..=9).map(|n| (format!("語{n}"), n)).collect());
        all.keep_most_frequent(9);
        assert_eq!(all.0.len(), 9);
        all.keep_most_frequent(4);
        let mut kept: Vec<u32> = all.0.into_values().collect();
        kept.sort_unstable();
        assert_eq!(kept, [6, 7, 8, 9]);
    }
}
