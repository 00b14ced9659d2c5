//! Numbers that Word counts itself: [`Numbering::label`] says what stands before a paragraph.

use std::collections::{BTreeMap, BTreeSet};

use super::super::archive::Archive;
use super::super::xml::{self, Node};
use super::styles::{ListLevel, ListPlace};
use crate::draft::Ledger;
use crate::formats::number_format;

/// Levels in a list (ISO/IEC 29500-1, 17.9.3).
const N_LEVELS: i64 = 9;

/// What stands before a paragraph of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The number and what sets it off, such as `第１章 `; empty for a bullet.
    pub(super) text: String,
    /// How deep in the list, from 1.
    pub(super) depth: u8,
}

#[derive(Clone, Debug)]
struct Level {
    format: String,
    /// Such as `第%1章` or `%1.%2`.
    pattern: String,
    start: i64,
    suffix: &'static str,
    /// Counts on when this level or one above it counts; 0 never starts again.
    restarts_after: Option<i64>,
    is_plain_decimal: bool,
    style: Option<String>,
}

#[derive(Default)]
struct List {
    levels: BTreeMap<i64, Level>,
    /// The list of a style whose levels it takes.
    style_link: Option<String>,
    defines_style: Option<String>,
}

#[derive(Default)]
struct Use {
    list: String,
    starts: BTreeMap<i64, i64>,
    levels: BTreeMap<i64, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    uses: BTreeMap<String, Use>,
    counts: BTreeMap<(String, i64), i64>,
    /// Uses whose own start has been applied.
    started: BTreeSet<(String, i64)>,
}

impl Numbering {
    pub(super) fn read(archive: &mut Archive<'_>, part: &str, ledger: &mut Ledger) -> Numbering {
        let Some(text) = archive.optional(part, ledger) else { return Numbering::default() };
        match xml::parse(&text, part, archive.limits()) {
            Ok(document) => Numbering::of(document.root_element()),
            Err(fault) => {
                fault.report_part(ledger);
                Numbering::default()
            }
        }
    }

    fn of(root: Node<'_>) -> Numbering {
        let mut numbering = Numbering::default();
        for node in xml::children(root, "abstractNum") {
            let list = List {
                levels: levels(node),
                style_link: xml::value(node, "numStyleLink").map(str::to_owned),
                defines_style: xml::value(node, "styleLink").map(str::to_owned),
            };
            let id = xml::attribute(node, "abstractNumId").unwrap_or_default();
            numbering.lists.insert(id.to_owned(), list);
        }
        for node in xml::children(root, "num") {
            let id = xml::attribute(node, "numId").unwrap_or_default();
            let list = xml::value(node, "abstractNumId").unwrap_or_default().to_owned();
            let mut used = Use { list: numbering.defining(&list), ..Use::default() };
            for change in xml::children(node, "lvlOverride") {
                let level = xml::number(change, "ilvl").unwrap_or(0);
                used.starts.extend(xml::value_number(change, "startOverride").map(|n| (level, n)));
                used.levels.extend(levels(change));
            }
            numbering.uses.insert(id.to_owned(), used);
        }
        numbering
    }

    /// The list that has the levels, where one takes them from a style.
    fn defining(&self, id: &str) -> String {
        let link = self.lists.get(id).and_then(|list| list.style_link.as_ref());
        let defines = |list: &&List| list.defines_style.as_ref() == link;
        let found = self.lists.iter().find(|(_, list)| link.is_some() && defines(list));
        found.map_or_else(|| id.to_owned(), |(id, _)| id.clone())
    }

