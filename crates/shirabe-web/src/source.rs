//! `/d/{document}/source`: the bytes as they were received, and the lines behind a paragraph.
//!
//! The source of a document that was one line of a JSONL file is that line; its text is a member of it.
//!
//! Nothing in a source runs on this site: web pages and texts go out as plain text, office files as
//! downloads, and all but PDF in a sandbox (Chromium's PDF viewer does not start in one).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shirabe_document::{Block, Document, Format, Repair};
use shirabe_http::pieces::{Asked, PiecesBody, asked_range};
use shirabe_site::error::WebError;
use shirabe_site::library::{Generation, Source};
use shirabe_site::{Site, moved_and_gone, url, wording};

const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Longer lines of a JSONL file are not kept as sources.
const MAX_RECORD_BYTES: u64 = 1 << 20;

/// More lines of a source are not shown beside one paragraph.
const MAX_LINES: usize = 40;

/// `GET /d/{document}/source`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (document, source, is_record) = site
        .ask(move |generation| {
            let document = moved_and_gone::present_document(generation, &id)?;
            let source = generation.open_source(&document)?.ok_or(WebError::NoSource)?;
            let is_record = is_record(generation, &document, &source)?;
            Ok((document, source, is_record))
        })
        .await?;
    let asked = asked_range(&headers, source.n_bytes);
    Ok(response(&document, source, is_record, asked))
}

/// Whether a source is one line of a JSONL file; longer ones are not kept.
fn is_record(
    generation: &dyn Generation,
    document: &Document,
    source: &Source,
) -> Result<bool, WebError> {
    if !is_text(document) || source.n_bytes > MAX_RECORD_BYTES {
        return Ok(false);
    }
    Ok(generation.source(document)?.is_some_and(|bytes| record_text(&bytes).is_some()))
}

