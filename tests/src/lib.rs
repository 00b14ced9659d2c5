//! Tests that need the whole program.
