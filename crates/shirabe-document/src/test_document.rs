//! For tests: a document of a few sections, without a reader.

use crate::metadata::{Format, Metadata, SourceInfo};
use crate::model::{Block, BlockKind, Document, Section};
use crate::{Addresses, DocumentId, ParagraphId, SectionId};

/// A document with this title, of sections with a heading and paragraphs.
pub(crate) fn document(title: &str, sections: &[(&str, &[&str])]) -> Document {
    let mut n_blocks = 0;
    let mut block = |kind, text: &str| {
        n_blocks += 1;
        Block {
            id: ParagraphId::numbered(n_blocks),
            kind,
            text: text.to_owned(),
            depth: 0,
            lines: None,
            page: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
        }
    };
    let sections = (1..).zip(sections).map(|(number, (heading, paragraphs))| {
        let mut blocks = vec![block(BlockKind::Heading, heading)];
        blocks.extend(paragraphs.iter().map(|text| block(BlockKind::Paragraph, text)));
        Section {
            id: SectionId::numbered(number),
            heading: (*heading).to_owned(),
            number: None,
            level: 1,
            path: Vec::new(),
            blocks,
            figure_missing: false,
            continues: None,
        }
    });
    Document {
        id: DocumentId::from_file_name("a.md"),
        metadata: Metadata { title: title.to_owned(), ..Metadata::default() },
        sections: sections.collect(),
        repairs: Vec::new(),
        source: SourceInfo {
            format: Format::Markdown,
            encoding: "UTF-8".to_owned(),
            n_bytes: 0,
            n_lines: 0,
            n_chars: 0,
            n_pages: None,
            n_pages_without_text: 0,
            pages_with_pictures: Vec::new(),
            n_attachments: 0,
            reader_version: 0,
            found: Vec::new(),
            pages_to_recognise: Vec::new(),
            recognised_pages: Vec::new(),
        },
        addresses: Addresses::default(),
    }
}
