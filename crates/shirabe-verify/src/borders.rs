//! Which border a stretch of a section reaches over: [`crossing`].

use std::ops::Range;

use shirabe_document::{BlockKind, Section};

/// The border of a block or cell; the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Border {
    /// Between a heading and what stands under it.
    Heading,
    /// Between cells or rows of a table.
    Cell,
    /// Between items of a list.
    Item,
    /// Between paragraphs.
    Paragraph,
}

/// The strongest border inside a stretch of the section's text, in characters.
pub(crate) fn crossing(section: &Section, chars: &Range<usize>) -> Option<Border> {
    let blocks = section.blocks.iter().zip(section.block_ranges());
    let touched: Vec<_> =
        blocks.filter(|(_, range)| range.start < chars.end && chars.start < range.end).collect();
    let between = touched.windows(2).map(|pair| {
        let kinds = [pair[0].0.kind, pair[1].0.kind];
        let has = |wanted: &[BlockKind]| kinds.iter().any(|kind| wanted.contains(kind));
        if has(&[BlockKind::Heading]) {
            Border::Heading
        } else if has(&[BlockKind::TableHeader, BlockKind::TableRow]) {
            Border::Cell
        } else if has(&[BlockKind::ListItem]) {
            Border::Item
        } else {
            Border::Paragraph
        }
    });
    let has_tab = touched.iter().any(|(block, range)| {
        let inside = block.text.chars().zip(range.clone());
        inside.into_iter().any(|(c, at)| c == '\t' && chars.contains(&at))
    });
    between.chain(has_tab.then_some(Border::Cell)).min()
}
