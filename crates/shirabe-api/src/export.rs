//! `GET /api/v1/export`: the texts in bulk, one JSON object a line. [`Export`] makes the lines while they
//! are read, for the server and for `shirabe export`.
//!
//! The first line says what the file is and of which index; the last one that it is complete. Documents
//! come by their ids and sections in their order, so that a file that was cut goes on with `after=`.

use std::io::{self, Read};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;
use shirabe_document::{Document, Section};
use shirabe_http::pieces::PiecesBody;
use shirabe_search::Deadline;
use shirabe_site::error::{Problems, WebError};
use shirabe_site::lanes::Place;
use shirabe_site::library::Generation;
use shirabe_site::params::{ExportParams, ExportUnit, pairs};
use shirabe_site::{Site, url};

use crate::shapes::{IndexBody, PageBody, pages};
use crate::words::EntryBody;

/// `GET /api/v1/export`
#[utoipa::path(
    get,
    path = "/api/v1/export",
    operation_id = "export",
    tag = "文書",
    summary = "本文の一括取得",
    description = "1行に1件のJSON（NDJSON）。初めの行は条件と索引、最後の行は{\"end\":true}と件数です。最後の行がないときは途中で\
        切れています。最後に受け取った行のcursorをafterに指定すると、続きから得られます。",
    params(ExportParams),
    responses(
        (status = 200, description = "NDJSON", content_type = "application/x-ndjson", body = String),
        Problems
    )
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    params: ExportParams,
) -> Result<Response, WebError> {
    let (generation, place) = site.hold(None).await?;
    let built = generation.info().built;
    let name = format!("shirabe-{}.ndjson", generation.info().generation);
    let export = Held { export: Export::new(generation, params), place };
    let mut response = Body::new(PiecesBody::to_the_end(export)).into_response();
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{name}\"");
    for (name, value) in [
        (header::CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::LAST_MODIFIED, http_date(&built).unwrap_or_default()),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

/// `2026-04-01T00:00:00Z` as `Wed, 01 Apr 2026 00:00:00 GMT` (RFC 9110, 5.6.7).
fn http_date(rfc3339: &str) -> Option<String> {
    let moment: Timestamp = rfc3339.parse().ok()?;
    Some(moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// An export in its place.
struct Held {
    export: Export,
    place: Place,
}

impl Read for Held {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let export = &mut self.export;
        self.place.work(&Deadline::default(), || export.read(buffer))
    }
}

/// The lines of an export, made while they are read.
pub struct Export {
    generation: Arc<dyn Generation>,
    params: ExportParams,
    /// The documents that are still to come, the next one last; `None` before the first line.
    to_come: Option<Vec<String>>,
    n_documents: usize,
    n_items: usize,
    /// What was made and not yet read.
    made: io::Cursor<Vec<u8>>,
    is_over: bool,
}

impl Export {
    /// Everything of `generation` that meets the conditions, written as in an address, such as
    /// `unit=document&issuer=…`.
    pub fn of_query(generation: Arc<dyn Generation>, query: &str) -> Result<Export, String> {
        Ok(Export::new(generation, params_of(query)?))
    }

    pub(crate) fn new(generation: Arc<dyn Generation>, params: ExportParams) -> Export {
        Export {
            generation,
            params,
            to_come: None,
            n_documents: 0,
            n_items: 0,
            made: io::Cursor::default(),
            is_over: false,
        }
    }

    /// Makes the lines of the next document, or the first or last line.
    fn make(&mut self) -> Result<Vec<u8>, WebError> {
        let Some(to_come) = &mut self.to_come else { return self.begin() };
        let mut lines = Vec::new();
        if let Some(id) = to_come.pop() {
            // Withdrawn by a later generation it cannot be: this one is held.
            let document = self.generation.document(&id)?.ok_or(WebError::Internal)?;
            self.n_documents += 1;
            if self.params.unit == ExportUnit::Document {
                self.write(&mut lines, &document_line(&document))?;
            } else {
                let after = self.params.section_after(&id);
                let ids = document.sections.iter().map(|section| section.id.as_str());
                let first = after.and_then(|after| ids.clone().position(|id| id == after));
                for section in document.sections.iter().skip(first.map_or(0, |first| first + 1)) {
                    self.write(&mut lines, &section_line(&document, section))?;
                }
            }
            return Ok(lines);
        }
        self.is_over = true;
        let end = EndLine { end: true, n_items: self.n_items, n_documents: self.n_documents };
        write_line(&mut lines, &end)?;
        Ok(lines)
    }

    fn begin(&mut self) -> Result<Vec<u8>, WebError> {
        let mut ids = documents_to_come(self.generation.as_ref(), &self.params)?;
        let search = &self.params.search;
        let head = HeadLine {
            format: "shirabe-export",
            version: 1,
            unit: self.params.unit_name(),
            conditions: search.query_string(),
            after: self.params.after.clone(),
            n_documents: ids.len(),
            index: self.generation.info().into(),
        };
        let mut lines = Vec::new();
        write_line(&mut lines, &head)?;
        if self.params.unit == ExportUnit::Definition {
            self.write_definitions(&mut lines, search_documents(&ids))?;
            ids.clear();
        }
        self.to_come = Some(ids);
        Ok(lines)
    }

    fn write_definitions(
        &mut self,
        lines: &mut Vec<u8>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<(), WebError> {
        for entry in self.generation.glossary() {
            if is_wanted(&entry.defined_at.0) {
                self.write(lines, &EntryBody::from(entry))?;
            }
        }
        Ok(())
    }

    fn write(&mut self, lines: &mut Vec<u8>, line: &impl Serialize) -> Result<(), WebError> {
        self.n_items += 1;
        write_line(lines, line)
    }
}

/// The ids of the documents that are exported, the first one last.
pub(crate) fn documents_to_come(
    generation: &dyn Generation,
    params: &ExportParams,
) -> Result<Vec<String>, WebError> {
    let documents = generation.documents()?;
    let mut ids: Vec<String> = documents
        .iter()
        .filter(|document| params.search.admits(document))
        .map(|document| document.id.clone())
        .filter(|id| params.is_to_come(id))
        .collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    Ok(ids)
}

/// The conditions of an export, written as in an address.
pub(crate) fn params_of(query: &str) -> Result<ExportParams, String> {
    let uri = format!("/?{query}").parse().map_err(|error| format!("{error}"))?;
    ExportParams::parse(pairs(&uri)).map_err(|error| error.detail())
}

fn search_documents(ids: &[String]) -> impl Fn(&str) -> bool + use<> {
    let ids: std::collections::BTreeSet<String> = ids.iter().cloned().collect();
    move |id| ids.contains(id)
}

impl Read for Export {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n_read = self.made.read(buffer)?;
            if n_read > 0 || self.is_over || buffer.is_empty() {
                return Ok(n_read);
            }
            let made = self.make().map_err(|error| io::Error::other(error.detail()))?;
            self.made = io::Cursor::new(made);
        }
    }
}

fn write_line(lines: &mut Vec<u8>, line: &impl Serialize) -> Result<(), WebError> {
    serde_json::to_writer(&mut *lines, line).map_err(|error| {
        tracing::error!(%error, "a line of an export could not be written");
        WebError::Internal
    })?;
    lines.push(b'\n');
    Ok(())
}

#[derive(Serialize)]
struct HeadLine {
    format: &'static str,
    version: u8,
    unit: &'static str,
    conditions: String,
    after: Option<String>,
    n_documents: usize,
    index: IndexBody,
}

#[derive(Serialize)]
struct EndLine {
    end: bool,
    n_items: usize,
    n_documents: usize,
}

#[derive(Serialize)]
struct AboutLine<'a> {
    id: &'a str,
    title: &'a str,
    issuer: &'a str,
    division: Option<&'a str>,
    issued: Option<String>,
    #[serde(rename = "type")]
    kind: &'a str,
    language: &'a str,
    source_url: Option<&'a str>,
    sha256: &'a str,
    licence_note: Option<&'a str>,
}

