//! One writer at a time, by a lock file that says who holds it.

use std::io::{Read, Seek, Write};
use std::path::Path;

use fs_err as fs;

use crate::IndexError;
use crate::replica::is_copy;

const LOCK: &str = "LOCK";
const COPY_LOCK: &str = "LOCK.replicate";

/// The right to write to an index. Dropping it gives the right back; so does the end of the process.
#[derive(Debug)]
pub struct WriterLock {
    _file: fs::File,
}

impl WriterLock {
    /// Takes the lock of the index at `root` and writes `holder` into it. Fails where another has it, and
    /// where the index is a copy, which is to stay what it is a copy of.
    pub fn acquire(root: &Path, holder: &str) -> Result<WriterLock, IndexError> {
        let lock = WriterLock::acquire_any(root, holder)?;
        if is_copy(root) { Err(IndexError::IsCopy(root.to_owned())) } else { Ok(lock) }
    }

    /// The same of an index that may be a copy.
    pub(crate) fn acquire_any(root: &Path, holder: &str) -> Result<WriterLock, IndexError> {
        fs::create_dir_all(root)?;
        match take(&root.join(LOCK), holder)? {
            Ok(file) => Ok(WriterLock { _file: file }),
            Err(holder) => Err(IndexError::Locked { holder }),
        }
    }

    /// Who holds the lock of the index at `root`, if somebody does.
    pub fn holder(root: &Path) -> Option<String> {
        let mut file = fs::File::open(root.join(LOCK)).ok()?;
        if !matches!(file.file().try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)) {
            return None;
        }
        let mut holder = String::new();
        file.read_to_string(&mut holder).ok()?;
        Some(holder.trim().to_owned())
    }
}

/// The right to copy an index to other machines, which one process has at a time: it removes from them
/// what it does not know.
#[derive(Debug)]
pub(crate) struct CopyLock {
    _file: fs::File,
}

impl CopyLock {
    /// Takes the lock of the index at `root` and writes `holder` into it.
    pub(crate) fn acquire(root: &Path, holder: &str) -> Result<CopyLock, IndexError> {
        match take(&root.join(COPY_LOCK), holder)? {
            Ok(file) => Ok(CopyLock { _file: file }),
            Err(holder) => Err(IndexError::BeingCopied { holder }),
        }
    }
}

/// Takes the lock of a file, or says who has it.
fn take(path: &Path, holder: &str) -> Result<Result<fs::File, String>, IndexError> {
    let mut file =
        fs::OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    if file.file().try_lock().is_err() {
        let mut holder = String::new();
        file.read_to_string(&mut holder)?;
        return Ok(Err(holder.trim().to_owned()));
    }
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{holder}")?;
    Ok(Ok(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_holds_the_lock() {
        let root = tempfile::tempdir().unwrap();
        let held = WriterLock::acquire(root.path(), "process 12").unwrap();
        let refused = WriterLock::acquire(root.path(), "process 13").unwrap_err();
        assert_eq!(refused.to_string(), "another ingest holds the index: process 12");
        drop(held);
        assert!(WriterLock::acquire(root.path(), "process 13").is_ok());
    }
}
