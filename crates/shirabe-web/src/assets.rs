//! Style sheet, script and icon: compressed and named by their content when first used.
//!
//! Entry: [`Assets::get`] for the addresses, [`serve`] for the bytes. An address never changes its
//! content, so browsers keep it for good.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shirabe_site::error::WebError;

use crate::hash;
use shirabe_http::accept::{IDENTITY, preferred_coding};

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
        Assets {
            css: Asset::new(
                "site.css",
                "text/css; charset=utf-8",
                include_str!("../assets/site.css"),
            ),
            js: Asset::new(
                "site.js",
                "text/javascript; charset=utf-8",
                include_str!("../assets/site.js"),
            ),
            icon: Asset::new(
                "icon.svg",
                "image/svg+xml",
                include_str!("../assets/icon.svg").trim(),
            ),
        }
    }
}

impl Asset {
    fn new(name: &str, content_type: &'static str, text: &str) -> Asset {
        let plain = without_comments(text).into_bytes();
        let hash = hash::short(&plain);
        Asset {
            address: format!("/assets/{hash}.{name}"),
            content_type,
            gzip: gzip(&plain).unwrap_or_default(),
            brotli: brotli(&plain).unwrap_or_default(),
            plain,
        }
    }

    fn response(&self, headers: &HeaderMap) -> Response {
        let mut codings = vec![(IDENTITY, &self.plain)];
        let coded = [("br", &self.brotli), ("gzip", &self.gzip)];
        codings.splice(0..0, coded.into_iter().filter(|(_, bytes)| !bytes.is_empty()));
        let names: Vec<&str> = codings.iter().map(|(coding, _)| *coding).collect();
        let coding = preferred_coding(headers, &names);
        let bytes = codings.iter().find(|(name, _)| *name == coding).map_or(&self.plain, |c| c.1);
        let mut response = (
            [
                (header::CONTENT_TYPE, self.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::VARY, "Accept-Encoding"),
            ],
            bytes.clone(),
        )
            .into_response();
        if coding != IDENTITY {
            let coding = HeaderValue::from_static(coding);
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
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
    Ok(asset.response(&headers))
}

/// A text without indentation, empty lines and lines that are comments, which are for readers of the source:
/// 300 of 4,550 bytes of the packed style sheet. No text in these files runs over several lines.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_comment = false;
    for line in text.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    kept
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
    fn comments_of_whole_lines_stay_behind() {
        let text =
            "/* two\n   lines */\na {\n  b: c; /* kept */\n}\n\n// one\nd(\"//\");\n/* last */\ne";
        assert_eq!(without_comments(text), "a {\nb: c; /* kept */\n}\nd(\"//\");\ne\n");
    }

    fn coding(accepted: &'static str) -> Option<HeaderValue> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        let response = Assets::get().css.response(&headers);
        response.headers().get(header::CONTENT_ENCODING).cloned()
    }

    #[test]
    fn a_client_that_accepts_nothing_special_gets_plain_text() {
        assert_eq!(coding("identity, brx"), None);
    }

    #[test]
    fn a_coding_of_weight_nought_is_not_sent() {
        assert_eq!(coding("br, gzip").unwrap(), "br");
        assert_eq!(coding("br;q=0, gzip").unwrap(), "gzip");
        assert_eq!(coding("br;q=0, gzip;q=0"), None);
    }
}
