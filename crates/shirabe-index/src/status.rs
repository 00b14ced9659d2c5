//! Looking after an index: [`IndexStatus`], [`verify`] and [`prune`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fs_err as fs;
use tantivy::Index;
use tantivy::directory::MmapDirectory;

use crate::folders::{self, Spare, current_number, folder};
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
}

impl IndexStatus {
    /// What there is at `root`.
    pub fn of(root: &Path) -> Result<IndexStatus, IndexError> {
        if !root.is_dir() {
            return Err(IndexError::Missing(root.to_owned()));
        }
        let mut status = IndexStatus { writer: WriterLock::holder(root), ..IndexStatus::default() };
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
        let generation = Generation::open_any(root, number)?;
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

/// Reads all of the generation that serves: the checksum of every file, every document and every
/// section, and whether they belong together.
pub fn verify(root: &Path) -> Result<(Checked, Vec<Fault>), IndexError> {
    let number = current_number(root)?.ok_or_else(|| IndexError::Missing(root.to_owned()))?;
    let mut faults = Vec::new();
    for part in ["sections", "documents"] {
        faults.extend(damaged_files(&folder(root, number).join(part)));
    }
    let generation = match Generation::open_any(root, number) {
        Ok(generation) => generation,
        Err(error) => {
            let place = folders::folder_name(number);
            faults.push(Fault { place, reason: error.to_string() });
            return Ok((Checked { number, n_documents: 0, n_sections: 0 }, faults));
        }
    };
    let n_sections = check_documents(&generation, &mut faults)?;
    Ok((Checked { number, n_documents: generation.n_documents(), n_sections }, faults))
}

fn damaged_files(dir: &Path) -> Vec<Fault> {
    let fault = |place: String, reason: String| Fault { place, reason };
    let opened =
        MmapDirectory::open(dir).map_err(tantivy::TantivyError::from).and_then(Index::open);
    let damaged = match opened.and_then(|index| index.validate_checksum()) {
        Ok(damaged) => damaged,
        Err(error) => return vec![fault(dir.display().to_string(), error.to_string())],
    };
    let paths: BTreeSet<_> = damaged.into_iter().collect();
    let named = paths.into_iter().map(|path| dir.join(path).display().to_string());
    named.map(|path| fault(path, "its checksum does not fit".to_owned())).collect()
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
        faults.extend(reason.map(|reason| Fault { place: listed.id.to_string(), reason }));
        expected.insert(listed.id.to_string(), listed.n_sections);
    }
    let n_sections = generation.corpus_size()?.n_sections;
    let n_expected: usize = expected.values().sum();
    if n_sections != n_expected {
        let reason = format!("{n_sections} sections, of which documents know {n_expected}");
        faults.push(Fault { place: "sections".to_owned(), reason });
    }
    for definition in generation.definitions() {
        if !expected.contains_key(&definition.document) {
            let reason = format!("it is said to define {}, and is not there", definition.short);
            faults.push(Fault { place: definition.document.clone(), reason });
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
    let (removed, read) = folders::remove_old(root, number, Spare::Nothing)?;
    let archive = Archive::of_index(root);
    let mut wanted = archive.named_sources()?;
    for number in folders::numbers(root)? {
        // A source goes only when every generation that is left can be asked for it.
        Generation::open_any(root, number)?.add_sources_to(&mut wanted)?;
    }
    let n_sources = archive.remove_sources_but(&wanted)?;
    Ok(Pruned { removed, read, n_sources })
}
