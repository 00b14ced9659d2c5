//! Generations: complete, unchanging states of the index on disk.
//!
//! `index/` holds `gen-000042/` folders and `CURRENT`, which names the one that serves. A generation
//! is written under another name, renamed when complete, and named in `CURRENT` last, so a crash at
//! any moment leaves the former one serving.

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::{Deserialize, Serialize};
use shirabe_document::{Document, DocumentId};
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{AllQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::definitions::{Definition, read_definitions, read_headings};
use crate::schema::{DocumentFields, Fields, tokenizers};
use crate::stored::{SectionRecord, document_from_parts};
use crate::{Fingerprint, IndexError};

const CURRENT: &str = "CURRENT";
const MANIFEST: &str = "generation.json";

/// What a generation says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) built: String,
    pub(crate) next_document: u64,
}

/// One generation, opened for reading.
pub struct Generation {
    number: u64,
    manifest: Manifest,
    fields: Fields,
    document_fields: DocumentFields,
    sections: Searcher,
    documents: Searcher,
    definitions: Vec<Definition>,
    headings: Vec<String>,
}

/// How much a generation holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Sections.
    pub n_sections: usize,
    /// Characters of their match forms.
    pub n_chars: usize,
    /// Pages, of documents that have pages.
    pub n_pages: usize,
    /// Pages on which there was no text.
    pub n_pages_without_text: usize,
}

impl Generation {
    /// Opens the generation that `CURRENT` names in the index at `root`.
    pub fn open_current(root: &Path, expected: &Fingerprint) -> Result<Generation, IndexError> {
        let number = current_number(root)?.ok_or_else(|| IndexError::Missing(root.to_owned()))?;
        Self::open(&folder(root, number), number, expected)
    }

    fn open(dir: &Path, number: u64, expected: &Fingerprint) -> Result<Generation, IndexError> {
        let manifest = read_manifest(dir)?;
        if manifest.fingerprint != *expected {
            return Err(IndexError::Fingerprint {
                found: manifest.fingerprint.to_string(),
                expected: expected.to_string(),
            });
        }
        let (_, fields) = Fields::schema();
        let (_, document_fields) = DocumentFields::schema();
        Ok(Generation {
            number,
            manifest,
            fields,
            document_fields,
            sections: searcher(&dir.join("sections"))?,
            documents: searcher(&dir.join("documents"))?,
            definitions: read_definitions(dir)?,
            headings: read_headings(dir)?,
        })
    }

    /// The generation's number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was built, RFC 3339.
    pub fn built(&self) -> &str {
        &self.manifest.built
    }

    /// What it was made with.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.manifest.fingerprint
    }

    /// The fields of [`Generation::sections`].
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The sections.
    pub fn sections(&self) -> &Searcher {
        &self.sections
    }

    /// The abbreviations that the documents define, by short form.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The headings, each once, that are short enough to be suggested.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// How much there is to be searched.
    pub fn extent(&self) -> Result<Extent, IndexError> {
        let mut extent = Extent::default();
        let sum = |searcher: &Searcher, name: &str| -> Result<usize, IndexError> {
            let mut sum = 0;
            for reader in searcher.segment_readers() {
                let column = reader.fast_fields().u64(name)?;
                sum += reader.doc_ids_alive().filter_map(|doc| column.first(doc)).sum::<u64>();
            }
            Ok(usize::try_from(sum).unwrap_or(usize::MAX))
        };
        extent.n_sections = usize::try_from(self.sections.num_docs()).unwrap_or(usize::MAX);
        extent.n_chars = sum(&self.sections, "n_chars")?;
        extent.n_pages = sum(&self.documents, "n_pages")?;
        extent.n_pages_without_text = sum(&self.documents, "n_pages_without_text")?;
        Ok(extent)
    }

    /// How many documents there are.
    pub fn n_documents(&self) -> usize {
        usize::try_from(self.documents.num_docs()).unwrap_or(usize::MAX)
    }

    /// The section stored at `address`.
    pub fn record(&self, address: DocAddress) -> Result<SectionRecord, IndexError> {
        let stored: TantivyDocument = self.sections.doc(address)?;
        let bytes = stored.get_first(self.fields.record).and_then(|value| value.as_bytes());
        SectionRecord::from_bytes(bytes.unwrap_or_default())
    }

    /// The ids of all documents with their numbers, newest first, then by id.
    pub fn document_ids(&self) -> Result<Vec<(u64, String)>, IndexError> {
        let found = self.documents.search(&AllQuery, &DocSetCollector)?;
        let mut rows = Vec::with_capacity(found.len());
        for address in sorted(found) {
            let stored: TantivyDocument = self.documents.doc(address)?;
            let id = stored.get_first(self.document_fields.id).and_then(|value| value.as_str());
            let number =
                stored.get_first(self.document_fields.number).and_then(|value| value.as_u64());
            let issued =
                stored.get_first(self.document_fields.issued).and_then(|value| value.as_u64());
            rows.push((
                std::cmp::Reverse(issued),
                id.unwrap_or_default().to_owned(),
                number.unwrap_or(0),
            ));
        }
        rows.sort();
        Ok(rows.into_iter().map(|(_, id, number)| (number, id)).collect())
    }

    /// The document with all its sections, or `None` where there is no such document.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, IndexError> {
        let Some(head) = self.document_head(id.as_str())? else { return Ok(None) };
        let term = Term::from_field_text(self.fields.document_id, id.as_str());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut records = Vec::new();
        for address in sorted(self.sections.search(&query, &DocSetCollector)?) {
            records.push(self.record(address)?);
        }
        records.sort_by_key(|record| record.order);
        let sections = records.into_iter().map(|record| record.section).collect();
        document_from_parts(&head, sections).map(Some)
    }

    /// The document without its sections.
    pub fn document_without_sections(&self, id: &str) -> Result<Option<Document>, IndexError> {
        let Some(head) = self.document_head(id)? else { return Ok(None) };
        document_from_parts(&head, Vec::new()).map(Some)
    }

    /// The id of the document with this number.
    pub fn document_id(&self, number: u64) -> Result<Option<String>, IndexError> {
        let term = Term::from_field_u64(self.document_fields.number, number);
        let stored = self.stored_document(term)?;
        Ok(stored.and_then(|stored| {
            stored
                .get_first(self.document_fields.id)
                .and_then(|value| value.as_str())
                .map(str::to_owned)
        }))
    }

    fn document_head(&self, id: &str) -> Result<Option<Vec<u8>>, IndexError> {
        let stored = self.stored_document(Term::from_field_text(self.document_fields.id, id))?;
        Ok(stored.and_then(|stored| {
            stored
                .get_first(self.document_fields.record)
                .and_then(|value| value.as_bytes())
                .map(<[u8]>::to_vec)
        }))
    }

    fn stored_document(&self, term: Term) -> Result<Option<TantivyDocument>, IndexError> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let top = self.documents.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        top.first().map(|(_, address)| Ok(self.documents.doc(*address)?)).transpose()
    }
}

