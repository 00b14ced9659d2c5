//! Scheme and host for links that leave the site, such as permalinks and feeds: [`Origin`].

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::Config;
use crate::Site;
use crate::error::WebError;

/// Such as `https://shirabe.example.jp`, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The whole address of a path on this site.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A site at a given address.
    pub fn at(address: &str) -> Origin {
        Origin(address.trim_end_matches('/').to_owned())
    }

    /// The configured address, or else what the visitor typed, or typed to a proxy that is trusted; a
    /// host is never taken further than its characters allow.
    pub fn of(config: &Config, headers: Option<&HeaderMap>) -> Origin {
        if let Some(public_url) = &config.public_url {
            return Origin::at(public_url);
        }
        let value = |name: &str| headers.and_then(|headers| headers.get(name)?.to_str().ok());
        let forwarded = |name: &str| value(name).filter(|_| config.trusts_proxy);
        let host = forwarded("x-forwarded-host").or_else(|| value(header::HOST.as_str()));
        let scheme = forwarded("x-forwarded-proto").filter(|scheme| *scheme == "https");
        let scheme = scheme.unwrap_or("http");
        let is_host_char = |char: char| char.is_ascii_alphanumeric() || ".-:[]".contains(char);
        let host = host.filter(|host| !host.is_empty() && host.chars().all(is_host_char));
        Origin(format!("{scheme}://{}", host.unwrap_or("localhost")))
    }
}

impl FromRequestParts<Arc<Site>> for Origin {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Origin, WebError> {
        Ok(Origin::of(&site.config, Some(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn config() -> Config {
        Config::new(|| shirabe_document::Date { year: 2026, month: None, day: None })
    }

    fn of(public_url: Option<&str>, host: &'static str) -> Origin {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        let config = Config { public_url: public_url.map(str::to_owned), ..config() };
        Origin::of(&config, Some(&headers))
    }

    #[test]
    fn a_proxy_is_believed_where_it_is_trusted() {
        let headers = HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static("127.0.0.1:8080")),
            ("x-forwarded-host".parse().unwrap(), HeaderValue::from_static("a.example")),
            ("x-forwarded-proto".parse().unwrap(), HeaderValue::from_static("https")),
        ]);
        let of = |trusts_proxy| Origin::of(&Config { trusts_proxy, ..config() }, Some(&headers));
        assert_eq!(of(true).join("/"), "https://a.example/");
        assert_eq!(of(false).join("/"), "http://127.0.0.1:8080/");
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
