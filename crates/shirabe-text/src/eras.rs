//! Years of the Japanese eras (和暦), western years and fiscal years, in all their notations.
//!
//! Enter at [`parse_fiscal_year`] and [`parse_date_range`] for what a user types into a filter, at
//! [`scan`] for the years and dates in a text, and at [`Mention::notations`] for the other ways to
//! write one of them.
//!
//! A year (年) and a fiscal year (年度) are different things: a fiscal year runs from 1 April to
//! 31 March (財政法（昭和22年法律第34号）第11条), so 令和7年2月 lies in 令和6年度.
//!
//! Invariants: everything is read in the match form, so width, case, 元, kanji numerals and spaces
//! make no difference; an era year that never came (平成37年度, written before 2019) is read as the
//! year it counts to.

mod notations;

use std::ops::{Range, RangeInclusive};

pub use shirabe_japanese::calendar::{Era, When};
use shirabe_japanese::dates::Reader;

use crate::match_form::{Folding, MatchForm, fold};

/// A year or date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Place in the text.
    pub chars: Range<usize>,
    /// What it says.
    pub when: When,
    /// The era it is written in, if any.
    pub era: Option<Era>,
    /// Only `R7`, without 年 or 年度: may be either.
    pub is_bare: bool,
}

/// The notations of a year or date, the likeliest first.
pub(crate) fn notations_of(when: When, era: Option<Era>, is_bare: bool) -> Vec<String> {
    notations::of(when, era, is_bare)
}

impl Mention {
    /// The other notations, the likeliest first. Some have the same match form as the mention.
    pub fn notations(&self) -> Vec<String> {
        notations::of(self.when, self.era, self.is_bare)
    }
}

/// The years and dates of a text, from left to right, without overlap.
///
/// A western year without 年 counts only in a whole date (`2025-02-21`), a bare `R7` always.
pub fn scan(text: &str) -> Vec<Mention> {
    let form = MatchForm::of(text, Folding::Standard);
    let chars: Vec<char> = form.as_str().chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let Some(read) = Reader::new(&chars, at).mention() else {
            at += 1;
            continue;
        };
        let chars = form.text_range(at..read.end);
        found.push(Mention { chars, when: read.when, era: read.era, is_bare: read.is_bare });
        at = read.end;
    }
    found
}

/// The fiscal year that a filter value names: `R7`, `令和七年度`, `2025`, `FY2025`, `2025-02`
/// (which lies in 2024年度). `None` if it is not a year.
pub fn parse_fiscal_year(text: &str) -> Option<i32> {
    parse(text).map(|(when, _)| when.fiscal_year())
}

/// The days that a filter value names, first and last as `yyyymmdd`: `2024-04`, `令和6年4月`,
/// `R6.4.1`, `2024年度`, `平成31年` (until 30 April), and spans of two with `..` or `〜`, one of
/// which may be left out. `None` if it is not a date.
pub fn parse_date_range(text: &str) -> Option<RangeInclusive<u32>> {
    let form = fold(text, Folding::Standard);
    let Some((from, to)) = form.split_once("..").or_else(|| form.split_once('~')) else {
        let (when, era) = parse(&form)?;
        return Some(clipped(when, era));
    };
    let from = if from.is_empty() { 0 } else { *parse_date_range(from)?.start() };
    let to = if to.is_empty() { u32::MAX } else { *parse_date_range(to)?.end() };
    let is_open = from == 0 && to == u32::MAX;
    (from <= to && !is_open).then_some(from..=to)
}

/// What the whole string names.
fn parse(text: &str) -> Option<(When, Option<Era>)> {
    let chars: Vec<char> = fold(text, Folding::Standard).chars().collect();
    let read = Reader::new(&chars, 0).whole()?;
    Some((read.when, read.era))
}

/// The days of a year as far as its era goes.
fn clipped(when: When, era: Option<Era>) -> RangeInclusive<u32> {
    let days = when.days();
    match (when, era) {
        (When::Year(year), Some(era)) if era.has_year(year) => {
            let of_era = era.days();
            *days.start().max(of_era.start())..=*days.end().min(of_era.end())
        }
        _ => days,
    }
}

