//! `/healthz`: the process answers. `/readyz`: it can search, and does.

use std::sync::Arc;

use axum::extract::State;

use crate::error::WebError;
use crate::site::Site;

/// `GET /healthz`
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`
pub(crate) async fn ready(State(site): State<Arc<Site>>) -> Result<&'static str, WebError> {
    // Twice what a question may take: then a place ought to have come free.
    if site.lanes().is_stuck(site.config.search_timeout * 2) {
        return Err(WebError::Busy);
    }
    site.look(|_| "ready\n").await
}
