//! PDF: [`reading`] interprets the pages, lays them out, and makes blocks of them.
//!
//! 1. [`document`] opens the file and interprets each page with [`device`], which collects glyphs and
//!    rules and paints nothing; [`pdfium`] does the same with another engine,
//! 2. [`crate::layout`] brings them into order,
//! 3. [`blocks`] writes them out: the text of the source in lines, the blocks, and what was taken out.
//!
//! Lines of a PDF are counted through all pages, in reading order.

mod actual_text;
mod blocks;
mod canvas;
mod device;
mod document;
mod extras;
mod fonts;
mod information;
mod kanpo;
mod outline;
pub(crate) mod page_image;
pub(crate) mod pdfium;
pub(crate) mod picture;
mod problems;
mod structure_tree;
mod title;
mod xmp;

use crate::draft::{Draft, Ledger};
use crate::layout;
use crate::layout::document::PageLayout;
use crate::limits::Limits;
use crate::reading::{PageCounts, Reading};
use crate::repair::diagrams;
use crate::tools::Tools;
use document::{Legibility, SourcePage};
use shirabe_document::Confidence;

/// Reads a PDF.
pub(crate) fn reading(
    bytes: &[u8],
    limits: &Limits,
    tools: Tools<'_>,
    ledger: &mut Ledger,
) -> Reading {
    let recognition = tools.recognition;
    let read = match tools.library {
        Some(library) => library.read(bytes, limits, recognition),
        None => document::read(bytes, limits, recognition),
    };
    let source = match read {
        Ok(source) => source,
        Err(refusal) => {
            let (code, message) = problems::refusal(refusal);
            ledger.problem(code, message, None);
            return Reading::empty();
        }
    };
    problems::report(&source, bytes, limits, ledger);
    if tools.library.is_some() {
        problems::name_engine(ledger);
    }
    let counts = PageCounts {
        n_pages: source.n_pages as u32,
        n_empty: source.pages.iter().filter(|page| page.n_glyphs == 0).count() as u32,
        with_pictures: source.numbers(SourcePage::has_unread_picture),
        n_attachments: source.extras.attachments.len() as u32,
        to_recognise: source.numbers(|page| page.legibility != Legibility::Text),
        recognised: source.numbers(|page| page.recognition.is_text()),
    };
    let parts = source.pages.into_iter().map(|page| page.parts).collect();
    let pages = layout::document::read(parts, &source.bookmarks);
    let (text, drafts) = blocks::write(&pages, ledger);
    let drafts = gather_figures(drafts, &pages, ledger);
    let mut properties = source.properties;
    properties.styled_title = title::title(&pages).map(|title| (title, Confidence::Likely));
    let encoding = if tools.library.is_some() { "PDF (pdfium)" } else { "PDF" };
    Reading { text, drafts, encoding, pages: Some(counts), properties, ..Reading::empty() }
}

/// On slides, runs of short labels are what is left of a figure; on the cover they are its lines.
fn gather_figures(drafts: Vec<Draft>, pages: &[PageLayout], ledger: &mut Ledger) -> Vec<Draft> {
    let file = |draft: &Draft| draft.page.as_ref().and_then(|page| page.file).unwrap_or_default();
    let mut out = Vec::with_capacity(drafts.len());
    let mut rest = drafts.into_iter().peekable();
    while let Some(first) = rest.next() {
        let number = file(&first);
        let mut of_page = vec![first];
        while let Some(draft) = rest.next_if(|draft| file(draft) == number) {
            of_page.push(draft);
        }
        let page = pages.get((number as usize).wrapping_sub(1));
        let is_slide = number > 1 && page.is_some_and(PageLayout::is_landscape);
        if is_slide {
            of_page = diagrams::repair(of_page, ledger);
        }
        out.extend(of_page);
    }
    out
}
