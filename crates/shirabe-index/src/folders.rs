//! The index on disk: `CURRENT`, the folders of generations, and who reads them.
//!
//! `index/` holds `gen-000042/` folders and `CURRENT`, which names the one that serves. A generation
//! is written under another name, flushed, renamed when complete, and named in `CURRENT` last, so a
//! crash at any moment leaves the former one serving. Whoever reads a generation holds a shared lock
//! on its `READERS`; a generation is removed only by a process that gets the lock for itself.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::checksums::{FileMarks, Look, crc32, damaged, mark_files};
use crate::{Fingerprint, IndexError};

const CURRENT: &str = "CURRENT";
/// What a generation says of itself.
pub(crate) const MANIFEST: &str = "generation.json";
/// The sign of those who read a generation.
pub(crate) const READERS: &str = "READERS";

/// What a generation says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) built: String,
    pub(crate) next_document: u64,
    /// What its files are like. `None` in a generation that was made before that was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) files: Option<FileMarks>,
    /// Of all that stands before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checksum: Option<u32>,
}

impl Manifest {
    pub(crate) fn new(
        fingerprint: Fingerprint,
        built: String,
        next_document: u64,
        files: FileMarks,
    ) -> Manifest {
        let files = Some(files);
        let mut manifest = Manifest { fingerprint, built, next_document, files, checksum: None };
        manifest.checksum = Some(manifest.reckoned());
        manifest
    }

    /// The checksum of everything but itself.
    fn reckoned(&self) -> u32 {
        let bare = Manifest { checksum: None, ..self.clone() };
        crc32(&serde_json::to_vec(&bare).expect("names and numbers are JSON"))
    }

    fn is_whole(&self) -> bool {
        match self.checksum {
            Some(checksum) => checksum == self.reckoned(),
            None => self.files.is_none(),
        }
    }
}

/// The number of the generation that serves, or `None` where there is no index: the one that `CURRENT`
/// names, or, where it names none, the newest complete one.
pub fn current_number(root: &Path) -> Result<Option<u64>, IndexError> {
    match named_number(root) {
        Ok(Some(number)) => Ok(Some(number)),
        Ok(None) | Err(IndexError::Damaged { .. }) => newest_complete(root),
        Err(error) => Err(error),
    }
}

