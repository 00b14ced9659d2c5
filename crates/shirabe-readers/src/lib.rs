//! How is a file read?
//!
//! [`read`] turns the bytes of a file into a [`shirabe_document::Document`] of sections and paragraphs,
//! and records every change on the way as a [`shirabe_document::Repair`].
//!
//! 1. [`kind`] tells the format from the content,
//! 2. the format's reader in `formats` makes a `Reading` of the bytes: what the source shows, and blocks
//!    of it; `layout` finds lines, tables and the reading order where the file has only places of glyphs,
//! 3. `repair` repairs lines and blocks,
//! 4. `title_page` fills in what the metadata leaves open,
//! 5. `structure` makes sections with ids of the blocks.
//!
//! Invariants: reading never fails and never panics, whatever the bytes; no character of the source
//! is lost without a record; nothing here touches files, clock or environment.

mod balance;
mod characters;
mod dates;
mod decode;
mod draft;
mod formats;
pub mod kind;
mod layout;
mod limits;
mod page_image;
mod properties;
mod read;
mod reading;
mod recognition;
mod repair;
mod structure;
#[cfg(test)]
mod test_text;
mod title_page;
mod tools;

pub use formats::pdf::pdfium::PdfLibrary;
pub use limits::Limits;
pub use page_image::{FontSource, PageImage, PageImageRequest};
pub use read::{page_image, picture, read, read_with, read_within};
pub use recognition::{Picture, RecognisedWord, Recognition};
pub use tools::Tools;

/// Counts up when the same source would be read into another document. A document read by another
/// version is read again.
pub const READER_VERSION: u32 = 12;
