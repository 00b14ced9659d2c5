//! Where does the dictionary come from? SudachiDict is fetched, converted and built once, and kept
//! in the user's cache folder for the program and all tests.
//!
//! Enter at [`prepare`] (the program), [`for_tests`] (tests), [`install`] and [`info`] (the
//! `dictionary` command).
//!
//! 1. `source`: pip brings the wheel, or the user gives a file.
//! 2. `sudachi`: the binary format is read.
//! 3. `convert` and `unknown`: into lindera's sources and the list of spellings.
//! 4. `build`: lindera's builder makes the dictionary.
//! 5. `cache`: all of that in a temporary folder, under a lock; renamed last.
//!
//! Invariant: a folder `dictionary-<hash>` is complete, and its hash stands for its content.

mod build;
mod cache;
mod convert;
mod error;
mod lattice;
mod progress;
mod source;
mod sudachi;
mod unknown;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::metadata::DICTIONARY_FORMAT_VERSION;
use lindera_dictionary::util::mmap_file;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shirabe_text::segment::entry::{COLUMNS, COLUMNS_VERSION};
use shirabe_text::{Segmenter, Spellings};

use crate::cache::Cache;
use crate::convert::CONVERTER_VERSION;
use crate::source::SYSTEM_DIC_SHA256;

pub use error::DictionaryError;
pub use progress::{Progress, Silent};

const INFO: &str = "info.json";
/// Hexadecimal digits of a hash: 64 bits.
const HASH_DIGITS: usize = 16;

/// A dictionary, opened.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Cuts texts into words.
    pub segmenter: Segmenter,
    /// Which surfaces share a normalised form.
    pub spellings: Spellings,
    /// Stands for the content of the dictionary; part of the index fingerprint.
    pub hash: String,
}

/// What is known of a prepared dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Its folder.
    pub path: PathBuf,
    /// Stands for its content.
    pub hash: String,
    /// Name and version of the source, with its SHA-256.
    pub source: String,
    /// Words in the lattice.
    pub n_entries: u64,
    /// Bytes on the disk.
    pub size_bytes: u64,
    /// Names of the columns.
    pub columns: Vec<String>,
}

/// Open the dictionary; fetch and build it first if there is none yet.
///
/// Takes a few milliseconds if there is one. Otherwise it downloads 72 MB and takes less than a
/// minute; another process that does the same is waited for.
pub fn prepare(progress: &dyn Progress) -> Result<Prepared, DictionaryError> {
    prepare_in(&Cache::of_user()?, progress)
}

/// Build the dictionary from a wheel of SudachiDict or its `system.dic`, or fetch the usual one, and
/// use it from now on. Returns its folder.
pub fn install(path: Option<&Path>, progress: &dyn Progress) -> Result<PathBuf, DictionaryError> {
    let cache = Cache::of_user()?;
    if let Some(path) = path {
        return install_in(&cache, path, progress);
    }
    let folder = obtain(&cache, &usual_hash(), progress)?;
    cache.choose(None)?;
    Ok(folder)
}

/// What dictionary is in use; `None` if none is prepared.
pub fn info() -> Result<Option<Info>, DictionaryError> {
    info_in(&Cache::of_user()?)
}

/// The dictionary for tests: prepared on first need, one per process.
///
/// # Panics
///
/// If it cannot be prepared; the message says what to do.
pub fn for_tests() -> Arc<Prepared> {
    static PREPARED: OnceLock<Arc<Prepared>> = OnceLock::new();
    let prepared = PREPARED.get_or_init(|| match prepare(&Silent) {
        Ok(prepared) => Arc::new(prepared),
        Err(error) => panic!("{error}"),
    });
    Arc::clone(prepared)
}

fn prepare_in(cache: &Cache, progress: &dyn Progress) -> Result<Prepared, DictionaryError> {
    let hash = hash_in_use(cache);
    let folder = obtain(cache, &hash, progress)?;
    open(&folder, hash)
}

/// The folder of the usual dictionary, or of one that is already there.
fn obtain(cache: &Cache, hash: &str, progress: &dyn Progress) -> Result<PathBuf, DictionaryError> {
    let folder = cache.folder(hash);
    if folder.is_dir() {
        return Ok(folder);
    }
    cache.alone(progress, |cache| {
        if folder.is_dir() {
            return Ok(folder);
        }
        let building = cache.building()?;
        let download = building.path().join("download");
        fs_err::create_dir_all(&download)?;
        let wheel = source::fetch_wheel(&download, progress)?;
        build_from(cache, building.path(), &wheel, progress).map(|(_, folder)| folder)
    })
}

