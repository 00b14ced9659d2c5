//! `/glossary`: abbreviations that the documents define, each with the place of its definition.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::error::WebError;
use crate::format::html;
use crate::library::GlossaryEntry;
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
    /// Title and address of each definition.
    places: Vec<(String, String)>,
}

/// `GET /glossary`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let entries = site
        .ask(|generation| {
            let documents = generation.documents()?;
            let title = |id: &str| {
                let found = documents.iter().find(|document| document.id == id);
                found.map_or_else(|| id.to_owned(), |document| document.title.clone())
            };
            let mut entries: Vec<EntryView> = Vec::new();
            for GlossaryEntry { long, short, defined_at } in generation.glossary() {
                let (document, section, paragraph) = defined_at;
                let address = url::section(&document, &section);
                let place = (title(&document), format!("{address}#{}", url::encode(&paragraph)));
                match entries.last_mut() {
                    Some(last) if last.long == long && last.short == short => {
                        last.places.push(place);
                    }
                    _ => entries.push(EntryView {
                        search_url: format!("/search?q={}", url::encode(&short)),
                        places: vec![place],
                        short,
                        long,
                    }),
                }
            }
            Ok(entries)
        })
        .await?;
    let canonical = Some(origin.join("/glossary"));
    Ok(html(&GlossaryView {
        frame: FrameView { canonical, ..FrameView::new("略語集") }, entries
    }))
}
