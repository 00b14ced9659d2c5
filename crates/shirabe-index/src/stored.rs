//! What a generation stores of documents and sections, and back.
//!
//! The model says itself how it is written (the feature `serde` of shirabe-document); here is what
//! belongs together in one record. A change of either raises [`crate::SCHEMA_VERSION`].

use serde::{Deserialize, Serialize};
use shirabe_document::{
    Addresses, Date, Document, DocumentId, Metadata, Repair, Section, SourceInfo,
};

use crate::IndexError;
use crate::packing::{pack, unpack};

/// One section with what a result says of its document.
#[derive(Clone, Debug, Deserialize)]
pub struct SectionRecord {
    /// The document's id.
    pub document: DocumentId,
    /// The document's title.
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 種別
    pub kind: String,
    /// 発行日
    pub issued: Option<Date>,
    /// How many sections the document has.
    pub n_sections: usize,
    /// The section's place in its document, from 0.
    pub order: usize,
    /// The section.
    pub section: Section,
}

/// A [`SectionRecord`] as it is written.
#[derive(Serialize)]
struct SectionToStore<'a> {
    document: &'a DocumentId,
    title: &'a str,
    issuer: &'a str,
    kind: &'a str,
    issued: Option<Date>,
    n_sections: usize,
    order: usize,
    section: &'a Section,
}

/// A document without its sections, as it is written: they have records of their own.
#[derive(Serialize)]
struct HeadToStore<'a> {
    id: &'a DocumentId,
    metadata: &'a Metadata,
    source: &'a SourceInfo,
    repairs: &'a [Repair],
    #[serde(skip_serializing_if = "Option::is_none")]
    addresses: Option<&'a Addresses>,
}

/// A whole document as it is written into the archive.
#[derive(Serialize)]
struct WholeToStore<'a> {
    head: HeadToStore<'a>,
    sections: &'a [Section],
}

/// A whole document as it is read from the archive.
#[derive(Deserialize)]
struct StoredWhole {
    head: Document,
    sections: Vec<Section>,
}

/// Why stored bytes cannot be understood.
pub(crate) type Reason = Box<dyn std::error::Error + Send + Sync>;

impl SectionRecord {
    /// Reads what [`crate::Generation`] stored.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<SectionRecord, IndexError> {
        let read = || -> Result<SectionRecord, Reason> {
            let text = unpack(bytes).ok_or("the text is not packed as it should be")?;
            Ok(serde_json::from_str(&text)?)
        };
        read().map_err(|reason| damaged("a section", reason.as_ref()))
    }
}

/// A section of `document` as bytes, for [`SectionRecord::from_bytes`].
pub(crate) fn section_bytes(
    document: &Document,
    order: usize,
    section: &Section,
) -> Result<Vec<u8>, IndexError> {
    let metadata = &document.metadata;
    let stored = SectionToStore {
        document: &document.id,
        title: &metadata.title,
        issuer: &metadata.issuer,
        kind: &metadata.kind,
        issued: metadata.issued,
        n_sections: document.sections.len(),
        order,
        section,
    };
    Ok(pack(&serde_json::to_string(&stored).map_err(std::io::Error::other)?))
}

/// A whole document as JSON, for [`document_from_json`].
pub(crate) fn document_to_json(document: &Document) -> Result<Vec<u8>, IndexError> {
    to_json(&WholeToStore { head: HeadToStore::of(document), sections: &document.sections })
}

/// Reads what [`document_to_json`] wrote.
pub(crate) fn document_from_json(bytes: &[u8]) -> Result<Document, IndexError> {
    let stored: Result<StoredWhole, _> = serde_json::from_slice(bytes);
    stored
        .map(|StoredWhole { head, sections }| Document { sections, ..head })
        .map_err(|reason| damaged("a document", &reason))
}

/// A document without its sections, as bytes.
pub(crate) fn document_bytes(document: &Document) -> Result<Vec<u8>, IndexError> {
    to_json(&HeadToStore::of(document))
}

/// The document whose [`document_bytes`] and sections these are.
pub(crate) fn document_from_parts(
    bytes: &[u8],
    sections: Vec<Section>,
) -> Result<Document, IndexError> {
    let head: Document =
        serde_json::from_slice(bytes).map_err(|reason| damaged("a document", &reason))?;
    Ok(Document { sections, ..head })
}

impl<'a> HeadToStore<'a> {
    fn of(document: &'a Document) -> HeadToStore<'a> {
        let Document { id, metadata, source, repairs, addresses, .. } = document;
        let has_addresses = *addresses != Addresses::default();
        let addresses = has_addresses.then_some(addresses);
        HeadToStore { id, metadata, source, repairs, addresses }
    }
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<Vec<u8>, IndexError> {
    Ok(serde_json::to_vec(value).map_err(std::io::Error::other)?)
}

pub(crate) fn damaged(what: &str, reason: &dyn std::error::Error) -> IndexError {
    IndexError::Damaged { path: what.into(), reason: reason.to_string() }
}
