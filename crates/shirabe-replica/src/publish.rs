//! Publishing: [`publish`] copies the generation that serves into a store.
//!
//! 1. The generation is held, and its files and those of the archive are listed.
//! 2. Each that the last published state does not have is read for its SHA-256, and copied if the store has
//!    no such file.
//! 3. The manifest is written, and then `CURRENT`.
//! 4. What no state names goes, with states that were followed by others a day ago.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rayon::prelude::*;
use shirabe_index::{HeldIndex, IndexFile};

use crate::ReplicaError;
use crate::follow::current;
use crate::manifest::{
    Manifest, PublishedFile, file_object, is_published, manifest_object, reckon,
};
use crate::store::Store;

/// For so long a state stays that another one has followed: a follower that began to take it finishes, if
/// it takes less. One that takes longer begins anew.
const STAYS: Duration = Duration::from_hours(24);

/// How often an index that changes while it is copied is listed anew.
const MAX_TRIES: usize = 3;

/// Which files are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// Those that the store does not have.
    WhatIsNew,
    /// All, as where the store has damaged ones.
    Everything,
}

/// What was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The number of the generation.
    pub generation: u64,
    /// The name of the state.
    pub name: String,
    /// Files of it.
    pub n_files: usize,
    /// Files that were copied.
    pub n_copied: u64,
    /// Their size.
    pub n_bytes_copied: u64,
    /// Objects that went because nothing names them any more.
    pub n_removed: usize,
}

