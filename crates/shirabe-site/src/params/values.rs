//! Values in an address: the names of choices, and numbers, dates and switches as they are typed.

use shirabe_document::Date;
use shirabe_search::{FacetField, Mode, Scope, Sort, Unit};

use crate::error::WebError;

/// A year, month or day, such as `2024`, `2024-04` or `2024-04-01`.
pub(super) fn date(parameter: &str, value: &str) -> Result<Date, WebError> {
    value.parse().map_err(|_| {
        let detail = format!("{parameter}は2024、2024-04、2024-04-01のように書いてください。");
        WebError::bad(format!("bad_{parameter}"), detail)
    })
}

/// `yyyymmdd` of the last day that belongs to a date; 99 for what is open.
pub(super) fn last_day(date: Date) -> u32 {
    let open = if date.month.is_none() { 9999 } else { 99 };
    if date.day.is_some() { date.as_number() } else { date.as_number() + open }
}

/// 年度 that may be asked for, from 明治元年.
pub const FIRST_YEAR: i32 = 1868;
/// The last year of four digits, which is how years are written.
pub const LAST_YEAR: i32 = 9999;

/// The names of the values in an address; the first is the default.
pub type Names<T> = &'static [(&'static str, T)];

pub(crate) const MODES: Names<Mode> =
    &[("all", Mode::All), ("exact", Mode::Exact), ("variant", Mode::Variant), ("word", Mode::Word)];
/// Where several words must stand together.
pub const SCOPES: Names<Scope> = &[
    ("section", Scope::Section),
    ("sentence", Scope::Sentence),
    ("paragraph", Scope::Paragraph),
    ("page", Scope::Page),
    ("document", Scope::Document),
];
/// What one result is.
pub const UNITS: Names<Unit> =
    &[("section", Unit::Section), ("hit", Unit::Hit), ("document", Unit::Document)];
pub(crate) const SORTS: Names<Sort> = &[
    ("relevance", Sort::Relevance),
    ("-issued", Sort::IssuedDescending),
    ("issued", Sort::Issued),
    ("document", Sort::DocumentOrder),
];
/// What results are counted by.
pub const FACETS: Names<FacetField> = &[
    ("issuer", FacetField::Issuer),
    ("type", FacetField::Kind),
    ("fy", FacetField::FiscalYear),
    ("doc", FacetField::Document),
];

/// The name of a value in an address.
pub fn name_of<T: Copy + PartialEq>(names: Names<T>, value: T) -> &'static str {
    names.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name)
}

/// The value of a parameter, unless its field was left empty. White space around it does not count where
/// it is `typed` by a person; what is chosen from a list is taken as it is.
pub(super) fn filled<'v>(typed: &[&str], name: &str, value: &'v str) -> Option<&'v str> {
    let value = if typed.contains(&name) { value.trim() } else { value };
    (!value.is_empty()).then_some(value)
}

pub(super) fn named<T: Copy>(names: Names<T>, parameter: &str, value: &str) -> Result<T, WebError> {
    if let Some((_, found)) = names.iter().find(|(name, _)| *name == value) {
        return Ok(*found);
    }
    let allowed: Vec<_> = names.iter().map(|(name, _)| *name).collect();
    let detail = format!("{parameter}に指定できる値は{}です。", allowed.join("、"));
    Err(WebError::bad(format!("bad_{parameter}"), detail))
}

pub(super) fn number<T>(parameter: &str, value: &str, least: T, most: T) -> Result<T, WebError>
where
    T: Copy + std::str::FromStr + PartialOrd + std::fmt::Display,
{
    match value.trim().parse::<T>() {
        Ok(number) if least <= number && number <= most => Ok(number),
        _ => {
            let detail = format!("{parameter}は{least}から{most}までの整数で指定してください。");
            Err(WebError::bad(format!("bad_{parameter}"), detail))
        }
    }
}

pub(super) fn switch(parameter: &str, value: &str) -> Result<bool, WebError> {
    match value {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(WebError::bad(
            format!("bad_{parameter}"),
            format!("{parameter}は0又は1で指定してください。"),
        )),
    }
}
