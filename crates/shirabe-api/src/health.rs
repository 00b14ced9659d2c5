//! `/healthz`: the process answers. `/readyz`: it can search, and does.

use std::sync::Arc;

use axum::extract::State;
use shirabe_site::Site;
use shirabe_site::error::WebError;
use shirabe_site::library::Following;

/// `GET /healthz`
#[expect(clippy::unused_async, reason = "the router takes handlers that are")]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: `ready`, then which generation answers and, for a copy, how old it may be.
pub async fn ready(State(site): State<Arc<Site>>) -> Result<String, WebError> {
    // Twice what a question may take: then a place ought to have come free.
    if site.is_stuck(site.config.search_timeout * 2) {
        return Err(WebError::Busy);
    }
    let info = site.look(|generation| generation.info()).await?;
    let following = site.following().map_or_else(String::new, |following| said(&following));
    Ok(format!("ready\ngeneration {}, built {}\n{following}", info.generation, info.built))
}

/// How a copy stands to its source. A source that is gone does not make it less ready.
fn said(following: &Following) -> String {
    let confirmed = following.confirmed.as_ref().map_or_else(
        || "not reached since the start".to_owned(),
        |(at, age)| format!("newest as of {at}, {} s ago", age.as_secs()),
    );
    let failure = following.failure.as_ref().map_or_else(String::new, |failure| {
        let one_line = failure.replace(char::is_control, " ");
        format!("last look failed: {one_line}\n")
    });
    format!("follows {}: {confirmed}\n{failure}", following.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_copy_whose_source_is_gone_says_since_when() {
        let following = Following {
            source: "s3://bucket/shirabe".to_owned(),
            confirmed: Some(("2026-01-01T00:00:00Z".to_owned(), Duration::from_mins(2))),
            n_failures: 1,
            failure: Some("no\nanswer".to_owned()),
        };
        insta::assert_snapshot!(said(&following), @r"
        follows s3://bucket/shirabe: newest as of 2026-01-01T00:00:00Z, 120 s ago
        last look failed: no answer
        ");
        let never = Following { confirmed: None, failure: None, ..following };
        assert!(said(&never).contains("not reached since the start"));
    }
}
