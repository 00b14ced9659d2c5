//! Telling whether a file would be read into the same document again.

use std::io::Read;
use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};
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
/// reads it. A file that nobody touched since its `former` digest is not read for it.
pub(crate) fn digest(
    source: &Source,
    has_lines: bool,
    ids: &Candidates,
    worker_pool: &WorkerPool,
    former: Option<&Digest>,
) -> Digest {
    let id = ids
        .as_ref()
        .map_or_else(String::clone, |ids| ids.first().map(ToString::to_string).unwrap_or_default());
    let mut content = Content::new(&id, &Beside::of(source));
    let is_too_large = source.n_bytes > worker_pool.limits.readers.max_file_bytes;
    // What is refused for its size is not read to the end for it.
    let is_hashed = has_lines || !is_too_large;
    let limits = of_limits(worker_pool);
    let stamp = Stamp::of(&source.path, &content).filter(|_| is_hashed);
    if let (Some(_), Some(former)) = (&stamp, former)
        && former.stamp == stamp
        && !former.content.is_empty()
    {
        return Digest { content: former.content.clone(), limits, stamp };
    }
    let added = if is_hashed {
        content.add_file(&source.path)
    } else {
        content.add(source.n_bytes.to_string().as_bytes());
        Ok(())
    };
    if let Err(error) = added {
        // A file that cannot be opened has a digest as well: it is refused once and not over and over.
        content.add(error.kind().to_string().as_bytes());
    }
    Digest { content: content.finish(), limits, stamp }
}

/// A file that changed less than so many seconds ago may change again without another time: the coarsest
/// clock of a file system is that of FAT, two seconds (Microsoft, FAT32 File System Specification 1.03, 2000).
const RACY_SECONDS: i64 = 3;

/// What a file is recognised by without reading it. Its times are those of the inode, which no program can
/// set back; a file that was copied, replaced or written to has others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    n_bytes: u64,
    /// Seconds and nanoseconds since 1970.
    changed: (i64, i64),
    /// The digest of what its own begins with.
    beside: String,
}

impl Stamp {
    /// Taken before the file is read: what is written into it afterwards changes the next one. `None` of a
    /// file that changed just now, and where files have no inodes.
    #[cfg(unix)]
    #[expect(
        clippy::disallowed_methods,
        reason = "it is compared with the clock of the file system"
    )]
    fn of(path: &Path, beside: &Content) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt as _;
        let file = fs::metadata(path).ok()?;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
        let is_settled = file.ctime() + RACY_SECONDS <= i64::try_from(now.as_secs()).ok()?;
        is_settled.then(|| Stamp {
            device: file.dev(),
            inode: file.ino(),
            n_bytes: file.size(),
            changed: (file.ctime(), file.ctime_nsec()),
            beside: beside.clone().finish(),
        })
    }

    #[cfg(not(unix))]
    fn of(_: &Path, _: &Content) -> Option<Stamp> {
        None
    }
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
#[derive(Clone)]
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_file_that_nobody_touched_is_recognised_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "# 一").unwrap();
        let beside = Content::new("a", &Beside { path: PathBuf::new(), text: Ok(None) });
        // It may be written to within the same tick of the clock.
        assert_eq!(Stamp::of(&path, &beside), None);
        std::thread::sleep(Duration::from_secs(RACY_SECONDS.unsigned_abs() + 1));
        let stamp = Stamp::of(&path, &beside);
        assert!(stamp.is_some());
        assert_eq!(Stamp::of(&path, &beside), stamp);
        let other_id = Content::new("b", &Beside { path: PathBuf::new(), text: Ok(None) });
        assert_ne!(Stamp::of(&path, &other_id), stamp);
        // The same size, and the time of the content set back.
        let file = fs::metadata(&path).unwrap();
        fs::write(&path, "# 二").unwrap();
        std::fs::File::open(&path).unwrap().set_modified(file.modified().unwrap()).unwrap();
        let changed = fs::metadata(&path).unwrap();
        assert_eq!((changed.mtime(), changed.size()), (file.mtime(), file.size()));
        assert_ne!(Stamp::of(&path, &beside), stamp);
    }
}
