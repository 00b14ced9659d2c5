//! What a PDF says of itself in its XMP packet (ISO 16684-1; ISO 32000-2, 14.3.2): [`properties`].

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};
use roxmltree::{Document, Node, ParsingOptions};

use crate::properties::Properties;

/// A longer packet is not read.
/// A guard; where it lies was not measured.
const MOST_BYTES: usize = 1 << 20;
/// More elements are not read.
/// A guard; where it lies was not measured.
const MOST_NODES: u32 = 20_000;

/// Fills in what the information dictionary leaves open.
pub(super) fn complete(properties: &mut Properties, pdf: &Pdf) {
    let Some(packet) = packet(pdf) else { return };
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(&packet, options) else { return };
    let value = |name: &str| {
        let of_name = |node: &Node<'_, '_>| node.is_element() && node.tag_name().name() == name;
        let text = |node: Node<'_, '_>| {
            let texts = node.descendants().filter(Node::is_text).filter_map(|node| node.text());
            texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
        };
        let element = document.descendants().find(of_name).and_then(text);
        // Short values may be attributes of the description.
        element.or_else(|| {
            let mut attributes = document.descendants().flat_map(|node| node.attributes());
            let found = attributes.find(|attribute| attribute.name() == name)?;
            (!found.value().trim().is_empty()).then(|| found.value().trim().to_owned())
        })
    };
    let open = |slot: &mut Option<String>, name: &str| {
        if slot.is_none() {
            *slot = value(name);
        }
    };
    open(&mut properties.title, "title");
    open(&mut properties.author, "creator");
    open(&mut properties.created, "CreateDate");
    open(&mut properties.modified, "ModifyDate");
    open(&mut properties.language, "language");
}

fn packet(pdf: &Pdf) -> Option<String> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let stream = root.get::<Stream<'_>>(b"Metadata".as_slice())?;
    let bytes = stream.decoded().ok()?;
    let bytes = bytes.get(..bytes.len().min(MOST_BYTES))?;
    Some(String::from_utf8_lossy(bytes).trim_start_matches('\u{FEFF}').to_owned())
}
