//! Documents that go and come back: [`Withdrawals`].
//!
//! The last text of a document whose file is gone stays in the archive, so that its addresses are
//! answered; when the document comes back, it gets the ids that it had.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use shirabe_document::{Document, DocumentId};
use shirabe_index::{Archive, MAX_WITHDRAWN};

use crate::IngestError;

/// The withdrawn documents of an index during one ingest.
pub(crate) struct Withdrawals {
    pub(crate) archive: Archive,
    /// Those that were withdrawn when the ingest began.
    known: BTreeSet<DocumentId>,
    /// Those that were taken down for good.
    forgotten: BTreeSet<DocumentId>,
    returned: Mutex<BTreeSet<DocumentId>>,
    n_kept: AtomicUsize,
    n_lost: AtomicUsize,
}

impl Withdrawals {
    pub(crate) fn of(archive: Archive) -> Result<Withdrawals, IngestError> {
        let known = archive.withdrawn_ids()?;
        Ok(Withdrawals {
            forgotten: archive.forgotten_documents()?,
            archive,
            n_kept: AtomicUsize::new(known.len()),
            known,
            returned: Mutex::default(),
            n_lost: AtomicUsize::new(0),
        })
    }

    /// Whether a document was taken down for good.
    pub(crate) fn is_forgotten(&self, id: &DocumentId) -> bool {
        self.forgotten.contains(id)
    }

    /// Keeps the last text of a document that goes, while there is room.
    pub(crate) fn keep(&self, document: &Document) -> Result<(), IngestError> {
        if !self.known.contains(&document.id) {
            if self.n_kept.load(Ordering::Relaxed) >= MAX_WITHDRAWN {
                self.n_lost.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            }
            self.n_kept.fetch_add(1, Ordering::Relaxed);
        }
        Ok(self.archive.keep_withdrawn(document)?)
    }

    /// The last text of a document that is read again after it was withdrawn.
    pub(crate) fn returned(&self, id: &DocumentId) -> Result<Option<Document>, IngestError> {
        if !self.known.contains(id) {
            return Ok(None);
        }
        self.returned.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        Ok(self.archive.withdrawn(id)?)
    }

    /// How many went without their last text being kept.
    pub(crate) fn n_without_last_text(&self) -> usize {
        self.n_lost.load(Ordering::Relaxed)
    }

    /// Those that are back are withdrawn no more.
    pub(crate) fn forget_returned(&self) -> Result<(), IngestError> {
        let returned = self.returned.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.archive.remove_withdrawn(returned.iter())?)
    }
}
