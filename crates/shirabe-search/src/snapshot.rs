//! One generation of the index, and the questions that it answers.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use shirabe_document::anchors::edition_name;
use shirabe_document::{Document, DocumentId, Section};
use shirabe_index::{
    Archive, CorpusSize, Definition, Fingerprint, Forgotten, Generation, SectionAnalyzer,
    SectionTokens, SourceReader, SuggestionDictionary,
};
use shirabe_plan::abbreviations::Abbreviations;
use shirabe_plan::analyzer::Analyzer;
use shirabe_plan::expand::expand;
use shirabe_plan::request::SearchRequest;
use shirabe_plan::tree::Alternative;
use shirabe_text::Spellings;

use crate::SearchError;
use crate::assist::analysis::{Analysis, analyze};
use crate::assist::suggest::{Suggestion, frequent_compounds, kana_reading, suggest};
use crate::ranking::document_runs::DocumentRuns;
use crate::ranking::population::Population;
use crate::ranking::weights::Weights;
use crate::results::answer::{
    DocumentSummary, FoundInDocument, IndexInfo, RankedSection, SearchResults,
};
use crate::results::counts::KnownCounts;
use crate::results::highlighting::Mark;
use crate::search::{find_in_document, ranking, search, section_marks};
use crate::wording::{DocumentTable, KeptAnswers};

/// Another spelling of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSpelling {
    /// As it is written.
    pub text: String,
    /// The match form of it.
    pub folded: String,
    /// The rule that makes it, such as `era`.
    pub rule: &'static str,
}

/// One generation of the index; one request reads one.
pub struct Snapshot {
    pub(crate) generation: Generation,
    pub(crate) archive: Archive,
    pub(crate) analyzer: Analyzer,
    pub(crate) weights: Weights,
    /// How often texts stand in it, of those that were asked for.
    pub(crate) known_counts: KnownCounts,
    suggestion_dictionary: OnceLock<SuggestionDictionary>,
    population: OnceLock<Population>,
    document_runs: OnceLock<DocumentRuns>,
    /// All documents, newest first, once somebody asked for them.
    listed: Mutex<Option<Arc<[DocumentSummary]>>>,
    /// The same with the length of their texts, once something was counted by them.
    document_table: Mutex<Option<Arc<DocumentTable>>>,
    /// Lists of occurrences, for who turns their pages.
    kept_answers: KeptAnswers,
    corpus_size: OnceLock<CorpusSize>,
}

impl Snapshot {
    /// The abbreviations that the documents define, by short form.
    pub fn definitions(&self) -> &[Definition] {
        self.generation.definitions()
    }

    /// Opens the newest generation of the index at `root` that is whole.
    pub(crate) fn open(
        root: &Path,
        fingerprint: &Fingerprint,
        sections: &SectionAnalyzer,
        spellings: &Arc<Spellings>,
        weights: &Weights,
    ) -> Result<Snapshot, SearchError> {
        let generation = Generation::open_current(root, fingerprint)?;
        Ok(Snapshot::of(generation, root, sections, spellings, weights))
    }

    /// One generation, with what queries are analysed with.
    pub(crate) fn of(
        generation: Generation,
        root: &Path,
        sections: &SectionAnalyzer,
        spellings: &Arc<Spellings>,
        weights: &Weights,
    ) -> Snapshot {
        let abbreviations = Abbreviations::of(generation.definitions());
        let (notations, presence) = (generation.notations(), generation.presence());
        let (sections, spellings) = (sections.clone(), Arc::clone(spellings));
        let analyzer = Analyzer::new(sections, spellings, abbreviations, notations, presence);
        Snapshot {
            archive: Archive::of_index(root),
            generation,
            analyzer,
            weights: weights.clone(),
            known_counts: KnownCounts::default(),
            suggestion_dictionary: OnceLock::new(),
            population: OnceLock::new(),
            document_runs: OnceLock::new(),
            listed: Mutex::default(),
            document_table: Mutex::default(),
            kept_answers: KeptAnswers::default(),
            corpus_size: OnceLock::new(),
        }
    }