/// Copies the generation that serves in the index at `root`; `holder` says who does so. There is one who
/// publishes to a store.
pub fn publish(
    root: &Path,
    store: &Store,
    copying: Copying,
    holder: &str,
) -> Result<Publication, ReplicaError> {
    for _ in 1..MAX_TRIES {
        match publish_once(root, store, copying, holder) {
            // Of the archive something may go at any time.
            Err(ReplicaError::Changed(_)) => {}
            Err(ReplicaError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {}
            published => return published,
        }
    }
    publish_once(root, store, copying, holder)
}

fn publish_once(
    root: &Path,
    store: &Store,
    copying: Copying,
    holder: &str,
) -> Result<Publication, ReplicaError> {
    let held = HeldIndex::hold_to_copy(root, holder)?;
    refuse_index(store)?;
    store.remove_unfinished()?;
    let former = former(store)?;
    let listed = match copying {
        Copying::WhatIsNew => store.list("files")?,
        Copying::Everything => Vec::new(),
    };
    let there = listed.into_iter().map(|stored| (stored.name, stored.n_bytes)).collect();
    let (n_copied, n_bytes_copied) = (AtomicU64::new(0), AtomicU64::new(0));
    let former = former.as_ref();
    let copy = Copy { held: &held, store, former, there, n_copied, n_bytes_copied };
    let files = held.files()?;
    let one = |file: &IndexFile| Ok((file.name.clone(), copy.file(file)?));
    let files: Result<BTreeMap<_, _>, ReplicaError> =
        store.at_a_time(|| files.par_iter().map(one).collect());
    let manifest = Manifest::new(held.number(), held.built(), held.fingerprint(), files?);
    let (bytes, name) = manifest.to_bytes();
    store.put(&manifest_object(&name), bytes)?;
    store.put("CURRENT", format!("{name}\n").into_bytes())?;
    Ok(Publication {
        generation: held.number(),
        n_files: manifest.files.len(),
        n_copied: copy.n_copied.into_inner(),
        n_bytes_copied: copy.n_bytes_copied.into_inner(),
        n_removed: remove_old(store, &manifest, &name)?,
        name,
    })
}

/// An index has a `CURRENT` as well, which must not be written over.
fn refuse_index(store: &Store) -> Result<(), ReplicaError> {
    let is_index = store.get("CURRENT")?.is_some_and(|bytes| bytes.starts_with(b"gen-"));
    if !is_index {
        return Ok(());
    }
    let reason = "it is an index; name an empty folder".to_owned();
    Err(ReplicaError::Address { address: store.address().to_owned(), reason })
}

/// The state that is published, if there is one that can be read: what it says need not be reckoned again.
fn former(store: &Store) -> Result<Option<Manifest>, ReplicaError> {
    match current(store) {
        Ok(name) => Ok(Manifest::fetch(store, &name).ok()),
        Err(error @ ReplicaError::Store { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// One run of copying.
struct Copy<'a> {
    held: &'a HeldIndex,
    store: &'a Store,
    former: Option<&'a Manifest>,
    /// The objects of the store with their sizes.
    there: BTreeMap<String, u64>,
    n_copied: AtomicU64,
    n_bytes_copied: AtomicU64,
}

impl Copy<'_> {
    /// Sees to it that a file is in the store.
    fn file(&self, file: &IndexFile) -> Result<PublishedFile, ReplicaError> {
        let path = self.held.path_of(&file.name);
        let path = path.ok_or_else(|| ReplicaError::SourceDamaged(file.name.clone()))?;
        let known = self.known(file);
        let published = match known {
            Some(known) => known.clone(),
            None => reckon(&path)?,
        };
        if file.crc32.is_some_and(|crc32| crc32 != published.crc32) {
            return Err(ReplicaError::SourceDamaged(path.display().to_string()));
        }
        let object = file_object(&published.sha256);
        if self.there.get(&object) != Some(&published.n_bytes) {
            self.store.put_file(&object, &path, &published)?;
            self.n_copied.fetch_add(1, Ordering::Relaxed);
            self.n_bytes_copied.fetch_add(published.n_bytes, Ordering::Relaxed);
        }
        Ok(published)
    }

    /// What is known of a file that the last state had already.
    fn known(&self, file: &IndexFile) -> Option<&PublishedFile> {
        let known = self.former?.files.get(&file.name)?;
        let is_same = file.never_changes
            && known.n_bytes == file.n_bytes
            && file.crc32.is_some_and(|crc32| crc32 == known.crc32);
        is_same.then_some(known)
    }
}

/// Removes states that were followed by another one some time ago, or in which something stands that was
/// taken down since, and files that no state names. Answers how many objects went.
fn remove_old(store: &Store, current: &Manifest, name: &str) -> Result<usize, ReplicaError> {
    let current_object = manifest_object(name);
    let mut states = store.list("generations")?;
    states.retain(|state| is_published(&state.name));
    // The clock of a store may know seconds only: the one that was written now is the last.
    states.sort_by_key(|state| (state.name == current_object, state.modified, state.name.clone()));
    let Some(now) = states.last().map(|state| state.modified) else { return Ok(0) };
    let mut named: BTreeSet<String> = objects_of(current);
    let mut unwanted = Vec::new();
    for (state, next) in states.iter().zip(states.iter().skip(1)) {
        let age = now.duration_since(next.modified).unwrap_or_default();
        let name = state.name.strip_prefix("generations/").and_then(|n| n.strip_suffix(".json"));
        // What cannot be read helps nobody, and names nothing.
        let manifest = name.and_then(|name| Manifest::fetch(store, name).ok());
        let stays =
            manifest.filter(|manifest| age < STAYS && !manifest.has_what_was_taken_down(current));
        match stays {
            Some(manifest) => named.extend(objects_of(&manifest)),
            None => unwanted.push(state.name.clone()),
        }
    }
    let files = store.list("files")?.into_iter().map(|stored| stored.name);
    // States first: none is ever there without its files.
    unwanted.extend(files.filter(|name| is_published(name) && !named.contains(name)));
    store.remove(&unwanted)?;
    Ok(unwanted.len())
}

fn objects_of(manifest: &Manifest) -> BTreeSet<String> {
    manifest.files.values().map(|file| file_object(&file.sha256)).collect()
}
