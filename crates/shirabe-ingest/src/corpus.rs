//! The files to be read: which there are, and which document each is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fs_err as fs;
use sha2::{Digest as _, Sha256};
use shirabe_document::DocumentId;

use crate::IngestError;
use crate::ledger::Ledger;
use crate::sidecar::Sidecar;

/// Files that come along with documents and are none. Everything else is looked at, and refused by name
/// where it is no document.
const PASSED_OVER: [&str; 9] = ["toml", "css", "js", "woff", "woff2", "ttf", "ico", "lock", "part"];
const PASSED_OVER_NAMES: [&str; 3] = ["README.md", "Thumbs.db", "desktop.ini"];

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// The file, as given.
    pub(crate) path: PathBuf,
    /// Its absolute path, by which it is known from one ingest to the next.
    pub(crate) key: String,
    /// Its path below the folder that was given.
    pub(crate) relative: String,
    /// Size in bytes.
    pub(crate) n_bytes: u64,
}

/// What an ingest is about: files, and the places that it answers for.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// The files, by key.
    pub(crate) sources: Vec<Source>,
    /// The places that were given, absolute. What is known below them and not there any more is gone.
    roots: Vec<PathBuf>,
}

impl Scope {
    /// The files at `paths` and in the folders there. Hidden files and links are passed over.
    pub(crate) fn of(paths: &[PathBuf], known: &Ledger) -> Result<Scope, IngestError> {
        let mut scope = Scope::default();
        for path in paths {
            let root = std::path::absolute(path)?;
            scope.roots.push(root.clone());
            match fs::metadata(path) {
                Ok(found) if found.is_dir() => {
                    scope.collect(path, path)?;
                    let is_below = |source: &Source| Path::new(&source.key).starts_with(&root);
                    if !scope.sources.iter().any(is_below) {
                        return Err(IngestError::Empty(path.clone()));
                    }
                }
                Ok(found) => scope.add(path, path.parent().unwrap_or(path), found.len())?,
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                // A file that was there before is one that was deleted.
                Err(_) if known.0.keys().any(|key| Path::new(key).starts_with(&root)) => {}
                Err(_) => return Err(IngestError::NoSuchPath(path.clone())),
            }
        }
        scope.sort();
        Ok(scope)
    }

    /// Adds files that are known from before, wherever they are.
    pub(crate) fn add_known(&mut self, known: &Ledger) -> Result<(), IngestError> {
        for (key, entry) in &known.0 {
            let path = Path::new(key);
            if self.answers_for(key) || !path.is_file() {
                continue;
            }
            let n_bytes = fs::metadata(path)?.len();
            let relative = entry.report.path.clone();
            self.sources.push(Source {
                path: PathBuf::from(&entry.report.path),
                key: key.clone(),
                relative,
                n_bytes,
            });
        }
        self.sort();
        Ok(())
    }

    /// Whether a file that is not among the sources is gone for good.
    pub(crate) fn answers_for(&self, key: &str) -> bool {
        self.roots.iter().any(|root| Path::new(key).starts_with(root))
    }

    fn sort(&mut self) {
        self.sources.sort_by(|a, b| a.key.cmp(&b.key));
        self.sources.dedup_by(|a, b| a.key == b.key);
    }

    fn collect(&mut self, folder: &Path, root: &Path) -> Result<(), IngestError> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            // Links are not followed: one that points upwards would never end.
            let kind = entry.file_type()?;
            if name.starts_with('.') || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                self.collect(&path, root)?;
            } else if kind.is_file() && is_candidate(&name) {
                self.add(&path, root, entry.metadata()?.len())?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, root: &Path, n_bytes: u64) -> Result<(), IngestError> {
        self.sources.push(Source {
            path: path.to_owned(),
            key: std::path::absolute(path)?.to_string_lossy().into_owned(),
            relative: path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned(),
            n_bytes,
        });
        Ok(())
    }
}

fn is_candidate(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    !PASSED_OVER_NAMES.contains(&name)
        && !PASSED_OVER.iter().any(|other| other.eq_ignore_ascii_case(extension))
}

impl Source {
    /// The metadata file beside it: `report.pdf.toml` or `report.toml`, whether that exists or not.
    pub(crate) fn sidecar(&self) -> PathBuf {
        let mut whole = self.path.as_os_str().to_owned();
        whole.push(".toml");
        let whole = PathBuf::from(whole);
        if whole.is_file() { whole } else { self.path.with_extension("toml") }
    }

