//! One character in one segment.

use shirabe_index::pairs_from;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use crate::SearchError;

/// How often a character stands in each section of a segment: the pairs that begin with it, added up.
pub(crate) struct CharacterCursor {
    counts: Vec<u32>,
    n_sections: u32,
}

impl CharacterCursor {
    /// Counts `character` in the field of pairs that `inverted` has, for `max_doc` sections.
    pub(crate) fn open(
        inverted: &InvertedIndexReader,
        character: char,
        max_doc: DocId,
    ) -> Result<CharacterCursor, SearchError> {
        let mut counts = vec![0; max_doc as usize];
        for pair in pairs_from(inverted, character)? {
            let option = IndexRecordOption::WithFreqs;
            let mut postings = inverted.read_postings_from_terminfo(&pair, option)?;
            while postings.doc() != TERMINATED {
                counts[postings.doc() as usize] += postings.term_freq();
                postings.advance();
            }
        }
        let n_sections = counts.iter().filter(|n| **n > 0).count();
        Ok(CharacterCursor { counts, n_sections: u32::try_from(n_sections).unwrap_or(u32::MAX) })
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
