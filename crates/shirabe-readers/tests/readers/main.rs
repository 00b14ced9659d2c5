//! What the readers make of whole documents.

mod addresses;
mod balance;
mod beside_pages;
mod breaks;
mod corpus;
mod first_pages;
mod hostile;
mod package;
mod packages;
mod pdf;
mod pictures;
mod sheets;
mod slides;
mod structure;
mod web;
mod word;

use std::collections::BTreeMap;

use shirabe_document::{Document, Metadata};

/// Reads a text as a file of this name, with this title.
fn read(text: &str, name: &str, title: &str) -> Document {
    let metadata = Metadata { title: title.to_owned(), ..Metadata::default() };
    shirabe_readers::read(text.as_bytes(), name, metadata).0
}

/// The outline as a person would note it down: headings by level, then each block with its kind, page
/// and beginning.
fn outline(document: &Document, longest: usize) -> String {
    let mut lines = Vec::new();
    for section in &document.sections {
        let indent = "  ".repeat(usize::from(section.level));
        let figure = if section.figure_missing { " ［図なし］" } else { "" };
        let continues = section.continues.as_ref().map(|id| format!(" ← {id}")).unwrap_or_default();
        lines.push(format!("{indent}{} {}{figure}{continues}", section.id, section.heading));
        for block in section.blocks.iter().skip(1) {
            let page = block.page.as_ref().map(|page| format!(" p.{page}")).unwrap_or_default();
            let text = block.text.replace('\n', "⏎").replace('\t', "⇥");
            let mut shown: String = text.chars().take(longest).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            let depth = "・".repeat(usize::from(block.depth));
            lines.push(format!("{indent}    {}{page}: {depth}{shown}", block.kind.as_str()));
        }
    }
    lines.join("\n")
}

/// How often each character that is not white space occurs.
type Ink = BTreeMap<char, i64>;

/// Adds the characters of a text, or takes them away.
fn pour(ink: &mut Ink, text: &str, n: i64) {
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *ink.entry(c).or_default() += n;
    }
}
