//! One piece of text through lindera: the words it finds, with their columns, numbers joined.

use std::cell::Cell;
use std::ops::Range;

use lindera::dictionary::{Lattice, WordId};
use lindera::mode::Mode;

use shirabe_japanese::numerals::{canonical, is_numeral};

use super::class::PartOfSpeech;
use super::entry::{EntryColumns, Facts};
use super::form::Form;
use super::{Segmenter, WordClass};
use crate::offsets::slice_chars;

/// Digits, units and separators of a number; more of them in a row are none, and would be tried in
/// every length.
const MAX_PARTS_OF_NUMBER: usize = 40;

/// What a segmentation needs to work in; one per thread is kept and used again, because growing a
/// lattice anew costs more than filling it.
#[derive(Default)]
pub(super) struct Scratch {
    lattice: Lattice,
    /// Byte offset in the form and dictionary entry of each word of the piece.
    found: Vec<(usize, WordId)>,
    form: Form,
}

thread_local! {
    static KEPT: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

impl Scratch {
    /// The one that this thread keeps, or a new one while that is in use.
    pub(super) fn take() -> Box<Scratch> {
        KEPT.take().unwrap_or_default()
    }

    /// Keep it for the next segmentation.
    pub(super) fn give_back(self: Box<Scratch>) {
        KEPT.set(Some(self));
    }
}

/// A word in its piece.
pub(super) struct Token<'a> {
    /// Place in the text.
    pub(super) chars: Range<usize>,
    pub(super) class: WordClass,
    pub(super) term: &'a str,
    /// The folded surface.
    surface: &'a str,
    /// What was read for the term; nothing for a word whose term is its surface.
    columns: EntryColumns<'a>,
    part_of_speech: Option<&'a PartOfSpeech>,
    piece: &'a Piece<'a>,
    /// The word of the piece; none for one that is joined.
    index: Option<usize>,
    /// Where the surface stands in the form, in `char`s.
    form_chars: Range<usize>,
}

/// What the words of a piece have in common.
struct Piece<'a> {
    segmenter: &'a Segmenter,
    form: &'a Form,
    found: &'a [(usize, WordId)],
    text: &'a str,
    /// Where the piece begins in the text, in `char`s.
    start_chars: usize,
}

/// Segment a piece that begins at this `char` of the text, and call `f` with each word.
pub(super) fn for_each(
    segmenter: &Segmenter,
    scratch: &mut Scratch,
    start_chars: usize,
    piece: &str,
    f: &mut impl FnMut(&Token<'_>),
) {
    let Scratch { lattice, found, form } = scratch;
    form.set(piece);
    let dictionary = &segmenter.dictionary;
    lattice.set_text(
        &dictionary.prefix_dictionary,
        &None,
        &dictionary.character_definition,
        &dictionary.unknown_dictionary,
        &dictionary.connection_cost_matrix,
        form.text(),
        &Mode::Normal,
        None,
        true,
    );
    lattice.tokens_offset_into(found);
    Piece { segmenter, form, found, text: piece, start_chars }.for_each(f);
}

impl<'a> Piece<'a> {
    fn for_each(&self, f: &mut impl FnMut(&Token<'_>)) {
        let (mut index, mut form_start) = (0, 0);
        while index < self.found.len() {
            let number = self.number_at(index);
            let end = number.as_ref().map_or_else(|| self.end_of_letters(index), |(end, _)| *end);
            let surface = self.surface(index..end);
            let form_chars = form_start..form_start + surface.chars().count();
            form_start = form_chars.end;
            match number {
                Some((_, term)) => {
                    f(&self.joined(index, surface, form_chars, WordClass::Number, &term));
                }
                None if end - index > 1 => {
                    f(&self.joined(index, surface, form_chars, WordClass::Content, surface));
                }
                None => f(&self.token(index, surface, form_chars)),
            }
            index = end;
        }
    }

    fn token<'t>(&'t self, index: usize, surface: &'t str, form_chars: Range<usize>) -> Token<'t> {
        let facts = self.facts(index);
        let columns =
            if facts.term_is_surface() { EntryColumns::default() } else { self.columns(index) };
        let term = if columns.term.is_empty() { surface } else { columns.term };
        let part_of_speech = self.segmenter.parts_of_speech.get(facts.part_of_speech());
        let class = part_of_speech.map_or(WordClass::Content, |p| p.class(surface, term));
        let (chars, index) = (self.text_chars(&form_chars), Some(index));
        Token {
            chars,
            class,
            term,
            surface,
            columns,
            part_of_speech,
            piece: self,
            index,
            form_chars,
        }
    }

    /// A word joined from several of the dictionary's.
    fn joined<'t>(
        &'t self,
        first: usize,
        surface: &'t str,
        form_chars: Range<usize>,
        class: WordClass,
        term: &'t str,
    ) -> Token<'t> {
        let part_of_speech = self.part_of_speech(first);
        let (columns, index) = (EntryColumns::default(), None);
        let chars = self.text_chars(&form_chars);
        Token {
            chars,
            class,
            term,
            surface,
            columns,
            part_of_speech,
            piece: self,
            index,
            form_chars,
        }
    }

    /// The number that begins with this word: the word behind its last part, and its value.
    fn number_at(&self, index: usize) -> Option<(usize, String)> {
        if !self.is_numeral(index) {
            return None;
        }
        let mut end = index + 1;
        let mut first_separator = None;
        while end < index + MAX_PARTS_OF_NUMBER
            && (self.is_numeral(end) || (self.is_separator(end) && self.is_numeral(end + 1)))
        {
            if first_separator.is_none() && self.is_separator(end) {
                first_separator = Some(end);
            }
            end += 1;
        }
        let number_until = |end| Some((end, canonical(self.surface(index..end))?));
        // 1,000 and 3.5 are one number; in 2025.4.1 and 1,23 the signs part several.
        let is_continued = index >= 2 && self.is_separator(index - 1) && self.is_numeral(index - 2);
        number_until(end).filter(|_| !is_continued).or_else(|| {
            let end = first_separator.unwrap_or(end);
            (index + 1..=end).rev().find_map(number_until)
        })
    }

    /// The word behind a run of Latin, Greek or Cyrillic letters that begins with this word. Letters
    /// without a space are one word: the dictionary makes AM and ED of AMED.
    fn end_of_letters(&self, index: usize) -> usize {
        let mut end = index + 1;
        if self.is_of_letters(index) {
            while self.is_of_letters(end) {
                end += 1;
            }
        }
        end
    }

    fn is_of_letters(&self, index: usize) -> bool {
        index < self.found.len() && self.surface(index..index + 1).chars().all(is_letter)
    }

    fn is_numeral(&self, index: usize) -> bool {
        if index >= self.found.len() {
            return false;
        }
        let surface = self.surface(index..index + 1);
        let is_ascii = surface.chars().all(|c| c.is_ascii_digit());
        is_ascii || (surface.chars().all(is_numeral) && self.is_called_numeral(index))
    }

    /// Whether the dictionary takes this word for a numeral: 一 in 一の is one, in 一般 it is not.
    fn is_called_numeral(&self, index: usize) -> bool {
        self.part_of_speech(index).is_some_and(|p| p.name == "名詞,数詞")
    }

    fn is_separator(&self, index: usize) -> bool {
        index < self.found.len() && matches!(self.surface(index..index + 1), "," | ".")
    }

    fn part_of_speech(&self, index: usize) -> Option<&PartOfSpeech> {
        self.segmenter.parts_of_speech.get(self.facts(index).part_of_speech())
    }

    fn facts(&self, index: usize) -> Facts {
        match self.found.get(index) {
            Some((_, word)) if !word.is_unknown() => self.segmenter.facts(word.id()),
            _ => self.columns(index).facts(),
        }
    }

    fn columns(&self, index: usize) -> EntryColumns<'_> {
        let dictionary = &self.segmenter.dictionary;
        let Some((_, word)) = self.found.get(index) else { return EntryColumns::default() };
        let id = word.id() as usize;
        if word.is_unknown() {
            EntryColumns::read(dictionary.unknown_word_details_iter(id))
        } else {
            EntryColumns::read(dictionary.word_details_iter(id))
        }
    }

    /// The folded surface of neighbouring words.
    fn surface(&self, words: Range<usize>) -> &'a str {
        let text = self.form.text();
        let byte = |index| self.found.get(index).map_or(text.len(), |(byte, _)| *byte);
        text.get(byte(words.start)..byte(words.end)).unwrap_or_default()
    }

    fn text_chars(&self, form_chars: &Range<usize>) -> Range<usize> {
        let source = self.form.source(form_chars.clone());
        source.start + self.start_chars..source.end + self.start_chars
    }
}

