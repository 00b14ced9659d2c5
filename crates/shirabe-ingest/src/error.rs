//! What can go wrong with an ingest.

use std::path::PathBuf;

use shirabe_index::IndexError;

/// An error of an ingest.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// There is nothing to read.
    #[error("no documents in {}: put .md or .txt files there, see corpus/README.md", .0.display())]
    Empty(PathBuf),
    /// A metadata file cannot be understood.
    #[error("{}: {reason}", .path.display())]
    Sidecar {
        /// The metadata file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Two files claim the same id.
    #[error("{} has the id {id:?} of {}: give one of them another", .second.display(), .first.display())]
    SameId {
        /// The id.
        id: String,
        /// The file that has it.
        first: PathBuf,
        /// The file that claims it too.
        second: PathBuf,
    },
    /// Reading failed; the message names the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
}
