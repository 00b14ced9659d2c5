//! Scheme and host for links that leave the site, such as permalinks and feeds: [`Origin`].

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::error::WebError;
use crate::site::Site;

/// Such as `https://shirabe.example.jp`, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(String);

impl Origin {
    /// The whole address of a path on this site.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A site at a given address.
    pub(crate) fn at(address: &str) -> Origin {
        Origin(address.trim_end_matches('/').to_owned())
    }

    /// The configured address, or else what the visitor typed; a host is never taken further than
    /// its characters allow.
    pub(crate) fn of(public_url: Option<&str>, headers: Option<&HeaderMap>) -> Origin {
        let host = headers.and_then(|headers| headers.get(header::HOST));
        let host = host.and_then(|value| value.to_str().ok());
        if let Some(public_url) = public_url {
            return Origin::at(public_url);
        }
        let is_host_char = |char: char| char.is_ascii_alphanumeric() || ".-:[]".contains(char);
        let host = host.filter(|host| !host.is_empty() && host.chars().all(is_host_char));
        Origin(format!("http://{}", host.unwrap_or("localhost")))
    }
}

impl FromRequestParts<Arc<Site>> for Origin {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Origin, WebError> {
        Ok(Origin::of(site.config.public_url.as_deref(), Some(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(public_url: Option<&str>, host: &'static str) -> Origin {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        Origin::of(public_url, Some(&headers))
    }

    #[test]
    fn the_configured_address_comes_first() {
        let origin = of(Some("https://a.example/"), "b.example");
        assert_eq!(origin.join("/d/x"), "https://a.example/d/x");
    }

    #[test]
    fn a_host_that_is_none_is_not_repeated() {
        assert_eq!(of(None, "127.0.0.1:8080").join("/"), "http://127.0.0.1:8080/");
        assert_eq!(of(None, "a\"><b").join("/"), "http://localhost/");
    }
}