fn response(document: &Document, source: Source, is_record: bool, asked: Asked) -> Response {
    let (content_type, disposition) = served_as(document);
    let n_bytes = source.n_bytes;
    let (status, part, range) = match asked {
        Asked::Whole => (StatusCode::OK, 0..n_bytes, None),
        Asked::Part(part) => {
            let range = format!("bytes {}-{}/{n_bytes}", part.start(), part.end());
            (StatusCode::PARTIAL_CONTENT, *part.start()..part.end() + 1, Some(range))
        }
        Asked::Beyond => {
            (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(format!("bytes */{n_bytes}")))
        }
    };
    let pieces = PiecesBody::new(source.reader, part.start, part.end - part.start);
    let mut response = (status, Body::new(pieces)).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        // Everything here is ASCII: names of files are encoded.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &content_type);
    set(header::ACCEPT_RANGES, "bytes");
    if let Some(range) = range {
        set(header::CONTENT_RANGE, &range);
    }
    let name = if is_record {
        format!("{}.json", document.id)
    } else {
        url::encode(&document.metadata.source_file)
    };
    set(header::CONTENT_DISPOSITION, &format!("{disposition}; filename*=UTF-8''{name}"));
    if document.source.format != Format::Pdf {
        set(header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
    response
}

/// Media type, and whether a browser shows it or saves it.
fn served_as(document: &Document) -> (String, &'static str) {
    // What was converted for reading is kept as it was.
    const CONVERTED: [&str; 6] = [".doc", ".ppt", ".xls", ".rtf", ".odt", ".odp"];
    let name = document.metadata.source_file.to_ascii_lowercase();
    if document.source.format != Format::Xls && CONVERTED.iter().any(|end| name.ends_with(end)) {
        return ("application/octet-stream".to_owned(), "attachment");
    }
    let office = "application/vnd.openxmlformats-officedocument";
    match document.source.format {
        Format::Pdf => ("application/pdf".to_owned(), "inline"),
        Format::Docx => (format!("{office}.wordprocessingml.document"), "attachment"),
        Format::Pptx => (format!("{office}.presentationml.presentation"), "attachment"),
        Format::Xlsx => (format!("{office}.spreadsheetml.sheet"), "attachment"),
        Format::Xls => ("application/vnd.ms-excel".to_owned(), "attachment"),
        Format::Ods => ("application/vnd.oasis.opendocument.spreadsheet".to_owned(), "attachment"),
        Format::Markdown | Format::PlainText | Format::Html => {
            let encoding = &document.source.encoding;
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            let charset =
                Some(encoding).filter(|name| !name.is_empty() && name.chars().all(is_name));
            (format!("text/plain; charset={}", charset.map_or("utf-8", String::as_str)), "inline")
        }
    }
}

/// What a paragraph was read from.
#[derive(Debug)]
pub(crate) struct OriginalView {
    /// 段落87
    pub what: String,
    /// Such as 原資料の120〜122行目, and of a PDF, whose lines nobody can count, PDFの7ページ目.
    pub place: Option<String>,
    /// These lines, where the source is text.
    pub text: Option<String>,
    /// Name of the rule, text before and after.
    pub repairs: Vec<(&'static str, String, String)>,
    /// The whole source.
    pub source_url: Option<String>,
}

impl OriginalView {
    /// The original of `block`; `source` has the bytes, if they are kept.
    pub(crate) fn of(document: &Document, block: &Block, source: Option<&[u8]>) -> OriginalView {
        let number = block.id.as_str().trim_start_matches('p');
        let address = url::document(document.id.as_str());
        let page = block.page.as_ref().and_then(|page| page.file);
        let page = page.map(|page| format!("#page={page}")).unwrap_or_default();
        let repairs = repairs_of(document, block).map(|repair| {
            let rule = shirabe_document::Rule::named(repair.rule);
            (
                rule.map_or(repair.rule, |rule| rule.label_ja),
                shown(&repair.before),
                shown(&repair.after),
            )
        });
        OriginalView {
            what: format!("段落{number}"),
            place: place(document, block),
            text: source.and_then(|bytes| lines_of(document, block, bytes)),
            repairs: repairs.collect(),
            source_url: source.map(|_| format!("{address}/source{page}")),
        }
    }

    /// 修復2か所
    pub(crate) fn n_repairs(&self) -> String {
        wording::number(self.repairs.len())
    }
}

/// Where in the source a paragraph stands.
fn place(document: &Document, block: &Block) -> Option<String> {
    if document.source.format == Format::Pdf {
        let page = block.page.as_ref()?.file?;
        return Some(format!("PDFの{page}ページ目"));
    }
    let lines = block.lines.as_ref()?;
    match (lines.start, lines.end) {
        (first, end) if end <= first => None,
        (first, end) if end - first == 1 => Some(format!("原資料の{first}行目")),
        (first, end) => Some(format!("原資料の{first}〜{}行目", end - 1)),
    }
}

/// The repairs in the lines of a paragraph.
fn repairs_of<'a>(
    document: &'a Document,
    block: &Block,
) -> impl Iterator<Item = &'a Repair> + use<'a> {
    let lines = block.lines.clone().unwrap_or(0..0);
    let touches = move |repair: &&Repair| {
        repair.place.lines.start < lines.end && lines.start < repair.place.lines.end
    };
    document.repairs.iter().filter(touches)
}

/// The lines of a source in UTF-8; other encodings are read by the browser from the source itself.
fn lines_of(document: &Document, block: &Block, bytes: &[u8]) -> Option<String> {
    let lines = block.lines.clone().filter(|_| is_text(document))?;
    let record = record_text(bytes);
    let text = record.as_deref().or_else(|| str::from_utf8(bytes).ok())?;
    let first = lines.start.saturating_sub(1) as usize;
    let n_lines = (lines.end.saturating_sub(lines.start) as usize).min(MAX_LINES);
    let shown: Vec<&str> = text.lines().skip(first).take(n_lines).collect();
    (!shown.is_empty()).then(|| shown.join("\n"))
}

fn is_text(document: &Document) -> bool {
    matches!(document.source.format, Format::Markdown | Format::PlainText | Format::Html)
}

/// The text that was read, where the source is one line of a JSONL file.
fn record_text(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        text: String,
    }
    // The line is kept as it was received, with the end that divides it from the next.
    let bytes = bytes.trim_ascii_end();
    let is_one_line = bytes.starts_with(b"{") && !bytes.contains(&b'\n');
    let record = is_one_line.then(|| serde_json::from_slice::<Record>(bytes));
    record?.ok().map(|record| record.text)
}

/// Line ends and tabs of a repair, made visible.
fn shown(text: &str) -> String {
    text.replace('\n', "⏎").replace('\t', "⇥")
}
