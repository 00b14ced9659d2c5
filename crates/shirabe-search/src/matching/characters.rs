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
    /// For each section the end of its places.
    ends: Vec<usize>,
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
            ends: Vec::new(),
        })
    }

    /// Reads the places as well, for [`CharacterCursor::places`].
    pub(crate) fn read_places(
        &mut self,
        inverted: &InvertedIndexReader,
    ) -> Result<(), SearchError> {
        let mut ends = Vec::with_capacity(self.counts.len());
        let mut end = 0;
        for n in &self.counts {
            ends.push(end);
            end += *n as usize;
        }
        let mut places = vec![0; end];
        let mut buffer = Vec::new();
        for pair in &self.pairs {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(pair, option)?;
            while postings.doc() != TERMINATED {
                postings.positions(&mut buffer);
                let next = &mut ends[postings.doc() as usize];
                places[*next..*next + buffer.len()].copy_from_slice(&buffer);
                *next += buffer.len();
                postings.advance();
            }
        }
        (self.places, self.ends) = (places, ends);
        for doc in 0..self.counts.len() {
            let range = self.range_of(doc);
            self.places[range].sort_unstable();
        }
        Ok(())
    }

    /// Where it stands in section `doc`, ascending.
    pub(crate) fn places(&self, doc: DocId) -> &[u32] {
        self.places.get(self.range_of(doc as usize)).unwrap_or_default()
    }

    fn range_of(&self, doc: usize) -> Range<usize> {
        let end = self.ends.get(doc).copied().unwrap_or(0);
        end - self.counts.get(doc).map_or(0, |n| (*n as usize).min(end))..end
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
