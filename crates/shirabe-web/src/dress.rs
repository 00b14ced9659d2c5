//! How errors look: [`dress`] gives a page to people and a problem document to programs.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use shirabe_site::error::{WebError, problem};
use shirabe_site::format::Form;
use shirabe_site::moved_and_gone::MovedOrGone;
use shirabe_site::params::MAX_QUERY_CHARS;

use crate::pages::error::page;

/// Middleware: gives every bare error its page or its problem document.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    // Its errors are messages of its own protocol.
    if request.uri().path() == "/mcp" {
        return next.run(request).await;
    }
    let form = Form::of(&request);
    let query = query_of(&request);
    let is_head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let error = response.extensions().get::<WebError>().cloned();
    // A page that says what is wrong at its form has its status and is no bare error.
    let content =
        response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_page = content.is_some_and(|content| content.starts_with("text/html"));
    let error = error.or_else(|| WebError::of_status(response.status()).filter(|_| !is_page));
    let Some(error) = error else { return response };
    let mut dressed = match form {
        Form::Page => page(&error, &query),
        Form::Data => problem(&error),
    };
    *dressed.status_mut() = error.status();
    let location = error.moved_or_gone().and_then(MovedOrGone::location).map(HeaderValue::from_str);
    if let Some(Ok(location)) = location {
        dressed.headers_mut().insert(header::LOCATION, location);
    }
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(wait_s) = error.retry_after_s() {
        dressed.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    }
    if is_head {
        *dressed.body_mut() = axum::body::Body::empty();
    }
    dressed
}

/// What the visitor had typed, so that the search box of the error page still holds it.
fn query_of(request: &Request) -> String {
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let query = pairs.ok().and_then(|pairs| pairs.0.into_iter().find(|(name, _)| name == "q"));
    query.map_or_else(String::new, |(_, value)| value.chars().take(MAX_QUERY_CHARS).collect())
}
