//! How does a table become a file?
//!
//! Enter by [`TableWriter::begin`]: rows go in one by one and bytes come out at a writer, so that a file of
//! any length needs no memory. [`chart::svg`] draws lines over time.
//!
//! Invariants: no cell is run as a formula; every row has as many cells as the head, whoever reads it; a
//! file that could not be completed can be told from one that is complete (NDJSON by its last line).

pub mod chart;
mod spreadsheet;
mod table;
mod xlsx;

pub use spreadsheet::csv_of_texts;
pub use table::{Column, ExportError, FileFormat, Sheet, TableWriter};
