//! Headers that every answer carries, and answers that need not be sent again.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::assets::Assets;
use crate::cited::Wanted;
use crate::error::WebError;
use crate::format::Wish;
use crate::hash;
use crate::site::Site;

/// An address longer than this serves no search: 512 characters take 4.6 kB when encoded.
const MAX_ADDRESS_BYTES: usize = 32 * 1024;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // A query must not leak to the site that a reader goes to next.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Middleware: adds the headers of [`ALWAYS`].
pub(crate) async fn always(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in ALWAYS {
        // What needs a stricter policy has set it.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Middleware: refuses addresses that no search needs.
pub(crate) async fn limit_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_ADDRESS_BYTES {
        return WebError::AddressTooLong.into_response();
    }
    next.run(request).await
}

/// Middleware: answers 304 when the visitor already has this page, and says how to ask next time.
///
/// A page depends on its address, the generation, the program and, for citations, the day.
pub(crate) async fn conditional(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_kept =
        !["/healthz", "/readyz", "/metrics"].contains(&path) && !path.starts_with("/assets/");
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let tag = (is_kept && is_read).then(|| entity_tag(&site, &request)).flatten();
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if let (Some(tag), Some(known)) = (&tag, known)
        && known.split(',').any(|item| item.trim() == tag)
    {
        return with_tag(StatusCode::NOT_MODIFIED.into_response(), tag);
    }
    let response = next.run(request).await;
    match tag {
        Some(tag) if response.status() == StatusCode::OK => with_tag(response, &tag),
        _ => without_tag(response),
    }
}

fn with_tag(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.append(header::VARY, HeaderValue::from_static("Accept"));
    response
}

fn without_tag(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(value);
    response
}

/// Weak, because compression changes the bytes but not the page.
fn entity_tag(site: &Site, request: &Request) -> Option<String> {
    let generation = site.generation().ok()?.info();
    let assets = Assets::get();
    let parts = [
        generation.generation.to_string(),
        generation.fingerprint,
        generation.built,
        site.config.build.get()?.clone(),
        assets.css.address.clone(),
        assets.js.address.clone(),
        (site.config.today)().to_string(),
        format!("{:?}", Wish::of(request.headers())),
        format!("{:?}", Wanted::accepted(request.headers())),
    ];
    Some(format!("W/\"{}\"", hash::short(parts.join("\n").as_bytes())))
}
