//! Searches over small indexes: what is found, at which step, and what is marked.

mod ladder;
mod library;
mod promises;
mod query_language;
