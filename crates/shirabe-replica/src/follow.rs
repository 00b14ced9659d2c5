//! Following: a [`Follower`] takes what is published into an index of its own.
//!
//! 1. `CURRENT` of the store is read; if it names what was taken last, that is all.
//! 2. The manifest is read. One that was made with another program or dictionary is refused.
//! 3. Files of the archive are taken one by one: they are complete or not there.
//! 4. Files of the generation are put together under another name: those that the former generation has
//!    are linked, the others fetched, and all are read for their SHA-256. What an earlier attempt has left
//!    is used if it fits.
//! 5. The generation is renamed and named in the index's own `CURRENT`. The server notices with its next
//!    request.
//! 6. What the archive should not have goes, and so do generations that nobody reads.

use std::path::{Path, PathBuf};

use fs_err as fs;
use rayon::prelude::*;
use shirabe_index::{Fingerprint, Replica};

use crate::ReplicaError;
use crate::manifest::{
    Manifest, PublishedFile, file_object, is_name, manifest_object, reckon, sha256,
};
use crate::store::Store;

/// The manifest of what was taken last.
const FOLLOWED: &str = "FOLLOWED.json";
/// The file by which generations are told from each other.
const DESCRIPTION: &str = "generation/generation.json";
/// How often a state that goes while it is taken is followed by a look for the next.
const MAX_TRIES: usize = 3;

/// What a look at the source has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// What was taken last is what is published.
    Unchanged,
    /// Something was taken; this generation serves.
    Taken(u64),
}

/// An index that follows a store.
pub struct Follower {
    store: Store,
    replica: Replica,
    fingerprint: Fingerprint,
    taken: Option<(Manifest, String)>,
    /// The generation to fall back to.
    former: Option<u64>,
}

impl Follower {
    /// Follows `store` into the index at `root`, to which nobody else writes from now on; `holder` says
    /// who does. What is taken must have been made with `fingerprint`. Nothing is asked yet.
    pub fn new(
        store: Store,
        root: &Path,
        fingerprint: Fingerprint,
        holder: &str,
    ) -> Result<Follower, ReplicaError> {
        let replica = Replica::take(root, holder)?;
        let taken = fs::read(root.join(FOLLOWED)).ok();
        let taken = taken.and_then(|bytes| Manifest::from_bytes(&bytes).ok());
        let serves = |(manifest, _): &(Manifest, String)| {
            replica.current() == Some(manifest.generation) && is_here(&replica, manifest)
        };
        let taken = taken.filter(serves);
        Ok(Follower { store, replica, fingerprint, taken, former: None })
    }

    /// Whether something is here that can be served, so that the source need not be asked first.
    pub fn can_serve(&self) -> bool {
        self.replica.can_serve(&self.fingerprint)
    }

    /// Whether the source should be asked before what is here is served: another generation waits to stand
    /// under its number, and can do so only while nobody reads the one that is here. That happens where the
    /// index of the source was deleted and made anew.
    pub fn is_in_the_way(&self) -> bool {
        self.replica.current().is_some_and(|number| self.replica.has_begun(number))
    }

    /// Looks at the source, and takes what is new. On an error what serves goes on serving.
    pub fn look(&mut self) -> Result<Look, ReplicaError> {
        let mut name = current(&self.store)?;
        for _ in 1..MAX_TRIES {
            match self.take(&name) {
                // It was removed while it was taken, because there are newer ones.
                Err(ReplicaError::Missing { .. }) => {
                    let newer = current(&self.store)?;
                    if std::mem::replace(&mut name, newer) == name {
                        break;
                    }
                }
                taken => return taken,
            }
        }
        self.take(&name)
    }

