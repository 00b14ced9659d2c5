//! The stored sections of one segment: [`SectionStore`].

use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader};

use crate::generation::guarded;
use crate::stored::damaged;
use crate::{IndexError, SectionRecord};

/// Reads the stored sections of one segment.
///
/// A section is one value, and the bytes of it are taken as they lie: the search library would copy them one
/// by one.
pub struct SectionStore(StoreReader);

impl SectionStore {
    /// Keeps the last `n_blocks` blocks that were unpacked; sections that come one after another share them.
    pub fn open(reader: &SegmentReader, n_blocks: usize) -> Result<SectionStore, IndexError> {
        Ok(SectionStore(reader.get_store_reader(n_blocks).map_err(tantivy::TantivyError::from)?))
    }

    /// The section.
    pub fn record(&self, doc: DocId) -> Result<SectionRecord, IndexError> {
        guarded(|| {
            let stored = self.0.get_document_bytes(doc)?;
            let bytes = only_value(&stored);
            let bytes = bytes.ok_or_else(|| damaged("a section", &NotOneValue))?;
            SectionRecord::from_bytes(bytes)
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it is not stored as one value of bytes")]
struct NotOneValue;

/// The value of a stored document that has one, of bytes. tantivy writes the number of values, and of each
/// the field (four bytes), the type (one) and, of bytes, how many there are (`BinaryDocumentSerializer` of
/// the version that Cargo.toml names, which a test of this file compares).
fn only_value(stored: &[u8]) -> Option<&[u8]> {
    const FIELD_AND_TYPE: usize = 5;
    let (1, after) = variable_length(stored)? else { return None };
    let (n_bytes, value) = variable_length(after.get(FIELD_AND_TYPE..)?)?;
    (value.len() == n_bytes).then_some(value)
}

/// A number of seven bits a byte, the lowest first; the last byte has the eighth bit (`VInt` of tantivy).
fn variable_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    const LAST: u8 = 0x80;
    let mut number = 0_usize;
    for (nth, byte) in (0_u32..).zip(bytes) {
        let bits = usize::from(byte & !LAST);
        number |= bits.checked_shl(7 * nth)?;
        if byte & LAST != 0 {
            return Some((number, bytes.get(nth as usize + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{STORED, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    use super::*;

    #[test]
    fn bytes_are_found_as_tantivy_stores_them() {
        let mut schema = Schema::builder();
        let field = schema.add_bytes_field("record", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let values: Vec<Vec<u8>> =
            [0, 1, 127, 128, 20_000, 3_000_000].map(|n| (0..n).map(|at| at as u8).collect()).into();
        for value in &values {
            let mut document = TantivyDocument::new();
            document.add_bytes(field, value);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let store = searcher.segment_reader(0).get_store_reader(1).unwrap();
        for (doc, value) in (0..).zip(&values) {
            let stored = store.get_document_bytes(doc).unwrap();
            assert_eq!(only_value(&stored), Some(value.as_slice()));
            assert_eq!(only_value(&stored[..stored.len() - 1]), None);
        }
    }

    #[test]
    fn what_is_cut_or_has_no_end_is_no_value() {
        for bytes in [&[][..], &[0x81], &[0x82, 0, 0, 0, 0, 4, 0x80], &[0x81, 0, 0, 0, 0, 4, 0x01]]
        {
            assert_eq!(only_value(bytes), None, "{bytes:?}");
        }
        assert_eq!(variable_length(&[0x7F; 20]), None);
    }
}
