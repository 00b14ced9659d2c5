//! `/d/{document}`: what a document is and what it contains.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use shirabe_document::{Document, Section};

use crate::error::WebError;
use crate::format::html;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::site::Site;
use crate::url;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPageView {
    frame: FrameView,
    title: String,
    bibliography: Vec<(&'static str, String)>,
    source_url: Option<String>,
    contents: Vec<EntryView>,
}

/// One line of a table of contents.
pub(crate) struct EntryView {
    pub url: String,
    pub heading: String,
    pub level: u8,
    pub pages: Option<String>,
}

/// `GET /d/{document}`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let document = find(&site, id).await?;
    let metadata = &document.metadata;
    let issued = metadata.issued.map(|date| wording::date(&date.to_string()));
    let mut bibliography = vec![
        ("発行機関", metadata.issuer.clone()),
        ("部署", metadata.division.clone().unwrap_or_default()),
        ("発行日", issued.unwrap_or_default()),
        ("種別", metadata.kind.clone()),
        ("版", metadata.edition.clone().unwrap_or_default()),
        ("利用条件", metadata.licence_note.clone().unwrap_or_default()),
    ];
    bibliography.retain(|(_, value)| !value.is_empty());
    let frame = FrameView {
        canonical: Some(url::document(document.id.as_str())),
        ..FrameView::new(&metadata.title)
    };
    Ok(html(&DocumentPageView {
        frame,
        title: metadata.title.clone(),
        bibliography,
        source_url: metadata.source_url.clone().filter(|url| is_web_address(url)),
        contents: document.sections.iter().map(|section| entry(&document, section)).collect(),
    }))
}

/// The whole document, or 404.
pub(crate) async fn find(site: &Site, id: String) -> Result<Arc<Document>, WebError> {
    site.ask(move |generation| generation.document(&id)?.ok_or(WebError::NotFound)).await
}

/// The line of a table of contents for a section.
pub(crate) fn entry(document: &Document, section: &Section) -> EntryView {
    EntryView {
        url: url::section(document.id.as_str(), section.id.as_str()),
        heading: section.heading.clone(),
        level: section.level.clamp(1, 6),
        pages: wording::pages(section.pages().as_ref()),
    }
}

/// Only addresses of the web become links; metadata could hold anything.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