fn sorted(addresses: impl IntoIterator<Item = DocAddress>) -> Vec<DocAddress> {
    let mut addresses: Vec<DocAddress> = addresses.into_iter().collect();
    addresses.sort();
    addresses
}

fn searcher(dir: &Path) -> Result<Searcher, IndexError> {
    let directory = MmapDirectory::open(dir)
        .map_err(|error| IndexError::Damaged { path: dir.to_owned(), reason: error.to_string() })?;
    let mut index = Index::open(directory)?;
    index.set_tokenizers(tokenizers());
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

/// The number of the generation that `CURRENT` names, or `None` where there is no index.
pub fn current_number(root: &Path) -> Result<Option<u64>, IndexError> {
    let path = root.join(CURRENT);
    let name = match fs::read_to_string(&path) {
        Ok(name) => name,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let number = name.trim().strip_prefix("gen-").and_then(|digits| digits.parse().ok());
    match number {
        Some(number) if folder(root, number).is_dir() => Ok(Some(number)),
        _ => Err(IndexError::Damaged { path, reason: format!("it names {:?}", name.trim()) }),
    }
}

pub(crate) fn folder_name(number: u64) -> String {
    format!("gen-{number:06}")
}

pub(crate) fn folder(root: &Path, number: u64) -> PathBuf {
    root.join(folder_name(number))
}

pub(crate) fn read_manifest(dir: &Path) -> Result<Manifest, IndexError> {
    let path = dir.join(MANIFEST);
    let text = fs::read_to_string(&path)?;
    serde_json::from_str(&text)
        .map_err(|error| IndexError::Damaged { path, reason: error.to_string() })
}

pub(crate) fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    let text = serde_json::to_string_pretty(manifest).map_err(std::io::Error::other)?;
    write_durably(&dir.join(MANIFEST), &text)
}

/// Names generation `number` in `CURRENT`: the moment at which it begins to serve.
pub(crate) fn make_current(root: &Path, number: u64) -> Result<(), IndexError> {
    let partial = root.join("CURRENT.partial");
    write_durably(&partial, &format!("{}\n", folder_name(number)))?;
    fs::rename(&partial, root.join(CURRENT))?;
    sync_folder(root)
}

/// Removes unfinished generations and all but `keep` and the one before it.
pub(crate) fn remove_old(root: &Path, keep: u64) -> Result<(), IndexError> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix("gen-") else { continue };
        let number: Option<u64> = rest.parse().ok();
        if number.is_none_or(|number| number > keep || number + 1 < keep) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

pub(crate) fn sync_folder(dir: &Path) -> Result<(), IndexError> {
    // Only Unix lets a folder be opened and flushed; elsewhere the rename itself has to do.
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

pub(crate) fn write_durably(path: &Path, text: &str) -> Result<(), IndexError> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
