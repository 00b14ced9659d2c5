//! The seam between the site and the engine: [`Library`] hands out one [`Generation`] per request.
//!
//! The site asks only these questions, and the engine answers them.

use std::io::Read;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::time::Duration;

use shirabe_document::{Document, Section};
use shirabe_search::{
    Analysis, CorpusSize, DocumentSummary, Forgotten, IndexInfo, SearchRequest, SearchResults,
    SectionTokens, Step,
};
use shirabe_verify::Verification;
use shirabe_wording::{
    Concordance, ConcordanceRequest, FoundDocument, FoundSection, Frequencies, FrequencyRequest,
    Line,
};

/// Everything that can be searched, now.
pub trait Library: Send + Sync {
    /// The generation that answers a request that starts now; `None` until the first one is open.
    fn generation(&self) -> Option<Arc<dyn Generation>>;

    /// The generation with this number, while it is kept.
    fn generation_numbered(&self, _number: u64) -> Option<Arc<dyn Generation>> {
        None
    }

    /// How the library stands to the one that it follows; `None` where it follows none.
    fn following(&self) -> Option<Following> {
        None
    }
}

/// How a copy stands to what it is a copy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// The address that is followed.
    pub source: String,
    /// When the source last said that what is served here is the newest, and how long ago that was.
    pub confirmed: Option<(String, Duration)>,
    /// How often the source was looked at in vain since the program started.
    pub n_failures: u64,
    /// Why the last look was in vain, if it was.
    pub failure: Option<String>,
}

/// One unchanging state of the library. A request reads exactly one.
pub trait Generation: Send + Sync {
    /// Answers a search.
    fn search(&self, request: &SearchRequest) -> Result<SearchResults, LibraryError>;
    /// One page of the lines or groups of a concordance.
    fn concordance(
        &self,
        request: &ConcordanceRequest,
        window: Range<usize>,
    ) -> Result<Concordance, LibraryError>;
    /// All lines of a concordance, a few at a time, until `each` breaks off.
    fn for_each_line(
        &self,
        request: &ConcordanceRequest,
        each: &mut dyn FnMut(Vec<Line>) -> ControlFlow<()>,
    ) -> Result<u64, LibraryError>;
    /// How often wordings stand, by year, issuer and so on.
    fn frequency(&self, request: &FrequencyRequest) -> Result<Frequencies, LibraryError>;
    /// All sections that have a wording, a few at a time, until `each` breaks off.
    fn for_each_section(
        &self,
        request: &SearchRequest,
        each: &mut dyn FnMut(Vec<FoundSection>) -> ControlFlow<()>,
    ) -> Result<(), LibraryError>;
    /// All documents that have a wording.
    fn documents_with(&self, request: &SearchRequest) -> Result<Vec<FoundDocument>, LibraryError>;
    /// The sections with a wording that came into the corpus last.
    fn newest_sections(
        &self,
        request: &SearchRequest,
        n: usize,
    ) -> Result<Vec<FoundSection>, LibraryError>;
    /// The documents that came into the corpus last, with when they did.
    fn newest_documents(
        &self,
        n: usize,
    ) -> Result<Vec<(DocumentSummary, Option<String>)>, LibraryError>;
    /// All documents, newest first; read once.
    fn documents(&self) -> Result<Arc<[DocumentSummary]>, LibraryError>;
    /// How many documents there are, without reading any.
    fn n_documents(&self) -> usize;
    /// One whole document, or an edition of one by an id such as `a@2025-02-21`.
    fn document(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError>;
    /// A document as it stood last, if it was withdrawn, by the ids of [`Generation::document`].
    fn withdrawn(&self, id: &str) -> Result<Option<Arc<Document>>, LibraryError>;
    /// Why a document or edition was taken down for good, if it was, by the ids of
    /// [`Generation::document`].
    fn forgotten(&self, id: &str) -> Result<Option<Forgotten>, LibraryError>;
    /// The bytes that a document was read from, if they are kept.
    fn source(&self, document: &Document) -> Result<Option<Vec<u8>>, LibraryError>;
    /// The same to be read piece by piece.
    fn open_source(&self, document: &Document) -> Result<Option<Source>, LibraryError>;
    /// What to mark in a section for a search, in text order and free of overlaps.
    fn section_marks(&self, section: &Section, request: &SearchRequest) -> Vec<Mark>;
    /// What a search finds in the one document that it names: the places of its sections, from 0, each
    /// with how often the wording stands in it, and the marks of the section at `place`.
    fn find_in_document(
        &self,
        request: &SearchRequest,
        place: Option<usize>,
    ) -> Result<PlacesAndMarks, LibraryError>;
    /// How much there is to be searched.
    fn corpus_size(&self) -> Result<CorpusSize, LibraryError>;
    /// How a text is read.
    fn analyze(&self, text: &str) -> Analysis;
    /// The tokens under which a section is indexed.
    fn section_tokens(&self, section: &Section) -> SectionTokens;
    /// Which generation this is.
    fn info(&self) -> IndexInfo;
    /// Abbreviations that the documents define themselves.
    fn glossary(&self) -> Vec<GlossaryEntry>;
    /// Looks for the quotations of a draft.
    fn verify(&self, draft: &str) -> Result<Verification, LibraryError>;
    /// How a text reads in hiragana; nothing where no word of it has a reading.
    fn reading(&self, text: &str) -> String;
    /// Compounds that many sections have, the most frequent first.
    fn frequent_compounds(&self, limit: usize) -> Result<Vec<String>, LibraryError>;
    /// Wordings that complete what was typed, best first.
    fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, LibraryError>;
}

/// What [`Generation::find_in_document`] finds: the places of sections, each with how often the wording
/// stands in it, and the marks of one section.
pub type PlacesAndMarks = (Vec<(usize, usize)>, Vec<Mark>);

/// A source as it was received.
pub struct Source {
    /// How many bytes it has.
    pub n_bytes: u64,
    /// The bytes.
    pub reader: Box<dyn Read + Send>,
}

/// A range of a section's text that answers the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Unicode scalars of [`Section::text`].
    pub chars: Range<usize>,
    /// The step that found it.
    pub step: Step,
}

/// An abbreviation and the place that defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// Such as 日本医療研究開発機構.
    pub long: String,
    /// Such as AMED.
    pub short: String,
    /// Document, section and paragraph ids, such as `("amed-dai3ki-2026-02", "s2", "p4")`.
    pub defined_at: (String, String, String),
}

/// One completion of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The wording.
    pub text: String,
    /// Where it comes from, in Japanese, such as 節の題.
    pub kind: &'static str,
}

/// Why a generation could not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryError {
    /// The request has run out of time.
    TooSlow,
    /// Something is broken; the text is for the log only.
    Broken(String),
}
