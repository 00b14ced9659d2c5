//! What an index holds, without the sections that are deleted: [`Population`].
//!
//! The lists of a segment keep a deleted section until segments are merged. Counted with it, a term's rarity
//! would tell what once was there: the same documents would be ranked otherwise by an index that has seen
//! other editions of them.

use shirabe_index::Fields;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use crate::SearchError;

/// The sections of an index that are not deleted; made once a generation, for it looks at every section.
#[derive(Debug)]
pub(crate) struct Population {
    /// The deleted sections of each segment, in ascending order.
    deleted: Vec<Vec<DocId>>,
    n_sections: u64,
    /// Of the fields that are ranked.
    n_tokens: [(Field, u64); 4],
}

impl Population {
    pub(crate) fn of(searcher: &Searcher, fields: &Fields) -> Result<Population, SearchError> {
        let readers = searcher.segment_readers().iter();
        let deleted_of = |reader: &SegmentReader| {
            let is_whole = reader.num_deleted_docs() == 0;
            let n = if is_whole { 0 } else { reader.max_doc() };
            (0..n).filter(|doc| reader.is_deleted(*doc)).collect()
        };
        let deleted: Vec<Vec<DocId>> = readers.map(deleted_of).collect();
        let mut n_tokens =
            [fields.words, fields.heading_words, fields.title_words, fields.exact].map(|f| (f, 0));
        for (field, n) in &mut n_tokens {
            *n = n_tokens_in(searcher, *field, &deleted)?;
        }
        Ok(Population { deleted, n_sections: searcher.num_docs(), n_tokens })
    }

    /// How many tokens a section has in a field on average, and 1 at least.
    pub(crate) fn average_length(&self, field: Field) -> f32 {
        let known = self.n_tokens.iter().find(|(known, _)| *known == field);
        let n_tokens = known.map_or(0, |(_, n)| *n);
        (n_tokens as f32 / self.n_sections.max(1) as f32).max(1.0)
    }

    pub(crate) fn n_sections(&self) -> u64 {
        self.n_sections
    }

    /// In how many sections a term stands. `searcher` is the one that the population is of.
    pub(crate) fn n_sections_with(
        &self,
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> Result<u64, SearchError> {
        let term = Term::from_field_text(field, text);
        let mut n = 0;
        for (reader, deleted) in searcher.segment_readers().iter().zip(&self.deleted) {
            let inverted = reader.inverted_index(field)?;
            let n_listed = u64::from(inverted.doc_freq(&term)?);
            n += n_listed;
            if deleted.is_empty() {
                continue;
            }
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                // The shorter of the two is walked.
                n -= if n_listed < deleted.len() as u64 {
                    count_deleted(&mut postings, reader)
                } else {
                    count(&mut postings, deleted)
                };
            }
        }
        Ok(n)
    }
}

/// How many tokens a field has. Of a deleted section the length is known as well as its code tells it: up to
/// forty tokens exactly.
fn n_tokens_in(
    searcher: &Searcher,
    field: Field,
    deleted: &[Vec<DocId>],
) -> Result<u64, SearchError> {
    let mut n: u64 = 0;
    for (reader, deleted) in searcher.segment_readers().iter().zip(deleted) {
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

/// How many sections of a list are deleted.
fn count_deleted(postings: &mut impl DocSet, reader: &SegmentReader) -> u64 {
    let mut n = 0;
    while postings.doc() != TERMINATED {
        n += u64::from(reader.is_deleted(postings.doc()));
        postings.advance();
    }
    n
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
