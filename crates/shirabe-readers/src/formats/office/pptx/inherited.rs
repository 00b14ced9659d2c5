//! What a slide takes from its layout and its master: places and bullets of placeholders.

use std::collections::BTreeMap;

use super::shape::Frame;
use super::slide::{own_frame, placeholder};
use crate::draft::Ledger;
use crate::formats::office::archive::{Archive, Relationship};
use crate::formats::office::xml::{self, Node};

#[derive(Clone, Debug)]
struct Placeholder {
    kind: String,
    index: String,
    frame: Option<Frame>,
    /// What its first level says of bullets, if anything.
    has_bullets: Option<bool>,
}

/// The placeholders of the layout and the master of a slide.
#[derive(Clone, Debug, Default)]
pub(super) struct Inherited {
    layout: Vec<Placeholder>,
    master: Vec<Placeholder>,
    /// Whether the master's body text has bullets.
    body_has_bullets: bool,
}

impl Inherited {
    pub(super) fn read(
        relationships: &BTreeMap<String, Relationship>,
        archive: &mut Archive<'_>,
        ledger: &mut Ledger,
    ) -> Inherited {
        let mut inherited = Inherited::default();
        let part = |relationships: &BTreeMap<String, Relationship>, kind: &str| {
            relationships.values().find(|r| r.kind == kind).map(|r| r.part.clone())
        };
        let Some(layout) = part(relationships, "slideLayout") else { return inherited };
        inherited.layout = read_part(&layout, archive, ledger).0;
        let master = part(&archive.relationships(&layout, ledger), "slideMaster");
        if let Some(master) = master {
            (inherited.master, inherited.body_has_bullets) = read_part(&master, archive, ledger);
        }
        inherited
    }

    /// Where a placeholder stands that does not say so itself.
    pub(super) fn frame(&self, mark: (&str, &str)) -> Option<Frame> {
        let in_layout = self.in_layout(mark).and_then(|found| found.frame);
        in_layout.or_else(|| self.in_master(mark).and_then(|found| found.frame))
    }

    /// Whether the paragraphs of a placeholder are items of a list.
    pub(super) fn has_bullets(&self, mark: (&str, &str)) -> bool {
        if !matches!(mark.0, "body" | "obj") {
            return false;
        }
        let own = self.in_layout(mark).and_then(|found| found.has_bullets);
        own.or_else(|| self.in_master(mark).and_then(|found| found.has_bullets))
            .unwrap_or(self.body_has_bullets)
    }

    /// The index decides, and the kind where there is none (ISO/IEC 29500-1, 19.3.1.36).
    fn in_layout(&self, (kind, index): (&str, &str)) -> Option<&Placeholder> {
        let by_index = self.layout.iter().find(|p| !index.is_empty() && p.index == index);
        by_index.or_else(|| self.layout.iter().find(|p| general(&p.kind) == general(kind)))
    }

    fn in_master(&self, (kind, _): (&str, &str)) -> Option<&Placeholder> {
        self.master.iter().find(|p| general(&p.kind) == general(kind))
    }
}

fn general(kind: &str) -> &str {
    match kind {
        "ctrTitle" => "title",
        "subTitle" | "obj" => "body",
        kind => kind,
    }
}

fn read_part(
    part: &str,
    archive: &mut Archive<'_>,
    ledger: &mut Ledger,
) -> (Vec<Placeholder>, bool) {
    let Some(source) = archive.optional(part, ledger) else { return (Vec::new(), false) };
    let document = match xml::parse(&source, part, archive.limits()) {
        Ok(document) => document,
        Err(fault) => {
            fault.report_part(ledger);
            return (Vec::new(), false);
        }
    };
    let read = |shape| {
        let (kind, index) = placeholder(shape)?;
        let list = xml::descend(shape, &["txBody", "lstStyle", "lvl1pPr"]);
        Some(Placeholder {
            kind: kind.to_owned(),
            index: index.to_owned(),
            frame: own_frame(shape),
            has_bullets: list.and_then(says_of_bullets),
        })
    };
    let root = document.root_element();
    let body = xml::descend(root, &["txStyles", "bodyStyle", "lvl1pPr"]);
    let body_has_bullets = body.and_then(says_of_bullets).unwrap_or(false);
    (xml::all(root, "sp").filter_map(read).collect(), body_has_bullets)
}

fn says_of_bullets(look: Node<'_>) -> Option<bool> {
    let has = |name| xml::child(look, name).is_some();
    if has("buNone") {
        return Some(false);
    }
    (has("buChar") || has("buAutoNum") || has("buBlip")).then_some(true)
}
