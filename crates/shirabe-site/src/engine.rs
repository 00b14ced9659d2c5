//! The engine's snapshot as a [`Generation`] of the site.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use shirabe_document::{Document, Section};
use shirabe_search::{
    Analysis, CorpusSize, Definition, DocumentSummary, Forgotten, IndexInfo, SearchError,
    SearchRequest, SearchResults, SectionTokens, Snapshot, SuggestionSource,
};
use shirabe_verify::Verification;
use shirabe_wording::{
    Concordance, ConcordanceRequest, FoundDocument, FoundSection, Frequencies, FrequencyRequest,
    Line,
};

use crate::library::{Generation, GlossaryEntry, LibraryError, Mark, Source, Suggestion};

impl Generation for Snapshot {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults, LibraryError> {
        Snapshot::search(self, request).map_err(broken)
    }

    fn concordance(
        &self,
        request: &ConcordanceRequest,
        window: Range<usize>,
    ) -> Result<Concordance, LibraryError> {
        shirabe_wording::concordance(self, request, window).map_err(broken)
    }

    fn for_each_line(
        &self,
        request: &ConcordanceRequest,
        each: &mut dyn FnMut(Vec<Line>) -> ControlFlow<()>,
    ) -> Result<u64, LibraryError> {
        shirabe_wording::for_each_line(self, request, each).map_err(broken)
    }

    fn frequency(&self, request: &FrequencyRequest) -> Result<Frequencies, LibraryError> {
        shirabe_wording::frequency(self, request).map_err(broken)
    }

    fn for_each_section(
        &self,
        request: &SearchRequest,
        each: &mut dyn FnMut(Vec<FoundSection>) -> ControlFlow<()>,
    ) -> Result<(), LibraryError> {
        shirabe_wording::for_each_section(self, request, each).map_err(broken)
    }

    fn documents_with(&self, request: &SearchRequest) -> Result<Vec<FoundDocument>, LibraryError> {
        shirabe_wording::documents_with(self, request).map_err(broken)
    }

    fn newest_sections(
        &self,
        request: &SearchRequest,
        n: usize,
    ) -> Result<Vec<FoundSection>, LibraryError> {
        shirabe_wording::newest_sections(self, request, n).map_err(broken)
    }

    fn newest_documents(
        &self,
        n: usize,
    ) -> Result<Vec<(DocumentSummary, Option<String>)>, LibraryError> {
        shirabe_wording::newest_documents(self, n).map_err(broken)
    }

    fn documents(&self) -> Result<Arc<[DocumentSummary]>, LibraryError> {
        Snapshot::documents(self).map_err(broken)
    }

    fn n_documents(&self) -> usize {
        Snapshot::n_documents(self)
    }

    fn document(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        Snapshot::document(self, id).map(|document| document.map(Arc::new)).map_err(broken)
    }

    fn withdrawn(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        Snapshot::withdrawn(self, id).map(|document| document.map(Arc::new)).map_err(broken)
    }

    fn forgotten(&self, id: &str) -> Result<Option<Forgotten>, LibraryError> {
        Snapshot::forgotten(self, id).map_err(broken)
    }

    fn source(&self, document: &Document) -> Result<Option<Vec<u8>>, LibraryError> {
        Snapshot::source(self, document).map_err(broken)
    }

    fn open_source(&self, document: &Document) -> Result<Option<Source>, LibraryError> {
        let found = Snapshot::open_source(self, document).map_err(broken)?;
        Ok(found.map(|(n_bytes, reader)| Source { n_bytes, reader: Box::new(reader) }))
    }

    fn find_in_document(
        &self,
        request: &SearchRequest,
        place: Option<usize>,
    ) -> Result<(Vec<(usize, usize)>, Vec<Mark>), LibraryError> {
        let found = Snapshot::find_in_document(self, request, place).map_err(broken)?;
        let mark = |mark: shirabe_search::Mark| Mark { chars: mark.chars, step: mark.step };
        Ok((found.sections, found.marks.into_iter().map(mark).collect()))
    }

    fn section_marks(&self, section: &Section, request: &SearchRequest) -> Vec<Mark> {
        let marks = Snapshot::section_marks(self, section, request).into_iter();
        marks.map(|mark| Mark { chars: mark.chars, step: mark.step }).collect()
    }

    fn corpus_size(&self) -> Result<CorpusSize, LibraryError> {
        Snapshot::corpus_size(self).map_err(broken)
    }

    fn analyze(&self, text: &str) -> Analysis {
        Snapshot::analyze(self, text)
    }

    fn section_tokens(&self, section: &Section) -> SectionTokens {
        Snapshot::section_tokens(self, section)
    }

    fn info(&self) -> IndexInfo {
        Snapshot::info(self)
    }

    fn glossary(&self) -> Vec<GlossaryEntry> {
        let entry = |found: &Definition| GlossaryEntry {
            long: found.long.clone(),
            short: found.short.clone(),
            defined_at: (found.document.clone(), found.section.clone(), found.paragraph.clone()),
        };
        self.definitions().iter().map(entry).collect()
    }

    fn verify(&self, draft: &str) -> Result<Verification, LibraryError> {
        shirabe_verify::verify(self, draft).map_err(broken)
    }

    fn reading(&self, text: &str) -> String {
        Snapshot::kana_reading(self, text)
    }

    fn frequent_compounds(&self, limit: usize) -> Result<Vec<String>, LibraryError> {
        Snapshot::frequent_compounds(self, limit).map_err(broken)
    }

    fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, LibraryError> {
        let kind = |source| match source {
            SuggestionSource::Definition => "略語",
            SuggestionSource::Spelling => "別の書き方",
            SuggestionSource::Compound => "本文の言葉",
            SuggestionSource::Heading => "節の題",
        };
        let found = Snapshot::suggest(self, typed, limit).map_err(broken)?.into_iter();
        let suggestion = |found: shirabe_search::Suggestion| Suggestion {
            text: found.text,
            kind: kind(found.source),
        };
        Ok(found.map(suggestion).collect())
    }
}

fn broken(error: impl Into<SearchError>) -> LibraryError {
    match error.into() {
        SearchError::DeadlinePassed => LibraryError::TooSlow,
        error => LibraryError::Broken(error.to_string()),
    }
}
