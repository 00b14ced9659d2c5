//! What counts as the same text? Match form with an exact offset map, sentences, numbers, era
//! years, and the spellings a phrase may have.
//!
//! Enter at [`MatchForm::of`] (what exact search compares), and [`variants`] (which other
//! spellings a phrase has). Everything else serves these two.
//!
//! Invariants: no I/O, no clock, no environment; public offsets count `char`s (Unicode scalar
//! values) unless the name says otherwise; one function makes the match form, for documents,
//! queries and highlights alike.

pub mod citations;
pub mod eras;
pub mod match_form;
pub mod numbers;
pub mod offsets;
pub mod reading;
pub mod segment;
pub mod sentences;
pub mod spellings;
pub mod unbroken;
pub mod values;
pub mod variants;

pub use citations::{Citation, CitationAsked, citation_asked, citations_in};
pub use eras::{parse_date_range, parse_fiscal_year};
pub use match_form::{Folding, MatchForm, fold};
pub use offsets::{char_to_utf16, slice_chars};
pub use reading::{folded_reading, normalised, reading};
pub use segment::{Segmenter, ShortUnit, Term, Unit, Word, WordClass};
pub use sentences::{sentences, sentences_in_blocks};
pub use spellings::{Spelling, Spellings};
pub use unbroken::{is_digit, is_kanji_numeral, is_latin_letter, latin_words, numbers_with_kanji};
pub use values::{Value, ValueKind, WrittenValue, values_in, written_values};
pub use variants::{
    Abbreviation, Expansion, Rule, WrittenValues, expansions, expansions_in, mine_abbreviations,
};

/// Version of everything this crate computes from a text; part of the index fingerprint.
///
/// Raise it by one whenever the same text could give another match form, other words or other
/// sentences: a line in `data/`, a folded character, a segmentation rule, an update of
/// `unicode-normalization`. Variants only act on queries, so a new variant rule leaves it alone.
pub const ANALYSIS_VERSION: u32 = 5;
