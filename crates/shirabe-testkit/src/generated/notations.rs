//! Numbers, years and dates in the notations of official texts. Written apart from the program's own
//! readers of numbers, so that neither can hide a mistake of the other.

use super::random::Random;

/// The western year before the first of each era, newest first (元号を改める政令: 2019, 1989).
const ERAS: [(&str, &str, u64); 2] = [("令和", "R", 2018), ("平成", "H", 1988)];

/// An amount of money of so many 億円, in one of its notations.
pub(super) fn amount(random: &mut Random, hundred_millions: u64) -> String {
    let n = hundred_millions;
    match random.below(8) {
        0 => format!("{}億円", full_width(&n.to_string())),
        1 => format!("{}億円", kanji(n)),
        2 => format!("{n} 億円"),
        3 => format!("{}百万円", grouped(n * 100)),
        4 if n >= 10_000 => format!("{}兆{}億円", n / 10_000, grouped(n % 10_000)),
        5 => format!("{}億{}万円", grouped(n), grouped(random.between(1, 9) * 1000)),
        6 => format!("{}.{}億円", grouped(n), random.between(1, 9)),
        _ => format!("{}億円", grouped(n)),
    }
}

/// A number of things, with its counter.
pub(super) fn count(random: &mut Random, n: u64, counter: &str) -> String {
    match random.below(4) {
        0 => format!("{}{counter}", full_width(&n.to_string())),
        1 => format!("{}{counter}", kanji(n)),
        2 => format!("{n}{counter}"),
        _ => format!("{}{counter}", grouped(n)),
    }
}

/// A fiscal year.
pub(super) fn fiscal_year(random: &mut Random, year: u64) -> String {
    let (era, letter, n) = era_of(year);
    match random.below(6) {
        0 => format!("{year}年度"),
        1 => format!("{era}{}年度", full_width(&n.to_string())),
        2 => format!("{era}{}年度", kanji(n)),
        3 => format!("{letter}{n}年度"),
        4 => format!("{year}（{letter}{n}）年度"),
        _ => format!("{era}{}年度", first_year(n)),
    }
}

/// A day.
pub(super) fn date(random: &mut Random, year: u64, month: u64, day: u64) -> String {
    let (era, letter, n) = era_of(year);
    match random.below(6) {
        0 => format!("{year}年{month}月{day}日"),
        1 => format!("{year}年{month:02}月{day:02}日"),
        2 => format!("{letter}{n}.{month}.{day}"),
        3 => format!("{year}.{month:02}.{day:02}"),
        4 => full_width(&format!("{era}{n}年{month}月{day}日")),
        _ => format!("{era}{}年{month}月{day}日", first_year(n)),
    }
}

/// A percentage with one decimal.
pub(super) fn rate(random: &mut Random) -> String {
    let rate = format!("{}.{}％", random.between(0, 99), random.between(0, 9));
    if random.once_in(3) { full_width(&rate) } else { rate }
}

/// The number of a period or phase: 第2期, 第Ⅱ期, 第二期.
pub(super) fn ordinal(random: &mut Random, n: u64, counter: &str) -> String {
    let roman = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ"];
    match random.below(4) {
        0 if n <= 6 => format!("第{}{counter}", roman[n as usize - 1]),
        1 => format!("第{}{counter}", kanji(n)),
        2 => format!("第{}{counter}", full_width(&n.to_string())),
        _ => format!("第{n}{counter}"),
    }
}

/// An article of a law: 第3条の2第1項.
pub(super) fn article(random: &mut Random) -> String {
    let n = random.between(1, 60);
    let branch = random.once_in(3).then(|| random.between(2, 5));
    if random.once_in(2) {
        let branch = branch.map_or(String::new(), |branch| format!("の{}", kanji(branch)));
        format!("第{}条{branch}", kanji(n))
    } else {
        let branch = branch.map_or(String::new(), |branch| format!("の{branch}"));
        format!("第{n}条{branch}第{}項", random.between(1, 4))
    }
}

fn era_of(year: u64) -> (&'static str, &'static str, u64) {
    let (era, letter, before) = ERAS[usize::from(year < 2019)];
    (era, letter, year - before)
}

fn first_year(n: u64) -> String {
    if n == 1 { "元".to_owned() } else { n.to_string() }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let n_digits = digits.len();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (n_digits - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' | '.' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(wide).collect()
}

/// 1 to 99,999,999 in kanji, as in 二千三百四十五.
fn kanji(n: u64) -> String {
    if n >= 10_000 {
        let rest = if n.is_multiple_of(10_000) { String::new() } else { kanji(n % 10_000) };
        return format!("{}万{rest}", kanji(n / 10_000));
    }
    if n == 0 {
        return "〇".to_owned();
    }
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut out = String::new();
    for (unit, sign) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / unit % 10;
        // 一 is not written before 千, 百 and 十.
        if digit > 1 || (digit == 1 && unit == 1) {
            out += digits[digit as usize];
        }
        if digit > 0 {
            out += sign;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_numerals_are_written_as_in_laws() {
        let written: Vec<String> = [0, 1, 10, 11, 130, 2345, 10_000, 21_500].map(kanji).into();
        assert_eq!(
            written,
            ["〇", "一", "十", "十一", "百三十", "二千三百四十五", "一万", "二万千五百"]
        );
    }

    #[test]
    fn years_have_the_era_in_which_they_lie() {
        assert_eq!(era_of(2018), ("平成", "H", 30));
        assert_eq!(era_of(2019), ("令和", "R", 1));
        assert_eq!(first_year(1), "元");
        assert_eq!((grouped(1_234_567).as_str(), grouped(850).as_str()), ("1,234,567", "850"));
    }
}
