//! `/d/{document}/{section}`: the text of a section, with the hits of a query marked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use shirabe_document::{Document, Section};

use crate::error::WebError;
use crate::format::html;
use crate::library::Mark;
use crate::pages::body::{Piece, pieces};
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::SearchParams;
use crate::site::Site;
use crate::url;

#[derive(Template)]
#[template(path = "section.html")]
struct SectionView {
    frame: FrameView,
    crumbs: Vec<CrumbView>,
    meta: String,
    pieces: Vec<Piece>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
}

struct CrumbView {
    name: String,
    url: Option<String>,
}

struct LinkView {
    name: String,
    url: String,
}

/// `GET /d/{document}/{section}`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, section)): Path<(String, String)>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let query = params.q.clone();
    let (document, index, marks) = site
        .ask(move |generation| {
            let document = generation.document(&id)?.ok_or(WebError::NotFound)?;
            let mut ids = document.sections.iter().map(|section| section.id.as_str());
            let index = ids.position(|id| id == section).ok_or(WebError::NotFound)?;
            let section = document.sections.get(index).ok_or(WebError::NotFound)?;
            let marks = match params.q.trim() {
                "" => Vec::new(),
                query => generation.section_marks(&document, section, query, params.strict),
            };
            Ok((document, index, marks))
        })
        .await?;
    let section = document.sections.get(index).ok_or(WebError::NotFound)?;
    Ok(html(&SectionView::of(&document, index, section, &marks, &query)))
}

impl SectionView {
    fn of(
        document: &Document,
        index: usize,
        section: &Section,
        marks: &[Mark],
        query: &str,
    ) -> SectionView {
        let title = format!("{} - {}", section.heading, document.metadata.title);
        let link = |index: usize| {
            document.sections.get(index).map(|section| LinkView {
                name: section.heading.clone(),
                url: url::section(document.id.as_str(), section.id.as_str()),
            })
        };
        SectionView {
            frame: FrameView {
                query: query.to_owned(),
                canonical: Some(url::section(document.id.as_str(), section.id.as_str())),
                ..FrameView::new(&title)
            },
            crumbs: crumbs(document, section),
            meta: meta(document, section),
            pieces: pieces(section, marks),
            previous: index.checked_sub(1).and_then(link),
            next: link(index + 1),
        }
    }
}

fn crumbs(document: &Document, section: &Section) -> Vec<CrumbView> {
    let document_url = url::document(document.id.as_str());
    let mut crumbs =
        vec![CrumbView { name: document.metadata.title.clone(), url: Some(document_url) }];
    crumbs.extend(section.path.iter().map(|heading| CrumbView {
        name: heading.clone(),
        url: section_of(document, section, heading),
    }));
    crumbs
}

/// The nearest section before `section` that has this heading.
fn section_of(document: &Document, section: &Section, heading: &str) -> Option<String> {
    let before = document.sections.iter().take_while(|other| other.id != section.id);
    let found = before.filter(|other| other.heading == heading).last()?;
    Some(url::section(document.id.as_str(), found.id.as_str()))
}

fn meta(document: &Document, section: &Section) -> String {
    let metadata = &document.metadata;
    let issued = metadata.issued.map(|date| wording::date(&date.to_string()));
    let parts = [Some(metadata.issuer.clone()), issued, wording::pages(section.pages().as_ref())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("・")
}
