//! The engine: an opened index that answers, and follows it from generation to generation.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, TryLockError};

use shirabe_index::{
    Archive, Definition, Fingerprint, Generation, Notations, SectionAnalyzer, SuggestionDictionary,
    current_number,
};
use shirabe_text::{Abbreviation, Segmenter, Spellings};

use crate::SearchError;
use crate::plan::abbreviations::Abbreviations;
use crate::ranking::weights::Weights;
use crate::results::answer::DocumentSummary;
use crate::results::counts::KnownCounts;

/// What queries are analysed with.
#[derive(Clone)]
pub(crate) struct Analyzer {
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    abbreviations: Arc<Abbreviations>,
    notations: Notations,
}

impl Analyzer {
    pub(crate) fn sections(&self) -> &SectionAnalyzer {
        &self.sections
    }

    pub(crate) fn segmenter(&self) -> &Segmenter {
        self.sections.segmenter()
    }

    pub(crate) fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    pub(crate) fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }

    /// The abbreviations with a name that stands in `phrase`.
    pub(crate) fn abbreviations_in(&self, phrase: &str) -> Vec<Abbreviation> {
        self.abbreviations.in_phrase(phrase)
    }

    /// Which notations of which value the documents have.
    pub(crate) fn notations(&self) -> &Notations {
        &self.notations
    }

    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        self.sections.word_texts(text)
    }
}

/// An index that answers. Shared by all requests.
pub struct Engine {
    root: PathBuf,
    fingerprint: Fingerprint,
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    weights: Weights,
    current: RwLock<Arc<Snapshot>>,
    /// Held by the request that opens a new generation; the others are answered from the former one.
    opening: Mutex<()>,
    /// The number of a generation that is damaged, in place of which the former one serves.
    passed_over: AtomicU64,
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
    /// All documents, newest first, once somebody asked for them.
    pub(crate) listed: Mutex<Option<Arc<[DocumentSummary]>>>,
}

impl Engine {
    /// Opens the index at `root`, which must have been made with `fingerprint`.
    pub fn open(
        root: &Path,
        fingerprint: Fingerprint,
        sections: SectionAnalyzer,
        spellings: Arc<Spellings>,
        weights: Weights,
    ) -> Result<Engine, SearchError> {
        let snapshot = Snapshot::open(root, &fingerprint, &sections, &spellings, &weights)?;
        let named = current_number(root)?.unwrap_or(0);
        let is_damaged = named != snapshot.generation.number();
        Ok(Engine {
            opening: Mutex::default(),
            passed_over: AtomicU64::new(if is_damaged { named } else { 0 }),
            root: root.to_owned(),
            fingerprint,
            sections,
            spellings,
            weights,
            current: RwLock::new(Arc::new(snapshot)),
        })
    }

    /// The newest generation. One that cannot be opened is logged, and the former goes on serving.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        match self.newer_than(&current) {
            Ok(None) => current,
            Ok(Some(newer)) => {
                let newer = Arc::new(newer);
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&newer);
                newer
            }
            Err(error) => {
                tracing::warn!(%error, "the newest generation cannot be opened");
                current
            }
        }
    }

    fn newer_than(&self, current: &Snapshot) -> Result<Option<Snapshot>, SearchError> {
        let Some(number) = current_number(&self.root)? else { return Ok(None) };
        let is_known = number == current.generation.number()
            || number == self.passed_over.load(Ordering::Relaxed);
        let opening = self.opening.try_lock();
        if is_known || matches!(opening, Err(TryLockError::WouldBlock)) {
            return Ok(None);
        }
        let (sections, spellings) = (&self.sections, &self.spellings);
        let opened =
            Snapshot::open(&self.root, &self.fingerprint, sections, spellings, &self.weights)?;
        if opened.generation.number() < number {
            tracing::warn!(number, "the newest generation is damaged, and the former one serves");
            self.passed_over.store(number, Ordering::Relaxed);
        }
        Ok(Some(opened))
    }
}

impl Snapshot {
    /// The abbreviations that the documents define, by short form.
    pub fn definitions(&self) -> &[Definition] {
        self.generation.definitions()
    }

    fn open(
        root: &Path,
        fingerprint: &Fingerprint,
        sections: &SectionAnalyzer,
        spellings: &Arc<Spellings>,
        weights: &Weights,
    ) -> Result<Snapshot, SearchError> {
        let generation = Generation::open_current(root, fingerprint)?;
        let abbreviations = Abbreviations::of(generation.definitions());
        let analyzer = Analyzer {
            sections: sections.clone(),
            spellings: Arc::clone(spellings),
            abbreviations: Arc::new(abbreviations),
            notations: generation.notations(),
        };
        Ok(Snapshot {
            archive: Archive::of_index(root),
            generation,
            analyzer,
            weights: weights.clone(),
            known_counts: KnownCounts::default(),
            suggestion_dictionary: OnceLock::new(),
            listed: Mutex::default(),
        })
    }

    /// The suggestion dictionary, read when the first is wanted.
    pub(crate) fn suggestion_dictionary(&self) -> Result<&SuggestionDictionary, SearchError> {
        if let Some(dictionary) = self.suggestion_dictionary.get() {
            return Ok(dictionary);
        }
        let dictionary = self.generation.suggestion_dictionary()?;
        Ok(self.suggestion_dictionary.get_or_init(|| dictionary))
    }
}
