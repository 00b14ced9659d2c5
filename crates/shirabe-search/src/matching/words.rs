//! One normalised word in one segment.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::seek;
use crate::SearchError;

/// Walks the sections of one segment that have a word.
pub(crate) struct WordCursor {
    postings: SegmentPostings,
}

impl WordCursor {
    /// A cursor for `word`, or `None` where the segment lacks it.
    pub(crate) fn open(
        inverted: &InvertedIndexReader,
        field: Field,
        word: &str,
        option: IndexRecordOption,
    ) -> Result<Option<WordCursor>, SearchError> {
        let postings = inverted.read_postings(&Term::from_field_text(field, word), option)?;
        Ok(postings.map(|postings| WordCursor { postings }))
    }

    /// How many sections of the segment have it.
    pub(crate) fn cost(&self) -> u32 {
        self.postings.doc_freq()
    }

    /// The first section from `target` on that has it.
    pub(crate) fn candidate(&mut self, target: DocId) -> DocId {
        seek(&mut self.postings, target)
    }

    /// How often it stands in section `doc`.
    pub(crate) fn count(&mut self, doc: DocId) -> u32 {
        if seek(&mut self.postings, doc) == doc { self.postings.term_freq() } else { 0 }
    }

    /// Where it stands in section `doc`, appended to `out`; only with positions.
    pub(crate) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        if seek(&mut self.postings, doc) == doc {
            self.postings.append_positions_with_offset(0, out);
        }
    }
}
