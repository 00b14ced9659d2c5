//! Articles with branches: 第3条の2, 第二の三, 別表第1の2.

use super::form::Form;
use super::{Read, ValueKind, context};

/// What statutes and papers are divided into: 法令用字用語, 公用文作成の考え方 (2022).
const UNITS: [char; 9] = ['条', '項', '号', '章', '節', '款', '目', '編', '部'];

/// An article whose first number begins here; 第 before it is no part of it. Without a branch it is a number.
pub(super) fn read(form: &Form, at: usize) -> Option<Read> {
    let (first, mut end) = form.number_at(at)?;
    let unit = form.at(end).filter(|unit| UNITS.contains(unit));
    if unit.is_none() && form.before(at) != Some('第') {
        return None;
    }
    end += usize::from(unit.is_some());
    let mut numbers = vec![first];
    while form.at(end) == Some('の') {
        let Some((number, behind)) = form.number_at(end + 1) else { break };
        // 第3条の2つの要件, 第5条の3年間: a number of things.
        if !form.is_numeral_at(end + 1) || context::counts_things(form, behind) {
            break;
        }
        numbers.push(number);
        end = behind;
    }
    let unit = unit.map(String::from).unwrap_or_default();
    (numbers.len() > 1).then_some(Read { end, kind: ValueKind::Article { unit, numbers } })
}