/// The number of the generation that `CURRENT` names.
pub(crate) fn named_number(root: &Path) -> Result<Option<u64>, IndexError> {
    let path = root.join(CURRENT);
    let name = match fs::read(&path) {
        Ok(name) => String::from_utf8_lossy(&name).into_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match number_of(name.trim()) {
        Some(number) if folder(root, number).is_dir() => Ok(Some(number)),
        _ => Err(IndexError::Damaged { path, reason: format!("it names {:?}", name.trim()) }),
    }
}

/// Names the generation that serves where `CURRENT` cannot be read. Only for the one who writes.
pub(crate) fn mend_current(root: &Path) -> Result<(), IndexError> {
    let is_named = matches!(named_number(root), Ok(Some(_)));
    match current_number(root)? {
        Some(number) if !is_named => make_current(root, number),
        _ => Ok(()),
    }
}

fn newest_complete(root: &Path) -> Result<Option<u64>, IndexError> {
    if !root.is_dir() {
        return Ok(None);
    }
    let is_complete = |number: &u64| read_manifest(&folder(root, *number)).is_ok();
    Ok(numbers(root)?.into_iter().rev().find(is_complete))
}

/// The numbers of the complete generations, oldest first.
pub(crate) fn numbers(root: &Path) -> Result<Vec<u64>, IndexError> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(root)? {
        numbers.extend(number_of(&entry?.file_name().to_string_lossy()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix("gen-").and_then(|digits| digits.parse().ok())
}

pub(crate) fn folder_name(number: u64) -> String {
    format!("gen-{number:06}")
}

pub(crate) fn folder(root: &Path, number: u64) -> PathBuf {
    root.join(folder_name(number))
}

pub(crate) fn read_manifest(dir: &Path) -> Result<Manifest, IndexError> {
    let path = dir.join(MANIFEST);
    let bytes = fs::read(&path)?;
    let manifest: Manifest = match serde_json::from_slice(&bytes) {
        Ok(manifest) => manifest,
        Err(error) => return Err(IndexError::Damaged { path, reason: error.to_string() }),
    };
    if !manifest.is_whole() {
        let reason = "its checksum does not fit".to_owned();
        return Err(IndexError::Damaged { path, reason });
    }
    Ok(manifest)
}

pub(crate) fn write_manifest(dir: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    // Without white space, in which a flipped bit would not be seen.
    let text = serde_json::to_vec(manifest).map_err(std::io::Error::other)?;
    write_durably(&dir.join(MANIFEST), &text)?;
    write_durably(&dir.join(READERS), b"")
}

/// Marks the files of an unfinished generation; those that it shares with `base` are known to be sound.
pub(crate) fn mark_generation(
    dir: &Path,
    base: Option<&Manifest>,
) -> Result<FileMarks, IndexError> {
    let none = FileMarks::new();
    let known = base.and_then(|base| base.files.as_ref()).unwrap_or(&none);
    let written_once = known.iter().filter(|(name, _)| is_written_once(name));
    let written_once = written_once.map(|(name, mark)| (name.clone(), *mark)).collect();
    mark_files(dir, &written_once, |name| name == READERS || is_lock(name) || name == MANIFEST)
}

/// The files of a generation that are not as they were written, with the reason.
pub(crate) fn damaged_files(dir: &Path, manifest: &Manifest) -> Vec<(PathBuf, String)> {
    manifest.files.as_ref().map(|marks| damaged(dir, marks, |_| Look::Bytes)).unwrap_or_default()
}

/// The same as far as it can be seen in no time: sizes of all, and the bytes of what is read whole.
pub(crate) fn damaged_at_a_glance(dir: &Path, manifest: &Manifest) -> Vec<(PathBuf, String)> {
    let look = |name: &str| {
        if is_written_once(name) { Look::Sizes } else { Look::Bytes }
    };
    manifest.files.as_ref().map(|marks| damaged(dir, marks, look)).unwrap_or_default()
}

/// Whether no generation has other bytes under this path: a segment of the search library.
pub(crate) fn is_written_once(path: &str) -> bool {
    path.contains('/') && !is_list(file_name(path))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a file is one of the search library's lists of files, which are replaced; all other files of
/// it are written once and never again.
fn is_list(name: &str) -> bool {
    name == "meta.json" || name == ".managed.json"
}

fn is_lock(name: &str) -> bool {
    name.starts_with(".tantivy")
}

/// Lets everybody read the lists that the search library writes for its own user alone.
pub(crate) fn open_lists(dir: &Path) -> Result<(), IndexError> {
    for part in ["sections", "documents"] {
        for entry in fs::read_dir(dir.join(part))? {
            let path = entry?.path();
            if path.file_name().and_then(|name| name.to_str()).is_some_and(is_list) {
                let bytes = fs::read(&path)?;
                write_durably(&path, &bytes)?;
            }
        }
    }
    Ok(())
}

/// Names generation `number` in `CURRENT`: the moment at which it begins to serve.
pub(crate) fn make_current(root: &Path, number: u64) -> Result<(), IndexError> {
    let partial = root.join("CURRENT.partial");
    write_durably(&partial, format!("{}\n", folder_name(number)).as_bytes())?;
    fs::rename(&partial, root.join(CURRENT))?;
    sync_folder(root)
}

/// Where generation `number` lies until it is finished.
pub(crate) fn unfinished(root: &Path, number: u64) -> PathBuf {
    root.join(format!("{}.partial", folder_name(number)))
}

/// Begins a generation in `partial`, as links to the files of the one in `base` or empty. What earlier
/// attempts left behind goes.
pub(crate) fn begin(root: &Path, partial: &Path, base: Option<&Path>) -> Result<(), IndexError> {
    remove_unfinished(root)?;
    for part in ["sections", "documents"] {
        fs::create_dir_all(partial.join(part))?;
        if let Some(base) = base {
            link_files(&base.join(part), &partial.join(part))?;
        }
    }
    Ok(())
}

/// The search library writes a file once and never again, so that two generations can share it; its
/// lists of files alone are replaced, and those are copied.
fn link_files(from: &Path, to: &Path) -> Result<(), IndexError> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let target = to.join(&name);
        if is_lock(&name) || !entry.file_type()?.is_file() {
            continue;
        }
        // Not every file system knows links.
        if is_list(&name) || fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Turns the unfinished generation into a complete one that serves.
pub(crate) fn finish(root: &Path, number: u64, partial: &Path) -> Result<(), IndexError> {
    for part in ["sections", "documents"] {
        sync_folder(&partial.join(part))?;
    }
    sync_folder(partial)?;
    let complete = folder(root, number);
    if complete.exists() {
        fs::remove_dir_all(&complete)?;
    }
    fs::rename(partial, &complete)?;
    sync_folder(root)?;
    make_current(root, number)
}

/// A sign that somebody reads a generation. Dropping it takes the sign down; so does the end of the
/// process.
#[derive(Debug)]
pub(crate) struct Reading {
    _file: Option<fs::File>,
}

impl Reading {
    /// Puts up the sign. Fails where the generation is being removed.
    pub(crate) fn begin(dir: &Path) -> Result<Reading, IndexError> {
        // Where the file system lets nobody write, nobody removes anything either.
        let Ok(file) = fs::File::open(dir.join(READERS)) else {
            return Ok(Reading { _file: None });
        };
        match file.file().try_lock_shared() {
            Err(std::fs::TryLockError::WouldBlock) => Err(IndexError::Missing(dir.to_owned())),
            // A file system without locks: as before, the newest two generations are kept.
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(Reading { _file: Some(file) }),
        }
    }
}

/// Removes what was not finished, or not removed to the end. Only for the one who writes.
fn remove_unfinished(root: &Path) -> Result<(), IndexError> {
    remove_unfinished_but(root, Path::new(""))
}

/// The same, but for what is in `kept`.
pub(crate) fn remove_unfinished_but(root: &Path, kept: &Path) -> Result<(), IndexError> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("gen-") && number_of(&name).is_none() && entry.path() != kept {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Removes the generations that nobody reads, but the one that serves and the one to fall back to, and what
/// was not finished; gives the numbers of those removed and of those that are still read.
pub(crate) fn remove_old(
    root: &Path,
    current: u64,
    former: Option<u64>,
) -> Result<(Vec<u64>, Vec<u64>), IndexError> {
    remove_unfinished(root)?;
    let (mut removed, mut read) = (Vec::new(), Vec::new());
    for number in numbers(root)? {
        if number == current || Some(number) == former {
            continue;
        }
        let list = if remove_unread(&folder(root, number))? { &mut removed } else { &mut read };
        list.push(number);
    }
    Ok((removed, read))
}

/// Removes the generation in `dir` unless somebody reads it.
pub(crate) fn remove_unread(dir: &Path) -> Result<bool, IndexError> {
    let sign = fs::File::open(dir.join(READERS)).ok();
    if let Some(sign) = &sign
        && matches!(sign.file().try_lock(), Err(std::fs::TryLockError::WouldBlock))
    {
        return Ok(false);
    }
    // Under another name at once, so that a removal which is interrupted leaves no half generation.
    let mut name = dir.as_os_str().to_owned();
    name.push(".removed");
    fs::rename(dir, &name)?;
    fs::remove_dir_all(PathBuf::from(name))?;
    Ok(true)
}

pub(crate) fn sync_folder(dir: &Path) -> Result<(), IndexError> {
    // Only Unix lets a folder be opened and flushed; elsewhere the rename itself has to do.
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// Writes a new file to the disk. One of that name is replaced and never written to, because other
/// generations may have links to it.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

/// The same, packed with gzip; [`read_packed`] reads it.
pub(crate) fn write_packed(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes)?;
    write_durably(path, &packed.finish()?)
}

/// The text that [`write_packed`] wrote.
pub(crate) fn read_packed(path: &Path) -> Result<String, IndexError> {
    let mut text = String::new();
    let read = GzDecoder::new(fs::File::open(path)?).read_to_string(&mut text);
    read.map_err(|error| IndexError::Damaged { path: path.to_owned(), reason: error.to_string() })?;
    Ok(text)
}