    /// Reads what is read once a generation, so that no question waits for it.
    pub fn read_ahead(&self) -> Result<(), SearchError> {
        self.population()?;
        self.document_runs()?;
        self.generation.document_ranks()?;
        self.corpus_size()?;
        self.suggestion_dictionary()?;
        Ok(())
    }

    /// The suggestion dictionary, read when the first is wanted.
    pub(crate) fn suggestion_dictionary(&self) -> Result<&SuggestionDictionary, SearchError> {
        read_once(&self.suggestion_dictionary, || Ok(self.generation.suggestion_dictionary()?))
    }

    /// What rarity is counted in, looked at by the first who ranks.
    pub(crate) fn population(&self) -> Result<&Population, SearchError> {
        let (searcher, fields) = (self.generation.sections(), self.generation.fields());
        read_once(&self.population, || Population::of(searcher, fields))
    }

    /// Which sections are of which document, looked at by the first who counts.
    pub(crate) fn document_runs(&self) -> Result<&DocumentRuns, SearchError> {
        read_once(&self.document_runs, || DocumentRuns::of(self.generation.sections()))
    }

    /// The id of the document with this number.
    pub fn document_id(&self, number: u64) -> Result<Option<String>, SearchError> {
        Ok(self.generation.document_id(number)?)
    }

    /// Which generation answers.
    pub fn info(&self) -> IndexInfo {
        IndexInfo {
            generation: self.generation.number(),
            fingerprint: self.generation.fingerprint().to_string(),
            built: self.generation.built().to_owned(),
        }
    }

    /// How much there is to be searched; summed up by the first who asks.
    pub fn corpus_size(&self) -> Result<CorpusSize, SearchError> {
        read_once(&self.corpus_size, || Ok(self.generation.corpus_size()?)).copied()
    }

    /// How many documents there are.
    pub fn n_documents(&self) -> usize {
        self.generation.n_documents()
    }

