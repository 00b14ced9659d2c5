//! What a published state consists of.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shirabe_index::Fingerprint;

use crate::ReplicaError;

/// The name of what a manifest is, for people who find one.
const FORMAT: &str = "shirabe-replica";
/// Of the shape of manifests and of what lies where in a store.
///
/// 1: files by SHA-256, manifests by generation and SHA-256.
const VERSION: u32 = 1;

/// One published state: a generation, and the archive as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// The number of the generation, which it has on every machine.
    pub generation: u64,
    /// When the generation was built, RFC 3339.
    pub built: String,
    /// What it was made with.
    pub fingerprint: Fingerprint,
    /// Its files by their names, as [`shirabe_index::IndexFile`] has them.
    pub files: BTreeMap<String, PublishedFile>,
}

/// A file as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Its size.
    #[serde(rename = "bytes")]
    pub n_bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its CRC-32, by which the source recognises it.
    pub crc32: u32,
}

impl Manifest {
    pub(crate) fn new(
        generation: u64,
        built: &str,
        fingerprint: &Fingerprint,
        files: BTreeMap<String, PublishedFile>,
    ) -> Manifest {
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            generation,
            built: built.to_owned(),
            fingerprint: fingerprint.clone(),
            files,
        }
    }

    /// The bytes as which it is published, and the name that they give it.
    pub(crate) fn to_bytes(&self) -> (Vec<u8>, String) {
        let bytes = serde_json::to_vec(self).expect("names and numbers are JSON");
        let name = format!("{:06}-{}", self.generation, sha256(&bytes));
        (bytes, name)
    }

    /// Reads one; gives why it cannot.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<(Manifest, String), String> {
        let manifest: Manifest =
            serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if (manifest.format.as_str(), manifest.version) != (FORMAT, VERSION) {
            let (format, version) = (&manifest.format, manifest.version);
            return Err(format!("{format} {version} is not {FORMAT} {VERSION}"));
        }
        let name = format!("{:06}-{}", manifest.generation, sha256(bytes));
        Ok((manifest, name))
    }

    /// Whether something was taken down for good in `later` that was not yet in this state.
    pub(crate) fn has_what_was_taken_down(&self, later: &Manifest) -> bool {
        let mut taken_down =
            later.files.keys().filter(|name| name.starts_with("archive/forgotten/"));
        taken_down.any(|name| !self.files.contains_key(name))
    }
}

/// Whether a text is the name of a published state.
pub(crate) fn is_name(text: &str) -> bool {
    let Some((number, sha256)) = text.split_once('-') else { return false };
    number.len() >= 6 && number.bytes().all(|byte| byte.is_ascii_digit()) && is_sha256(sha256)
}

fn is_sha256(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(is_digit)
}

/// Where a manifest lies in a store.
pub(crate) fn manifest_object(name: &str) -> String {
    format!("generations/{name}.json")
}

/// Where a file lies in a store.
pub(crate) fn file_object(sha256: &str) -> String {
    let folder: String = sha256.chars().take(2).collect();
    format!("files/{folder}/{sha256}")
}

/// Whether an object of a store is one that publishing has put there: nothing else is ever removed.
pub(crate) fn is_published(object: &str) -> bool {
    let state = object.strip_prefix("generations/").and_then(|name| name.strip_suffix(".json"));
    let file = object.rsplit('/').next().filter(|sha256| is_sha256(sha256));
    state.is_some_and(is_name) || file.is_some_and(|sha256| file_object(sha256) == object)
}

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// A file while its bytes go by.
#[derive(Default)]
pub(crate) struct Reckoning {
    sha256: Sha256,
    crc32: Hasher,
    n_bytes: u64,
}

impl Reckoning {
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.sha256.update(part);
        self.crc32.update(part);
        self.n_bytes += part.len() as u64;
    }

    pub(crate) fn finish(self) -> PublishedFile {
        PublishedFile {
            n_bytes: self.n_bytes,
            sha256: hexadecimal(&self.sha256.finalize()),
            crc32: self.crc32.finalize(),
        }
    }
}

/// What the file at `path` is like.
pub(crate) fn reckon(path: &Path) -> Result<PublishedFile, ReplicaError> {
    let mut file = fs_err::File::open(path)?;
    let mut reckoning = Reckoning::default();
    // As large as the read-ahead of Linux; larger reads were not measured.
    let mut part = vec![0; 128 << 10];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(reckoning.finish()),
            n => reckoning.add(part.get(..n).unwrap_or_default()),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(names: &[&str]) -> Manifest {
        let file = |name: &&str| {
            let mut reckoning = Reckoning::default();
            reckoning.add(name.as_bytes());
            ((*name).to_owned(), reckoning.finish())
        };
        let files = names.iter().map(file).collect();
        Manifest::new(42, "2026-01-01T00:00:00Z", &Fingerprint::of_dictionary("a"), files)
    }

    #[test]
    fn a_manifest_has_its_name_of_its_bytes() {
        let (bytes, name) = manifest(&["generation/a"]).to_bytes();
        assert!(is_name(&name), "{name}");
        assert_eq!(Manifest::from_bytes(&bytes), Ok((manifest(&["generation/a"]), name.clone())));
        let other = String::from_utf8(bytes).unwrap().replace("2026", "2027");
        assert_ne!(Manifest::from_bytes(other.as_bytes()).unwrap().1, name);
    }

    #[test]
    fn nothing_else_is_a_name() {
        for text in ["", "42", "000042-", "../../a", &format!("000042-{}", "g".repeat(64))] {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn only_what_was_published_is_known_as_such() {
        let sha256 = sha256(b"");
        assert!(is_published(&file_object(&sha256)));
        assert!(is_published(&manifest_object(&format!("000042-{sha256}"))));
        let elsewhere = format!("files/00/{sha256}");
        for object in ["CURRENT", "files/e3/report.pdf", "generations/a.json", &elsewhere, &sha256]
        {
            assert!(!is_published(object), "{object}");
        }
    }

    #[test]
    fn a_state_from_before_something_was_taken_down_is_known() {
        let before = manifest(&["archive/forgotten/a.json"]);
        let after = manifest(&["archive/forgotten/a.json", "archive/forgotten/b.json"]);
        assert!(before.has_what_was_taken_down(&after));
        assert!(!after.has_what_was_taken_down(&before));
        assert!(!after.has_what_was_taken_down(&after));
    }

    #[test]
    fn a_sum_is_that_of_the_standard() {
        // FIPS 180-4, of the empty text.
        let empty = Reckoning::default().finish();
        assert!(empty.sha256.starts_with("e3b0c44298fc1c14"));
        assert_eq!((empty.n_bytes, empty.crc32), (0, 0));
    }
}
