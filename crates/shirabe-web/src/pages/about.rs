//! `/about`: what the library holds and how it works. `/about/quality`: how well it could be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_document::Quality;
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::{Site, url, wording};

use crate::pages::frame::FrameView;
use crate::render::html;

/// Documents whose quality is listed; reading one costs time.
const N_LISTED: usize = 100;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutView {
    frame: FrameView,
    /// How much the library holds, in words.
    extent: String,
    issuers: Vec<(String, String)>,
    index: IndexView,
}

struct IndexView {
    generation: u64,
    fingerprint: String,
    built: String,
}

#[derive(Template)]
#[template(path = "quality.html")]
struct QualityView {
    frame: FrameView,
    n_documents: String,
    /// The names of the columns in which something stands.
    columns: Vec<&'static str>,
    rows: Vec<RowView>,
}

struct RowView {
    url: String,
    title: String,
    /// Name of the column and number.
    cells: Vec<(&'static str, String)>,
}

/// What is counted of a document.
const COLUMNS: [&str; 8] = [
    "文字数",
    "修復した箇所",
    "読み取れなかった文字",
    "図の内容が失われた節",
    "文字のないページ",
    "画像が4分の1以上を占めるページ",
    "読み込んでいない添付ファイル",
    "文字認識（OCR）によるページ",
];

/// `GET /about`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let (documents, extent, info) = site
        .ask(|generation| {
            Ok((generation.documents()?, generation.corpus_size()?, generation.info()))
        })
        .await?;
    let mut issuers = std::collections::BTreeMap::<_, usize>::new();
    for document in documents.iter() {
        *issuers.entry(document.issuer.clone()).or_default() += 1;
    }
    let canonical = Some(origin.join("/about"));
    Ok(html(&AboutView {
        frame: FrameView { canonical, ..FrameView::new("Shirabeについて") },
        extent: wording::corpus_size(documents.len(), &extent),
        issuers: issuers.into_iter().map(|(name, n)| (name, wording::number(n))).collect(),
        index: IndexView {
            generation: info.generation,
            fingerprint: info.fingerprint,
            built: wording::moment(&info.built),
        },
    }))
}

/// `GET /about/quality`
pub(crate) async fn quality(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let (n_documents, rows) = site
        .ask(|generation| {
            let documents = generation.documents()?;
            let mut rows = Vec::new();
            for summary in documents.iter().take(N_LISTED) {
                if let Some(document) = generation.document(&summary.id)? {
                    rows.push((summary.clone(), document.source.clone(), Quality::of(&document)));
                }
            }
            Ok((documents.len(), rows))
        })
        .await?;
    let counted = rows.into_iter().map(|(summary, source, quality)| {
        let counts = [
            source.n_chars as usize,
            quality.counts.iter().map(|(_, n)| n).sum(),
            quality.n_chars_unreadable,
            quality.n_figures_missing,
            quality.n_pages_without_text as usize,
            quality.n_pages_with_pictures,
            quality.n_attachments as usize,
            quality.n_pages_recognised,
        ];
        (summary, counts)
    });
    let counted: Vec<_> = counted.collect();
    let is_used = |column: usize| counted.iter().any(|(_, counts)| counts[column] > 0);
    let used = COLUMNS.into_iter().enumerate();
    let used: Vec<(usize, &'static str)> = used.filter(|(column, _)| is_used(*column)).collect();
    let rows = counted.iter().map(|(summary, counts)| RowView {
        url: format!("{}#quality", url::document(&summary.id)),
        title: summary.title.clone(),
        cells: used.iter().map(|(at, name)| (*name, wording::number(counts[*at]))).collect(),
    });
    let canonical = Some(origin.join("/about/quality"));
    Ok(html(&QualityView {
        frame: FrameView { canonical, ..FrameView::new("抽出品質") },
        n_documents: wording::number(n_documents),
        columns: used.iter().map(|(_, name)| *name).collect(),
        rows: rows.collect(),
    }))
}