#[cfg(test)]
#[expect(clippy::inconsistent_digit_grouping, reason = "a day reads as year_month_day")]
mod tests {
    use super::*;

    #[track_caller]
    fn fiscal_year(expected: i32, texts: &[&str]) {
        for text in texts {
            assert_eq!(parse_fiscal_year(text), Some(expected), "{text}");
        }
    }

    #[track_caller]
    fn days(text: &str, expected: (u32, u32)) {
        assert_eq!(parse_date_range(text), Some(expected.0..=expected.1), "{text}");
    }

    #[test]
    fn a_fiscal_year_is_read_in_every_notation() {
        let texts = [
            "R7",
            "r7",
            "Ｒ７",
            "令和7",
            "令和７年度",
            "令和七年度",
            "㋿7年度",
            "R7年度",
            "2025",
            "2025年度",
            "二〇二五年度",
            "FY2025",
            "fy 2025",
            "令和7年",
            "2025年4月",
            "令和8年3月31日",
            "令和7(2025)年度",
            "2025（令和7）年度",
            "平成37年度",
            "R７.4.1",
        ];
        fiscal_year(2025, &texts);
        fiscal_year(
            2019,
            &["H31", "R1", "令和元年度", "令和1年度", "平成31年度", "平成三十一年度"],
        );
        fiscal_year(1989, &["S64", "平成元年度", "昭和六十四年度"]);
        fiscal_year(1912, &["明治45年度", "大正元年度", "T1"]);
    }

    #[test]
    fn the_first_months_of_a_year_lie_in_the_fiscal_year_before() {
        fiscal_year(2024, &["2025-02-21", "令和7年2月21日", "2025/3/31", "令和7年1月"]);
        fiscal_year(2025, &["2025-04-01"]);
    }

    #[test]
    fn what_is_no_year_is_refused() {
        for text in ["", "政策", "R", "令和", "令和0年", "20255", "2025年13月", "2025-02-30", "7"]
        {
            assert_eq!(parse_fiscal_year(text), None, "{text}");
            assert_eq!(parse_date_range(text), None, "{text}");
        }
        for text in ["..", "2025..2024", "2025..政策"] {
            assert_eq!(parse_date_range(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_covers_its_days() {
        days("2024-04", (2024_04_01, 2024_04_30));
        days("2024年2月", (2024_02_01, 2024_02_29));
        days("R6.4.1", (2024_04_01, 2024_04_01));
        days("20240401", (2024_04_01, 2024_04_01));
        days("令和6年度", (2024_04_01, 2025_03_31));
        days("2024", (2024_01_01, 2024_12_31));
    }

    #[test]
    fn an_era_ends_in_the_middle_of_a_year() {
        days("平成31年", (2019_01_01, 2019_04_30));
        days("令和元年", (2019_05_01, 2019_12_31));
        days("昭和64年", (1989_01_01, 1989_01_07));
        days("2019年", (2019_01_01, 2019_12_31));
        days("平成32年", (2020_01_01, 2020_12_31));
    }

    #[test]
    fn a_span_of_dates_may_be_open() {
        days("2024-04..", (2024_04_01, u32::MAX));
        days("..令和6年度", (0, 2025_03_31));
        days("R5年度〜R6年度", (2023_04_01, 2025_03_31));
    }

    #[test]
    fn years_and_dates_are_found_in_a_text() {
        let text = "令和７年度予算額、2025年2月21日、H30年度〜R2年度、2000年間、2010年代、\
                    R7予算、CR7、第2025号、2025-02-21付け、令和7年（2025年）3月";
        let found: Vec<_> = scan(text)
            .into_iter()
            .map(|m| format!("{} {:?}", crate::slice_chars(text, m.chars), m.when))
            .collect();
        insta::assert_snapshot!(found.join("\n"), @"
        令和７年度 FiscalYear(2025)
        2025年2月21日 Day(2025, 2, 21)
        H30年度 FiscalYear(2018)
        R2年度 FiscalYear(2020)
        R7 FiscalYear(2025)
        2025-02-21 Day(2025, 2, 21)
        令和7年（2025年）3月 Month(2025, 3)
        ");
    }
}
