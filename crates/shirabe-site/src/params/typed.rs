//! The parameters of a search as people type them into the form: dates in any notation.
//!
//! What cannot be read as a date is no reason to lose the rest: it is set aside with its field, and the
//! page says so there. Programs write dates in one way and are refused otherwise ([`SearchParams`]).

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shirabe_document::Date;
use shirabe_japanese::When;
use shirabe_japanese::dates::{Reader, readable};

use super::{SearchParams, pairs};
use crate::error::WebError;

/// A search from a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedParams {
    /// What could be read.
    pub search: SearchParams,
    /// What stands in the field `from` or `to` and is no date.
    pub mistakes: Vec<(String, String)>,
}

impl TypedParams {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<TypedParams, WebError> {
        let mut read = Vec::new();
        let mut mistakes = Vec::new();
        for (name, value) in pairs {
            let is_date = matches!(name.as_str(), "from" | "to") && !value.trim().is_empty();
            match is_date.then(|| date_written(&value, name == "from")) {
                None => read.push((name, value)),
                Some(Some(date)) => read.push((name, date)),
                Some(None) => mistakes.push((name, value)),
            }
        }
        Ok(TypedParams { search: SearchParams::parse(&read)?, mistakes })
    }

    /// What is wrong in a field, if something is.
    pub fn mistake(&self, field: &str) -> Option<&str> {
        let found = self.mistakes.iter().find(|(name, _)| name == field);
        found.map(|(_, typed)| typed.as_str())
    }
}

/// A date in any notation as `2024`, `2024-04` or `2024-04-01`; of a fiscal year its first or last day.
fn date_written(typed: &str, is_first: bool) -> Option<String> {
    if Date::from_str(typed.trim()).is_ok() {
        return Some(typed.trim().to_owned());
    }
    let chars = readable(typed);
    let when = Reader::new(&chars, 0).whole()?.when;
    Some(match when {
        When::Year(year) => year.to_string(),
        When::Month(year, month) => format!("{year}-{month:02}"),
        When::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        When::FiscalYear(year) if is_first => format!("{year}-04-01"),
        When::FiscalYear(year) => format!("{}-03-31", year + 1),
    })
}

impl<S: Send + Sync> FromRequestParts<S> for TypedParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<TypedParams, WebError> {
        TypedParams::parse(pairs(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_any_notation() {
        let read = |typed: &str| date_written(typed, false).unwrap_or_default();
        for (typed, date) in [
            ("2024-04-01", "2024-04-01"),
            ("令和6年", "2024"),
            ("R6", "2024"),
            ("２０２４", "2024"),
            ("2024/4/1", "2024-04-01"),
            ("2024年4月", "2024-04"),
            ("20240401", "2024-04-01"),
            ("令和6年度", "2025-03-31"),
            ("平成元年", "1989"),
            ("きのう", ""),
            ("2024-13", ""),
        ] {
            assert_eq!(read(typed), date, "{typed}");
        }
        assert_eq!(date_written("令和6年度", true).as_deref(), Some("2024-04-01"));
    }

    #[test]
    fn what_is_no_date_is_set_aside() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = vec![pair("q", "創薬"), pair("from", "きのう"), pair("to", "R7.3")];
        let typed = TypedParams::parse(typed).unwrap();
        assert_eq!(typed.search.query_string(), "q=%E5%89%B5%E8%96%AC&to=2025-03");
        assert_eq!((typed.mistake("from"), typed.mistake("to")), (Some("きのう"), None));
    }
}
