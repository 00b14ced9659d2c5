//! Values in other notations: 130件 = 百三十件; 1兆2,345億円 = 12,345億円; 令和7年度 = 2025年度 = R7年度;
//! 第Ⅱ期 = 第2期; 第3条の2 = 第三条の二.
//!
//! What is a value, and which, the readers of [`crate::values`] say. The notations are those that stand
//! in the index ([`WrittenValues`]), so that whatever is read the same is found; without an index, or
//! where none stands there, the usual ones are given.

use shirabe_japanese::half_width;

use super::findings::Findings;
use super::phrase::Phrase;
use super::{Rule, WrittenValues};
use crate::match_form::{Folding, fold};
use crate::values::{Value, ValueKind, usual};

/// The years and dates of the phrase.
pub(super) fn expand_dates(
    phrase: &Phrase<'_>,
    values: &[Value],
    written: &dyn WrittenValues,
    findings: &mut Findings<'_>,
) {
    let dates = values.iter().filter(|value| is_date(value));
    expand(phrase, dates, written, findings);
}

/// All other values.
pub(super) fn expand_numbers(
    phrase: &Phrase<'_>,
    values: &[Value],
    written: &dyn WrittenValues,
    findings: &mut Findings<'_>,
) {
    let numbers = values.iter().filter(|value| !is_date(value));
    expand(phrase, numbers, written, findings);
    squared_units(phrase, findings);
}

fn is_date(value: &Value) -> bool {
    matches!(value.kind, ValueKind::When { .. })
}

fn expand<'a>(
    phrase: &Phrase<'_>,
    values: impl Iterator<Item = &'a Value>,
    written: &dyn WrittenValues,
    findings: &mut Findings<'_>,
) {
    for value in values {
        let rule = if is_date(value) { Rule::Era } else { Rule::Number };
        if !findings.is_untouched(&value.chars) {
            continue;
        }
        let follows = |c: Option<char>| c.is_some_and(|c| !c.is_ascii_alphanumeric());
        let place = usual::Place {
            is_before_kanji: phrase.behind(value.chars.end).is_some_and(shirabe_japanese::is_kanji),
            has_end: follows(phrase.behind(value.chars.end)),
        };
        let own = fold(phrase.part(&value.chars), Folding::Standard);
        let mut notations = known(value, place, written, &own);
        if notations.is_empty() {
            notations = usual::notations(value, place);
        }
        findings.add(rule, value.chars.clone(), notations);
    }
}

/// The notations in the index that say the same here.
fn known(
    value: &Value,
    place: usual::Place,
    written: &dyn WrittenValues,
    own: &str,
) -> Vec<String> {
    let mut notations: Vec<String> = Vec::new();
    for key in value.keys() {
        let found = written.notations_of(&key);
        notations.extend(found.into_iter().filter(|other| {
            usual::fits(value, place, other) && fold(other, Folding::Standard) != own
        }));
    }
    notations
}

/// m2 and m², which is also ㎡: a raised digit is another sign than a level one, but not in a unit.
fn squared_units(phrase: &Phrase<'_>, findings: &mut Findings<'_>) {
    for (from, to) in [("m2", "m²"), ("m3", "m³"), ("m²", "m2"), ("m³", "m3")] {
        for chars in phrase.form.find_all(from) {
            let goes_on = phrase.behind(chars.end).is_some_and(|c| c.is_ascii_alphanumeric());
            // km², cm²; but not PM2.5.
            let before = phrase.chars.get(..chars.start).unwrap_or_default().iter().rev();
            let before =
                before.copied().find(|c| !matches!(c, 'k' | 'c' | 'm' | 'ｋ' | 'ｃ' | 'ｍ'));
            let is_name = before.is_some_and(|c| half_width(c).is_ascii_alphabetic());
            if !goes_on && !is_name && findings.is_untouched(&chars) {
                findings.add(Rule::Number, chars, [to.to_owned()]);
            }
        }
    }
}
