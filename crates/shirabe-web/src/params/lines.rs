//! The parameters of `/concordance` and `/api/v1/concordance`: those of a search, with an order and a
//! width of its own.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shirabe_search::Sort;

use super::values::{Names, name_of, named, number};
use super::{SearchParams, pairs};
use crate::error::WebError;
use crate::lines::Order;

/// Characters of context on either side, unless asked for otherwise.
pub(super) const DEFAULT_WIDTH_CHARS: usize = 20;
pub(super) const MAX_WIDTH_CHARS: usize = 200;

pub(super) const ORDERS: Names<Order> =
    &[("document", Order::Document), ("left", Order::Left), ("right", Order::Right)];

/// A search and how its occurrences are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinesParams {
    /// What is searched; its own order says nothing.
    pub search: SearchParams,
    /// `sort`
    pub order: Order,
    /// `width`
    pub width_chars: usize,
}

impl LinesParams {
    /// Reads decoded name–value pairs.
    pub(crate) fn parse(pairs: Vec<(String, String)>) -> Result<LinesParams, WebError> {
        let is_own = |(name, _): &(String, String)| ["sort", "width"].contains(&name.as_str());
        let (own, search): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_own);
        let mut params = LinesParams::from(SearchParams::parse(&search)?);
        for (name, value) in own.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "sort" => params.order = named(ORDERS, name, value)?,
                _ => params.width_chars = number(name, value, 1, MAX_WIDTH_CHARS)?,
            }
        }
        Ok(params)
    }

    /// The address of these lines, as a page or a file.
    pub(crate) fn url(&self, path: &str) -> String {
        let mut url = format!("{path}?{}", self.search.query_string());
        if self.order != Order::default() {
            url.push_str("&sort=");
            url.push_str(name_of(ORDERS, self.order));
        }
        if self.width_chars != DEFAULT_WIDTH_CHARS {
            url.push_str("&width=");
            url.push_str(&self.width_chars.to_string());
        }
        url
    }
}

impl From<SearchParams> for LinesParams {
    fn from(search: SearchParams) -> LinesParams {
        let search = SearchParams { sort: Sort::default(), ..search };
        LinesParams { search, order: Order::default(), width_chars: DEFAULT_WIDTH_CHARS }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LinesParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<LinesParams, WebError> {
        LinesParams::parse(pairs(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<LinesParams, WebError> {
        LinesParams::parse(pairs(&format!("/?{query}").parse().unwrap()))
    }

    #[test]
    fn order_and_width_are_read_and_written_back() {
        let params = parse("q=a&sort=left&width=40&x=1").unwrap();
        assert_eq!(params.url("/concordance"), "/concordance?q=a&sort=left&width=40");
        assert_eq!(parse("q=a&sort=document&width=20").unwrap().url("/"), "/?q=a");
    }

    #[test]
    fn an_order_of_results_is_none_of_lines() {
        assert!(matches!(parse("q=a&sort=relevance"), Err(WebError::BadRequest { .. })));
        assert!(matches!(parse("q=a&width=0"), Err(WebError::BadRequest { .. })));
    }
}
