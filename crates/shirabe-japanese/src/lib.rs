//! What is this character, number, date? The facts of Japanese writing, each once, with its source.
//!
//! Enter at [`characters`] for classes and widths, at [`numerals`] for numbers, at [`calendar`] for
//! eras and [`dates`] for how they are written, at [`brackets`] for pairs, at [`sentence_ends`] for the
//! marks that end a sentence, at [`romaji()`] for Latin letters.
//!
//! Invariants: no I/O, no clock, no environment, no other crate of the project; positions count
//! `char`s (Unicode scalar values).

pub mod brackets;
pub mod calendar;
pub mod characters;
pub mod dates;
pub mod number_signs;
pub mod numerals;
pub mod romaji;
pub mod sentence_ends;

pub use brackets::{closing_of, is_closing, is_opening};
pub use calendar::{Era, When};
pub use characters::{
    columns, half_width, hiragana, is_hiragana, is_hiragana_letter, is_japanese, is_kana, is_kanji,
    is_katakana, is_katakana_letter, is_letter, katakana, narrow, skeleton, terminal_columns,
};
pub use romaji::romaji;
pub use sentence_ends::is_sentence_end;
