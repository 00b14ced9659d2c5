//! Running headers and footers, and the printed page numbers.
//!
//! [`part`] is the way in. A line at the edge that returns, the page's number aside, at the same height on
//! at least three pages and half of all is a running line; so is one that returns on pages in a row, as
//! the title of a chapter does. Two lines that differ in any other figure are two lines: 様式第２号 is not
//! 様式第３号. What may be text stays: the number or name of a part (第２章, 別紙１, 図表1) unless it
//! repeats a heading that stands in the body as well, and what stands in a row of a table.
//!
//! Of each running line the first stays, unless its words stand in the body too, so that its words can be
//! found. A number at the edge is the page's if it counts with the pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::characters::{narrow, skeleton};
use crate::layout::geometry::rows;
use crate::layout::segments::Segment;
use crate::layout::{Direction, Dropped, PageParts, Rect, tables};
use crate::repair::page_marks;
use crate::structure::numbering::label;
use shirabe_document::rules;
use shirabe_japanese::number_signs::{roman_sign_value, roman_value};

/// The edges are this share of the page's height.
/// Measured: at 0.091 1 of 29 PDFs is divided otherwise, found 0.975 → 0.969, intact 0.969 → 0.962;
/// at 0.182 1 of 29 PDFs is divided otherwise.
const EDGE: f32 = 0.13;
/// A running line returns at the same height, within this share of the page's height.
/// Measured: 0.014 and 0.028 change nothing.
const SWAY: f32 = 0.02;
/// Longer lines at the edge are text.
/// Not measured.
const LONGEST: usize = 120;
/// A line that stands beside so many others that do not return is a row of a table: a header is a title at
/// one side and a chapter or a date at the other.
/// Not measured.
const MOST_BESIDE: usize = 2;

/// A segment at an edge.
struct Candidate {
    page: usize,
    /// Its place among the segments of the page.
    at: usize,
    is_top: bool,
    /// Upper edge of the segment over the page's height.
    height: f32,
    is_artifact: bool,
    number: Option<Number>,
    /// What it says without white space and the page's number; empty if it says nothing else.
    words: String,
}

/// Takes running lines and page numbers out of the pages; the printed number of each page.
pub(super) fn part(pages: &mut [PageParts]) -> Vec<Option<String>> {
    let mut candidates = candidates(pages);
    let labels = labels(pages.len(), &candidates);
    for candidate in &mut candidates {
        let printed = labels.get(candidate.page).and_then(Option::as_ref);
        let number = candidate.number.as_ref().filter(|number| Some(&number.written) == printed);
        if let Some(number) = number {
            candidate.words.clone_from(&number.words);
        }
    }
    let mut taken = numbers_of_pages(&candidates, &labels);
    let lines = Lines::of(pages, &candidates);
    for group in Lines::groups(&candidates) {
        lines.take_running(&group, &mut taken);
    }
    for (nth, page) in pages.iter_mut().enumerate() {
        let of_page = taken.range((nth, 0)..(nth + 1, 0));
        let taken: BTreeMap<usize, bool> = of_page.map(|((_, at), is)| (*at, *is)).collect();
        take(page, &taken);
    }
    labels
}

/// What leaves a page: page and place of the segment, and whether it is the page's number.
type Taken = BTreeMap<(usize, usize), bool>;

fn candidates(pages: &[PageParts]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (nth, page) in pages.iter().enumerate() {
        for (at, segment) in page.segments.iter().enumerate() {
            let is_top = segment.rect.y1 < EDGE * page.height;
            let is_bottom = segment.rect.y0 > (1.0 - EDGE) * page.height;
            // Vertical lines run along the sides, as the name and the day of 官報 do.
            let is_side = segment.direction != Direction::Across
                && (segment.rect.x1 < EDGE * page.width
                    || segment.rect.x0 > (1.0 - EDGE) * page.width);
            let is_at_edge = is_top || is_bottom || is_side || segment.is_artifact;
            if !is_at_edge || segment.text.chars().count() > LONGEST {
                continue;
            }
            found.push(Candidate {
                page: nth,
                at,
                is_top,
                height: segment.rect.y0 / page.height.max(1.0),
                is_artifact: segment.is_artifact,
                number: number(&segment.text),
                words: skeleton(&segment.text),
            });
        }
    }
    found
}

