//! Footnotes and endnotes: [`Notes`].

use std::collections::BTreeMap;

use super::super::archive::Archive;
use super::super::xml;
use super::inline::Inline;
use super::styles::Styles;
use crate::draft::Ledger;
use crate::formats::block_builder::Passage;

/// The notes of one kind; each is taken where the text refers to it.
#[derive(Default)]
pub(super) struct Notes {
    by_id: BTreeMap<i64, Passage>,
    n_taken: u32,
}

impl Notes {
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: &str,
        styles: &Styles,
        ledger: &mut Ledger,
    ) -> Notes {
        let Some(text) = archive.optional(part, ledger) else { return Notes::default() };
        let document = match xml::parse(&text, part, archive.limits()) {
            Ok(document) => document,
            Err(fault) => {
                fault.report_part(ledger);
                return Notes::default();
            }
        };
        let is_note = |node: &xml::Node<'_>| matches!(xml::name(*node), "footnote" | "endnote");
        let mut notes = Notes::default();
        for note in document.root_element().children().filter(is_note) {
            let mut passage = Passage::default();
            for paragraph in xml::all(note, "p") {
                let text = Inline::of(paragraph, styles).passage.in_one_line();
                if !passage.is_blank() && !text.is_blank() {
                    passage.push("\n");
                }
                passage.append(&text);
            }
            if let Some(id) = xml::number(note, "id").filter(|_| !passage.is_blank()) {
                notes.by_id.insert(id, passage);
            }
        }
        notes
    }

    /// The note with its number, which is counted in the order of the text.
    pub(super) fn take(&mut self, id: i64) -> Option<Passage> {
        let mut passage = self.by_id.remove(&id)?;
        self.n_taken += 1;
        passage.prepend(&format!("{} ", self.n_taken));
        Some(passage)
    }
}
