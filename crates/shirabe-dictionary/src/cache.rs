//! The folder in which prepared dictionaries are kept, and the order in which things happen there.
//!
//! - `dictionary-<hash>/` is complete: it gets this name last.
//! - `building-*/` is being made by the process that holds `dictionary.lock`; when nobody holds it,
//!   it is what a dead process has left, and the next one to take the lock removes it.
//!   Only the [`N_KEPT`] newest are kept: each version of the program may make its own.
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
/// Dictionaries take 220 MB each.
const N_KEPT: usize = 3;
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
        self.remove_oldest()?;
        Ok(folder)
    }

    /// Remove all but the newest dictionaries. Who has one open can go on reading it.
    fn remove_oldest(&self) -> io::Result<()> {
        let mut folders = Vec::new();
        for entry in fs_err::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(FOLDER) && entry.path().is_dir() {
                folders.push((entry.metadata()?.modified()?, entry.path()));
            }
        }
        folders.sort();
        let n_old = folders.len().saturating_sub(N_KEPT);
        folders.into_iter().take(n_old).try_for_each(|(_, path)| fs_err::remove_dir_all(path))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Silent;

    fn names(root: &Path) -> Vec<String> {
        let entries = fs_err::read_dir(root).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_dead_process_has_left_is_removed_by_the_next_one() {
        let root = tempfile::tempdir().unwrap();
        fs_err::create_dir_all(root.path().join("building-dead/download")).unwrap();
        fs_err::write(root.path().join("building-dead/download/half.whl"), b"half").unwrap();
        fs_err::create_dir_all(root.path().join("dictionary-0123")).unwrap();
        let cache = Cache::at(root.path());
        let seen = cache.alone(&Silent, |_| Ok(names(root.path()))).unwrap();
        assert_eq!(seen, ["dictionary-0123", "dictionary.lock"]);
    }

    #[test]
    fn a_build_that_fails_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::at(root.path().join("shirabe"));
        let failed = cache.alone(&Silent, |cache| {
            let building = cache.building()?;
            fs_err::write(building.path().join("half"), b"half")?;
            Err::<(), _>(DictionaryError::NoPip)
        });
        assert!(matches!(failed, Err(DictionaryError::NoPip)));
        assert_eq!(names(&root.path().join("shirabe")), ["dictionary.lock"]);
    }

    #[test]
    fn only_one_process_builds_and_the_others_find_its_work() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::at(root.path());
        let builds = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let found = cache.alone(&Silent, |cache| {
                        let folder = cache.folder("0123");
                        if !folder.is_dir() {
                            builds.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                            let building = cache.building()?;
                            let finished = building.path().join("finished");
                            fs_err::create_dir_all(&finished)?;
                            fs_err::write(finished.join("info.json"), b"{}")?;
                            cache.publish(&finished, "0123")?;
                        }
                        Ok(fs_err::read(folder.join("info.json"))?)
                    });
                    assert_eq!(found.unwrap(), b"{}");
                });
            }
        });
        assert_eq!(builds.into_inner(), 1);
        assert_eq!(names(root.path()), ["dictionary-0123", "dictionary.lock"]);
    }

    #[test]
    fn only_the_newest_dictionaries_are_kept() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::at(root.path());
        for (age, hash) in ["a", "b", "c", "d"].iter().enumerate().map(|(i, h)| (4 - i as u64, h)) {
            let folder = cache.folder(hash);
            fs_err::create_dir_all(&folder).unwrap();
            let made = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1000 - age);
            File::open(&folder).unwrap().file().set_modified(made).unwrap();
        }
        let building = cache.building().unwrap();
        let finished = building.path().join("finished");
        fs_err::create_dir_all(&finished).unwrap();
        cache.publish(&finished, "e").unwrap();
        drop(building);
        assert_eq!(names(root.path()), ["dictionary-c", "dictionary-d", "dictionary-e"]);
    }

    #[test]
    fn whoever_waits_says_so() {
        struct Heard(std::sync::mpsc::Sender<String>);
        impl Progress for Heard {
            fn stage(&self, name: &str) {
                self.0.send(name.to_owned()).unwrap();
            }
            fn advance(&self, _: u64, _: Option<u64>) {}
        }
        let root = tempfile::tempdir().unwrap();
        let cache = &Cache::at(root.path());
        let (said, heard) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            cache
                .alone(&Silent, |_| {
                    scope.spawn(move || cache.alone(&Heard(said), |_| Ok(())).unwrap());
                    let stage = heard.recv().unwrap();
                    assert_eq!(stage, "waiting for another process to prepare the dictionary");
                    Ok(())
                })
                .unwrap();
        });
    }

    #[test]
    fn a_choice_is_kept_until_it_is_taken_back() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::at(root.path());
        assert_eq!(cache.chosen(), None);
        cache.choose(Some("abc")).unwrap();
        assert_eq!(cache.chosen().as_deref(), Some("abc"));
        cache.choose(None).unwrap();
        assert_eq!(cache.chosen(), None);
        assert_eq!(names(root.path()), Vec::<String>::new());
    }
}
