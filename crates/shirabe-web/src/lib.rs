//! How does a person ask? Pages and feeds over a library, and the one list of all addresses.
//!
//! Enter at [`app`], the one function that builds the site for the server and for tests; the list of
//! all addresses is in `routes.rs`.
//!
//! Invariants: every page works without JavaScript; ranges become markup in `highlighting.rs` only, and
//! askama alone escapes; no text that a visitor can type gives a 500.

mod assets;
mod base_path;
mod dress;
mod feeds;
mod hash;
mod headers;
mod highlighting;
mod json_ld;
mod pages;
mod render;
mod routes;
mod source;
mod unapi;
mod verification_report;

pub use routes::{app, apps};
pub use verification_report::{verification_csv, verification_html};
