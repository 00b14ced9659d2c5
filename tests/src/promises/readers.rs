//! The readers: [`a_file_is_read`].

use shirabe_document::{Document, Format, Metadata, Problem, ProblemCode};
use shirabe_readers::Limits;

/// More than the longest section has; `structure` cuts at less.
const MOST_SECTION_CHARS: usize = 16_000;
/// Longer headings are cut.
const MOST_HEADING_CHARS: usize = 1_000;
/// Of so few bytes as a fuzzer tries, under [`limits`], no more text is made: four times what those let be
/// unpacked (not measured).
const MOST_CHARS: usize = 32 << 20;

/// Bytes of any format are read without a panic into a document that holds together: sections and headings of
/// bounded length, blocks that are their section's text, addresses that are there once, and of texts no character
/// that neither the text nor a repair accounts for.
pub fn a_file_is_read(bytes: &[u8]) {
    let (document, problems) = read(bytes, "a.md");
    holds_together(&document, &problems);
    // What is no Markdown by its content could be either kind of text by its name.
    if document.source.format == Format::Markdown {
        let (document, problems) = read(bytes, "a.txt");
        holds_together(&document, &problems);
    }
}

/// Less than the usual limits, so that a try takes milliseconds and the limits themselves are met.
fn limits() -> Limits {
    Limits {
        max_pages: 20,
        max_page_glyphs: 20_000,
        max_glyphs: 50_000,
        max_page_rules: 2_000,
        max_zip_part_bytes: 2 << 20,
        max_zip_bytes: 8 << 20,
        max_cells: 20_000,
        max_xml_nodes: 100_000,
        max_html_nodes: 50_000,
        ..Limits::default()
    }
}

fn read(bytes: &[u8], name: &str) -> (Document, Vec<Problem>) {
    shirabe_readers::read_within(bytes, name, Metadata::default(), &limits())
}

fn holds_together(document: &Document, problems: &[Problem]) {
    let mut n_chars = 0;
    let mut ids: Vec<&str> = Vec::new();
    for section in &document.sections {
        let length = section.text().chars().count();
        assert!(length <= MOST_SECTION_CHARS, "a section of {length} characters");
        let heading = section.heading.chars().count();
        assert!(heading <= MOST_HEADING_CHARS, "a heading of {heading} characters");
        assert_eq!(section.block_ranges().last().map_or(0, |range| range.end), length);
        n_chars += length;
        ids.push(section.id.as_str());
        ids.extend(section.blocks.iter().map(|block| block.id.as_str()));
    }
    assert!(n_chars <= MOST_CHARS, "{n_chars} characters");
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "an address is there twice");
    let is_unaccounted = |problem: &&Problem| problem.code == ProblemCode::UnaccountedCharacters;
    let unaccounted = problems.iter().find(is_unaccounted);
    assert!(unaccounted.is_none(), "{:?}: {unaccounted:?}", document.source.format);
}
