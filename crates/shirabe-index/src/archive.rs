//! The archive: sources as they were received, earlier editions of documents, and the last text of
//! those that were withdrawn.
//!
//! `index/archive/` stands beside the generations and is shared by them: what is in it never changes,
//! so an ingest that fails leaves nothing behind but a file that nobody names. Enter at [`Archive`].
//! `record.rs` keeps what each file is like, `forgotten.rs` what was taken down for good.
//!
//! - `sources/ab/abcd….gz`: the bytes of a source by their SHA-256, packed.
//! - `editions/{document}@{edition}.json.gz`: a document as it was read, with its sections.
//! - `withdrawn/{document}.json.gz`: a document as it stood last. The name of the file tells who is
//!   there, so that an address is answered and the list is made without opening any.

mod forgotten;
mod record;

use std::collections::BTreeSet;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use fs_err as fs;
use shirabe_document::{Document, DocumentId};

use crate::folders::sync_folder;
use crate::stored::{document_from_json, document_to_json};
use crate::{IndexError, Remedy};

pub use forgotten::Forgotten;

/// What is packed larger than this was not written by this program.
const MAX_BYTES: u64 = 256 << 20;

const PACKED_DOCUMENT: &str = ".json.gz";
/// What was not written to the end.
const PARTIAL: &str = ".partial";

/// The last text of so many withdrawn documents is kept: a file of a million records that goes must not
/// leave a million files behind.
pub const MAX_WITHDRAWN: usize = 10_000;

/// A source, unpacked while it is read.
pub type SourceReader = GzDecoder<fs::File>;

/// The archive of one index.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// The archive of the index at `root`. Nothing is written before something is kept.
    pub fn of_index(root: &Path) -> Archive {
        Archive { folder: root.join("archive") }
    }

    /// Keeps the bytes of a source under their SHA-256, in lower-case hexadecimal digits.
    pub fn keep_source(&self, sha256: &str, bytes: &[u8]) -> Result<(), IndexError> {
        match self.source_path(sha256) {
            // One that was damaged is written anew: the bytes are at hand.
            Some(path) if read(&path).is_ok_and(|kept| kept.as_deref() == Some(bytes)) => Ok(()),
            Some(path) => write(&path, bytes),
            None => Err(IndexError::Damaged {
                path: self.folder.clone(),
                reason: format!("{sha256:?} is no SHA-256"),
            }),
        }
    }

    /// The bytes of a source, if they are kept.
    pub fn source(&self, sha256: &str) -> Result<Option<Vec<u8>>, IndexError> {
        self.source_path(sha256).map_or(Ok(None), |path| read(&path))
    }

    /// The same to be read piece by piece, with their number.
    pub fn open_source(&self, sha256: &str) -> Result<Option<(u64, SourceReader)>, IndexError> {
        let Some(path) = self.source_path(sha256) else { return Ok(None) };
        let mut file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // The last four bytes count what is packed, up to 4 GiB (RFC 1952, 2.3.1); sources are smaller.
        let mut n_bytes = [0; 4];
        file.seek(SeekFrom::End(-4))?;
        file.read_exact(&mut n_bytes)?;
        file.rewind()?;
        let n_bytes = u64::from(u32::from_le_bytes(n_bytes));
        Ok(Some((n_bytes, GzDecoder::new(file))))
    }

    /// Keeps an edition of a document under its name, such as `2025-02-21`.
    pub fn keep_edition(&self, document: &Document, name: &str) -> Result<(), IndexError> {
        match self.edition_path(&document.id, name) {
            Some(path) if path.exists() => Ok(()),
            Some(_) if self.is_forgotten(document.id.pinned(name).as_str()) => Ok(()),
            Some(path) => write(&path, &document_to_json(document)?),
            None => Err(IndexError::Damaged {
                path: self.folder.clone(),
                reason: format!("{name:?} is no name of an edition"),
            }),
        }
    }

    /// An edition of a document, if it is kept.
    pub fn edition(&self, id: &DocumentId, name: &str) -> Result<Option<Document>, IndexError> {
        let Some(path) = self.edition_path(id, name) else { return Ok(None) };
        read(&path)?.map(|json| document_from_json(&json)).transpose()
    }

    /// Keeps a document as it stood last, in place of an earlier last text of it. The caller sees to
    /// it that there are no more than [`MAX_WITHDRAWN`].
    pub fn keep_withdrawn(&self, document: &Document) -> Result<(), IndexError> {
        write(&self.withdrawn_path(&document.id), &document_to_json(document)?)
    }

    /// A withdrawn document as it stood last, if it is kept.
    pub fn withdrawn(&self, id: &DocumentId) -> Result<Option<Document>, IndexError> {
        read(&self.withdrawn_path(id))?.map(|json| document_from_json(&json)).transpose()
    }

    /// The withdrawn documents that are kept.
    pub fn withdrawn_ids(&self) -> Result<BTreeSet<DocumentId>, IndexError> {
        let files = files(&self.folder.join("withdrawn"))?;
        let ids = files.iter().filter_map(|path| DocumentId::parse(name_of(path)?).ok());
        Ok(ids.collect())
    }

    /// Lets the last texts of documents go, as of those that are back.
    pub fn remove_withdrawn<'d>(
        &self,
        ids: impl IntoIterator<Item = &'d DocumentId>,
    ) -> Result<(), IndexError> {
        self.remove(ids.into_iter().map(|id| self.withdrawn_path(id)).collect())
    }

    /// The SHA-256 of the sources that the kept editions and withdrawn documents were read from.
    pub(crate) fn named_sources(&self) -> Result<BTreeSet<String>, IndexError> {
        let mut named = BTreeSet::new();
        for kind in ["editions", "withdrawn"] {
            let files = files(&self.folder.join(kind))?;
            for path in files.into_iter().filter(|path| name_of(path).is_some()) {
                let json = read(&path)?.unwrap_or_default();
                named.insert(document_from_json(&json)?.metadata.sha256);
            }
        }
        Ok(named)
    }

    /// Removes the sources that are not among `wanted`, which have their SHA-256; answers how many.
    pub(crate) fn remove_sources_but(
        &self,
        wanted: &BTreeSet<String>,
    ) -> Result<usize, IndexError> {
        let mut unwanted = Vec::new();
        for folder in files(&self.folder.join("sources"))? {
            for path in files(&folder)? {
                let is_wanted = sha256_of(&path).is_some_and(|sha256| wanted.contains(sha256));
                unwanted.extend((!is_wanted).then_some(path));
            }
        }
        let n_removed = unwanted.len();
        self.remove(unwanted)?;
        Ok(n_removed)
    }

    /// A name becomes part of a path only if it is what it should be.
    fn source_path(&self, sha256: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64
            && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let folder = sha256.get(..2).filter(|_| is_hash)?;
        Some(self.folder.join("sources").join(folder).join(format!("{sha256}.gz")))
    }

    fn edition_path(&self, id: &DocumentId, name: &str) -> Option<PathBuf> {
        // The same letters as an id has: no point, no slash.
        DocumentId::parse(name).ok()?;
        Some(self.folder.join("editions").join(format!("{id}@{name}{PACKED_DOCUMENT}")))
    }

    fn withdrawn_path(&self, id: &DocumentId) -> PathBuf {
        self.folder.join("withdrawn").join(format!("{}{PACKED_DOCUMENT}", id.base()))
    }
}

