//! What each file of the archive is like, so that one that is lost or damaged is noticed.
//!
//! `archive/files.json` is written when a generation is published, and whenever something is removed:
//! before that, so that a process that dies in between leaves a file behind which nobody names, and no
//! name without a file.

use std::path::PathBuf;

use fs_err as fs;
use serde::{Deserialize, Serialize};
use shirabe_document::DocumentId;

use super::{Archive, PARTIAL, files, name_of, read, remedy_for, sha256_of};
use crate::checksums::{FileMarks, Look, crc32, damaged, mark_files, sizes};
use crate::folders::write_durably;
use crate::status::Fault;
use crate::{IndexError, IndexFile, Remedy};

const RECORD: &str = "files.json";
/// Files here may be replaced by others of the same size.
const CHANGING: [&str; 2] = ["withdrawn/", "forgotten/"];

#[derive(Serialize, Deserialize)]
struct Record {
    files: FileMarks,
    /// Of the list.
    checksum: u32,
}

impl Record {
    fn of(files: FileMarks) -> Result<Record, IndexError> {
        let listed = serde_json::to_vec(&files).map_err(std::io::Error::other)?;
        Ok(Record { files, checksum: crc32(&listed) })
    }
}

impl Archive {
    /// Writes down what is kept. What is known and cannot be found stays on record, so that it is missed.
    /// What a process that died has left half written goes.
    pub fn record(&self) -> Result<(), IndexError> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        self.remove_partials()?;
        let known = self.recorded().unwrap_or_default().unwrap_or_default();
        let changes = |name: &str| CHANGING.iter().any(|folder| name.starts_with(folder));
        let unchanging = known.iter().filter(|(name, _)| !changes(name));
        let unchanging: FileMarks = unchanging.map(|(name, mark)| (name.clone(), *mark)).collect();
        let found = mark_files(&self.folder, &unchanging, |name| {
            name == RECORD || name.ends_with(PARTIAL)
        })?;
        // What a file that never changes was like stays on record, whatever it is like now.
        let files = known.into_iter().chain(found).chain(unchanging).collect();
        self.write_record(files)
    }

    /// Removes files that nobody is to miss.
    pub(super) fn remove(&self, paths: Vec<PathBuf>) -> Result<(), IndexError> {
        if let Ok(Some(mut known)) = self.recorded() {
            let n_known = known.len();
            for path in &paths {
                let name = path.strip_prefix(&self.folder).unwrap_or(path);
                known.remove(&*name.to_string_lossy());
            }
            if known.len() < n_known {
                self.write_record(known)?;
            }
        }
        for path in paths {
            match fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// After every file was read again: lets the sources go that are still damaged, because nothing gave
    /// them anew. Gives how many.
    pub fn give_up_damaged_sources(&self) -> Result<usize, IndexError> {
        let lost: Vec<PathBuf> = self
            .faults()
            .into_iter()
            .filter(|fault| fault.remedy == Remedy::Reread)
            .map(|fault| PathBuf::from(fault.place))
            .filter(|path| sha256_of(path).is_some())
            .collect();
        let n_lost = lost.len();
        self.remove(lost)?;
        Ok(n_lost)
    }

    /// Whether anything is kept under the id of a document, or was and is missed.
    pub fn knows(&self, id: &DocumentId, edition: Option<&str>) -> bool {
        let recorded = self.recorded().ok().flatten().unwrap_or_default();
        let unrecorded = self.unrecorded(&recorded).into_iter();
        let unrecorded = unrecorded.map(|path| path.to_string_lossy().into_owned());
        let is_meant = |name: &String| {
            let name = name.rsplit('/').next().unwrap_or(name);
            let rest = name.strip_prefix(id.base());
            match (rest, edition) {
                (Some(rest), Some(edition)) => rest.starts_with(&format!("@{edition}.")),
                (Some(rest), None) => rest.starts_with(['.', '@']),
                (None, _) => false,
            }
        };
        recorded.into_keys().chain(unrecorded).any(|name| is_meant(&name))
    }

    /// All that is kept, with the checksums that stand on record, in the order of the names.
    pub(crate) fn copied_files(&self) -> Result<Vec<IndexFile>, IndexError> {
        let recorded = self.recorded()?.unwrap_or_default();
        let is_partial = |name: &str| name.ends_with(PARTIAL);
        let mut copied = Vec::new();
        for (name, n_bytes) in sizes(&self.folder, is_partial)? {
            let never_changes =
                name != RECORD && !CHANGING.iter().any(|folder| name.starts_with(folder));
            let mark = recorded.get(&name).filter(|_| never_changes);
            copied.push(IndexFile {
                crc32: mark.map(|mark| mark.crc32),
                name,
                n_bytes,
                never_changes,
            });
        }
        Ok(copied)
    }

    /// Whether something is kept of which no record tells.
    pub(crate) fn lacks_record(&self) -> bool {
        let is_missing = matches!(self.recorded(), Ok(None));
        is_missing && !self.unrecorded(&FileMarks::new()).is_empty()
    }

    /// What is damaged or missing.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let recorded = match self.recorded() {
            Ok(recorded) => recorded.unwrap_or_default(),
            Err(error) => {
                let place = self.folder.join(RECORD).display().to_string();
                return vec![Fault { place, reason: error.to_string(), remedy: Remedy::Reread }];
            }
        };
        let mut found = damaged(&self.folder, &recorded, |_| Look::Bytes);
        found.extend(self.unrecorded(&recorded).into_iter().filter_map(|path| {
            let error = read(&path).err()?;
            Some((path, error.to_string()))
        }));
        let fault = |(path, reason): (PathBuf, String)| {
            let remedy = remedy_for(&path);
            Fault { place: path.display().to_string(), reason, remedy }
        };
        found.into_iter().map(fault).collect()
    }

    /// The packed files that stand in no record yet.
    fn unrecorded(&self, recorded: &FileMarks) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.join("editions"), self.folder.join("withdrawn")];
        folders.extend(files(&self.folder.join("sources")).unwrap_or_default());
        let all = folders.iter().flat_map(|folder| files(folder).unwrap_or_default());
        let is_packed = |path: &PathBuf| name_of(path).or_else(|| sha256_of(path)).is_some();
        let is_recorded = |path: &PathBuf| {
            let name = path.strip_prefix(&self.folder).unwrap_or(path);
            recorded.contains_key(&*name.to_string_lossy())
        };
        all.filter(|path| is_packed(path) && !is_recorded(path)).collect()
    }

    /// The record; `None` where none was written yet.
    fn recorded(&self) -> Result<Option<FileMarks>, IndexError> {
        let path = self.folder.join(RECORD);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let damaged = |reason: String| IndexError::ArchiveDamaged {
            path: path.clone(),
            reason,
            remedy: Remedy::Reread,
        };
        let record: Record =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let reckoned = Record::of(record.files)?;
        if reckoned.checksum != record.checksum {
            return Err(damaged("its checksum does not fit".to_owned()));
        }
        Ok(Some(reckoned.files))
    }

    fn write_record(&self, files: FileMarks) -> Result<(), IndexError> {
        let record = serde_json::to_vec(&Record::of(files)?).map_err(std::io::Error::other)?;
        let partial = self.folder.join(format!("{RECORD}{PARTIAL}"));
        write_durably(&partial, &record)?;
        Ok(fs::rename(partial, self.folder.join(RECORD))?)
    }

    /// Removes what was not written to the end. Only for the one who writes.
    pub(crate) fn remove_partials(&self) -> Result<(), IndexError> {
        let mut folders = files(&self.folder.join("sources"))?;
        folders.extend(["editions", "withdrawn", "forgotten"].map(|kind| self.folder.join(kind)));
        for folder in folders {
            for path in files(&folder)? {
                if path.to_string_lossy().ends_with(PARTIAL) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    fn recorded() -> (tempfile::TempDir, Archive, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::of_index(root.path());
        archive.keep_source(SHA256, b"foo").unwrap();
        archive.record().unwrap();
        let path = archive.source_path(SHA256).unwrap();
        (root, archive, path)
    }

    #[test]
    fn what_is_lost_or_damaged_is_noticed_and_mended_by_the_same_bytes() {
        let (_root, archive, path) = recorded();
        assert_eq!(archive.faults(), []);
        for damage in [&b""[..], b"no gzip"] {
            fs::write(&path, damage).unwrap();
            assert_eq!(archive.faults().len(), 1);
            archive.record().unwrap();
            assert_eq!(archive.faults().len(), 1, "a record does not make damage good");
            archive.keep_source(SHA256, b"foo").unwrap();
            assert_eq!(archive.faults(), []);
        }
        fs::remove_file(&path).unwrap();
        archive.record().unwrap();
        assert!(archive.faults()[0].reason.contains("missing"));
        assert_eq!(archive.give_up_damaged_sources().unwrap(), 1);
        assert_eq!(archive.faults(), []);
    }

    #[test]
    fn what_was_removed_on_purpose_is_not_missed() {
        let (_root, archive, _) = recorded();
        archive.remove_sources_but(&std::collections::BTreeSet::new()).unwrap();
        assert_eq!(archive.faults(), []);
    }

    #[test]
    fn what_a_dead_process_left_goes() {
        let (_root, archive, path) = recorded();
        let partial = path.with_extension("1-1.partial");
        fs::write(&partial, "half").unwrap();
        archive.record().unwrap();
        assert!(!partial.exists());
    }

    #[test]
    fn a_damaged_record_is_a_fault() {
        let (_root, archive, _) = recorded();
        let record = archive.folder.join(RECORD);
        let text = fs::read_to_string(&record).unwrap();
        fs::write(&record, text.replacen("crc32\":", "crc32\":1", 1)).unwrap();
        assert!(archive.faults()[0].place.ends_with(RECORD));
    }
}
