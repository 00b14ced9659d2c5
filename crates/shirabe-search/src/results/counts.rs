//! Counts that were asked for before: a generation does not change, so they stay true.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::SearchError;
use crate::results::answer::Counts;

/// More texts than this are not remembered.
const MAX_TEXTS: usize = 10_000;

/// How often texts stand in one generation.
#[derive(Default)]
pub(crate) struct KnownCounts {
    by_text: Mutex<HashMap<String, Counts>>,
}

impl KnownCounts {
    /// The counts of `text`, by `count` if they are not known.
    pub(crate) fn of(
        &self,
        text: &str,
        count: impl FnOnce() -> Result<Counts, SearchError>,
    ) -> Result<Counts, SearchError> {
        let known = self.by_text.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(counts) = known {
            return Ok(counts);
        }
        let counts = count()?;
        let mut by_text = self.by_text.lock().unwrap_or_else(PoisonError::into_inner);
        if by_text.len() >= MAX_TEXTS {
            by_text.clear();
        }
        by_text.insert(text.to_owned(), counts.clone());
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_once() {
        let known = KnownCounts::default();
        let counts = |hits| Counts { hits, ..Counts::default() };
        assert_eq!(known.of("研究", || Ok(counts(3))).unwrap().hits, 3);
        assert_eq!(known.of("研究", || Ok(counts(4))).unwrap().hits, 3);
        assert_eq!(known.of("開発", || Ok(counts(5))).unwrap().hits, 5);
    }
}
