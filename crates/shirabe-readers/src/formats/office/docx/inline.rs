//! The content of a paragraph: [`Inline::of`].

use super::super::xml::{self, Node};
use super::equation;
use super::styles::Styles;
use crate::formats::block_builder::Passage;
use crate::repair::html_tags::raised;
use shirabe_document::rules;

/// A paragraph's text, and what hangs on it.
#[derive(Debug, Default)]
pub(super) struct Inline<'a> {
    pub(super) passage: Passage,
    pub(super) notes: Vec<NoteMark>,
    /// The contents of text boxes.
    pub(super) boxes: Vec<Node<'a>>,
    /// Drawings that may hold a diagram.
    pub(super) drawings: Vec<Node<'a>>,
    pub(super) has_picture: bool,
    /// Whether the text is in the style of marks of notes.
    is_in_marks: bool,
    /// Whether the paragraph's style hides its text.
    is_in_hidden_style: bool,
    /// The fields that are open, the innermost last.
    fields: Vec<Field>,
}

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    code: String,
    has_result: bool,
}

/// Where a note hangs on the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoteMark {
    pub(super) id: i64,
    pub(super) is_endnote: bool,
}

impl<'a> Inline<'a> {
    pub(super) fn of(paragraph: Node<'a>, styles: &Styles) -> Inline<'a> {
        let is_in_hidden_style = styles.hides_paragraph(paragraph);
        let mut inline = Inline { is_in_hidden_style, ..Inline::default() };
        inline.children(paragraph, styles);
        inline
    }

    fn children(&mut self, node: Node<'a>, styles: &Styles) {
        for child in node.children() {
            self.node(child, styles);
        }
    }

    fn node(&mut self, node: Node<'a>, styles: &Styles) {
        match xml::name(node) {
            "t" => self.text(node),
            "tab" | "ptab" => self.passage.push("\t"),
            "br" if xml::attribute(node, "type").is_none_or(|t| t == "textWrapping") => {
                self.passage.push("\n");
            }
            "cr" => self.passage.push("\n"),
            "noBreakHyphen" => self.passage.push("-"),
            "sym" => self.symbol(node),
            "ruby" => self.ruby(node, styles),
            "footnoteReference" => self.note(node, false),
            "endnoteReference" => self.note(node, true),
            "drawing" | "pict" | "object" => self.drawing(node),
            "AlternateContent" => {
                if let Some(chosen) = xml::chosen(node) {
                    self.children(chosen, styles);
                }
            }
            "r" if styles.hides(node, self.is_in_hidden_style) => {}
            "fldChar" => self.field(node),
            "instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(&xml::all_text(node));
                }
            }
            "r" => {
                self.is_in_marks = styles.is_note_mark(node);
                self.children(node, styles);
                self.is_in_marks = false;
            }
            // Not shown: properties, codes of fields, what a change took out, pages of the last layout.
            "pPr" | "rPr" | "delText" | "del" | "moveFrom" | "br" | "sdtPr" | "fldData" => {}
            _ => self.children(node, styles),
        }
    }

    fn text(&mut self, node: Node<'a>) {
        let text = xml::all_text(node).replace(['\n', '\r'], " ");
        // A second reference to a note is a field with the number of the first.
        let is_mark = |c: char| c.is_numeric() || "※*＊†‡、,()（）注".contains(c);
        if self.is_in_marks && text.chars().all(is_mark) {
            self.passage.push_aside(&text, &rules::NOTE_MARKS);
            return;
        }
        let is_raised = node
            .parent()
            .and_then(|run| xml::child(run, "rPr"))
            .and_then(|look| xml::value(look, "vertAlign"))
            .is_some_and(|align| align == "superscript");
        // 10 with a raised 3 is not 103.
        let raised = if is_raised { raised(&text) } else { None };
        self.passage.push(raised.as_deref().unwrap_or(&text));
    }

    /// An EQ field has no result: what it shows is in its code.
    fn field(&mut self, node: Node<'a>) {
        match xml::attribute(node, "fldCharType") {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                }
            }
            Some("end") => {
                let field = self.fields.pop().filter(|field| !field.has_result);
                if let Some(shown) = field.and_then(|field| equation::reading(&field.code)) {
                    self.passage.append(&shown);
                }
            }
            _ => {}
        }
    }

    /// A character of a symbol font, U+F000 to U+F0FF.
    fn symbol(&mut self, node: Node<'a>) {
        let code = xml::attribute(node, "char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        if let Some(symbol) = code.and_then(char::from_u32) {
            self.passage.push(symbol.encode_utf8(&mut [0; 4]));
        }
    }

    fn ruby(&mut self, node: Node<'a>, styles: &Styles) {
        if let Some(base) = xml::child(node, "rubyBase") {
            self.children(base, styles);
        }
        if let Some(reading) = xml::child(node, "rt") {
            let texts = xml::all(reading, "t").map(xml::all_text);
            self.passage.push_aside(&texts.collect::<String>(), &rules::RUBY);
        }
    }

    fn note(&mut self, node: Node<'a>, is_endnote: bool) {
        self.notes.extend(xml::number(node, "id").map(|id| NoteMark { id, is_endnote }));
    }

    /// Text boxes in a drawing are read; of the rest it is known that there is a picture.
    fn drawing(&mut self, drawing: Node<'a>) {
        let mut pending: Vec<Node<'a>> = vec![drawing];
        while let Some(node) = pending.pop() {
            match xml::name(node) {
                "txbxContent" => self.boxes.push(node),
                "AlternateContent" => pending.extend(xml::chosen(node)),
                "relIds" | "chart" => self.drawings.push(drawing),
                "blip" | "imagedata" => self.has_picture = true,
                _ => {
                    let children: Vec<Node<'a>> = node.children().collect();
                    pending.extend(children.into_iter().rev());
                }
            }
        }
    }
}
