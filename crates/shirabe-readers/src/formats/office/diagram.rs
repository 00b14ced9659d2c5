//! SmartArt: the texts of its points, in the order of the data.

use super::archive::{Archive, Relationship};
use super::xml::{self, Node};
use crate::draft::Ledger;
use std::collections::BTreeMap;

/// The texts of the diagram that a frame shows; empty if it shows none.
pub(super) fn texts(
    frame: Node<'_>,
    relationships: &BTreeMap<String, Relationship>,
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> Vec<String> {
    let data = xml::all(frame, "relIds").find_map(|ids| xml::attribute(ids, "dm"));
    let Some(part) = data.and_then(|id| relationships.get(id)).map(|r| r.part.clone()) else {
        return Vec::new();
    };
    let Some(text) = archive.optional(&part, ledger) else { return Vec::new() };
    let document = match xml::parse(&text, &part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => {
            fault.report_part(ledger);
            return Vec::new();
        }
    };
    // The placeholders of a template have points too, but no text of their own.
    let points = xml::all(document.root(), "pt").filter_map(|point| xml::child(point, "t"));
    let paragraphs = points.flat_map(|body| xml::children(body, "p"));
    let texts = paragraphs.map(|paragraph| {
        let runs = xml::all(paragraph, "t").map(xml::all_text);
        runs.collect::<String>().trim().to_owned()
    });
    texts.filter(|text| !text.is_empty()).collect()
}