    /// The file's name.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The id of each source's document, or why it cannot have the one it asks for.
///
/// An id in the metadata file comes first; then a file keeps the id that it had; then the id is made from
/// the file's name, with a part of the hash of its path where another file has that name.
pub(crate) fn ids(
    sources: &[Source],
    known: &Ledger,
) -> BTreeMap<String, Result<DocumentId, String>> {
    let mut ids = BTreeMap::new();
    let mut taken: BTreeMap<DocumentId, String> = BTreeMap::new();
    let here: BTreeSet<&str> = sources.iter().map(|source| source.key.as_str()).collect();
    for (key, entry) in &known.0 {
        let is_elsewhere = !here.contains(key.as_str()) && Path::new(key).is_file();
        if let (true, Ok(id)) = (is_elsewhere, DocumentId::parse(&entry.report.id)) {
            taken.insert(id, key.clone());
        }
    }
    let mut open = Vec::new();
    for source in sources {
        match Sidecar::read(&source.sidecar()).and_then(|s| s.id(&source.sidecar())) {
            Err(error) => drop(ids.insert(source.key.clone(), Err(error.to_string()))),
            Ok(None) => open.push(source),
            Ok(Some(id)) => {
                let other = taken.get(&id).cloned();
                let other = other.map(|other| format!("文書ID「{id}」は{other}が使っている"));
                if other.is_none() {
                    taken.insert(id.clone(), source.key.clone());
                }
                ids.insert(source.key.clone(), other.map_or(Ok(id), Err));
            }
        }
    }
    let (kept, new): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|s| known.0.contains_key(&s.key));
    for source in kept.into_iter().chain(new) {
        let former = known.0.get(&source.key).and_then(|e| DocumentId::parse(&e.report.id).ok());
        let id = former
            .into_iter()
            .chain(names_for(source))
            .find(|id| !taken.contains_key(id))
            .ok_or_else(|| format!("{}に文書IDを付けられない", source.relative));
        if let Ok(id) = &id {
            taken.insert(id.clone(), source.key.clone());
        }
        ids.insert(source.key.clone(), id);
    }
    ids
}

/// Ids for a file that has none, the best first.
fn names_for(source: &Source) -> impl Iterator<Item = DocumentId> {
    let plain = DocumentId::from_file_name(&source.name());
    let hash = hex(&Sha256::digest(source.relative.as_bytes()));
    let with_hash = |n: usize| {
        let base: String = plain.as_str().chars().take(80).collect();
        let part: String = hash.chars().take(n).collect();
        DocumentId::parse(&format!("{}-{part}", base.trim_end_matches('-'))).ok()
    };
    let (short, long) = (with_hash(6), with_hash(16));
    [Some(plain), short, long].into_iter().flatten()
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(files: &[(&str, &str)]) -> (tempfile::TempDir, Scope) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let scope = Scope::of(&[folder.path().to_owned()], &Ledger::default()).unwrap();
        (folder, scope)
    }

    fn shown(files: &[(&str, &str)]) -> String {
        let (_folder, scope) = scope(files);
        let ids = ids(&scope.sources, &Ledger::default());
        let line = |source: &Source| match &ids[&source.key] {
            Ok(id) => format!("{} → {id}", source.relative),
            Err(_) => format!("{} ×", source.relative),
        };
        scope.sources.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn everything_that_may_be_a_document_is_a_source() {
        let files = ["b/会議.pdf", "a.md", ".hidden.md", "README.md", "a.toml", "x.css", "表.xlsx"];
        insta::assert_snapshot!(shown(&files.map(|name| (name, ""))), @r"
        a.md → a
        b/会議.pdf → document
        表.xlsx → document-beccdc
        ");
    }

    #[test]
    fn files_of_one_name_get_different_ids() {
        let files = [("令和6年度/資料1.pdf", ""), ("令和7年度/資料1.pdf", ""), ("資料1.docx", "")];
        let ids = shown(&files);
        let distinct: BTreeSet<&str> =
            ids.lines().filter_map(|line| line.split_once(" → ")).map(|(_, id)| id).collect();
        assert_eq!(distinct.len(), 3, "{ids}");
    }

    #[test]
    fn an_id_in_the_metadata_comes_before_one_from_a_name() {
        insta::assert_snapshot!(shown(&[("b.md", ""), ("c.md", ""), ("c.toml", "id = 'b'"), ("d.md", ""), ("d.toml", "id = 'b'")]), @r"
        b.md → b-11dd48
        c.md → b
        d.md ×
        ");
    }
}
