//! Where does the dictionary come from? SudachiDict is fetched, converted and built once, and kept
//! in the user's cache folder for the program and all tests.
//!
//! Enter at [`prepare`] (the program), [`for_tests`] (tests), [`install`] and [`info`] (the
//! `dictionary` command).
//!
//! 1. `source`: pip brings the wheel, or the user gives a file.
//! 2. `sudachi`: the binary format is read.
//! 3. `convert`, `lattice` and `unknown`: into lindera's sources and the list of spellings.
//! 4. `build`: lindera's builder makes the dictionary.
//! 5. `cache`: all of that in a temporary folder, under a lock; renamed last.
//!
//! Invariant: a folder `dictionary-<hash>` is complete, and its hash stands for its content.

mod build;
mod cache;
mod convert;
mod error;
mod integrity;
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
use crate::integrity::{Care, Marks};
use crate::source::SYSTEM_DIC_SHA256;

pub use error::DictionaryError;
pub use progress::{Progress, Silent};

/// Whose pip downloads.
const PYTHON: &str = "python3";
const INFO: &str = "info.json";
/// What its files are like, in [`INFO`].
const FILES: &str = "files";
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
    prepare_in(&Cache::of_user()?, Care::Glance, progress)
}

/// The same, and reads all of the dictionary to see that it is as it was prepared: for those who write an
/// index with it. Takes a tenth of a second more.
pub fn prepare_with_care(progress: &dyn Progress) -> Result<Prepared, DictionaryError> {
    prepare_in(&Cache::of_user()?, Care::All, progress)
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

fn prepare_in(
    cache: &Cache,
    care: Care,
    progress: &dyn Progress,
) -> Result<Prepared, DictionaryError> {
    let hash = hash_in_use(cache);
    let folder = obtain(cache, &hash, progress)?;
    check(&folder, care)?;
    open(&folder, hash)
}

/// Whether the dictionary in `folder` is as it was prepared. One of an earlier version of the program
/// carries no marks, and gets them as it lies there.
fn check(folder: &Path, care: Care) -> Result<(), DictionaryError> {
    let damaged = |reason: String| DictionaryError::Damaged { path: folder.to_owned(), reason };
    let text = fs_err::read_to_string(folder.join(INFO)).map_err(|e| damaged(e.to_string()))?;
    let mut info: Value = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
    if let Some(files) = info.get(FILES) {
        let marks = Marks::from_json(files).ok_or_else(|| damaged(format!("{INFO}: no marks")))?;
        return marks.first_fault(folder, care).map_or(Ok(()), |reason| Err(damaged(reason)));
    }
    let marks = Marks::of(folder, INFO)?.to_json();
    if let Some(info) = info.as_object_mut() {
        info.insert(FILES.to_owned(), marks);
    }
    // Where nobody may write, it is used as it is.
    if let Ok(new) = tempfile::NamedTempFile::new_in(folder) {
        fs_err::write(new.path(), info.to_string())?;
        new.persist(folder.join(INFO)).map_err(|error| error.error)?;
    }
    Ok(())
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
        let wheel = source::fetch_wheel(Path::new(PYTHON), &download, progress)?;
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
        FILES: Marks::of(&finished, INFO)?.to_json(),
    });
    fs_err::write(finished.join(INFO), info.to_string())?;
    let hash = hash_of(&sha256);
    open(&finished, hash.clone())?;
    let folder = cache.publish(&finished, &hash)?;
    Ok((sha256, folder))
}

