//! What does a document say, and where?
//!
//! A [`Document`] has sections and paragraphs, and a [`Repair`] for every change that a reader made.
//! [`citation`] writes a passage up in the usual styles, and [`anchors`] keeps the ids of passages when
//! a source is read anew. [`links`] writes and reads the addresses of passages.
//!
//! Invariants: no parser of any file format is known here; nothing here touches files, clock or
//! environment.

pub mod anchors;
pub mod citation;
pub mod date;
pub mod ids;
pub mod line_joining;
pub mod links;
pub mod metadata;
pub mod model;
pub mod problems;
pub mod quality;
pub mod rules;
#[cfg(feature = "serde")]
mod stored;
#[cfg(test)]
mod test_document;
mod text_fragments;

pub use anchors::Revision;
pub use citation::{Citation, CitedSection, PersonalName, Style};
pub use date::{Date, MalformedDate};
pub use ids::{DocumentId, MalformedId, ParagraphId, SectionId};
pub use metadata::{Confidence, Field, Format, Found, Metadata, Origin, SourceInfo};
pub use model::addresses::{Addresses, Edition, MAX_TEXT_CHARS, RetiredParagraph, RetiredSection};
pub use model::{Block, BlockKind, Document, Page, PageTurn, Section};
pub use problems::{Problem, ProblemCode, Severity};
pub use quality::{Place, Quality, Repair};
pub use rules::Rule;
pub use text_fragments::{FragmentSource, TextFragment};
