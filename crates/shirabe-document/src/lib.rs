//! What does a document say, and where?
//!
//! [`readers::read`] turns the bytes of a file into a [`Document`] of sections and paragraphs, and
//! records every change on the way as a [`Repair`]. [`citation`] writes a passage up in the usual
//! styles, and [`anchors`] keeps the ids of passages when a source is read anew.
//!
//! Invariants: reading never fails and never panics, whatever the bytes; no character of the source
//! is lost without a record; nothing here touches files, clock or environment.

mod agenda;
pub mod anchors;
mod asides;
mod assembly;
mod balance;
mod characters;
pub mod citation;
pub mod date;
mod dates;
mod decode;
mod draft;
mod glue;
pub mod ids;
mod kinds;
mod layout;
mod measure;
pub mod metadata;
pub mod model;
mod numbering;
mod outline;
pub mod quality;
pub mod readers;
mod repair;
pub mod rules;
mod sentences;
#[cfg(test)]
mod test_text;
mod text_fragments;

pub use anchors::Revision;
pub use citation::{Citation, CitedSection, PersonalName, Style};
pub use date::{Date, MalformedDate};
pub use ids::{DocumentId, MalformedId, ParagraphId, SectionId};
pub use metadata::{
    Confidence, Field, Format, Found, Metadata, Origin, READER_VERSION, SourceInfo,
};
pub use model::addresses::{Addresses, Edition, MAX_TEXT_CHARS, RetiredParagraph, RetiredSection};
pub use model::{Block, BlockKind, Document, Page, PageTurn, Section};
pub use quality::{Place, Problem, Quality, Repair};
pub use rules::Rule;
pub use text_fragments::{FragmentSource, TextFragment};
