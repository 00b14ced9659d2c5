//! Readers: bytes of a file in, a [`Document`] out. [`read`] is the way in.

use crate::ids::{DocumentId, ParagraphId, SectionId};
use crate::metadata::{Format, Metadata, READER_VERSION, SourceInfo};
use crate::model::{Block, BlockKind, Document, Section};
use crate::quality::{Problem, count_ink};

/// Reads a document. `name_hint` is the file's name: its extension decides between Markdown and plain
/// text, and its stem becomes the document's id (the caller may put another one in its place).
pub fn read(bytes: &[u8], name_hint: &str, metadata: Metadata) -> (Document, Vec<Problem>) {
    let text = String::from_utf8_lossy(bytes);
    let mut sections: Vec<Section> = Vec::new();
    let mut n_paragraphs = 0;
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let is_heading = line.starts_with('#');
        n_paragraphs += 1;
        let block = Block {
            id: ParagraphId::numbered(n_paragraphs),
            kind: if is_heading { BlockKind::Heading } else { BlockKind::Paragraph },
            text: line.trim_start_matches('#').trim().to_owned(),
            depth: 0,
            page: None,
            lines: Some(i as u32 + 1..i as u32 + 2),
        };
        if is_heading || sections.is_empty() {
            sections.push(Section {
                id: SectionId::numbered(sections.len() + 1),
                heading: block.text.clone(),
                number: None,
                level: 1,
                path: Vec::new(),
                blocks: Vec::new(),
                figure_missing: false,
                continues: None,
            });
        }
        if let Some(section) = sections.last_mut() {
            section.blocks.push(block);
        }
    }
    let source = SourceInfo {
        format: if name_hint.ends_with(".md") { Format::Markdown } else { Format::PlainText },
        encoding: "UTF-8".to_owned(),
        n_bytes: bytes.len() as u64,
        n_lines: text.lines().count() as u32,
        n_chars: count_ink(&text) as u64,
        n_pages: None,
        n_pages_without_text: 0,
        reader_version: READER_VERSION,
    };
    let id = DocumentId::from_file_name(name_hint);
    (Document { id, metadata, sections, repairs: Vec::new(), source }, Vec::new())
}
