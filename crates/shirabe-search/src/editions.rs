//! Documents with their editions, and the sources behind them.

use shirabe_document::anchors::edition_name;
use shirabe_document::{Document, DocumentId};

use crate::SearchError;
use crate::engine::Snapshot;

impl Snapshot {
    /// The document with this id, or one edition of it by an id such as `a@2025-02-21`.
    pub fn document(&self, id: &str) -> Result<Option<Document>, SearchError> {
        let (id, edition) = match id.split_once('@') {
            Some((id, edition)) => (id, Some(edition)),
            None => (id, None),
        };
        let Ok(id) = DocumentId::parse(id) else { return Ok(None) };
        let document = self.generation.document(&id)?;
        let Some(name) = edition else { return Ok(document) };
        let latest = document.filter(|document| edition_name(&document.metadata) == name);
        let found = match latest {
            Some(latest) => Some(latest),
            None => self.archive.edition(&id, name)?,
        };
        Ok(found.map(|document| Document { id: id.pinned(name), ..document }))
    }

    /// The document with this id as it stood last, if it was withdrawn; of an earlier edition nothing is
    /// withdrawn with it.
    pub fn withdrawn(&self, id: &str) -> Result<Option<Document>, SearchError> {
        let (id, edition) = id.split_once('@').map_or((id, None), |(id, name)| (id, Some(name)));
        let Ok(id) = DocumentId::parse(id) else { return Ok(None) };
        let last = self.archive.withdrawn(&id)?;
        let is_meant =
            |last: &Document| edition.is_none_or(|edition| edition == edition_name(&last.metadata));
        Ok(last.filter(is_meant))
    }

    /// The bytes that a document was read from, if they are kept.
    pub fn source(&self, document: &Document) -> Result<Option<Vec<u8>>, SearchError> {
        Ok(self.archive.source(&document.metadata.sha256)?)
    }
}
