//! What can go wrong with an ingest.

use std::path::PathBuf;

use shirabe_index::IndexError;

/// An error of an ingest.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// There is nothing to read, and nothing was changed.
    #[error("no documents in {}: put some there, see corpus/README.md", .0.display())]
    Empty(PathBuf),
    /// A place was given that does not exist and never did.
    #[error("there is no {}", .0.display())]
    NoSuchPath(PathBuf),
    /// A metadata file cannot be understood.
    #[error("{}: {reason}", .path.display())]
    Sidecar {
        /// The metadata file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The limits cannot be understood.
    #[error("limits: {reason}")]
    Limits {
        /// Why.
        reason: String,
    },
    /// Reading failed; the message names the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Changes cannot be watched.
    #[error("watching for changes: {0}")]
    Watch(#[from] notify::Error),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
}
