//! Setting up: the dictionary, the index, and an engine over them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use shirabe_dictionary::{DictionaryError, Prepared};
use shirabe_document::DocumentId;
use shirabe_index::{Fingerprint, IndexError, SectionAnalyzer};
use shirabe_ingest::worker::Confinement;
use shirabe_ingest::{
    Converter, ForgetReport, ForgetRequest, IngestReport, IngestRequest, Recogniser, Settings,
    WorkerPool,
};
use shirabe_search::{Engine, SearchError, Weights};
use shirabe_text::Spellings;

use crate::args::Places;
use crate::progress::Bar;

/// What texts and queries are analysed with.
pub struct Analysis {
    /// What sections are analysed with.
    pub sections: SectionAnalyzer,
    /// The other spellings of words.
    pub spellings: Arc<Spellings>,
    /// What an index must have been made with.
    pub fingerprint: Fingerprint,
}

impl Analysis {
    /// Opens the dictionary, after preparing it if need be.
    pub fn prepare() -> anyhow::Result<Analysis> {
        Analysis::prepare_by(|bar| shirabe_dictionary::prepare(bar))
    }

    /// The same for those who write an index: the dictionary is read whole, to see that it is sound.
    pub fn prepare_to_write() -> anyhow::Result<Analysis> {
        Analysis::prepare_by(|bar| shirabe_dictionary::prepare_with_care(bar))
    }

    fn prepare_by(
        prepare: impl FnOnce(&Bar) -> Result<Prepared, DictionaryError>,
    ) -> anyhow::Result<Analysis> {
        let bar = Bar::hidden_until_needed();
        let Prepared { segmenter, spellings, hash } = prepare(&bar)?;
        bar.finish();
        Ok(Analysis {
            sections: SectionAnalyzer::new(Arc::new(segmenter)),
            spellings: Arc::new(spellings),
            fingerprint: Fingerprint::of_dictionary(&hash),
        })
    }

    /// Opens the index at `root`.
    pub fn open(&self, root: &Path) -> Result<Engine, SearchError> {
        self.open_with(root, Weights::default())
    }

    /// Opens the index at `root` with other weights.
    pub fn open_with(&self, root: &Path, weights: Weights) -> Result<Engine, SearchError> {
        let spellings = Arc::clone(&self.spellings);
        Engine::open(root, self.fingerprint.clone(), self.sections.clone(), spellings, weights)
    }

    /// Opens the index, after ingesting the corpus where the index is missing or does not fit.
    pub fn open_or_ingest(&self, places: &Places) -> anyhow::Result<Engine> {
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

    /// Reads the corpus into a new generation, within the usual limits.
    pub fn ingest(&self, places: &Places) -> anyhow::Result<IngestReport> {
        let paths = [places.corpus.clone()];
        self.ingest_paths(&paths, &places.index, Settings::default(), Reread::Changed)
    }

    /// Reads `paths` into the index at `root`.
    pub fn ingest_paths(
        &self,
        paths: &[PathBuf],
        root: &Path,
        settings: Settings,
        reread: Reread,
    ) -> anyhow::Result<IngestReport> {
        let bar = Bar::bytes("Reading documents");
        let request = IngestRequest {
            paths,
            index: root,
            analyzer: self.sections.clone(),
            fingerprint: self.fingerprint.clone(),
            built: now(),
            holder: holder(),
            worker_pool: worker_pool(settings)?,
            reread: reread == Reread::Everything,
        };
        let report = shirabe_ingest::ingest(&request, &bar);
        bar.finish();
        let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        report.with_context(|| format!("ingesting {}", names.join(", ")))
    }
}

/// Where foreign formats are read.
pub(crate) fn worker_pool(settings: Settings) -> anyhow::Result<WorkerPool> {
    Ok(WorkerPool {
        program: std::env::current_exe().context("finding the program itself")?,
        limits: settings.limits,
        recogniser: settings.ocr.then(Recogniser::find),
        converter: settings.convert.then(Converter::find).flatten(),
        pdfium: std::env::var_os("PDFIUM_LIB").map(PathBuf::from),
        must_be_confined: settings.must_be_confined,
        confinement: Confinement::default(),
    })
}

impl Analysis {
    /// Takes a document, or one edition of it, down for good.
    pub(crate) fn forget(
        &self,
        root: &Path,
        document: DocumentId,
        edition: Option<&str>,
        reason: &str,
    ) -> anyhow::Result<ForgetReport> {
        let request = ForgetRequest {
            index: root,
            analyzer: self.sections.clone(),
            fingerprint: self.fingerprint.clone(),
            now: now(),
            holder: holder(),
            document,
            edition: edition.map(str::to_owned),
            reason: reason.to_owned(),
        };
        Ok(shirabe_ingest::forget(&request)?)
    }
}

/// What is read of files that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reread {
    /// Those that have changed.
    Changed,
    /// All.
    Everything,
}

/// Who writes, for somebody who wants to and cannot.
pub(crate) fn holder() -> String {
    format!("process {} since {}", std::process::id(), now())
}

/// The time, RFC 3339 in UTC, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
