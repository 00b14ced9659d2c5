//! The title of a PDF by its type: [`title`].

use crate::dates::is_date;
use crate::layout::document::PageLayout;
use crate::layout::{PageBlock, Shape, starts_item};
use crate::structure::sentences::ends_finished;
use crate::title_page::{names_meeting, stands_beside_title};

/// A title is this much larger than most of its page.
const LARGER: f32 = 1.15;
/// A page with fewer characters is a cover.
/// Not measured.
const COVER: usize = 160;
/// On a cover a title need only be so much larger.
/// Not measured.
const LARGER_ON_COVER: f32 = 1.04;
/// Lines of one title differ in size by at most this share.
const ALIKE: f32 = 0.06;
/// A title in no larger type than the rest has so many lines at most.
/// Not measured.
const MOST_LINES: usize = 4;
/// Longest title in characters.
const LONGEST: usize = 80;

/// The largest words of the first page, over several lines if they follow each other.
pub(super) fn title(pages: &[PageLayout]) -> Option<String> {
    let page = pages.first()?;
    let is_line = |block: &&PageBlock| {
        let is_cell = matches!(block.shape, Shape::Row { .. }) && block.text.contains('\t');
        !is_cell
            && block.shape != Shape::Note
            && !is_date(&block.text)
            && !stands_beside_title(&block.text)
            && block.text.chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let lines: Vec<&PageBlock> = page.blocks.iter().filter(is_line).collect();
    // Before which meeting a paper was laid is its title only where there is no other.
    let is_paper = |block: &&&PageBlock| !names_meeting(&block.text);
    let papers: Vec<&PageBlock> = lines.iter().filter(is_paper).copied().collect();
    let blocks = if papers.is_empty() { lines } else { papers };
    let largest = blocks.iter().map(|block| block.size).max_by(f32::total_cmp)?;
    let is_alike = |block: &PageBlock| block.size >= largest * (1.0 - ALIKE);
    let n_chars = |alike: bool| -> usize {
        let chosen = blocks.iter().filter(|block| is_alike(block) == alike);
        chosen.map(|block| block.text.chars().count()).sum()
    };
    let (n_large, n_other) = (n_chars(true), n_chars(false));
    // On a cover there is little beside the title, and some of it is nearly as large.
    let larger = if n_large + n_other < COVER { LARGER_ON_COVER } else { LARGER };
    let others = blocks.iter().filter(|block| !is_alike(block)).map(|block| block.size);
    let next = others.max_by(f32::total_cmp).unwrap_or(0.0);
    // Where all that is no date, no sender and no label is of one size, it is the title beside these, unless it
    // is text.
    let is_text = |block: &PageBlock| ends_finished(&block.text) || starts_item(&block.text);
    let stands_out = n_other > 0
        || blocks.len() < page.blocks.len()
            && blocks.len() <= MOST_LINES
            && !blocks.iter().any(|block| is_text(block));
    if n_large == 0 || n_large > LONGEST || !stands_out || largest < next * larger {
        return None;
    }
    let first = blocks.iter().position(|block| is_alike(block))?;
    let lines = blocks.iter().skip(first).take_while(|block| is_alike(block));
    let lines: Vec<&str> = lines.map(|block| block.text.as_str()).collect();
    Some(crate::formats::block_builder::one_line(&lines.join("\n")))
}
