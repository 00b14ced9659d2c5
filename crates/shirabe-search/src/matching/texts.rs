//! The stored texts of one segment, for leaves that positions alone cannot decide.

use std::ops::Range;

use shirabe_index::SectionStore;
use shirabe_text::{Folding, MatchForm};
use tantivy::{DocId, SegmentReader};

use crate::SearchError;
use crate::deadline;

/// Sections that come one after another share a block of the store.
const CACHED_BLOCKS: usize = 4;

/// Reads sections of one segment; the last one is kept.
pub(crate) struct SectionTexts {
    reader: SegmentReader,
    /// Opened for the first section that is read.
    store: Option<SectionStore>,
    last: Option<(DocId, SectionText)>,
}

/// A section's text and match form.
pub(crate) struct SectionText {
    pub(crate) text: String,
    pub(crate) form: MatchForm,
    /// The blocks and cells, as ranges of the match form.
    pub(crate) blocks: Vec<Range<usize>>,
}

impl SectionTexts {
    pub(crate) fn of(reader: &SegmentReader) -> SectionTexts {
        SectionTexts { reader: reader.clone(), store: None, last: None }
    }

    /// The text of section `doc`.
    pub(crate) fn get(&mut self, doc: DocId) -> Result<&SectionText, SearchError> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != doc) {
            // Unpacking and folding a text costs more than the look.
            deadline::check()?;
            if self.store.is_none() {
                self.store = Some(SectionStore::open(&self.reader, CACHED_BLOCKS)?);
            }
            let store = self.store.as_ref().expect("it was just put there");
            let section = store.record(doc)?.section;
            let text = section.text();
            let form = MatchForm::of(&text, Folding::Standard);
            let blocks = section.occurrence_ranges();
            let blocks = blocks.into_iter().map(|range| form.form_range(range)).collect();
            self.last = Some((doc, SectionText { text, form, blocks }));
        }
        Ok(self.last.as_ref().map(|(_, text)| text).expect("it was just put there"))
    }
}
