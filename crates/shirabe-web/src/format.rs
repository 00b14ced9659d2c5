//! In which form an answer goes out: a page for people, data for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use crate::error::WebError;

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
        let is_data = path.starts_with("/api/v1/")
            || path.rsplit_once('.').is_some_and(|(_, ext)| ext == "json");
        if is_data || prefers_json(request.headers()) { Form::Data } else { Form::Page }
    }
}

/// Whether the client names JSON and does not name HTML.
pub(crate) fn prefers_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
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
