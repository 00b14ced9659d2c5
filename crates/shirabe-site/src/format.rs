//! In which form an answer goes out: a page for people, data for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shirabe_export::FileFormat;
use shirabe_http::accept::preferred;

use crate::citation_views::Wanted;
use crate::error::WebError;

/// Page or data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HTML.
    Page,
    /// JSON, feeds and downloads.
    Data,
}

impl Form {
    /// By the address first, then by `Accept`.
    pub fn of(request: &Request) -> Form {
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
pub enum Wish {
    /// Any kind of JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A feed.
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
    pub fn of(headers: &HeaderMap) -> Option<Wish> {
        preferred(headers, &Wish::OFFERS).flatten()
    }
}

/// In which form an answer of the API goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// JSON.
    Json,
    /// A table as a file.
    File(FileFormat),
    /// A chart.
    Svg,
}

/// The answer that `format=` names.
pub fn answer_named(name: &str) -> Result<Answer, WebError> {
    match name {
        "json" => Ok(Answer::Json),
        "svg" => Ok(Answer::Svg),
        _ => FileFormat::named(name).map(Answer::File).ok_or_else(|| {
            let detail = "formatに指定できる値はjson、ndjson、csv、tsv、xlsx、svgです。".to_owned();
            WebError::bad("bad_format".to_owned(), detail)
        }),
    }
}

/// Where the rest of a list begins; a middleware of the site makes a link of it.
#[derive(Clone, Copy, Debug)]
pub struct NextOffset(pub usize);

/// A page of a list as JSON.
pub fn json_page(body: &impl Serialize, next_offset: Option<usize>) -> Response {
    let mut response = json("application/json", body);
    if let Some(next_offset) = next_offset {
        response.extensions_mut().insert(NextOffset(next_offset));
    }
    response
}

/// Data as JSON.
pub fn json(content_type: &'static str, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