fn open(folder: &Path, hash: String) -> Result<Prepared, DictionaryError> {
    let damaged = |error: &dyn std::fmt::Display| DictionaryError::Damaged {
        path: folder.to_owned(),
        reason: error.to_string(),
    };
    let map = |name| mmap_file(&folder.join(name)).map_err(|error| damaged(&error));
    let parts_of_speech = fs_err::read_to_string(folder.join(build::PARTS_OF_SPEECH));
    let parts_of_speech = parts_of_speech.map_err(|error| damaged(&error))?;
    let parts_of_speech: Vec<String> = parts_of_speech.lines().map(str::to_owned).collect();
    let dictionary = Dictionary::load_from_path(folder).map_err(|error| damaged(&error))?;
    let segmenter = Segmenter::new(dictionary, &parts_of_speech, map(build::FACTS)?);
    let spellings =
        Spellings::from_bytes(map(build::SPELLINGS)?).map_err(|error| damaged(&error))?;
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use shirabe_text::{Folding, fold};

    use super::*;
    use crate::sudachi::tiny;

    /// Remembers the stages it was told.
    #[derive(Default)]
    struct Stages(Mutex<Vec<String>>);

    impl Progress for Stages {
        fn stage(&self, name: &str) {
            self.0.lock().unwrap().push(name.to_owned());
        }
        fn advance(&self, done: u64, total: Option<u64>) {
            assert!(total.is_none_or(|total| done <= total));
        }
    }

    /// A cache in a folder of its own, with the tiny dictionary installed.
    fn installed() -> (tempfile::TempDir, Cache) {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("system.dic");
        fs_err::write(&source, tiny::dictionary()).unwrap();
        let cache = Cache::at(root.path().join("cache"));
        install_in(&cache, &source, &Silent).unwrap();
        (root, cache)
    }

    fn words(prepared: &Prepared, text: &str) -> String {
        let words = prepared.segmenter.words(text).into_iter();
        let word = |word: shirabe_text::Word| {
            let units: Vec<String> = word.short_units.into_iter().map(|u| u.normalised).collect();
            format!("{} {} {:?} {}", word.surface, word.normalised, word.class, units.join("+"))
        };
        words.map(word).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_installed_dictionary_is_used_from_then_on() {
        let (_root, cache) = installed();
        let prepared = prepare_in(&cache, Care::Glance, &Silent).unwrap();
        insta::assert_snapshot!(words(&prepared, "取組の研究開發、Ｒ＆Ｄ四月七取り組む"), @r"
        取組 取り組み Content 取り組み
        の の Function 
        研究開發 研究開発 Content 研究+開発
        、 、 Symbol 
        Ｒ＆Ｄ 研究開発 Content 研究+開発
        四月 四月 Content 4+月
        七 7 Number 7
        取り組む 取り組む Content 取り組む
        ");
        assert_eq!(prepared.spellings.surfaces("取り組み"), ["取り組み", "取組"]);
    }

    #[test]
    fn synonyms_are_those_of_a_group_as_they_stand_in_the_dictionary_and_the_names_of_units() {
        let (_root, cache) = installed();
        let spellings = prepare_in(&cache, Care::Glance, &Silent).unwrap().spellings;
        assert_eq!(spellings.synonyms("研究開発"), ["R&D"], "取り組ん is a form of 取り組む");
        assert_eq!(spellings.synonyms(&fold("％", Folding::Standard)), ["パーセント"]);
        assert_eq!(spellings.synonyms(&fold("パーセント", Folding::Standard)), ["％"]);
    }

    #[test]
    fn info_tells_what_is_installed() {
        let (_root, cache) = installed();
        let info = info_in(&cache).unwrap().unwrap();
        assert_eq!(info.path, cache.folder(&info.hash));
        assert_eq!(info.n_entries, 12, "without a second 取組, and 研究開發 folded");
        assert_eq!(info.columns, COLUMNS);
        assert!(info.source.starts_with("SudachiDict tiny (system.dic sha256 "), "{}", info.source);
        assert!(info.size_bytes > 1000);
        assert_eq!(info_in(&Cache::at(cache.folder("none"))).unwrap(), None);
    }

    #[test]
    fn an_installation_tells_its_stages_and_leaves_only_the_dictionary() {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("system.dic");
        fs_err::write(&source, tiny::dictionary()).unwrap();
        let cache = Cache::at(root.path().join("cache"));
        let stages = Stages::default();
        let folder = install_in(&cache, &source, &stages).unwrap();
        insta::assert_snapshot!(stages.0.into_inner().unwrap().join("\n"), @r"
        unpacking system.dic
        collecting spellings
        choosing words
        converting words
        building the dictionary
        ");
        let names = fs_err::read_dir(root.path().join("cache")).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        assert_eq!(names.first(), Some(&folder));
        assert_eq!(names.len(), 3, "dictionary, choice and lock: {names:?}");
    }

    #[test]
    fn a_damaged_source_is_refused_by_name_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("system.dic");
        let cache = Cache::at(root.path().join("cache"));
        let bytes = tiny::dictionary();
        for length in [0, 100, 300, 500, bytes.len() - 1] {
            fs_err::write(&source, &bytes[..length]).unwrap();
            let error = install_in(&cache, &source, &Silent).unwrap_err();
            assert!(
                matches!(&error, DictionaryError::Source { path, .. } if *path == source),
                "{error}"
            );
            assert_eq!(error.to_string().lines().count(), 2, "{error}");
            assert_eq!(fs_err::read_dir(root.path().join("cache")).unwrap().count(), 1, "the lock");
        }
    }

    #[test]
    fn a_damaged_dictionary_says_which_folder_to_remove() {
        let (_root, cache) = installed();
        let folder = cache.folder(&hash_in_use(&cache));
        fs_err::write(folder.join(build::SPELLINGS), b"?").unwrap();
        let error = prepare_in(&cache, Care::Glance, &Silent).unwrap_err();
        let expected = format!(
            "the dictionary in {} is damaged: spellings.bin: 1 of its 495 bytes are there\n\
             remove that folder and try again",
            folder.display()
        );
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn every_file_that_is_damaged_is_seen() {
        let (_root, cache) = installed();
        let folder = cache.folder(&hash_in_use(&cache));
        let mut n_seen = 0;
        for entry in fs_err::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let whole = fs_err::read(&path).unwrap();
            let mut flipped = whole.clone();
            flipped[whole.len() / 2] ^= 1;
            for damage in
                [Vec::new(), vec![0; whole.len()], whole[..whole.len() / 2].to_vec(), flipped]
            {
                if path.ends_with(INFO) && damage.len() == whole.len() && damage[0] != 0 {
                    // A letter of a name tells nothing of the words.
                    continue;
                }
                fs_err::write(&path, &damage).unwrap();
                let opened = prepare_in(&cache, Care::All, &Silent);
                assert!(
                    matches!(opened, Err(DictionaryError::Damaged { .. })),
                    "{}",
                    path.display()
                );
                n_seen += 1;
            }
            fs_err::write(&path, &whole).unwrap();
        }
        assert!(n_seen > 30, "{n_seen}");
        assert!(prepare_in(&cache, Care::All, &Silent).is_ok());
    }

    #[test]
    fn a_dictionary_without_marks_gets_them() {
        let (_root, cache) = installed();
        let info = cache.folder(&hash_in_use(&cache)).join(INFO);
        let mut value: Value =
            serde_json::from_str(&fs_err::read_to_string(&info).unwrap()).unwrap();
        value.as_object_mut().unwrap().remove(FILES);
        fs_err::write(&info, value.to_string()).unwrap();
        prepare_in(&cache, Care::Glance, &Silent).unwrap();
        assert!(fs_err::read_to_string(&info).unwrap().contains("matrix.mtx"));
    }

    #[test]
    fn the_same_source_gives_the_same_hash_and_another_one_another() {
        assert_eq!(hash_of("a"), hash_of("a"));
        assert_ne!(hash_of("a"), hash_of("b"));
        assert_eq!(usual_hash().len(), HASH_DIGITS);
    }
}
