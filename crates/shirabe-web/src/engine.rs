//! The engine's snapshot as a [`Generation`] of the site.

use std::sync::Arc;

use shirabe_document::{Document, Section};
use shirabe_search::{DocumentSummary, IndexInfo, SearchRequest, SearchResults, Snapshot};

use crate::library::{Generation, GlossaryEntry, LibraryError, Mark, Suggestion};

impl Generation for Snapshot {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults, LibraryError> {
        Snapshot::search(self, request).map_err(broken)
    }

    fn documents(&self) -> Vec<DocumentSummary> {
        Snapshot::documents(self).unwrap_or_else(|error| {
            tracing::error!(%error, "the documents cannot be listed");
            Vec::new()
        })
    }

    fn document(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        Snapshot::document(self, id).map(|document| document.map(Arc::new)).map_err(broken)
    }

    fn section_marks(
        &self,
        _document: &Document,
        section: &Section,
        query: &str,
        strict: bool,
    ) -> Vec<Mark> {
        let request = SearchRequest { query: query.to_owned(), strict, ..SearchRequest::default() };
        let marks = Snapshot::section_marks(self, section, &request).into_iter();
        marks.map(|mark| Mark { chars: mark.chars, step: mark.step }).collect()
    }

    fn info(&self) -> IndexInfo {
        Snapshot::info(self)
    }

    fn glossary(&self) -> Vec<GlossaryEntry> {
        Vec::new()
    }

    fn suggest(&self, _typed: &str, _limit: usize) -> Vec<Suggestion> {
        Vec::new()
    }
}

fn broken(error: impl std::fmt::Display) -> LibraryError {
    LibraryError::Broken(error.to_string())
}
