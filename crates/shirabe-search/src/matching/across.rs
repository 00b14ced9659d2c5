//! Phrases across borders: where a folded text begins in one block or cell and ends in another.
//!
//! At each gap between two characters of such an occurrence the pair stands either within a block or
//! across a border, and at one gap at least across. Such pairs are few, so they lead.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::seek;
use crate::SearchError;

/// The fields of pairs of one segment.
pub(crate) struct PairFields<'a> {
    pub(crate) within: &'a InvertedIndexReader,
    pub(crate) across: &'a InvertedIndexReader,
    pub(crate) fields: &'a shirabe_index::Fields,
}

/// Walks the sections of one segment in which a phrase stands across a border.
pub(crate) struct AcrossCursor {
    gaps: Vec<Gap>,
    starts: Vec<u32>,
    buffer: Vec<u32>,
}

/// The pair of two neighbouring characters of the phrase.
struct Gap {
    offset: u32,
    within: Option<SegmentPostings>,
    across: Option<SegmentPostings>,
}

impl Gap {
    fn stands_in(&mut self, doc: DocId) -> bool {
        let pairs = [self.within.as_mut(), self.across.as_mut()];
        pairs.into_iter().flatten().any(|postings| seek(postings, doc) == doc)
    }
}

impl AcrossCursor {
    /// A cursor for `folded`, or `None` where it can stand across no border of the segment.
    pub(crate) fn open(
        segment: &PairFields<'_>,
        folded: &str,
    ) -> Result<Option<AcrossCursor>, SearchError> {
        let chars: Vec<char> = folded.chars().collect();
        let terms: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
        let mut infos = Vec::with_capacity(terms.len());
        for term in &terms {
            let term = Term::from_field_text(segment.fields.across, term);
            infos.push(segment.across.get_term_info(&term)?);
        }
        if infos.iter().all(Option::is_none) {
            return Ok(None);
        }
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut gaps = Vec::with_capacity(terms.len());
        for (offset, (term, across)) in (0..).zip(terms.iter().zip(&infos)) {
            let term = Term::from_field_text(segment.fields.exact, term);
            let within = segment.within.read_postings(&term, option)?;
            let across = across.as_ref();
            let across = across
                .map(|info| segment.across.read_postings_from_terminfo(info, option))
                .transpose()?;
            if within.is_none() && across.is_none() {
                return Ok(None);
            }
            gaps.push(Gap { offset, within, across });
        }
        Ok(Some(AcrossCursor { gaps, starts: Vec::new(), buffer: Vec::new() }))
    }

    /// An upper bound of the sections it can stand in.
    pub(crate) fn cost(&self) -> u32 {
        self.gaps.iter().flat_map(|gap| &gap.across).map(SegmentPostings::doc_freq).sum()
    }

    /// The first section from `target` on that has all pairs; they may still stand apart.
    pub(crate) fn candidate(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let across = self.gaps.iter_mut().filter_map(|gap| gap.across.as_mut());
            target = across.map(|postings| seek(postings, target)).min().unwrap_or(TERMINATED);
            if target == TERMINATED || self.gaps.iter_mut().all(|gap| gap.stands_in(target)) {
                return target;
            }
            target += 1;
        }
    }

    /// Where the phrase starts in section `doc`, as offsets into the match form, ascending.
    pub(crate) fn starts(&mut self, doc: DocId) -> &[u32] {
        self.starts.clear();
        if self.candidate(doc) != doc {
            return &self.starts;
        }
        for gap in &mut self.gaps {
            if let Some(across) = gap.across.as_mut().filter(|across| across.doc() == doc) {
                across.positions(&mut self.buffer);
                let offset = gap.offset;
                self.starts.extend(self.buffer.iter().filter_map(|at| at.checked_sub(offset)));
            }
        }
        self.starts.sort_unstable();
        self.starts.dedup();
        for gap in &mut self.gaps {
            let mut places = Vec::new();
            for postings in [gap.within.as_mut(), gap.across.as_mut()].into_iter().flatten() {
                if postings.doc() == doc {
                    postings.append_positions_with_offset(0, &mut places);
                }
            }
            // A pair stands at one place either within or across, so both lists together have no twins.
            places.sort_unstable();
            let offset = gap.offset;
            self.starts.retain(|start| places.binary_search(&(start + offset)).is_ok());
        }
        &self.starts
    }
}
