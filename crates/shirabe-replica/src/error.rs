//! What can go wrong between an index and its copies.

use shirabe_index::IndexError;

/// An error of publishing or following.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// The address of a store makes no sense.
    #[error("{address} is no place to publish to: {reason}")]
    Address {
        /// As it was given.
        address: String,
        /// Why.
        reason: String,
    },
    /// The store did not answer as it should.
    #[error("{store}: {source}")]
    Store {
        /// Which.
        store: String,
        /// What happened.
        source: Box<object_store::Error>,
    },
    /// The store holds no published state, or cannot be reached as a folder.
    #[error("nothing is published in {0}: run `shirabe replicate` at the source")]
    NothingPublished(String),
    /// Something that a published state names is not there.
    #[error("{object} is missing in {store}: run `shirabe replicate --anew` at the source")]
    Missing {
        /// Which store.
        store: String,
        /// What is missing.
        object: String,
    },
    /// A file is not as it was published.
    #[error(
        "{object} in {store} is damaged ({file}): {reason}: it is not served; run `shirabe replicate --anew` at the source"
    )]
    Damaged {
        /// Which store.
        store: String,
        /// The object in it.
        object: String,
        /// The file of the index that it holds.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of the index that is published is not as it was written.
    #[error(
        "{0} is damaged: its checksum does not fit: run `shirabe index verify`, which says what mends it"
    )]
    SourceDamaged(String),
    /// The index changed while it was copied.
    #[error("{0} changed while it was copied: run the command again")]
    Changed(String),
    /// What is published was made with another program or dictionary.
    #[error(
        "what is published was made with {found}, this program needs {expected}: run the same version at both ends"
    )]
    Fingerprint {
        /// What the published state says.
        found: String,
        /// What this program reads.
        expected: String,
    },
    /// What is published does not fit on the disk.
    #[error(
        "what is published needs {n_needed} more bytes in {path}, where {n_free} are free: make room; what serves goes on serving"
    )]
    NoRoom {
        /// A folder on the disk.
        path: String,
        /// What is missing here.
        n_needed: u64,
        /// What is free.
        n_free: u64,
    },
    /// The disk has no room.
    #[error(
        "the disk of {path} is full: what was begun is given up, and what serves goes on serving"
    )]
    DiskFull {
        /// A folder on it.
        path: String,
    },
    /// The index cannot be read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Reading or writing a file failed; the message names the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
