//! `/about`: what the library holds and how it works. `/about/quality`: how well it could be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_document::Quality;

use crate::error::WebError;
use crate::format::html;
use crate::origin::Origin;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::site::Site;
use crate::url;

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
    rows: Vec<RowView>,
}

struct RowView {
    url: String,
    title: String,
    n_chars: String,
    n_repairs: String,
    n_unreadable: String,
    n_figures: String,
    n_pages: String,
    n_recognised: String,
}

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
    let rows = rows.into_iter().map(|(summary, source, quality)| RowView {
        url: format!("{}#quality", url::document(&summary.id)),
        title: summary.title,
        n_chars: wording::number(source.n_chars as usize),
        n_repairs: wording::number(quality.counts.iter().map(|(_, n)| n).sum()),
        n_unreadable: wording::number(quality.n_chars_unreadable),
        n_figures: wording::number(quality.n_figures_missing),
        n_pages: wording::number(quality.n_pages_without_text as usize),
        n_recognised: wording::number(quality.n_pages_recognised),
    });
    let canonical = Some(origin.join("/about/quality"));
    Ok(html(&QualityView {
        frame: FrameView { canonical, ..FrameView::new("抽出品質") },
        n_documents: wording::number(n_documents),
        rows: rows.collect(),
    }))
}
