//! All pages together: [`read`].
//!
//! 1. [`running`] takes running headers, footers and page numbers out, before the order of a page is
//!    sought, so that a page number does not part two columns,
//! 2. each page is brought into order,
//! 3. [`footnotes`] names the notes at the foot,
//! 4. [`continued`] joins paragraphs that go over a page border,
//! 5. [`slides`] and [`headings`] find the headings.

mod contents;
mod continued;
mod footnotes;
mod headings;
mod running;
mod slides;

use std::collections::BTreeMap;

use super::{Dropped, PageBlock, PageParts, Shape};
use headings::Body;

pub(crate) use contents::is_entry;
pub(crate) use headings::Bookmark;

/// A page, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageLayout {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// In reading order.
    pub(crate) blocks: Vec<PageBlock>,
    pub(crate) dropped: Vec<Dropped>,
    /// The characters of all glyphs, in the order of painting.
    pub(crate) chars: Vec<char>,
    /// The page number as printed.
    pub(crate) label: Option<String>,
    /// Whether the page is a section of its own under its title.
    pub(crate) is_slide: bool,
}

/// A page with more characters is no slide. Counted: the fullest of 350 slides of ten ministries has 1,823, a page
/// of 官報 about 3,800.
const MOST_ON_SLIDE: usize = 2_500;

impl PageLayout {
    /// Whether it may be a slide: in landscape, and not as full as a page of 官報, which is turned.
    pub(crate) fn is_landscape(&self) -> bool {
        self.width > 1.15 * self.height && self.chars.len() <= MOST_ON_SLIDE
    }
}

/// Reads a document.
pub(crate) fn read(mut parts: Vec<PageParts>, bookmarks: &[Bookmark]) -> Vec<PageLayout> {
    let labels = running::part(&mut parts);
    let mut pages: Vec<PageLayout> = parts
        .into_iter()
        .zip(labels)
        .enumerate()
        .map(|(nth, (parts, label))| page(nth, parts, label))
        .collect();
    let body = body(&pages);
    footnotes::name(&mut pages, body.size);
    slides::name(&mut pages, body.size);
    headings::name(&mut pages, bookmarks, body);
    continued::join(&mut pages);
    pages
}

fn page(nth: usize, mut parts: PageParts, label: Option<String>) -> PageLayout {
    let mut blocks = super::blocks(&mut parts);
    for line in blocks.iter_mut().flat_map(|block| &mut block.lines) {
        line.page = nth;
    }
    let PageParts { width, height, chars, dropped, .. } = parts;
    PageLayout { width, height, blocks, dropped, chars, label, is_slide: false }
}

/// The type of most characters that stand in running text.
fn body(pages: &[PageLayout]) -> Body {
    let mut counts: BTreeMap<(i32, bool), usize> = BTreeMap::new();
    let blocks = pages.iter().flat_map(|page| &page.blocks);
    for block in blocks.filter(|block| block.shape == Shape::Text) {
        let key = ((block.size * 2.0).round() as i32, block.face.is_gothic);
        *counts.entry(key).or_default() += block.text.chars().count();
    }
    let most = counts.into_iter().max_by_key(|(key, n)| (*n, *key));
    most.map_or(Body { size: 10.5, is_gothic: false }, |((size, is_gothic), _)| Body {
        size: size as f32 / 2.0,
        is_gothic,
    })
}
