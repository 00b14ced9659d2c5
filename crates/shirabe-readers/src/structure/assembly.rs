//! From repaired blocks to sections: [`sections`].

use crate::characters::skeleton;
use crate::dates::is_date;
use crate::draft::{Draft, Ledger};
use crate::repair::long_sections;
use crate::structure::outline::{self, Placed};
use shirabe_document::ids::{ParagraphId, SectionId};
use shirabe_document::metadata::Metadata;
use shirabe_document::model::{Block, BlockKind, Section};
use shirabe_document::rules;

/// What is longer is text in a heading that was never closed.
/// Not measured.
const MAX_HEADING_CHARS: usize = 1_000;
/// The document's title stands among this many blocks at the start.
/// Not measured.
const FIRST_BLOCKS: usize = 12;

/// The draft that is the document's title.
pub(crate) fn title_at(drafts: &[Draft], title: &str) -> Option<usize> {
    let title = skeleton(title);
    let is_title = |draft: &Draft| {
        matches!(draft.kind, BlockKind::Heading | BlockKind::Paragraph)
            && skeleton(&draft.text()) == title
    };
    let at = drafts.iter().take(FIRST_BLOCKS).position(is_title).filter(|_| !title.is_empty())?;
    // The title comes first in the document; a line taken for it from behind a heading would change
    // the order of the text.
    let is_heading = drafts.get(at).is_some_and(|draft| draft.kind == BlockKind::Heading);
    let stands_first = drafts.iter().take(at).all(|draft| draft.kind != BlockKind::Heading);
    (is_heading || stands_first).then_some(at)
}

/// Divides the blocks into sections and gives everything its id. The title of the document, or what
/// stands before the first heading, makes a section of level 0 with the document's title as heading.
pub(crate) fn sections(
    mut drafts: Vec<Draft>,
    title_at: Option<usize>,
    metadata: &Metadata,
    ledger: &mut Ledger,
) -> Vec<Section> {
    for draft in &mut drafts {
        let is_too_long = || draft.text().chars().nth(MAX_HEADING_CHARS).is_some();
        if draft.kind == BlockKind::Heading && is_too_long() {
            draft.kind = BlockKind::Paragraph;
        }
    }
    let placed = outline::place(&drafts, title_at);
    let groups = Groups::of(drafts, title_at);
    let mut builder =
        Builder { title: metadata.title.trim(), placed: &placed, ..Builder::new(ledger) };
    if groups.title.is_some() || !groups.head.is_empty() {
        builder.head(groups.title, groups.head);
    }
    for (nth, (heading, blocks)) in groups.sections.into_iter().enumerate() {
        builder.section(nth, heading, blocks);
    }
    builder.sections
}

/// The blocks by the heading over them.
struct Groups {
    title: Option<Draft>,
    head: Vec<Draft>,
    sections: Vec<(Draft, Vec<Draft>)>,
}

impl Groups {
    fn of(drafts: Vec<Draft>, title_at: Option<usize>) -> Groups {
        let mut groups = Groups { title: None, head: Vec::new(), sections: Vec::new() };
        for (at, draft) in drafts.into_iter().enumerate() {
            if Some(at) == title_at {
                groups.title = Some(draft);
            } else if draft.kind == BlockKind::Heading {
                groups.sections.push((draft, Vec::new()));
            } else {
                match groups.sections.last_mut() {
                    Some((_, blocks)) => blocks.push(draft),
                    None => groups.head.push(draft),
                }
            }
        }
        groups
    }
}

struct Builder<'a> {
    title: &'a str,
    placed: &'a [Placed],
    ledger: &'a mut Ledger,
    sections: Vec<Section>,
    n_paragraphs: usize,
    /// Heading text and first section of each placed heading.
    headings: Vec<(String, SectionId)>,
}