    /// All documents, newest first; read from the index by the first who asks.
    pub fn documents(&self) -> Result<Arc<[DocumentSummary]>, SearchError> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = &*listed {
            return Ok(Arc::clone(listed));
        }
        Ok(Arc::clone(listed.insert(self.read_documents()?)))
    }

    /// The documents with the length of their texts; read from the index by the first who asks.
    pub fn document_table(&self) -> Result<Arc<DocumentTable>, SearchError> {
        let mut table = self.document_table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = &*table {
            return Ok(Arc::clone(table));
        }
        let read = DocumentTable::read(&self.generation, self.documents()?)?;
        Ok(Arc::clone(table.insert(Arc::new(read))))
    }

    /// What `find` answers to `question`, which is kept for those who ask it again; `n_bytes` says how
    /// much room an answer takes.
    pub fn kept<T: Send + Sync + 'static, E>(
        &self,
        question: &str,
        find: impl FnOnce() -> Result<T, E>,
        n_bytes: impl FnOnce(&T) -> usize,
    ) -> Result<Arc<T>, E> {
        self.kept_answers.of(question, find, n_bytes)
    }

    fn read_documents(&self) -> Result<Arc<[DocumentSummary]>, SearchError> {
        Ok(self.generation.documents()?.into_iter().map(DocumentSummary::from).collect())
    }

    /// The document with this id, or one edition of it by an id such as `a@2025-02-21`.
    pub fn document(&self, id: &str) -> Result<Option<Document>, SearchError> {
        let (id, edition) = match id.split_once('@') {
            Some((id, edition)) => (id, Some(edition)),
            None => (id, None),
        };
        let Ok(id) = DocumentId::parse(id) else { return Ok(None) };
        let document = self.generation.document(&id)?;
        let Some(name) = edition else { return Ok(document) };
        let latest = document.filter(|document| edition_name(&document.metadata) == name);
        let found = match latest {
            Some(latest) => Some(latest),
            None => self.archive.edition(&id, name)?,
        };
        Ok(found.map(|document| Document { id: id.pinned(name), ..document }))
    }

    /// The document with this id as it stood last, if it was withdrawn; of an earlier edition nothing is
    /// withdrawn with it.
    pub fn withdrawn(&self, id: &str) -> Result<Option<Document>, SearchError> {
        let (id, edition) = id.split_once('@').map_or((id, None), |(id, name)| (id, Some(name)));
        let Ok(id) = DocumentId::parse(id) else { return Ok(None) };
        let last = self.archive.withdrawn(&id)?;
        let is_meant =
            |last: &Document| edition.is_none_or(|edition| edition == edition_name(&last.metadata));
        Ok(last.filter(is_meant))
    }

    /// Why the document or edition with this id was taken down for good, if it was.
    pub fn forgotten(&self, id: &str) -> Result<Option<Forgotten>, SearchError> {
        Ok(self.archive.forgotten(id)?)
    }

    /// The bytes that a document was read from, if they are kept.
    pub fn source(&self, document: &Document) -> Result<Option<Vec<u8>>, SearchError> {
        Ok(self.archive.source(&document.metadata.sha256)?)
    }

    /// The same to be read piece by piece, with their number.
    pub fn open_source(
        &self,
        document: &Document,
    ) -> Result<Option<(u64, SourceReader)>, SearchError> {
        Ok(self.archive.open_source(&document.metadata.sha256)?)
    }

    /// Whether any section may have no date; the columns say so without being read.
    pub(crate) fn has_undated(&self) -> Result<bool, SearchError> {
        for reader in self.generation.sections().segment_readers() {
            if !reader.fast_fields().u64("issued")?.get_cardinality().is_full() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Answers `request`; where nothing is found, with the grounds.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        search(self, request)
    }

    /// The best sections without their texts, best first.
    pub fn ranking(&self, request: &SearchRequest) -> Result<Vec<RankedSection>, SearchError> {
        ranking(self, request)
    }

    /// What a search finds in the one document that it names, with the marks of the section at `place`.
    pub fn find_in_document(
        &self,
        request: &SearchRequest,
        place: Option<usize>,
    ) -> Result<FoundInDocument, SearchError> {
        find_in_document(self, request, place)
    }

    /// Where the query stands in `section`.
    pub fn section_marks(&self, section: &Section, request: &SearchRequest) -> Vec<Mark> {
        section_marks(self, section, request)
    }

    /// The document with this id, read without its sections.
    pub fn document_without_sections(&self, id: &str) -> Result<Option<Document>, SearchError> {
        Ok(self.generation.document_without_sections(id)?)
    }

    /// An earlier edition of a document, if it is kept.
    pub fn earlier_edition(
        &self,
        id: &DocumentId,
        name: &str,
    ) -> Result<Option<Document>, SearchError> {
        Ok(self.archive.edition(id, name)?)
    }

    /// The other spellings in which a text is searched, the likeliest first.
    pub fn other_spellings(&self, text: &str) -> Vec<OtherSpelling> {
        let expanded = expand(text, &SearchRequest::default(), &self.analyzer);
        let spelling = |found: Alternative| OtherSpelling {
            text: found.text,
            folded: found.folded,
            rule: found.rule,
        };
        expanded.on().into_iter().map(spelling).collect()
    }

    /// The words of a text in dictionary form.
    pub fn words(&self, text: &str) -> Vec<String> {
        self.analyzer.words(text)
    }

    /// What could be meant by what was `typed` so far, the likeliest first.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        suggest(self, typed, limit)
    }

    /// How a text reads in hiragana; words without a reading are left out.
    pub fn kana_reading(&self, text: &str) -> String {
        kana_reading(self, text)
    }

    /// Compounds that many sections have, the most frequent first; at most `limit`.
    pub fn frequent_compounds(&self, limit: usize) -> Result<Vec<String>, SearchError> {
        frequent_compounds(self, limit)
    }

    /// The tokens under which a section is indexed.
    pub fn section_tokens(&self, section: &Section) -> SectionTokens {
        self.analyzer.sections().section_tokens(section)
    }

    /// Analyses `text` with the abbreviations of this generation.
    pub fn analyze(&self, text: &str) -> Analysis {
        analyze(&self.analyzer, text)
    }
}

/// What `cell` holds, read by the first who asks. An error is not kept: the next one reads again.
fn read_once<T>(
    cell: &OnceLock<T>,
    read: impl FnOnce() -> Result<T, SearchError>,
) -> Result<&T, SearchError> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
