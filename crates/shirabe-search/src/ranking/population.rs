//! What an index holds, without the sections that are deleted: [`Population`].
//!
//! The lists of a segment keep a deleted section until segments are merged. Counted with it, a term's rarity
//! would tell what once was there: the same documents would be ranked otherwise by an index that has seen
//! other editions of them.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use crate::SearchError;

/// The sections of an index that are not deleted.
pub(crate) struct Population<'a> {
    /// Each segment, and its deleted sections in ascending order.
    segments: Vec<(&'a SegmentReader, Vec<DocId>)>,
    n_sections: u64,
}

impl<'a> Population<'a> {
    pub(crate) fn of(searcher: &'a Searcher) -> Population<'a> {
        let segment = |reader: &'a SegmentReader| {
            let is_whole = reader.num_deleted_docs() == 0;
            let n = if is_whole { 0 } else { reader.max_doc() };
            (reader, (0..n).filter(|doc| reader.is_deleted(*doc)).collect())
        };
        let segments = searcher.segment_readers().iter().map(segment).collect();
        Population { segments, n_sections: searcher.num_docs() }
    }

    pub(crate) fn n_sections(&self) -> u64 {
        self.n_sections
    }

    /// In how many sections a term stands.
    pub(crate) fn n_sections_with(&self, field: Field, text: &str) -> Result<u64, SearchError> {
        let term = Term::from_field_text(field, text);
        let mut n = 0;
        for (reader, deleted) in &self.segments {
            let inverted = reader.inverted_index(field)?;
            n += u64::from(inverted.doc_freq(&term)?);
            if deleted.is_empty() {
                continue;
            }
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                n -= count(&mut postings, deleted);
            }
        }
        Ok(n)
    }

    /// How many tokens a field has. Of a deleted section the length is known as well as its code tells it: up
    /// to forty tokens exactly.
    pub(crate) fn n_tokens(&self, field: Field) -> Result<u64, SearchError> {
        let mut n: u64 = 0;
        for (reader, deleted) in &self.segments {
            n += reader.inverted_index(field)?.total_num_tokens();
            if deleted.is_empty() {
                continue;
            }
            let lengths = reader.get_fieldnorms_reader(field)?;
            let gone: u64 = deleted.iter().map(|doc| u64::from(lengths.fieldnorm(*doc))).sum();
            n = n.saturating_sub(gone);
        }
        Ok(n)
    }
}

/// How many of the sections stand in a list.
fn count(postings: &mut impl DocSet, sections: &[DocId]) -> u64 {
    let mut n = 0;
    for section in sections {
        if postings.doc() < *section {
            postings.seek(*section);
        }
        if postings.doc() == TERMINATED {
            break;
        }
        n += u64::from(postings.doc() == *section);
    }
    n
}
