//! A site under a path, such as `https://x.example/shirabe`: everything else writes addresses as if the
//! site stood at the root, and [`below`] alone moves them.
//!
//! Requests are taken with the path and without it, because some proxies take it away and some do not.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::uri::{PathAndQuery, Uri};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use shirabe_site::Site;
use shirabe_site::error::WebError;

/// Pages and data are made in memory anyway; what is longer is no page.
const MOST_BYTES: usize = 256 << 20;

/// The path of an address such as `https://x.example/shirabe`: `/shirabe`; nothing of one without.
pub(crate) fn path_of(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
    path.trim_end_matches('/')
}

/// The request as it would be at the root.
pub(crate) fn without_base(base: &str, mut request: Request) -> Request {
    let uri = request.uri();
    let rest = uri.path_and_query().and_then(|whole| whole.as_str().strip_prefix(base));
    let Some(rest) = rest.filter(|_| !base.is_empty()) else { return request };
    let rest =
        if rest.is_empty() || rest.starts_with('?') { format!("/{rest}") } else { rest.to_owned() };
    // `/shirabe-2` is no address below `/shirabe`.
    let Some(path) = rest.starts_with('/').then(|| PathAndQuery::try_from(rest).ok()).flatten()
    else {
        return request;
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path);
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    request
}

/// Middleware: moves the addresses of an answer below the path of the site.
pub(crate) async fn below(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let base = site.config.public_url.as_deref().map(path_of).unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    if base.is_empty() {
        return response;
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    if let Some(location) = location.filter(|location| location.starts_with('/'))
        && let Ok(location) = HeaderValue::from_str(&format!("{base}{location}"))
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let moved: fn(&str, &str) -> String = match content_type.split(';').next() {
        Some("text/html") => page_below,
        Some("application/json" | "application/problem+json") => data_below,
        _ => return response,
    };
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
        return WebError::Internal.into_response();
    };
    let Ok(text) = str::from_utf8(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(moved(&base, text)))
}

/// Attributes that hold addresses. A quotation mark stands in no text of a page unescaped, so that what
/// looks like one of them is one.
const ADDRESSES: [&str; 5] =
    [" href=\"", " src=\"", " action=\"", " formaction=\"", " data-address=\""];

fn page_below(base: &str, page: &str) -> String {
    let mut moved = page.to_owned();
    for attribute in ADDRESSES {
        moved = moved.replace(&format!("{attribute}/"), &format!("{attribute}{base}/"));
    }
    moved.replacen("<html ", &format!("<html data-base=\"{base}\" "), 1)
}

/// Members called `url` or `…_url`, and the server of the description.
fn data_below(base: &str, data: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(data) else { return data.to_owned() };
    move_addresses(base, &mut value);
    value.to_string()
}

fn move_addresses(base: &str, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| move_addresses(base, item)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(address)
                        if (name == "url" || name.ends_with("_url"))
                            && address.starts_with('/') =>
                    {
                        address.insert_str(0, base);
                    }
                    other => move_addresses(base, other),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_site_is_what_stands_behind_its_host() {
        assert_eq!(path_of("https://x.example/shirabe/"), "/shirabe");
        assert_eq!(path_of("https://x.example/a/b"), "/a/b");
        assert_eq!(path_of("https://x.example"), "");
        assert_eq!(path_of("https://x.example/"), "");
    }

    #[test]
    fn requests_are_read_with_and_without_the_path() {
        let read = |uri: &str| {
            let request = Request::get(uri).body(Body::empty()).unwrap();
            without_base("/shirabe", request).uri().to_string()
        };
        assert_eq!(read("/shirabe/search?q=a"), "/search?q=a");
        assert_eq!(read("/search?q=a"), "/search?q=a");
        assert_eq!(read("/shirabe"), "/");
        assert_eq!(read("/shirabe?x=1"), "/?x=1");
        assert_eq!(read("/shirabe-2/x"), "/shirabe-2/x");
    }

    #[test]
    fn attributes_and_addresses_in_data_move_and_texts_do_not() {
        let page = r#"<html lang="ja"><a href="/d/a">/d/a</a><form action="/search"><input value="/a/">=&#34;/</form>"#;
        assert_eq!(
            page_below("/s", page),
            r#"<html data-base="/s" lang="ja"><a href="/s/d/a">/d/a</a><form action="/s/search"><input value="/a/">=&#34;/</form>"#
        );
        let data =
            r#"{"items":[{"text":"/d/a","url":"/d/a"}],"url":"https://x","words_url":"/d/b"}"#;
        assert_eq!(
            data_below("/s", data),
            r#"{"items":[{"text":"/d/a","url":"/s/d/a"}],"url":"https://x","words_url":"/s/d/b"}"#
        );
    }
}
