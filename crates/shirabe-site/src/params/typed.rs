//! The parameters of a search as people type them into the form: dates in any notation, numbers of any width.
//!
//! What cannot be read in a field is no reason to lose the rest: it is set aside with its field, and the
//! page says so there. Programs write values in one way and are refused otherwise ([`SearchParams`],
//! [`ConcordanceParams`]).

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shirabe_document::Date;
use shirabe_japanese::When;
use shirabe_japanese::dates::{Reader, readable};

use super::{ConcordanceParams, SearchParams, pairs};
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

/// A concordance from a form.
#[derive(Clone, Debug)]
pub struct TypedConcordance {
    /// What could be read.
    pub concordance: ConcordanceParams,
    /// What could not, in the order of the address.
    pub mistakes: Vec<Mistake>,
}

/// What stands in a field and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The parameter.
    pub name: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it; begins with the parameter's name.
    pub detail: String,
}

impl Mistake {
    /// What a program is answered with.
    pub fn into_error(self) -> WebError {
        WebError::bad(format!("bad_{}", self.name), self.detail)
    }
}

impl TypedConcordance {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<TypedConcordance, WebError> {
        let mut read = Vec::new();
        let mut mistakes = Vec::new();
        for (name, typed) in pairs {
            let value = match name.as_str() {
                "sample" => readable(typed.trim()).into_iter().filter(|c| *c != ',').collect(),
                "left" | "right" => typed.clone(),
                _ => {
                    read.push((name, typed));
                    continue;
                }
            };
            let pair = (name, value);
            match ConcordanceParams::parse(vec![pair.clone()]) {
                Ok(_) => read.push(pair),
                Err(error) => {
                    mistakes.push(Mistake { name: pair.0, typed, detail: error.detail() });
                }
            }
        }
        Ok(TypedConcordance { concordance: ConcordanceParams::parse(read)?, mistakes })
    }

    /// What is wrong in a field, if something is.
    pub fn mistake(&self, field: &str) -> Option<&Mistake> {
        self.mistakes.iter().find(|mistake| mistake.name == field)
    }

    /// The whole of it, as a program asks for it.
    pub fn without_mistakes(self) -> Result<ConcordanceParams, WebError> {
        match self.mistakes.into_iter().next() {
            Some(mistake) => Err(mistake.into_error()),
            None => Ok(self.concordance),
        }
    }
}

/// A section from the form that asks for one of its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPassage {
    /// What could be read.
    pub search: SearchParams,
    /// What stands in the field and is no number of a paragraph.
    pub mistake: Option<Mistake>,
}

impl TypedPassage {
    /// Reads decoded name–value pairs; 段落１２, ¶12 and #p12 are paragraphs too.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<TypedPassage, WebError> {
        let (mut read, mut mistake) = (Vec::new(), None);
        for (name, typed) in pairs {
            if name != "p" || typed.trim().is_empty() {
                read.push((name, typed));
                continue;
            }
            let plain: String = readable(&typed).into_iter().collect();
            let number = plain.trim_start_matches("段落").trim_start_matches(['#', '¶']);
            let pair = (name, number.to_owned());
            match SearchParams::parse(std::slice::from_ref(&pair)) {
                Ok(_) => read.push(pair),
                Err(error) => {
                    mistake = Some(Mistake { name: pair.0, typed, detail: error.detail() });
                }
            }
        }
        Ok(TypedPassage { search: SearchParams::parse(&read)?, mistake })
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

impl<S: Send + Sync> FromRequestParts<S> for TypedPassage {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<TypedPassage, WebError> {
        TypedPassage::parse(pairs(&parts.uri))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for TypedConcordance {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<TypedConcordance, WebError> {
        TypedConcordance::parse(pairs(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use shirabe_document::citation::Selection;

    use super::*;

    #[test]
    fn a_paragraph_is_read_as_people_write_it() {
        let read =
            |typed: &str| TypedPassage::parse(vec![("p".to_owned(), typed.to_owned())]).unwrap();
        for typed in ["12", "p12", "１２", "段落12", "#p12", " ¶ 12 "] {
            assert_eq!(
                read(typed).search.selection,
                Selection::paragraph("12").unwrap(),
                "{typed}"
            );
        }
        assert_eq!(read("abc").mistake.map(|mistake| mistake.typed).as_deref(), Some("abc"));
        assert_eq!(read("").mistake, None);
    }

    #[test]
    fn a_number_of_lines_is_read_in_any_width_and_what_is_none_is_set_aside() {
        let read = |name: &str, value: &str| {
            let pairs = vec![("q", "創薬"), (name, value)];
            let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            TypedConcordance::parse(pairs.collect()).unwrap()
        };
        for typed in ["1000", " １０００ ", "1,000"] {
            assert_eq!(read("sample", typed).concordance.sample, Some(1_000), "{typed}");
        }
        for (name, typed) in [("sample", "百件"), ("sample", "0"), ("left", "/(/")] {
            let read = read(name, typed);
            assert_eq!(read.concordance.search.q, "創薬");
            assert_eq!(read.mistake(name).map(|mistake| mistake.typed.as_str()), Some(typed));
            assert!(read.without_mistakes().is_err());
        }
        assert!(read("left", "").mistakes.is_empty());
    }

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
