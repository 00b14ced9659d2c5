//! Years and dates as they are written: 令和7年2月21日, 2025（令和7）年度, R6.4.1, FY2025.
//!
//! Enter at [`Reader`], which reads at one place of a text whose characters are half-width, in small
//! letters and without white space: the match form, or what a reader of title pages makes.

use crate::calendar::{Era, When, days_in_month};
use crate::characters::half_width;
use crate::numerals::{canonical, is_numeral};

/// Western years outside are numbers, not years.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2200;
/// Era years beyond are numbers, not years: 昭和 came to 64, plans reach some decades ahead.
const MAX_YEAR_OF_ERA: u8 = 99;

/// The characters of a text as [`Reader`] wants them: half-width, in small letters, without white space,
/// ㋿ spelled out.
pub fn readable(text: &str) -> Vec<char> {
    let visible = text.chars().filter(|c| !c.is_whitespace());
    let spelled = visible.flat_map(|c| match Era::of_sign(c) {
        Some(era) => era.name().chars().collect::<Vec<_>>(),
        None => vec![half_width(c).to_ascii_lowercase()],
    });
    spelled.collect()
}

/// What was read, and the `char` offset behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// The place behind it.
    pub end: usize,
    /// What it says.
    pub when: When,
    /// The era it is written in, if any.
    pub era: Option<Era>,
    /// Only `r7`, without 年 or 年度: may be either.
    pub is_bare: bool,
}

/// A place in a folded text.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

/// A year before it is known whether it is a year or a fiscal year.
#[derive(Clone, Copy)]
struct Year {
    western: i32,
    era: Option<Era>,
    /// Written with an era's letter only.
    is_letter: bool,
    /// Written 2025(令和7)年 or 令和7年(2025年).
    is_annotated: bool,
}

impl<'a> Reader<'a> {
    /// At a place of a text.
    pub fn new(chars: &'a [char], at: usize) -> Self {
        Reader { chars, at }
    }

    /// A year or date of a running text, beginning exactly here.
    pub fn mention(mut self) -> Option<Read> {
        if self.is_inside_a_token() {
            return None;
        }
        if let Some(year) = self.fiscal_prefix() {
            let _ = self.eat("年度");
            return Some(self.read(When::FiscalYear(year), None));
        }
        let year = self.year()?;
        if let Some(when) = self.behind_year(year) {
            return Some(self.read(when, year.era));
        }
        if let Some(when) = self.separated(year.western, year.is_letter) {
            return Some(self.read(when, year.era));
        }
        let is_bare = year.is_letter && !self.continues_token();
        is_bare.then(|| Read { is_bare, ..self.read(When::FiscalYear(year.western), year.era) })
    }

    /// A year or date that is the whole text; shorter notations are allowed than in running text.
    pub fn whole(self) -> Option<Read> {
        let mut alone = self.clone();
        let read = self.mention().filter(|read| read.end == alone.chars.len() && !read.is_bare);
        if read.is_some() {
            return read;
        }
        if let Some(when) = alone.clone().compact() {
            return Some(Read { end: alone.chars.len(), when, era: None, is_bare: false });
        }
        let year = alone.year()?;
        let when = match alone.year_and_month(year.western) {
            Some(when) => when,
            None => When::Year(year.western),
        };
        (alone.at == alone.chars.len()).then(|| alone.read(when, year.era))
    }

    fn read(&self, when: When, era: Option<Era>) -> Read {
        Read { end: self.at, when, era, is_bare: false }
    }

    /// 年, 年度, 年2月, 年2月21日
    fn behind_year(&mut self, year: Year) -> Option<When> {
        if self.eat("年度") {
            self.annotation(year, "年度");
            return Some(When::FiscalYear(year.western));
        }
        let start = self.at;
        if !self.eat("年") {
            return None;
        }
        // 2000年間, 2010年代, 3年目 count years; they do not name one.
        if matches!(self.peek(), Some('間' | '代' | '目')) {
            self.at = start;
            return None;
        }
        self.annotation(year, "年");
        Some(self.month_and_day(year.western).unwrap_or(When::Year(year.western)))
    }

    fn month_and_day(&mut self, year: i32) -> Option<When> {
        let start = self.at;
        let month = self.small_number();
        let Some(month) = month.filter(|m| (1..=12).contains(m) && self.eat("月")) else {
            self.at = start;
            return None;
        };
        let behind_month = self.at;
        let day = self.small_number();
        let day = day.filter(|d| (1..=days_in_month(year, month)).contains(d) && self.eat("日"));
        if day.is_none() {
            self.at = behind_month;
        }
        Some(day.map_or(When::Month(year, month), |day| When::Day(year, month, day)))
    }

    /// -02-21, /2/21, .2.21; behind a letter (R7.2.21) only points.
    fn separated(&mut self, year: i32, is_letter: bool) -> Option<When> {
        let start = self.at;
        let separator = self.peek()?;
        let known =
            if is_letter { matches!(separator, '.') } else { matches!(separator, '-' | '/' | '.') };
        let when = known.then(|| {
            let month = self.eat_then_number(separator)?;
            let day = self.eat_then_number(separator)?;
            let is_date = (1..=12).contains(&month)
                && (1..=days_in_month(year, month)).contains(&day)
                && !self.continues_token()
                && self.peek() != Some(separator);
            is_date.then_some(When::Day(year, month, day))
        });
        if when.flatten().is_none() {
            self.at = start;
        }
        when.flatten()
    }

    /// 2024-04, 2024/4, R6.4: only as a whole text, since 2024-25 or 1.2 mean other things.
    fn year_and_month(&mut self, year: i32) -> Option<When> {
        let separator = self.peek().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let start = self.at;
        let month = self.eat_then_number(separator).filter(|m| (1..=12).contains(m));
        if month.is_none() {
            self.at = start;
        }
        Some(When::Month(year, month?))
    }