    /// Counts a paragraph and says what stands before it; `None` if it is in no list.
    pub(super) fn label(&mut self, place: &ListPlace) -> Option<Label> {
        let used = self.uses.get(&place.list)?;
        let list = self.lists.get(&used.list)?;
        let at = match &place.level {
            ListLevel::Numbered(level) => *level,
            ListLevel::OfStyle(style) => {
                let of_style = |level: &&Level| level.style.as_ref() == Some(style);
                let found = list.levels.iter().find(|(_, level)| of_style(level));
                found.map_or(0, |(at, _)| *at)
            }
        };
        let level = |at: i64| used.levels.get(&at).or_else(|| list.levels.get(&at));
        let this = level(at)?;
        let key = |at: i64| (used.list.clone(), at);
        let own_start = used.starts.get(&at).copied();
        let starts_anew = own_start.is_some() && self.started.insert((place.list.clone(), at));
        let before = self.counts.get(&key(at)).copied().filter(|_| !starts_anew);
        let count = before.map_or(own_start.unwrap_or(this.start), |n| n.saturating_add(1));
        self.counts.insert(key(at), count);
        for below in at + 1..N_LEVELS {
            let restarts = level(below).and_then(|below| below.restarts_after);
            if restarts.is_none_or(|after| after != 0 && at < after) {
                self.counts.remove(&key(below));
            }
        }
        let depth = u8::try_from(at + 1).unwrap_or(1);
        if this.format == "bullet" {
            return Some(Label { text: String::new(), depth });
        }
        let mut text = this.pattern.clone();
        for above in 0..=at {
            let Some(of) = level(above) else { continue };
            let count = self.counts.get(&key(above)).copied().unwrap_or(of.start);
            let format = if this.is_plain_decimal { "decimal" } else { of.format.as_str() };
            let number = number_format::write(count, format);
            text = text.replace(&format!("%{}", above + 1), &number);
        }
        let is_empty = text.trim().is_empty();
        Some(Label { text: if is_empty { String::new() } else { text + this.suffix }, depth })
    }
}

fn levels(node: Node<'_>) -> BTreeMap<i64, Level> {
    let read = |node| {
        let level = Level {
            format: format_of(node),
            pattern: xml::value(node, "lvlText").unwrap_or_default().to_owned(),
            start: xml::value_number(node, "start").unwrap_or(0),
            suffix: if xml::value(node, "suff") == Some("nothing") { "" } else { " " },
            restarts_after: xml::value_number(node, "lvlRestart"),
            is_plain_decimal: xml::is_on(node, "isLgl"),
            style: xml::value(node, "pStyle").map(str::to_owned),
        };
        let at = xml::number(node, "ilvl").unwrap_or(0);
        (0..N_LEVELS).contains(&at).then_some((at, level))
    };
    xml::children(node, "lvl").filter_map(read).collect()
}

/// A format that old programs do not know stands in an alternative beside a plain one.
fn format_of(level: Node<'_>) -> String {
    let direct = xml::child(level, "numFmt");
    let chosen = || xml::chosen(xml::child(level, "AlternateContent")?);
    let node = direct.or_else(|| chosen().and_then(|chosen| xml::child(chosen, "numFmt")));
    let value = |name| node.and_then(|node| xml::attribute(node, name));
    match (value("val"), value("format")) {
        (Some("custom"), Some(format)) => format!("custom {format}"),
        (format, _) => format.unwrap_or("decimal").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(levels: &str, paragraphs: &[i64]) -> String {
        let xml = format!(
            "<numbering><abstractNum abstractNumId='0'>{levels}</abstractNum>\
             <num numId='1'><abstractNumId val='0'/></num></numbering>"
        );
        let document = roxmltree::Document::parse(&xml).unwrap();
        let mut numbering = Numbering::of(document.root_element());
        let place = |at: &i64| ListPlace { list: "1".to_owned(), level: ListLevel::Numbered(*at) };
        let text = |at| numbering.label(&place(at)).map_or("–".to_owned(), |label| label.text);
        paragraphs.iter().map(text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn lower_levels_start_again_below_each_number() {
        let levels = "<lvl ilvl='0'><start val='1'/><numFmt val='decimalFullWidth'/><lvlText val='第%1章'/></lvl>\
             <lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.%2'/><isLgl/></lvl>\
             <lvl ilvl='2'><start val='1'/><numFmt val='aiueoFullWidth'/><suff val='nothing'/><lvlText val='（%3）'/></lvl>";
        assert_eq!(
            labels(levels, &[0, 1, 2, 2, 1, 2, 0, 1]),
            "第１章 |1.1 |（ア）|（イ）|1.2 |（ア）|第２章 |2.1 "
        );
    }

    #[test]
    fn a_bullet_has_no_text_and_an_unknown_level_no_label() {
        let levels = "<lvl ilvl='0'><numFmt val='bullet'/><lvlText val='・'/></lvl>";
        assert_eq!(labels(levels, &[0, 0, 5]), "||–");
    }
}
