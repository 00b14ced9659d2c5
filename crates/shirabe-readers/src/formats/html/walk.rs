//! From the tree of a page to blocks: [`Walk`].

use std::rc::Rc;

use markup5ever_rcdom::Handle;

use super::node::{self, attribute, is_block, is_silent, name, own_text};
use super::table;
use crate::formats::block_builder::{BlockBuilder, Passage, one_line};
use crate::reading::Reading;
use crate::repair::html_tags::raised;
use shirabe_document::Confidence;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Stands for `<br>` until white space is cleared: decoding leaves none in the source.
const LINE_BREAK: char = '\u{2028}';

/// Classes and ids of the path from the front page, which stands in many a main part.
const FRAMES: [&str; 6] =
    ["breadcrumb", "breadcrumbs", "topicpath", "topic-path", "topicPath", "pankuzu"];

/// Walks through a page and notes its blocks down.
pub(super) struct Walk<'a> {
    root: Handle,
    block_builder: BlockBuilder<'a>,
    /// The paragraph so far.
    passage: Passage,
    place: Place,
    first_heading: Option<String>,
}

/// What the text at a place becomes.
#[derive(Clone, Debug)]
struct Place {
    kind: BlockKind,
    level: Option<u8>,
    depth: u8,
    is_verbatim: bool,
    is_raised: bool,
    /// The number of an item that is still to come.
    label: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: Handle, block_builder: BlockBuilder<'a>) -> Walk<'a> {
        let place = Place {
            kind: BlockKind::Paragraph,
            level: None,
            depth: 0,
            is_verbatim: false,
            is_raised: false,
            label: None,
        };
        Walk { root, block_builder, passage: Passage::default(), place, first_heading: None }
    }

    /// Reads a whole page: what stands around the document leaves the flow.
    pub(super) fn page(&mut self, node: &Handle) {
        if Rc::ptr_eq(node, &self.root) {
            self.children(node);
            self.flush();
        } else if holds(node, &self.root) {
            for child in node.children.borrow().iter() {
                self.page(child);
            }
        } else {
            self.leave_out(node);
        }
    }

    /// The reading, and the first heading of level 1.
    pub(super) fn finish(mut self) -> (Reading, Option<(String, Confidence)>) {
        self.flush();
        let title = self.first_heading.map(|heading| (heading, Confidence::Likely));
        (self.block_builder.finish(), title)
    }

    fn children(&mut self, node: &Handle) {
        for child in node.children.borrow().iter() {
            self.node(child);
        }
    }

    fn node(&mut self, node: &Handle) {
        if let Some(text) = own_text(node) {
            self.text(&text);
            return;
        }
        let name = name(node);
        if is_silent(node) {
            return;
        }
        if self.is_frame(node) {
            self.flush();
            self.leave_out(node);
            return;
        }
        match name {
            "br" => self.passage.push(&LINE_BREAK.to_string()),
            "rt" => self.passage.push_aside(&node::shown_text(node), &rules::RUBY),
            "sup" => self.within(node, |place| place.is_raised = true),
            "img" => {
                if node::number(node, "width").is_some_and(|width| width >= 200) {
                    self.block_builder.note_picture();
                }
            }
            "table" => self.table(node),
            "ol" => self.ordered_list(node),
            "ul" | "menu" => self.block(node, |place| place.depth = place.depth.saturating_add(1)),
            _ if is_block(name) => self.named_block(node, name),
            _ => self.children(node),
        }
    }

    fn named_block(&mut self, node: &Handle, name: &str) {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        match name {
            "li" | "dd" => self.block(node, |place| {
                place.kind = BlockKind::ListItem;
                place.depth = place.depth.max(1);
            }),
            "figcaption" | "caption" => self.block(node, |place| place.kind = BlockKind::Caption),
            "pre" => self.block(node, |place| place.is_verbatim = true),
            _ if level.is_some() => self.block(node, |place| {
                place.kind = BlockKind::Heading;
                place.level = level;
            }),
            _ => self.block(node, |_| {}),
        }
    }

    /// Reads an element that stands on lines of its own.
    fn block(&mut self, node: &Handle, change: impl FnOnce(&mut Place)) {
        self.flush();
        self.within(node, change);
        self.flush();
    }

    fn within(&mut self, node: &Handle, change: impl FnOnce(&mut Place)) {
        let outer = self.place.clone();
        change(&mut self.place);
        let is_block = is_block(name(node));
        self.children(node);
        if is_block {
            self.flush();
        }
        // A label is used up by the first text after it, wherever that stands.
        let label = self.place.label.take();
        self.place = Place { label: label.filter(|_| outer.label.is_some()), ..outer };
    }

