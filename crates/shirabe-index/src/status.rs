//! Looking after an index: [`IndexStatus`], [`verify`] and [`prune`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fs_err as fs;
use tantivy::Index;
use tantivy::directory::MmapDirectory;

use crate::folders::{self, current_number, folder};
use crate::generation::guarded;
use crate::{Archive, Generation, IndexError, WriterLock};

/// What there is at a place.
#[derive(Clone, Debug, Default)]
pub struct IndexStatus {
    /// The number of the generation that serves.
    pub current: Option<u64>,
    /// The generations that can be opened, oldest first.
    pub generations: Vec<GenerationStatus>,
    /// What cannot be opened, and why.
    pub faults: Vec<String>,
    /// Who writes.
    pub writer: Option<String>,
}

/// What one generation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerationStatus {
    /// Its number.
    pub number: u64,
    /// When it was built, RFC 3339.
    pub built: String,
    /// What it was made with.
    pub fingerprint: String,
    /// Documents.
    pub n_documents: usize,
    /// Sections.
    pub n_sections: usize,
    /// Size on the disk; files that two generations share are counted in each.
    pub n_bytes: u64,
}

/// Something wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, or the document's id.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
    /// What helps.
    pub remedy: Remedy,
}

/// What mends a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// An ingest: it does not build upon what is damaged.
    Ingest,
    /// An ingest that reads every file again.
    Reread,
    /// Nothing brings the text back: it can be taken down, so that its address says so.
    Forget {
        /// The document.
        document: String,
        /// Its edition.
        edition: Option<String>,
    },
}

impl std::fmt::Display for Remedy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Remedy::Ingest => f.write_str("run `shirabe ingest`"),
            Remedy::Reread => f.write_str("run `shirabe ingest --reread`"),
            Remedy::Forget { document, edition } => {
                let edition = edition.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
                write!(
                    f,
                    "restore it from a backup of the index; no command brings this text back. `shirabe index forget {document}{edition}` takes its address down"
                )
            }
        }
    }
}

impl IndexStatus {
    /// What there is at `root`.
    pub fn of(root: &Path) -> Result<IndexStatus, IndexError> {
        if !root.is_dir() {
            return Err(IndexError::Missing(root.to_owned()));
        }
        let mut status = IndexStatus { writer: WriterLock::holder(root), ..IndexStatus::default() };
        if let Err(error) = folders::named_number(root) {
            status.faults.push(error.to_string());
        }
        match current_number(root) {
            Ok(current) => status.current = current,
            Err(error) => status.faults.push(error.to_string()),
        }
        for number in folders::numbers(root)? {
            match GenerationStatus::of(root, number) {
                Ok(generation) => status.generations.push(generation),
                Err(error) => status.faults.push(format!("generation {number}: {error}")),
            }
        }
        Ok(status)
    }
}

impl GenerationStatus {
    fn of(root: &Path, number: u64) -> Result<GenerationStatus, IndexError> {
        let generation = guarded(|| Generation::open_any(root, number))?;
        let size = generation.corpus_size()?;
        Ok(GenerationStatus {
            number,
            built: generation.built().to_owned(),
            fingerprint: generation.fingerprint().to_string(),
            n_documents: generation.n_documents(),
            n_sections: size.n_sections,
            n_bytes: size_of(&folder(root, number))?,
        })
    }
}

fn size_of(dir: &Path) -> Result<u64, IndexError> {
    let mut size = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() {
            size_of(&entry.path())?
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(size)
}

/// How much of an index was read to check it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The generation.
    pub number: u64,
    /// Documents.
    pub n_documents: usize,
    /// Sections.
    pub n_sections: usize,
}

/// Reads all of the generation that serves and of the archive: the checksum of every file, every document
/// and every section, and whether they belong together.
pub fn verify(root: &Path) -> Result<(Checked, Vec<Fault>), IndexError> {
    let mut faults = Vec::new();
    let number = current_number(root)?.ok_or_else(|| IndexError::Missing(root.to_owned()))?;
    let unnamed = match folders::named_number(root) {
        Ok(Some(_)) => None,
        Ok(None) => Some("it is missing".to_owned()),
        Err(error) => Some(error.to_string()),
    };
    faults.extend(unnamed.map(|reason| {
        let place = root.join("CURRENT").display().to_string();
        Fault { place, reason, remedy: Remedy::Ingest }
    }));
    let archive = Archive::of_index(root);
    faults.extend(archive.faults());
    // Every generation that marks its files was published with a record.
    let has_marks = folders::read_manifest(&folder(root, number)).is_ok_and(|m| m.files.is_some());
    if has_marks && archive.lacks_record() {
        let place = root.join("archive").display().to_string();
        let reason = "the record of what is kept is missing".to_owned();
        faults.push(Fault { place, reason, remedy: Remedy::Reread });
    }
    let mut checked = Checked { number, n_documents: 0, n_sections: 0 };
    let damage = damage_of(root, number);
    // What has another checksum is not read any further: the search library trusts its files.
    if damage.is_empty() {
        let mut found = Vec::new();
        let read = guarded(|| {
            let generation = Generation::open_any(root, number)?;
            let n_sections = check_documents(&generation, &mut found)?;
            Ok((generation.n_documents(), n_sections))
        });
        match read {
            Ok((n_documents, n_sections)) => checked = Checked { number, n_documents, n_sections },
            Err(error) => faults.push(Fault {
                place: folders::folder_name(number),
                reason: error.to_string(),
                remedy: Remedy::Ingest,
            }),
        }
        faults.extend(found);
    }
    faults.extend(damage);
    Ok((checked, faults))
}

