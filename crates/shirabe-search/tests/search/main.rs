//! Searches over small indexes: what is found, at which step, and what is marked.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod citations;
mod counting;
mod deadlines;
mod ladder;
mod order;
mod promises;
mod pruning;
mod query_language;
mod recognised;
mod snippets;
mod standing;
mod suggestions;
mod titles;
mod values;
