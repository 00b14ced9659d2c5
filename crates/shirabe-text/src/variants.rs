//! Other spellings of a phrase, each with the rule it comes from, and the abbreviations that a
//! document defines.
//!
//! Enter at [`expansions`] for a query, at [`mine_abbreviations`] for a document.
//!
//! Each rule is a file: `number` (years and dates as well), `counter`, `official`, `marks`, `spelling`, `abbreviation`, `synonym`. A rule
//! reads the phrase in its match form and hands its alternatives to `Findings`, which drops what is
//! the same text anyway.
//!
//! Invariants: the parts of two expansions are equal or apart, but for those of
//! rules that are off by default; no alternative has the match form of the term or stands twice; at most
//! [`MAX_ALTERNATIVES`] a part. Only the first [`MAX_CHARS`] of a phrase are read.

mod abbreviation;
mod counter;
mod findings;
mod marks;
mod mining;
mod number;
mod official;
mod phrase;
mod rule;
mod spelling;
mod synonym;

use std::ops::Range;

use self::findings::Findings;
pub use self::mining::mine_abbreviations;
use self::phrase::Phrase;
pub use self::rule::Rule;
use crate::segment::Segmenter;
use crate::spellings::Spellings;
use crate::values::values_in;

/// At most this many other spellings are given for a part of a phrase.
pub const MAX_ALTERNATIVES: usize = 16;
/// What a phrase has beyond this many `char`s is not expanded.
pub const MAX_CHARS: usize = 512;

/// A part of a phrase that can be written in other ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// Where in the phrase, in `char`s.
    pub chars: Range<usize>,
    /// The part as the phrase has it: `取り組み`.
    pub term: String,
    /// Which rule gave the alternatives.
    pub rule: Rule,
    /// Other spellings for the part, the likeliest first: `取組`, `取組み`. None has the same match
    /// form as the term.
    pub alternatives: Vec<String>,
}

/// A long name and the short one that a document defines for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Abbreviation {
    /// `日本医療研究開発機構`
    pub long: String,
    /// `AMED`
    pub short: String,
}

/// What an index knows of the notations of values.
pub trait WrittenValues {
    /// The notations that stand in the index with this key, as [`crate::written_values`] gave them.
    fn notations_of(&self, key: &str) -> Vec<String>;
}

struct NoIndex;

impl WrittenValues for NoIndex {
    fn notations_of(&self, _key: &str) -> Vec<String> {
        Vec::new()
    }
}

/// The parts of a phrase that can be written in other ways, in the order in which they stand.
pub fn expansions(
    phrase: &str,
    segmenter: &Segmenter,
    spellings: &Spellings,
    abbreviations: &[Abbreviation],
) -> Vec<Expansion> {
    expansions_in(phrase, segmenter, spellings, abbreviations, &NoIndex)
}

/// [`expansions`] with the notations of values that stand in an index, in place of the usual ones.
pub fn expansions_in(
    phrase: &str,
    segmenter: &Segmenter,
    spellings: &Spellings,
    abbreviations: &[Abbreviation],
    written: &dyn WrittenValues,
) -> Vec<Expansion> {
    let phrase = Phrase::new(phrase, segmenter);
    let mut findings = Findings::new(&phrase);
    let values = values_in(phrase.text);
    number::expand_dates(&phrase, &values, written, &mut findings);
    counter::expand(&phrase, &mut findings);
    official::expand(&phrase, &mut findings);
    number::expand_numbers(&phrase, &values, written, &mut findings);
    marks::expand(&phrase, written, &mut findings);
    spelling::expand(&phrase, segmenter, spellings, &mut findings);
    abbreviation::expand(&phrase, abbreviations, &mut findings);
    synonym::expand(&phrase, spellings, &mut findings);
    findings.finish()
}
