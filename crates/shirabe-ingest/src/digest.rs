//! Telling whether a file would be read into the same document again.

use std::io::Read;
use std::path::Path;

use fs_err as fs;
use sha2::{Digest as _, Sha256};
use shirabe_document::{DocumentId, Metadata};
use shirabe_readers::READER_VERSION;

use crate::corpus::{Source, hex};
use crate::ledger::Digest;
use crate::worker::WorkerPool;

/// Counts up when this crate makes another document of the same.
const INGEST_VERSION: u32 = 1;

/// The digest of a file, of the metadata beside it, of its id, and of what reads it.
pub(crate) fn digest(
    source: &Source,
    has_lines: bool,
    id: &Result<DocumentId, String>,
    worker_pool: &WorkerPool,
) -> Digest {
    let limits = &worker_pool.limits;
    let mut content = Sha256::new();
    content.update(format!("{INGEST_VERSION} {READER_VERSION} {}\n", source.n_bytes));
    content.update(id.as_ref().map_or_else(String::clone, ToString::to_string));
    let is_too_large = source.n_bytes > limits.readers.max_file_bytes;
    // A file that cannot be opened has a digest as well: it is refused once and not over and over.
    let mut add = |path: &Path| {
        content.update([0]);
        if let Err(error) = add_file(&mut content, path) {
            content.update(error.kind().to_string());
        }
    };
    add(&source.sidecar());
    // What is refused for its size is not read to the end for it.
    if has_lines || !is_too_large {
        add(&source.path);
    }
    // A page that stayed a picture is read as soon as something can read it.
    let can_recognise = matches!(worker_pool.recogniser, Some(Ok(_)));
    // And a file that is read once it is converted.
    let can_convert = worker_pool.converter.is_some();
    let limits = format!("{} {can_recognise} {can_convert}", limits.to_json());
    let limits = hex(&Sha256::digest(limits));
    Digest { content: hex(&content.finalize()), limits }
}

fn add_file(content: &mut Sha256, path: &Path) -> std::io::Result<()> {
    let mut file = fs::File::open(path)?;
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(()),
            n => content.update(part.get(..n).unwrap_or_default()),
        }
    }
}

/// The digest of one line of a file that holds many documents.
pub(crate) fn of_line(line: &[u8], common: &Metadata) -> u64 {
    let mut content = Sha256::new();
    content.update(format!("{INGEST_VERSION} {READER_VERSION} {common:?}\n"));
    content.update(line);
    let bytes = content.finalize();
    bytes.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
