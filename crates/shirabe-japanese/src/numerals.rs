//! Numerals: what they are worth, and how a number is written with them.
//!
//! [`canonical`] gives the value in half-width digits: 1,000, 千 and 1000 are `1000`; 850億 and
//! 八百五十億 are `85000000000`; 二〇二五 counts place by place. [`kanji`], [`kanji_places`]
//! and [`with_commas`] write.
//!
//! Everything is read in half-width ASCII: who reads a text makes it narrow, or folds it, before.

use std::borrow::Cow;

/// The digits in kanji as they are written, zero first; `digit` reads them, and 零.
pub const DIGITS: &str = "〇一二三四五六七八九";

/// The units of four digits each that papers use, the largest first.
pub const LARGE_UNITS: [(u128, &str); 3] =
    [(1_000_000_000_000, "兆"), (100_000_000, "億"), (10_000, "万")];

/// Whether a folded character can be part of a number without being a separator.
pub fn is_numeral(character: char) -> bool {
    digit(character).is_some() || small_unit(character).is_some() || large_unit(character).is_some()
}

/// The value of a folded number in digits; `None` if it is not written like one number, as in
/// 2025.4.1 or 1,23.
///
/// Leading zeros and zeros behind the point stay, as in 007 and 1.0.
pub fn canonical(number: &str) -> Option<String> {
    let number = without_commas(number).filter(|number| !number.is_empty())?;
    if is_decimal(&number) {
        return Some(number.into_owned());
    }
    let mut sum = Sum { large: u128::MAX, small: u128::MAX, ..Sum::default() };
    let mut characters = number.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().and_then(large_unit);
        // 1.234百万: the fraction may be one of the two units together only.
        match (small_unit(character), next.filter(|_| sum.run.contains('.'))) {
            (Some(small), Some(large)) if sum.section == 0 && large < sum.large => {
                let value = sum.take_times(small.checked_mul(large)?)?;
                sum.total = sum.total.checked_add(value)?;
                (sum.large, sum.small) = (large, u128::MAX);
                characters.next();
            }
            _ => sum.read(character)?,
        }
    }
    Some((sum.total.checked_add(sum.section)?.checked_add(sum.take_run()?)?).to_string())
}

/// A number with units while it is read: 3億 | 5千 | 2百 | 1.5.
#[derive(Default)]
struct Sum {
    /// What large units have closed.
    total: u128,
    /// What small units have closed since the last large one.
    section: u128,
    /// Digits not yet closed by a unit, with a point perhaps.
    run: String,
    /// The last large and the last small unit: the next must be smaller.
    large: u128,
    small: u128,
}

impl Sum {
    fn read(&mut self, character: char) -> Option<()> {
        if let Some(digit) = digit(character) {
            self.run.push(digit);
        } else if character == '.' {
            self.run.push('.');
        } else if let Some(unit) = small_unit(character).filter(|unit| *unit < self.small) {
            self.section = self.section.checked_add(self.take_times(unit)?)?;
            self.small = unit;
        } else {
            let unit = large_unit(character).filter(|unit| *unit < self.large)?;
            let value = if self.section == 0 {
                self.take_times(unit)?
            } else {
                let section = self.section.checked_add(self.take_run()?)?;
                section.checked_mul(unit)?
            };
            self.total = self.total.checked_add(value)?;
            (self.section, self.large, self.small) = (0, unit, u128::MAX);
        }
        Some(())
    }

    /// The digits so far, times a unit: 十 alone is 10, 1.5億 is 150000000.
    fn take_times(&mut self, unit: u128) -> Option<u128> {
        if self.run.is_empty() {
            return Some(unit);
        }
        let (whole, fraction) = self.run.split_once('.').unwrap_or((&self.run, ""));
        let shift = 10_u128.checked_pow(fraction.len() as u32)?;
        let value = format!("{whole}{fraction}").parse::<u128>().ok()?.checked_mul(unit)?;
        self.run.clear();
        value.is_multiple_of(shift).then_some(value / shift)
    }

    fn take_run(&mut self) -> Option<u128> {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() { Some(0) } else { run.parse().ok() }
    }
}

fn is_decimal(number: &str) -> bool {
    let all_digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => all_digits(number),
    }
}

/// The number without commas between groups of three digits, as in 1億2,000万; `None` if they stand
/// elsewhere.
fn without_commas(number: &str) -> Option<Cow<'_, str>> {
    // Nearly all of what is tried as a number is kanji, which would be taken apart one by one.
    if !number.contains(',') {
        return Some(Cow::Borrowed(number));
    }
    let runs = |part: &str| -> Vec<Vec<usize>> {
        let runs = part.split(|c: char| c != ',' && !c.is_ascii_digit());
        runs.map(|run| run.split(',').map(str::len).collect()).collect()
    };
    let is_grouped = |run: &Vec<usize>| match run.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(first) && rest.iter().all(|group| *group == 3),
        [] => false,
    };
    let fits = number.split('.').enumerate().all(|(index, part)| {
        let runs = runs(part);
        let is_fraction_whole = index == 0 || runs.first().is_some_and(|run| run.len() == 1);
        is_fraction_whole && runs.iter().all(is_grouped)
    });
    fits.then(|| Cow::Owned(number.replace(',', "")))
}

