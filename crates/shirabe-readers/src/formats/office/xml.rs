//! XML parts: [`parse`] and what is asked of their elements. Elements are told by their local names, so
//! that the transitional and the strict namespaces of ISO/IEC 29500 read alike.

use roxmltree::{Document, ParsingOptions};

use super::archive::Fault;
use crate::limits::Limits;

pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;

/// Parses a part: no document type definition, no more nodes and no deeper than allowed.
pub(super) fn parse<'a>(text: &'a str, name: &str, limits: &Limits) -> Result<Document<'a>, Fault> {
    let nodes_limit = limits.max_xml_nodes;
    let options = ParsingOptions { allow_dtd: false, nodes_limit, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => {
            Fault::rejected(format!("{name} の要素が上限（{nodes_limit}個）を超える"))
        }
        roxmltree::Error::DtdDetected => {
            Fault::rejected(format!("{name} に文書型宣言（DTD）があり、安全のため読まない"))
        }
        _ => Fault::damaged(format!("{name} が XML として読めない")),
    })?;
    let max_depth = limits.max_xml_depth;
    if depth(&document) > max_depth {
        return Err(Fault::rejected(format!("{name} の入れ子が上限（{max_depth}段）を超える")));
    }
    Ok(document)
}

/// How deep elements stand in one another; nodes come in the order of the document.
fn depth(document: &Document<'_>) -> usize {
    let mut open: Vec<roxmltree::NodeId> = Vec::new();
    let mut deepest = 0;
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let parent = node.parent_element().map(|parent| parent.id());
        while open.last().copied() != parent && open.pop().is_some() {}
        open.push(node.id());
        deepest = deepest.max(open.len());
    }
    deepest
}

pub(super) fn name(node: Node<'_>) -> &str {
    node.tag_name().name()
}

/// The first child element of this name.
pub(super) fn child<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The element below that is reached by these names.
pub(super) fn descend<'a>(node: Node<'a>, path: &[&str]) -> Option<Node<'a>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

/// All child elements of this name.
pub(super) fn children<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// All elements of this name at any depth.
pub(super) fn all<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.descendants().filter(move |found| found.tag_name().name() == name)
}

/// An attribute by its local name.
pub(super) fn attribute<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

pub(super) fn number(node: Node<'_>, name: &str) -> Option<i64> {
    attribute(node, name)?.trim().parse().ok()
}

/// The attribute `val` of the child of this name.
pub(super) fn value<'a>(node: Node<'a>, child_name: &str) -> Option<&'a str> {
    child(node, child_name).and_then(|child| attribute(child, "val"))
}

pub(super) fn value_number(node: Node<'_>, child_name: &str) -> Option<i64> {
    value(node, child_name)?.trim().parse().ok()
}

/// Whether a switch such as `<w:vanish/>` is there and not turned off (ISO/IEC 29500-1, 17.17.4).
pub(super) fn is_on(node: Node<'_>, switch: &str) -> bool {
    let is_off = |switch| matches!(attribute(switch, "val"), Some("0" | "false" | "off"));
    child(node, switch).is_some_and(|switch| !is_off(switch))
}

/// Of alternatives for newer and older programs, the newer one (ISO/IEC 29500-3): both say the same.
pub(super) fn chosen(alternatives: Node<'_>) -> Option<Node<'_>> {
    child(alternatives, "Choice").or_else(|| child(alternatives, "Fallback"))
}

/// All text below, as it stands.
pub(super) fn all_text(node: Node<'_>) -> String {
    node.descendants().filter(roxmltree::Node::is_text).filter_map(|text| text.text()).collect()
}
