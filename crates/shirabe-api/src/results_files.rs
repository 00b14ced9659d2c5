//! `/results`: all sections or documents with a wording as a file, and the citations of those documents.
//!
//! What has the words alone is on the page only: no file counts it as a result.

use std::io::Write;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::json;
use shirabe_document::Date;
use shirabe_document::citation::Style;
use shirabe_export::{Column, ExportError, FileFormat, Sheet, TableWriter};
use shirabe_search::{DocumentSummary, SearchRequest, Unit};
use shirabe_site::citable::Citable;
use shirabe_site::error::WebError;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::SearchParams;
use shirabe_site::{Site, citation_views, url, wording};
use shirabe_wording::{FoundDocument, FoundSection};

use crate::downloads::{Kind, file_name, send, write_rows};
use crate::tables;

const SECTION_COLUMNS: [Column; 11] = [
    ("文書", "title", false),
    ("発行機関", "issuer", false),
    ("発行日", "issued", false),
    ("種別", "type", false),
    ("節", "heading", false),
    ("上の見出し", "path", false),
    ("ページ", "pages", false),
    ("箇所", "hits", true),
    ("最初の文", "sentence", false),
    ("文書ID", "document", false),
    ("URL", "url", false),
];
const DOCUMENT_COLUMNS: [Column; 8] = [
    ("文書", "title", false),
    ("発行機関", "issuer", false),
    ("発行日", "issued", false),
    ("種別", "type", false),
    ("箇所", "hits", true),
    ("節", "sections", true),
    ("文書ID", "document", false),
    ("URL", "url", false),
];

/// In which form all results go out.
#[derive(Clone, Copy)]
enum Wanted {
    Table(FileFormat),
    Citations(Style),
}

/// `GET /results`
pub async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (format, search): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, _)| name == "format");
    let params = SearchParams::parse(&search)?;
    params.require_query()?;
    let wanted = wanted(format.first().map_or("csv", |(_, value)| value))?;
    let name = file_name("検索結果", &params.q, &site);
    let number = params.generation;
    let desk = Desk { request: params.request(), params, origin, today: (site.config.today)() };
    match wanted {
        Wanted::Table(format) => {
            send(&site, &name, Kind::from(format), number, move |generation, outlet| {
                desk.table(generation, format, outlet)
            })
            .await
        }
        Wanted::Citations(style) => {
            let kind = Kind { content_type: content_type(style), extension: extension(style) };
            send(&site, &name, kind, number, move |generation, outlet| {
                desk.citations(generation, style, outlet)
            })
            .await
        }
    }
}

fn wanted(format: &str) -> Result<Wanted, WebError> {
    if let Some(format) = FileFormat::named(format) {
        return Ok(Wanted::Table(format));
    }
    Ok(match format {
        "ris" => Wanted::Citations(Style::Ris),
        "bibtex" => Wanted::Citations(Style::BibTex),
        "csl-json" => Wanted::Citations(Style::CslJson),
        "sist02" => Wanted::Citations(Style::Sist02),
        _ => {
            let detail = "formatに指定できる値はcsv、tsv、ndjson、xlsx、ris、bibtex、csl-json、\
                          sist02です。";
            return Err(WebError::bad("bad_format".to_owned(), detail.to_owned()));
        }
    })
}

fn content_type(style: Style) -> &'static str {
    match style {
        Style::Ris => "application/x-research-info-systems; charset=utf-8",
        Style::BibTex => "application/x-bibtex; charset=utf-8",
        Style::CslJson => "application/vnd.citationstyles.csl+json",
        _ => "text/plain; charset=utf-8",
    }
}

fn extension(style: Style) -> &'static str {
    match style {
        Style::Ris => "ris",
        Style::BibTex => "bib",
        Style::CslJson => "json",
        _ => "txt",
    }
}

/// What the files are written with.
struct Desk {
    request: SearchRequest,
    params: SearchParams,
    origin: Origin,
    today: Date,
}

