//! PDF: [`reading`] interprets the pages, lays them out, and makes blocks of them.
//!
//! 1. [`document`] opens the file and interprets each page with [`device`], which collects glyphs and
//!    rules and paints nothing,
//! 2. [`crate::layout`] brings them into order,
//! 3. [`blocks`] writes them out: the text of the source in lines, the blocks, and what was taken out.
//!
//! Lines of a PDF are counted through all pages, in reading order.

mod actual_text;
mod blocks;
mod device;
mod document;
mod fonts;
mod information;
mod outline;
mod problems;
mod title;

use super::{Limits, Reading};
use crate::draft::Ledger;
use crate::layout;
use crate::metadata::found::Confidence;

/// Reads a PDF.
pub(crate) fn reading(bytes: &[u8], limits: &Limits, ledger: &mut Ledger) -> Reading {
    let source = match document::read(bytes, limits) {
        Ok(source) => source,
        Err(refusal) => {
            let (code, message) = problems::refusal(refusal);
            ledger.problem(code, message, None);
            return Reading::empty();
        }
    };
    problems::report(&source, bytes, limits, ledger);
    let n_pages = source.n_pages as u32;
    let n_empty = source.pages.iter().filter(|page| page.n_glyphs == 0).count() as u32;
    let parts = source.pages.into_iter().map(|page| page.parts).collect();
    let pages = layout::document::read(parts, &source.bookmarks);
    let (text, drafts) = blocks::write(&pages, ledger);
    let mut properties = source.properties;
    properties.styled_title = title::title(&pages).map(|title| (title, Confidence::Likely));
    let pages = Some((n_pages, n_empty));
    Reading { text, drafts, encoding: "PDF", pages, properties, ..Reading::empty() }
}