/// On each page the one line that is its number and nothing else: of several the one at the height at
/// which most pages have theirs, then the outermost.
fn numbers_of_pages(candidates: &[Candidate], labels: &[Option<String>]) -> Taken {
    let is_label = |candidate: &&Candidate| {
        let label = labels.get(candidate.page).and_then(Option::as_ref);
        let whole = candidate.number.as_ref().filter(|number| number.is_whole);
        whole.is_some_and(|number| Some(&number.written) == label)
    };
    let band = |candidate: &Candidate| (candidate.height / SWAY).round() as i32;
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for candidate in candidates.iter().filter(is_label) {
        *counts.entry(band(candidate)).or_default() += 1;
    }
    let rank = |candidate: &Candidate| {
        let of_band = band(candidate);
        let n = (of_band - 1..=of_band + 1).filter_map(|band| counts.get(&band)).sum::<usize>();
        (n, ((candidate.height - 0.5).abs() * 1_000.0) as i32)
    };
    let mut best: BTreeMap<usize, &Candidate> = BTreeMap::new();
    for candidate in candidates.iter().filter(is_label) {
        let slot = best.entry(candidate.page).or_insert(candidate);
        if rank(candidate) > rank(slot) {
            *slot = candidate;
        }
    }
    best.into_values().map(|candidate| ((candidate.page, candidate.at), true)).collect()
}

/// What is known of all lines when one is judged.
struct Lines<'a> {
    pages: &'a [PageParts],
    /// What stands between the edges and says the same as a line at an edge.
    in_body: BTreeSet<String>,
    /// On how many pages the words of a line stand at an edge.
    n_pages: BTreeMap<&'a str, usize>,
    /// The segments at the edges, by page and place.
    words: BTreeMap<(usize, usize), &'a str>,
    /// The ruled tables of the pages that have lines to judge.
    tables: BTreeMap<usize, Vec<Rect>>,
}

impl<'a> Lines<'a> {
    fn of(pages: &'a [PageParts], candidates: &'a [Candidate]) -> Lines<'a> {
        let words = candidates.iter().map(|c| ((c.page, c.at), c.words.as_str())).collect();
        let mut on: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for candidate in candidates.iter().filter(|candidate| !candidate.words.is_empty()) {
            on.entry(&candidate.words).or_default().insert(candidate.page);
        }
        let n_pages: BTreeMap<&str, usize> =
            on.iter().map(|(words, pages)| (*words, pages.len())).collect();
        let returns = |words: &str| n_pages.get(words).is_some_and(|n| *n >= FEWEST_PAGES);
        let tables = candidates
            .iter()
            .filter(|candidate| returns(&candidate.words))
            .map(|candidate| candidate.page)
            .collect::<BTreeSet<usize>>()
            .into_iter()
            .filter_map(|nth| Some((nth, tables::frames(&pages.get(nth)?.rules))))
            .collect();
        let mut lines = Lines { pages, in_body: BTreeSet::new(), n_pages, words, tables };
        lines.in_body = lines.in_body(&on);
        lines
    }

    fn in_body(&self, on: &BTreeMap<&str, BTreeSet<usize>>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (nth, page) in self.pages.iter().enumerate() {
            for (at, segment) in page.segments.iter().enumerate() {
                if self.words.contains_key(&(nth, at)) || segment.text.len() > 4 * LONGEST {
                    continue;
                }
                let words = skeleton(&segment.text);
                if on.contains_key(words.as_str()) {
                    found.insert(words);
                }
            }
        }
        found
    }

    /// The lines that say the same at the same edge and height.
    fn groups(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
        let mut same: BTreeMap<(&str, bool, bool), Vec<&Candidate>> = BTreeMap::new();
        for candidate in candidates.iter().filter(|c| !c.words.is_empty()) {
            let key = (candidate.words.as_str(), candidate.is_artifact, candidate.is_top);
            same.entry(key).or_default().push(candidate);
        }
        let groups = same.into_iter().flat_map(|((_, is_artifact, _), found)| {
            // The producer says that it is one line, wherever it stands.
            if is_artifact {
                vec![found]
            } else {
                rows(found, |candidate| candidate.height, |_, _| SWAY)
            }
        });
        groups.collect()
    }

    fn take_running(&self, group: &[&Candidate], taken: &mut Taken) {
        let Some(first) = group.iter().min_by_key(|candidate| (candidate.page, candidate.at))
        else {
            return;
        };
        let has_words = first.words.chars().any(char::is_alphanumeric);
        if !has_words || !(first.is_artifact || self.is_running(group)) {
            return;
        }
        let is_found_elsewhere =
            self.in_body.contains(&first.words) || is_copyright(self.pages, first);
        for candidate in group {
            let stays = (candidate.page, candidate.at) == (first.page, first.at);
            if !stays || is_found_elsewhere {
                taken.entry((candidate.page, candidate.at)).or_insert(false);
            }
        }
    }

    /// Whether the same text at the same height on these pages runs through them.
    fn is_running(&self, same: &[&Candidate]) -> bool {
        let on: BTreeSet<usize> = same.iter().map(|candidate| candidate.page).collect();
        let (Some(first), Some(last)) = (on.first(), on.last()) else { return false };
        let Some(words) = same.first().map(|candidate| candidate.words.as_str()) else {
            return false;
        };
        let is_dense = (last - first) < on.len() * 2 + on.len() / 4;
        let is_upright = self.pages.get(*first).is_some_and(|page| page.height > page.width);
        // Measured: at 0.0595 1 of 29 PDFs is divided otherwise; at 0.119 nothing changes.
        let is_outer = same.iter().all(|c| c.height < 0.085 || c.height > 0.915);
        let returns = on.len() >= FEWEST_PAGES
            && (on.len() * 2 >= self.pages.len() || is_dense && is_upright && is_outer);
        returns
            && (self.in_body.contains(words) || !names_a_part(words))
            && same.iter().filter(|c| self.stands_in_table(c)).count() * 2 < same.len()
    }

    /// Whether a line is a cell: inside a grid of rules, or in a row of others that do not return.
    fn stands_in_table(&self, candidate: &Candidate) -> bool {
        let page = self.pages.get(candidate.page);
        let segment = page.and_then(|page| page.segments.get(candidate.at));
        let (Some(page), Some(segment)) = (page, segment) else { return false };
        let tables = self.tables.get(&candidate.page).map(Vec::as_slice).unwrap_or_default();
        if tables.iter().any(|table| table.holds(segment.rect, 1.0)) {
            return true;
        }
        let returns = |at: usize| {
            let words = self.words.get(&(candidate.page, at)).copied();
            words.is_some_and(|words| {
                words.is_empty() || self.n_pages.get(words).is_some_and(|n| *n >= FEWEST_PAGES)
            })
        };
        let is_beside = |other: &Segment| {
            let lower = other.rect.height().min(segment.rect.height());
            other.rect.overlap_y(segment.rect) > 0.5 * lower
        };
        let others = page.segments.iter().enumerate().filter(|(at, _)| *at != candidate.at);
        others.filter(|(at, other)| is_beside(other) && !returns(*at)).count() >= MOST_BESIDE
    }
}

