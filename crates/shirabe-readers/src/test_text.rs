//! For the tests of rules that need a whole text: its blocks, one a line.

use shirabe_document::{Document, Metadata};

pub(crate) fn plain_blocks(text: &str) -> String {
    blocks(text, "a.txt")
}

pub(crate) fn markdown_blocks(text: &str) -> String {
    blocks(text, "a.md")
}

fn blocks(text: &str, name: &str) -> String {
    let (document, _): (Document, _) = crate::read(text.as_bytes(), name, Metadata::default());
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let from_source = blocks.filter(|block| block.lines.is_some());
    let texts: Vec<String> = from_source.map(|block| block.text.replace('\n', " / ")).collect();
    texts.join("\n")
}
