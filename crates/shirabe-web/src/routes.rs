//! The list of all addresses, and the layers around them.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use shirabe_api::{asked, health, mcp, openapi, results_files, search};
use shirabe_export::FileFormat;
use shirabe_site::error::WebError;
use shirabe_site::library::Library;
use shirabe_site::{Config, Site, metrics};
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::dress::dress;
use crate::{assets, base_path, feeds, headers, pages, source, unapi};

/// The largest body that any address takes: a draft of 64,000 characters from a form, where a
/// character is nine bytes.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The whole site, for the server and for tests.
pub fn app(library: Arc<dyn Library>, config: Config) -> Router {
    apps(library, config).0
}

/// The whole site, and what watches it, for an address of its own.
pub fn apps(library: Arc<dyn Library>, config: Config) -> (Router, Router) {
    let site = Arc::new(Site::new(library, config));
    let watched = watch_routes().with_state(Arc::clone(&site));
    // A search has its own, shorter limit and a better message; this one is the last resort.
    let limit = site.config.search_timeout * 3;
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(Arc::clone(&site), metrics::measure))
        .layer(from_fn(headers::always))
        .layer(from_fn(headers::cross_origin))
        .layer(from_fn_with_state(Arc::clone(&site), headers::next_page))
        .layer(compression())
        .layer(from_fn_with_state(Arc::clone(&site), base_path::below))
        .layer(from_fn_with_state(Arc::clone(&site), headers::conditional))
        .layer(from_fn(dress))
        .layer(from_fn(headers::readable_address))
        .layer(from_fn_with_state(Arc::clone(&site), headers::admitted))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES));
    let mcp = mcp::service(Arc::clone(&site));
    let mut routes = routes();
    if !site.config.metrics_are_apart {
        routes = routes.route("/metrics", get(metrics::show));
    }
    let base = site.config.public_url.as_deref().map(base_path::path_of).unwrap_or_default();
    let base = base.to_owned();
    let app = routes.route_service("/mcp", mcp).fallback(elsewhere).layer(layers).with_state(site);
    if base.is_empty() {
        return (app, watched);
    }
    // Addresses are read before they are routed.
    let moved = app.map_request(move |request| base_path::without_base(&base, request));
    (Router::new().fallback_service(moved), watched)
}

/// What watches the server.
fn watch_routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
}

/// Pages and data go out compressed; files for download would only keep a core busy.
fn compression() -> CompressionLayer<impl Predicate> {
    let download = |content_type| NotForContentType::const_new(content_type);
    let worth_it = DefaultPredicate::new()
        .and(download("text/csv"))
        .and(download("text/tab-separated-values"))
        // The list of all addresses: a megabyte that programs ask for, and would be packed on the threads
        // that serve connections.
        .and(download("application/xml"))
        .and(download("application/pdf"))
        .and(download("application/x-ndjson"))
        .and(download("application/vnd"));
    CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(worth_it)
}

fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/search", get(pages::search::show))
        .route("/search.json", get(search::answer))
        .route("/search.atom", get(feeds::search))
        .route("/results", get(results_files::show))
        .route("/search-feed.json", get(feeds::search_json))
        .route("/search.csv", pages::concordance::file(FileFormat::Csv))
        .route("/concordance", get(pages::concordance::show))
        .route("/concordance.csv", pages::concordance::file(FileFormat::Csv))
        .route("/concordance.tsv", pages::concordance::file(FileFormat::Tsv))
        .route("/documents", get(pages::documents::show))
        .route("/concordance.ndjson", pages::concordance::file(FileFormat::Ndjson))
        .route("/concordance.xlsx", pages::concordance::file(FileFormat::Xlsx))
        .route("/d/{document}", get(pages::document::show))
        .route("/d/{document}/source", get(source::show))
        .route("/d/{document}/full", get(pages::full::show))
        .route("/d/{document}/page/{name}", get(pages::page_picture::show))
        .route("/d/{document}/{section}", get(pages::section::show))
        .route("/compare", get(pages::compare::show))
        .route("/frequency", get(pages::frequency::show))
        .route("/timeline", get(pages::frequency::moved))
        .route("/verify", get(pages::verify::show).post(pages::verify::check))
        .route("/verify.csv", post(pages::verify::csv))
        .route("/glossary", get(pages::glossary::show))
        .route("/help", get(pages::fixed::help))
        .route("/assistants", get(pages::fixed::assistants))
        .route("/about", get(pages::about::show))
        .route("/about/quality", get(pages::about::quality))
        .route("/accessibility", get(pages::fixed::accessibility))
        .route("/api", get(pages::api::show))
        .merge(Router::from(openapi::routes()).route_layer(from_fn(asked::check)))
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/unapi", get(unapi::answer))
        .route("/feed.atom", get(feeds::documents))
        .route("/feed.json", get(feeds::documents_json))
        .route("/opensearch.xml", get(feeds::opensearch))
        .route("/opensearch/suggest", get(feeds::suggest))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/robots.txt", get(feeds::robots))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/assets/{name}", get(assets::serve))
}

/// Everything else: an address with a slash too many moves, the rest is not there.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    // Two slashes at the start would lead to another host.
    // So would a stroke the other way in clients that take it for a slash.
    let leads_elsewhere = trimmed.starts_with("//") || trimmed.contains('\\');
    if trimmed.len() == path.len() || trimmed.is_empty() || leads_elsewhere {
        return WebError::NotFound.into_response();
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{trimmed}{query}");
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
}

#[expect(clippy::needless_pass_by_value, reason = "the layer asks for this signature")]
fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let cause = panic.downcast_ref::<String>().map(String::as_str);
    let cause = cause.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    tracing::error!(cause, "a request ended in a panic");
    WebError::Internal.into_response()
}
