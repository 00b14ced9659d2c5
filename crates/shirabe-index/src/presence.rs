//! Presence: which texts cannot stand in an index, told from its dictionary of pairs alone.

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::grams::pairs;

/// The pairs of one generation. Cheap to clone.
#[derive(Clone)]
pub struct Presence {
    searcher: Searcher,
    /// Pairs within blocks, and across their borders.
    fields: [Field; 2],
}

impl Presence {
    pub(crate) fn new(searcher: Searcher, fields: [Field; 2]) -> Presence {
        Presence { searcher, fields }
    }

    /// Whether a text in match form may stand somewhere: all its pairs do, in one segment. No posting is
    /// read, so it may still stand nowhere. Of one character, and where the dictionary cannot be read, it
    /// is always so.
    pub fn may_stand(&self, form: &str) -> bool {
        let n_pairs = form.chars().count().saturating_sub(1);
        let terms: Vec<String> =
            pairs(form).take(n_pairs).map(|(first, second)| format!("{first}{second}")).collect();
        let mut segments = self.searcher.segment_readers().iter();
        terms.is_empty()
            || segments.any(|segment| {
                let indexes = self.fields.map(|field| (field, segment.inverted_index(field)));
                terms.iter().all(|term| {
                    indexes.iter().any(|(field, index)| {
                        let Ok(index) = index else { return true };
                        let info = index.get_term_info(&Term::from_field_text(*field, term));
                        info.map_or(true, |info| info.is_some())
                    })
                })
            })
    }
}

impl std::fmt::Debug for Presence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presence").finish_non_exhaustive()
    }
}
