//! Word documents: [`read`] walks the body and notes down headings, paragraphs, lists, tables and notes.
//!
//! Numbers that Word counts itself stand in no text; [`numbering`] rebuilds them. What a change of the
//! author's took out (`w:del`, `w:moveFrom`) and hidden text is not shown and not read.

use std::collections::BTreeMap;

use super::archive::{Archive, Fault, Relationship};
use super::embedded::Embedded;
use super::xml::{self, Node};
use super::{chart, diagram, properties};
use crate::draft::Ledger;
use crate::formats::block_builder::{BlockBuilder, Passage};
use crate::reading::Reading;
use inline::Inline;
use notes::Notes;
use numbering::Numbering;
use shirabe_document::Confidence;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;
use styles::{Look, Styles};

mod equation;
mod inline;
mod notes;
mod numbering;
mod styles;
mod table;

/// A heading of more characters than this that ends like a sentence is a paragraph in a wrong style.
const LONGEST_HEADING: usize = 100;

/// Reads the document in a package.
pub(super) fn read(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Result<Reading, Fault> {
    let main = archive.main_part("word/document.xml", ledger);
    let text = archive.required(&main)?;
    let document = xml::parse(&text, &main, archive.limits())?;
    let relationships = archive.relationships(&main, ledger);
    let part = |kind: &str, usual: &str| {
        let found = relationships.values().find(|r| r.kind == kind).map(|r| r.part.clone());
        found.unwrap_or_else(|| usual.to_owned())
    };
    let styles = Styles::read(archive, &part("styles", "word/styles.xml"), ledger);
    let numbering = Numbering::read(archive, &part("numbering", "word/numbering.xml"), ledger);
    let footnotes = Notes::read(archive, &part("footnotes", "word/footnotes.xml"), &styles, ledger);
    let endnotes = Notes::read(archive, &part("endnotes", "word/endnotes.xml"), &styles, ledger);
    let frames = frames(archive, &relationships, &styles, ledger);
    let mut properties = properties::read(archive, ledger);
    let mut embedded = Embedded::default();
    embedded.count(relationships.values());
    embedded.report(ledger);
    let mut walk = Walk {
        block_builder: BlockBuilder::new(ledger),
        styles,
        numbering,
        footnotes,
        endnotes,
        relationships,
        archive,
        styled_title: None,
    };
    walk.container(document.root_element());
    for frame in frames {
        walk.block_builder.remove(&rules::PAGE_FRAMES, &frame);
    }
    properties.styled_title = walk.styled_title.map(|(title, _)| (title, Confidence::Certain));
    Ok(Reading { properties, encoding: "Office Open XML", ..walk.block_builder.finish() })
}

/// The texts of headers and footers, which stand on every page; each once.
fn frames(
    archive: &mut Archive<'_>,
    relationships: &BTreeMap<String, Relationship>,
    styles: &Styles,
    ledger: &mut Ledger,
) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let is_frame = |r: &&Relationship| matches!(r.kind.as_str(), "header" | "footer");
    for part in relationships.values().filter(is_frame).map(|r| r.part.clone()) {
        let Some(text) = archive.optional(&part, ledger) else { continue };
        let Ok(document) = xml::parse(&text, &part, archive.limits()) else { continue };
        let lines =
            xml::all(document.root(), "p").map(|p| Inline::of(p, styles).passage.text().to_owned());
        let text = lines.collect::<Vec<_>>().join("\n");
        // A number alone is the page's, as it was when the file was saved.
        let is_text = text.chars().any(char::is_alphabetic);
        if is_text && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

struct Walk<'a, 'b> {
    block_builder: BlockBuilder<'a>,
    styles: Styles,
    numbering: Numbering,
    footnotes: Notes,
    endnotes: Notes,
    relationships: BTreeMap<String, Relationship>,
    archive: &'a mut Archive<'b>,
    /// The title, and how many blocks there were when it ended.
    styled_title: Option<(String, usize)>,
}

impl Walk<'_, '_> {
    /// Reads the blocks of a body, a cell, a text box or a frame around them.
    fn container(&mut self, node: Node<'_>) {
        for child in node.children() {
            match xml::name(child) {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "AlternateContent" => {
                    if let Some(chosen) = xml::chosen(child) {
                        self.container(chosen);
                    }
                }
                "body" | "sdt" | "sdtContent" | "ins" | "moveTo" | "smartTag" | "customXml" => {
                    self.container(child);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: Node<'_>) {
        let look = self.styles.look(paragraph);
        let mut inline = Inline::of(paragraph, &self.styles);
        let label = look.list.as_ref().and_then(|list| self.numbering.label(list));
        let is_blank = inline.passage.is_blank();
        if let Some(label) = label.as_ref().filter(|_| !is_blank) {
            inline.passage.prepend(&label.text);
        }
        if !is_blank {
            self.text(&look, label.map(|label| label.depth), &inline.passage);
        }
        self.attachments(&inline);
    }

    fn text(&mut self, look: &Look, list_depth: Option<u8>, passage: &Passage) {
        let heading = passage.in_one_line();
        let is_sentence =
            heading.text().chars().count() > LONGEST_HEADING && heading.text().ends_with('。');
        if look.is_title && self.takes_title(&heading) {
            return;
        }
        let level = look.outline_level.or(look.is_title.then_some(1)).filter(|_| !is_sentence);
        if let Some(level) = level {
            if let Some(draft) = self.block_builder.block(BlockKind::Heading, &heading) {
                draft.mark_level = Some(level);
            }
            return;
        }
        let kind = if list_depth.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
        if let Some(draft) = self.block_builder.block(kind, passage) {
            draft.depth = list_depth.unwrap_or(0);
        }
    }

    /// Takes the title of the document. One that is set in several paragraphs, each in the style of titles
    /// and right below the other, is one title; whether this is the rest of one.
    fn takes_title(&mut self, heading: &Passage) -> bool {
        let text = heading.text().trim();
        let n_blocks = self.block_builder.n_blocks();
        match &mut self.styled_title {
            None if text.is_empty() => {}
            None => self.styled_title = Some((text.to_owned(), n_blocks + 1)),
            Some((title, at)) if *at == n_blocks && title.chars().count() <= LONGEST_HEADING => {
                title.push(' ');
                title.push_str(text);
                self.block_builder.extend(heading);
                return true;
            }
            Some(_) => {}
        }
        false
    }

    /// What hangs on a paragraph or a table: notes, text boxes, diagrams, pictures.
    fn attachments(&mut self, inline: &Inline<'_>) {
        for note in &inline.notes {
            let notes = if note.is_endnote { &mut self.endnotes } else { &mut self.footnotes };
            if let Some(passage) = notes.take(note.id) {
                self.block_builder.block(BlockKind::Note, &passage);
            }
        }
        for text_box in &inline.boxes {
            self.container(*text_box);
        }
        for drawing in &inline.drawings {
            let ledger = &mut *self.block_builder.ledger;
            let (relationships, archive) = (&self.relationships, &mut *self.archive);
            if let Some(chart) = chart::chart(*drawing, relationships, archive, ledger) {
                chart.write(&mut self.block_builder);
                continue;
            }
            let ledger = &mut *self.block_builder.ledger;
            let texts = diagram::texts(*drawing, &self.relationships, self.archive, ledger);
            if texts.is_empty() {
                self.block_builder.note_picture();
            }
            for text in texts {
                self.block_builder.block(BlockKind::ListItem, &Passage::of(&text));
            }
        }
        if inline.has_picture {
            self.block_builder.note_picture();
        }
    }

    fn table(&mut self, table: Node<'_>) {
        let rows = table::rows(table);
        // A table of one column is a frame around paragraphs.
        if rows.iter().all(|row| row.cells.len() <= 1) {
            for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.goes_on) {
                self.container(cell.node);
            }
            return;
        }
        let mut attachments = Vec::new();
        let grid = table::grid(table, &rows, |cell| self.cell(cell, &mut attachments));
        grid.write(&mut self.block_builder);
        for inline in &attachments {
            self.attachments(inline);
        }
    }

    /// The text of a cell: its paragraphs, tables in it too, one after the other.
    fn cell<'x>(&mut self, cell: Node<'x>, attachments: &mut Vec<Inline<'x>>) -> Passage {
        let mut out = Passage::default();
        for paragraph in table::paragraphs(cell) {
            let look = self.styles.look(paragraph);
            let mut inline = Inline::of(paragraph, &self.styles);
            let label = look.list.as_ref().and_then(|list| self.numbering.label(list));
            if !inline.passage.is_blank() {
                if let Some(label) = label {
                    inline.passage.prepend(&label.text);
                }
                if !out.is_blank() {
                    out.push(" ");
                }
                out.append(&inline.passage.in_one_line());
            }
            attachments.push(inline);
        }
        out
    }
}
