//! One visit: a request to the app over a small library, and what comes back.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use shirabe_document::{Date, Document, Metadata, SourceInfo};
use shirabe_site::Config;
use shirabe_site::library::Library;
use tower::ServiceExt;

use crate::documents::document;
use crate::library::Real;

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// The visible text of `<main>`, marks as ［…］, one line per block element.
    pub(crate) fn outline(&self) -> String {
        let main = self.body.split("<main").nth(1).unwrap_or(&self.body);
        let main = main.split("</main>").next().expect("a first part");
        let main = main.split_once('>').map_or(main, |(_, rest)| rest);
        let marked = main.replace("</mark>", "］");
        let mut outline = String::new();
        for piece in marked.split('<') {
            let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
            let name = tag.split_whitespace().next().unwrap_or("");
            match name {
                "mark" => outline.push('［'),
                "h1" | "h2" | "h3" | "p" | "li" | "tr" | "/ul" | "/ol" | "/table" => {
                    outline.push('\n');
                    if name.starts_with('h') {
                        outline.push_str(
                            &"#".repeat(name.trim_start_matches('h').parse().unwrap_or(0)),
                        );
                        outline.push(' ');
                    }
                }
                _ => {}
            }
            outline.push_str(text);
        }
        let lines = outline.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A configuration with a fixed day.
pub(crate) fn config() -> Config {
    Config {
        public_url: Some("https://shirabe.example".to_owned()),
        build: Arc::new(OnceLock::from("test".to_owned())),
        search_timeout: Duration::from_secs(10),
        concurrent_searches: 4,
        ..Config::new(|| Date { year: 2026, month: Some(4), day: Some(1) })
    }
}

/// The library of most tests; one for all of them.
pub(crate) fn library() -> Arc<dyn Library> {
    static LIBRARY: OnceLock<Arc<Real>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| Arc::new(Real::of(&usual_documents())));
    Arc::clone(library) as Arc<dyn Library>
}

fn usual_documents() -> [Document; 2] {
    let text = "# AMEDとは\n機構の概要。研究を支える力。";
    let amed = document("amed-dai3ki-2026-02", "第3期でAMEDが目指すところ", text);
    let mext = document(
        "mext-lifescience-2025-02",
        "ライフサイエンス政策の動向",
        "[1]\n# 第1章 現状\n創薬力の向上と<b>創薬</b>の基盤。日本医療研究開発機構（AMED）が進める。\n[2]\n\
             # 1. 研究力の低下\n研究力が低下している。\n- 若手の創薬研究\n- 計測・基盤\n|# 区分\t予算額\n\
             | 創薬\t850億円\n※令和7年度の取組",
    );
    let pages = SourceInfo { n_pages: Some(26), n_pages_without_text: 1, ..mext.source.clone() };
    [
        Document { source: pages, ..mext },
        Document { metadata: Metadata { issued: Date::day(2026, 2, 6), ..amed.metadata }, ..amed },
    ]
}

/// `GET` with headers, over a library.
pub(crate) async fn get_from(
    library: Arc<dyn Library>,
    uri: &str,
    headers: &[(&str, &str)],
) -> Answer {
    request_from(library, "GET", uri, headers).await
}

/// Any method.
pub(crate) async fn request_from(
    library: Arc<dyn Library>,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
) -> Answer {
    send(library, method, uri, headers, Body::empty()).await
}

/// `POST` with a body.
pub(crate) async fn post_from(
    library: Arc<dyn Library>,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    send(library, "POST", uri, headers, Body::from(body.to_owned())).await
}

async fn send(
    library: Arc<dyn Library>,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> Answer {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("a request");
    answer_to(shirabe_web::app(library, config()), request).await
}

/// `GET` from the usual library, where the site is run otherwise.
pub(crate) async fn get_under(config: Config, uri: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    answer_to(shirabe_web::app(library(), config), request).await
}

pub(crate) async fn answer_to(app: axum::Router, request: Request<Body>) -> Answer {
    let response = app.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 24).await.expect("a body");
    let body = String::from_utf8_lossy(&bytes).replace(fingerprint(), "FINGERPRINT");
    Answer { status: parts.status, headers: parts.headers, body }
}

/// What every index of these tests was made with; it changes with the analysis and the dictionary, and
/// answers show it as `FINGERPRINT`.
fn fingerprint() -> &'static str {
    static FINGERPRINT: OnceLock<String> = OnceLock::new();
    FINGERPRINT.get_or_init(|| {
        library().generation().map(|generation| generation.info().fingerprint).unwrap_or_default()
    })
}

/// `GET` from the usual library.
pub(crate) async fn get(uri: &str) -> Answer {
    get_from(library(), uri, &[]).await
}

/// A search on the site.
pub(crate) async fn search(query: &str) -> Answer {
    get(&format!("/search?q={}", encode(query))).await
}

/// Percent-encodes every byte.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| format!("{encoded}%{byte:02X}"))
}
