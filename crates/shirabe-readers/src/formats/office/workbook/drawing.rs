//! What lies on a sheet: text boxes, charts and pictures ([`read`]).

use std::collections::BTreeMap;

use super::sheet::{Aside, Place, Sheet};
use crate::draft::Ledger;
use crate::formats::office::archive::{Archive, Relationship};
use crate::formats::office::xml::{self, Node};
use crate::formats::office::{chart, diagram};

/// Adds what a drawing part holds to a sheet.
pub(super) fn read(part: &str, sheet: &mut Sheet, archive: &mut Archive<'_>, ledger: &mut Ledger) {
    let Some(text) = archive.optional(part, ledger) else { return };
    let document = match xml::parse(&text, part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => return fault.report_part(ledger),
    };
    let relationships = archive.relationships(part, ledger);
    let anchors = document.root_element().children().filter(|node| {
        matches!(xml::name(*node), "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor")
    });
    for anchor in anchors {
        let mut walk =
            Walk { sheet, place: corner(anchor), relationships: &relationships, archive, ledger };
        walk.children(anchor);
    }
}

/// The cell under the upper left corner.
fn corner(anchor: Node<'_>) -> Place {
    let from = xml::child(anchor, "from");
    let number = |name: &str| {
        let text = from.and_then(|from| xml::child(from, name)).map(xml::all_text)?;
        text.trim().parse().ok()
    };
    (number("row").unwrap_or(0), number("col").unwrap_or(0))
}

struct Walk<'a, 'b> {
    sheet: &'a mut Sheet,
    place: Place,
    relationships: &'a BTreeMap<String, Relationship>,
    archive: &'a mut Archive<'b>,
    ledger: &'a mut Ledger,
}

impl Walk<'_, '_> {
    fn children(&mut self, node: Node<'_>) {
        for child in node.children() {
            match xml::name(child) {
                "sp" | "cxnSp" => self.shape(child),
                "grpSp" => self.children(child),
                "graphicFrame" => self.frame(child),
                "pic" => self.sheet.has_picture = true,
                "AlternateContent" => {
                    if let Some(chosen) = xml::chosen(child) {
                        self.children(chosen);
                    }
                }
                _ => {}
            }
        }
    }

    fn shape(&mut self, shape: Node<'_>) {
        let Some(body) = xml::child(shape, "txBody") else { return };
        let paragraphs = xml::children(body, "p").map(|paragraph| {
            let part = |node: Node<'_>| match xml::name(node) {
                "t" => xml::all_text(node),
                "br" => "\n".to_owned(),
                _ => String::new(),
            };
            paragraph.descendants().map(part).collect::<String>()
        });
        let text = paragraphs.collect::<Vec<_>>().join("\n");
        if !text.trim().is_empty() {
            self.sheet.boxes.push(Aside { place: self.place, text });
        }
    }

    fn frame(&mut self, frame: Node<'_>) {
        if let Some(chart) = chart::chart(frame, self.relationships, self.archive, self.ledger) {
            self.sheet.charts.push((self.place, chart));
            return;
        }
        let texts = diagram::texts(frame, self.relationships, self.archive, self.ledger);
        if texts.is_empty() {
            self.sheet.has_picture = true;
        }
        let place = self.place;
        self.sheet.boxes.extend(texts.into_iter().map(|text| Aside { place, text }));
    }
}
