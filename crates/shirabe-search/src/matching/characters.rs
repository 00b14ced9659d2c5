//! One character in one segment.

use std::ops::Range;

use shirabe_index::pairs_from;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use crate::SearchError;

/// How often a character stands in each section of a segment: the pairs that begin with it, added up.
pub(crate) struct CharacterCursor {
    counts: Vec<u32>,
    n_sections: u32,
    pairs: Vec<TermInfo>,
    /// Where it stands, section by section, once it was read.
    places: Vec<u32>,
    /// For each section where its places begin, and behind the last one their end.
    starts: Vec<usize>,
}

impl CharacterCursor {
    /// Counts `character` in the field of pairs that `inverted` has, for `max_doc` sections.
    pub(crate) fn open(
        inverted: &InvertedIndexReader,
        character: char,
        max_doc: DocId,
    ) -> Result<CharacterCursor, SearchError> {
        let mut counts = vec![0; max_doc as usize];
        let pairs = pairs_from(inverted, character)?;
        for pair in &pairs {
            let option = IndexRecordOption::WithFreqs;
            let mut postings = inverted.read_postings_from_terminfo(pair, option)?;
            while postings.doc() != TERMINATED {
                counts[postings.doc() as usize] += postings.term_freq();
                postings.advance();
            }
        }
        let n_sections = counts.iter().filter(|n| **n > 0).count();
        Ok(CharacterCursor {
            counts,
            n_sections: u32::try_from(n_sections).unwrap_or(u32::MAX),
            pairs,
            places: Vec::new(),
            starts: Vec::new(),
        })
    }

    /// Reads the places as well, in the sections that are `wanted`, for [`CharacterCursor::places`].
    pub(crate) fn read_places(
        &mut self,
        inverted: &InvertedIndexReader,
        wanted: impl Fn(DocId) -> bool,
    ) -> Result<(), SearchError> {
        let mut starts = Vec::with_capacity(self.counts.len() + 1);
        let mut end = 0;
        for (doc, n) in (0..).zip(&self.counts) {
            starts.push(end);
            end += if *n > 0 && wanted(doc) { *n as usize } else { 0 };
        }
        starts.push(end);
        self.places = vec![0; end];
        self.starts = starts;
        if end == 0 {
            return Ok(());
        }
        let mut n_read = vec![0_u32; self.counts.len()];
        let mut buffer = Vec::new();
        for pair in &self.pairs {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(pair, option)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc() as usize;
                let range = self.range_of(doc);
                if !range.is_empty() {
                    postings.positions(&mut buffer);
                    let start = range.start + n_read[doc] as usize;
                    self.places[start..start + buffer.len()].copy_from_slice(&buffer);
                    n_read[doc] += buffer.len() as u32;
                }
                postings.advance();
            }
        }
        for doc in 0..self.counts.len() {
            let range = self.range_of(doc);
            self.places[range].sort_unstable();
        }
        Ok(())
    }

    /// Where it stands in section `doc`, ascending; nowhere, where its places were not read.
    pub(crate) fn places(&self, doc: DocId) -> &[u32] {
        self.places.get(self.range_of(doc as usize)).unwrap_or_default()
    }

    fn range_of(&self, doc: usize) -> Range<usize> {
        match self.starts.get(doc..doc + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }

    /// How many sections of the segment have it.
    pub(crate) fn cost(&self) -> u32 {
        self.n_sections
    }

    /// The first section from `target` on that has it.
    pub(crate) fn candidate(&self, target: DocId) -> DocId {
        let rest = self.counts.get(target as usize..).unwrap_or_default();
        let step = rest.iter().position(|n| *n > 0).and_then(|step| u32::try_from(step).ok());
        step.map_or(TERMINATED, |step| target + step)
    }

    /// How often it stands in section `doc`, those inside a form such as that of ㈱ included.
    pub(crate) fn count(&self, doc: DocId) -> u32 {
        self.counts.get(doc as usize).copied().unwrap_or(0)
    }
}
