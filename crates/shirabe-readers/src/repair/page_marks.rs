//! Lines that are only a page number or a copyright footer leave the flow and become page marks.

use std::collections::BTreeMap;

use crate::characters::narrow;
use crate::draft::{Draft, Ledger};
use shirabe_document::model::{BlockKind, Page};
use shirabe_document::rules;

/// A page number as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    /// Which draft it is.
    at: usize,
    /// The page of the file that it stands on, if the file has pages.
    file: Option<u32>,
    number: Option<u32>,
    /// Whether the line can be nothing else: `- 12 -`, `12ページ`, a copyright line.
    is_explicit: bool,
    /// Whether it is known to stand at the foot.
    is_footer: bool,
}

/// Takes the page marks out and writes the printed page on the blocks for which it is certain.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let marks = credible(find(&drafts));
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    // Where in `out` the text before each mark ends.
    let mut ends: Vec<usize> = Vec::with_capacity(marks.len());
    let mut upcoming = marks.iter().peekable();
    let mut follows_mark = false;
    for (at, mut draft) in drafts.into_iter().enumerate() {
        if upcoming.next_if(|mark| mark.at == at).is_some() {
            ledger.remove(&rules::PAGE_MARKS, draft.at(), &draft.text());
            ends.push(out.len());
            follows_mark = true;
            continue;
        }
        if follows_mark {
            draft.follows_page_mark = true;
            draft.n_blank_before = 1;
        }
        follows_mark = false;
        out.push(draft);
    }
    write_pages(&mut out, &marks, &ends);
    out
}

fn find(drafts: &[Draft]) -> Vec<Mark> {
    let is_candidate =
        |draft: &&(usize, &Draft)| draft.1.kind == BlockKind::Paragraph && draft.1.depth == 0;
    let read = |(at, draft): (usize, &Draft)| {
        let line = draft.only_line()?.trim();
        let file = draft.page.as_ref().and_then(|page| page.file);
        if let Some(number) = copyright_footer(line) {
            return Some(Mark { at, file, number, is_explicit: true, is_footer: true });
        }
        let (number, is_explicit) = page_number(line)?;
        Some(Mark { at, file, number: Some(number), is_explicit, is_footer: false })
    };
    drafts.iter().enumerate().filter(|pair| is_candidate(&pair)).filter_map(read).collect()
}

/// `Copyright 2026 … All Rights Reserved. ２`: the number at its end, if it has one.
#[expect(clippy::option_option, reason = "a footer without a number is a footer")]
fn copyright_footer(line: &str) -> Option<Option<u32>> {
    if line.len() > 300 {
        return None;
    }
    let small = line.to_ascii_lowercase();
    let is_footer = ["copyright", "©", "(c)"].iter().any(|word| small.starts_with(word))
        && (small.contains("reserved")
            || small.starts_with('©')
            || small.starts_with("copyright ©"));
    let last = line.split_whitespace().next_back()?;
    is_footer.then(|| plain_number(last).filter(|number| *number < 1900))
}

/// A copyright line at the foot of a page.
pub(crate) fn is_copyright_footer(line: &str) -> bool {
    copyright_footer(line.trim()).is_some()
}

/// A line that is only a page number, and whether it can be nothing else.
pub(crate) fn page_number(line: &str) -> Option<(u32, bool)> {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).take(16).map(narrow).collect();
    let dashes = ['-', '−', '–', '—', '‐', '―', '－'];
    let bare = line.trim_matches(dashes);
    let is_dashed = bare.len() < line.len() && line.starts_with(dashes) && line.ends_with(dashes);
    if is_dashed {
        return Some((plain_number(bare)?, true));
    }
    if let Some((number, of)) = line.split_once('/') {
        let (number, of) = (plain_number(number)?, plain_number(of)?);
        // 2/6 alone may be a date as well, so it must count up like a bare number.
        return (number <= of && of >= 2).then_some((number, false));
    }
    let worded = line
        .strip_prefix("P.")
        .or_else(|| line.strip_prefix("p."))
        .or_else(|| line.strip_suffix("ページ"));
    if let Some(number) = worded.or_else(|| line.strip_suffix('頁')) {
        return Some((plain_number(number)?, true));
    }
    plain_number(&line).filter(|number| *number < 1000).map(|number| (number, false))
}

fn plain_number(text: &str) -> Option<u32> {
    let digits: String = text.chars().map(narrow).collect();
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

/// Of slides without a number there are at most this many in a row.
const WIDEST_GAP: u32 = 5;

/// Keeps what counts upwards as pages do. Bare numbers that do not are data, and then none is a page.
fn credible(marks: Vec<Mark>) -> Vec<Mark> {
    let bare: Vec<u32> = marks.iter().filter(|m| !m.is_explicit).filter_map(|m| m.number).collect();
    let numbers: Vec<u32> = marks.iter().filter_map(|mark| mark.number).collect();
    let counts_up =
        numbers.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= WIDEST_GAP);
    let keeps_bare = counts_up && numbers.len() >= 2 && !bare.is_empty();
    marks.into_iter().filter(|mark| mark.is_explicit || keeps_bare).collect()
}

