//! Tables of contents: lines that lead with dots to a page number name the headings of the document.

use std::collections::BTreeSet;

use super::PageLayout;
use crate::characters::narrow;
use crate::structure::numbering::label;

/// Fewer entries are no table of contents.
/// Measured: 2 and 4 change nothing.
const FEWEST: usize = 3;

/// A line of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// With its number, without leader and page.
    pub(super) title: String,
    /// 1 for the outermost.
    pub(super) level: u8,
}

/// Whether a line leads with dots to a page number.
pub(crate) fn is_entry(text: &str) -> bool {
    title(text).is_some()
}

/// `１ はじめに ……… 2` → `１ はじめに`.
fn title(text: &str) -> Option<&str> {
    let is_leader = |c: char| "…‥・･.．─-—_＿".contains(c);
    let rest = text.trim_end();
    let rest = rest
        .trim_end_matches(|c: char| narrow(c).is_ascii_digit() || "ivxⅰⅱⅲⅳⅴP.p頁- ".contains(c));
    if rest.len() == text.trim_end().len() {
        return None;
    }
    let title = rest.trim_end_matches(|c: char| is_leader(c) || c.is_whitespace());
    let leader: Vec<char> = text
        .get(title.len()..)?
        .chars()
        .take_while(|c| is_leader(*c) || c.is_whitespace())
        .collect();
    let n_dots = leader.iter().filter(|c| is_leader(**c)).count();
    let n_ellipses = leader.iter().filter(|c| matches!(c, '…' | '‥')).count();
    let has_number = text.trim_end().chars().next_back().is_some_and(|c| {
        let c = narrow(c);
        c.is_ascii_digit() || "ivxⅰⅱⅲⅳⅴ".contains(c)
    });
    let is_led = n_ellipses >= 2 || n_dots >= 4;
    (is_led && has_number && title.chars().count() >= 2).then_some(title)
}

/// `第２期 7` → `第２期`, among lines with leaders.
fn numbered(text: &str) -> Option<&str> {
    let title = text.trim_end().trim_end_matches(|c: char| narrow(c).is_ascii_digit());
    let is_set_off = title.len() < text.trim_end().len() && title.ends_with(char::is_whitespace);
    is_set_off.then(|| title.trim_end()).filter(|title| title.chars().count() >= 2)
}

/// The pages that hold a table of contents.
pub(super) fn pages(pages: &[PageLayout]) -> BTreeSet<usize> {
    let n_entries = |page: &PageLayout| page.blocks.iter().filter(|b| is_entry(&b.text)).count();
    let pages = pages.iter().enumerate().filter(|(_, page)| n_entries(page) >= FEWEST);
    pages.map(|(nth, _)| nth).collect()
}

/// The entries of the tables of contents.
pub(super) fn entries(pages: &[PageLayout]) -> Vec<Entry> {
    let mut found: Vec<(String, f32)> = Vec::new();
    for page in pages {
        let is_contents =
            page.blocks.iter().filter(|block| is_entry(&block.text)).count() >= FEWEST;
        for block in &page.blocks {
            let loose = || is_contents.then(|| numbered(&block.text)).flatten();
            if let Some(title) = title(&block.text).or_else(loose) {
                found.push((title.to_owned(), block.rect.x0));
            }
        }
    }
    if found.len() < FEWEST {
        return Vec::new();
    }
    // The level is told by the class of the number, or by the indent where there is none.
    let mut ranks: Vec<u8> = found.iter().filter_map(|(title, _)| rank(title)).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let level = |(title, _): &(String, f32)| {
        let at = rank(title).and_then(|rank| ranks.iter().position(|other| *other == rank));
        at.map_or(1, |at| at as u8 + 1)
    };
    found.iter().map(|entry| Entry { title: entry.0.clone(), level: level(entry) }).collect()
}

fn rank(title: &str) -> Option<u8> {
    label(title).and_then(|label| label.class.rank())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_leader_and_page_is_an_entry() {
        for (line, expected) in [
            (
                "１ はじめに ......................................................... 2",
                "１ はじめに",
            ),
            ("第１章　総論 ………………… １２", "第１章　総論"),
            ("目次 ……… i", "目次"),
            ("２．１ 定義・・・・・・・・ 5", "２．１ 定義"),
        ] {
            assert_eq!(title(line), Some(expected), "{line}");
        }
        for line in ["本文である。", "検討…2", "１ はじめに 2", "1.5 2.5", "令和７年……"]
        {
            assert_eq!(title(line), None, "{line}");
        }
    }
}
