//! `/about`: what the library holds and how it was made.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::error::WebError;
use crate::format::html;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::site::Site;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutView {
    frame: FrameView,
    n_documents: String,
    n_sections: String,
    generation: u64,
    built: String,
}

/// `GET /about`
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Result<Response, WebError> {
    let generation = site.generation()?;
    let documents = generation.documents();
    let info = generation.info();
    let canonical = Some("/about".to_owned());
    Ok(html(&AboutView {
        frame: FrameView { canonical, ..FrameView::new("Shirabeについて") },
        n_documents: wording::number(documents.len()),
        n_sections: wording::number(documents.iter().map(|document| document.n_sections).sum()),
        generation: info.generation,
        built: info.built,
    }))
}
