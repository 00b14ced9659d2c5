//! Which notations of which value stand in the sections: 12,345億 and 1兆2,345億 under one key.
//!
//! One term is a key, a separator and a notation, so that the notations of a value are neighbours in the
//! dictionary of terms. The values are read by [`shirabe_text::written_values`], as in queries; so a query
//! finds every notation that the reader accepts, without a list of them.

use std::collections::BTreeMap;

use shirabe_text::{WrittenValue, WrittenValues};
use tantivy::Searcher;
use tantivy::schema::Field;

use crate::IndexError;

/// Between key and notation: neither has control characters.
const SEPARATOR: char = '\u{1F}';
/// The most frequent notations of a value; a phrase is searched in few more spellings (not measured).
const MAX_NOTATIONS: usize = 24;

/// The term of a notation.
pub(crate) fn notation_term(found: &WrittenValue) -> String {
    format!("{}{SEPARATOR}{}", found.key, found.written)
}

/// The notations of one generation. Cheap to clone.
#[derive(Clone)]
pub struct Notations {
    searcher: Searcher,
    field: Field,
}

impl Notations {
    pub(crate) fn new(searcher: Searcher, field: Field) -> Notations {
        Notations { searcher, field }
    }

    /// The notations with this key, the most frequent first.
    pub fn with_key(&self, key: &str) -> Result<Vec<String>, IndexError> {
        let first = format!("{key}{SEPARATOR}");
        let behind = format!("{key} ");
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.field)?;
            let mut terms = index.terms().range().ge(&first).lt(&behind).into_stream()?;
            while terms.advance() {
                let written = terms.key().get(first.len()..).map(String::from_utf8_lossy);
                if let Some(written) = written {
                    let n_sections = u64::from(terms.value().doc_freq);
                    *found.entry(written.into_owned()).or_default() += n_sections;
                }
            }
        }
        let mut notations: Vec<(String, u64)> = found.into_iter().collect();
        // The sort is stable: notations that stand in as many sections stay in their order.
        notations.sort_by_key(|(_, n_sections)| std::cmp::Reverse(*n_sections));
        Ok(notations.into_iter().map(|(written, _)| written).take(MAX_NOTATIONS).collect())
    }
}

impl WrittenValues for Notations {
    fn notations_of(&self, key: &str) -> Vec<String> {
        // What cannot be read here cannot be read by the search that follows, which says so.
        self.with_key(key).unwrap_or_default()
    }
}

impl std::fmt::Debug for Notations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notations").finish_non_exhaustive()
    }
}
