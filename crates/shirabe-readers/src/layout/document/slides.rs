//! Slides: a page in landscape is one section under its title.

use super::PageLayout;
use super::headings::is_bare_number;
use crate::layout::{PageBlock, Shape};
use crate::structure::sentences::ends_finished;
use crate::title_page::stands_beside_title;

/// The title stands in this share of the page's height.
/// Measured: 0.238 and 0.476 change nothing.
const HEAD: f32 = 0.34;
/// The very top is this share of the page's height.
/// Measured: 0.07 and 0.14 change nothing.
const TOP: f32 = 0.1;
/// A longer line is no title.
/// Measured: at 63 1 of 29 PDFs is divided otherwise; at 126 nothing changes.
const LONGEST_TITLE: usize = 90;
/// A page with fewer characters beside its title parts the sections.
/// Measured: 28 and 56 change nothing.
const DIVIDER: usize = 40;

/// Names the title of every slide. A title alone on its page is one level above the others.
pub(super) fn name(pages: &mut [PageLayout], body_size: f32) {
    for page in pages.iter_mut().filter(|page| page.is_landscape()) {
        let Some(at) = title_at(page, body_size).or_else(|| row_at_head(page)) else { continue };
        page.is_slide = true;
        let n_beside: usize = page
            .blocks
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, block)| block.text.chars().count())
            .sum();
        // What is read before the title would end up in the section before.
        let mut title = page.blocks.remove(at);
        let text = title.text.replace('\t', " ");
        text.trim().clone_into(&mut title.text);
        title.shape = Shape::Heading(if n_beside < DIVIDER { 1 } else { 2 });
        page.blocks.insert(0, title);
    }
}

/// The largest text at the head of the page; of equals the first.
fn title_at(page: &PageLayout, body_size: f32) -> Option<usize> {
    let n_chars = |block: &PageBlock| block.text.chars().count();
    let n_all: usize = page.blocks.iter().map(n_chars).sum();
    let is_alone = n_all < 3 * DIVIDER;
    let lowest = if is_alone { page.height } else { HEAD * page.height };
    let may_be = |block: &PageBlock| {
        block.shape == Shape::Text
            && n_chars(block) <= LONGEST_TITLE
            && n_chars(block) >= 2
            && block.rect.y0 < lowest
            && !ends_finished(&block.text)
    };
    // The mark of a ministry, 資料３ and 第３章 in its box are no titles where another line can be one.
    let is_aside =
        |block: &PageBlock| stands_beside_title(&block.text) || is_bare_number(&block.text);
    let has_other = page.blocks.iter().any(|block| may_be(block) && !is_aside(block));
    let may_be = |block: &PageBlock| may_be(block) && !(has_other && is_aside(block));
    let candidates = page.blocks.iter().enumerate().filter(|(_, block)| may_be(block));
    let largest = candidates.clone().map(|(_, block)| block.size).fold(0.0, f32::max);
    // A line at the very top need not be quite the largest.
    let rank = |block: &PageBlock| {
        let is_top = block.rect.y0 < TOP * page.height && block.size >= 0.78 * largest;
        (if is_top { largest } else { block.size } * 2.0).round() as i32
    };
    let mut best: Option<(usize, &PageBlock)> = None;
    for (at, block) in candidates {
        let is_better = best.is_none_or(|(_, other)| {
            rank(block) > rank(other)
                || rank(block) == rank(other) && block.rect.y0 < other.rect.y0 - 2.0
        });
        if is_better {
            best = Some((at, block));
        }
    }
    let (at, block) = best?;
    let stands_out =
        block.size >= 1.08 * body_size || block.face.is_bold || block.rect.y0 < 0.15 * page.height;
    (stands_out || is_alone).then_some(at)
}

/// A title bar that touches the table below it was read as its first row.
fn row_at_head(page: &PageLayout) -> Option<usize> {
    let first = page.blocks.first()?;
    let n_chars = first.text.chars().filter(|c| !c.is_whitespace()).count();
    let n_cells = first.text.split('\t').filter(|cell| !cell.is_empty()).count();
    let is_title = matches!(first.shape, Shape::Row { .. } | Shape::Text)
        && n_cells <= 2
        && (2..=LONGEST_TITLE).contains(&n_chars)
        && first.rect.y0 < HEAD * page.height;
    is_title.then_some(0)
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;
    use crate::layout::{GlyphPage, Shape, document, parts};

    fn landscape(page: TestPage) -> GlyphPage {
        GlyphPage { width: 842.0, height: 595.0, ..page.build() }
    }

    #[test]
    fn the_number_of_the_chapter_in_the_corner_is_no_title() {
        let page = TestPage::new()
            .text(700.0, 20.0, 14.0, "第４章")
            .bold(50.0, 60.0, 14.0, "先端研究の抜本的強化")
            .text(50.0, 120.0, 14.0, "本文の文章がここに続いている。本文の文章がここに続いている。")
            .text(50.0, 140.0, 14.0, "もう一つの文章がここに続いている。");
        let pages = document::read(vec![parts(landscape(page))], &[]);
        assert_eq!(pages[0].blocks[0].text, "先端研究の抜本的強化");
    }

    #[test]
    fn the_largest_line_at_the_head_is_the_title_and_comes_first() {
        let page = TestPage::new()
            .text(50.0, 20.0, 10.0, "資料３")
            .text(50.0, 40.0, 24.0, "医療分野のＤＸ")
            .text(50.0, 120.0, 14.0, "本文の文章がここに続いている。本文の文章がここに続いている。")
            .text(50.0, 140.0, 14.0, "もう一つの文章がここに続いている。");
        let pages = document::read(vec![parts(landscape(page))], &[]);
        let title = &pages[0].blocks[0];
        assert_eq!((title.text.as_str(), title.shape), ("医療分野のＤＸ", Shape::Heading(2)));
        assert!(pages[0].is_slide);
    }

    #[test]
    fn the_mark_of_a_ministry_is_no_title() {
        let page = TestPage::new()
            .text(600.0, 20.0, 24.0, "経済産業省")
            .text(50.0, 60.0, 20.0, "繊維産業の展望")
            .text(
                50.0,
                120.0,
                14.0,
                "本文の文章がここに続いている。本文の文章がここに続いている。",
            );
        let pages = document::read(vec![parts(landscape(page))], &[]);
        assert_eq!(pages[0].blocks[0].text, "繊維産業の展望");
    }

    #[test]
    fn a_page_as_full_as_one_of_a_gazette_is_no_slide() {
        let mut page = TestPage::new().bold(50.0, 20.0, 10.0, "入札公告");
        for nth in 0..50_u8 {
            let line = "次のとおり一般競争入札に付する旨を公告する。".repeat(3);
            page = page.text(50.0, 40.0 + 11.0 * f32::from(nth), 10.0, &line);
        }
        let pages = document::read(vec![parts(landscape(page))], &[]);
        assert!(!pages[0].is_slide);
    }

    #[test]
    fn a_title_alone_on_its_page_is_above_the_others() {
        let page = TestPage::new().text(200.0, 280.0, 28.0, "参考資料");
        let pages = document::read(vec![parts(landscape(page))], &[]);
        assert_eq!(pages[0].blocks[0].shape, Shape::Heading(1));
    }
}
