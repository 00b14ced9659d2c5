//! What is asked of the nodes of a page.

use markup5ever_rcdom::{Handle, NodeData};

/// The name of an element; empty for anything else.
pub(super) fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

pub(super) fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attributes = attrs.borrow();
    let found = attributes.iter().find(|attribute| &*attribute.name.local == wanted)?;
    Some(found.value.to_string())
}

pub(super) fn number(node: &Handle, wanted: &str) -> Option<usize> {
    attribute(node, wanted)?.trim().parse().ok()
}

/// The text of a text node.
pub(super) fn own_text(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    }
}

/// Whether a browser shows nothing of it.
pub(super) fn is_silent(node: &Handle) -> bool {
    let is_hidden = || {
        let style = attribute(node, "style").unwrap_or_default().replace(' ', "");
        attribute(node, "hidden").is_some() || style.contains("display:none")
    };
    match name(node) {
        "" => !matches!(node.data, NodeData::Text { .. } | NodeData::Document),
        "script" | "style" | "noscript" | "template" | "head" | "title" | "iframe" | "object"
        | "embed" | "audio" | "video" | "canvas" | "svg" | "map" | "rp" => true,
        _ => is_hidden(),
    }
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "option"
    )
}

/// The elements below, in the order of the page, without recursion.
pub(super) fn elements(root: &Handle) -> impl Iterator<Item = Handle> {
    let mut pending: Vec<Handle> = vec![root.clone()];
    std::iter::from_fn(move || {
        let node = pending.pop()?;
        pending.extend(node.children.borrow().iter().rev().cloned());
        Some(node)
    })
}

/// All that is shown below, lines where blocks end.
pub(super) fn shown_text(root: &Handle) -> String {
    enum Step {
        Enter(Handle),
        Leave,
    }
    let mut out = String::new();
    let mut pending = vec![Step::Enter(root.clone())];
    while let Some(step) = pending.pop() {
        let Step::Enter(node) = step else {
            out.push('\n');
            continue;
        };
        if let Some(text) = own_text(&node) {
            out.push_str(&text);
        } else if !is_silent(&node) {
            if is_block(name(&node)) || name(&node) == "br" {
                out.push('\n');
                pending.push(Step::Leave);
            }
            pending.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter));
        }
    }
    out
}
