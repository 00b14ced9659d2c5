//! The engine: an opened index that answers, and follows it from generation to generation.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use shirabe_index::{Definition, Fingerprint, Generation, SectionAnalyzer, current_number};
use shirabe_text::{Abbreviation, Segmenter, Spellings};

use crate::SearchError;
use crate::rank::Weights;
use crate::suggest::{Entry, SuggestionSource};

/// What queries are analysed with.
#[derive(Clone)]
pub(crate) struct Analyzer {
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    abbreviations: Arc<Vec<Abbreviation>>,
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

    pub(crate) fn abbreviations(&self) -> &[Abbreviation] {
        &self.abbreviations
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
}

/// One generation of the index; one request reads one.
pub struct Snapshot {
    pub(crate) generation: Generation,
    pub(crate) analyzer: Analyzer,
    pub(crate) weights: Weights,
    pub(crate) suggestions: Vec<Entry>,
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
        Ok(Engine {
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
        let number = current_number(&self.root)?;
        if number.is_none_or(|number| number == current.generation.number()) {
            return Ok(None);
        }
        let (sections, spellings) = (&self.sections, &self.spellings);
        Snapshot::open(&self.root, &self.fingerprint, sections, spellings, &self.weights).map(Some)
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
        let mut abbreviations: Vec<Abbreviation> = generation
            .definitions()
            .iter()
            .map(|found| Abbreviation { long: found.long.clone(), short: found.short.clone() })
            .collect();
        abbreviations.sort();
        abbreviations.dedup();
        let analyzer = Analyzer {
            sections: sections.clone(),
            spellings: Arc::clone(spellings),
            abbreviations: Arc::new(abbreviations),
        };
        let suggestions = suggestions(&generation, analyzer.segmenter());
        Ok(Snapshot { generation, analyzer, weights: weights.clone(), suggestions })
    }
}

/// What can be suggested: defined names and their long forms, and the headings.
fn suggestions(generation: &Generation, segmenter: &Segmenter) -> Vec<Entry> {
    let definitions = generation.definitions().iter().flat_map(|found| [&found.short, &found.long]);
    let definitions = definitions.map(|text| (SuggestionSource::Definition, text.as_str()));
    let headings =
        generation.headings().iter().map(|text| (SuggestionSource::Heading, text.as_str()));
    let mut texts: Vec<(SuggestionSource, &str)> = definitions.chain(headings).collect();
    texts.sort_by_key(|(source, text)| (*text, *source));
    texts.dedup_by_key(|(_, text)| *text);
    texts.into_iter().map(|(source, text)| Entry::new(text, source, segmenter)).collect()
}
