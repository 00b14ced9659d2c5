//! Bytes of a file in, a [`Document`] out: [`read`] and its kin.

use shirabe_document::ProblemCode;
use shirabe_document::quality::count_visible_chars;
use shirabe_document::{Addresses, Document, DocumentId, Format, Metadata, Problem, SourceInfo};

use crate::READER_VERSION;
use crate::balance::count_unaccounted;
use crate::decode::decode;
use crate::draft::{Draft, Ledger};
use crate::formats::{html, markdown, office, pdf, plain};
use crate::limits::Limits;
use crate::page_image::{FontSource, PageImage, PageImageRequest};
use crate::properties::Properties;
use crate::reading::{LineEnds, Reading};
use crate::recognition::Picture;
use crate::structure::assembly;
use crate::structure::measure::Measure;
use crate::tools::Tools;
use crate::{kind, repair, title_page};

/// Reads a document. The format is told from the content; where that leaves it open, between Markdown
/// and plain text, the extension of `name_hint`, the file's name, decides. Its stem becomes the
/// document's id, in place of which the caller may put another one.
///
/// Where `metadata` is silent, it is filled from the document (see [`shirabe_document::Found`]).
pub fn read(bytes: &[u8], name_hint: &str, metadata: Metadata) -> (Document, Vec<Problem>) {
    read_within(bytes, name_hint, metadata, &Limits::default())
}

/// Reads a document as [`read`] does, within other limits than the usual ones.
pub fn read_within(
    bytes: &[u8],
    name_hint: &str,
    metadata: Metadata,
    limits: &Limits,
) -> (Document, Vec<Problem>) {
    read_with(bytes, name_hint, metadata, limits, Tools::default())
}

/// Reads a document as [`read_within`] does, with other tools.
pub fn read_with(
    bytes: &[u8],
    name_hint: &str,
    mut metadata: Metadata,
    limits: &Limits,
    tools: Tools<'_>,
) -> (Document, Vec<Problem>) {
    let mut ledger = Ledger::default();
    let (format, reading) = match kind::format_of(bytes, name_hint) {
        Ok(format) => (format, reading(bytes, format, limits, tools, &mut ledger)),
        Err(refusal) => {
            ledger.problem(refusal.code(), refusal.message_ja(), None);
            (Format::PlainText, Reading::empty())
        }
    };
    let Reading { text, mut drafts, encoding, lines, pages, properties } = reading;
    repair::lines(&mut drafts, format, &mut ledger);
    let found = title_page::fill(&mut metadata, &properties, &drafts, name_hint);
    let drafts = match lines {
        LineEnds::Soft => {
            let measure = measure(&drafts, format);
            repair::blocks(drafts, measure, &metadata, &mut ledger)
        }
        LineEnds::Settled => repair::settled_blocks(drafts, format, &metadata, &mut ledger),
    };
    let title_at = assembly::title_at(&drafts, &metadata.title);
    let sections = assembly::sections(drafts, title_at, &metadata, &mut ledger);
    let source = SourceInfo {
        format,
        encoding: encoding.to_owned(),
        n_bytes: bytes.len() as u64,
        n_lines: text.lines().count() as u32,
        n_chars: count_visible_chars(&text) as u64,
        n_pages: pages.as_ref().map(|pages| pages.n_pages),
        n_pages_without_text: pages.as_ref().map_or(0, |pages| pages.n_empty),
        pages_with_pictures: pages
            .as_ref()
            .map(|pages| pages.with_pictures.clone())
            .unwrap_or_default(),
        n_attachments: pages.as_ref().map_or(0, |pages| pages.n_attachments),
        reader_version: READER_VERSION,
        found,
        pages_to_recognise: pages
            .as_ref()
            .map(|pages| pages.to_recognise.clone())
            .unwrap_or_default(),
        recognised_pages: pages.map(|pages| pages.recognised).unwrap_or_default(),
    };
    let Ledger { mut repairs, mut problems } = ledger;
    repairs.sort_by_key(|repair| repair.place.lines.start);
    let id = DocumentId::from_file_name(name_hint);
    let document =
        Document { id, metadata, sections, repairs, source, addresses: Addresses::default() };
    let n_unaccounted = count_unaccounted(&text, &document);
    if n_unaccounted > 0 {
        let message = format!("原文と本文の間で{n_unaccounted}字の増減が記録されていない");
        problems.push(Problem { code: ProblemCode::UnaccountedCharacters, message, place: None });
    }
    (document, problems)
}

/// The picture of a page of a PDF, counted from 1. `None` if there is no such page, or no page at all.
pub fn picture(bytes: &[u8], number: u32, limits: &Limits) -> Option<Picture> {
    match kind::format_of(bytes, "") {
        Ok(Format::Pdf) => pdf::picture::picture(bytes, number, limits),
        _ => None,
    }
}

/// The image of a page of a PDF for people, with wordings marked. `None` if there is no such page, or no
/// page at all.
pub fn page_image(
    bytes: &[u8],
    request: &PageImageRequest,
    limits: &Limits,
    fonts: &FontSource,
) -> Option<PageImage> {
    match kind::format_of(bytes, "") {
        Ok(Format::Pdf) => pdf::page_image::page_image(bytes, request, limits, fonts),
        _ => None,
    }
}

fn reading(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    tools: Tools<'_>,
    ledger: &mut Ledger,
) -> Reading {
    let max_bytes = match format {
        Format::Markdown | Format::PlainText | Format::Html => limits.max_text_bytes,
        _ => limits.max_file_bytes,
    };
    if bytes.len() as u64 > max_bytes {
        let (mib, max_mib) = (bytes.len() >> 20, max_bytes >> 20);
        let message = format!("大きさ{mib} MiBが上限の{max_mib} MiBを超えるため、読み込まない");
        ledger.problem(ProblemCode::Rejected, message, None);
        return Reading::empty();
    }
    match format {
        Format::Markdown | Format::PlainText => text_reading(bytes, format, ledger),
        Format::Pdf => pdf::reading(bytes, limits, tools, ledger),
        Format::Docx => office::docx(bytes, limits, ledger),
        Format::Pptx => office::pptx(bytes, limits, ledger),
        Format::Html => html::read(bytes, limits, ledger),
        Format::Xlsx => office::xlsx(bytes, limits, ledger),
        Format::Xls => office::xls(bytes, limits, ledger),
        Format::Ods => office::ods(bytes, limits, ledger),
    }
}

fn text_reading(bytes: &[u8], format: Format, ledger: &mut Ledger) -> Reading {
    let decoded = decode(bytes, ledger);
    let text = repair::source(&decoded.text, ledger);
    let (drafts, properties) = match format {
        Format::Markdown => (markdown::drafts(&text, ledger), markdown::front_matter(&text)),
        _ => (plain::drafts(&text), Properties::default()),
    };
    let pages = plain::count_pages(&text);
    let encoding = decoded.encoding;
    let lines = LineEnds::Soft;
    Reading { text: decoded.text, drafts, encoding, lines, pages, properties }
}

/// Of Markdown only the blocks of several lines are measured: a paragraph on one line was not broken.
fn measure(drafts: &[Draft], format: Format) -> Measure {
    let is_broken = |draft: &&Draft| format == Format::PlainText || draft.lines.len() > 1;
    let lines = drafts.iter().filter(is_broken).flat_map(|draft| &draft.lines);
    Measure::of(lines.map(|line| line.text.as_str()))
}
