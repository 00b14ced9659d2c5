//! A text as the readers of values see it: its match form, in which what ends a clause stays.

use std::ops::Range;

use shirabe_japanese::numerals::{DIGITS, is_numeral};

use crate::match_form::{Folding, MatchForm};
use crate::numbers::Number;

/// Behind these a number in kanji has its fraction behind ・: 三・五％.
const FRACTION_UNITS: [char; 6] = ['%', '割', '倍', '億', '兆', '万'];

/// A folded text with the way back. Offsets count `char`s of the form.
pub(crate) struct Form {
    folded: MatchForm,
    /// But 、 and 。, which fold to `,` and `.`, are as they are written: neither is a point.
    chars: Vec<char>,
    text: Vec<char>,
    /// Where in the text each `char` of the form comes from.
    sources: Vec<usize>,
}

impl Form {
    pub(crate) fn of(text: &str) -> Form {
        let form = MatchForm::of(text, Folding::Standard);
        let text: Vec<char> = text.chars().collect();
        let sources: Vec<usize> =
            (0..form.len_chars()).map(|at| form.text_range(at..at + 1).start).collect();
        let as_written = |(folded, source): (char, &usize)| match text.get(*source) {
            Some('。' | '｡') => '。',
            Some('、' | '､') => '、',
            _ => folded,
        };
        let chars = form.as_str().chars().zip(&sources).map(as_written).collect();
        Form { folded: form, chars, text, sources }
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(crate) fn chars(&self) -> &[char] {
        &self.chars
    }

    pub(crate) fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub(crate) fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> impl Iterator<Item = char> + '_ {
        self.chars.get(range).unwrap_or_default().iter().copied()
    }

    /// Whether the form goes on like this.
    pub(crate) fn goes_on(&self, at: usize, with: &str) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        let mut rest = rest.iter();
        with.chars().all(|c| rest.next() == Some(&c))
    }

    pub(crate) fn text_range(&self, range: Range<usize>) -> Range<usize> {
        self.folded.text_range(range)
    }

    /// The visible or invisible character of the text right before a place of the form.
    pub(crate) fn written_before(&self, at: usize) -> Option<char> {
        let here = self.sources.get(at).copied().unwrap_or(self.text.len());
        self.text.get(here.checked_sub(1)?).copied()
    }

    /// The characters of the text from right behind a place of the form.
    pub(crate) fn written_from(&self, at: usize) -> &[char] {
        let behind = at.checked_sub(1).map_or(0, |last| self.folded.text_range(last..at).end);
        self.text.get(behind..).unwrap_or_default()
    }

    pub(crate) fn is_numeral_at(&self, at: usize) -> bool {
        self.at(at).is_some_and(is_numeral)
    }

    /// Whether white space parts two digits: 2024 2025 is not one number, 1 兆 is.
    fn is_parted(&self, at: usize) -> bool {
        let digits = [self.before(at), self.at(at)];
        let are_digits = digits.iter().all(|c| c.is_some_and(|c| c.is_ascii_digit()));
        // Cells of a row and lines are parted by other white space than a space.
        self.written_before(at)
            .is_some_and(|c| matches!(c, '\t' | '\n') || are_digits && c.is_whitespace())
    }

    /// The end of the numerals from here on, with the commas and points between them.
    pub(crate) fn end_of_run(&self, start: usize) -> usize {
        self.end_of_run_before(start, self.len())
    }

    /// Whether more numerals than that follow one another from here on.
    pub(crate) fn is_run_longer_than(&self, start: usize, n_chars: usize) -> bool {
        self.end_of_run_before(start, start + n_chars + 1) > start + n_chars
    }

    fn end_of_run_before(&self, start: usize, limit: usize) -> usize {
        let mut end = start;
        loop {
            let is_joined = matches!(self.at(end), Some(',' | '.'));
            let goes_on = self.is_numeral_at(end) || is_joined && self.is_numeral_at(end + 1);
            if !goes_on || end == limit || (end > start && self.is_parted(end)) {
                return end;
            }
            end += 1;
        }
    }

    /// The number that all numerals from here on are, and its end.
    pub(crate) fn number_at(&self, at: usize) -> Option<(Number, usize)> {
        let end = self.end_of_run(at);
        let run: String = self.slice(at..end).collect();
        if let Some((number, end)) = self.point_in_kanji(&run, end) {
            return Some((number, end));
        }
        Number::of_form(&run).map(|number| (number, end))
    }

    /// 三・五 before a unit: elsewhere ・ stands between items of a list.
    fn point_in_kanji(&self, whole: &str, point: usize) -> Option<(Number, usize)> {
        let is_short = (1..=2).contains(&whole.chars().count());
        if !is_short || self.at(point) != Some('・') || whole.contains(|c: char| c.is_ascii()) {
            return None;
        }
        let fraction: String =
            self.slice(point + 1..self.len()).take_while(|c| DIGITS.contains(*c)).collect();
        let mut end = point + 1 + fraction.chars().count();
        let unit = self.at(end).filter(|unit| FRACTION_UNITS.contains(unit))?;
        let number = |text: &str| Number::of_form(text).filter(|_| !text.is_empty());
        let fraction: String = fraction
            .chars()
            .filter_map(|c| DIGITS.chars().position(|d| d == c))
            .filter_map(|digit| char::from_digit(digit as u32, 10))
            .collect();
        let mut written = format!("{}.{fraction}", number(whole)?);
        if is_numeral(unit) {
            written.push(unit);
            end += 1;
        }
        number(&written).map(|number| (number, end))
    }
}
