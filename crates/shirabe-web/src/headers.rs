//! Headers that every answer carries, and answers that need not be sent again.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Method, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shirabe_site::Site;
use shirabe_site::citation_views::Wanted;
use shirabe_site::error::WebError;
use shirabe_site::format::{NextOffset, Wish};
use shirabe_site::origin::Origin;

use percent_encoding::percent_decode_str;
use shirabe_http::clients::{self, Peer};

use crate::assets::Assets;
use crate::hash;

/// An address longer than this serves no search: 4,000 characters take 36 kB when encoded.
const MAX_ADDRESS_BYTES: usize = 48 * 1024;

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

/// Middleware: refuses names that the site does not have, and clients that ask too often. What watches
/// the server is answered in any case.
pub(crate) async fn admitted(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    if ["/healthz", "/readyz", "/metrics"].contains(&request.uri().path()) {
        return next.run(request).await;
    }
    // RFC 9112, 3.2; requests of tests have no connection.
    let is_sent = request.extensions().get::<Peer>().is_some();
    let n_hosts = request.headers().get_all(header::HOST).iter().count();
    if is_sent && request.version() == Version::HTTP_11 && n_hosts != 1 {
        let detail = "Hostヘッダーは一つだけ送ってください。".to_owned();
        return WebError::bad("bad_host".to_owned(), detail).into_response();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if let (Some(hosts), Some(host)) = (&site.config.hosts, host)
        && !is_own_name(hosts, host)
    {
        return WebError::Misdirected.into_response();
    }
    let trusts_proxy = site.config.trusts_proxy;
    let client = clients::client(request.extensions(), request.headers(), trusts_proxy);
    match site.admit(client) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Whether `Host` is one of the names, or an address in numbers: only names can be rebound.
fn is_own_name(hosts: &[String], host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok()
        || hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Middleware: pages of other sites may read the API, which is public and changes nothing. They are told
/// so beforehand (preflight, Fetch standard), and of errors and 304 as well.
pub(crate) async fn cross_origin(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    if !is_api || ![Method::GET, Method::HEAD, Method::OPTIONS].contains(&method) {
        return next.run(request).await;
    }
    let is_preflight = method == Method::OPTIONS;
    let mut response = if is_preflight {
        let is_posted = request.uri().path() == "/api/v1/verify";
        let methods = if is_posted { "POST, OPTIONS" } else { "GET, HEAD, OPTIONS" };
        (StatusCode::NO_CONTENT, [(header::ALLOW, methods)]).into_response()
    } else {
        next.run(request).await
    };
    let granted = if is_preflight { &PREFLIGHT[..] } else { &CROSS_ORIGIN[..] };
    let headers = response.headers_mut();
    for (name, value) in granted {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    response
}

const CROSS_ORIGIN: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Last-Modified, Link, Retry-After"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

const PREFLIGHT: [(HeaderName, &str); 4] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
    // A day: what is granted changes with the program only. Chromium keeps it two hours at most.
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
];

/// Middleware: a page of a list names the next one (RFC 8288).
pub(crate) async fn next_page(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = Origin::of(&site.config, Some(request.headers()));
    let uri = request.uri().clone();
    let mut response = next.run(request).await;
    let Some(NextOffset(offset)) = response.extensions().get::<NextOffset>().copied() else {
        return response;
    };
    let pairs = uri.query().unwrap_or_default().split('&');
    let others = pairs.filter(|pair| !pair.is_empty() && !pair.starts_with("offset="));
    let offset = format!("offset={offset}");
    let query = others.chain([offset.as_str()]).collect::<Vec<_>>().join("&");
    let link = format!("<{}>; rel=\"next\"", origin.join(&format!("{}?{query}", uri.path())));
    if let Ok(link) = HeaderValue::from_str(&link) {
        response.headers_mut().append(header::LINK, link);
    }
    response
}

/// Middleware: refuses addresses that no search needs, and those that are no text. A query in Shift_JIS
/// would else be searched as question marks.
pub(crate) async fn readable_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_ADDRESS_BYTES {
        return WebError::AddressTooLong.into_response();
    }
    if percent_decode_str(request.uri().path()).decode_utf8().is_err() {
        return WebError::NotFound.into_response();
    }
    let pairs = request.uri().query().unwrap_or_default().split('&');
    for (name, value) in pairs.filter_map(|pair| pair.split_once('=')) {
        if percent_decode_str(value).decode_utf8().is_err() {
            let name = percent_decode_str(name).decode_utf8_lossy();
            let detail = format!(
                "{name}の値をUTF-8として読み取れません。アドレスの文字は、UTF-8で符号化してください\
                 （「創」は%E5%89%B5）。Shift_JISやEUC-JPは使えません。"
            );
            return WebError::bad("not_utf8".to_owned(), detail).into_response();
        }
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
        Some(tag) if [StatusCode::OK, StatusCode::PARTIAL_CONTENT].contains(&response.status()) => {
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
