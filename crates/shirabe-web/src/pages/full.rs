//! `/d/{document}/full`: the whole text of a document on one page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use shirabe_document::Document;
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::params::SearchParams;
use shirabe_site::{Site, moved_and_gone, url, wording};

use crate::pages::body::{BodyView, body};
use crate::pages::frame::FrameView;
use crate::pages::page_picture::OriginalPages;
use crate::render::html;

#[derive(Template)]
#[template(path = "full.html")]
struct FullView {
    frame: FrameView,
    title: String,
    document_url: String,
    /// The language, where it is not Japanese.
    lang: Option<String>,
    sections: Vec<PartView>,
}

/// One section of the whole.
struct PartView {
    heading: String,
    /// The paragraph id of the heading, if the section begins with one.
    heading_id: String,
    /// 2 to 6: the page's own heading is the document's title.
    level: u8,
    url: String,
    body: BodyView,
}

/// `GET /d/{document}/full`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    origin: Origin,
) -> Result<Response, WebError> {
    let is_painted = site.config.painter.is_some();
    // A page of megabytes is made where it keeps no connection waiting.
    site.ask(move |generation| {
        let document = moved_and_gone::present_document(generation, &id)?;
        let params = SearchParams::default();
        let original = OriginalPages::of(generation, &document, is_painted, &params)?;
        Ok(html(&FullView::of(&document, original.as_ref(), &origin)))
    })
    .await
}

impl FullView {
    fn of(document: &Document, original: Option<&OriginalPages>, origin: &Origin) -> FullView {
        let document_url = url::document(document.id.as_str());
        let (mut level, mut n_tables) = (1, 0);
        let sections = document.sections.iter().map(|section| {
            let mut body = body(section, &[], original);
            n_tables = body.number_tables(n_tables);
            // Headings of a page go down one step at a time.
            level = (section.level + 1).clamp(2, 6).min(level + 1);
            PartView {
                heading: wording::heading(document, section),
                heading_id: body.heading.as_ref().map(|block| block.id.clone()).unwrap_or_default(),
                level,
                url: url::section(document.id.as_str(), section.id.as_str()),
                body,
            }
        });
        let title = &document.metadata.title;
        FullView {
            frame: FrameView {
                canonical: Some(origin.join(&format!("{document_url}/full"))),
                ..FrameView::new(&format!("{title}（全文）"))
            },
            title: title.clone(),
            lang: wording::foreign(&document.metadata.language),
            sections: sections.collect(),
            document_url,
        }
    }
}
