//! What do tests stand on? A real engine over a few texts, the shipped corpus or one of a real size,
//! and records of what was answered before.
//!
//! Enter by [`Library`]. [`assert_recorded`] compares an answer with the one on record.
//!
//! Invariants: nothing here is a part of the program; what cannot be set up is a panic that says why;
//! an index is in a temporary folder, or in `target/tmp`, where it is never older than the test.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot be set up fails")]

mod generated;
mod kept;
mod library;
mod record;

pub use generated::{GeneratedFile, Random, generated_files};
pub use library::{Library, copy_folder, document, document_as, marked};
pub use record::{assert_recorded, digest};
