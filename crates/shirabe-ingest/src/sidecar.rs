//! The TOML file beside a document that says what it is.

use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::Deserialize;
use shirabe_document::{Date, DocumentId, Metadata};

use crate::IngestError;
use crate::corpus::Source;

/// What a metadata file may hold. Unknown keys are errors, since they are most often misspelt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sidecar {
    id: Option<String>,
    title: Option<String>,
    issuer: Option<String>,
    division: Option<String>,
    issued: Option<Issued>,
    kind: Option<String>,
    language: Option<String>,
    source_url: Option<String>,
    licence_note: Option<String>,
    edition: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Issued {
    Date(toml::value::Datetime),
    Text(String),
}

/// The metadata file beside a document as it was found, read once, so that what was used and what is
/// remembered of it are the same.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) path: PathBuf,
    /// `None` where there is none; an error says why it cannot be read.
    pub(crate) text: Result<Option<String>, String>,
}

impl Beside {
    /// What lies beside `source`.
    pub(crate) fn of(source: &Source) -> Beside {
        let path = source.sidecar();
        let text = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.kind().to_string()),
            // As documents: what it points at was not put here.
            Ok(found) if found.is_symlink() => Err("リンクである".to_owned()),
            Ok(_) => fs::read_to_string(&path).map(Some).map_err(|error| error.kind().to_string()),
        };
        Beside { path, text }
    }
}

impl Sidecar {
    /// Reads the file; an absent one says nothing.
    pub(crate) fn read(beside: &Beside) -> Result<Sidecar, IngestError> {
        match &beside.text {
            Ok(Some(text)) => toml::from_str(text).map_err(|error| damaged(&beside.path, &error)),
            Ok(None) => Ok(Sidecar::default()),
            Err(reason) => Err(damaged(&beside.path, reason)),
        }
    }

    /// The document's id, if it is given.
    pub(crate) fn id(&self, beside: &Beside) -> Result<Option<DocumentId>, IngestError> {
        let parse =
            |id: &String| DocumentId::parse(id).map_err(|error| damaged(&beside.path, &error));
        self.id.as_ref().map(parse).transpose()
    }

    /// The metadata of the document in the file called `source_file`; empty where nothing is said.
    pub(crate) fn metadata(
        self,
        path: &Path,
        source_file: String,
        sha256: String,
    ) -> Result<Metadata, IngestError> {
        let issued = self.issued.map(|issued| match issued {
            Issued::Date(date) => date.to_string(),
            Issued::Text(text) => text,
        });
        let issued = issued.map(|text| text.parse::<Date>()).transpose();
        Ok(Metadata {
            title: self.title.unwrap_or_default(),
            issuer: self.issuer.unwrap_or_default(),
            division: self.division,
            issued: issued.map_err(|error| damaged(path, &error))?,
            kind: self.kind.unwrap_or_default(),
            language: self.language.unwrap_or_default(),
            source_url: self.source_url,
            source_file,
            sha256,
            licence_note: self.licence_note,
            edition: self.edition,
        })
    }
}

fn damaged(path: &Path, reason: &dyn std::fmt::Display) -> IngestError {
    IngestError::Sidecar { path: path.to_owned(), reason: reason.to_string() }
}
