//! What do all occurrences of a wording say together?
//!
//! Enter by [`concordance`] (every occurrence in its context, sorted, grouped, sampled), [`for_each_line`]
//! (the same, streamed), [`frequency`] (counts and rates by year, issuer and so on) and [`compare`] (two
//! texts side by side). All stand on [`shirabe_search::Occurrences`], which finds every place.
//!
//! Invariants: nothing is cut or sampled unless the answer's [`Basis`] says so; every order is total;
//! the groups of a grouping add up to the whole.

mod compare;
mod concordance;
mod context;
mod found;
mod frequency;
mod gather;
mod groups;
mod intervals;
mod keys;
mod neighbour;
mod sample;

pub use compare::{Piece, Row, compare};
pub use concordance::{
    Basis, Concordance, ConcordanceCounts, ConcordanceRequest, Head, Line, concordance,
    for_each_line,
};
pub use context::Context;
pub use found::{
    FoundDocument, FoundSection, documents_with, for_each_section, newest_documents,
    newest_sections,
};
pub use frequency::{
    Amount, By, Cell, Frequencies, FrequencyRequest, FrequencyRow, MAX_WORDINGS, Wording, frequency,
};
pub use groups::{Group, Groups};
pub use intervals::{Method, Rate, Ratio};
pub use keys::{Key, SortKey};
pub use neighbour::{MalformedNeighbour, Neighbour};
