//! Dates as Japanese documents write them: [`dates_in`], [`is_date`], [`from_stamp`].

use shirabe_japanese::calendar::When;
use shirabe_japanese::dates::{Reader, readable};
use shirabe_japanese::numerals::DIGITS;

use shirabe_document::Date;

/// Every date with a month or a day, or a year alone that is not a 年度: 令和8年2月6日, 平成三十年六月,
/// ㍼60年, 2026年2月, 2026/2/6, R8.2.6, M45年. In the order of the text.
pub(crate) fn dates_in(text: &str) -> Vec<Date> {
    let chars = readable(text);
    let mut dates = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let read = Reader::new(&chars, at).mention();
        dates.extend(read.filter(|read| !read.is_bare).and_then(|read| date_of(read.when)));
        at = read.map_or(at + 1, |read| read.end);
    }
    dates
}

/// A date or a span of time and nothing else.
pub(crate) fn is_date(line: &str) -> bool {
    // Most lines are asked and have neither.
    if !line.contains(['年', '月']) {
        return false;
    }
    let is_number = |c: char| c.is_numeric() || DIGITS.contains(c) || "十元".contains(c);
    let is_part = |c: char| {
        c.is_whitespace()
            || is_number(c)
            || "年月日（）()～〜-－/／.．度期現在火水木金土".contains(c)
    };
    let rest: String = line.chars().filter(|c| !is_part(*c)).take(8).collect();
    let eras = ["令和", "平成", "昭和", "西暦", "R", "H"];
    let rest = eras.iter().fold(rest, |rest, era| rest.replace(era, ""));
    rest.is_empty() && line.contains(is_number)
}

/// The date of a stamp that a program wrote: 2020-06-24T05:33:00Z, D:20200624143300+09'00'.
pub(crate) fn from_stamp(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim().trim_start_matches("D:");
    let digits: String = stamp.chars().filter(char::is_ascii_digit).take(8).collect();
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u16>().ok();
    let (year, month) = (number(0..4)?, number(4..6).and_then(|n| u8::try_from(n).ok()));
    let day = number(6..8).and_then(|n| u8::try_from(n).ok());
    Date::new(i32::from(year), month, day).filter(|date| (1980..2200).contains(&date.year))
}

fn date_of(when: When) -> Option<Date> {
    let (year, month, day) = match when {
        When::FiscalYear(_) => return None,
        When::Year(year) => (year, None, None),
        When::Month(year, month) => (year, Some(month), None),
        When::Day(year, month, day) => (year, Some(month), Some(day)),
    };
    Date::new(year, month, day)
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
            ("㍼60年3月・㍽十年四月一日", "1985-03 1921-04-01"),
            ("M45年7月29日、T10年", "1912-07-29 1921"),
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
