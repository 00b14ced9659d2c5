//! What a list of documents says of one.

use serde::{Deserialize, Serialize};
use shirabe_document::{Date, Document, DocumentId};

use crate::IndexError;
use crate::stored::{damaged, to_json};

/// What a list of documents says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentOverview {
    /// The document's id.
    pub id: DocumentId,
    /// The title.
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 種別
    pub kind: String,
    /// 発行日
    pub issued: Option<Date>,
    /// How many sections it has.
    pub n_sections: usize,
}

impl DocumentOverview {
    pub(crate) fn bytes_of(document: &Document) -> Result<Vec<u8>, IndexError> {
        let Document { id, metadata, sections, .. } = document;
        to_json(&DocumentOverview {
            id: id.clone(),
            title: metadata.title.clone(),
            issuer: metadata.issuer.clone(),
            kind: metadata.kind.clone(),
            issued: metadata.issued,
            n_sections: sections.len(),
        })
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<DocumentOverview, IndexError> {
        serde_json::from_slice(bytes)
            .map_err(|reason| damaged("the summary of a document", &reason))
    }
}
