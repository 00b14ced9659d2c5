//! The title of a PDF by its type: [`title`].

use crate::dates::is_date;
use crate::layout::document::PageLayout;
use crate::layout::{PageBlock, Shape};

/// A title is this much larger than most of its page.
const LARGER: f32 = 1.15;
/// Lines of one title differ in size by at most this share.
const ALIKE: f32 = 0.06;
/// Longest title in characters.
const LONGEST: usize = 80;

/// The largest words of the first page, over several lines if they follow each other.
pub(super) fn title(pages: &[PageLayout]) -> Option<String> {
    let page = pages.first()?;
    let is_text = |block: &&PageBlock| {
        !matches!(block.shape, Shape::Row { .. } | Shape::Note) && !is_date(&block.text)
    };
    let blocks: Vec<&PageBlock> = page.blocks.iter().filter(is_text).collect();
    let largest = blocks.iter().map(|block| block.size).max_by(f32::total_cmp)?;
    let is_alike = |block: &PageBlock| block.size >= largest * (1.0 - ALIKE);
    let n_chars = |alike: bool| -> usize {
        let chosen = blocks.iter().filter(|block| is_alike(block) == alike);
        chosen.map(|block| block.text.chars().count()).sum()
    };
    let (n_large, n_other) = (n_chars(true), n_chars(false));
    let others = blocks.iter().filter(|block| !is_alike(block)).map(|block| block.size);
    let next = others.max_by(f32::total_cmp).unwrap_or(0.0);
    if n_large == 0 || n_large > LONGEST || n_other == 0 || largest < next * LARGER {
        return None;
    }
    let first = blocks.iter().position(|block| is_alike(block))?;
    let lines = blocks.iter().skip(first).take_while(|block| is_alike(block));
    let lines: Vec<&str> = lines.map(|block| block.text.as_str()).collect();
    Some(crate::formats::block_builder::one_line(&lines.join("\n")))
}
