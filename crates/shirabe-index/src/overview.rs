//! What a list of documents says of one.

use serde::{Deserialize, Serialize};
use shirabe_document::{Date, Document, DocumentId};

use crate::IndexError;
use crate::stored::{Reason, damaged, date, to_json};

/// What a list of documents says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
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

#[derive(Serialize, Deserialize)]
struct StoredOverview {
    id: String,
    title: String,
    issuer: String,
    kind: String,
    issued: Option<String>,
    n_sections: usize,
}

impl DocumentOverview {
    pub(crate) fn bytes_of(document: &Document) -> Result<Vec<u8>, IndexError> {
        to_json(&StoredOverview {
            id: document.id.to_string(),
            title: document.metadata.title.clone(),
            issuer: document.metadata.issuer.clone(),
            kind: document.metadata.kind.clone(),
            issued: document.metadata.issued.map(|date| date.to_string()),
            n_sections: document.sections.len(),
        })
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<DocumentOverview, IndexError> {
        let read = || -> Result<DocumentOverview, Reason> {
            let stored: StoredOverview = serde_json::from_slice(bytes)?;
            Ok(DocumentOverview {
                id: DocumentId::parse(&stored.id)?,
                title: stored.title,
                issuer: stored.issuer,
                kind: stored.kind,
                issued: date(stored.issued)?,
                n_sections: stored.n_sections,
            })
        };
        read().map_err(|reason| damaged("the summary of a document", reason.as_ref()))
    }
}
