//! Style sheet, script and icon: packed when the program is built, named by their content.
//!
//! Entry: [`Assets::get`] for the addresses, [`serve`] for the bytes. An address never changes its
//! content, so browsers keep it for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shirabe_site::error::WebError;

use crate::hash;
use shirabe_http::accept::{IDENTITY, preferred_coding};

/// One of the files that `build.rs` packs.
macro_rules! asset {
    ($name:literal, $content_type:literal) => {
        Asset::new(
            $name,
            $content_type,
            Packed {
                plain: include_bytes!(concat!(env!("OUT_DIR"), "/", $name)),
                gzip: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")),
                brotli: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".br")),
            },
        )
    };
}

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
    packed: Packed,
}

/// The bytes of a file in each coding.
#[derive(Clone, Copy)]
struct Packed {
    plain: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

impl Assets {
    /// The files, prepared once per process.
    pub(crate) fn get() -> &'static Assets {
        &ASSETS
    }

    fn new() -> Assets {
        Assets {
            css: asset!("site.css", "text/css; charset=utf-8"),
            js: asset!("site.js", "text/javascript; charset=utf-8"),
            icon: asset!("icon.svg", "image/svg+xml"),
        }
    }
}

impl Asset {
    fn new(name: &str, content_type: &'static str, packed: Packed) -> Asset {
        let hash = hash::short(packed.plain);
        Asset { address: format!("/assets/{hash}.{name}"), content_type, packed }
    }

    fn response(&self, headers: &HeaderMap) -> Response {
        let Packed { plain, gzip, brotli } = self.packed;
        let codings = [("br", brotli), ("gzip", gzip), (IDENTITY, plain)];
        let coding = preferred_coding(headers, &codings.map(|(coding, _)| coding));
        let bytes = codings.iter().find(|(name, _)| *name == coding).map_or(plain, |c| c.1);
        let mut response = (
            [
                (header::CONTENT_TYPE, self.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::VARY, "Accept-Encoding"),
            ],
            bytes,
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

#[cfg(test)]
#[path = "../build/packing.rs"]
mod packing;

#[cfg(test)]
mod tests {
    use super::packing::{brotli, gzip, without_comments};
    use super::*;
    use std::io::Read as _;

    /// UI.md: the first view is small on any line.
    const BUDGET_BYTES: usize = 5 * 1024;

    #[test]
    fn script_and_style_sheet_keep_to_their_budget() {
        let assets = Assets::get();
        for asset in [&assets.css, &assets.js] {
            let size = asset.packed.brotli.len();
            assert!(0 < size && size <= BUDGET_BYTES, "{}: {size} bytes", asset.address);
        }
    }

    #[test]
    fn comments_of_whole_lines_stay_behind() {
        let text =
            "/* two\n   lines */\na {\n  b: c; /* kept */\n}\n\n// one\nd(\"//\");\n/* last */\ne";
        assert_eq!(without_comments(text), "a {\nb: c; /* kept */\n}\nd(\"//\");\ne\n");
    }

    #[test]
    fn what_is_packed_unpacks_to_what_is_sent_plainly() {
        let Packed { plain, gzip: packed, brotli: smaller } = Assets::get().css.packed;
        assert_eq!((packed, smaller), (&gzip(plain).unwrap()[..], &brotli(plain).unwrap()[..]));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        unpacked.clear();
        brotli::BrotliDecompress(&mut &*smaller, &mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
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
