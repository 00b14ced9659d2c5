//! How does a person or a program ask? Pages, API and feeds over a [`Library`].
//!
//! Enter at [`app`], the one function that builds the site for the server and for tests; the list of
//! all addresses is in `routes.rs`.
//!
//! Invariants: no session, everything that defines a page is in its address; every page works without
//! JavaScript; ranges become markup in `marked.rs` only, and askama alone escapes; no text that a
//! visitor can type gives a 500.

mod api;
mod assets;
mod base_path;
mod catalogue;
mod citable;
mod citation_views;
mod downloads;
mod engine;
mod error;
mod feeds;
mod format;
mod hash;
mod headers;
mod highlighting;
mod json_ld;
mod lanes;
mod library;
mod mcp;
mod metrics;
mod moved_and_gone;
mod origin;
mod page_image;
mod pages;
mod params;
mod results_files;
mod routes;
mod site;
mod source;
mod study;
mod tables;
mod unapi;
mod url;
mod verification_report;

pub use api::export::{Export, ExportUnit};
pub use api::search::search_json;
pub use api::verify::{
    border_sentence, change_sentence, edition_sentence, skip_reason, verification_json,
};
pub use library::{
    Generation, GlossaryEntry, Library, LibraryError, Mark, PlacesAndMarks, Source, Suggestion,
};
pub use metrics::AccessRecord;
pub use page_image::{PagePainter, PageToPaint, PaintedPage};
pub use pages::wording::relaxation as relaxation_label;
pub use routes::{app, apps};
pub use site::Config;
pub use study::{Desk, Refusal, write_concordance, write_frequency};
pub use verification_report::{verification_csv, verification_html};
