//! `GET /api/v1/documents`, `/documents/{id}` and `/documents/{id}/sections/{section}`.

use std::ops::Range;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use shirabe_document::{Block, Document, Edition, Quality, Repair, Section};
use shirabe_search::DocumentSummary;
use shirabe_site::error::{NotFound, Problems, WebError};
use shirabe_site::format::{json, json_page};
use shirabe_site::params::{DocumentListParams, MAX_LIMIT, PageOfList, SearchParams};
use shirabe_site::{Site, moved_and_gone, url};
use utoipa::ToSchema;

use crate::shapes::{DocumentBody, IndexBody, PageBody, known, pages, pair};

#[derive(Serialize, ToSchema)]
struct ListBody {
    /// 条件に合う文書の数
    n_documents: usize,
    /// 文書
    documents: Vec<ListedBody>,
    /// 続きの始まり（最後まで示したときはnull）
    next_offset: Option<usize>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct ListedBody {
    /// 固定リンク（サイトの中のアドレス）
    url: String,
    /// 節の数
    n_sections: usize,
    /// 文書
    #[serde(flatten)]
    document: DocumentBody,
}

#[derive(Serialize, ToSchema)]
struct WholeBody {
    /// 文書
    #[serde(flatten)]
    document: DocumentBody,
    /// 部署
    division: Option<String>,
    /// 言語（BCP 47）
    language: String,
    /// 版
    edition: Option<String>,
    /// 以前の版
    editions: Vec<EditionBody>,
    /// 公表元
    source_url: Option<String>,
    /// 原資料のファイル名
    source_file: String,
    /// 原資料のSHA-256
    sha256: String,
    /// 利用条件
    licence_note: Option<String>,
    /// 文書からの推測である項目（`title`、`issuer`、`division`、`issued`、`kind`）
    guessed: Vec<&'static str>,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
    /// 節
    sections: Vec<HeadingBody>,
    /// 抽出品質
    quality: QualityBody,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct EditionBody {
    /// 名前
    name: String,
    /// 表示する名前
    label: Option<String>,
    /// 発行日（2025-02-21の形。分からないときはnull）
    issued: Option<String>,
    /// 原資料のSHA-256
    sha256: String,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

#[derive(Serialize, ToSchema)]
struct HeadingBody {
    /// ID
    id: String,
    /// 見出し
    heading: String,
    /// 見出しの階層
    level: u8,
    /// 上の階層からの見出し
    path: Vec<String>,
    /// 始めと終わりのページ
    pages: Option<[PageBody; 2]>,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

#[derive(Serialize, ToSchema)]
struct QualityBody {
    /// 修復の数
    n_repairs: usize,
    /// 取り除いた文字数
    n_chars_removed: usize,
    /// 補った文字数
    n_chars_added: usize,
    /// 読めない文字数
    n_chars_unreadable: usize,
    /// 本文に含まれない図の数
    n_figures_missing: usize,
    /// 文字のないページの数
    n_pages_without_text: u32,
    /// 画像が4分の1以上を占めるページ
    pages_with_pictures: Vec<u32>,
    /// 読み込んでいない添付ファイル
    n_attachments: u32,
    /// 文字認識（OCR）によるページ
    recognised_pages: Vec<u32>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = SectionTextBody)]
struct SectionBody {
    /// 文書
    document: DocumentBody,
    /// 節
    section: HeadingBody,
    /// 文字列
    text: String,
    /// 段落
    paragraphs: Vec<ParagraphBody>,
    /// 図の文字が含まれていないことがあるか
    is_figure_missing: bool,
    /// 本文を取り出す際の修復
    repairs: Vec<RepairBody>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct ParagraphBody {
    /// ID
    id: String,
    /// 種別
    kind: &'static str,
    /// 文字列
    text: String,
    /// 項目の深さ
    depth: u8,
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// ページ
    page: Option<PageBody>,
    /// 表計算のシートのセルの番地。行では欄ごと
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<String>,
    /// 文字認識（OCR）による本文か
    is_recognised: bool,
    /// 原資料の行
    lines: Option<[u32; 2]>,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

#[derive(Serialize, ToSchema)]
struct RepairBody {
    /// 別の書き方の規則
    rule: &'static str,
    /// 原資料の行
    lines: [u32; 2],
    /// 前の文字
    before: String,
    /// 後の文字
    after: String,
}

/// `GET /api/v1/documents`
#[utoipa::path(
    get,
    path = "/api/v1/documents",
    operation_id = "documents",
    tag = "文書",
    summary = "文書の一覧",
    description = "収録している文書を、新しい順に示します。発行機関、種別、年度などで絞り込めます。",
    params(DocumentListParams),
    responses(
        (status = 200, description = "新しい順の一覧", body = ListBody, content_type = "application/json"),
        Problems
    )
)]
pub async fn list(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let documents = generation.documents()?;
            let page = listed(&documents, &params);
            Ok(ListBody {
                n_documents: page.n_all,
                next_offset: page.next_offset,
                documents: page.items.into_iter().cloned().map(ListedBody::from).collect(),
                index: generation.info().into(),
            })
        })
        .await?;
    Ok(json_page(&body, body.next_offset))
}

/// The documents that meet the conditions of `params`, as far as one answer goes.
pub(crate) fn listed<'a>(
    documents: &'a [DocumentSummary],
    params: &SearchParams,
) -> PageOfList<&'a DocumentSummary> {
    let chosen = documents.iter().filter(|document| params.admits(document));
    PageOfList::of(chosen, params.offset, params.limit.unwrap_or(MAX_LIMIT))
}

/// `GET /api/v1/documents/{document}`
#[utoipa::path(
    get,
    path = "/api/v1/documents/{document}",
    operation_id = "document",
    tag = "文書",
    summary = "文書の書誌と目次",
    description = "一つの文書の書誌、目次、抽出品質を返します。文書IDに@と版の名前を付けると、その版を返します。",
    params(("document" = String, Path, description = "文書ID", example = "mext-lifescience-2025-02")),
    responses(
        (status = 200, description = "書誌、目次及び抽出品質", body = WholeBody, content_type = "application/json"),
        Problems,
        NotFound
    )
)]
pub async fn whole(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    site.ask(move |generation| {
        let document = moved_and_gone::present_document(generation, &id)?;
        Ok(json("application/json", &whole_body(&document, generation.info().into())))
    })
    .await
}

/// `GET /api/v1/documents/{document}/sections/{section}`
#[utoipa::path(
    get,
    path = "/api/v1/documents/{document}/sections/{section}",
    operation_id = "section",
    tag = "文書",
    summary = "節の本文",
    description = "一つの節の本文を、段落とページとともに返します。読み取りのときに直した箇所も含みます。",
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
pub async fn section(
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
        guessed: document.source.guessed().iter().map(|field| field.as_str()).collect(),
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
        pages_with_pictures: document.source.pages_with_pictures.clone(),
        n_attachments: quality.n_attachments,
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
        cells: block.cells.clone(),
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
