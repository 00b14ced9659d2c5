//! One slide: [`read`].

use std::collections::BTreeMap;

use super::inherited::Inherited;
use super::shape::{Content, Frame, Paragraph, Role, Shape};
use super::text;
use crate::draft::Ledger;
use crate::formats::block_builder::Passage;
use crate::formats::grid::{Cell, Grid};
use crate::formats::office::archive::{Archive, Fault, Relationship};
use crate::formats::office::embedded::Embedded;
use crate::formats::office::xml::{self, Node};
use crate::formats::office::{chart, diagram};

/// A picture that takes less of the slide than this is a logo or an ornament.
const SMALLEST_PICTURE: f64 = 0.08;

/// The size of all slides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What stands on a slide.
#[derive(Clone, Debug, Default)]
pub(super) struct Slide {
    pub(super) shapes: Vec<Shape>,
    pub(super) notes: Vec<Passage>,
    /// Whether a picture or a chart takes a good part of it.
    pub(super) has_picture: bool,
    /// Whether it is skipped when the presentation is shown.
    pub(super) is_hidden: bool,
    pub(super) embedded: Embedded,
    pictures: Vec<Frame>,
}

/// Reads the slide in a part, with its notes.
pub(super) fn read(
    part: &str,
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> Result<Slide, Fault> {
    let source = archive.required(part)?;
    let document = xml::parse(&source, part, archive.limits())?;
    let relationships = archive.relationships(part, ledger);
    let inherited = Inherited::read(&relationships, archive, ledger);
    let mut walk =
        Walk { slide: Slide::default(), inherited, relationships: &relationships, archive, ledger };
    if let Some(tree) = xml::descend(document.root_element(), &["cSld", "spTree"]) {
        walk.tree(tree, Transform::NONE);
    }
    let mut slide = walk.slide;
    slide.is_hidden =
        matches!(xml::attribute(document.root_element(), "show"), Some("0" | "false"));
    slide.embedded.count(relationships.values());
    if let Some(notes) = relationships.values().find(|r| r.kind == "notesSlide") {
        slide.notes = notes_of(&notes.part, archive, ledger);
    }
    Ok(slide)
}

impl Slide {
    /// Notes whether the pictures are more than ornaments.
    pub(super) fn weigh_pictures(&mut self, size: Size) {
        let area = |frame: &Frame| frame.width * frame.height;
        let smallest = size.width * size.height * SMALLEST_PICTURE;
        self.has_picture = self.pictures.iter().any(|frame| area(frame) >= smallest);
    }
}

/// What the speaker wrote below the slide.
fn notes_of(part: &str, archive: &mut Archive<'_>, ledger: &mut Ledger) -> Vec<Passage> {
    let Some(source) = archive.optional(part, ledger) else { return Vec::new() };
    let document = match xml::parse(&source, part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => {
            fault.report_part(ledger);
            return Vec::new();
        }
    };
    let is_body = |shape: &Node<'_>| placeholder(*shape).is_some_and(|(kind, _)| kind == "body");
    let bodies = xml::all(document.root(), "sp").filter(is_body);
    let texts = bodies.filter_map(|shape| xml::child(shape, "txBody"));
    texts.flat_map(|body| text::paragraphs(body, false)).map(|p| p.passage).collect()
}

/// The kind and the index of the placeholder that a shape fills.
pub(super) fn placeholder(shape: Node<'_>) -> Option<(&str, &str)> {
    let names = ["nvSpPr", "nvGraphicFramePr", "nvPicPr"];
    let names = names.iter().find_map(|name| xml::child(shape, name))?;
    let mark = xml::descend(names, &["nvPr", "ph"])?;
    let kind = xml::attribute(mark, "type").unwrap_or("obj");
    Some((kind, xml::attribute(mark, "idx").unwrap_or_default()))
}

/// The place in `xfrm`, if a shape has one of its own.
pub(super) fn own_frame(shape: Node<'_>) -> Option<Frame> {
    let properties = xml::child(shape, "spPr");
    let place =
        properties.and_then(|p| xml::child(p, "xfrm")).or_else(|| xml::child(shape, "xfrm"))?;
    let (offset, extent) = (xml::child(place, "off")?, xml::child(place, "ext")?);
    let number = |node, name| xml::number(node, name).map(|n| n as f64);
    Some(Frame {
        x: number(offset, "x")?,
        y: number(offset, "y")?,
        width: number(extent, "cx")?,
        height: number(extent, "cy")?,
    })
}

/// From the coordinates of a group to those of the slide.
#[derive(Clone, Copy)]
struct Transform {
    x: f64,
    y: f64,
    scale_x: f64,
    scale_y: f64,
}

impl Transform {
    const NONE: Transform = Transform { x: 0.0, y: 0.0, scale_x: 1.0, scale_y: 1.0 };

    fn apply(self, frame: Frame) -> Frame {
        Frame {
            x: self.x + frame.x * self.scale_x,
            y: self.y + frame.y * self.scale_y,
            width: frame.width * self.scale_x,
            height: frame.height * self.scale_y,
        }
    }

    /// Into a group: its children stand in coordinates of their own (ISO/IEC 29500-1, 20.1.7.5).
    fn into_group(self, group: Node<'_>) -> Transform {
        let place = xml::descend(group, &["grpSpPr", "xfrm"]);
        let pair = |name, a, b| {
            let node = place.and_then(|place| xml::child(place, name))?;
            Some((xml::number(node, a)? as f64, xml::number(node, b)? as f64))
        };
        let read = || {
            let (off, ext) = (pair("off", "x", "y")?, pair("ext", "cx", "cy")?);
            Some((off, ext, pair("chOff", "x", "y")?, pair("chExt", "cx", "cy")?))
        };
        let Some((off, ext, child_off, child_ext)) = read() else { return self };
        let scale = |outer: f64, inner: f64| if inner > 0.0 { outer / inner } else { 1.0 };
        let (scale_x, scale_y) = (scale(ext.0, child_ext.0), scale(ext.1, child_ext.1));
        Transform {
            x: self.x + self.scale_x * (off.0 - child_off.0 * scale_x),
            y: self.y + self.scale_y * (off.1 - child_off.1 * scale_y),
            scale_x: self.scale_x * scale_x,
            scale_y: self.scale_y * scale_y,
        }
    }
}

struct Walk<'a, 'b> {
    slide: Slide,
    inherited: Inherited,
    relationships: &'a BTreeMap<String, Relationship>,
    archive: &'a mut Archive<'b>,
    ledger: &'a mut Ledger,
}

impl Walk<'_, '_> {
    fn tree(&mut self, tree: Node<'_>, transform: Transform) {
        for child in tree.children() {
            match xml::name(child) {
                "sp" => self.text_shape(child, transform),
                "grpSp" => self.tree(child, transform.into_group(child)),
                "graphicFrame" => self.graphic(child, transform),
                "pic" => {
                    let frame = self.frame(child, transform);
                    self.slide.pictures.push(frame);
                }
                "AlternateContent" => {
                    if let Some(chosen) = xml::chosen(child) {
                        self.tree(chosen, transform);
                    }
                }
                _ => {}
            }
        }
    }

    fn frame(&self, shape: Node<'_>, transform: Transform) -> Frame {
        let own = own_frame(shape).map(|frame| transform.apply(frame));
        let inherited = || self.inherited.frame(placeholder(shape)?);
        own.or_else(inherited).unwrap_or_default()
    }

    fn text_shape(&mut self, shape: Node<'_>, transform: Transform) {
        let Some(body) = xml::child(shape, "txBody") else { return };
        let placeholder = placeholder(shape);
        let has_bullets = placeholder.is_some_and(|mark| self.inherited.has_bullets(mark));
        let paragraphs = text::paragraphs(body, has_bullets);
        if paragraphs.is_empty() {
            return;
        }
        let role = match placeholder.map(|(kind, _)| kind) {
            Some("title" | "ctrTitle") => Role::Title,
            Some("sldNum") => Role::Number,
            Some("ftr" | "dt" | "hdr") => Role::Furniture,
            _ => Role::Content,
        };
        let frame = self.frame(shape, transform);
        self.slide.shapes.push(Shape { frame, role, content: Content::Text(paragraphs) });
    }

    fn graphic(&mut self, graphic: Node<'_>, transform: Transform) {
        let frame = self.frame(graphic, transform);
        if let Some(table) = xml::all(graphic, "tbl").next() {
            let shape = |content| Shape { frame, role: Role::Content, content };
            self.slide.shapes.extend(table_content(table).map(shape));
            return;
        }
        if let Some(chart) = chart::chart(graphic, self.relationships, self.archive, self.ledger) {
            self.slide.shapes.push(Shape {
                frame,
                role: Role::Content,
                content: Content::Chart(chart),
            });
            return;
        }
        let texts = diagram::texts(graphic, self.relationships, self.archive, self.ledger);
        if texts.is_empty() {
            self.slide.pictures.push(frame);
            return;
        }
        let point = |text: &String| Paragraph { passage: Passage::of(text), depth: 1, size: 0 };
        let content = Content::Text(texts.iter().map(point).collect());
        self.slide.shapes.push(Shape { frame, role: Role::Content, content });
    }
}

/// The rows of a table; one of a single column is a stack of boxes.
fn table_content(table: Node<'_>) -> Option<Content> {
    let rows: Vec<Vec<Node<'_>>> =
        xml::children(table, "tr").map(|row| xml::children(row, "tc").collect()).collect();
    let paragraphs = |cell: Node<'_>| {
        xml::child(cell, "txBody").map(|body| text::paragraphs(body, false)).unwrap_or_default()
    };
    if rows.iter().all(|cells| cells.len() <= 1) {
        let stack: Vec<Paragraph> = rows.into_iter().flatten().flat_map(paragraphs).collect();
        return (!stack.is_empty()).then_some(Content::Text(stack));
    }
    let is_set =
        |node: Node<'_>, name: &str| matches!(xml::attribute(node, name), Some("1" | "true"));
    let look = xml::child(table, "tblPr");
    let sets_first_row_apart = look.is_some_and(|look| is_set(look, "firstRow"));
    let mut grid = Grid::new(sets_first_row_apart);
    let mut has_text = false;
    for cells in rows {
        let cell = |node: Node<'_>| {
            let mut passage = Passage::default();
            for paragraph in paragraphs(node) {
                if !passage.is_blank() {
                    passage.push(" ");
                }
                passage.append(&paragraph.passage.in_one_line());
            }
            // A cell that spans columns is followed by empty ones (21.1.3.16).
            Cell { passage, n_columns: 1, goes_on: is_set(node, "vMerge"), address: String::new() }
        };
        let cells: Vec<Cell> = cells.into_iter().map(cell).collect();
        has_text |= cells.iter().any(|cell| !cell.passage.is_blank());
        grid.push(cells, false);
    }
    has_text.then_some(Content::Table(grid))
}