    fn take(&mut self, name: &str) -> Result<Look, ReplicaError> {
        if let Some((taken, known)) = &self.taken
            && known == name
        {
            self.replica.remove_old(taken.generation, self.former)?;
            return Ok(Look::Unchanged);
        }
        let manifest = Manifest::fetch(&self.store, name)?;
        if manifest.fingerprint != self.fingerprint {
            return Err(ReplicaError::Fingerprint {
                found: manifest.fingerprint.to_string(),
                expected: self.fingerprint.to_string(),
            });
        }
        let number = manifest.generation;
        for name in manifest.files.keys() {
            self.place(self.replica.partial_path(number, name), name)?;
        }
        self.check_room(&manifest)?;
        let taken = self.take_files(&manifest);
        if let Err(ReplicaError::DiskFull { .. }) = taken {
            self.give_up(number)?;
        }
        taken?;
        let before = self.taken.take().map(|(manifest, _)| manifest);
        self.former = match before {
            // What was taken down must not stay where it is fallen back to.
            Some(before) if before.has_what_was_taken_down(&manifest) => None,
            Some(before) if before.generation == number => self.former,
            before => before.map(|before| before.generation),
        };
        self.replica.keep_of_archive(|name| manifest.files.contains_key(name))?;
        self.remember(&manifest)?;
        self.taken = Some((manifest, name.to_owned()));
        self.replica.remove_old(number, self.former)?;
        Ok(Look::Taken(number))
    }

    /// Begins nothing that cannot be finished: else each look would fetch as much as the disk takes.
    fn check_room(&self, manifest: &Manifest) -> Result<(), ReplicaError> {
        let number = manifest.generation;
        let taken = self.taken.as_ref().map(|(taken, _)| &taken.files);
        let is_missing = |(name, file): &(&String, &PublishedFile)| {
            let has_size = |path: Option<PathBuf>| {
                let found = path.and_then(|path| fs::metadata(path).ok());
                found.is_some_and(|found| found.len() == file.n_bytes)
            };
            taken.and_then(|taken| taken.get(*name)) != Some(*file)
                && !has_size(self.replica.partial_path(number, name))
                && !has_size(self.replica.complete_path(number, name))
        };
        let missing = manifest.files.iter().filter(is_missing);
        let n_needed = missing.map(|(_, file)| file.n_bytes).fold(0, u64::saturating_add);
        let root = self.replica.root();
        // What cannot be asked is seen while it is written.
        let Ok(disk) = rustix::fs::statvfs(root) else { return Ok(()) };
        let n_free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if n_needed <= n_free {
            return Ok(());
        }
        Err(ReplicaError::NoRoom { path: root.display().to_string(), n_needed, n_free })
    }

    /// Takes back what was begun: the room is needed by what serves. That something was taken down stays.
    fn give_up(&self, number: u64) -> Result<(), ReplicaError> {
        self.replica.give_up(number)?;
        let Some((taken, _)) = &self.taken else { return Ok(()) };
        let stays =
            |name: &str| taken.files.contains_key(name) || name.starts_with("archive/forgotten/");
        Ok(self.replica.keep_of_archive(stays)?)
    }

