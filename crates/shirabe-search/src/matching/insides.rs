//! Which places of a section lie inside a word or a number, from the columns of the index.
//!
//! [`shirabe_plan::insides::InsidesOfText`] says the same from a text: the columns are made by the same
//! functions of `shirabe_text`.

use shirabe_index::Pieces;
use shirabe_plan::edges::Insides;
use tantivy::{DocId, SegmentReader};

use crate::SearchError;

/// The columns of one segment.
pub(crate) struct InsideColumns {
    words: Pieces,
    numbers: Pieces,
}

impl InsideColumns {
    pub(crate) fn open(reader: &SegmentReader) -> Result<InsideColumns, SearchError> {
        Ok(InsideColumns {
            words: Pieces::open(reader, "latin_words")?,
            numbers: Pieces::open(reader, "kanji_numbers")?,
        })
    }

    /// Of one section.
    pub(crate) fn of(&self, doc: DocId) -> InsidesOfSection<'_> {
        InsidesOfSection { columns: self, doc }
    }
}

/// The columns, for one section.
pub(crate) struct InsidesOfSection<'a> {
    columns: &'a InsideColumns,
    doc: DocId,
}

impl Insides for InsidesOfSection<'_> {
    fn is_inside_word(&self, offset: u32) -> bool {
        self.columns.words.is_inside(self.doc, offset)
    }

    fn is_inside_number(&self, offset: u32) -> bool {
        self.columns.numbers.is_inside(self.doc, offset)
    }
}
