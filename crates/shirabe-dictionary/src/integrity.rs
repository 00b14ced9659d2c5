//! Whether a prepared dictionary is as it was prepared: [`Marks`] of its files, which stand in `info.json`.
//!
//! A dictionary that lost a part would cut texts in another way under the same hash, and an index made
//! with it would look like any other. Reading all 220 MB takes longer than everything else at the start of
//! a program, so [`Care::Glance`] looks at sizes, at small files, and at samples of large ones; who writes
//! an index reads all ([`Care::All`]).

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crc32fast::Hasher;
use fs_err::File;
use serde_json::{Value, json};

/// Files up to this size are read whole at a glance: all but four are smaller.
const SMALL_BYTES: u64 = 1 << 20;
/// A sample is as large as a page of memory, which is what is lost at once when a disk or a cache fails.
const SAMPLE_BYTES: u64 = 4096;
/// How many samples are read of a large file, from its first to its last bytes: 1 MB of 220.
const N_SAMPLES: u64 = 64;

/// How thoroughly files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// What costs next to no time: a single bit in a large file is not seen.
    Glance,
    /// Every byte.
    All,
}

/// What one file was like when it was written. Checksums are CRC-32 (ISO 3309).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    n_bytes: u64,
    whole: u32,
    samples: u32,
}

/// What the files of a dictionary were like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks(BTreeMap<String, Mark>);

impl Marks {
    /// Marks every file in `folder` but the one called `but`, which will hold the marks.
    pub(crate) fn of(folder: &Path, but: &str) -> std::io::Result<Marks> {
        let mut marks = BTreeMap::new();
        for entry in fs_err::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != but && entry.file_type()?.is_file() {
                let path = entry.path();
                let n_bytes = entry.metadata()?.len();
                let (whole, samples) = (checksum(&path)?, samples(&path, n_bytes)?);
                marks.insert(name, Mark { n_bytes, whole, samples });
            }
        }
        Ok(Marks(marks))
    }

    pub(crate) fn to_json(&self) -> Value {
        let mark = |mark: &Mark| json!([mark.n_bytes, mark.whole, mark.samples]);
        self.0.iter().map(|(name, found)| (name.clone(), mark(found))).collect()
    }

    /// `None` where the value has another shape.
    pub(crate) fn from_json(value: &Value) -> Option<Marks> {
        let mark = |value: &Value| {
            let number = |nth: usize| value.get(nth).and_then(Value::as_u64);
            let short = |nth: usize| u32::try_from(number(nth)?).ok();
            Some(Mark { n_bytes: number(0)?, whole: short(1)?, samples: short(2)? })
        };
        let marks = value.as_object()?.iter();
        let marks: Option<BTreeMap<String, Mark>> =
            marks.map(|(name, value)| Some((name.clone(), mark(value)?))).collect();
        marks.filter(|marks| !marks.is_empty()).map(Marks)
    }

    /// The first file in `folder` that is not as it was, with the reason.
    pub(crate) fn first_fault(&self, folder: &Path, care: Care) -> Option<String> {
        self.0.iter().find_map(|(name, mark)| {
            let reason = mark.fault(&folder.join(name), care)?;
            Some(format!("{name}: {reason}"))
        })
    }
}

impl Mark {
    fn fault(self, path: &Path, care: Care) -> Option<String> {
        let n_bytes = match fs_err::metadata(path) {
            Ok(found) => found.len(),
            Err(error) => return Some(error.kind().to_string()),
        };
        if n_bytes != self.n_bytes {
            return Some(format!("{n_bytes} of its {} bytes are there", self.n_bytes));
        }
        let is_right = if care == Care::All || n_bytes <= SMALL_BYTES {
            checksum(path).map(|found| found == self.whole)
        } else {
            samples(path, n_bytes).map(|found| found == self.samples)
        };
        match is_right {
            Ok(true) => None,
            Ok(false) => Some("its checksum does not fit".to_owned()),
            Err(error) => Some(error.kind().to_string()),
        }
    }
}

fn checksum(path: &Path) -> std::io::Result<u32> {
    let mut file = File::open(path)?;
    let mut hasher = Hasher::new();
    let mut part = vec![0; 1 << 17];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hasher.finalize()),
            n => hasher.update(part.get(..n).unwrap_or_default()),
        }
    }
}

fn samples(path: &Path, n_bytes: u64) -> std::io::Result<u32> {
    let mut file = File::open(path)?;
    let mut hasher = Hasher::new();
    let last = n_bytes.saturating_sub(SAMPLE_BYTES);
    for nth in 0..N_SAMPLES {
        file.seek(SeekFrom::Start(last / (N_SAMPLES - 1) * nth))?;
        let mut sample = Vec::new();
        file.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample)?;
        hasher.update(&sample);
    }
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_seen_at_a_glance_where_it_is_large_and_a_single_bit_with_care() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        let bytes: Vec<u8> = (0..3_u32 << 20).map(|n| (n % 251) as u8).collect();
        fs_err::write(&path, &bytes).unwrap();
        fs_err::write(folder.path().join("info.json"), "{}").unwrap();
        let marks = Marks::of(folder.path(), "info.json").unwrap();
        assert_eq!(Marks::from_json(&marks.to_json()), Some(marks.clone()));
        let sees = |bytes: &[u8], care| {
            fs_err::write(&path, bytes).unwrap();
            marks.first_fault(folder.path(), care).is_some()
        };
        assert!(!sees(&bytes, Care::Glance) && !sees(&bytes, Care::All));
        assert!(sees(&vec![0; bytes.len()], Care::Glance));
        assert!(sees(&bytes[..bytes.len() / 2], Care::Glance));
        assert!(sees(b"", Care::Glance));
        let mut flipped = bytes.clone();
        flipped[5000] ^= 1;
        assert!(!sees(&flipped, Care::Glance), "5000 lies between two samples");
        assert!(sees(&flipped, Care::All));
        fs_err::remove_file(&path).unwrap();
        assert!(marks.first_fault(folder.path(), Care::Glance).is_some());
    }
}
