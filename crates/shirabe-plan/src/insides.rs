//! Which places of a text that is at hand lie inside a word or a number: [`InsidesOfText`].

use std::ops::Range;

use shirabe_text::{MatchForm, latin_words, numbers_with_kanji};

use crate::edges::Insides;

/// The words and numbers of a text that is at hand, as stretches of its match form.
pub struct InsidesOfText {
    words: Vec<Range<usize>>,
    numbers: Vec<Range<usize>>,
}

impl InsidesOfText {
    /// Reads them from a text and its match form.
    pub fn of(text: &str, form: &MatchForm) -> InsidesOfText {
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
