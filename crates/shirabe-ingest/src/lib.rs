//! How do documents get in? `corpus/` in, a generation of the index out, and a report of what was met.
//!
//! Enter by [`ingest`]:
//! 1. [`corpus::sources`] lists the files of a folder;
//! 2. each is read with the metadata beside it, side by side with others;
//! 3. the sections go into a new generation, which serves once it is complete.
//!
//! Invariant: one bad file never stops the others, and never harms what is already stored.

pub mod corpus;
mod error;
mod report;
mod sidecar;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use shirabe_index::{Fingerprint, GenerationWriter, SectionAnalyzer};

pub use error::IngestError;
pub use report::{FileReport, FileState, IngestReport};

use corpus::Source;

/// Hears how far an ingest is.
pub trait Progress: Sync {
    /// `done` of `total` bytes are in.
    fn advance(&self, done_bytes: u64, total_bytes: u64);
}

/// What an ingest needs to know.
pub struct IngestRequest<'a> {
    /// The folder of documents.
    pub corpus: &'a Path,
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
}

/// Reads every document of the corpus into a new generation.
pub fn ingest(
    request: &IngestRequest<'_>,
    progress: &dyn Progress,
) -> Result<IngestReport, IngestError> {
    let sources = corpus::sources(request.corpus)?;
    let total_bytes: u64 = sources.iter().map(|source| source.n_bytes).sum();
    let done_bytes = AtomicU64::new(0);
    let writer =
        GenerationWriter::create(request.index, request.analyzer.clone(), &request.holder)?;
    let files: Vec<FileReport> = sources
        .par_iter()
        .map(|source| {
            let report = add(source, &writer)?;
            let done = done_bytes.fetch_add(source.n_bytes, Ordering::Relaxed) + source.n_bytes;
            progress.advance(done, total_bytes);
            Ok(report)
        })
        .collect::<Result<_, IngestError>>()?;
    let generation = writer.publish(request.fingerprint.clone(), request.built.clone())?;
    Ok(IngestReport { generation, files })
}

/// Reads one file and adds its document. A file that cannot be read is reported; only a failing
/// index is an error.
fn add(source: &Source, writer: &GenerationWriter) -> Result<FileReport, IngestError> {
    match corpus::read(source) {
        Ok((document, problems)) => {
            writer.add(&document)?;
            Ok(FileReport::of(source, &document, problems))
        }
        Err(error) => Ok(FileReport::failed(source, &error)),
    }
}
