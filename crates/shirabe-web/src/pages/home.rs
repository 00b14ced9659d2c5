//! `/`: the search box, the newest documents, what the library holds.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_search::DocumentSummary;
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::{Site, url, wording};

use crate::pages::frame::FrameView;
use crate::render::html;

/// How many documents the home page lists.
const N_NEWEST: usize = 5;

#[derive(Template)]
#[template(path = "home.html")]
struct HomeView {
    frame: FrameView,
    documents: Vec<DocumentView>,
    /// Wordings of the corpus, each with its search.
    examples: Vec<(String, String)>,
    /// How much the library holds, in words.
    extent: String,
}

/// A document in a list.
pub(crate) struct DocumentView {
    pub url: String,
    pub title: String,
    meta: Vec<String>,
}

impl DocumentView {
    /// Issuer, date and kind, as far as they are known.
    pub(crate) fn meta(&self) -> String {
        self.meta.join("・")
    }
}

impl From<DocumentSummary> for DocumentView {
    fn from(document: DocumentSummary) -> DocumentView {
        let meta = [document.issuer, wording::date(&document.issued), document.kind];
        DocumentView {
            url: url::document(&document.id),
            title: document.title,
            meta: meta.into_iter().filter(|part| !part.is_empty()).collect(),
        }
    }
}

/// `GET /`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let asked = Arc::clone(&site);
    let (catalogue, extent) =
        site.ask(move |g| Ok((asked.catalogue(g)?, g.corpus_size()?))).await?;
    let newest = catalogue.newest.iter().take(N_NEWEST);
    let examples = catalogue.examples.iter();
    let frame = FrameView {
        is_home: true,
        description:
            "政策文書の本文を一字残らず検索し、見つかった箇所の文書・節・ページ・段落を示します。"
                .to_owned(),
        has_hint: true,
        canonical: Some(origin.join("/")),
        feed: Some("/feed.atom".to_owned()),
        ..FrameView::new("Shirabe（調べ） 政策文書検索")
    };
    Ok(html(&HomeView {
        frame,
        extent: wording::corpus_size(catalogue.newest.len(), &extent),
        documents: newest.map(|entry| DocumentView::from(entry.document.clone())).collect(),
        examples: examples
            .map(|text| (text.clone(), format!("/search?q={}", url::encode(text))))
            .collect(),
    }))
}