/// On fewer pages nothing runs.
/// Not measured.
const FEWEST_PAGES: usize = 3;

/// Words that name a part of a document before its number, or alone.
const PARTS: [&str; 14] = [
    "様式", "別紙", "別表", "別記", "別添", "別図", "付録", "附則", "図表", "図", "表", "資料",
    "参考", "問",
];

/// Whether a line has the number or the name of a part: 第２章　総則, １．背景, 様式第３号, 別紙, 図表1-2.
fn names_a_part(words: &str) -> bool {
    let is_number = |c: char| c.is_numeric() || "第-－.．()（）【】〔〕[]".contains(c);
    let bare = words.trim_start_matches(|c: char| "（(【〔[".contains(c));
    let named = PARTS.iter().find_map(|part| bare.strip_prefix(part));
    named.is_some_and(|rest| rest.is_empty() || rest.starts_with(is_number))
        || label(words).is_some_and(|label| label.ordinal > 0)
        || words.starts_with('第')
}

fn is_copyright(pages: &[PageParts], candidate: &Candidate) -> bool {
    let segment = pages.get(candidate.page).and_then(|page| page.segments.get(candidate.at));
    segment.is_some_and(|segment| page_marks::is_copyright_footer(&segment.text))
}

/// Moves segments to what is dropped.
fn take(page: &mut PageParts, taken: &BTreeMap<usize, bool>) {
    if taken.is_empty() {
        return;
    }
    let mut kept: Vec<Segment> = Vec::with_capacity(page.segments.len());
    for (at, segment) in std::mem::take(&mut page.segments).into_iter().enumerate() {
        match taken.get(&at) {
            Some(is_label) => {
                let rule = if *is_label { &rules::PAGE_MARKS } else { &rules::RUNNING_LINES };
                page.dropped.push(Dropped { rule, glyphs: segment.glyphs });
            }
            None => kept.push(segment),
        }
    }
    page.segments = kept;
}

