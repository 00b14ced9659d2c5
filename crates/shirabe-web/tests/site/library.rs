//! What the site is tested over: a real engine on a small index ([`Real`]), and libraries that are not
//! ready, broken or panic ([`Ailing`]). None of the latter ever answers.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use shirabe_document::{Document, Section};
use shirabe_search::{
    Analysis, CorpusSize, DocumentSummary, Forgotten, IndexInfo, SearchRequest, SearchResults,
    SectionTokens,
};
use shirabe_site::library::{
    Generation, GlossaryEntry, Library, LibraryError, Mark, Source, Suggestion,
};
use shirabe_testkit as testkit;
use shirabe_verify::Verification;
use shirabe_wording::{
    Concordance, ConcordanceRequest, FoundDocument, FoundSection, Frequencies, FrequencyRequest,
    Line,
};

/// The engine over an index of its own.
pub(crate) struct Real(pub(crate) testkit::Library);

impl Real {
    /// A library of these documents.
    pub(crate) fn of(documents: &[Document]) -> Real {
        Real(testkit::Library::of_documents(documents))
    }
}

impl Library for Real {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        let snapshot: Arc<dyn Generation> = self.0.snapshot();
        Some(snapshot)
    }

    fn generation_numbered(&self, number: u64) -> Option<Arc<dyn Generation>> {
        let snapshot: Arc<dyn Generation> = self.0.engine().snapshot_numbered(number)?;
        Some(snapshot)
    }
}

/// A library that cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ailing {
    /// No generation is open yet.
    Preparing,
    /// Every question fails.
    Broken,
    /// Every question ends in a panic.
    Panics,
}

impl Library for Ailing {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        (*self != Ailing::Preparing).then(|| Arc::new(*self) as Arc<dyn Generation>)
    }
}

impl Ailing {
    fn fail<T>(self) -> Result<T, LibraryError> {
        assert!(self == Ailing::Broken, "secret cause");
        Err(LibraryError::Broken("secret path".to_owned()))
    }
}

impl Generation for Ailing {
    fn search(&self, _: &SearchRequest) -> Result<SearchResults, LibraryError> {
        self.fail()
    }

    fn concordance(
        &self,
        _: &ConcordanceRequest,
        _: Range<usize>,
    ) -> Result<Concordance, LibraryError> {
        self.fail()
    }

    fn for_each_line(
        &self,
        _: &ConcordanceRequest,
        _: &mut dyn FnMut(Vec<Line>) -> ControlFlow<()>,
    ) -> Result<u64, LibraryError> {
        self.fail()
    }

    fn frequency(&self, _: &FrequencyRequest) -> Result<Frequencies, LibraryError> {
        self.fail()
    }

    fn for_each_section(
        &self,
        _: &SearchRequest,
        _: &mut dyn FnMut(Vec<FoundSection>) -> ControlFlow<()>,
    ) -> Result<(), LibraryError> {
        self.fail()
    }

    fn documents_with(&self, _: &SearchRequest) -> Result<Vec<FoundDocument>, LibraryError> {
        self.fail()
    }

    fn newest_sections(
        &self,
        _: &SearchRequest,
        _: usize,
    ) -> Result<Vec<FoundSection>, LibraryError> {
        self.fail()
    }

    fn newest_documents(
        &self,
        _: usize,
    ) -> Result<Vec<(DocumentSummary, Option<String>)>, LibraryError> {
        self.fail()
    }

    fn documents(&self) -> Result<Arc<[DocumentSummary]>, LibraryError> {
        self.fail()
    }

    fn n_documents(&self) -> usize {
        panic!("secret cause")
    }

    fn document(&self, _: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        self.fail()
    }

    fn withdrawn(&self, _: &str) -> Result<Option<Arc<Document>>, LibraryError> {
        self.fail()
    }

    fn forgotten(&self, _: &str) -> Result<Option<Forgotten>, LibraryError> {
        self.fail()
    }

    fn source(&self, _: &Document) -> Result<Option<Vec<u8>>, LibraryError> {
        self.fail()
    }

    fn open_source(&self, _: &Document) -> Result<Option<Source>, LibraryError> {
        self.fail()
    }

    fn section_marks(&self, _: &Section, _: &SearchRequest) -> Vec<Mark> {
        panic!("secret cause")
    }

    fn find_in_document(
        &self,
        _: &SearchRequest,
        _: Option<usize>,
    ) -> Result<(Vec<(usize, usize)>, Vec<Mark>), LibraryError> {
        self.fail()
    }

    fn corpus_size(&self) -> Result<CorpusSize, LibraryError> {
        self.fail()
    }

    fn analyze(&self, _: &str) -> Analysis {
        panic!("secret cause")
    }

    fn section_tokens(&self, _: &Section) -> SectionTokens {
        panic!("secret cause")
    }

    /// The name of a generation is known before anything is read of it.
    fn info(&self) -> IndexInfo {
        IndexInfo::default()
    }

    fn glossary(&self) -> Vec<GlossaryEntry> {
        panic!("secret cause")
    }

    fn verify(&self, _: &str) -> Result<Verification, LibraryError> {
        self.fail()
    }

    fn reading(&self, _: &str) -> String {
        panic!("secret cause")
    }

    fn frequent_compounds(&self, _: usize) -> Result<Vec<String>, LibraryError> {
        self.fail()
    }

    fn suggest(&self, _: &str, _: usize) -> Result<Vec<Suggestion>, LibraryError> {
        self.fail()
    }
}
