//! An index as files that can be copied to another machine: [`HeldIndex`] gives them away, [`Replica`]
//! puts them in place.
//!
//! Invariants: what is given away is one generation and the archive, and nobody takes the generation away
//! meanwhile; what is put in place is visible only when it is complete, by the same steps as an ingest.

use std::path::{Path, PathBuf};

use fs_err as fs;

use crate::archive::Archive;
use crate::folders::{
    self, Manifest, Reading, current_number, damaged_at_a_glance, folder, make_current,
    read_manifest, remove_unread, sync_folder, write_durably,
};
use crate::lock::CopyLock;
use crate::{Fingerprint, IndexError, WriterLock};

/// Files of a generation stand below this name, whatever its number.
const GENERATION: &str = "generation/";
/// Files that earlier states of documents are kept in.
const ARCHIVE: &str = "archive/";

/// The sign that an index is a copy, with who began it.
const COPY: &str = "COPY";

/// One file of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Such as `generation/sections/meta.json` or `archive/forgotten/a.json`.
    pub name: String,
    /// Its size.
    pub n_bytes: u64,
    /// The CRC-32 with which it was written, where that was written down.
    pub crc32: Option<u32>,
    /// Whether a file of this name never has other bytes.
    pub never_changes: bool,
}

/// The generation that serves and the archive. While this lives, nobody removes the generation, and nobody
/// else copies it.
pub struct HeldIndex {
    root: PathBuf,
    number: u64,
    manifest: Manifest,
    _reading: Reading,
    _lock: CopyLock,
}

/// How often a generation that is gone when it is to be held is followed by a look for the next.
const MAX_TRIES: usize = 5;

impl HeldIndex {
    /// Holds what serves in the index at `root`; `holder` says who copies.
    pub fn hold_to_copy(root: &Path, holder: &str) -> Result<HeldIndex, IndexError> {
        let missing = || IndexError::Missing(root.to_owned());
        current_number(root)?.ok_or_else(missing)?;
        let lock = CopyLock::acquire(root, holder)?;
        for _ in 0..MAX_TRIES {
            let number = current_number(root)?.ok_or_else(missing)?;
            match read(&folder(root, number)) {
                Err(_) if current_number(root)? != Some(number) => {}
                held => {
                    let (manifest, reading) = held?;
                    let root = root.to_owned();
                    return Ok(HeldIndex {
                        root,
                        number,
                        manifest,
                        _reading: reading,
                        _lock: lock,
                    });
                }
            }
        }
        Err(missing())
    }

    /// The number of the generation.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was built, RFC 3339.
    pub fn built(&self) -> &str {
        &self.manifest.built
    }

    /// What it was made with.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.manifest.fingerprint
    }

    /// All files that a copy needs, in the order of their names.
    pub fn files(&self) -> Result<Vec<IndexFile>, IndexError> {
        let dir = folder(&self.root, self.number);
        let marks = self.manifest.files.as_ref().ok_or_else(|| IndexError::Damaged {
            path: dir.clone(),
            reason: "it was made before checksums were written down".to_owned(),
        })?;
        let mut files = vec![IndexFile {
            name: format!("{GENERATION}{}", folders::MANIFEST),
            n_bytes: fs::metadata(dir.join(folders::MANIFEST))?.len(),
            crc32: None,
            never_changes: false,
        }];
        files.extend(marks.iter().map(|(name, mark)| IndexFile {
            name: format!("{GENERATION}{name}"),
            n_bytes: mark.n_bytes,
            crc32: Some(mark.crc32),
            never_changes: folders::is_written_once(name),
        }));
        files.extend(
            Archive::of_index(&self.root)
                .copied_files()?
                .into_iter()
                .map(|file| IndexFile { name: format!("{ARCHIVE}{}", file.name), ..file }),
        );
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Where the file with this name lies.
    pub fn path_of(&self, name: &str) -> Option<PathBuf> {
        place(&self.root, &folder(&self.root, self.number), name)
    }
}

/// Holds the generation in `dir`, and reads what it says of itself.
fn read(dir: &Path) -> Result<(Manifest, Reading), IndexError> {
    let reading = Reading::begin(dir)?;
    // Not before: until it is held it may go.
    Ok((read_manifest(dir)?, reading))
}

/// The index of a machine that follows another: nobody else writes to it.
pub struct Replica {
    root: PathBuf,
    _lock: WriterLock,
}

/// Whether the index at `root` is a copy of another machine's, which needs no documents.
pub fn is_copy(root: &Path) -> bool {
    root.join(COPY).exists()
}

impl Replica {
    /// Takes the index at `root`, which is a copy of another or empty; `holder` says who writes.
    pub fn take(root: &Path, holder: &str) -> Result<Replica, IndexError> {
        let lock = WriterLock::acquire_any(root, holder)?;
        if !is_copy(root) {
            if current_number(root)?.is_some() || root.join("archive").exists() {
                return Err(IndexError::NoCopy(root.to_owned()));
            }
            write_durably(&root.join(COPY), format!("{holder}\n").as_bytes())?;
        }
        folders::mend_current(root)?;
        Ok(Replica { root: root.to_owned(), _lock: lock })
    }

    /// The folder of the index.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The generation that serves here.
    pub fn current(&self) -> Option<u64> {
        current_number(&self.root).ok().flatten()
    }

