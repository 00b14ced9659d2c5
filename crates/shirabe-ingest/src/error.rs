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
    /// A place is gone that documents in the index came from; nothing was changed.
    #[error(
        "{} is not there, and {n_known} files of the index came from it: nothing was changed. Mount it or put it back; what is to go must be deleted file by file",
        .path.display()
    )]
    Vanished {
        /// The place.
        path: PathBuf,
        /// How many files are known below it.
        n_known: usize,
    },
    /// The index must be made anew before anything can be taken out of it.
    #[error("the index in {} is missing, damaged or of another version: run `shirabe ingest` first", .0.display())]
    NotReady(PathBuf),
    /// There is nothing under this id.
    #[error("there is no {0:?} in the index or the archive")]
    NoSuchDocument(String),
    /// The latest edition is the document itself.
    #[error(
        "this is the latest edition of {0}: replace the file by another edition first, or take down the whole document"
    )]
    LatestEdition(String),
    /// A metadata file cannot be understood.
    #[error("{}: {reason}", .path.display())]
    Sidecar {
        /// The metadata file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Readers cannot be confined as was required; nothing was read.
    #[error("this system cannot confine readers in full ({}): nothing was read, since --require-sandbox is set", .missing.join("; "))]
    Unconfined {
        /// What is missing.
        missing: Vec<String>,
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
