//! Which sections contain it? Schema, generations on disk, opening and fingerprint.
//!
//! Enter by [`GenerationWriter`] to write and by [`Generation::open_current`] to read.
//! [`SectionAnalyzer`] is the one analysis that indexing, querying and highlighting share.
//!
//! Invariants: a generation is complete or invisible; an index made by another analysis is refused;
//! positions of every field are character offsets into the match form of the section's text.

mod analysis;
mod definitions;
mod error;
mod fingerprint;
mod generation;
mod grams;
mod lock;
mod schema;
mod stored;
mod writer;

pub use analysis::{SectionAnalyzer, Terms, WordTerm};
pub use definitions::Definition;
pub use error::IndexError;
pub use fingerprint::{Fingerprint, SCHEMA_VERSION};
pub use generation::{Extent, Generation, current_number};
pub use grams::{bigrams, unigrams};
pub use lock::WriterLock;
pub use schema::Fields;
pub use stored::SectionRecord;
pub use writer::GenerationWriter;
