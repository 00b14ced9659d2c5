//! Paragraphs that go on on the next page become one.

use super::PageLayout;
use crate::characters::open_bracket;
use crate::layout::paragraphs::{append, begins_with_name, starts_item};
use crate::layout::{PageBlock, Shape};
use crate::structure::sentences::ends_finished;

/// Joins the last paragraph of a page with the first of the next one where it goes on. Slides never do.
pub(super) fn join(pages: &mut [PageLayout]) {
    // From the back, so that a paragraph over three pages becomes one as well.
    for nth in (1..pages.len()).rev() {
        let [before, after] = &mut pages[nth - 1..=nth] else { continue };
        let is_flow = |block: &PageBlock| block.shape != Shape::Note;
        let Some(last) = before.blocks.iter().rposition(is_flow) else { continue };
        let Some(first) = after.blocks.iter().position(is_flow) else { continue };
        if !goes_on(before, last, after, first) {
            continue;
        }
        let rest = after.blocks.remove(first);
        if let Some(block) = before.blocks.get_mut(last) {
            append(&mut block.text, &rest.text);
            block.lines.extend(rest.lines);
        }
    }
}

fn goes_on(before: &PageLayout, last: usize, after: &PageLayout, first: usize) -> bool {
    let (Some(a), Some(b)) = (before.blocks.get(last), after.blocks.get(first)) else {
        return false;
    };
    let is_prose = |block: &PageBlock| block.shape == Shape::Text;
    // The last line tells, for an earlier part of the paragraph may have ended elsewhere.
    let ends = a.lines.last().map_or("", |line| line.text.as_str());
    let is_finished = ends_finished(ends) && open_bracket(&a.text).is_none();
    let is_upright =
        !before.is_landscape() && !after.is_landscape() && !before.is_slide && !after.is_slide;
    is_upright
        && is_prose(a)
        && is_prose(b)
        && a.direction == b.direction
        && (a.size - b.size).abs() <= 0.05 * a.size
        && a.text.chars().count() >= 20
        && !is_finished
        && !starts_item(&b.text)
        && !(begins_with_name(ends) && begins_with_name(&b.text))
        && (a.rect.y1 > 0.6 * before.height || a.lines.len() > 3)
        && b.rect.y0 < 0.4 * after.height
        && reaches_the_edge(a)
}

/// Whether the last line is about as long as the longest: one that ends early ends its paragraph.
fn reaches_the_edge(block: &PageBlock) -> bool {
    let longest = block.lines.iter().map(|line| line.rect.x1).fold(f32::MIN, f32::max);
    let is_vertical = block.direction != crate::layout::Direction::Across;
    is_vertical || block.lines.last().is_some_and(|line| longest - line.rect.x1 < 3.0 * line.size)
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;
    use crate::layout::{document, parts};

    fn read(first: TestPage, second: TestPage) -> Vec<Vec<String>> {
        let pages = document::read(vec![parts(first.build()), parts(second.build())], &[]);
        let texts =
            |page: &document::PageLayout| page.blocks.iter().map(|b| b.text.clone()).collect();
        pages.iter().map(texts).collect()
    }

    #[test]
    fn a_sentence_cut_by_the_page_border_goes_on() {
        let first = TestPage::new()
            .text(50.0, 700.0, 10.0, "日本の医療分野の研究開発の中核的な")
            .text(50.0, 714.0, 10.0, "役割を担う機関として研究開発の推進");
        let second = TestPage::new().text(50.0, 60.0, 10.0, "を図る。");
        assert_eq!(
            read(first, second),
            [
                vec![
                    "日本の医療分野の研究開発の中核的な役割を担う機関として研究開発の推進を図る。"
                        .to_owned()
                ],
                vec![]
            ]
        );
    }

    #[test]
    fn a_finished_sentence_and_an_item_do_not() {
        let first = |end: &str| {
            TestPage::new().text(50.0, 700.0, 10.0, "日本の医療分野の研究開発の中核的な").text(
                50.0,
                714.0,
                10.0,
                &format!("役割を担う機関として研究開発{end}"),
            )
        };
        let second = |text: &str| TestPage::new().text(50.0, 60.0, 10.0, text);
        assert_eq!(read(first("した。"), second("次の段落の始まり。"))[1].len(), 1);
        assert_eq!(read(first("の推進"), second("（１）次の項目"))[1].len(), 1);
    }
}
