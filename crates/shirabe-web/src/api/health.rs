//! `/healthz`: the process answers. `/readyz`: it can search.

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
    site.look(|_| "ready\n").await
}
