//! Telling whether a file would be read into the same document again.

use std::io::Read;
use std::path::Path;

use fs_err as fs;
use sha2::{Digest as _, Sha256};
use shirabe_document::Metadata;
use shirabe_readers::READER_VERSION;

use crate::corpus::{Source, hex};
use crate::ids::Candidates;
use crate::ledger::Digest;
use crate::sidecar::Beside;
use crate::worker::WorkerPool;

/// Counts up when this crate makes another document of the same, or reckons digests in another way.
const INGEST_VERSION: u32 = 2;

/// The digest of a file as it lies there, of the metadata beside it, of the id it is to have, and of what
/// reads it.
pub(crate) fn digest(
    source: &Source,
    has_lines: bool,
    ids: &Candidates,
    worker_pool: &WorkerPool,
) -> Digest {
    let id = ids
        .as_ref()
        .map_or_else(String::clone, |ids| ids.first().map(ToString::to_string).unwrap_or_default());
    let mut content = Content::new(&id, &Beside::of(source));
    let is_too_large = source.n_bytes > worker_pool.limits.readers.max_file_bytes;
    // What is refused for its size is not read to the end for it.
    let added = if has_lines || !is_too_large {
        content.add_file(&source.path)
    } else {
        content.add(source.n_bytes.to_string().as_bytes());
        Ok(())
    };
    if let Err(error) = added {
        // A file that cannot be opened has a digest as well: it is refused once and not over and over.
        content.add(error.kind().to_string().as_bytes());
    }
    Digest { content: content.finish(), limits: of_limits(worker_pool) }
}

fn of_limits(worker_pool: &WorkerPool) -> String {
    // A page that stayed a picture is read as soon as something can read it.
    let can_recognise = matches!(worker_pool.recogniser, Some(Ok(_)));
    // And a file that is read once it is converted.
    let can_convert = worker_pool.converter.is_some();
    let limits = format!("{} {can_recognise} {can_convert}", worker_pool.limits.to_json());
    hex(&Sha256::digest(limits))
}

/// The digest of what a document is made from, while that is being read.
pub(crate) struct Content(Sha256);

impl Content {
    /// Begins with the id and the metadata; the bytes of the file follow.
    pub(crate) fn new(id: &str, beside: &Beside) -> Content {
        let mut content = Sha256::new();
        content.update(format!("{INGEST_VERSION} {READER_VERSION}\n{id}"));
        content.update([0]);
        match &beside.text {
            Ok(None) => {}
            Ok(Some(text)) => content.update(text),
            Err(reason) => content.update(reason),
        }
        content.update([0]);
        Content(content)
    }

    /// Adds a part of the file.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest, in hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        hex(&self.0.finalize())
    }

    fn add_file(&mut self, path: &Path) -> std::io::Result<()> {
        add_file(&mut self.0, path)
    }
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
