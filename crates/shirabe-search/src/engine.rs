//! The engine: an opened index that answers, and follows it from generation to generation.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError};

use shirabe_index::{Fingerprint, Generation, SectionAnalyzer, current_number};
use shirabe_text::Spellings;

use crate::SearchError;
use crate::ranking::weights::Weights;
use crate::snapshot::Snapshot;

/// An index that answers. Shared by all requests.
pub struct Engine {
    root: PathBuf,
    fingerprint: Fingerprint,
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    weights: Weights,
    current: RwLock<Arc<Snapshot>>,
    /// A former generation that somebody asked for.
    cited: Mutex<Option<Arc<Snapshot>>>,
    /// Held by the request that opens a new generation; the others are answered from the former one.
    opening: Mutex<()>,
    /// The number of a generation that is damaged, in place of which the former one serves.
    passed_over: AtomicU64,
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
            cited: Mutex::default(),
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

    /// Reads ahead in the newest generation, beside the questions. Of later ones it is done by itself.
    pub fn read_ahead(&self) {
        read_ahead(self.snapshot());
    }

    /// The newest generation. One that cannot be opened is logged, and the former goes on serving.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        match self.newer_than(&current) {
            Ok(None) => current,
            Ok(Some(newer)) => {
                let newer = Arc::new(newer);
                read_ahead(Arc::clone(&newer));
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&newer);
                newer
            }
            Err(error) => {
                tracing::warn!(%error, "the newest generation cannot be opened");
                current
            }
        }
    }

    /// The generation with this number, while it is kept: what was cited of it can be asked again. Beside
    /// the newest one, the last that was asked for stays open.
    pub fn snapshot_numbered(&self, number: u64) -> Option<Arc<Snapshot>> {
        let current = self.snapshot();
        if current.generation.number() == number {
            return Some(current);
        }
        let mut cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cited.as_ref().filter(|known| known.generation.number() == number) {
            return Some(Arc::clone(known));
        }
        let generation = Generation::open_numbered(&self.root, number, &self.fingerprint).ok()?;
        let (sections, spellings) = (&self.sections, &self.spellings);
        let opened = Snapshot::of(generation, &self.root, sections, spellings, &self.weights);
        Some(Arc::clone(cited.insert(Arc::new(opened))))
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

/// Reads ahead on a thread of its own. What cannot be read is told to the question that needs it.
fn read_ahead(snapshot: Arc<Snapshot>) {
    std::thread::spawn(move || {
        if let Err(error) = snapshot.read_ahead() {
            tracing::debug!(%error, "the generation cannot be read ahead");
        }
    });
}
