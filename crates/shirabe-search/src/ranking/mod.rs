//! Ranking: which of the sections that match come first.
//!
//! Enter by [`collector::collect_sections`], which counts all that match and keeps the best by the cheap signals;
//! [`rerank::rerank`] adds the costly ones. All weights are in [`weights::Weights`].

pub(crate) mod collector;
pub(crate) mod document_runs;
pub(crate) mod population;
pub(crate) mod rank;
pub(crate) mod rerank;
pub(crate) mod weights;
pub(crate) mod word_pass;
