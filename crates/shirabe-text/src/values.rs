//! Values: the numbers, ordinals, articles, fractions, years and dates of a text, whatever their
//! notation.
//!
//! Enter at [`values_in`] for a phrase, at [`written_values`] for what an index keeps: which notations
//! of which value stand in a text. Two notations say the same if their [`Value::key`]s are equal, so a
//! query finds every notation that this reader accepts, by asking the index for those of its value.
//!
//! Kanji numerals are parts of many words (一般, 三重県, 千葉, 十分), so they are read as numbers only before
//! a counter, behind 第, or where three of them or a large unit leave no doubt. Digits that belong to a
//! name or a code (CO2, 5G, 2-1, 007) are no values.

mod articles;
pub(crate) mod compounds;
mod context;
mod dates;
pub(crate) mod form;
mod fractions;
pub(crate) mod usual;

use std::ops::Range;

use shirabe_japanese::calendar::{Era, When};
use shirabe_japanese::half_width;
use shirabe_japanese::numerals::is_numeral;

use self::form::Form;
use crate::numbers::Number;
use crate::offsets::slice_chars;

/// A value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Place in the text.
    pub chars: Range<usize>,
    /// What it is.
    pub kind: ValueKind,
    /// Whether it may be written in kanji where it stands: a counter follows, or 第 stands before.
    pub is_counted: bool,
}

/// What kind of value, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// 令和7年度, 2025年4月1日.
    When {
        /// The year, month, day or fiscal year.
        when: When,
        /// The era it is written in.
        era: Option<Era>,
        /// Only `R7`.
        is_bare: bool,
    },
    /// 3条の2: numbers, with the unit between the first two.
    Article {
        /// 条, 項 …; empty in 第2の3.
        unit: String,
        /// 3 and 2.
        numbers: Vec<Number>,
    },
    /// What stands behind 第, or before 相 and 期: it may be a Roman numeral.
    Ordinal(Number),
    /// 2分の1, as numerator and denominator.
    Fraction(Number, Number),
    /// 1,300件, 1兆2,000億円.
    Number(Number),
}

impl Value {
    /// Equal for notations that say the same, and for no others.
    pub fn key(&self) -> String {
        match &self.kind {
            ValueKind::When { when, .. } => when_key(*when),
            ValueKind::Article { unit, numbers } => {
                let numbers: Vec<&str> = numbers.iter().map(Number::as_str).collect();
                format!("a{}{unit}", numbers.join("."))
            }
            ValueKind::Ordinal(number) => format!("o{number}"),
            ValueKind::Fraction(numerator, denominator) => format!("q{numerator}/{denominator}"),
            ValueKind::Number(number) => format!("n{number}"),
        }
    }

    /// The keys under which other notations of it are to be looked up.
    pub fn keys(&self) -> Vec<String> {
        match &self.kind {
            // R7 may be a year or a fiscal year.
            ValueKind::When { when, is_bare: true, .. } => {
                vec![when_key(*when), when_key(When::Year(when.fiscal_year()))]
            }
            _ => vec![self.key()],
        }
    }
}

fn when_key(when: When) -> String {
    match when {
        When::FiscalYear(year) => format!("f{year}"),
        When::Year(year) => format!("y{year}"),
        When::Month(year, month) => format!("m{year}.{month}"),
        When::Day(year, month, day) => format!("d{year}.{month}.{day}"),
    }
}

/// A notation of a value that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrittenValue {
    /// [`Value::key`].
    pub key: String,
    /// As it is written, half-width and without white space: `12,345億`.
    pub written: String,
}

