//! How do documents get in? Files in, a generation of the index out, and a report of what was met.
//!
//! Enter by [`ingest`]:
//! 1. `corpus.rs` lists the files, and `ids.rs` says which document each is; `claims.rs` keeps two from
//!    having one id;
//! 2. `ledger.rs` knows what they were like before: what has not changed is not read again;
//! 3. `reading.rs` reads each, in a process of its own where the format is a foreign one
//!    ([`worker`]);
//! 4. `pipeline.rs` puts the documents into the new generation, many at a time, and takes out those
//!    whose files are gone.
//!
//! [`forget`] takes a document down for good.
//!
//! [`Watch`] does so again whenever files change.
//!
//! Invariants: one bad file never stops the others and never harms what is stored; memory does not grow
//! with the corpus; until everything is in, the former generation serves.

mod claims;
mod conversation;
pub mod conversion;
mod corpus;
mod digest;
mod error;
mod forget;
mod ids;
mod jsonl;
mod ledger;
mod limits;
mod ocr;
mod pipeline;
mod reading;
mod report;
mod sidecar;
mod sidecar_drafts;
mod task;
mod watch;
mod withdrawals;
pub mod worker;

use std::path::{Path, PathBuf};

use shirabe_index::{Fingerprint, SectionAnalyzer};

pub use conversion::Converter;
pub use error::IngestError;
pub use forget::{ForgetReport, ForgetRequest, forget};
pub use limits::{Limits, Settings, WorkerLimits};
pub use ocr::{Missing, Recogniser};
pub use pipeline::ingest;
pub use reading::{DraftSource, read_draft};
pub use report::{FileProblem, FileReport, FileState, IngestReport, PassedOver, PassedOverKind};
pub use shirabe_readers::{PageImage, PageImageRequest};
pub use sidecar_drafts::write_sidecars;
pub use watch::Watch;
pub use worker::WorkerPool;

/// Hears how far an ingest is. Called from several threads.
pub trait Progress: Sync {
    /// Files are being compared with what is known of them.
    fn compare(&self) {}
    /// `page` of a file, the `nth` of `n` that are pictures, is being recognised.
    fn recognise(&self, _name: &str, _nth: usize, _n: usize) {}
    /// `done` of `total` bytes are in.
    fn advance(&self, done_bytes: u64, total_bytes: u64);
}

/// What an ingest needs to know.
pub struct IngestRequest<'a> {
    /// Files and folders. What is known from before below them and is not there any more is taken out;
    /// documents from elsewhere stay.
    pub paths: &'a [PathBuf],
    /// The folder of the index.
    pub index: &'a Path,
    /// The analysis.
    pub analyzer: SectionAnalyzer,
    /// What the index will say it was made with.
    pub fingerprint: Fingerprint,
    /// The time, RFC 3339.
    pub built: String,
    /// Who writes, for others who want to.
    pub holder: String,
    /// Where foreign formats are read.
    pub worker_pool: WorkerPool,
    /// Whether files are read again that have not changed.
    pub reread: bool,
}