    fn ordered_list(&mut self, list: &Handle) {
        self.flush();
        let outer = self.place.clone();
        self.place.depth = self.place.depth.saturating_add(1);
        let mut n = node::number(list, "start").unwrap_or(1);
        for child in list.children.borrow().iter() {
            if name(child) == "li" && !is_silent(child) {
                n = node::number(child, "value").unwrap_or(n);
                self.place.label = Some(numbered(n, attribute(list, "type").as_deref()));
                n = n.saturating_add(1);
            }
            self.node(child);
            self.flush();
            self.place.label = None;
        }
        self.place = outer;
    }

    fn table(&mut self, table: &Handle) {
        self.flush();
        let rows = table::rows(table);
        if table::is_layout(table, &rows) {
            self.block(table, |_| {});
            return;
        }
        for child in table.children.borrow().iter().filter(|child| name(child) == "caption") {
            self.node(child);
        }
        let grid = table::grid(&rows, |cell| {
            let outer = std::mem::take(&mut self.passage);
            self.inline(cell);
            let passage = std::mem::replace(&mut self.passage, outer);
            cleared(&passage, false)
        });
        grid.write(&mut self.block_builder);
    }

    /// The content of a cell: its blocks become lines.
    fn inline(&mut self, node: &Handle) {
        for child in node.children.borrow().iter() {
            if let Some(text) = own_text(child) {
                self.text(&text);
            } else if name(child) == "rt" {
                self.passage.push_aside(&node::shown_text(child), &rules::RUBY);
            } else if !is_silent(child) {
                let ends_line = is_block(name(child)) || name(child) == "br";
                if ends_line {
                    self.passage.push(" ");
                }
                self.inline(child);
                if ends_line {
                    self.passage.push(" ");
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        let raised = if self.place.is_raised { raised(text.trim()) } else { None };
        let text = raised.as_deref().unwrap_or(text);
        if !text.trim().is_empty()
            && let Some(label) = self.place.label.take()
        {
            self.passage.push(&label);
        }
        if self.place.is_verbatim {
            self.passage.push(&text.replace('\n', &LINE_BREAK.to_string()));
        } else {
            self.passage.push(text);
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        let mut passage = cleared(&passage, self.place.is_verbatim);
        let Place { kind, level, depth, .. } = self.place.clone();
        if kind == BlockKind::Heading {
            passage = passage.in_one_line();
            if level == Some(1) && self.first_heading.is_none() && !passage.text().trim().is_empty()
            {
                self.first_heading = Some(passage.text().trim().to_owned());
            }
        }
        if let Some(draft) = self.block_builder.block(kind, &passage) {
            draft.mark_level = level;
            draft.depth = if kind == BlockKind::Heading { 0 } else { depth };
        }
    }

    /// Menus and the like within the document, headers and footers unless the document is a part.
    fn is_frame(&self, node: &Handle) -> bool {
        let is_whole_page = name(&self.root) == "body";
        let names_a_path = ["class", "id"].iter().any(|key| {
            let names = attribute(node, key).unwrap_or_default();
            names.split_ascii_whitespace().any(|name| FRAMES.contains(&name))
        });
        match name(node) {
            "nav" | "aside" | "form" | "button" | "select" | "dialog" => true,
            "header" | "footer" => is_whole_page,
            _ => names_a_path,
        }
    }

    fn leave_out(&mut self, node: &Handle) {
        if is_silent(node) {
            return;
        }
        let text = node::shown_text(node);
        let lines: Vec<String> =
            text.lines().map(one_line).filter(|line| !line.is_empty()).collect();
        self.block_builder.remove(&rules::PAGE_FRAMES, &lines.join("\n"));
    }
}

fn holds(node: &Handle, wanted: &Handle) -> bool {
    node::elements(node).any(|inner| Rc::ptr_eq(&inner, wanted))
}

/// The text with its white space as a browser shows it, and its line breaks.
fn cleared(passage: &Passage, is_verbatim: bool) -> Passage {
    passage.map(|text| {
        let lines = text.split(LINE_BREAK);
        let clear =
            |line: &str| if is_verbatim { line.trim_end().to_owned() } else { one_line(line) };
        lines.map(clear).collect::<Vec<_>>().join("\n")
    })
}

/// The number of an item (HTML, 4.4.5: the types of `ol`).
fn numbered(n: usize, kind: Option<&str>) -> String {
    let n = i64::try_from(n).unwrap_or(1);
    let format = match kind {
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ => "decimal",
    };
    format!("{}. ", crate::formats::number_format::write(n, format))
}