/// The values of a text, from left to right, without overlap.
pub fn values_in(text: &str) -> Vec<Value> {
    let form = Form::of(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < form.len() {
        let read = read_at(&form, at);
        let end = match &read {
            Some(read) => read.end,
            None if form.is_numeral_at(at) => form.end_of_run(at),
            None => at + 1,
        };
        found.extend(read.map(|read| Value {
            chars: form.text_range(at..read.end),
            is_counted: context::is_counted(&form, at..read.end),
            kind: read.kind,
        }));
        at = end;
    }
    found
}

/// The notations of values that stand in a text: of compounds with marks, of each value, and of the month and the year that a date
/// begins with. Each once, in order.
pub fn written_values(text: &str) -> Vec<WrittenValue> {
    let mut written: Vec<WrittenValue> = compounds::written(text);
    for value in values_in(text) {
        let part = slice_chars(text, value.chars.clone());
        let mut add = |key: String, part: &str| {
            let visible = part.chars().filter(|c| !c.is_whitespace());
            written.push(WrittenValue { key, written: visible.map(half_width).collect() });
        };
        if let ValueKind::When { when, is_bare: false, .. } = value.kind {
            for (when, part) in dates::beginnings(when, part) {
                add(when_key(when), &part);
            }
        }
        for key in value.keys() {
            add(key, part);
        }
    }
    written.sort();
    written.dedup();
    written
}

/// What was read, and the offset in the form behind it.
struct Read {
    end: usize,
    kind: ValueKind,
}

fn read_at(form: &Form, at: usize) -> Option<Read> {
    if let Some(read) = dates::read(form, at) {
        return Some(read);
    }
    if let Some(read) = context::read_roman(form, at) {
        return Some(read);
    }
    if let Some(read) = fractions::read(form, at) {
        return Some(read);
    }
    if !form.is_numeral_at(at) || at.checked_sub(1).is_some_and(|before| form.is_numeral_at(before))
    {
        return None;
    }
    articles::read(form, at).or_else(|| read_number(form, at))
}

fn read_number(form: &Form, at: usize) -> Option<Read> {
    let (number, end) = form.number_at(at)?;
    let is_kanji = form.slice(at..end).all(|c| !c.is_ascii_digit());
    let is_number = if is_kanji {
        context::is_counted(form, at..end) && !context::is_vague(form, at)
    } else {
        !context::is_code(form, at..end)
    };
    let is_ordinal = context::is_ordinal(form, at..end);
    let kind = if is_ordinal { ValueKind::Ordinal(number) } else { ValueKind::Number(number) };
    is_number.then_some(Read { end, kind })
}

/// Whether a notation has no digits 0–9: 百三十, 三・五.
fn is_in_kanji(written: &str) -> bool {
    written.chars().all(|c| is_numeral(c) && !c.is_ascii() || c == '・')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> String {
        let shown = values_in(text)
            .into_iter()
            .map(|value| format!("{}={}", slice_chars(text, value.chars.clone()), value.key()));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn kanji_without_end_behind_many_numbers_are_read_in_linear_time() {
        let began = std::time::Instant::now();
        assert_eq!(keys(&"一甲".repeat(50_000)), "");
        // Seconds on a busy machine; in square time it took more than a minute.
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }

    #[test]
    fn one_value_has_one_key_in_every_notation() {
        for (key, notations) in [
            (
                "n1234500000000",
                &[
                    "1兆2,345億円",
                    "12,345億円",
                    "12345億円",
                    "一兆二千三百四十五億円",
                    "1 兆 2,345 億 円",
                ][..],
            ),
            (
                "n1200000000000",
                &["1.2兆円", "1兆2,000億円", "１２，０００億円", "1兆2千億円", "1,200,000百万円"],
            ),
            ("n130", &["130件", "１３０件", "百三十件", "一三〇件"]),
            ("n3.5", &["3.5％", "３．５％", "三・五％", "3.50%"]),
            (
                "f2019",
                &[
                    "平成３１（令和元）年度",
                    "令和元年度",
                    "2019（R1）年度",
                    "FY2019",
                    "R元年度",
                    "令和01年度",
                ],
            ),
            (
                "d2024.4.1",
                &[
                    "令和6年04月01日",
                    "2024.04.01",
                    "R6.04.01",
                    "2024年04月01日",
                    "令和6.4.1",
                    "二〇二四年四月一日",
                ],
            ),
            ("m2024.4", &["2024年（令和6年）4月", "令和六年四月", "令和06年04月"]),
            ("o2", &["第Ⅱ期", "第２期", "第二期", "第II相試験", "Ⅱ相", "ii期", "第2"]),
            ("q1/2", &["2分の1", "二分の一", "1/2", "½"]),
            ("a3.2条", &["第3条の2", "第三条の二", "三条の二第1項"]),
        ] {
            for notation in notations {
                let values = values_in(notation);
                let first = values.first().map(Value::key);
                assert_eq!(first.as_deref(), Some(key), "{notation}");
            }
        }
    }

    #[test]
    fn commas_and_full_stops_of_sentences_are_no_points() {
        insta::assert_snapshot!(keys("件数は3。2025年は1、000人。5、6年"), @"3=n3 2025年=y2025 1=n1 5=n5 6=n6");
    }

    #[test]
    fn words_names_and_codes_are_no_values() {
        for text in [
            "一般の三重県",
            "十分な千葉",
            "万一",
            "CO2と5G",
            "2-1",
            "007",
            "数十人",
            "①②③",
            "10⁶個",
            "1¼",
            "第Ill章",
            "IV液",
            "II",
            "R7",
            "IXI期",
            "第三者のiPS",
            "第3条の2つの",
            "〇",
        ] {
            let found = keys(text);
            let is_known = ["第三者のiPS", "第3条の2つの"].contains(&text) || found.is_empty();
            assert!(is_known && !found.contains("a3"), "{text}: {found}");
        }
    }

    #[test]
    fn the_numbers_of_documents_are_numbers() {
        assert_eq!(keys("6文科振第1号"), "6=n6 1=o1");
        assert_eq!(keys("六文科振第一号"), "六=n6 一=o1");
    }

    #[test]
    fn a_date_says_its_month_and_its_year_as_well() {
        let shown = |text| {
            let written = written_values(text).into_iter();
            written.map(|w| format!("{} {}", w.key, w.written)).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(shown("2024年（令和6年）4月1日"), @"
        d2024.4.1 2024年(令和6年)4月1日
        m2024.4 2024年(令和6年)4月
        y2024 2024年(令和6年)
        ");
        insta::assert_snapshot!(shown("R6.4.1からR7予算"), @"
        d2024.4.1 R6.4.1
        f2025 R7
        y2025 R7
        ");
    }
}
