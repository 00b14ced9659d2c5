//! Dates as Japanese documents write them: [`dates_in`], [`from_stamp`].

use super::Date;
use crate::characters::narrow;

/// Eras with the year before their first. Source: 元号を改める政令 and 改元の詔書 since 1868.
const ERAS: [(&str, i32); 10] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
    ("㋿", 2018),
    ("㍻", 1988),
];

/// Every date with a month or a day, or a year alone that is not a 年度: 令和8年2月6日, 平成三十年六月,
/// 2026年2月, 2026/2/6, R8.2.6. In the order of the text.
pub(crate) fn dates_in(text: &str) -> Vec<Date> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let mut dates = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match date_at(&chars, at) {
            Some((date, n_chars)) => {
                dates.push(date);
                at += n_chars;
            }
            None => at += 1,
        }
    }
    dates
}

/// The date of a stamp that a program wrote: 2020-06-24T05:33:00Z, D:20200624143300+09'00'.
pub(crate) fn from_stamp(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim().trim_start_matches("D:");
    let digits: String = stamp.chars().filter(char::is_ascii_digit).take(8).collect();
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u16>().ok();
    let (year, month) = (number(0..4)?, number(4..6).and_then(|n| u8::try_from(n).ok()));
    let day = number(6..8).and_then(|n| u8::try_from(n).ok());
    let full = Date { year: i32::from(year), month, day };
    full.checked().filter(|date| (1980..2200).contains(&date.year))
}

fn date_at(chars: &[char], at: usize) -> Option<(Date, usize)> {
    let is_inside_number = at
        .checked_sub(1)
        .and_then(|before| chars.get(before))
        .is_some_and(char::is_ascii_alphanumeric);
    if is_inside_number {
        return None;
    }
    let rest = chars.get(at..)?;
    let era = ERAS
        .iter()
        .find(|(name, _)| name.chars().eq(rest.iter().copied().take(name.chars().count())));
    let n_era = era.map_or(0, |(name, _)| name.chars().count());
    let (number, n_number) = number(rest.get(n_era..)?)?;
    let year = match era {
        Some((_, before)) if number > 0 && number < 100 => before + i32::try_from(number).ok()?,
        None if (1868..2200).contains(&number) => i32::try_from(number).ok()?,
        _ => return None,
    };
    let mut end = n_era + n_number;
    let separator = *rest.get(end)?;
    let (to_month, to_day) = match separator {
        '年' => ('月', Some('日')),
        '/' | '.' | '-' => (separator, None),
        _ => return None,
    };
    end += 1;
    let is_latin_era = era.is_some_and(|(name, _)| name.is_ascii());
    if is_latin_era && separator == '-' || separator == '年' && rest.get(end) == Some(&'度') {
        return None;
    }
    // 2018年（平成30年）6月7日
    if separator == '年' && rest.get(end) == Some(&'(') {
        let n_aside = rest.iter().skip(end).take(10).position(|c| *c == ')');
        end += n_aside.map_or(0, |n| n + 1);
    }
    let month = rest
        .get(end..)
        .and_then(self::number)
        .filter(|(n, n_chars)| (1..=12).contains(n) && rest.get(end + n_chars) == Some(&to_month));
    let Some((month, n_month)) = month else {
        let date = Date { year, month: None, day: None }.checked()?;
        return (separator == '年').then_some((date, end));
    };
    end += n_month + 1;
    let small = |n: u32| u8::try_from(n).ok();
    let day = rest.get(end..).and_then(self::number).filter(|(_, n_chars)| {
        let after = rest.get(end + n_chars).copied();
        to_day.map_or(after.is_none_or(|c| !c.is_ascii_alphanumeric()), |day| after == Some(day))
    });
    let date = Date { year, month: small(month), day: day.and_then(|(n, _)| small(n)) };
    if day.is_none() && to_day.is_none() {
        return None;
    }
    let n_day = day.map_or(0, |(_, n)| n + usize::from(to_day.is_some()));
    date.checked().map(|date| (date, end + n_day))
}

/// A number in digits or kanji, 元 as 1, and how many characters it takes.
fn number(chars: &[char]) -> Option<(u32, usize)> {
    if chars.first() == Some(&'元') {
        return Some((1, 1));
    }
    let n_digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if n_digits > 0 {
        let digits: String = chars.iter().take(n_digits.min(6)).collect();
        return Some((digits.parse().ok()?, n_digits));
    }
    let n_kanji = chars.iter().take_while(|c| "〇一二三四五六七八九十".contains(**c)).count();
    let kanji = chars.get(..n_kanji).filter(|kanji| !kanji.is_empty() && kanji.len() < 6)?;
    Some((kanji_number(kanji), n_kanji))
}

/// 三十 and 二〇二六 alike.
fn kanji_number(kanji: &[char]) -> u32 {
    let digit = |c: &char| "〇一二三四五六七八九".chars().position(|d| d == *c).unwrap_or(0) as u32;
    match kanji.iter().position(|c| *c == '十') {
        Some(at) => {
            let tens = at.checked_sub(1).and_then(|at| kanji.get(at)).map_or(1, digit);
            tens * 10 + kanji.get(at + 1).map_or(0, digit)
        }
        None => kanji.iter().fold(0, |sum, c| sum * 10 + digit(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        dates_in(text).iter().map(Date::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn dates_of_every_notation_are_read() {
        for (text, dates) in [
            ("令和８年２月６日", "2026-02-06"),
            ("令和 8 年 2 月", "2026-02"),
            ("平成三十年六月十五日", "2018-06-15"),
            ("令和元年五月一日", "2019-05-01"),
            ("二〇二六年二月六日", "2026-02-06"),
            ("2020年6月24日", "2020-06-24"),
            ("2021/9/10 改定", "2021-09-10"),
            ("2021-09-10", "2021-09-10"),
            ("R8.2.6", "2026-02-06"),
            ("（2018年（平成30年）6月7日）", "2018-06-07"),
            ("令和7年4月1日から令和8年3月31日まで", "2025-04-01 2026-03-31"),
        ] {
            assert_eq!(show(text), dates, "{text}");
        }
    }

    #[test]
    fn fiscal_years_versions_and_prices_are_no_dates() {
        for text in [
            "令和7年度",
            "2025年度予算",
            "第2.1.3版",
            "ver. 2020.6",
            "1,868/2",
            "H2O",
            "2025年13月",
            "令和0年1月",
        ] {
            let dates = show(text);
            assert!(dates.is_empty() || dates == "2025", "{text}: {dates}");
        }
    }

    #[test]
    fn stamps_of_programs_have_a_day() {
        let day = |stamp| from_stamp(stamp).map(|date| date.to_string());
        assert_eq!(day("2020-06-24T05:33:00Z").as_deref(), Some("2020-06-24"));
        assert_eq!(day("D:20260206093000+09'00'").as_deref(), Some("2026-02-06"));
        assert_eq!(day("1601-01-01T00:00:00Z"), None);
        assert_eq!(day("昨日"), None);
    }
}
