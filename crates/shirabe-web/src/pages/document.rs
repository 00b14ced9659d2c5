//! `/d/{document}`: what a document is, what it contains and how well it could be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_document::anchors::edition_name;
use shirabe_document::citation::{Citation, Selection};
use shirabe_document::{Date, Document, Field, Quality};
use shirabe_site::citation_views::{self, CitePanelView, Wanted};
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::params::SearchParams;
use shirabe_site::{Site, moved_and_gone, url, wording};

use crate::json_ld;
use crate::pages::contents::{self, ChapterView, HitsBySection};
use crate::pages::frame::{FrameView, printed};
use crate::render::html;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPageView {
    frame: FrameView,
    /// For programs that read pages; safe in a `<script>`.
    json_ld: String,
    title: String,
    bibliography: Vec<(&'static str, String)>,
    source_url: Option<String>,
    /// The bytes that were read, and how many.
    original: Option<(String, String)>,
    /// Names and addresses of all editions, the latest first; empty if there is one.
    editions: Vec<EditionView>,
    cite: CitePanelView,
    full_url: String,
    compare_url: String,
    /// What is looked for in the document, and what was found.
    query: String,
    found: Option<String>,
    search_url: String,
    contents: Vec<ChapterView>,
    quality: Vec<(&'static str, String)>,
    /// How often each rule of repair was applied, by the rule's name for readers.
    repairs: Vec<(&'static str, &'static str, String)>,
}

/// One edition.
struct EditionView {
    name: String,
    url: String,
    /// 最新 or nothing.
    remark: &'static str,
    /// Of an earlier one: what has changed since.
    compare_url: Option<String>,
    is_current: bool,
}

/// `GET /d/{document}`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    let (id, wanted) = Wanted::split(&segment, &headers)?;
    if wanted == Wanted::Data {
        return shirabe_api::documents::whole(State(site), Path(id.to_owned())).await;
    }
    let id = id.to_owned();
    let today = (site.config.today)();
    // The contents of a code have thousands of entries: the page is made where it keeps no connection waiting.
    site.ask(move |generation| {
        let document = moved_and_gone::present_document(generation, &id)?;
        let citation = citation_views::document_citation(&document, &origin, today);
        if let Wanted::Citation(file) = wanted {
            return Ok(file.response(&citation));
        }
        let latest = match document.id.edition() {
            Some(_) => generation.document(document.id.base())?,
            None => None,
        };
        let latest = latest.unwrap_or_else(|| Arc::clone(&document));
        let original = copy(&document, generation.source(&document)?.is_some());
        let (hits, _) = contents::find(generation, &document, None, &params)?;
        let mut view = DocumentPageView::of(&document, &citation, &origin, (&params, &hits));
        let address = origin.join(&params.carried_to(&url::document(document.id.as_str())));
        view.frame.printed = printed(&address, today, &generation.info());
        let view = DocumentPageView { original, editions: editions(&document, &latest), ..view };
        Ok(citation_views::cite_as(html(&view), &citation.permalink))
    })
    .await
}

impl DocumentPageView {
    fn of(
        document: &Document,
        citation: &Citation,
        origin: &Origin,
        (params, hits): (&SearchParams, &HitsBySection),
    ) -> DocumentPageView {
        let metadata = &document.metadata;
        let quality = Quality::of(document);
        let repairs = quality.counts.iter().filter_map(|(name, n)| {
            let rule = shirabe_document::Rule::named(name)?;
            Some((rule.label_ja, rule.reason_ja, wording::number(*n)))
        });
        let address = url::document(document.id.as_str());
        DocumentPageView {
            frame: FrameView {
                canonical: Some(origin.join(&address)),
                description: format!(
                    "{}「{}」の本文と目次、書誌、引用のしかたです。",
                    metadata.issuer, metadata.title
                ),
                place: "/documents",
                search: params.elsewhere(),
                query: params.q.clone(),
                hidden: params.all_carried(),
                ..FrameView::new(&metadata.title)
            },
            json_ld: json_ld::report(document, &citation.permalink),
            title: metadata.title.clone(),
            bibliography: bibliography(document),
            original: None,
            editions: Vec::new(),
            source_url: metadata.source_url.clone().filter(|url| url::is_of_the_web(url)),
            cite: CitePanelView::of(citation, &address, &Selection::Section),
            full_url: format!("{address}/full"),
            compare_url: format!("/compare?a={}", url::encode(document.id.as_str())),
            found: found(params, hits),
            search_url: search_within(document, params),
            query: params.q.trim().to_owned(),
            contents: contents::whole(document, hits, params),
            repairs: repairs.collect(),
            quality: quality_lines(document, &quality),
        }
    }
}

/// 「研究力」は、この文書の12の節に30か所あります。
fn found(params: &SearchParams, hits: &HitsBySection) -> Option<String> {
    let query = params.q.trim();
    let n = wording::number;
    match (query, hits.len()) {
        ("", _) => None,
        (_, 0) => Some(format!("「{query}」は、この文書にはありません。")),
        (_, n_sections) => Some(format!(
            "「{query}」は、この文書の{}の節に{}か所あります。",
            n(n_sections),
            n(hits.values().sum())
        )),
    }
}

/// The same search in this document alone.
fn search_within(document: &Document, params: &SearchParams) -> String {
    params.with(|params| params.documents = vec![document.id.base().to_owned()]).url()
}

/// Where the source is, and its size.
fn copy(document: &Document, has_source: bool) -> Option<(String, String)> {
    let address = url::document(document.id.as_str());
    let size = format!("{}バイト", wording::number(document.source.n_bytes as usize));
    has_source.then(|| (format!("{address}/source"), size))
}

/// All editions of a document, the latest first, with the one that is shown.
fn editions(shown: &Document, latest: &Document) -> Vec<EditionView> {
    let view = |issued: Option<Date>, label: Option<&String>, name: &str, remark| {
        let date = issued.map_or_else(|| name.to_owned(), |date| wording::date(&date.to_string()));
        let label = label.map(|label| format!("（{label}）")).unwrap_or_default();
        EditionView {
            name: format!("{date}{label}"),
            url: url::document(latest.id.pinned(name).as_str()),
            remark,
            compare_url: remark.is_empty().then(|| {
                let (old, new) = (latest.id.pinned(name), latest.id.base());
                format!("/compare?a={}&b={}", url::encode(old.as_str()), url::encode(new))
            }),
            is_current: shown.id.edition() == Some(name),
        }
    };
    let earlier = &latest.addresses.editions;
    if earlier.is_empty() {
        return Vec::new();
    }
    let metadata = &latest.metadata;
    let name = edition_name(metadata);
    let first = view(metadata.issued, metadata.edition.as_ref(), &name, "最新");
    let earlier = earlier.iter().map(|old| view(old.issued, old.label.as_ref(), &old.name, ""));
    std::iter::once(first).chain(earlier).collect()
}

/// The whole document, or 404, or 410 for one that was withdrawn.
pub(crate) async fn find(site: &Site, id: String) -> Result<Arc<Document>, WebError> {
    site.ask(move |generation| moved_and_gone::present_document(generation, &id)).await
}

fn bibliography(document: &Document) -> Vec<(&'static str, String)> {
    let metadata = &document.metadata;
    let issued = metadata.issued.map(|date| wording::date(&date.to_string()));
    let pages = document.source.n_pages.map(|pages| format!("{pages}ページ"));
    let guessed = document.source.guessed();
    let mark = |field: Field, value: Option<String>| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(if guessed.contains(&field) { format!("{value}（推測）") } else { value })
    };
    let title = guessed.contains(&Field::Title).then(|| metadata.title.clone());
    let lines = [
        ("文書名", mark(Field::Title, title)),
        ("発行機関", mark(Field::Issuer, Some(metadata.issuer.clone()))),
        ("部署", mark(Field::Division, metadata.division.clone())),
        ("発行日", mark(Field::Issued, issued)),
        ("種別", mark(Field::Kind, Some(metadata.kind.clone()))),
        ("版", metadata.edition.clone()),
        ("分量", Some(format!("{}節", document.sections.len()))),
        ("ページ数", pages),
        ("利用条件", metadata.licence_note.clone()),
    ];
    let known = lines.into_iter().filter_map(|(name, value)| Some((name, value?)));
    known.filter(|(_, value)| !value.is_empty()).collect()
}

