//! The count by hand: [`Texts::count`].

use std::collections::BTreeMap;

use shirabe_document::Document;
use shirabe_testkit::Random;

use super::folding::{folded, is_edge, is_plain};

/// The lengths of the wordings that are drawn, in characters.
const LENGTHS: (u64, u64) = (2, 12);

/// The folded texts of all sections, cut where no wording goes across: at blocks and at the cells of tables.
pub(super) struct Texts {
    sections: Vec<SectionText>,
}

struct SectionText {
    document: String,
    issuer: String,
    is_dated: bool,
    cells: Vec<String>,
}

/// Whether a wording may go on from one block or cell into the next.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Borders {
    Kept,
    Crossed,
}

/// What stands where.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) n_hits: usize,
    /// Those that begin in one cell or block and end in another; not among the others.
    pub(super) n_across: usize,
    n_dated_sections: usize,
    by_document: BTreeMap<String, usize>,
    by_issuer: BTreeMap<String, usize>,
}

impl Texts {
    pub(super) fn of(documents: &[Document]) -> Texts {
        let sections = documents.iter().flat_map(|document| {
            document.sections.iter().map(move |section| SectionText {
                document: document.id.to_string(),
                issuer: document.metadata.issuer.clone(),
                is_dated: document.metadata.issued.is_some(),
                cells: section.blocks.iter().flat_map(|b| b.text.split('\t')).map(folded).collect(),
            })
        });
        Texts { sections: sections.collect() }
    }

    /// A wording that stands somewhere.
    pub(super) fn wording(&self, random: &mut Random) -> String {
        loop {
            let section = &self.sections[random.below(self.sections.len())];
            let cell: Vec<char> =
                section.cells[random.below(section.cells.len())].chars().collect();
            let length = random.between(LENGTHS.0, LENGTHS.1) as usize;
            let start = random.below(cell.len());
            let Some(wording) = cell.get(start..start + length) else { continue };
            if wording.iter().all(|c| is_plain(*c))
                && [wording[0], wording[length - 1]].into_iter().all(is_edge)
            {
                return wording.iter().collect();
            }
        }
    }

    /// Counts a folded wording from the left and without overlap, in each cell or, over their borders, in
    /// each section.
    pub(super) fn count(&self, wording: &str, borders: Borders) -> Counted {
        let mut counted = Counted::default();
        for section in &self.sections {
            let in_cells: usize =
                section.cells.iter().map(|cell| cell.matches(wording).count()).sum();
            let in_all = section.cells.concat().matches(wording).count();
            counted.n_across += in_all.saturating_sub(in_cells);
            let n = if borders == Borders::Kept { in_cells } else { in_all };
            if n > 0 {
                counted.n_hits += n;
                counted.n_dated_sections += usize::from(section.is_dated);
                *counted.by_document.entry(section.document.clone()).or_default() += 1;
                *counted.by_issuer.entry(section.issuer.clone()).or_default() += 1;
            }
        }
        counted
    }
}

impl Counted {
    pub(super) fn n_sections(&self) -> usize {
        self.by_document.values().sum()
    }

    pub(super) fn n_documents(&self) -> usize {
        self.by_document.len()
    }

    /// Sections of documents whose date is known.
    pub(super) fn n_dated_sections(&self) -> usize {
        self.n_dated_sections
    }

    /// Sections that this issuer published.
    pub(super) fn of_issuer(&self, issuer: &str) -> usize {
        self.by_issuer.get(issuer).copied().unwrap_or_default()
    }
}
