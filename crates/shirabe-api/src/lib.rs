//! How does a program ask? The API ([`openapi::routes`] is its list), assistants ([`mcp`]) and files that
//! are written while they are sent.
//!
//! Bodies are separate from the domain types, so that the shapes of the API stay fixed when the engine
//! changes. The command line writes the same answers by [`search`], [`verify`], [`export`] and [`study`].

pub mod analyze;
pub mod asked;
pub mod concordance;
pub mod documents;
mod downloads;
pub mod export;
pub mod frequency;
pub mod health;
pub mod mcp;
pub mod openapi;
pub mod opensearch;
pub mod results_files;
pub mod search;
mod selectors;
mod shapes;
pub mod study;
pub mod tables;
pub mod verify;
pub mod words;
