//! A phrase as the rules see it.

use std::ops::Range;

use super::MAX_CHARS;
use crate::match_form::{Folding, MatchForm};
use crate::offsets::slice_chars;
use crate::segment::{Segmenter, Word};

/// A phrase, its match form, and its words.
pub(super) struct Phrase<'a> {
    /// The phrase, cut to what is expanded.
    pub(super) text: &'a str,
    /// The `char`s of the text.
    pub(super) chars: Vec<char>,
    pub(super) words: Vec<Word>,
    pub(super) form: MatchForm,
    /// Whether a word or a short unit begins or ends before the n-th `char` of the text.
    boundaries: Vec<bool>,
}

impl<'a> Phrase<'a> {
    pub(super) fn new(phrase: &'a str, segmenter: &Segmenter) -> Self {
        let text = slice_chars(phrase, 0..MAX_CHARS);
        let chars: Vec<char> = text.chars().collect();
        let words = segmenter.words(text);
        let mut boundaries = vec![false; chars.len() + 1];
        let units = words.iter().flat_map(|word| &word.short_units).map(|unit| &unit.chars);
        for range in words.iter().map(|word| &word.chars).chain(units) {
            for at in [range.start, range.end] {
                if let Some(boundary) = boundaries.get_mut(at) {
                    *boundary = true;
                }
            }
        }
        let form = MatchForm::of(text, Folding::Standard);
        Phrase { text, chars, words, form, boundaries }
    }

    /// The part of the phrase.
    pub(super) fn part(&self, chars: &Range<usize>) -> &'a str {
        slice_chars(self.text, chars.clone())
    }

    /// Whether words or units begin and end where the part does.
    pub(super) fn is_whole_words(&self, chars: &Range<usize>) -> bool {
        let is_boundary = |at: usize| self.boundaries.get(at).copied().unwrap_or(false);
        is_boundary(chars.start) && is_boundary(chars.end)
    }

    /// The last visible character before a place.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        let before = self.chars.get(..at).unwrap_or_default();
        before.iter().rev().copied().find(|c| !c.is_whitespace())
    }

    /// The first visible character from a place on.
    pub(super) fn behind(&self, at: usize) -> Option<char> {
        let behind = self.chars.get(at..).unwrap_or_default();
        behind.iter().copied().find(|c| !c.is_whitespace())
    }
}
