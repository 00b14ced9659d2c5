//! Which sections of a segment are of which document: [`DocumentRuns`].
//!
//! The sections of a document are written one after another, so that a walk over many sections meets a
//! document once. A column would have to be asked for each of them.

use rayon::prelude::*;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::SearchError;

/// Sections of one document, up to the next one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DocumentRun {
    /// Behind its last section.
    pub(crate) end: DocId,
    /// The document's number.
    pub(crate) number: u64,
}

/// The runs of every segment; made once a generation, for it looks at every section.
#[derive(Debug)]
pub(crate) struct DocumentRuns(Vec<Vec<DocumentRun>>);

impl DocumentRuns {
    pub(crate) fn of(searcher: &Searcher) -> Result<DocumentRuns, SearchError> {
        let runs = searcher.segment_readers().par_iter().map(runs_of);
        runs.collect::<Result<_, _>>().map(DocumentRuns)
    }

    /// Those of one segment, in the order of its sections.
    pub(crate) fn of_segment(&self, segment_ord: u32) -> &[DocumentRun] {
        self.0.get(segment_ord as usize).map_or(&[], Vec::as_slice)
    }
}

fn runs_of(reader: &SegmentReader) -> Result<Vec<DocumentRun>, SearchError> {
    let documents = reader.fast_fields().u64("document")?;
    let mut runs: Vec<DocumentRun> = Vec::new();
    for section in 0..reader.max_doc() {
        let number = documents.first(section).unwrap_or(0);
        match runs.last_mut().filter(|run| run.number == number) {
            Some(run) => run.end = section + 1,
            None => runs.push(DocumentRun { end: section + 1, number }),
        }
    }
    Ok(runs)
}
