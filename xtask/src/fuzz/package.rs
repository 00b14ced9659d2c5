//! Zip packages whose parts are broken, and not their compression: [`break_part`].
//!
//! A byte changed in a package most often breaks the compression of a part, and no more is read of it. What the
//! readers do with wrong XML shows only where the part is packed again.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Mutator;

/// What a package begins with.
const MAGIC: &[u8] = b"PK\x03\x04";

/// The package with one of its parts broken; `None` of what is no package.
pub(super) fn break_part(package: &[u8], mutator: &mut Mutator) -> Option<Vec<u8>> {
    if !package.starts_with(MAGIC) {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(package)).ok()?;
    let broken = mutator.below(archive.len());
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        let bytes = if nth == broken { mutator.mutate(&bytes) } else { bytes };
        writer.start_file(name, options).ok()?;
        writer.write_all(&bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_broken_and_the_package_is_whole() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all("<a>文書</a>".repeat(20).as_bytes()).unwrap();
        }
        let package = writer.finish().unwrap().into_inner();
        let mut mutator = Mutator::new(7);
        let mut n_broken = 0;
        for _ in 0..50 {
            let broken = break_part(&package, &mut mutator).unwrap();
            let mut archive = ZipArchive::new(Cursor::new(broken)).unwrap();
            for name in ["a.xml", "b.xml"] {
                let mut bytes = Vec::new();
                archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
                n_broken += usize::from(bytes != "<a>文書</a>".repeat(20).as_bytes());
            }
        }
        assert!((25..=50).contains(&n_broken), "{n_broken}");
        assert!(break_part(b"%PDF-", &mut mutator).is_none());
    }
}
