//! What must be matched for a query? From its tree, its phrases' spellings and its conditions to a plan.
//!
//! Enter by [`planner::plan`]; the outcome is a [`tree::PlannedQuery`] over numbered leaves, with what is to
//! be said of it ([`notes`]). What is asked beside the query stands in [`request`].
//!
//! Invariant: a plan depends on the query and on what is known of spellings, never on what a search finds;
//! no text and no posting is read.

pub mod abbreviations;
pub mod analyzer;
pub mod bounds;
pub mod edges;
pub mod expand;
pub mod insides;
pub mod notes;
pub mod numbers;
pub mod pattern;
pub mod planner;
mod question;
pub mod request;
pub mod tree;
