//! Numbers whatever their notation: 1,300 = １３００ = 千三百 = 一三〇〇; 850億 = 八百五十億.
//!
//! Enter at [`Number::parse`] for a string that is a number, and at [`scan`] for the numbers in a
//! text. Two numbers are equal if their values are, whatever they were written like.

use std::fmt;
use std::ops::Range;

use shirabe_japanese::numerals::{
    LARGE_UNITS, canonical, in_large_units, is_numeral, kanji, kanji_in_large_units, kanji_places,
    with_commas,
};

use crate::match_form::{Folding, MatchForm};
use crate::offsets::slice_chars;

/// No notation is tried for numbers with more digits than 9999兆 has.
const MAX_DIGITS: usize = 16;
/// 一三〇〇 place by place is only usual for numbers as short as years.
const MAX_DIGITS_IN_PLACES: usize = 4;

/// A number that is not negative, by its value: `1300`, `3.5`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    digits: String,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Place in the text.
    pub chars: Range<usize>,
    /// The value.
    pub number: Number,
    /// Whether it is written without any digit 0–9: 百三十, but not 3億.
    pub is_kanji: bool,
}

impl Number {
    /// The number that the whole string is, in any width: `１，３００`, `1.5億`, `二千二十五`.
    pub fn parse(text: &str) -> Option<Number> {
        Number::of_form(&crate::fold(text, Folding::Standard))
    }

    /// The value in digits: `1300`, `3.5`; no leading zeros and none behind the point.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The value if it is whole and not larger than a `u128`.
    pub fn to_integer(&self) -> Option<u128> {
        self.digits.parse().ok()
    }

    /// Every notation worth a search, the likeliest first: `1300`, `1,300`, `千三百`, `一三〇〇`.
    pub fn notations(&self) -> Vec<String> {
        let Some(value) = self.to_integer().filter(|_| self.digits.len() <= MAX_DIGITS) else {
            return vec![self.digits.clone(), kanji_places(&self.digits)];
        };
        let mut notations = Vec::new();
        if value >= 10_000 {
            notations.push(in_large_units(value, &|part| part.to_string()));
            notations.push(in_large_units(value, &|part| with_commas(&part.to_string())));
            notations.extend(in_one_large_unit(value));
        }
        notations.push(self.digits.clone());
        notations.push(with_commas(&self.digits));
        notations.push(kanji(value));
        notations.push(kanji_in_large_units(value, "一千"));
        if (2..=MAX_DIGITS_IN_PLACES).contains(&self.digits.len()) {
            notations.push(kanji_places(&self.digits));
        }
        let mut unique: Vec<String> = Vec::new();
        for notation in notations {
            if !unique.contains(&notation) {
                unique.push(notation);
            }
        }
        unique
    }

    /// [`Number::parse`] of what is folded already.
    pub(crate) fn of_form(form: &str) -> Option<Number> {
        let digits = canonical(form)?;
        let digits = digits.trim_start_matches('0');
        let digits = match digits.split_once('.') {
            Some((whole, fraction)) => {
                let fraction = fraction.trim_end_matches('0');
                let whole = if whole.is_empty() { "0" } else { whole };
                if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
            }
            None if digits.is_empty() => "0".to_owned(),
            None => digits.to_owned(),
        };
        Some(Number { digits })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

/// The numbers of a text: runs of numerals that read as one number. `2025.4.1` is none.
pub fn scan(text: &str) -> Vec<Found> {
    let form = MatchForm::of(text, Folding::Standard);
    let chars: Vec<char> = form.as_str().chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if !is_numeral(chars[at]) {
            at += 1;
            continue;
        }
        let end = end_of_run(&chars, at);
        let run = slice_chars(form.as_str(), at..end);
        if let Some(number) = Number::of_form(run) {
            let is_kanji = !run.contains(|c: char| c.is_ascii_digit());
            found.push(Found { chars: form.text_range(at..end), number, is_kanji });
        }
        at = end;
    }
    found
}

fn end_of_run(chars: &[char], start: usize) -> usize {
    let is_numeral_at = |at: usize| chars.get(at).copied().is_some_and(is_numeral);
    let mut end = start;
    while is_numeral_at(end)
        || (matches!(chars.get(end), Some(',' | '.')) && is_numeral_at(end + 1))
    {
        end += 1;
    }
    end
}

/// 120000000 is 1.2億, as headlines and tables have it; at most two places behind the point.
fn in_one_large_unit(value: u128) -> Option<String> {
    let (unit, name) = LARGE_UNITS.into_iter().find(|(unit, _)| value >= *unit)?;
    let hundredths = value.is_multiple_of(unit / 100).then_some(value / (unit / 100))?;
    let (whole, fraction) = (hundredths / 100, hundredths % 100);
    if fraction == 0 {
        return None;
    }
    Some(format!("{whole}.{}{name}", format!("{fraction:02}").trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn notations(number: &str) -> String {
        Number::parse(number).map_or("-".into(), |number| number.notations().join(" "))
    }

    #[test]
    fn a_number_has_its_usual_notations() {
        insta::assert_snapshot!(notations("１３０"), @"130 百三十 一三〇");
        insta::assert_snapshot!(notations("千"), @"1000 1,000 千 一千 一〇〇〇");
        insta::assert_snapshot!(notations("二千二十五"), @"2025 2,025 二千二十五 二〇二五");
        insta::assert_snapshot!(notations("850億"), @"850億 85000000000 85,000,000,000 八百五十億");
        insta::assert_snapshot!(notations("1億2,000万"), @"1億2000万 1億2,000万 1.2億 120000000 120,000,000 一億二千万");
        insta::assert_snapshot!(notations("3.50"), @"3.5 三・五");
        insta::assert_snapshot!(notations("7"), @"7 七");
        insta::assert_snapshot!(notations("15000000"), @"1500万 1,500万 15000000 15,000,000 千五百万 一千五百万");
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "政策", "2025.4.1", "1,23"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_where_they_stand() {
        let found = scan("導出数は１３０件、2025.4.1に 1,000 万円、3．5％");
        let shown: Vec<_> = found.iter().map(|f| format!("{:?} {}", f.chars, f.number)).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        4..7 130
        19..26 10000000
        28..31 3.5
        ");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_notation_reads_as_the_same_number(value in 0_u128..10_000_000_000_000_000) {
            let number = Number::parse(&value.to_string()).expect("digits are a number");
            prop_assert_eq!(number.to_integer(), Some(value));
            for notation in number.notations() {
                let read = Number::parse(&notation);
                prop_assert_eq!(read.as_ref(), Some(&number), "{}", notation);
            }
        }

        #[test]
        fn numbers_are_found_in_any_text(text in "[0-9０-９一二十百千万億,.、 年]{0,24}") {
            for found in scan(&text) {
                let part = slice_chars(&text, found.chars);
                prop_assert_eq!(Number::parse(part), Some(found.number));
            }
        }
    }
}
