//! `/healthz`: the process answers. `/readyz`: it can search, and does.

use std::sync::Arc;

use axum::extract::State;
use shirabe_site::Site;
use shirabe_site::error::WebError;

/// `GET /healthz`
#[expect(clippy::unused_async, reason = "the router takes handlers that are")]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`
pub async fn ready(State(site): State<Arc<Site>>) -> Result<&'static str, WebError> {
    // Twice what a question may take: then a place ought to have come free.
    if site.is_stuck(site.config.search_timeout * 2) {
        return Err(WebError::Busy);
    }
    site.look(|_| "ready\n").await
}