    fn take_files(&self, manifest: &Manifest) -> Result<(), ReplicaError> {
        let number = manifest.generation;
        let of = |kind: &'static str| {
            manifest.files.iter().filter(move |(name, _)| name.starts_with(kind))
        };
        let archive: Vec<_> = of("archive/").collect();
        self.store.at_a_time(|| {
            archive.par_iter().try_for_each(|(name, file)| self.take_of_archive(name, file))
        })?;
        if is_here(&self.replica, manifest) {
            return Ok(self.replica.serve(number)?);
        }
        self.replica.begin(number)?;
        let generation: Vec<_> = of("generation/").collect();
        self.store.at_a_time(|| {
            let take = |(name, file): &(&String, &PublishedFile)| {
                self.take_of_generation(number, name, file)
            };
            generation.par_iter().try_for_each(take)
        })?;
        Ok(self.replica.finish(number)?)
    }

    fn take_of_archive(&self, name: &str, file: &PublishedFile) -> Result<(), ReplicaError> {
        let path = self.place(self.replica.complete_path(0, name), name)?;
        let n_bytes = fs::metadata(&path).ok().map(|found| found.len());
        let known = self.taken.as_ref().and_then(|(taken, _)| taken.files.get(name));
        let is_known = known == Some(file) && n_bytes == Some(file.n_bytes);
        if is_known || (n_bytes == Some(file.n_bytes) && reckon(&path)? == *file) {
            return Ok(());
        }
        self.fetch(name, file, &path)
    }

    fn take_of_generation(
        &self,
        number: u64,
        name: &str,
        file: &PublishedFile,
    ) -> Result<(), ReplicaError> {
        let path = self.place(self.replica.partial_path(number, name), name)?;
        if path.exists() && reckon(&path)? == *file {
            return Ok(());
        }
        if let Some(former) = self.in_former(name, file)
            && self.link(&former, &path)?
            && reckon(&path)? == *file
        {
            return Ok(());
        }
        self.fetch(name, file, &path)
    }

    /// Where the former generation has the same file.
    fn in_former(&self, name: &str, file: &PublishedFile) -> Option<PathBuf> {
        let (taken, _) = self.taken.as_ref()?;
        let is_same = taken.files.get(name) == Some(file);
        self.replica.complete_path(taken.generation, name).filter(|path| is_same && path.exists())
    }

    /// Whether one file could be made a link to another. Not every file system knows links; then the file
    /// is fetched.
    fn link(&self, former: &Path, path: &Path) -> Result<bool, ReplicaError> {
        self.make_room(path)?;
        Ok(fs::hard_link(former, path).is_ok())
    }

    /// Fetches a file that is there complete and as it was published, or not at all.
    fn fetch(&self, name: &str, file: &PublishedFile, path: &Path) -> Result<(), ReplicaError> {
        self.make_room(path)?;
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let fetched = self.fetch_into(&partial, name, file);
        if fetched.is_err() {
            let _ = fs::remove_file(&partial);
        }
        self.or_full(fetched)?;
        self.or_full(fs::rename(&partial, path).map_err(ReplicaError::from))?;
        Ok(())
    }

    fn fetch_into(
        &self,
        partial: &Path,
        name: &str,
        file: &PublishedFile,
    ) -> Result<(), ReplicaError> {
        let object = file_object(&file.sha256);
        let store = || self.store.address().to_owned();
        let mut written = fs::File::create(partial)?;
        let Some(found) = self.store.fetch(&object, &mut written)? else {
            return Err(ReplicaError::Missing { store: store(), object });
        };
        if found != *file {
            let reason = if found.n_bytes == file.n_bytes {
                "its SHA-256 does not fit".to_owned()
            } else {
                format!("it has {} bytes and should have {}", found.n_bytes, file.n_bytes)
            };
            let file = name.to_owned();
            return Err(ReplicaError::Damaged { store: store(), object, file, reason });
        }
        Ok(written.sync_all()?)
    }

    /// Makes the folder of a file, and takes away what stands in its place.
    fn make_room(&self, path: &Path) -> Result<(), ReplicaError> {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        self.or_full(made.map_err(ReplicaError::from))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn place(&self, path: Option<PathBuf>, name: &str) -> Result<PathBuf, ReplicaError> {
        path.ok_or_else(|| ReplicaError::Damaged {
            store: self.store.address().to_owned(),
            object: "a manifest".to_owned(),
            file: name.to_owned(),
            reason: "no index has a file of this name".to_owned(),
        })
    }

    /// Says of a full disk that it is full.
    fn or_full<T>(&self, done: Result<T, ReplicaError>) -> Result<T, ReplicaError> {
        done.map_err(|error| match error {
            ReplicaError::Io(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
                ) =>
            {
                ReplicaError::DiskFull { path: self.replica.root().display().to_string() }
            }
            error => error,
        })
    }

    /// Remembers what was taken, for the next start.
    fn remember(&self, manifest: &Manifest) -> Result<(), ReplicaError> {
        let mut partial = tempfile::NamedTempFile::new_in(self.replica.root())?;
        std::io::Write::write_all(&mut partial, &manifest.to_bytes().0)?;
        partial.as_file().sync_all()?;
        let persisted = partial.persist(self.replica.root().join(FOLLOWED));
        persisted.map(|_| ()).map_err(|error| error.error.into())
    }
}

/// Whether the generation of a state is in the index.
fn is_here(replica: &Replica, manifest: &Manifest) -> bool {
    let description = manifest.files.get(DESCRIPTION);
    let is_same = |bytes: &[u8]| description.is_some_and(|file| file.sha256 == sha256(bytes));
    replica.has(manifest.generation, is_same)
}

