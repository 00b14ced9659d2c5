//! What can go wrong with a search.

use shirabe_index::IndexError;

/// An error of a search.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The request has run out of time, or nobody waits for it.
    #[error("the deadline of the request has passed")]
    DeadlinePassed,
    /// Reading failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The search library failed.
    #[error("search: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
}
