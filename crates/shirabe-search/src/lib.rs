//! Which sections answer best, and why?
//!
//! Enter by [`Engine`], which opens an index, and [`Snapshot::search`]:
//! 1. the query is parsed and planned: phrases folded, expanded, segmented;
//! 2. one pass over the sections that match counts them and keeps the best;
//! 3. the best are ranked with the costly signals;
//! 4. the text of those on the page is read, and marks and snippets are made from it.
//!
//! Invariants: results are data, never markup; every mark is verified against the section's text;
//! the order is total.

mod abbreviations;
mod absence;
mod analysis;
mod bounds;
mod counts;
mod documents;
mod editions;
mod engine;
mod error;
mod expand;
mod harvest;
mod items;
mod marks;
mod matching;
mod numbers;
mod partial;
mod pattern;
mod plan;
mod planner;
mod question;
mod rank;
mod readings;
mod request;
mod rerank;
mod results;
mod search;
mod slips;
mod snippet;
mod suggest;
mod verification;
mod weights;

pub use analysis::Analysis;
pub use engine::{Engine, Snapshot};
pub use error::SearchError;
pub use marks::Mark;
pub use request::{FacetField, Filters, Links, Mode, Scope, SearchRequest, Sort, Step, Unit};
pub use results::*;
pub use shirabe_index::{Definition, Extent};
pub use suggest::{Suggestion, SuggestionSource};
pub use verification::{
    CheckedReference, DiffPiece, DiffSide, Difference, MAX_DRAFT_CHARS, Passage, PassagePlace,
    QuotationStatus, SkipReason, SkippedQuotation, Verification, VerifiedQuotation,
};
pub use weights::Weights;
