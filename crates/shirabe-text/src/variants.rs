//! Other spellings of a phrase, each with the rule it comes from, and the abbreviations that a
//! document defines.

mod rule;

pub use rule::Rule;

use std::ops::Range;

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