/// A page number in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number {
    /// As it is printed, in ASCII digits.
    written: String,
    value: i64,
    /// Whether the line has nothing else.
    is_whole: bool,
    /// What the line says beside it, without white space.
    words: String,
}

/// The page number that a line is, or ends or begins with: `- 12 -`, `3/20`, `12ページ`, `iv`, `基本方針 12`.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let whole = |value: u32| Number {
        written: value.to_string(),
        value: i64::from(value),
        is_whole: true,
        words: String::new(),
    };
    let alone = page_marks::page_number(text).map(|(value, _)| value).or_else(|| thousands(text));
    alone.map(whole).or_else(|| roman(text)).or_else(|| beside_words(text))
}

/// 1204: a bare number of four digits, which only the pages of long volumes have.
fn thousands(text: &str) -> Option<u32> {
    let digits: String = text.chars().map(narrow).collect();
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|value| is_number && *value >= 1_000)
}

/// The number at the end or the beginning of a line, set off by white space.
fn beside_words(text: &str) -> Option<Number> {
    let ends = [text.rsplit_once([' ', '\u{3000}']).map(|(words, number)| (number, words))];
    let starts = [text.split_once([' ', '\u{3000}'])];
    ends.into_iter().chain(starts).flatten().find_map(|(number, words)| {
        let (value, _) = page_marks::page_number(number)?;
        let words = skeleton(words);
        // 別紙 3 is the name of a part, not 別紙 on page 3.
        let is_part = words == "第" || PARTS.iter().any(|part| words.ends_with(part));
        let is_page = value < 1_000 && !is_part;
        let (written, value) = (value.to_string(), i64::from(value));
        is_page.then_some(Number { written, value, is_whole: false, words })
    })
}

/// i to xxxix, as [`roman_value`] reads them; Ⅰ to Ⅻ.
fn roman(text: &str) -> Option<Number> {
    let dashes = ['-', '−', '–', '—', '‐', '―', '－', ' ', '\u{3000}'];
    let bare: String = text.trim_matches(dashes).chars().map(narrow).collect();
    let mut chars = bare.chars();
    let sign = chars.next().filter(|_| chars.next().is_none()).and_then(roman_sign_value);
    let value = i64::from(sign.or_else(|| roman_value(&bare))?);
    Some(Number { written: bare, value, is_whole: true, words: String::new() })
}