/// The SHA-256 of the source that is kept in a file, by its name.
fn sha256_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_suffix(".gz")
}

/// What a packed document is called; `None` for what was not written to the end.
fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_suffix(PACKED_DOCUMENT)
}

/// What is in a folder, in the order of the names; nothing where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, IndexError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

/// Writes a file that is there completely or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    // Two threads may keep the same bytes at the same time; the later rename changes nothing.
    let partial = tempfile_beside(path);
    let mut packed = GzEncoder::new(fs::File::create(&partial)?, Compression::fast());
    packed.write_all(bytes)?;
    packed.finish()?.sync_all()?;
    fs::rename(&partial, path)?;
    sync_folder(folder)
}

fn tempfile_beside(path: &Path) -> PathBuf {
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    path.with_extension(format!("{}-{thread}{PARTIAL}", std::process::id()))
}

/// What helps where a file of the archive is damaged: a source can be read again, a text that stood once
/// cannot; that something was taken down must be said again.
fn remedy_for(path: &Path) -> Remedy {
    let reason = || path.file_name()?.to_str()?.strip_suffix(".json");
    match name_of(path).or_else(reason) {
        Some(name) => {
            let (document, edition) = name.split_once('@').unwrap_or((name, ""));
            let edition = (!edition.is_empty()).then(|| edition.to_owned());
            Remedy::Forget { document: document.to_owned(), edition }
        }
        None => Remedy::Reread,
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, IndexError> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    GzDecoder::new(file).take(MAX_BYTES).read_to_end(&mut bytes).map_err(|error| {
        let (path, reason) = (path.to_owned(), error.to_string());
        IndexError::ArchiveDamaged { remedy: remedy_for(&path), path, reason }
    })?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    #[test]
    fn what_is_kept_comes_back_byte_for_byte() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        assert_eq!(archive.source(SHA256).unwrap(), None);
        archive.keep_source(SHA256, b"foo\r\n\xFF").unwrap();
        archive.keep_source(SHA256, b"foo\r\n\xFF").unwrap();
        assert_eq!(archive.source(SHA256).unwrap().as_deref(), Some(&b"foo\r\n\xFF"[..]));
        let (n_bytes, mut reader) = archive.open_source(SHA256).unwrap().unwrap();
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert_eq!((n_bytes, bytes.as_slice()), (6, &b"foo\r\n\xFF"[..]));
    }

    #[test]
    fn no_name_leads_out_of_the_archive() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        for name in ["", "..", "../../secret", &SHA256.to_uppercase(), "2c26"] {
            assert!(archive.keep_source(name, b"").is_err());
            assert_eq!(archive.source(name).unwrap(), None);
        }
        let id = DocumentId::parse("a").unwrap();
        for name in ["", "..", "../a", "a/b", "A"] {
            assert!(archive.edition(&id, name).unwrap().is_none());
        }
        assert_eq!(fs_err::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn sources_that_nobody_names_can_be_removed() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        assert_eq!(archive.remove_sources_but(&BTreeSet::new()).unwrap(), 0);
        archive.keep_source(SHA256, b"foo").unwrap();
        assert_eq!(archive.remove_sources_but(&BTreeSet::from([SHA256.to_owned()])).unwrap(), 0);
        assert_eq!(archive.remove_sources_but(&BTreeSet::new()).unwrap(), 1);
        assert_eq!(archive.source(SHA256).unwrap(), None);
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        archive.keep_source(SHA256, b"foo").unwrap();
        fs_err::write(archive.source_path(SHA256).unwrap(), b"no gzip").unwrap();
        assert!(archive.source(SHA256).is_err());
    }
}
