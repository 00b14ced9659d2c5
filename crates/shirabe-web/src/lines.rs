//! 前後文脈 (KWIC): every occurrence on a line of its own, as a table and as a file.
//!
//! [`gather`] walks through all results of a search; [`csv`] and [`tsv`] write them.

use std::cmp::Ordering;

use shirabe_search::{Hit, Mode, SearchRequest, SectionHit, Sort, Step, Unit};

use crate::error::WebError;
use crate::library::Generation;
use crate::pages::wording;
use crate::spreadsheet;

/// Sections asked for at a time, and in all: a wording that stands in more is not read line by line.
const N_AT_ONCE: usize = 100;
const N_SECTIONS: usize = 2_000;

/// In which order lines come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they stand in the documents.
    #[default]
    Document,
    /// By what stands before, read backwards from the hit.
    Left,
    /// By what stands behind.
    Right,
}

/// One occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub before: String,
    pub text: String,
    pub after: String,
    pub step: Step,
    pub document_id: String,
    pub document: String,
    pub issuer: String,
    pub issued: String,
    pub section: String,
    pub page: String,
    pub paragraph: String,
    pub url: String,
}

/// The lines of a search.
pub(crate) struct Lines {
    pub lines: Vec<Line>,
    /// How many occurrences there are; more than lines if there were too many sections.
    pub n_hits: usize,
}

/// Every occurrence that `request` finds, in `order`.
pub(crate) fn gather(
    generation: &dyn Generation,
    request: SearchRequest,
    order: Order,
) -> Result<Lines, WebError> {
    let mut request = SearchRequest {
        mode: wording_of(request.mode),
        unit: Unit::Section,
        sort: Sort::DocumentOrder,
        limit: N_AT_ONCE,
        offset: 0,
        ..request
    };
    let mut found = Lines { lines: Vec::new(), n_hits: 0 };
    loop {
        let results = generation.search(&request)?;
        found.n_hits = results.counts.hits;
        found.lines.extend(results.items.into_iter().flat_map(lines_of));
        match results.next_offset.filter(|offset| *offset < N_SECTIONS) {
            Some(next) => request.offset = next,
            None => break,
        }
    }
    sort(&mut found.lines, order);
    Ok(found)
}

/// Lines are occurrences of the wording, whose words alone make none.
fn wording_of(mode: Mode) -> Mode {
    if mode == Mode::Exact { Mode::Exact } else { Mode::Variant }
}

fn lines_of(found: SectionHit) -> impl Iterator<Item = Line> {
    let SectionHit { document, heading, hits, .. } = found;
    hits.into_iter().map(move |hit| {
        let Hit { step, paragraph, page, before, text, after, url, .. } = hit;
        Line {
            before: one_line(&before),
            text: one_line(&text),
            after: one_line(&after),
            step,
            document_id: document.id.clone(),
            document: document.title.clone(),
            issuer: document.issuer.clone(),
            issued: document.issued.clone(),
            section: heading.clone(),
            page: page.as_ref().and_then(wording::page).unwrap_or_default(),
            paragraph,
            url,
        }
    })
}

/// Line ends and tabs between paragraphs and cells become spaces.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

/// The sort is stable, so that equal contexts stay in document order.
fn sort(lines: &mut [Line], order: Order) {
    let by_left = |a: &Line, b: &Line| a.before.chars().rev().cmp(b.before.chars().rev());
    lines.sort_by(|a, b| match order {
        Order::Document => Ordering::Equal,
        Order::Left => by_left(a, b),
        Order::Right => a.after.cmp(&b.after),
    });
}

const NAMES: [&str; 12] = [
    "前文脈",
    "語",
    "後文脈",
    "段階",
    "文書",
    "発行機関",
    "発行日",
    "節",
    "ページ",
    "段落",
    "文書ID",
    "URL",
];

fn cells(line: &Line, url: &str) -> [String; 12] {
    let cells = [
        &line.before,
        &line.text,
        &line.after,
        wording::step(line.step),
        &line.document,
        &line.issuer,
        &line.issued,
        &line.section,
        &line.page,
        &line.paragraph,
        &line.document_id,
        url,
    ];
    cells.map(str::to_owned)
}

/// The lines as CSV.
pub(crate) fn csv(lines: &[Line], absolute: impl Fn(&str) -> String) -> String {
    spreadsheet::csv(rows(lines, absolute).iter().map(|row| row.iter().map(String::as_str)))
}

/// The lines as tab-separated values.
pub(crate) fn tsv(lines: &[Line], absolute: impl Fn(&str) -> String) -> String {
    spreadsheet::tsv(rows(lines, absolute).iter().map(|row| row.iter().map(String::as_str)))
}

fn rows(lines: &[Line], absolute: impl Fn(&str) -> String) -> Vec<[String; 12]> {
    let rows = lines.iter().map(|line| cells(line, &absolute(&line.url)));
    std::iter::once(NAMES.map(str::to_owned)).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(before: &str, text: &str, after: &str) -> Line {
        Line {
            before: before.to_owned(),
            text: text.to_owned(),
            after: after.to_owned(),
            step: Step::Exact,
            document_id: "a".to_owned(),
            document: "文書, \"甲\"".to_owned(),
            issuer: "省".to_owned(),
            issued: "2025-02-21".to_owned(),
            section: "節".to_owned(),
            page: "2ページ".to_owned(),
            paragraph: "p3".to_owned(),
            url: "/d/a/s1#p3".to_owned(),
        }
    }

    fn sorted(order: Order) -> String {
        let mut lines =
            [line("うあ", "語", "し"), line("あい", "語", "す"), line("いあ", "語", "さ")];
        sort(&mut lines, order);
        lines.map(|line| format!("{}語{}", line.before, line.after)).join(" ")
    }

    #[test]
    fn lines_sort_by_what_stands_next_to_the_hit() {
        assert_eq!(sorted(Order::Document), "うあ語し あい語す いあ語さ");
        assert_eq!(sorted(Order::Left), "いあ語さ うあ語し あい語す");
        assert_eq!(sorted(Order::Right), "いあ語さ うあ語し あい語す");
    }

    #[test]
    fn a_line_is_a_row_of_a_file() {
        let lines = [line("前", "\"語\"", "後")];
        let file = csv(&lines, |path| format!("https://a.example{path}"));
        insta::assert_snapshot!(file.lines().nth(1).unwrap(), @r#""前","""語""","後","完全一致","文書, ""甲""","省","2025-02-21","節","2ページ","p3","a","https://a.example/d/a/s1#p3""#);
        let file = tsv(&lines, str::to_owned);
        assert_eq!(file.lines().nth(1).unwrap().split('\t').count(), NAMES.len());
    }
}
