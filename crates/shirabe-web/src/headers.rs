//! Headers that every answer carries, and answers that need not be sent again.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::assets::Assets;
use crate::citation_views::Wanted;
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
/// A page depends on its address, the generation, the program and, for citations, the day. Whether there
/// is a page at the address only its handler knows: so it is asked first (RFC 9110, 13.2.1).
pub(crate) async fn conditional(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_kept =
        !["/healthz", "/readyz", "/metrics"].contains(&path) && !path.starts_with("/assets/");
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    if !(is_kept && is_read) {
        return without_tag(next.run(request).await);
    }
    let known: Vec<HeaderValue> =
        request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let tag = entity_tag(&site, wishes(&request)).await;
    let response = next.run(request).await;
    match tag {
        Some(tag) if response.status() == StatusCode::OK => {
            if known.iter().any(|known| names_tag(known, &tag)) {
                return with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag);
            }
            with_tag(response, &tag)
        }
        _ => without_tag(response),
    }
}

/// Whether a line of `If-None-Match` names the tag, by the weak comparison: `W/"a"` is `"a"`, and `*` is
/// whatever there is (RFC 9110, 8.8.3.2 and 13.1.2). No tag of ours has a comma.
fn names_tag(known: &HeaderValue, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(known) = known.to_str() else { return false };
    known.trim() == "*" || known.split(',').any(|item| opaque(item) == opaque(tag))
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

/// Which forms of a page a request would rather have.
fn wishes(request: &Request) -> String {
    format!("{:?} {:?}", Wish::of(request.headers()), Wanted::accepted(request.headers()))
}

/// Weak, because compression changes the bytes but not the page.
async fn entity_tag(site: &Site, wishes: String) -> Option<String> {
    let generation = site.look(|generation| generation.info()).await.ok()?;
    let assets = Assets::get();
    let parts = [
        generation.generation.to_string(),
        generation.fingerprint,
        generation.built,
        site.config.build.get()?.clone(),
        assets.css.address.clone(),
        assets.js.address.clone(),
        (site.config.today)().to_string(),
        wishes,
    ];
    Some(format!("W/\"{}\"", hash::short(parts.join("\n").as_bytes())))
}
