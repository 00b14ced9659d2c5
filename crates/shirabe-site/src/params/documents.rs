//! The parameters of `/documents` and `/glossary`: the conditions of a search, words of a title, a row and
//! an order.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::values::number;
use super::{SearchParams, pairs};
use crate::catalogue::Row;
use crate::error::WebError;
use crate::url::encode;

/// Which documents are listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentsParams {
    /// Issuers, kinds and fiscal years; the rest says nothing here.
    pub conditions: SearchParams,
    /// `title`: words that the title has.
    pub title: String,
    /// `row`
    pub row: Option<Row>,
    /// `sort=title`
    pub by_title: bool,
    /// `page`, from 1.
    pub page: usize,
}

impl DocumentsParams {
    /// Reads decoded name–value pairs. A row or an order that there is not says nothing.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<DocumentsParams, WebError> {
        let is_own = |(name, _): &(String, String)| {
            ["title", "row", "sort", "page"].contains(&name.as_str())
        };
        let (own, conditions): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_own);
        let conditions = SearchParams::parse(&conditions)?;
        let mut params = DocumentsParams { conditions, page: 1, ..DocumentsParams::default() };
        for (name, value) in own {
            match name.as_str() {
                "title" => value.trim().clone_into(&mut params.title),
                "row" => params.row = Row::named(&value),
                "sort" => params.by_title = value == "title",
                _ if value.is_empty() => {}
                _ => params.page = number("page", &value, 1, usize::MAX)?,
            }
        }
        Ok(params)
    }

    /// The address of the first page at `path`, with `change` applied.
    pub fn url_with(&self, path: &str, change: impl FnOnce(&mut DocumentsParams)) -> String {
        let mut changed = DocumentsParams { page: 1, ..self.clone() };
        change(&mut changed);
        let pairs = changed.pairs();
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value)));
        let query = pairs.collect::<Vec<_>>().join("&");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// All parameters that differ from their default.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let conditions = &self.conditions;
        let mut pairs = Vec::new();
        pairs.extend(conditions.issuers.iter().map(|issuer| ("issuer", issuer.clone())));
        pairs.extend(conditions.kinds.iter().map(|kind| ("type", kind.clone())));
        pairs.extend(conditions.fiscal_years.iter().map(|year| ("fy", year.to_string())));
        pairs.extend((!self.title.is_empty()).then(|| ("title", self.title.clone())));
        pairs.extend(self.row.map(|row| ("row", row.name())));
        pairs.extend(self.by_title.then(|| ("sort", "title".to_owned())));
        pairs.extend((self.page > 1).then(|| ("page", self.page.to_string())));
        pairs
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DocumentsParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<DocumentsParams, WebError> {
        DocumentsParams::parse(pairs(&parts.uri))
    }
}