    /// 20240401 and 202404.
    fn compact(self) -> Option<When> {
        let digits: String = self.chars.get(self.at..)?.iter().collect();
        if !matches!(digits.len(), 6 | 8) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u16>().ok();
        let (year, month) = (i32::from(part(0..4)?), part(4..6)? as u8);
        let day = part(6..8).map(|day| day as u8);
        let is_month = YEARS.contains(&year) && (1..=12).contains(&month);
        match day {
            None => is_month.then_some(When::Month(year, month)),
            Some(day) => (is_month && (1..=days_in_month(year, month)).contains(&day))
                .then_some(When::Day(year, month, day)),
        }
    }

    fn year(&mut self) -> Option<Year> {
        let mut year = self.era_year().or_else(|| self.western_year())?;
        let start = self.at;
        if self.eat("(") {
            let other = self.era_year().or_else(|| self.western_year());
            if other.is_some_and(|other| other.western == year.western) {
                let _ = self.eat("年");
                if self.eat(")") && self.peek() == Some('年') {
                    year.is_annotated = true;
                    return Some(year);
                }
            }
            self.at = start;
        }
        Some(year)
    }

    /// (2025年) behind 令和7年, (2025年度) behind 令和7年度.
    fn annotation(&mut self, year: Year, unit: &str) {
        let start = self.at;
        let is_same = !year.is_annotated
            && self.eat("(")
            && (self.era_year().or_else(|| self.western_year()))
                .is_some_and(|y| y.western == year.western)
            && self.eat(unit)
            && self.eat(")");
        if !is_same {
            self.at = start;
        }
    }

    fn era_year(&mut self) -> Option<Year> {
        let start = self.at;
        let (era, is_letter) = self.era()?;
        let number = if self.eat("元") { Some(1) } else { self.small_number() };
        let number = number.filter(|n| (1..=MAX_YEAR_OF_ERA).contains(n));
        if number.is_none() {
            self.at = start;
        }
        let western = era.western(number?);
        Some(Year { western, era: Some(era), is_letter, is_annotated: false })
    }

    fn era(&mut self) -> Option<(Era, bool)> {
        for era in Era::ALL {
            if self.eat(era.name()) {
                return Some((era, false));
            }
            if self.peek() == Some(era.letter().to_ascii_lowercase())
                && matches!(self.chars.get(self.at + 1), Some('0'..='9' | '元'))
            {
                self.at += 1;
                return Some((era, true));
            }
        }
        None
    }

    /// 2025, 二〇二五, 二千二十五.
    fn western_year(&mut self) -> Option<Year> {
        let start = self.at;
        let year = self.number().and_then(|(digits, is_arabic)| {
            let is_year = digits.len() == 4 && (!is_arabic || self.at - start == 4);
            digits.parse::<i32>().ok().filter(|year| is_year && YEARS.contains(year))
        });
        if year.is_none() {
            self.at = start;
        }
        Some(Year { western: year?, era: None, is_letter: false, is_annotated: false })
    }

    fn fiscal_prefix(&mut self) -> Option<i32> {
        let start = self.at;
        let year = if self.eat("fy") { self.western_year() } else { None };
        if year.is_none() {
            self.at = start;
        }
        year.map(|year| year.western)
    }

    fn eat_then_number(&mut self, separator: char) -> Option<u8> {
        if self.peek() != Some(separator) {
            return None;
        }
        self.at += 1;
        let digits = self.take_while(|c| c.is_ascii_digit());
        if (1..=2).contains(&digits.len()) { digits.parse().ok() } else { None }
    }

    /// A number of at most two digits, in either script.
    fn small_number(&mut self) -> Option<u8> {
        let start = self.at;
        let number = self.number().and_then(|(digits, _)| digits.parse::<u8>().ok());
        let number = number.filter(|n| *n < 100);
        if number.is_none() {
            self.at = start;
        }
        number
    }

    /// A run of digits or of kanji numerals up to thousands, and whether it is the former.
    fn number(&mut self) -> Option<(String, bool)> {
        let digits = self.take_while(|c| c.is_ascii_digit());
        if !digits.is_empty() {
            return Some((digits, true));
        }
        let kanji = self.take_while(|c| "〇零一二三四五六七八九十百千".contains(c));
        if kanji.is_empty() { None } else { canonical(&kanji).map(|digits| (digits, false)) }
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let taken: String = rest.iter().copied().take_while(|c| is_part(*c)).take(16).collect();
        self.at += taken.chars().count();
        taken
    }

    fn eat(&mut self, word: &str) -> bool {
        let n_chars = word.chars().count();
        let here = self.chars.get(self.at..self.at + n_chars);
        let is_here = here.is_some_and(|here| here.iter().copied().eq(word.chars()));
        if is_here {
            self.at += n_chars;
        }
        is_here
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Whether this place is in the middle of a word or number: CR7, 12025年, 1.2025.
    fn is_inside_a_token(&self) -> bool {
        let before = |back: usize| self.at.checked_sub(back).and_then(|at| self.chars.get(at));
        let joins = |c: &char| c.is_ascii_alphanumeric() || is_numeral(*c);
        match (self.peek(), before(1)) {
            (Some(first), Some(previous)) if first.is_ascii_alphanumeric() => {
                joins(previous)
                    || (matches!(previous, '.' | ',' | '-' | '/')
                        && before(2).is_some_and(char::is_ascii_alphanumeric))
            }
            (Some(first), Some(previous)) if joins(&first) => joins(previous),
            _ => false,
        }
    }

    /// Whether a letter or digit follows, so that what was read is a part of something longer.
    fn continues_token(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_alphanumeric())
    }
}
