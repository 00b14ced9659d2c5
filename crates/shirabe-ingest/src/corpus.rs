//! The files to be read: which there are. `ids.rs` says which document each is.

use std::path::{Path, PathBuf};

use fs_err as fs;

use crate::IngestError;
use crate::ledger::Ledger;
use crate::report::{PassedOver, PassedOverKind};

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
    /// What could not be looked into. What is known below is not gone for that.
    pub(crate) closed: Vec<Closed>,
    /// What was passed over and is no ordinary file.
    pub(crate) passed_over: Vec<PassedOver>,
    /// The places that were given, absolute. What is known below them and not there any more is gone.
    roots: Vec<PathBuf>,
}

/// A file or folder that nobody lets us look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) path: PathBuf,
    /// Its absolute path.
    pub(crate) key: PathBuf,
    pub(crate) reason: String,
}

impl Scope {
    /// The files at `paths` and in the folders there. Hidden files are passed over; so are links and what
    /// is no file, which is said.
    pub(crate) fn of(paths: &[PathBuf], known: &Ledger) -> Result<Scope, IngestError> {
        let mut scope = Scope::default();
        for path in paths {
            let root = std::path::absolute(path)?;
            scope.roots.push(root.clone());
            let is_below = |key: &Path| key.starts_with(&root);
            match fs::metadata(path) {
                Ok(found) if found.is_dir() => {
                    scope.collect(path, path)?;
                    let is_looked_into = scope.closed.iter().any(|closed| is_below(&closed.key));
                    let has_sources = scope.sources.iter().any(|s| is_below(Path::new(&s.key)));
                    if !has_sources && !is_looked_into {
                        return Err(IngestError::Empty(path.clone()));
                    }
                }
                Ok(found) if found.is_file() => {
                    scope.add(path, path.parent().unwrap_or(path), found.len())?;
                }
                Ok(_) => scope.pass_over(path, PassedOverKind::Special),
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    scope.close(path, &error)?;
                }
                // A file that was there before is one that was deleted; a folder that is not there is
                // more often a share that is not mounted.
                Err(_) if known.0.contains_key(&*root.to_string_lossy()) => {}
                Err(_) => {
                    let n_known = known.0.keys().filter(|key| is_below(Path::new(key))).count();
                    return Err(match n_known {
                        0 => IngestError::NoSuchPath(path.clone()),
                        n_known => IngestError::Vanished { path: path.clone(), n_known },
                    });
                }
            }
        }
        scope.sort();
        Ok(scope)
    }

    /// Adds files that are known from before, wherever they are.
    pub(crate) fn add_known(&mut self, known: &Ledger) {
        for (key, entry) in &known.0 {
            if self.answers_for(key) {
                continue;
            }
            let Ok(found) = fs::metadata(key) else { continue };
            if found.is_file() {
                self.sources.push(Source {
                    path: PathBuf::from(&entry.report.path),
                    key: key.clone(),
                    relative: entry.report.path.clone(),
                    n_bytes: found.len(),
                });
            }
        }
        self.sort();
    }

    /// Whether a file that is not among the sources is gone for good.
    pub(crate) fn answers_for(&self, key: &str) -> bool {
        let key = Path::new(key);
        self.roots.iter().any(|root| key.starts_with(root))
            && !self.closed.iter().any(|closed| key.starts_with(&closed.key))
    }

    fn sort(&mut self) {
        self.sources.sort_by(|a, b| a.key.cmp(&b.key));
        self.sources.dedup_by(|a, b| a.key == b.key);
        self.closed.sort_by(|a, b| a.key.cmp(&b.key));
        self.closed.dedup();
    }

    fn collect(&mut self, folder: &Path, root: &Path) -> Result<(), IngestError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.close(folder, &error),
        };
        for entry in entries {
            let (path, kind) = match entry.and_then(|e| Ok((e.path(), e.file_type()?))) {
                Ok(found) => found,
                Err(error) => {
                    self.close(folder, &error)?;
                    continue;
                }
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                self.collect(&path, root)?;
            } else if kind.is_symlink() && is_candidate(&name) {
                // Not followed: one that points upwards would never end.
                self.pass_over(&path, PassedOverKind::Link);
            } else if !kind.is_file() && !kind.is_symlink() {
                self.pass_over(&path, PassedOverKind::Special);
            } else if kind.is_file() && is_candidate(&name) {
                match fs::symlink_metadata(&path) {
                    Ok(found) => self.add(&path, root, found.len())?,
                    Err(error) => self.close(&path, &error)?,
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, path: &Path, error: &std::io::Error) -> Result<(), IngestError> {
        let key = std::path::absolute(path)?;
        // The message of `fs_err` repeats the path.
        let reason = error.kind().to_string();
        self.closed.push(Closed { path: path.to_owned(), key, reason });
        Ok(())
    }

    fn pass_over(&mut self, path: &Path, kind: PassedOverKind) {
        self.passed_over.push(PassedOver { path: path.display().to_string(), kind });
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

    #[test]
    fn everything_that_may_be_a_document_is_a_source() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["b/会議.pdf", "a.md", ".hidden.md", "README.md", "a.toml", "x.css", "表.xlsx"];
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let scope = Scope::of(&[folder.path().to_owned()], &Ledger::default()).unwrap();
        let found: Vec<&str> = scope.sources.iter().map(|s| s.relative.as_str()).collect();
        assert_eq!(found, ["a.md", "b/会議.pdf", "表.xlsx"]);
    }
}
