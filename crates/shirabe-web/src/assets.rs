//! Style sheet, script and icon: minified, compressed and named by their content when first used.
//!
//! Entry: [`Assets::get`] for the addresses, [`serve`] for the bytes. An address never changes its
//! content, so browsers keep it for good.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::error::WebError;
use crate::{hash, minify};

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::new);

/// All files that pages refer to.
pub(crate) struct Assets {
    /// The style sheet.
    pub css: Asset,
    /// The script.
    pub js: Asset,
    /// The icon.
    pub icon: Asset,
}

/// One file in the three codings that browsers ask for.
pub(crate) struct Asset {
    /// Where it is served, such as `/assets/0123456789ab.site.css`.
    pub address: String,
    content_type: &'static str,
    plain: Vec<u8>,
    gzip: Vec<u8>,
    brotli: Vec<u8>,
}

impl Assets {
    /// The files, prepared once per process.
    pub(crate) fn get() -> &'static Assets {
        &ASSETS
    }

    fn new() -> Assets {
        let css = minify::css(include_str!("../assets/site.css"));
        let js = minify::js(include_str!("../assets/site.js"));
        let icon = include_str!("../assets/icon.svg").trim().to_owned();
        Assets {
            css: Asset::new("site.css", "text/css; charset=utf-8", css),
            js: Asset::new("site.js", "text/javascript; charset=utf-8", js),
            icon: Asset::new("icon.svg", "image/svg+xml", icon),
        }
    }
}

impl Asset {
    fn new(name: &str, content_type: &'static str, text: String) -> Asset {
        let hash = hash::short(text.as_bytes());
        let plain = text.into_bytes();
        Asset {
            address: format!("/assets/{hash}.{name}"),
            content_type,
            gzip: gzip(&plain).unwrap_or_default(),
            brotli: brotli(&plain).unwrap_or_default(),
            plain,
        }
    }

    fn response(&self, accepted: &str) -> Response {
        let codings = [("br", &self.brotli), ("gzip", &self.gzip)];
        let accepts = |coding: &str| {
            accepted
                .split(',')
                .any(|item| item.split(';').next().is_some_and(|c| c.trim() == coding))
        };
        let coded =
            codings.into_iter().find(|(coding, bytes)| !bytes.is_empty() && accepts(coding));
        let (coding, bytes) =
            coded.map_or((None, &self.plain), |(coding, bytes)| (Some(coding), bytes));
        let mut response = (
            [
                (header::CONTENT_TYPE, self.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::VARY, "Accept-Encoding"),
            ],
            bytes.clone(),
        )
            .into_response();
        if let Some(coding) = coding {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

/// `GET /assets/{name}`
pub(crate) async fn serve(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let assets = Assets::get();
    let address = format!("/assets/{name}");
    let all = [&assets.css, &assets.js, &assets.icon];
    let asset = all.into_iter().find(|asset| asset.address == address).ok_or(WebError::NotFound)?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    Ok(asset.response(accepted.unwrap_or_default()))
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    let mut coded = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut coded, &parameters)?;
    Ok(coded)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UI.md: the first view is small on any line.
    const BUDGET_BYTES: usize = 5 * 1024;

    #[test]
    fn script_and_style_sheet_keep_to_their_budget() {
        let assets = Assets::get();
        for asset in [&assets.css, &assets.js] {
            let size = asset.brotli.len();
            assert!(0 < size && size <= BUDGET_BYTES, "{}: {size} bytes", asset.address);
        }
    }

    #[test]
    fn a_client_that_accepts_nothing_special_gets_plain_text() {
        let response = Assets::get().css.response("identity, brx");
        assert_eq!(response.headers().get(header::CONTENT_ENCODING), None);
    }
}