/// The files of a generation that are not as they were written.
fn damage_of(root: &Path, number: u64) -> Vec<Fault> {
    let dir = folder(root, number);
    let fault = |(path, reason): (std::path::PathBuf, String)| Fault {
        place: path.display().to_string(),
        reason,
        remedy: Remedy::Ingest,
    };
    match folders::read_manifest(&dir) {
        Ok(manifest) if manifest.files.is_some() => {
            folders::damaged_files(&dir, &manifest).into_iter().map(fault).collect()
        }
        Ok(_) => ["sections", "documents"]
            .into_iter()
            .flat_map(|part| damaged_segments(&dir.join(part)))
            .map(|(place, reason)| Fault { place, reason, remedy: Remedy::Ingest })
            .collect(),
        Err(error) => vec![fault((dir, error.to_string()))],
    }
}

/// The files of the search library whose own checksum does not fit, in a generation that was made before
/// all checksums were written down.
pub(crate) fn damaged_segments(dir: &Path) -> Vec<(String, String)> {
    let validated = guarded(|| {
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        Ok(Index::open(directory)?.validate_checksum()?)
    });
    let damaged = match validated {
        Ok(damaged) => damaged,
        Err(error) => return vec![(dir.display().to_string(), error.to_string())],
    };
    let paths: BTreeSet<_> = damaged.into_iter().collect();
    let named = paths.into_iter().map(|path| dir.join(path).display().to_string());
    named.map(|path| (path, "its checksum does not fit".to_owned())).collect()
}

/// Reads every document and every section; gives the number of sections.
fn check_documents(generation: &Generation, faults: &mut Vec<Fault>) -> Result<usize, IndexError> {
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for listed in generation.documents()? {
        let reason = match generation.document(&listed.id) {
            Ok(Some(document)) if document.sections.len() == listed.n_sections => None,
            Ok(Some(document)) => {
                let n = document.sections.len();
                Some(format!("{n} of its {} sections are there", listed.n_sections))
            }
            Ok(None) => Some("it cannot be found by its id".to_owned()),
            Err(error) => Some(error.to_string()),
        };
        faults.extend(reason.map(|reason| Fault {
            place: listed.id.to_string(),
            reason,
            remedy: Remedy::Reread,
        }));
        expected.insert(listed.id.to_string(), listed.n_sections);
    }
    let n_sections = generation.corpus_size()?.n_sections;
    let n_expected: usize = expected.values().sum();
    if n_sections != n_expected {
        let reason = format!("{n_sections} sections, of which documents know {n_expected}");
        faults.push(Fault { place: "sections".to_owned(), reason, remedy: Remedy::Reread });
    }
    for definition in generation.definitions() {
        if !expected.contains_key(&definition.document) {
            let reason = format!("it is said to define {}, and is not there", definition.short);
            faults.push(Fault {
                place: definition.document.clone(),
                reason,
                remedy: Remedy::Reread,
            });
        }
    }
    Ok(n_sections)
}

/// What [`prune`] removed, and what it had to leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// The numbers of the generations that were removed.
    pub removed: Vec<u64>,
    /// The numbers of those that stay because somebody reads them.
    pub read: Vec<u64>,
    /// How many sources went that no document, edition or withdrawn document names.
    pub n_sources: usize,
}

/// Removes every generation but the one that serves, unless somebody reads it, and the sources in the
/// archive that nothing names any more.
pub fn prune(root: &Path, holder: &str) -> Result<Pruned, IndexError> {
    let _lock = WriterLock::acquire(root, holder)?;
    let number = current_number(root)?.ok_or_else(|| IndexError::Missing(root.to_owned()))?;
    let (removed, read) = folders::remove_old(root, number, None)?;
    let archive = Archive::of_index(root);
    let mut wanted = archive.named_sources()?;
    for number in folders::numbers(root)? {
        // A source goes only when every generation that is left can be asked for it.
        Generation::open_any(root, number)?.add_sources_to(&mut wanted)?;
    }
    let n_sources = archive.remove_sources_but(&wanted)?;
    archive.record()?;
    Ok(Pruned { removed, read, n_sources })
}

/// The SHA-256 of the sources that the documents of the serving generation were read from.
pub fn sources_in_use(root: &Path) -> Result<BTreeSet<String>, IndexError> {
    let mut used = BTreeSet::new();
    if let Some(number) = current_number(root)? {
        Generation::open_any(root, number)?.add_sources_to(&mut used)?;
    }
    Ok(used)
}

/// The numbers of the complete generations beside `number`.
pub fn other_generations(root: &Path, number: u64) -> Result<Vec<u64>, IndexError> {
    Ok(folders::numbers(root)?.into_iter().filter(|other| *other != number).collect())
}