fn install_in(
    cache: &Cache,
    path: &Path,
    progress: &dyn Progress,
) -> Result<PathBuf, DictionaryError> {
    cache.alone(progress, |cache| {
        let building = cache.building()?;
        let (sha256, folder) = build_from(cache, building.path(), path, progress)?;
        cache.choose((sha256 != SYSTEM_DIC_SHA256).then_some(sha256.as_str()))?;
        Ok(folder)
    })
}

/// Build and publish the dictionary of a wheel or `system.dic`; returns the SHA-256 of the
/// latter and the folder.
fn build_from(
    cache: &Cache,
    building: &Path,
    source: &Path,
    progress: &dyn Progress,
) -> Result<(String, PathBuf), DictionaryError> {
    let system_dic = building.join("system.dic");
    let sha256 = source::extract(source, &system_dic, progress)?;
    let (scratch, finished) = (building.join("sources"), building.join("finished"));
    fs_err::create_dir_all(&scratch)?;
    fs_err::create_dir_all(&finished)?;
    let built = build::build(&system_dic, source, &scratch, &finished, progress)?;
    let info = json!({
        "source": format!("SudachiDict {} (system.dic sha256 {sha256})", built.description),
        "n_entries": built.n_words,
        "columns": COLUMNS,
    });
    fs_err::write(finished.join(INFO), info.to_string())?;
    let hash = hash_of(&sha256);
    open(&finished, hash.clone())?;
    let folder = cache.publish(&finished, &hash)?;
    Ok((sha256, folder))
}

fn open(folder: &Path, hash: String) -> Result<Prepared, DictionaryError> {
    let damaged = |reason: String| DictionaryError::Damaged { path: folder.to_owned(), reason };
    let map = |name| mmap_file(&folder.join(name)).map_err(|error| damaged(error.to_string()));
    let parts_of_speech = fs_err::read_to_string(folder.join(build::PARTS_OF_SPEECH))?;
    let parts_of_speech: Vec<String> = parts_of_speech.lines().map(str::to_owned).collect();
    let dictionary = Dictionary::load_from_path(folder);
    let dictionary = dictionary.map_err(|error| damaged(error.to_string()))?;
    let segmenter = Segmenter::new(dictionary, &parts_of_speech, map(build::FACTS)?);
    let spellings = Spellings::from_bytes(map(build::SPELLINGS)?);
    let spellings = spellings.map_err(|error| damaged(error.to_string()))?;
    Ok(Prepared { segmenter, spellings, hash })
}

fn info_in(cache: &Cache) -> Result<Option<Info>, DictionaryError> {
    let hash = hash_in_use(cache);
    let path = cache.folder(&hash);
    if !path.is_dir() {
        return Ok(None);
    }
    let info = fs_err::read_to_string(path.join(INFO))?;
    let info: Value = serde_json::from_str(&info).map_err(|error| DictionaryError::Damaged {
        path: path.clone(),
        reason: error.to_string(),
    })?;
    let columns = info.get("columns").and_then(Value::as_array).into_iter().flatten();
    Ok(Some(Info {
        source: info.get("source").and_then(Value::as_str).unwrap_or_default().to_owned(),
        n_entries: info.get("n_entries").and_then(Value::as_u64).unwrap_or(0),
        size_bytes: source::size_of_folder(&path),
        columns: columns.filter_map(Value::as_str).map(str::to_owned).collect(),
        path,
        hash,
    }))
}

/// The hash of the dictionary that the user has chosen, if it is prepared for this version of the
/// program; else of the usual one.
fn hash_in_use(cache: &Cache) -> String {
    let chosen = cache.chosen().map(|sha256| hash_of(&sha256));
    chosen.filter(|hash| cache.folder(hash).is_dir()).unwrap_or_else(usual_hash)
}

fn usual_hash() -> String {
    hash_of(SYSTEM_DIC_SHA256)
}

/// Everything on which the content of a dictionary depends.
fn hash_of(system_dic_sha256: &str) -> String {
    let versions = [CONVERTER_VERSION, COLUMNS_VERSION, DICTIONARY_FORMAT_VERSION];
    let digest = Sha256::digest(format!("{system_dic_sha256} {versions:?}"));
    source::hex(&digest).chars().take(HASH_DIGITS).collect()
}
