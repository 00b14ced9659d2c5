//! What was taken down for good: [`Forgotten`], the reason and nothing else.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fs_err as fs;
use serde::{Deserialize, Serialize};
use shirabe_document::{Document, DocumentId};

use super::{Archive, files, name_of, read};
use crate::IndexError;
use crate::folders::{sync_folder, write_durably};
use crate::stored::document_from_json;

/// A document, or one edition of it, that was taken down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// The document's id.
    pub document: String,
    /// The edition, if it is one alone.
    pub edition: Option<String>,
    /// Why, as whoever did it wrote it.
    pub reason: String,
    /// When, RFC 3339.
    pub when: String,
}

impl Archive {
    /// Remembers that something was taken down.
    pub fn keep_forgotten(&self, forgotten: &Forgotten) -> Result<(), IndexError> {
        let name = match &forgotten.edition {
            Some(edition) => format!("{}@{edition}", forgotten.document),
            None => forgotten.document.clone(),
        };
        let path = self.forgotten_path(&name).ok_or_else(|| IndexError::Damaged {
            path: self.folder.clone(),
            reason: format!("{name:?} is no id"),
        })?;
        let folder = self.folder.join("forgotten");
        fs::create_dir_all(&folder)?;
        let text = serde_json::to_vec(forgotten).map_err(std::io::Error::other)?;
        write_durably(&path, &text)?;
        sync_folder(&folder)
    }

    /// Why the document or edition with this id was taken down, if it was; with a document go all its
    /// editions.
    pub fn forgotten(&self, id: &str) -> Result<Option<Forgotten>, IndexError> {
        let base = id.split('@').next().unwrap_or(id);
        for name in [base, id] {
            let Some(path) = self.forgotten_path(name) else { continue };
            match fs::read(&path) {
                // The name of the file says that; what it holds says only why.
                Ok(bytes) => return Ok(Some(serde_json::from_slice(&bytes).unwrap_or_default())),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    pub(super) fn is_forgotten(&self, id: &str) -> bool {
        self.forgotten(id).is_ok_and(|forgotten| forgotten.is_some())
    }

    /// The documents that were taken down whole.
    pub fn forgotten_documents(&self) -> Result<BTreeSet<DocumentId>, IndexError> {
        let files = files(&self.folder.join("forgotten"))?;
        let name = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
            DocumentId::parse(name).ok()
        };
        Ok(files.iter().filter_map(name).collect())
    }

    /// The names of the editions that are kept of a document.
    pub fn editions(&self, id: &DocumentId) -> Result<Vec<String>, IndexError> {
        let prefix = format!("{}@", id.base());
        let files = files(&self.folder.join("editions"))?;
        let name = |path: &PathBuf| Some(name_of(path)?.strip_prefix(&prefix)?.to_owned());
        Ok(files.iter().filter_map(name).collect())
    }

    /// Removes what is kept of a document, or of one edition of it; gives the SHA-256 of the sources that
    /// it was read from.
    pub fn remove_texts(
        &self,
        id: &DocumentId,
        edition: Option<&str>,
    ) -> Result<BTreeSet<String>, IndexError> {
        let names = match edition {
            Some(edition) => vec![edition.to_owned()],
            None => self.editions(id)?,
        };
        let mut paths: Vec<PathBuf> =
            names.iter().filter_map(|name| self.edition_path(id, name)).collect();
        paths.extend(edition.is_none().then(|| self.withdrawn_path(id)));
        let sha256 = |path: &PathBuf| {
            let json = read(path).ok()??;
            let document: Document = document_from_json(&json).ok()?;
            Some(document.metadata.sha256)
        };
        let sources = paths.iter().filter_map(sha256).collect();
        self.remove(paths)?;
        Ok(sources)
    }

    /// Removes sources, but those that an edition or a withdrawn document still names, or that `wanted`
    /// has.
    pub fn remove_sources(
        &self,
        sources: &BTreeSet<String>,
        wanted: &BTreeSet<String>,
    ) -> Result<(), IndexError> {
        let named = self.named_sources()?;
        let gone = sources.iter().filter(|sha| !wanted.contains(*sha) && !named.contains(*sha));
        self.remove(gone.filter_map(|sha256| self.source_path(sha256)).collect())
    }

    fn forgotten_path(&self, name: &str) -> Option<PathBuf> {
        let (base, edition) = name.split_once('@').unwrap_or((name, "x"));
        // No point and no slash: a name becomes part of a path only if it is what it should be.
        DocumentId::parse(base).ok()?;
        DocumentId::parse(edition).ok()?;
        Some(self.folder.join("forgotten").join(format!("{name}.json")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_document_go_its_editions_and_an_edition_goes_alone() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        let forgotten = |document: &str, edition: Option<&str>| Forgotten {
            document: document.to_owned(),
            edition: edition.map(str::to_owned),
            reason: "個人情報".to_owned(),
            when: "2026-01-01T00:00:00Z".to_owned(),
        };
        archive.keep_forgotten(&forgotten("a", None)).unwrap();
        archive.keep_forgotten(&forgotten("b", Some("2025-01-01"))).unwrap();
        let is_gone = |id: &str| archive.forgotten(id).unwrap().is_some();
        assert_eq!(
            ["a", "a@2024-01-01", "b", "b@2025-01-01", "b@2024-01-01", "../b"].map(is_gone),
            [true, true, false, true, false, false]
        );
        assert_eq!(archive.forgotten_documents().unwrap().len(), 1);
        assert_eq!(archive.forgotten("a").unwrap().unwrap().reason, "個人情報");
    }
}