impl Desk {
    fn table(
        &self,
        generation: &dyn Generation,
        format: FileFormat,
        out: &mut dyn Write,
    ) -> Result<(), WebError> {
        let documents = generation.documents_with(&self.request)?;
        let is_of_documents = self.params.unit == Unit::Document;
        let columns: &[Column] = if is_of_documents { &DOCUMENT_COLUMNS } else { &SECTION_COLUMNS };
        let sheet = self.sheet(generation, &documents)?;
        let header = json!(sheet.rows);
        let mut writer = TableWriter::begin(out, format, "検索結果", columns, &header, sheet)?;
        if is_of_documents {
            for found in &documents {
                writer.row(&self.document_cells(found))?;
            }
            return Ok(writer.finish()?);
        }
        let cells = |found: &FoundSection| self.section_cells(found);
        write_rows(&mut writer, cells, |each| {
            Ok(generation.for_each_section(&self.request, each)?)
        })?;
        Ok(writer.finish()?)
    }

    fn sheet(
        &self,
        generation: &dyn Generation,
        documents: &[FoundDocument],
    ) -> Result<Sheet, WebError> {
        let n_hits: u64 = documents.iter().map(|found| found.n_hits).sum();
        let n_sections: u64 = documents.iter().map(|found| found.n_sections).sum();
        let n = |n: u64| wording::number(n as usize);
        let info = generation.info();
        let citable = Citable {
            params: &self.params,
            kind: "検索結果",
            found: format!("{}節に{}か所", n(n_sections), n(n_hits)),
            n_hits: Some(n_hits),
            info: &info,
            n_documents: generation.n_documents(),
            size: generation.corpus_size()?,
            today: self.today,
            url: self.origin.join(&self.params.url()),
        };
        Ok(tables::conditions_sheet(&citable, Vec::new()))
    }

    fn section_cells(&self, found: &FoundSection) -> Vec<String> {
        let address = url::section(&found.document.id, &found.section);
        let mut cells = document_labels(&found.document);
        cells.extend([
            found.heading.clone(),
            found.path.join(" › "),
            wording::pages(found.pages.as_ref()).unwrap_or_default(),
            found.n_hits.to_string(),
            found.sentence.clone(),
            found.document.id.clone(),
            self.origin.join(&address),
        ]);
        cells
    }

    fn document_cells(&self, found: &FoundDocument) -> Vec<String> {
        let mut cells = document_labels(&found.document);
        cells.extend([
            found.n_hits.to_string(),
            found.n_sections.to_string(),
            found.document.id.clone(),
            self.origin.join(&url::document(&found.document.id)),
        ]);
        cells
    }

    /// The citations of all documents, one behind the other; CSL-JSON is one list.
    fn citations(
        &self,
        generation: &dyn Generation,
        style: Style,
        out: &mut dyn Write,
    ) -> Result<(), WebError> {
        let is_list = style == Style::CslJson;
        let mut write = |text: &str| -> Result<(), WebError> {
            out.write_all(text.as_bytes()).map_err(|error| ExportError::from(error).into())
        };
        if is_list {
            write("[")?;
        }
        let mut between = "";
        for found in generation.documents_with(&self.request)? {
            let Some(document) = generation.document(&found.document.id)? else { continue };
            let citation = citation_views::document_citation(&document, &self.origin, self.today);
            let written = style.write(&citation);
            write(between)?;
            if is_list {
                let item = written.trim().trim_start_matches('[').trim_end_matches(']');
                write(item.trim_end())?;
                between = ",";
            } else {
                write(written.trim_end())?;
                write("\n")?;
                between = if style == Style::Sist02 { "" } else { "\n" };
            }
        }
        write(if is_list { "\n]\n" } else { "" })
    }
}

fn document_labels(document: &DocumentSummary) -> Vec<String> {
    let DocumentSummary { title, issuer, issued, kind, .. } = document;
    vec![title.clone(), issuer.clone(), issued.clone(), kind.clone()]
}
