//! Checksums of files: written when a generation is published, read before it is copied and when it is
//! verified.
//!
//! A checksum is CRC-32 (ISO 3309), as the search library and gzip have it: it sees every single flipped
//! bit and every run of up to 32 damaged ones, and is read faster than a disk. It is no protection against
//! somebody who changes a file on purpose.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use crc32fast::Hasher;
use fs_err as fs;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::IndexError;

/// What a file was like when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileMark {
    /// Its size.
    pub(crate) n_bytes: u64,
    /// Its CRC-32.
    pub(crate) crc32: u32,
}

/// Files by their path in a folder, with `/` between the names.
pub(crate) type FileMarks = BTreeMap<String, FileMark>;

/// Marks every file in `dir`, but those that `is_passed_over` by name. A file that stands in `known` under
/// the same path and with the same size is not read: the caller knows that it is the same.
pub(crate) fn mark_files(
    dir: &Path,
    known: &FileMarks,
    is_passed_over: impl Fn(&str) -> bool,
) -> Result<FileMarks, IndexError> {
    let mut names = Vec::new();
    list(dir, "", &mut names)?;
    names.retain(|name| !is_passed_over(name.rsplit('/').next().unwrap_or(name)));
    let mark = |name: String| -> Result<(String, FileMark), IndexError> {
        let path = dir.join(&name);
        let n_bytes = fs::metadata(&path)?.len();
        let mark = match known.get(&name).filter(|known| known.n_bytes == n_bytes) {
            Some(known) => *known,
            None => mark_of(&path)?,
        };
        Ok((name, mark))
    };
    names.into_par_iter().map(mark).collect()
}

/// The size of every file in `dir` by its path, in the order of the paths, but of those that
/// `is_passed_over`; nothing where there is no folder.
pub(crate) fn sizes(
    dir: &Path,
    is_passed_over: impl Fn(&str) -> bool,
) -> Result<Vec<(String, u64)>, IndexError> {
    let mut names = Vec::new();
    if dir.is_dir() {
        list(dir, "", &mut names)?;
    }
    names.retain(|name| !is_passed_over(name));
    names.sort();
    let mut sizes = Vec::with_capacity(names.len());
    for name in names {
        match fs::metadata(dir.join(&name)) {
            Ok(found) => sizes.push((name, found.len())),
            // It has gone meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(sizes)
}

fn list(dir: &Path, prefix: &str, names: &mut Vec<String>) -> Result<(), IndexError> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// Marks one file.
pub(crate) fn mark_of(path: &Path) -> Result<FileMark, IndexError> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Hasher::new();
    // As large as the read-ahead of Linux, 128 KiB; larger reads were not measured.
    let mut part = vec![0; 128 << 10];
    let mut n_bytes = 0;
    loop {
        match file.read(&mut part)? {
            0 => return Ok(FileMark { n_bytes, crc32: hasher.finalize() }),
            n => {
                hasher.update(part.get(..n).unwrap_or_default());
                n_bytes += n as u64;
            }
        }
    }
}

/// The CRC-32 of some bytes.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}

/// How thoroughly files are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Whether they are there and have their size.
    Sizes,
    /// Whether their bytes are those that were written.
    Bytes,
}

/// The files of `dir` that are not as they were written, with the reason; `look` says how each is looked
/// at, by its path.
pub(crate) fn damaged(
    dir: &Path,
    marks: &FileMarks,
    look: impl Fn(&str) -> Look + Sync,
) -> Vec<(PathBuf, String)> {
    let check = |(name, mark): (&String, &FileMark)| {
        let path = dir.join(name);
        let reason = fault_of(&path, *mark, look(name))?;
        Some((path, reason))
    };
    let mut found: Vec<_> = marks.par_iter().filter_map(check).collect();
    found.sort();
    found
}

fn fault_of(path: &Path, mark: FileMark, look: Look) -> Option<String> {
    let n_bytes = match fs::metadata(path) {
        Ok(found) if found.is_file() => found.len(),
        Ok(_) => return Some("it is no file".to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Some("it is missing".to_owned());
        }
        Err(error) => return Some(error.kind().to_string()),
    };
    if n_bytes != mark.n_bytes {
        return Some(format!("{n_bytes} of its {} bytes are there", mark.n_bytes));
    }
    if look == Look::Sizes {
        return None;
    }
    match mark_of(path) {
        Ok(found) if found == mark => None,
        Ok(_) => Some("its checksum does not fit".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_damage_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let write = |bytes: &[u8]| fs::write(folder.path().join("a"), bytes).unwrap();
        write(b"0123456789");
        let marks = mark_files(folder.path(), &FileMarks::new(), |_| false).unwrap();
        let faults = |look: Look| damaged(folder.path(), &marks, |_| look);
        assert_eq!(faults(Look::Bytes), []);
        write(b"");
        assert!(faults(Look::Sizes)[0].1.contains("0 of its 10 bytes"));
        write(b"0123056789");
        assert_eq!(faults(Look::Sizes), []);
        assert!(faults(Look::Bytes)[0].1.contains("checksum"));
        fs::remove_file(folder.path().join("a")).unwrap();
        assert!(faults(Look::Sizes)[0].1.contains("missing"));
    }

    #[test]
    fn a_file_that_is_known_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("s")).unwrap();
        fs::write(folder.path().join("s/a"), "12345").unwrap();
        fs::write(folder.path().join("READERS"), "").unwrap();
        let known = FileMarks::from([("s/a".to_owned(), FileMark { n_bytes: 5, crc32: 7 })]);
        let marks = mark_files(folder.path(), &known, |name| name == "READERS").unwrap();
        assert_eq!(marks, known);
    }
}