/// Writes the printed page on the blocks. Where form feeds end the pages, a page has the number that
/// stands on it. Else the text between mark n−1 and mark n stands on page n if the marks are feet: a
/// copyright line is one, and so are all marks where text stands before the first and none after the
/// last. Where a number is missing in between, nothing is certain.
fn write_pages(drafts: &mut [Draft], marks: &[Mark], ends: &[usize]) {
    if drafts.iter().any(|draft| draft.page.is_some()) {
        write_pages_by_file(drafts, marks);
        return;
    }
    let counts_by_one = |pair: &[Mark]| matches!((pair[0].number, pair[1].number), (Some(a), Some(b)) if a + 1 == b);
    let has_no_gap = marks.len() >= 3 && marks.windows(2).all(counts_by_one);
    let starts_with_text = ends.first() != Some(&0);
    let ends_with_text = ends.last() != Some(&drafts.len());
    for (i, mark) in marks.iter().enumerate() {
        let Some(number) = mark.number else { continue };
        let start = i.checked_sub(1).and_then(|i| ends.get(i)).copied().unwrap_or(0);
        let end = ends.get(i).copied().unwrap_or(drafts.len());
        let follows_its_number = i > 0 && marks.get(i - 1..=i).is_some_and(counts_by_one);
        let range = if has_no_gap && !starts_with_text && ends_with_text {
            end..ends.get(i + 1).copied().unwrap_or(drafts.len())
        } else if has_no_gap && starts_with_text && !ends_with_text
            || mark.is_footer && follows_its_number
        {
            start..end
        } else {
            continue;
        };
        for draft in drafts.get_mut(range).unwrap_or_default() {
            draft.page = Some(Page { printed: Some(number.to_string()), file: None });
        }
    }
}

/// Each page of the file gets the one number that stands on it.
fn write_pages_by_file(drafts: &mut [Draft], marks: &[Mark]) {
    let mut printed: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for mark in marks {
        if let (Some(file), Some(number)) = (mark.file, mark.number) {
            printed.entry(file).and_modify(|known| *known = None).or_insert(Some(number));
        }
    }
    for page in drafts.iter_mut().filter_map(|draft| draft.page.as_mut()) {
        let number = page.file.and_then(|file| printed.get(&file).copied().flatten());
        page.printed = number.map(|number| number.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    /// One block a line; a number after `@` is the page of the file.
    fn pages(text: &str) -> String {
        let drafts = text.lines().enumerate().map(|(i, line)| {
            let (text, file) = line.split_once('@').unwrap_or((line, ""));
            let mut draft = Draft::new(BlockKind::Paragraph, Line::new(text, i as u32 + 1));
            draft.page = file.parse().ok().map(|file| Page { printed: None, file: Some(file) });
            draft
        });
        let mut ledger = Ledger::default();
        let drafts = repair(drafts.collect(), &mut ledger);
        let show = |draft: &Draft| match &draft.page {
            Some(page) => format!("{} p.{page}", draft.text()),
            None => draft.text(),
        };
        let removed: Vec<&str> = ledger.repairs.iter().map(|r| r.before.as_str()).collect();
        let shown: Vec<String> = drafts.iter().map(show).collect();
        format!("{} | {}", shown.join(" / "), removed.join(" / "))
    }

    #[test]
    fn a_number_at_each_foot_is_a_page() {
        insta::assert_snapshot!(pages("甲\n１\n乙\n２\n丙\n３"), @"甲 p.1 / 乙 p.2 / 丙 p.3 | １ / ２ / ３");
    }

    #[test]
    fn a_number_at_each_head_is_a_page() {
        insta::assert_snapshot!(pages("- 1 -\n甲\n- 2 -\n乙\n- 3 -\n丙"), @"甲 p.1 / 乙 p.2 / 丙 p.3 | - 1 - / - 2 - / - 3 -");
    }

    #[test]
    fn pages_are_not_invented_where_numbers_are_missing() {
        insta::assert_snapshot!(pages("甲\n１\n乙\nCopyright 2026 AMED. All Rights Reserved. ２\n丙\n５\n丁\n６\n戊"), @"甲 / 乙 p.2 / 丙 / 丁 / 戊 | １ / Copyright 2026 AMED. All Rights Reserved. ２ / ５ / ６");
    }

    #[test]
    fn a_form_feed_makes_pages_certain() {
        insta::assert_snapshot!(pages("甲@1\n乙@2\n- 1 -@2\n丙@3\n- 2 -@3"), @"甲 p.1 / 乙 p.1 / 丙 p.2 | - 1 - / - 2 -");
    }

    #[test]
    fn numbers_that_do_not_count_up_are_data() {
        insta::assert_snapshot!(pages("件数\n120\n45\n人数\n7"), @"件数 / 120 / 45 / 人数 / 7 |");
        insta::assert_snapshot!(pages("2025\n2/6\n甲\n12"), @"2025 / 2/6 / 甲 / 12 | ");
    }
}
