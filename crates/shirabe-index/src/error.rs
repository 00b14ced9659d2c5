//! What can go wrong with an index, each variant something the caller can act on.

use std::path::PathBuf;

use crate::Remedy;

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index yet.
    #[error("no index in {}: run `shirabe ingest`", .0.display())]
    Missing(PathBuf),
    /// The index was made with another dictionary, analysis or schema.
    #[error("the index was made with {found}, this program needs {expected}: run `shirabe ingest`")]
    Fingerprint {
        /// What the index says.
        found: String,
        /// What this program would write.
        expected: String,
    },
    /// Another process writes.
    #[error("another ingest holds the index: {holder}")]
    Locked {
        /// Who holds the lock.
        holder: String,
    },
    /// An index that an ingest has made is no copy of another: following would remove what only it has.
    #[error("the index in {} was made by an ingest and follows nobody: name an empty folder by --index", .0.display())]
    NoCopy(PathBuf),
    /// What is written into a copy would be gone when the next state of the original comes.
    #[error(
        "the index in {} is a copy of another machine's: read documents there, or name another folder by --index; remove its file COPY to make it an index of its own",
        .0.display()
    )]
    IsCopy(PathBuf),
    /// Another process copies the index to other machines.
    #[error("another `shirabe replicate` copies this index: {holder}")]
    BeingCopied {
        /// Who holds the lock.
        holder: String,
    },
    /// A generation is to be replaced by another one of its number, and somebody reads it.
    #[error(
        "generation {0} is another one than that which is served under its number: start this server anew, or ingest once more at the source"
    )]
    InUse(u64),
    /// A file of the index cannot be understood.
    #[error("{} is damaged: {reason}: run `shirabe ingest`", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file of the archive cannot be understood.
    #[error("{} is damaged: {reason}: {remedy}", .path.display())]
    ArchiveDamaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What helps.
        remedy: Remedy,
    },
    /// Reading or writing failed; the message names the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The search library failed.
    #[error("index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
}
