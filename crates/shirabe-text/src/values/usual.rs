//! The usual notations of a value, and which notations fit where it stands.

use shirabe_japanese::calendar::{Era, When};
use shirabe_japanese::dates::Reader;
use shirabe_japanese::number_signs::roman;

use super::context::is_evident;
use super::{Value, ValueKind, is_in_kanji};
use crate::eras::notations_of;
use crate::match_form::{Folding, fold};
use crate::numbers::Number;

/// Where the bare `R7` goes among the notations: behind the usual ones.
const PLACE_OF_BARE: usize = 3;
/// Beyond 39 (XXXIX) nobody counts periods and phases with Roman numerals.
const MAX_ROMAN: u128 = 39;

/// What follows a value in its phrase.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// A kanji, so that a bare `R7` is a year.
    pub(crate) is_before_kanji: bool,
    /// Something that is no letter or digit, so that a Roman numeral ends there.
    pub(crate) has_end: bool,
}

/// The usual notations, the likeliest first. Its own may be among them.
pub(crate) fn notations(value: &Value, place: Place) -> Vec<String> {
    let mut notations = match &value.kind {
        ValueKind::When { when, era, is_bare } => when_notations(*when, *era, *is_bare, place),
        ValueKind::Number(number) => number.notations(),
        ValueKind::Ordinal(number) => {
            let small = number.to_integer().filter(|n| (1..=MAX_ROMAN).contains(n));
            let roman = small.and_then(|n| roman(n as u32));
            number.notations().into_iter().chain(roman).collect()
        }
        ValueKind::Fraction(numerator, denominator) => vec![
            format!("{denominator}分の{numerator}"),
            format!("{}分の{}", in_kanji(denominator), in_kanji(numerator)),
            format!("{numerator}/{denominator}"),
        ],
        ValueKind::Article { unit, numbers } => {
            let write = |number: fn(&Number) -> String| {
                let (first, rest) = numbers.split_first().expect("an article has two numbers");
                let written = rest.iter().map(number).collect::<Vec<_>>().join("の");
                format!("{}{unit}の{written}", number(first))
            };
            vec![write(Number::to_string), write(in_kanji)]
        }
    };
    notations.retain(|notation| fits(value, place, notation));
    notations
}

/// Whether a notation of the same key says the same where the value stands.
pub(crate) fn fits(value: &Value, place: Place, notation: &str) -> bool {
    let form = fold(notation, Folding::Standard);
    match &value.kind {
        ValueKind::When { when, era, is_bare } => {
            let chars: Vec<char> = form.chars().collect();
            let Some(read) = Reader::new(&chars, 0).mention() else { return true };
            let may_be_bare = *is_bare || place.is_before_kanji;
            (!read.is_bare || may_be_bare) && !are_apart(*when, *era, read.era)
        }
        ValueKind::Ordinal(_) => {
            let is_roman = form.starts_with(['i', 'v', 'x']);
            !is_roman || place.has_end
        }
        ValueKind::Number(_) => value.is_counted || !is_in_kanji(&form) || is_evident(&form),
        ValueKind::Article { .. } | ValueKind::Fraction(..) => true,
    }
}

/// Whether two eras name different parts of a year or month in which the era changed: 平成31年 ended before
/// 令和元年 began, but 平成37年 is 令和7年.
fn are_apart(when: When, one: Option<Era>, other: Option<Era>) -> bool {
    let has = |era: Era| {
        let (days, of_era) = (when.days(), era.days());
        days.start() <= of_era.end() && of_era.start() <= days.end()
    };
    match (when, one, other) {
        // The years of both eras are the same fiscal year.
        (When::FiscalYear(_), ..) | (_, None, _) | (_, _, None) => false,
        (_, Some(one), Some(other)) => one != other && has(one) && has(other),
    }
}

fn when_notations(when: When, era: Option<Era>, is_bare: bool, place: Place) -> Vec<String> {
    let mut notations = notations_of(when, era, is_bare);
    let unit = match when {
        When::FiscalYear(_) => "年度",
        When::Year(_) => "年",
        When::Month(..) | When::Day(..) => return notations,
    };
    if place.is_before_kanji && !is_bare {
        let short = notations.iter().filter_map(|notation| notation.strip_suffix(unit));
        let mut with_letter = short.filter(|short| {
            short.starts_with(|c: char| c.is_ascii_uppercase())
                && short.ends_with(|c: char| c.is_ascii_digit())
        });
        let bare = with_letter.next().map(str::to_owned);
        notations.splice(PLACE_OF_BARE..PLACE_OF_BARE, bare);
    }
    notations
}

fn in_kanji(number: &Number) -> String {
    number.to_integer().map_or_else(|| number.to_string(), shirabe_japanese::numerals::kanji)
}
