//! `GET /api/v1/documents`, `/documents/{id}` and `/documents/{id}/sections/{section}`.

use std::ops::Range;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use shirabe_document::{Block, Document, Edition, Quality, Repair, Section};
use shirabe_search::DocumentSummary;
use utoipa::ToSchema;

use super::shapes::{DocumentBody, IndexBody, PageBody, known, pages, pair};
use crate::error::{NotFound, Problems, WebError};
use crate::format::json;
use crate::moved_and_gone;
use crate::site::Site;
use crate::url;

#[derive(Serialize, ToSchema)]
struct ListBody {
    documents: Vec<ListedBody>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct ListedBody {
    url: String,
    n_sections: usize,
    #[serde(flatten)]
    document: DocumentBody,
}

#[derive(Serialize, ToSchema)]
struct WholeBody {
    #[serde(flatten)]
    document: DocumentBody,
    division: Option<String>,
    language: String,
    edition: Option<String>,
    editions: Vec<EditionBody>,
    source_url: Option<String>,
    source_file: String,
    sha256: String,
    licence_note: Option<String>,
    url: String,
    sections: Vec<HeadingBody>,
    quality: QualityBody,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct EditionBody {
    name: String,
    label: Option<String>,
    issued: Option<String>,
    sha256: String,
    url: String,
}

#[derive(Serialize, ToSchema)]
struct HeadingBody {
    id: String,
    heading: String,
    level: u8,
    path: Vec<String>,
    pages: Option<[PageBody; 2]>,
    url: String,
}

#[derive(Serialize, ToSchema)]
struct QualityBody {
    n_repairs: usize,
    n_chars_removed: usize,
    n_chars_added: usize,
    n_chars_unreadable: usize,
    n_figures_missing: usize,
    n_pages_without_text: u32,
    /// 文字認識（OCR）によるページ
    recognised_pages: Vec<u32>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = SectionTextBody)]
struct SectionBody {
    document: DocumentBody,
    section: HeadingBody,
    text: String,
    paragraphs: Vec<ParagraphBody>,
    is_figure_missing: bool,
    repairs: Vec<RepairBody>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct ParagraphBody {
    id: String,
    kind: &'static str,
    text: String,
    depth: u8,
    chars: [usize; 2],
    page: Option<PageBody>,
    /// 文字認識（OCR）による本文か
    is_recognised: bool,
    lines: Option<[u32; 2]>,
    url: String,
}

#[derive(Serialize, ToSchema)]
struct RepairBody {
    rule: &'static str,
    lines: [u32; 2],
    before: String,
    after: String,
}

/// `GET /api/v1/documents`
#[utoipa::path(
    get,
    path = "/api/v1/documents",
    operation_id = "documents",
    summary = "文書の一覧",
    responses(
        (status = 200, description = "新しい順の一覧", body = ListBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn list(State(site): State<Arc<Site>>) -> Result<Response, WebError> {
    let body = site
        .ask(|generation| {
            let documents = generation.documents()?.iter().cloned().map(ListedBody::from).collect();
            Ok(ListBody { documents, index: generation.info().into() })
        })
        .await?;
    Ok(json("application/json", &body))
}

/// `GET /api/v1/documents/{document}`
#[utoipa::path(
    get,
    path = "/api/v1/documents/{document}",
    operation_id = "document",
    summary = "文書の書誌と目次",
    params(("document" = String, Path, description = "文書ID", example = "mext-lifescience-2025-02")),
    responses(
        (status = 200, description = "書誌、目次及び抽出品質", body = WholeBody, content_type = "application/json"),
        Problems,
        NotFound
    )
)]
pub(crate) async fn whole(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let document = moved_and_gone::present_document(generation, &id)?;
            Ok(whole_body(&document, generation.info().into()))
        })
        .await?;
    Ok(json("application/json", &body))
}

/// `GET /api/v1/documents/{document}/sections/{section}`
#[utoipa::path(
    get,
    path = "/api/v1/documents/{document}/sections/{section}",
    operation_id = "section",
    summary = "節の本文",
    params(
        ("document" = String, Path, description = "文書ID", example = "mext-lifescience-2025-02"),
        ("section" = String, Path, description = "節ID", example = "s1")
    ),
    responses(
        (status = 200, description = "本文、段落、ページ及び修復の記録", body = SectionBody, content_type = "application/json"),
        Problems,
        NotFound
    )
)]
pub(crate) async fn section(
    State(site): State<Arc<Site>>,
    Path((id, section)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let document =
                moved_and_gone::present_document_with(generation, &id, Some(&section), None)?;
            let mut sections = document.sections.iter();
            let found = sections.find(|candidate| candidate.id.as_str() == section);
            let Some(section) = found else {
                return Err(moved_and_gone::missing_section(&document, &section, ""));
            };
            Ok(section_body(&document, section, generation.info().into()))
        })
        .await?;
    Ok(json("application/json", &body))
}