#[derive(Serialize)]
struct TextLine<'a> {
    id: &'a str,
    heading: &'a str,
    level: u8,
    path: &'a [String],
    pages: Option<[PageBody; 2]>,
    text: String,
}

#[derive(Serialize)]
struct SectionLine<'a> {
    cursor: String,
    url: String,
    document: AboutLine<'a>,
    section: TextLine<'a>,
}

#[derive(Serialize)]
struct DocumentLine<'a> {
    cursor: &'a str,
    url: String,
    document: AboutLine<'a>,
    sections: Vec<TextLine<'a>>,
}

fn about(document: &Document) -> AboutLine<'_> {
    let metadata = &document.metadata;
    AboutLine {
        id: document.id.as_str(),
        title: &metadata.title,
        issuer: &metadata.issuer,
        division: metadata.division.as_deref(),
        issued: metadata.issued.map(|date| date.to_string()),
        kind: &metadata.kind,
        language: &metadata.language,
        source_url: metadata.source_url.as_deref(),
        sha256: &metadata.sha256,
        licence_note: metadata.licence_note.as_deref(),
    }
}

fn text(section: &Section) -> TextLine<'_> {
    TextLine {
        id: section.id.as_str(),
        heading: &section.heading,
        level: section.level,
        path: &section.path,
        pages: pages(section.pages()),
        text: section.text(),
    }
}

fn section_line<'a>(document: &'a Document, section: &'a Section) -> SectionLine<'a> {
    SectionLine {
        cursor: format!("{}/{}", document.id, section.id),
        url: url::section(document.id.as_str(), section.id.as_str()),
        document: about(document),
        section: text(section),
    }
}

fn document_line(document: &Document) -> DocumentLine<'_> {
    DocumentLine {
        cursor: document.id.as_str(),
        url: url::document(document.id.as_str()),
        document: about(document),
        sections: document.sections.iter().map(text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_http_has_it() {
        let written = http_date("2026-04-01T00:00:00Z");
        assert_eq!(written.as_deref(), Some("Wed, 01 Apr 2026 00:00:00 GMT"));
        assert_eq!(http_date("soon"), None);
    }
}
