//! Readers: bytes of a file in, a [`Document`] out. [`read`] is the way in.
//!
//! 1. decode the bytes and take out what is invisible,
//! 2. `markdown` or `plain` makes blocks of it,
//! 3. [`crate::repair`] repairs lines and blocks,
//! 4. the blocks become sections with ids.

use crate::assembly;
use crate::balance::count_unaccounted;
use crate::decode::decode;
use crate::draft::{Draft, Ledger};
use crate::ids::DocumentId;
use crate::measure::Measure;
use crate::metadata::{Format, Metadata, READER_VERSION, SourceInfo};
use crate::model::Document;
use crate::quality::{Problem, count_ink};
use crate::repair;

mod line_numbers;
pub(crate) mod markdown;
pub(crate) mod plain;

/// Reads a document. `name_hint` is the file's name: its extension decides between Markdown (`md`,
/// `markdown`) and plain text, and its stem becomes the document's id, in place of which the caller may
/// put another one.
pub fn read(bytes: &[u8], name_hint: &str, metadata: Metadata) -> (Document, Vec<Problem>) {
    let mut ledger = Ledger::default();
    let decoded = decode(bytes, &mut ledger);
    let text = repair::source(&decoded.text, &mut ledger);
    let format = format_of(name_hint);
    let mut drafts = match format {
        Format::Markdown => markdown::drafts(&text, &mut ledger),
        Format::PlainText => plain::drafts(&text),
    };
    repair::lines(&mut drafts, format, &mut ledger);
    let measure = measure(&drafts, format);
    let drafts = repair::blocks(drafts, measure, &metadata, &mut ledger);
    let title_at = assembly::title_at(&drafts, &metadata.title);
    let sections = assembly::sections(drafts, title_at, &metadata, &mut ledger);
    let pages = plain::count_pages(&text);
    let source = SourceInfo {
        format,
        encoding: decoded.encoding.to_owned(),
        n_bytes: bytes.len() as u64,
        n_lines: text.lines().count() as u32,
        n_chars: count_ink(&decoded.text) as u64,
        n_pages: pages.map(|(n_pages, _)| n_pages),
        n_pages_without_text: pages.map_or(0, |(_, n_empty)| n_empty),
        reader_version: READER_VERSION,
    };
    let Ledger { mut repairs, mut problems } = ledger;
    repairs.sort_by_key(|repair| repair.place.lines.start);
    let id = DocumentId::from_file_name(name_hint);
    let document = Document { id, metadata, sections, repairs, source };
    let n_unaccounted = count_unaccounted(&decoded.text, &document);
    if n_unaccounted > 0 {
        let message = format!("原文と本文の間で{n_unaccounted}字の増減が記録されていない");
        problems.push(Problem { code: "unaccounted-characters", message, place: None });
    }
    (document, problems)
}

/// Of Markdown only the blocks of several lines are measured: a paragraph on one line was not broken.
fn measure(drafts: &[Draft], format: Format) -> Measure {
    let is_broken = |draft: &&Draft| format == Format::PlainText || draft.lines.len() > 1;
    let lines = drafts.iter().filter(is_broken).flat_map(|draft| &draft.lines);
    Measure::of(lines.map(|line| line.text.as_str()))
}

fn format_of(name_hint: &str) -> Format {
    let extension = name_hint.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_markdown = ["md", "markdown"].iter().any(|known| known.eq_ignore_ascii_case(extension));
    if is_markdown { Format::Markdown } else { Format::PlainText }
}