impl From<DocumentSummary> for ListedBody {
    fn from(document: DocumentSummary) -> ListedBody {
        ListedBody {
            url: url::document(&document.id),
            n_sections: document.n_sections,
            document: document.into(),
        }
    }
}

impl From<&Document> for DocumentBody {
    fn from(document: &Document) -> DocumentBody {
        let metadata = &document.metadata;
        DocumentBody::from(DocumentSummary {
            id: document.id.to_string(),
            title: metadata.title.clone(),
            issuer: metadata.issuer.clone(),
            issued: metadata.issued.map(|date| date.to_string()).unwrap_or_default(),
            kind: metadata.kind.clone(),
            n_sections: document.sections.len(),
        })
    }
}

fn whole_body(document: &Document, index: IndexBody) -> WholeBody {
    let metadata = &document.metadata;
    WholeBody {
        document: document.into(),
        division: metadata.division.clone(),
        language: metadata.language.clone(),
        edition: metadata.edition.clone(),
        editions: document.addresses.editions.iter().map(|e| edition_body(document, e)).collect(),
        source_url: metadata.source_url.clone(),
        source_file: metadata.source_file.clone(),
        sha256: metadata.sha256.clone(),
        licence_note: metadata.licence_note.clone().and_then(known),
        url: url::document(document.id.as_str()),
        sections: document.sections.iter().map(|s| heading_body(document, s)).collect(),
        quality: quality_body(document),
        index,
    }
}

fn edition_body(document: &Document, edition: &Edition) -> EditionBody {
    EditionBody {
        name: edition.name.clone(),
        label: edition.label.clone(),
        issued: edition.issued.map(|date| date.to_string()),
        sha256: edition.sha256.clone(),
        url: url::document(document.id.pinned(&edition.name).as_str()),
    }
}

fn heading_body(document: &Document, section: &Section) -> HeadingBody {
    HeadingBody {
        id: section.id.to_string(),
        heading: section.heading.clone(),
        level: section.level,
        path: section.path.clone(),
        pages: pages(section.pages()),
        url: url::section(document.id.as_str(), section.id.as_str()),
    }
}

fn quality_body(document: &Document) -> QualityBody {
    let quality = Quality::of(document);
    QualityBody {
        n_repairs: document.repairs.len(),
        n_chars_removed: quality.n_chars_removed,
        n_chars_added: quality.n_chars_added,
        n_chars_unreadable: quality.n_chars_unreadable,
        n_figures_missing: quality.n_figures_missing,
        n_pages_without_text: quality.n_pages_without_text,
        recognised_pages: document.source.recognised_pages.clone(),
    }
}

fn section_body(document: &Document, section: &Section, index: IndexBody) -> SectionBody {
    let url = url::section(document.id.as_str(), section.id.as_str());
    let blocks = section.blocks.iter().zip(section.block_ranges());
    SectionBody {
        document: document.into(),
        section: heading_body(document, section),
        text: section.text(),
        paragraphs: blocks.map(|(b, range)| paragraph_body(document, b, range, &url)).collect(),
        is_figure_missing: section.figure_missing,
        repairs: repairs_of(document, section).map(repair_body).collect(),
        index,
    }
}

fn paragraph_body(
    document: &Document,
    block: &Block,
    range: Range<usize>,
    url: &str,
) -> ParagraphBody {
    ParagraphBody {
        id: block.id.to_string(),
        kind: block.kind.as_str(),
        text: block.text.clone(),
        depth: block.depth,
        chars: pair(range),
        page: block.page.clone().map(PageBody::from),
        is_recognised: document.is_recognised(block),
        lines: block.lines.as_ref().map(|lines| [lines.start, lines.end]),
        url: format!("{url}#{}", block.id),
    }
}

/// The repairs in the lines of the source that became this section.
fn repairs_of<'a>(
    document: &'a Document,
    section: &Section,
) -> impl Iterator<Item = &'a Repair> + use<'a> {
    let lines = section.blocks.iter().filter_map(|block| block.lines.clone());
    let first = lines.clone().map(|lines| lines.start).min().unwrap_or(0);
    let end = lines.map(|lines| lines.end).max().unwrap_or(0);
    document
        .repairs
        .iter()
        .filter(move |repair| repair.place.lines.start < end && first < repair.place.lines.end)
}

fn repair_body(repair: &Repair) -> RepairBody {
    RepairBody {
        rule: repair.rule,
        lines: [repair.place.lines.start, repair.place.lines.end],
        before: repair.before.clone(),
        after: repair.after.clone(),
    }
}
