//! Which sections answer best, and why?
//!
//! Enter by [`Engine`], which opens an index, and [`Snapshot::search`]. Its rooms:
//! 1. `shirabe-plan`: the query is parsed and planned: phrases folded, expanded, segmented;
//! 2. `matching`: which sections meet the plan, at which step, and how often;
//! 3. `ranking`: one pass over them counts and keeps the best, which are ranked with the costly signals;
//! 4. `results`: the text of those on the page is read, and marks and snippets are made from it;
//! 5. `assist`: what helps to ask;
//! 6. `wording`: all occurrences together, for `shirabe-wording`;
//! 7. [`standing`]: where a given text stands, exactly or nearly, for `shirabe-verify`.
//!
//! Invariants: results are data, never markup; every mark is verified against the section's text;
//! the order is total.

mod assist;
mod by_step;
mod deadline;
mod engine;
mod error;
mod matching;
mod ranking;
mod results;
mod search;
mod snapshot;
pub mod standing;
mod wording;

pub use assist::analysis::Analysis;
pub use assist::suggest::{Suggestion, SuggestionSource};
pub use by_step::ByStep;
pub use deadline::{Deadline, Workers};
pub use engine::Engine;
pub use error::SearchError;
pub use ranking::weights::Weights;
pub use results::answer::*;
pub use results::highlighting::Mark;
pub use shirabe_index::{CorpusSize, Definition, Forgotten, SectionTokens};
pub use shirabe_plan::notes::{QueryNote, ReadAsWords, Remark};
pub use shirabe_plan::pattern::Unusable;
pub use shirabe_plan::request::{
    FacetField, Filters, Links, Mode, Scope, SearchRequest, Sort, Step, Unit,
};
pub use snapshot::{OtherSpelling, Snapshot};
pub use wording::{
    DocumentExtent, DocumentRow, DocumentTable, Extent, Occurrences, OpenedSection, SectionPlace,
};