/// The name of the state that is published.
pub(crate) fn current(store: &Store) -> Result<String, ReplicaError> {
    let bytes = store.get("CURRENT")?;
    let bytes = bytes.ok_or_else(|| ReplicaError::NothingPublished(store.address().to_owned()))?;
    let name = String::from_utf8_lossy(&bytes).trim().to_owned();
    if is_name(&name) {
        return Ok(name);
    }
    Err(ReplicaError::Damaged {
        store: store.address().to_owned(),
        object: "CURRENT".to_owned(),
        file: "the name of what is published".to_owned(),
        reason: "it names nothing".to_owned(),
    })
}

impl Manifest {
    /// Reads the state with this name.
    pub(crate) fn fetch(store: &Store, name: &str) -> Result<Manifest, ReplicaError> {
        let object = manifest_object(name);
        let address = || store.address().to_owned();
        let Some(bytes) = store.get(&object)? else {
            return Err(ReplicaError::Missing { store: address(), object });
        };
        let damaged = |reason: String| ReplicaError::Damaged {
            store: address(),
            object: object.clone(),
            file: "a manifest".to_owned(),
            reason,
        };
        let (manifest, found) = Manifest::from_bytes(&bytes).map_err(damaged)?;
        if found == name {
            Ok(manifest)
        } else {
            Err(damaged("its SHA-256 does not fit".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn fingerprint(dictionary: &str) -> Fingerprint {
        Fingerprint::of_dictionary(dictionary)
    }

    /// What a machine says to a state of these files, that a store of folders has.
    fn said_to(files: &[(&str, u64)], dictionary: &str, bytes: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().join("store").to_str().unwrap()).unwrap();
        let file = |(name, n_bytes): &(&str, u64)| {
            let sha256 = sha256(name.as_bytes());
            ((*name).to_owned(), PublishedFile { n_bytes: *n_bytes, sha256, crc32: 0 })
        };
        let files: BTreeMap<_, _> = files.iter().map(file).collect();
        let manifest = Manifest::new(7, "2026-01-01T00:00:00Z", &fingerprint(dictionary), files);
        let (manifest, name) = manifest.to_bytes();
        for file in ["generation/a", "archive/forgotten/a.json"] {
            let object = file_object(&sha256(file.as_bytes()));
            store.put(&object, bytes.as_bytes().to_vec()).unwrap();
        }
        store.put(&manifest_object(&name), manifest).unwrap();
        store.put("CURRENT", name.into_bytes()).unwrap();
        let root = folder.path().join("index");
        let mut follower = Follower::new(store, &root, fingerprint("a"), "a test").unwrap();
        let said = follower.look().unwrap_err().to_string();
        assert!(!root.join("CURRENT").exists(), "{said}");
        said.replace(folder.path().to_str().unwrap(), "")
    }

    #[test]
    fn what_is_not_as_it_was_published_is_refused_by_name() {
        let short = said_to(&[("generation/a", 9)], "a", "five.");
        assert!(short.contains("(generation/a): it has 5 bytes and should have 9"), "{short}");
        let other = said_to(&[("archive/forgotten/a.json", 5)], "a", "five.");
        assert!(other.contains("(archive/forgotten/a.json): its SHA-256 does not fit"), "{other}");
        let missing = said_to(&[("generation/b", 1)], "a", "");
        assert!(missing.contains("is missing in /store"), "{missing}");
    }

    #[test]
    fn a_file_that_would_lie_elsewhere_is_refused() {
        for name in ["generation/../../a", "elsewhere/a", "archive//a"] {
            let refused = said_to(&[(name, 1)], "a", "");
            assert!(refused.contains("no index has a file of this name"), "{name}: {refused}");
        }
    }

    #[test]
    fn what_does_not_fit_on_the_disk_is_not_begun() {
        let refused = said_to(&[("generation/a", u64::MAX / 2)], "a", "five.");
        assert!(refused.contains("9223372036854775807 more bytes in /index"), "{refused}");
    }

    #[test]
    fn what_another_program_has_made_is_refused() {
        let refused = said_to(&[("generation/a", 5)], "another", "five.");
        assert!(refused.contains("run the same version at both ends"), "{refused}");
    }

    #[test]
    fn a_store_without_anything_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().to_str().unwrap()).unwrap();
        let root = folder.path().join("index");
        let mut follower = Follower::new(store, &root, fingerprint("a"), "a test").unwrap();
        assert!(matches!(follower.look(), Err(ReplicaError::NothingPublished(_))));
        assert!(!follower.can_serve());
    }
}
