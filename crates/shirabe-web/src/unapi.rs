//! unAPI: how reference managers fetch the citation of what a page shows. The identifier of a section
//! is `{document}/{section}`, that of a document its id. <https://web.archive.org/web/unapi.info/specs/>

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use shirabe_document::citation::Selection;
use shirabe_site::Site;
use shirabe_site::citation_views::{self, CitationFile};
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;

use crate::pages::document::find;
use crate::render::xml;

#[derive(Template)]
#[template(path = "unapi.xml")]
struct FormatsView {
    id: Option<String>,
    formats: Vec<(&'static str, &'static str)>,
}

/// `GET /unapi`, `/unapi?id=` and `/unapi?id=&format=`
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    Query(pairs): Query<Vec<(String, String)>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let value = |name: &str| {
        let mut pairs = pairs.iter();
        pairs.find(|(found, _)| found == name).map(|(_, value)| value.clone())
    };
    let Some(id) = value("id") else { return Ok(formats(StatusCode::OK, None)) };
    let Some(format) = value("format") else {
        return Ok(formats(StatusCode::MULTIPLE_CHOICES, Some(id)));
    };
    let file = CitationFile::ALL.into_iter().find(|file| file.suffix() == format);
    let Some(file) = file else {
        let known = CitationFile::ALL.map(CitationFile::suffix).join(", ");
        return Ok((StatusCode::NOT_ACCEPTABLE, format!("formats: {known}\n")).into_response());
    };
    let today = (site.config.today)();
    let (document, section) = match id.split_once('/') {
        Some((document, section)) => (document, Some(section)),
        None => (id.as_str(), None),
    };
    let document = find(&site, document.to_owned()).await?;
    let citation = match section {
        None => citation_views::document_citation(&document, &origin, today),
        Some(wanted) => {
            let mut sections = document.sections.iter();
            let section = sections.find(|section| section.id.as_str() == wanted);
            let section = section.ok_or(WebError::NotFound)?;
            citation_views::section_citation(
                &document,
                section,
                &Selection::Section,
                &origin,
                today,
            )
        }
    };
    Ok(file.response(&citation))
}

fn formats(status: StatusCode, id: Option<String>) -> Response {
    let formats = CitationFile::ALL.map(|file| (file.suffix(), file.media_type())).into();
    (status, xml("application/xml", &FormatsView { id, formats })).into_response()
}
