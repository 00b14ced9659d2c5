//! What a page says of itself in its head: [`read`].

use markup5ever_rcdom::Handle;

use super::node::{attribute, elements, name, own_text};
use crate::properties::Properties;

/// Names of meta elements, in the order of trust. Sources: Dublin Core (ISO 15836), Open Graph,
/// schema.org as used in `meta`.
const AUTHORS: [&str; 3] = ["dc.creator", "author", "article:author"];
const PUBLISHERS: [&str; 3] = ["dc.publisher", "publisher", "og:site_name"];
const DATES: [&str; 6] = [
    "dc.date",
    "dcterms.issued",
    "article:published_time",
    "datepublished",
    "date",
    "article:modified_time",
];

/// The properties of a page.
pub(super) fn read(document: &Handle) -> Properties {
    let mut properties = Properties::default();
    let mut tags: Vec<(String, String)> = Vec::new();
    for node in elements(document) {
        match name(&node) {
            "title" if properties.title.is_none() => {
                let texts = node.children.borrow().iter().filter_map(own_text).collect::<String>();
                properties.title = filled(&crate::formats::block_builder::one_line(&texts));
            }
            "html" => properties.language = attribute(&node, "lang").and_then(|l| filled(&l)),
            "link" if attribute(&node, "rel").as_deref() == Some("canonical") => {
                properties.address = attribute(&node, "href").and_then(|href| filled(&href));
            }
            "meta" => {
                let key = attribute(&node, "name").or_else(|| attribute(&node, "property"));
                tags.extend(key.zip(attribute(&node, "content")));
            }
            _ => {}
        }
    }
    let first = |names: &[&str]| {
        names.iter().find_map(|wanted| {
            let found = tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted));
            found.and_then(|(_, value)| filled(value))
        })
    };
    properties.author = first(&AUTHORS);
    properties.organisation = first(&PUBLISHERS);
    properties.issued = first(&DATES);
    properties.address = properties.address.or_else(|| first(&["og:url"]));
    properties.title = properties.title.or_else(|| first(&["og:title"]));
    properties
}

fn filled(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
