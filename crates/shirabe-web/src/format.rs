//! In which form an answer goes out: a page for people, data for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use crate::citation_views::Wanted;
use crate::error::WebError;
use shirabe_http::accept::preferred;

/// Page or data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// HTML.
    Page,
    /// JSON, feeds and downloads.
    Data,
}

impl Form {
    /// By the address first, then by `Accept`.
    pub(crate) fn of(request: &Request) -> Form {
        let path = request.uri().path();
        let is_data = ["/api/v1", "/opensearch/", "/unapi", "/mcp"]
            .iter()
            .any(|place| path.starts_with(place))
            || path.rsplit_once('.').is_some_and(|(_, suffix)| DATA_SUFFIXES.contains(&suffix));
        let headers = request.headers();
        let wants_data = Wish::of(headers).is_some() || Wanted::accepted(headers) != Wanted::Page;
        if is_data || wants_data { Form::Data } else { Form::Page }
    }
}

/// Endings of addresses under which programs ask.
const DATA_SUFFIXES: [&str; 11] =
    ["json", "csv", "tsv", "ndjson", "xlsx", "atom", "xml", "ris", "bib", "txt", "md"];

/// Data that a client asks for by `Accept` instead of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Any kind of JSON.
    Json,
    Csv,
    Tsv,
    Atom,
}

impl Wish {
    const OFFERS: [(&str, Option<Wish>); 5] = [
        ("text/html", None),
        ("application/json", Some(Wish::Json)),
        ("text/csv", Some(Wish::Csv)),
        ("text/tab-separated-values", Some(Wish::Tsv)),
        ("application/atom+xml", Some(Wish::Atom)),
    ];

    /// What the client likes better than a page. Who accepts nothing that there is gets the page, as
    /// RFC 9110 allows: a person can use it, and 406 is of no use to anyone.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Wish> {
        preferred(headers, &Wish::OFFERS).flatten()
    }
}

/// A page.
pub(crate) fn html(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            WebError::Internal.into_response()
        }
    }
}

/// A feed or another kind of XML.
pub(crate) fn xml(content_type: &'static str, template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(text) => ([(header::CONTENT_TYPE, content_type)], of_xml_chars(&text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a feed could not be rendered");
            WebError::Internal.into_response()
        }
    }
}

/// The text with U+FFFD in place of what no XML may hold, not even as a reference (XML 1.0, 2.2): a title
/// or a query may have any character.
fn of_xml_chars(text: &str) -> String {
    let is_forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.replace(is_forbidden, "\u{fffd}")
}

/// Where the rest of a list begins; `crate::headers::next_page` makes a link of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NextOffset(pub(crate) usize);

/// A page of a list as JSON.
pub(crate) fn json_page(body: &impl Serialize, next_offset: Option<usize>) -> Response {
    let mut response = json("application/json", body);
    if let Some(next_offset) = next_offset {
        response.extensions_mut().insert(NextOffset(next_offset));
    }
    response
}

/// Data as JSON.
pub(crate) fn json(content_type: &'static str, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
