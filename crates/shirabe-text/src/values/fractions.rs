//! Fractions: 2分の1, 二分の一, 1/2, ½.

use shirabe_japanese::number_signs::fraction_sign_value;

use super::form::Form;
use super::{Read, ValueKind};
use crate::numbers::Number;

/// 1/2 is a fraction, 4/15 may be a day: only what has one digit below is read without 分の.
const MAX_DENOMINATOR_WITH_STROKE: u128 = 10;

/// A fraction that begins here.
pub(super) fn read(form: &Form, at: usize) -> Option<Read> {
    let before = form.before(at);
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || form.is_numeral_at(at - 1)) {
        return None;
    }
    if let Some((numerator, denominator)) = form.at(at).and_then(fraction_sign_value) {
        let number = |n: u32| Number::parse(&n.to_string());
        return fraction(at + 1, number(numerator)?, number(denominator)?);
    }
    if !form.is_numeral_at(at) || before.is_some_and(|c| matches!(c, '.' | ',' | '/' | '-')) {
        return None;
    }
    let (first, end) = form.number_at(at)?;
    if form.goes_on(end, "分の") && form.is_numeral_at(end + 2) {
        let (numerator, end) = form.number_at(end + 2)?;
        return fraction(end, numerator, first);
    }
    if form.at(end) != Some('/') || !form.at(end + 1)?.is_ascii_digit() {
        return None;
    }
    let (denominator, behind) = form.number_at(end + 1)?;
    let is_small = denominator
        .to_integer()
        .zip(first.to_integer())
        .is_some_and(|(below, above)| below <= MAX_DENOMINATOR_WITH_STROKE && above < below);
    let goes_on = form.at(behind).is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '月' | '年' | '日')
    });
    if is_small && !goes_on { fraction(behind, first, denominator) } else { None }
}

fn fraction(end: usize, numerator: Number, denominator: Number) -> Option<Read> {
    let is_one = denominator.to_integer().is_some_and(|n| n >= 2);
    is_one.then_some(Read { end, kind: ValueKind::Fraction(numerator, denominator) })
}