/// The printed number of each page: among the numbers at its edges the one whose distance to the page of
/// the file is the most frequent among all pages.
fn labels(n_pages: usize, candidates: &[Candidate]) -> Vec<Option<String>> {
    let mut pages_of: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for candidate in candidates {
        if let Some(number) = &candidate.number {
            pages_of.entry(&number.words).or_default().insert(candidate.page);
        }
    }
    // ３　入札書の提出場所 at the head of a column is a heading: beside words, only a number that stands
    // beside the same words on another page is the page's.
    let returns =
        |number: &Number| pages_of.get(number.words.as_str()).is_some_and(|n| n.len() > 1);
    let is_credible = |number: &&Number| number.is_whole || returns(number);
    let numbers = || {
        let found = candidates.iter().filter_map(|c| Some((c.page, c.number.as_ref()?)));
        found.filter(|(_, number)| is_credible(number))
    };
    let distance =
        |page: usize, number: &Number| number.value - i64::try_from(page).unwrap_or(i64::MAX);
    let mut counts: BTreeMap<i64, std::collections::BTreeSet<usize>> = BTreeMap::new();
    for (page, number) in numbers() {
        counts.entry(distance(page, number)).or_default().insert(page);
    }
    let n_with = |page: usize, number: &Number| {
        counts.get(&distance(page, number)).map_or(0, std::collections::BTreeSet::len)
    };
    let fewest = if n_pages >= 3 { 2 } else { 1 };
    let mut best: Vec<Option<(usize, &Number)>> = vec![None; n_pages];
    for (page, number) in numbers() {
        let n = n_with(page, number);
        // Two years in a row count with the pages as well.
        let fewest = if number.value < 1_000 { fewest } else { fewest.max(FEWEST_PAGES) };
        let is_credible = n >= fewest && (n_pages >= 3 || distance(page, number) == 1);
        let Some(slot) = best.get_mut(page) else { continue };
        if is_credible && slot.is_none_or(|(most, _)| n > most) {
            *slot = Some((n, number));
        }
    }
    best.into_iter().map(|slot| slot.map(|(_, number)| number.written.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::parts;
    use crate::layout::test_page::TestPage;

    fn pages(n: u8, page: impl Fn(u8) -> TestPage) -> Vec<PageParts> {
        (1..=n).map(|nth| parts(page(nth).build())).collect()
    }

    fn texts(pages: &[PageParts]) -> Vec<String> {
        let of = |page: &PageParts| {
            let mut segments: Vec<&Segment> = page.segments.iter().collect();
            segments.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
            segments.iter().map(|s| s.text.clone()).collect::<Vec<_>>().join("｜")
        };
        pages.iter().map(of).collect()
    }

    #[test]
    fn page_numbers_are_labels_and_running_titles_are_kept_once() {
        let mut pages = pages(4, |nth| {
            TestPage::new()
                .text(250.0, 20.0, 9.0, "基本方針")
                .text(50.0, 400.0, 10.0, &format!("本文{nth}"))
                .text(290.0, 810.0, 9.0, &format!("- {} -", nth + 2))
        });
        let labels = part(&mut pages);
        assert_eq!(labels.into_iter().flatten().collect::<Vec<_>>(), ["3", "4", "5", "6"]);
        assert_eq!(texts(&pages), ["基本方針｜本文1", "本文2", "本文3", "本文4"]);
    }

    #[test]
    fn lines_that_differ_in_a_figure_are_text_and_so_is_the_name_of_a_part() {
        let mut pages = pages(6, |nth| {
            TestPage::new()
                .text(50.0, 40.0, 10.0, &format!("様式第{nth}号（第５条関係）"))
                .text(50.0, 60.0, 10.0, "第12条第２号に該当する表示")
                .text(290.0, 810.0, 9.0, &nth.to_string())
        });
        part(&mut pages);
        for (nth, page) in (1..).zip(texts(&pages)) {
            assert_eq!(page, format!("様式第{nth}号（第５条関係）｜第12条第２号に該当する表示"));
        }
    }

    #[test]
    fn the_heading_of_a_chapter_runs_where_the_body_has_it_too() {
        let mut pages = pages(4, |nth| {
            let page = TestPage::new().text(50.0, 20.0, 9.0, &format!("第１章　総則　{nth}"));
            if nth == 1 { page.text(50.0, 300.0, 14.0, "第１章　総則") } else { page }
        });
        part(&mut pages);
        assert_eq!(texts(&pages), ["第１章　総則", "", "", ""]);
    }

    #[test]
    fn a_cell_that_returns_at_the_foot_of_every_page_is_no_running_line() {
        let names = ["慶愛病院", "中央病院", "青葉医院", "緑ヶ丘病院"];
        let mut pages = pages(4, |nth| {
            TestPage::new()
                .text(50.0, 780.0, 10.0, names[usize::from(nth) - 1])
                .text(200.0, 780.0, 10.0, &format!("0{nth}-12{nth}4"))
                .text(400.0, 780.0, 10.0, "有")
        });
        part(&mut pages);
        assert!(texts(&pages).iter().all(|page| page.contains('有')));
    }

    #[test]
    fn the_numbers_of_a_long_volume_are_read() {
        let mut pages = pages(4, |nth| {
            TestPage::new().text(290.0, 810.0, 9.0, &(u32::from(nth) + 1_203).to_string())
        });
        assert_eq!(part(&mut pages)[0].as_deref(), Some("1204"));
    }

    #[test]
    fn numbers_that_do_not_count_with_the_pages_are_data() {
        let amounts = ["120", "45", "7", "300"];
        let mut pages =
            pages(4, |nth| TestPage::new().text(50.0, 800.0, 10.0, amounts[usize::from(nth) - 1]));
        assert!(part(&mut pages).iter().all(Option::is_none));
        assert_eq!(texts(&pages), amounts);
    }

    #[test]
    fn roman_numbers_are_read() {
        for (text, value) in [("iv", 4), ("- ii -", 2), ("Ⅲ", 3), ("xii", 12)] {
            assert_eq!(number(text).map(|number| number.value), Some(value), "{text}");
        }
        assert_eq!(number("mix"), None);
    }

    #[test]
    fn a_copyright_line_leaves_every_page() {
        let mut pages = pages(3, |nth| {
            TestPage::new()
                .text(50.0, 800.0, 9.0, "Copyright 2026 Agency. All Rights Reserved.")
                .text(550.0, 800.0, 9.0, &nth.to_string())
                .text(50.0, 300.0, 10.0, "本文")
        });
        assert_eq!(part(&mut pages).into_iter().flatten().collect::<Vec<_>>(), ["1", "2", "3"]);
        assert_eq!(texts(&pages), ["本文", "本文", "本文"]);
    }
}
