//! What does every answer stand on? The library behind it ([`library`]), how the site is run
//! ([`Config`]), what was asked ([`params`]) and what can go wrong ([`error`]).
//!
//! Enter at [`Site::ask`]: a question finds a place in a lane, runs on a thread that may wait, and ends
//! with its deadline or with the visitor. What is said in Japanese by answers of several kinds stands in
//! [`wording`]; pages and the API are other crates.
//!
//! Invariants: no session, everything that defines an answer is in its address; one request reads one
//! generation.

pub mod catalogue;
pub mod citable;
pub mod citation_views;
mod engine;
pub mod error;
pub mod format;
pub mod lanes;
pub mod library;
pub mod metrics;
pub mod moved_and_gone;
pub mod origin;
pub mod page_image;
pub mod params;
mod site;
pub mod url;
pub mod wording;

pub use site::{Config, Site};