impl<'a> Builder<'a> {
    fn new(ledger: &'a mut Ledger) -> Builder<'a> {
        Builder {
            title: "",
            placed: &[],
            ledger,
            sections: Vec::new(),
            n_paragraphs: 0,
            headings: Vec::new(),
        }
    }

    fn head(&mut self, title: Option<Draft>, blocks: Vec<Draft>) {
        let fallback = if self.title.is_empty() { "無題" } else { self.title };
        let heading = title.as_ref().map_or_else(
            || fallback.to_owned(),
            |draft| draft.text().replace('\n', " ").trim().to_owned(),
        );
        let frame = Section {
            id: SectionId::numbered(1),
            heading,
            number: None,
            level: 0,
            path: Vec::new(),
            blocks: Vec::new(),
            figure_missing: false,
            continues: None,
        };
        self.add(&frame, title, blocks);
    }

    fn section(&mut self, nth: usize, heading: Draft, mut blocks: Vec<Draft>) {
        let Some(placed) = self.placed.get(nth) else { return };
        // A date alone is what is left of a time line.
        for block in &mut blocks {
            let text = block.text();
            let is_point = is_date(&text) && text.contains('月') && !text.contains('度');
            if block.kind == BlockKind::Paragraph && is_point {
                block.kind = BlockKind::Diagram;
            }
        }
        let path = placed.above.iter().filter_map(|nth| self.headings.get(*nth));
        let continues = placed.continues.and_then(|nth| self.headings.get(nth));
        let text = heading.text().replace('\n', " ").trim().to_owned();
        if continues.is_some() {
            self.ledger.change(&rules::CONTINUED_HEADINGS, heading.at(), &text, &text);
        }
        let frame = Section {
            id: SectionId::numbered(self.sections.len() + 1),
            heading: text.clone(),
            number: placed.number.clone(),
            level: placed.level,
            path: path.map(|(heading, _)| heading.clone()).collect(),
            blocks: Vec::new(),
            figure_missing: false,
            continues: continues.map(|(_, id)| id.clone()),
        };
        self.headings.push((text, frame.id.clone()));
        self.add(&frame, Some(heading), blocks);
    }

    /// Adds a section, in parts if it is too long.
    fn add(&mut self, frame: &Section, heading: Option<Draft>, blocks: Vec<Draft>) {
        let parts = long_sections::parts(blocks);
        let mut heading = heading;
        for (part, blocks) in (1..).zip(parts) {
            let mut section = frame.clone();
            section.id = SectionId::numbered(self.sections.len() + 1);
            if part > 1 {
                section.heading = format!("{}（{part}）", frame.heading);
                let at = blocks.first().map_or(0..0, Draft::at);
                self.ledger.change(&rules::LONG_SECTIONS, at, &frame.heading, &frame.heading);
                section.continues = Some(frame.id.clone());
            }
            section.figure_missing = lost_a_figure(heading.as_ref(), &blocks);
            let heading_block = self.heading_block(&section.heading, heading.take());
            section.blocks.push(heading_block);
            section.blocks.extend(blocks.into_iter().map(|draft| self.block(draft)));
            self.sections.push(section);
        }
    }

    fn heading_block(&mut self, text: &str, draft: Option<Draft>) -> Block {
        self.n_paragraphs += 1;
        Block {
            id: ParagraphId::numbered(self.n_paragraphs),
            kind: BlockKind::Heading,
            text: text.to_owned(),
            depth: 0,
            lines: draft.as_ref().map(Draft::at),
            page: draft.and_then(|draft| draft.page),
            page_turns: Vec::new(),
            cells: Vec::new(),
        }
    }

    fn block(&mut self, draft: Draft) -> Block {
        self.n_paragraphs += 1;
        let lines: Vec<&str> = draft.lines.iter().map(|line| line.text.trim()).collect();
        Block {
            id: ParagraphId::numbered(self.n_paragraphs),
            kind: draft.kind,
            text: if draft.is_table_row() { draft.text() } else { lines.join("\n") },
            depth: draft.depth,
            lines: Some(draft.at()),
            page: draft.page,
            page_turns: draft.page_turns,
            cells: draft.cells,
        }
    }
}

/// A picture, a source without its table, fragments, a scheme without a word, or nothing but notes.
fn lost_a_figure(heading: Option<&Draft>, blocks: &[Draft]) -> bool {
    let has_table = blocks.iter().any(Draft::is_table_row);
    // Before an imprint, the picture was a logo.
    let has_picture = |draft: &Draft| draft.has_picture && draft.kind != BlockKind::Imprint;
    let shows_a_trace = blocks.iter().chain(heading).any(has_picture)
        || blocks.iter().any(|draft| match draft.kind {
            BlockKind::Diagram => true,
            BlockKind::Caption => !has_table,
            _ => false,
        });
    let heading = heading.map(Draft::text).unwrap_or_default();
    let names_a_figure = ["スキーム", "イメージ", "体系図", "概念図", "全体像", "推移"]
        .iter()
        .any(|word| heading.contains(word));
    let n_notes = blocks.iter().filter(|draft| draft.kind == BlockKind::Note).count();
    let n_long = blocks
        .iter()
        .filter(|draft| draft.kind != BlockKind::Note && draft.text().chars().count() > 20)
        .count();
    shows_a_trace || names_a_figure && blocks.is_empty() || n_notes >= 2 && n_long == 0
}