/// The digit that a character is. Every character of every text is asked for it: no search in a list.
fn digit(character: char) -> Option<char> {
    Some(match character {
        '0'..='9' => character,
        '〇' | '零' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => return None,
    })
}

fn small_unit(character: char) -> Option<u128> {
    match character {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn large_unit(character: char) -> Option<u128> {
    match character {
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}

/// Kanji with units: 130 is 百三十, 20250000 is 二千二十五万.
pub fn kanji(value: u128) -> String {
    if value == 0 {
        return "〇".to_owned();
    }
    kanji_in_large_units(value, "千")
}

/// 大字, as contracts and registers write numbers: 11 is 壱拾壱. Up to 99,999,999; larger ones in digits.
/// Source: ISO/IEC 29500-1, 17.18.59 (`japaneseLegal`).
pub fn legal(value: u128) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    if value >= 100_000_000 {
        return value.to_string();
    }
    let head = if value >= 10_000 { legal(value / 10_000) + "萬" } else { String::new() };
    let mut written = head;
    for (unit, name) in [(1000, "阡"), (100, "百"), (10, "拾"), (1, "")] {
        let digit = (value / unit % 10) as usize;
        if digit > 0 {
            written.extend("零壱弐参四伍六七八九".chars().nth(digit));
            written += name;
        }
    }
    written
}

/// Kanji place by place: `2025` is 二〇二五.
pub fn kanji_places(digits: &str) -> String {
    digits.chars().map(kanji_place).collect()
}

/// [`kanji`] with a thousand written as told: 千 or 一千.
pub fn kanji_in_large_units(value: u128, one_thousand: &str) -> String {
    in_large_units(value, &|part| below_ten_thousand(part, one_thousand))
}

/// The number in parts of four digits with 万, 億, 兆 behind them; each part as `write` has it.
pub fn in_large_units(value: u128, write: &dyn Fn(u128) -> String) -> String {
    let (mut rest, mut written) = (value, String::new());
    for (unit, name) in LARGE_UNITS.into_iter().chain([(1, "")]) {
        let part = rest / unit;
        rest %= unit;
        if part > 0 {
            written += &write(part);
            written += name;
        }
    }
    written
}

/// 1234567 as 1,234,567; a fraction stays behind its point.
pub fn with_commas(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut written = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written + fraction
}

fn kanji_place(digit: char) -> char {
    match digit {
        '0' => '〇',
        '.' => '・',
        _ => digit.to_digit(10).and_then(|d| DIGITS.chars().nth(d as usize)).unwrap_or(digit),
    }
}

/// 1234 is 千二百三十四, or 一千二百三十四 if that is how a thousand is to be written.
fn below_ten_thousand(value: u128, one_thousand: &str) -> String {
    let mut written = String::new();
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (value / unit % 10) as u32;
        match (digit, unit) {
            (0, _) => {}
            (1, 1000) => written += one_thousand,
            (1, 10 | 100) => written += name,
            _ => {
                written.extend(char::from_digit(digit, 10).map(kanji_place));
                written += name;
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, expected: &str) {
        assert_eq!(canonical(number).as_deref().unwrap_or("-"), expected, "{number}");
    }

    #[test]
    fn one_value_in_all_its_notations() {
        for number in ["1000", "1,000", "千", "一千", "一〇〇〇", "1千"] {
            check(number, "1000");
        }
        for number in ["850億", "八百五十億", "85,000,000,000", "8百50億"] {
            check(number, "85000000000");
        }
        check("二〇二五", "2025");
        check("百三十", "130");
        check("1.5億", "150000000");
        check("3億5千万", "350000000");
        check("1.234百万", "1234000");
        check("1.5千億", "150000000000");
        check("1億2,000万", "120000000");
        check("1.5億2,000万", "170000000");
        check("一万二千三百四十五", "12345");
    }

    #[test]
    fn the_digits_that_are_written_are_those_that_are_read() {
        let read: String = DIGITS.chars().filter_map(digit).collect();
        assert_eq!(read, "0123456789");
        for (unit, name) in LARGE_UNITS {
            assert_eq!(name.chars().next().and_then(large_unit), Some(unit));
        }
    }

    #[test]
    fn what_digits_say_stays() {
        check("007", "007");
        check("1.0", "1.0");
        check("0", "0");
    }

    #[test]
    fn what_is_not_one_number_is_refused() {
        for number in
            ["2025.4.1", "1,23", "1,0000", "十十", "万億", "1.23十", "1.", ".5", "千,000", "万.5"]
        {
            check(number, "-");
        }
        check(&"9".repeat(60), &"9".repeat(60));
        check(&("9".repeat(60) + "万"), "-");
    }
}
