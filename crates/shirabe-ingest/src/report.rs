//! What an ingest met.

use shirabe_document::{Document, Problem};

use crate::IngestError;
use crate::corpus::Source;

/// The whole ingest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IngestReport {
    /// The generation that now serves.
    pub generation: u64,
    /// One entry a file, by path.
    pub files: Vec<FileReport>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The file's path as given.
    pub path: String,
    /// What became of it.
    pub state: FileState,
    /// What could not be read as it was meant.
    pub problems: Vec<Problem>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It is searchable.
    Added {
        /// The document's id.
        id: String,
        /// Its title.
        title: String,
        /// How many sections it has.
        n_sections: usize,
        /// How many repairs were made.
        n_repairs: usize,
    },
    /// It could not be read.
    Failed {
        /// Why.
        reason: String,
    },
}

impl FileReport {
    pub(crate) fn of(source: &Source, document: &Document, problems: Vec<Problem>) -> FileReport {
        FileReport {
            path: source.path.display().to_string(),
            state: FileState::Added {
                id: document.id.to_string(),
                title: document.metadata.title.clone(),
                n_sections: document.sections.len(),
                n_repairs: document.repairs.len(),
            },
            problems,
        }
    }

    pub(crate) fn failed(source: &Source, error: &IngestError) -> FileReport {
        FileReport {
            path: source.path.display().to_string(),
            state: FileState::Failed { reason: error.to_string() },
            problems: Vec::new(),
        }
    }
}