/// Whether a character is a letter of the scripts that part words by spaces.
fn is_letter(character: char) -> bool {
    character.is_ascii_lowercase()
        || (matches!(character, '\u{AA}'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}')
            && character.is_alphabetic())
}

impl<'a> Token<'a> {
    pub(super) fn is_white(&self) -> bool {
        self.class == WordClass::Symbol && self.surface.chars().all(|c| c == ' ')
    }

    /// Whether the word is a term.
    pub(super) fn counts(&self) -> bool {
        matches!(self.class, WordClass::Content | WordClass::Number)
    }

    /// Whether the word can be a part of a compound noun.
    pub(super) fn is_nominal(&self) -> bool {
        self.class == WordClass::Content && self.part_of_speech.is_none_or(|p| p.is_nominal)
    }

    pub(super) fn is_compound(&self) -> bool {
        self.columns.has_units()
    }

    /// Calls `f` with term and place of each short unit; of the word itself, if it has no parts.
    pub(super) fn for_each_unit(&self, mut f: impl FnMut(&str, Range<usize>)) {
        if !self.is_compound() {
            return f(self.term, self.chars.clone());
        }
        let mut start = self.form_chars.start;
        for (n_chars, term) in self.columns.units() {
            let chars = self.piece.text_chars(&(start..start + n_chars));
            if !term.is_empty() {
                f(term, if n_chars == 0 { self.chars.clone() } else { chars });
            }
            start += n_chars;
        }
    }

    /// A part of the text around the word. Counted from the beginning of the piece, as counting from
    /// the beginning of the text for each word would take for ever.
    pub(super) fn text(&self, chars: Range<usize>) -> &'a str {
        let start = self.piece.start_chars;
        slice_chars(self.piece.text, chars.start - start..chars.end - start)
    }

    pub(super) fn part_of_speech(&self) -> &'a str {
        self.part_of_speech.map_or("", |p| p.name.as_str())
    }

    /// What the dictionary says besides; nothing for a joined or unknown word.
    pub(super) fn details(&self) -> Details<'a> {
        let known = self.index.filter(|index| {
            self.piece.found.get(*index).is_some_and(|(_, word)| !word.is_unknown())
        });
        let Some(index) = known else { return Details::default() };
        let columns = self.piece.columns(index);
        let reading = if columns.reading.is_empty() { self.surface } else { columns.reading };
        Details { reading, synonym_groups: columns.synonym_groups().collect() }
    }
}

/// The columns that only people need.
#[derive(Default)]
pub(super) struct Details<'a> {
    /// In katakana.
    pub(super) reading: &'a str,
    pub(super) synonym_groups: Vec<u32>,
}
