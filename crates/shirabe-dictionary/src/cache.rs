//! The folder in which prepared dictionaries are kept, and the order in which things happen there.
//!
//! - `dictionary-<hash>/` is complete: it gets this name last.
//! - `building-*/` is being made by the process that holds `dictionary.lock`; when nobody holds it,
//!   it is what a dead process has left, and the next one to take the lock removes it.
//! - `dictionary.chosen` holds the SHA-256 of the `system.dic` to use when the user has installed
//!   another than the usual one.

use std::io;
use std::path::{Path, PathBuf};

use fd_lock::{RwLock, RwLockWriteGuard};
use fs_err::File;
use tempfile::TempDir;

use crate::{DictionaryError, Progress};

const FOLDER: &str = "dictionary-";
const BUILDING: &str = "building-";
const LOCK: &str = "dictionary.lock";
const CHOSEN: &str = "dictionary.chosen";

/// A cache folder; it need not exist yet.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    pub(crate) fn at(root: impl Into<PathBuf>) -> Cache {
        Cache { root: root.into() }
    }

    /// `$XDG_CACHE_HOME/shirabe`, or `~/.cache/shirabe` (XDG Base Directory Specification: a relative
    /// path is ignored).
    pub(crate) fn of_user() -> Result<Cache, DictionaryError> {
        let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let given = given.filter(|path| path.is_absolute());
        let home = || std::env::home_dir().filter(|home| home.is_absolute());
        let root = given.or_else(|| home().map(|home| home.join(".cache")));
        Ok(Cache::at(root.ok_or(DictionaryError::NoCacheFolder)?.join("shirabe")))
    }

    /// The folder of the dictionary with this hash.
    pub(crate) fn folder(&self, hash: &str) -> PathBuf {
        self.root.join(format!("{FOLDER}{hash}"))
    }

    /// The SHA-256 of the source that the user has chosen by installing it.
    pub(crate) fn chosen(&self) -> Option<String> {
        Some(fs_err::read_to_string(self.root.join(CHOSEN)).ok()?.trim().to_owned())
    }

    /// Choose a source, or the usual one again.
    pub(crate) fn choose(&self, sha256: Option<&str>) -> io::Result<()> {
        let path = self.root.join(CHOSEN);
        match sha256 {
            Some(sha256) => {
                let new = tempfile::NamedTempFile::new_in(&self.root)?;
                fs_err::write(new.path(), sha256)?;
                new.persist(path)?;
                Ok(())
            }
            None if path.exists() => fs_err::remove_file(path),
            None => Ok(()),
        }
    }

    /// Do something while no other process builds; what dead ones have left is gone by then.
    pub(crate) fn alone<T>(
        &self,
        progress: &dyn Progress,
        f: impl FnOnce(&Self) -> Result<T, DictionaryError>,
    ) -> Result<T, DictionaryError> {
        fs_err::create_dir_all(&self.root)?;
        let file = fs_err::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.root.join(LOCK))?;
        let mut lock = RwLock::new(file);
        let _guard = wait_for(&mut lock, progress)?;
        self.remove_leftovers()?;
        f(self)
    }

    /// A folder to build in, removed unless [`Cache::publish`] takes it.
    pub(crate) fn building(&self) -> io::Result<TempDir> {
        tempfile::Builder::new().prefix(BUILDING).tempdir_in(&self.root)
    }

    /// Make a finished folder visible under its hash, once its content is on the disk.
    pub(crate) fn publish(&self, finished: &Path, hash: &str) -> io::Result<PathBuf> {
        for entry in fs_err::read_dir(finished)? {
            File::open(entry?.path())?.sync_all()?;
        }
        let folder = self.folder(hash);
        if folder.exists() {
            fs_err::remove_dir_all(&folder)?;
        }
        fs_err::rename(finished, &folder)?;
        Ok(folder)
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        for entry in fs_err::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(BUILDING) {
                fs_err::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

fn wait_for<'a>(
    lock: &'a mut RwLock<File>,
    progress: &dyn Progress,
) -> io::Result<RwLockWriteGuard<'a, File>> {
    match lock.try_write() {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
            progress.stage("waiting for another process to prepare the dictionary");
        }
        // The guard cannot be returned from here: the lock would stay borrowed in the other arm.
        tried => drop(tried?),
    }
    lock.write()
}
