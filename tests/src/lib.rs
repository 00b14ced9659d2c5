//! Tests that need the whole program: `tests/whole`, and what holds for every input ([`promises`]).

#![expect(clippy::missing_panics_doc, reason = "a broken promise is a panic")]

pub mod promises;
