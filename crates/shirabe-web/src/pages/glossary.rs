//! `/glossary`: abbreviations that the documents define, each with the place of its definition.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::error::WebError;
use crate::format::html;
use crate::origin::Origin;
use crate::pages::frame::FrameView;
use crate::site::Site;
use crate::url;

#[derive(Template)]
#[template(path = "glossary.html")]
struct GlossaryView {
    frame: FrameView,
    entries: Vec<EntryView>,
}

struct EntryView {
    short: String,
    long: String,
    search_url: String,
    place: String,
    place_url: String,
}

/// `GET /glossary`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let entries = site
        .ask(|generation| {
            let documents = generation.documents();
            let title = |id: &str| {
                let found = documents.iter().find(|document| document.id == id);
                found.map_or_else(|| id.to_owned(), |document| document.title.clone())
            };
            let entries = generation.glossary().into_iter().map(|entry| {
                let (document, section, paragraph) = entry.defined_at;
                let section_url = url::section(&document, &section);
                EntryView {
                    search_url: format!("/search?q={}", url::encode(&entry.short)),
                    place: title(&document),
                    place_url: format!("{section_url}#{}", url::encode(&paragraph)),
                    short: entry.short,
                    long: entry.long,
                }
            });
            Ok(entries.collect())
        })
        .await?;
    let canonical = Some(origin.join("/glossary"));
    Ok(html(&GlossaryView {
        frame: FrameView { canonical, ..FrameView::new("略語集") }, entries
    }))
}
