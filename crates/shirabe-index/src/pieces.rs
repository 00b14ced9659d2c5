//! Pieces of the match form, as a column keeps them: words of Latin letters and numbers, inside which no
//! whole word begins or ends.
//!
//! A piece is one number: where it starts, and its length in the low bits. A longer one, such as an
//! address, is kept as several that share their ends' neighbours. A piece of one character has no inside
//! and is not kept.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::IndexError;

/// Six bits: a word in a text is hardly ever longer than 63 characters, and an address takes a second
/// piece (not measured).
const LENGTH_BITS: u32 = 6;
const MAX_LENGTH: usize = (1 << LENGTH_BITS) - 1;

/// The pieces of the sections of one segment.
pub struct Pieces {
    column: Column<u64>,
}

impl Pieces {
    /// Opens the column with this name.
    pub fn open(reader: &SegmentReader, name: &str) -> Result<Pieces, IndexError> {
        Ok(Pieces { column: reader.fast_fields().u64(name)? })
    }

    /// Whether an offset of the match form of section `doc` lies inside a piece: behind its first
    /// character and before its last one's end.
    pub fn is_inside(&self, doc: DocId, offset: u32) -> bool {
        let mut rows = self.column.index.value_row_ids(doc);
        // The last piece that starts before the offset.
        let mut last = None;
        while !rows.is_empty() {
            let middle = rows.start + (rows.end - rows.start) / 2;
            let piece = unpacked(self.column.values.get_val(middle));
            if piece.start < offset {
                last = Some(piece);
                rows.start = middle + 1;
            } else {
                rows.end = middle;
            }
        }
        last.is_some_and(|piece| offset < piece.end)
    }
}

/// A stretch of the form as the numbers of the column, ascending.
pub(crate) fn packed(stretch: Range<usize>) -> impl Iterator<Item = u64> {
    let mut start = stretch.start;
    std::iter::from_fn(move || {
        let length = stretch.end.checked_sub(start).filter(|length| *length > 1)?.min(MAX_LENGTH);
        let piece = (start as u64) << LENGTH_BITS | length as u64;
        // The next one begins one character before this one ends, so that its start lies inside.
        start += MAX_LENGTH - 1;
        Some(piece)
    })
}

fn unpacked(piece: u64) -> Range<u32> {
    let start = (piece >> LENGTH_BITS) as u32;
    start..start + (piece & MAX_LENGTH as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_inside_a_stretch_lies_inside_the_last_piece_before_it() {
        for length in [1, 2, 62, 63, 64, 124, 125, 126, 200] {
            let pieces: Vec<Range<u32>> = packed(10..10 + length).map(unpacked).collect();
            for offset in 0..300 {
                let last = pieces.iter().rev().find(|piece| piece.start < offset);
                let is_inside = last.is_some_and(|piece| offset < piece.end);
                assert_eq!(
                    is_inside,
                    offset > 10 && offset < 10 + length as u32,
                    "{length} {offset}"
                );
            }
        }
    }
}
