//! Plain text: blocks are what stands between empty lines, form feeds and the edges of text boxes.
//!
//! [`drafts`] is the way in. Which of the line ends inside a block are real is the business of
//! [`crate::repair::soft_breaks`].

use crate::draft::{Draft, Line};
use crate::reading::PageCounts;
use crate::repair::page_marks::page_number;
use shirabe_document::model::{BlockKind, Page};

/// Reads the blocks of a plain text.
pub(crate) fn drafts(text: &str) -> Vec<Draft> {
    let has_pages = text.contains('\u{C}');
    let mut out: Vec<Draft> = Vec::new();
    let mut file_page = 1;
    let mut n_blank = 0;
    let mut is_new_page = false;
    let mut before = Shape::default();
    for (number, line) in (1..).zip(text.split('\n')) {
        let n_feeds = line.matches('\u{C}').count() as u32;
        is_new_page |= n_feeds > 0;
        file_page += n_feeds;
        let line = line.replace('\u{C}', "");
        if line.trim().is_empty() {
            n_blank += 1;
            continue;
        }
        let shape = Shape::of(&line, has_pages);
        let starts_block = n_blank > 0 || is_new_page || shape.starts_block_after(before);
        let line = Line::new(line.trim_end().trim_start_matches([' ', '\u{3000}']), number);
        match out.last_mut() {
            Some(block) if !starts_block => {
                block.last_columns = crate::characters::columns(&line.text);
                block.lines.push(line);
            }
            _ => {
                let mut block = Draft::new(BlockKind::Paragraph, line);
                block.n_blank_before = n_blank.max(u32::from(is_new_page));
                block.starts_box = shape.starts_box;
                block.page = has_pages.then_some(Page { printed: None, file: Some(file_page) });
                out.push(block);
            }
        }
        before = shape;
        n_blank = 0;
        is_new_page = false;
    }
    out
}

/// What a line's indent says.
#[derive(Clone, Copy, Default)]
struct Shape {
    /// One space: the trace of a text box in text taken from slides (an indent has two or more).
    starts_box: bool,
    /// One full-width space: 字下げ, the first line of a paragraph.
    is_indented: bool,
    /// In a text with pages, a number alone may be the page's, and stands for itself.
    is_number: bool,
}

impl Shape {
    fn of(line: &str, has_pages: bool) -> Shape {
        let rest_after = |space: char| {
            line.strip_prefix(space).is_some_and(|rest| !rest.starts_with(char::is_whitespace))
        };
        Shape {
            starts_box: rest_after(' '),
            is_indented: rest_after('\u{3000}'),
            is_number: has_pages && page_number(line).is_some(),
        }
    }

    fn starts_block_after(self, before: Shape) -> bool {
        self.starts_box
            || self.is_number
            || before.is_number
            || self.is_indented && !before.is_indented
    }
}

/// How many pages the form feeds of a text end, and how many of them have no text; `None` without any.
pub(crate) fn count_pages(text: &str) -> Option<PageCounts> {
    if !text.contains('\u{C}') {
        return None;
    }
    // The feed after the last page opens no page.
    let pages = text.trim_end_matches('\n').strip_suffix('\u{C}').unwrap_or(text).split('\u{C}');
    let is_empty = |page: &&str| page.trim().is_empty();
    Some(PageCounts::new(pages.clone().count() as u32, pages.filter(is_empty).count() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let line = |d: &Draft| {
            let page = d.page.as_ref().map(|page| format!(" p.{page}")).unwrap_or_default();
            let edge = if d.starts_box { " box" } else { "" };
            let lines: Vec<&str> = d.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{}{page}{edge} {}", d.at().start, lines.join(" / "))
        };
        drafts(text).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn empty_lines_boxes_and_indents_part_blocks() {
        insta::assert_snapshot!(show("題名\n\n一行目\n二行目\n 枠の見出し\n　段落の初め\n続き\n　次の段落\n"), @r"
        1 題名
        3 一行目 / 二行目
        5 box 枠の見出し
        6 段落の初め / 続き
        8 次の段落
        ");
    }

    #[test]
    fn form_feeds_number_the_pages() {
        let text = "甲\n1\n\u{C}乙\n乙続き\n2\n\u{C}\u{C}丁";
        insta::assert_snapshot!(show(text), @r"
        1 p.1 甲
        2 p.1 1
        3 p.2 乙 / 乙続き
        5 p.2 2
        6 p.4 丁
        ");
        assert_eq!(count_pages(text), Some(PageCounts::new(4, 1)));
        assert_eq!(count_pages("甲\n\u{C}乙\n\u{C}"), Some(PageCounts::new(2, 0)));
        assert_eq!(count_pages("甲"), None);
    }
}
