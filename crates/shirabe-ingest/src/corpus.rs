//! The folder of documents: which files there are, and what each says.

use std::path::{Path, PathBuf};

use fs_err as fs;
use sha2::{Digest, Sha256};
use shirabe_document::{Document, DocumentId, Problem, readers};

use crate::IngestError;
use crate::sidecar::Sidecar;

/// A file larger than this is refused.
const MAX_BYTES: u64 = 20 << 20;

/// One file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// The metadata file beside it, whether it exists or not.
    pub sidecar: PathBuf,
    /// Size in bytes.
    pub n_bytes: u64,
}

/// The documents in `folder` and the folders below it, by path. Hidden files and `README.md` are
/// passed over.
pub fn sources(folder: &Path) -> Result<Vec<Source>, IngestError> {
    let mut sources = Vec::new();
    collect(folder, &mut sources)?;
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    if sources.is_empty() {
        return Err(IngestError::Empty(folder.to_owned()));
    }
    refuse_same_ids(&sources)?;
    Ok(sources)
}

fn collect(folder: &Path, sources: &mut Vec<Source>) -> Result<(), IngestError> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // Links are not followed: one that points upwards would never end.
        let kind = entry.file_type()?;
        if name.starts_with('.') || name == "README.md" || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            collect(&path, sources)?;
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("md" | "txt" | "pdf")) {
            let n_bytes = entry.metadata()?.len();
            sources.push(Source { sidecar: path.with_extension("toml"), path, n_bytes });
        }
    }
    Ok(())
}

fn refuse_same_ids(sources: &[Source]) -> Result<(), IngestError> {
    let mut seen = std::collections::BTreeMap::new();
    for source in sources {
        // A metadata file that cannot be read is reported with its document.
        let Ok(id) = id_of(source) else { continue };
        if let Some(first) = seen.insert(id.to_string(), &source.path) {
            return Err(IngestError::SameId {
                id: id.to_string(),
                first: first.clone(),
                second: source.path.clone(),
            });
        }
    }
    Ok(())
}

fn id_of(source: &Source) -> Result<DocumentId, IngestError> {
    Sidecar::read(&source.sidecar)?.id(&source.path)
}

/// Reads the document in `source`.
pub fn read(source: &Source) -> Result<(Document, Vec<Problem>), IngestError> {
    if source.n_bytes > MAX_BYTES {
        let reason = format!("{} bytes are more than the {MAX_BYTES} allowed", source.n_bytes);
        return Err(IngestError::Sidecar { path: source.path.clone(), reason });
    }
    let bytes = fs::read(&source.path)?;
    let name = source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sidecar = Sidecar::read(&source.sidecar)?;
    let id = sidecar.id(&source.path)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let metadata = sidecar.metadata(&source.sidecar, name.clone(), sha256)?;
    let (document, problems) = readers::read(&bytes, &name, metadata);
    Ok((Document { id, ..document }, problems))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |out, byte| out + &format!("{byte:02x}"))
}
