//! Which places of a text lie inside a word or a number: from the columns of the index, or from the text.
//!
//! Both answer alike: the columns are made by the same functions of `shirabe_text`.

use std::ops::Range;

use shirabe_index::Pieces;
use shirabe_text::{MatchForm, latin_words, numbers_with_kanji};
use tantivy::{DocId, SegmentReader};

use crate::SearchError;
use crate::plan::edges::Insides;

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

/// The words and numbers of a text that is at hand, as stretches of its match form.
pub(crate) struct InsidesOfText {
    words: Vec<Range<usize>>,
    numbers: Vec<Range<usize>>,
}

impl InsidesOfText {
    pub(crate) fn of(text: &str, form: &MatchForm) -> InsidesOfText {
        let in_form = |pieces: Vec<Range<usize>>| {
            pieces.into_iter().map(|piece| form.form_range(piece)).collect()
        };
        InsidesOfText {
            words: in_form(latin_words(text)),
            numbers: in_form(numbers_with_kanji(text)),
        }
    }
}

impl Insides for InsidesOfText {
    fn is_inside_word(&self, offset: u32) -> bool {
        is_inside(&self.words, offset as usize)
    }

    fn is_inside_number(&self, offset: u32) -> bool {
        is_inside(&self.numbers, offset as usize)
    }
}

fn is_inside(pieces: &[Range<usize>], offset: usize) -> bool {
    let n_before = pieces.partition_point(|piece| piece.start < offset);
    n_before.checked_sub(1).is_some_and(|last| offset < pieces[last].end)
}
