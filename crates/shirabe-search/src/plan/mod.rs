//! Plan: what is to be matched for a query, from its tree, its phrases' spellings and its conditions.
//!
//! Enter by [`planner::plan`]; the outcome is a [`tree::PlannedQuery`].

pub(crate) mod abbreviations;
pub(crate) mod bounds;
pub(crate) mod edges;
pub(crate) mod expand;
pub(crate) mod numbers;
pub(crate) mod pattern;
pub(crate) mod planner;
pub(crate) mod question;
pub(crate) mod tree;
