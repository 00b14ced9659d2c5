//! Paragraph styles: what a paragraph is by its style and by itself ([`Styles::look`]).

use std::collections::BTreeMap;

use super::super::archive::Archive;
use super::super::xml::{self, Node};
use crate::draft::Ledger;

/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 32;

/// What a paragraph is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// 1 for the outermost headings.
    pub(super) outline_level: Option<u8>,
    pub(super) is_title: bool,
    pub(super) list: Option<ListPlace>,
}

/// The list and the level that count a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListPlace {
    pub(super) list: String,
    pub(super) level: ListLevel,
}

/// The level in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ListLevel {
    Numbered(i64),
    /// That which names this style.
    OfStyle(String),
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<i64>,
    list: Option<String>,
    level: Option<i64>,
    /// Whether it hides its text, if it says so.
    vanishes: Option<bool>,
}

/// Whether properties of a run hide it, if they say so.
fn vanishes(properties: Node<'_>) -> Option<bool> {
    xml::child(properties, "vanish").map(|_| xml::is_on(properties, "vanish"))
}

/// The styles of a document by their ids.
#[derive(Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of a paragraph that names none.
    default: Option<String>,
}

impl Styles {
    pub(super) fn read(archive: &mut Archive<'_>, part: &str, ledger: &mut Ledger) -> Styles {
        let Some(text) = archive.optional(part, ledger) else { return Styles::default() };
        let document = match xml::parse(&text, part, archive.limits()) {
            Ok(document) => document,
            Err(fault) => {
                fault.report_part(ledger);
                return Styles::default();
            }
        };
        let mut styles = Styles::default();
        for node in xml::children(document.root_element(), "style") {
            let Some(id) = xml::attribute(node, "styleId") else { continue };
            let is_default = matches!(xml::attribute(node, "default"), Some("1" | "true" | "on"));
            if is_default && xml::attribute(node, "type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), Style::read(node));
        }
        styles
    }

    /// What a paragraph is: its own properties first, then those of its style and the styles below.
    pub(super) fn look(&self, paragraph: Node<'_>) -> Look {
        let own = xml::child(paragraph, "pPr");
        let own_style = own.and_then(|own| xml::value(own, "pStyle"));
        let chain = self.chain(own_style.or(self.default.as_deref()));
        let own = own.map(Style::of_properties).unwrap_or_default();
        let name = chain.first().map(|(_, style)| style.name.as_str()).unwrap_or_default();
        let outline = own.outline.or_else(|| chain.iter().find_map(|(_, style)| style.outline));
        let from_style = chain.iter().find(|(_, style)| style.list.is_some());
        let level = own.level.or_else(|| chain.iter().find_map(|(_, style)| style.level));
        let list = own.list.or_else(|| from_style.and_then(|(_, style)| style.list.clone()));
        // 0 takes a paragraph out of the list of its style (ISO/IEC 29500-1, 17.9.18).
        let list = list.filter(|list| list != "0" && !list.is_empty()).map(|list| ListPlace {
            list,
            level: match (level, from_style) {
                (Some(level), _) => ListLevel::Numbered(level),
                (None, Some((id, _))) => ListLevel::OfStyle((*id).to_owned()),
                (None, None) => ListLevel::Numbered(0),
            },
        });
        let is_contents = name.starts_with("toc") || name.starts_with("目次");
        // 9 is body text (17.3.1.20).
        let level = outline.filter(|level| (0..9).contains(level) && !is_contents);
        Look {
            outline_level: level.and_then(|level| u8::try_from(level + 1).ok()),
            is_title: matches!(name, "title" | "表題"),
            list,
        }
    }

    /// Whether a run is in the style that Word gives to the marks of notes.
    pub(super) fn is_note_mark(&self, run: Node<'_>) -> bool {
        let style = xml::child(run, "rPr").and_then(|look| xml::value(look, "rStyle"));
        let name = style.and_then(|id| self.by_id.get(id)).map(|style| style.name.as_str());
        matches!(name, Some("footnote reference" | "endnote reference"))
    }

    /// Whether the style of a paragraph hides its text.
    pub(super) fn hides_paragraph(&self, paragraph: Node<'_>) -> bool {
        let own = xml::child(paragraph, "pPr").and_then(|own| xml::value(own, "pStyle"));
        self.style_vanishes(own.or(self.default.as_deref())).unwrap_or(false)
    }

    /// Whether a run is hidden: by itself, by its style, or else by that of its paragraph.
    pub(super) fn hides(&self, run: Node<'_>, is_in_hidden_style: bool) -> bool {
        let look = xml::child(run, "rPr");
        let style = look.and_then(|look| xml::value(look, "rStyle"));
        let own = look.and_then(vanishes);
        own.or_else(|| self.style_vanishes(style)).unwrap_or(is_in_hidden_style)
    }

    fn style_vanishes(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).iter().find_map(|(_, style)| style.vanishes)
    }

    fn chain<'s>(&'s self, id: Option<&'s str>) -> Vec<(&'s str, &'s Style)> {
        let mut chain = Vec::new();
        let mut next = id;
        while let Some(id) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            let Some(style) = self.by_id.get(id) else { break };
            chain.push((id, style));
            next = style.based_on.as_deref();
        }
        chain
    }
}

impl Style {
    fn read(node: Node<'_>) -> Style {
        let properties = xml::child(node, "pPr").map(Style::of_properties).unwrap_or_default();
        let name = xml::value(node, "name").unwrap_or_default().to_ascii_lowercase();
        let level = name.strip_prefix("heading ").and_then(|level| level.parse::<i64>().ok());
        Style {
            based_on: xml::value(node, "basedOn").map(str::to_owned),
            outline: properties.outline.or(level.map(|level| level - 1)),
            vanishes: xml::child(node, "rPr").and_then(vanishes),
            name,
            ..properties
        }
    }

    fn of_properties(properties: Node<'_>) -> Style {
        let numbering = xml::child(properties, "numPr");
        Style {
            outline: xml::value_number(properties, "outlineLvl"),
            list: numbering.and_then(|n| xml::value(n, "numId")).map(str::to_owned),
            level: numbering.and_then(|n| xml::value_number(n, "ilvl")),
            ..Style::default()
        }
    }
}