/// 抽出品質 in numbers.
fn quality_lines(document: &Document, quality: &Quality) -> Vec<(&'static str, String)> {
    let n = wording::number;
    vec![
        ("文書ID", document.id.to_string()),
        ("原資料のファイル名", document.metadata.source_file.clone()),
        ("原資料のSHA-256", document.metadata.sha256.clone()),
        ("原資料の文字数（空白を除く）", n(document.source.n_chars as usize)),
        ("本文から除いた文字数", n(quality.n_chars_removed)),
        ("本文に補った文字数", n(quality.n_chars_added)),
        ("読み取れなかった文字数", n(quality.n_chars_unreadable)),
        ("図の内容が失われた節", n(quality.n_figures_missing)),
        ("文字のないページ", n(quality.n_pages_without_text as usize)),
        ("画像が4分の1以上を占めるページ", pages_with_pictures(document)),
        ("読み込んでいない添付ファイル", n(quality.n_attachments as usize)),
        ("文字認識（OCR）による本文のページ", recognised(document)),
        ("修復した箇所", n(document.repairs.len())),
    ]
}

/// The pages with large pictures.
fn pages_with_pictures(document: &Document) -> String {
    numbered(&document.source.pages_with_pictures)
}

/// The pages whose text comes from a recogniser of characters.
fn recognised(document: &Document) -> String {
    numbered(&document.source.recognised_pages)
}

/// How many pages, and which.
fn numbered(pages: &[u32]) -> String {
    let n_pages = wording::number(pages.len());
    let places = wording::ranges(pages);
    if pages.is_empty() { n_pages } else { format!("{n_pages}（PDFの{places}ページ目）") }
}
