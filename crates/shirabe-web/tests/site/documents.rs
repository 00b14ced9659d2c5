//! Documents from a few lines of text: [`document`].

use shirabe_document::{
    Addresses, Block, BlockKind, Date, Document, DocumentId, Format, Metadata, Page, ParagraphId,
    Section, SectionId, SourceInfo,
};

/// 「# 」 starts a section, 「- 」 an item, 「|」 a table row; `[12]` begins page 12.
pub(crate) fn document(id: &str, title: &str, text: &str) -> Document {
    let mut sections: Vec<Section> = Vec::new();
    let mut page = None;
    let mut n_blocks = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(number) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            page = Some(Page { printed: Some(number.to_owned()), file: None });
            continue;
        }
        n_blocks += 1;
        let (kind, text) = kind(line);
        if kind == BlockKind::Heading {
            sections.push(section(sections.len() + 1, text));
        }
        let block = Block {
            id: ParagraphId::numbered(n_blocks),
            kind,
            text: text.to_owned(),
            depth: u8::from(kind == BlockKind::ListItem),
            page: page.clone(),
            page_turns: Vec::new(),
            cells: Vec::new(),
            lines: None,
        };
        sections.last_mut().expect("a section first").blocks.push(block);
    }
    Document {
        id: DocumentId::parse(id).expect("an id"),
        metadata: Metadata { sha256: sha256_of(id), ..metadata(title) },
        sections,
        repairs: Vec::new(),
        source: source(),
        addresses: Addresses::default(),
    }
}

/// What stands for the SHA-256 of a document's source, under which it is kept.
pub(crate) fn sha256_of(id: &str) -> String {
    let bytes = id.bytes().chain(std::iter::repeat(0)).take(32);
    bytes.fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}

fn kind(line: &str) -> (BlockKind, &str) {
    let marks = [
        ("# ", BlockKind::Heading),
        ("- ", BlockKind::ListItem),
        ("|# ", BlockKind::TableHeader),
        ("| ", BlockKind::TableRow),
        ("※", BlockKind::Note),
    ];
    let found = marks.iter().find_map(|(mark, kind)| Some((*kind, line.strip_prefix(mark)?)));
    found.unwrap_or((BlockKind::Paragraph, line))
}

fn section(number: usize, heading: &str) -> Section {
    Section {
        id: SectionId::numbered(number),
        heading: heading.to_owned(),
        number: None,
        level: if number == 1 { 1 } else { 2 },
        path: if number == 1 { Vec::new() } else { vec!["第1章 現状".to_owned()] },
        blocks: Vec::new(),
        figure_missing: false,
        continues: None,
    }
}

fn metadata(title: &str) -> Metadata {
    Metadata {
        title: title.to_owned(),
        issuer: "文部科学省".to_owned(),
        division: Some("研究振興局ライフサイエンス課".to_owned()),
        issued: Some(Date { year: 2025, month: Some(2), day: Some(21) }),
        kind: "説明資料".to_owned(),
        language: "ja".to_owned(),
        source_url: Some("https://example.go.jp/a.pdf".to_owned()),
        source_file: "a.md".to_owned(),
        ..Metadata::default()
    }
}

fn source() -> SourceInfo {
    SourceInfo {
        format: Format::Markdown,
        encoding: "UTF-8".to_owned(),
        n_bytes: 100,
        n_lines: 10,
        n_chars: 90,
        n_pages: None,
        n_pages_without_text: 0,
        pages_with_pictures: Vec::new(),
        n_attachments: 0,
        reader_version: 1,
        found: Vec::new(),
        pages_to_recognise: Vec::new(),
        recognised_pages: Vec::new(),
    }
}
