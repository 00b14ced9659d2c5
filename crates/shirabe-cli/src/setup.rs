//! Setting up: the dictionary, the index, and an engine over them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use shirabe_dictionary::Prepared;
use shirabe_index::{Fingerprint, IndexError, SectionAnalyzer};
use shirabe_ingest::{IngestReport, IngestRequest};
use shirabe_search::{Engine, SearchError, Weights};
use shirabe_text::Spellings;

use crate::args::Places;
use crate::progress::Bar;

/// What texts and queries are analysed with.
pub(crate) struct Analysis {
    pub(crate) sections: SectionAnalyzer,
    pub(crate) spellings: Arc<Spellings>,
    pub(crate) fingerprint: Fingerprint,
}

impl Analysis {
    /// Opens the dictionary, after preparing it if need be.
    pub(crate) fn prepare() -> anyhow::Result<Analysis> {
        let bar = Bar::hidden_until_needed();
        let Prepared { segmenter, spellings, hash } = shirabe_dictionary::prepare(&bar)?;
        bar.finish();
        Ok(Analysis {
            sections: SectionAnalyzer::new(Arc::new(segmenter)),
            spellings: Arc::new(spellings),
            fingerprint: Fingerprint::of_dictionary(&hash),
        })
    }

    /// Opens the index at `root`.
    pub(crate) fn open(&self, root: &Path) -> Result<Engine, SearchError> {
        self.open_with(root, Weights::default())
    }

    /// Opens the index at `root` with other weights.
    pub(crate) fn open_with(&self, root: &Path, weights: Weights) -> Result<Engine, SearchError> {
        let spellings = Arc::clone(&self.spellings);
        Engine::open(root, self.fingerprint.clone(), self.sections.clone(), spellings, weights)
    }

    /// Opens the index, after ingesting the corpus where the index is missing or does not fit.
    pub(crate) fn open_or_ingest(&self, places: &Places) -> anyhow::Result<Engine> {
        match self.open(&places.index) {
            Err(SearchError::Index(
                error @ (IndexError::Missing(_) | IndexError::Fingerprint { .. }),
            )) => {
                tracing::info!(%error, "the corpus is read anew");
                self.ingest(places)?;
                Ok(self.open(&places.index)?)
            }
            opened => Ok(opened?),
        }
    }

    /// Reads the corpus into a new generation.
    pub(crate) fn ingest(&self, places: &Places) -> anyhow::Result<IngestReport> {
        let bar = Bar::bytes("Reading documents");
        let request = IngestRequest {
            corpus: &places.corpus,
            index: &places.index,
            analyzer: self.sections.clone(),
            fingerprint: self.fingerprint.clone(),
            built: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            holder: format!("process {}", std::process::id()),
        };
        let report = shirabe_ingest::ingest(&request, &bar)
            .with_context(|| format!("ingesting {}", places.corpus.display()))?;
        bar.finish();
        Ok(report)
    }
}
