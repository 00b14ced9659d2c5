//! Which sections contain it? Schema, generations on disk, opening and fingerprint.
//!
//! Enter by [`GenerationWriter`] to write and by [`Generation::open_current`] to read.
//! [`SectionAnalyzer`] is the one analysis that indexing, querying and highlighting share.
//!
//! Invariants: a generation is complete or invisible; an index made by another analysis is refused;
//! positions of every field are character offsets into the match form of the section's text.

mod analysis;
mod archive;
mod checksums;
mod compounds;
mod definitions;
mod error;
mod fingerprint;
mod first_seen;
mod folders;
mod generation;
mod grams;
mod lock;
mod notations;
mod overview;
mod packing;
mod pieces;
mod presence;
mod replica;
mod schema;
mod sealed;
mod section_store;
mod status;
mod stored;
mod suggestion_dictionary;
mod term_counts;
mod writer;

pub use analysis::{SectionAnalyzer, SectionTokens, Terms, WordTerm};
pub use archive::{Archive, Forgotten, MAX_WITHDRAWN, SourceReader};
pub use definitions::Definition;
pub use error::IndexError;
pub use fingerprint::{Fingerprint, SCHEMA_VERSION};
pub use first_seen::moment_of_number;
pub use folders::current_number;
pub use generation::{CorpusSize, DocumentMarks, Generation};
pub use grams::{pairs, pairs_from};
pub use lock::WriterLock;
pub use notations::Notations;
pub use overview::DocumentOverview;
pub use pieces::Pieces;
pub use presence::Presence;
pub use replica::{HeldIndex, IndexFile, Replica, is_copy};
pub use schema::Fields;
pub use section_store::SectionStore;
pub use status::{
    Checked, Fault, GenerationStatus, IndexStatus, Pruned, Remedy, other_generations, prune,
    sources_in_use, verify,
};
pub use stored::SectionRecord;
pub use suggestion_dictionary::{DictionaryEntry, EntrySource, SuggestionDictionary};
pub use writer::{GenerationWriter, Origin, Start};