    /// Whether the generation that serves here was made with `fingerprint` and shows no damage. It was put
    /// in place whole, whatever became of the process that did so.
    pub fn can_serve(&self, fingerprint: &Fingerprint) -> bool {
        let dir = self.current().map(|number| folder(&self.root, number));
        let manifest = dir.as_ref().and_then(|dir| read_manifest(dir).ok());
        dir.zip(manifest).is_some_and(|(dir, manifest)| {
            manifest.fingerprint == *fingerprint && damaged_at_a_glance(&dir, &manifest).is_empty()
        })
    }

    /// Whether the generation with this number is here and was put in place with these bytes as what it
    /// says of itself.
    pub fn has(&self, number: u64, described: impl Fn(&[u8]) -> bool) -> bool {
        let dir = folder(&self.root, number);
        let is_same = fs::read(dir.join(folders::MANIFEST)).is_ok_and(|bytes| described(&bytes));
        let manifest = read_manifest(&dir);
        is_same && manifest.is_ok_and(|manifest| damaged_at_a_glance(&dir, &manifest).is_empty())
    }

    /// Begins, or goes on, to put generation `number` together, by files at [`Replica::partial_path`]; what
    /// was begun of others goes, and so do files that end in `.partial`.
    pub fn begin(&self, number: u64) -> Result<(), IndexError> {
        let partial = folders::unfinished(&self.root, number);
        folders::remove_unfinished_but(&self.root, &partial)?;
        for folder in [partial.clone(), partial.join("sections"), partial.join("documents")] {
            fs::create_dir_all(&folder)?;
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|extension| extension == "partial") {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }

    /// Whether generation `number` was begun and is not finished.
    pub fn has_begun(&self, number: u64) -> bool {
        folders::unfinished(&self.root, number).is_dir()
    }

    /// Gives up what was begun of a generation, as where the disk is full.
    pub fn give_up(&self, number: u64) -> Result<(), IndexError> {
        let partial = folders::unfinished(&self.root, number);
        if partial.exists() { Ok(fs::remove_dir_all(partial)?) } else { Ok(()) }
    }

    /// Where a file of the unfinished generation `number`, or of the archive, belongs; `None` for a name
    /// that no index has.
    pub fn partial_path(&self, number: u64, name: &str) -> Option<PathBuf> {
        place(&self.root, &folders::unfinished(&self.root, number), name)
    }

    /// Where a file of the complete generation `number`, or of the archive, lies.
    pub fn complete_path(&self, number: u64, name: &str) -> Option<PathBuf> {
        place(&self.root, &folder(&self.root, number), name)
    }

    /// Completes generation `number`, of which all files are there, and lets it serve. Fails where another
    /// generation stands under its number and is being read.
    pub fn finish(&self, number: u64) -> Result<(), IndexError> {
        let partial = folders::unfinished(&self.root, number);
        write_durably(&partial.join(folders::READERS), b"")?;
        for part in ["sections", "documents"] {
            sync_folder(&partial.join(part))?;
        }
        sync_folder(&partial)?;
        let complete = folder(&self.root, number);
        if complete.exists() && !remove_unread(&complete)? {
            return Err(IndexError::InUse(number));
        }
        fs::rename(&partial, &complete)?;
        sync_folder(&self.root)?;
        make_current(&self.root, number)
    }

    /// Lets a generation serve that is here.
    pub fn serve(&self, number: u64) -> Result<(), IndexError> {
        if folders::named_number(&self.root).ok().flatten() == Some(number) {
            return Ok(());
        }
        make_current(&self.root, number)
    }

    /// Removes the files of the archive that are not `wanted`, by their names, and what is half written.
    pub fn keep_of_archive(&self, wanted: impl Fn(&str) -> bool) -> Result<(), IndexError> {
        let archive = Archive::of_index(&self.root);
        archive.remove_partials()?;
        for file in archive.copied_files()? {
            let name = format!("{ARCHIVE}{}", file.name);
            if !wanted(&name)
                && let Some(path) = place(&self.root, &self.root, &name)
            {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Removes the generations that nobody reads, but the one that serves and `former`.
    pub fn remove_old(&self, current: u64, former: Option<u64>) -> Result<(), IndexError> {
        folders::remove_old(&self.root, current, former).map(|_| ())
    }
}

/// The path of a file by its name. A name comes from elsewhere: it leads nowhere else.
fn place(root: &Path, generation: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = |part: &str| {
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
        !part.is_empty() && !part.starts_with("..") && part != "." && part.chars().all(letters)
    };
    if !name.split('/').all(is_plain) {
        return None;
    }
    match (name.strip_prefix(GENERATION), name.strip_prefix(ARCHIVE)) {
        (Some(name), _) => Some(generation.join(name)),
        (_, Some(name)) => Some(root.join("archive").join(name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        let root = Path::new("index");
        let path = |name: &str| place(root, &root.join("gen-000001.partial"), name);
        let meta = root.join("gen-000001.partial/sections/meta.json");
        assert_eq!(path("generation/sections/meta.json"), Some(meta));
        let edition = root.join("archive/editions/a@2024-01-01.json.gz");
        assert_eq!(path("archive/editions/a@2024-01-01.json.gz"), Some(edition));
        for name in
            ["", "CURRENT", "generation/../CURRENT", "archive//a", "generation/..", "/etc/a"]
        {
            assert_eq!(path(name), None, "{name}");
        }
    }
}
