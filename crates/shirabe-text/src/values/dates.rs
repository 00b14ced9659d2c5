//! Years and dates as values.

use shirabe_japanese::calendar::When;
use shirabe_japanese::dates::Reader;
use shirabe_japanese::is_kanji;
use shirabe_japanese::numerals::is_numeral;

use super::form::Form;
use super::{Read, ValueKind};

/// A year or date that begins here. A lone `R7` is a year only before a kanji (R7予算): else it may be a
/// road, a gene or hydrogen (H2).
pub(super) fn read(form: &Form, at: usize) -> Option<Read> {
    let read = Reader::new(form.chars(), at).mention()?;
    if read.is_bare && !form.at(read.end).is_some_and(is_kanji) {
        return None;
    }
    let kind = ValueKind::When { when: read.when, era: read.era, is_bare: read.is_bare };
    Some(Read { end: read.end, kind })
}

/// The month and the year that a date begins with, each with what is written of it: 令和6年4月 and 令和6年 of
/// 令和6年4月1日. Dates with points and strokes have none.
pub(super) fn beginnings(when: When, written: &str) -> Vec<(When, String)> {
    let chars: Vec<char> = written.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(month_mark) = chars.iter().rposition(|c| *c == '月') else { return Vec::new() };
    let is_number = |c: &char| c.is_numeric() || is_numeral(*c);
    let n_digits = chars[..month_mark].iter().rev().take_while(|c| is_number(c)).count();
    let until = |end: usize| chars[..end].iter().collect::<String>();
    let year = |year: i32| (When::Year(year), until(month_mark - n_digits));
    match when {
        When::Day(y, month, _) => vec![(When::Month(y, month), until(month_mark + 1)), year(y)],
        When::Month(y, _) => vec![year(y)],
        When::Year(_) | When::FiscalYear(_) => Vec::new(),
    }
}
