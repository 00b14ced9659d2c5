//! 抽出品質: what a reader changed ([`Repair`]), and how much of a document that was ([`Quality`]).

use std::ops::Range;

use crate::model::Document;
use crate::rules::{Rule, RuleName};

/// Lines of the source, counted from 1, the end excluded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The lines.
    pub lines: Range<u32>,
}

impl Place {
    /// One line.
    pub fn line(line: u32) -> Place {
        Place { lines: line..line.saturating_add(1) }
    }
}

/// One application of one rule.
///
/// `before` and `after` are the changed stretch with a little context, without what the change has no
/// part in. The characters of all `before`s, `after`s and of the source balance with those of the
/// document: nothing else is lost or added.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Repair {
    /// The rule's name, as listed in [`Rule::ALL`].
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::stored::rule_name"))]
    pub rule: RuleName,
    /// Where in the source.
    #[cfg_attr(feature = "serde", serde(rename = "lines"))]
    pub place: Place,
    /// The text before; line ends are `\n`.
    pub before: String,
    /// The text after; empty if the text left the flow.
    pub after: String,
}

/// How much of a document had to be repaired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// How often each rule was applied, in the order of [`Rule::ALL`]; unused rules left out.
    pub counts: Vec<(&'static str, usize)>,
    /// Characters taken out of the text, white space not counted.
    pub n_chars_removed: usize,
    /// Characters put into the text, white space not counted.
    pub n_chars_added: usize,
    /// Characters that stand for something unreadable (U+FFFD and 〓).
    pub n_chars_unreadable: usize,
    /// Sections that lost a figure.
    pub n_figures_missing: usize,
    /// Pages without text.
    pub n_pages_without_text: u32,
    /// Pages of which pictures take a quarter or more.
    pub n_pages_with_pictures: usize,
    /// Attached files that were not read.
    pub n_attachments: u32,
    /// Pages whose text comes from a recogniser of characters (OCR).
    pub n_pages_recognised: usize,
}

impl Quality {
    /// Sums up the repairs of a document.
    pub fn of(document: &Document) -> Quality {
        let mut quality = Quality {
            n_figures_missing: document.sections.iter().filter(|s| s.figure_missing).count(),
            n_pages_without_text: document.source.n_pages_without_text,
            n_pages_with_pictures: document.source.pages_with_pictures.len(),
            n_attachments: document.source.n_attachments,
            n_pages_recognised: document.source.recognised_pages.len(),
            ..Quality::default()
        };
        for repair in &document.repairs {
            let (before, after) =
                (count_visible_chars(&repair.before), count_visible_chars(&repair.after));
            quality.n_chars_removed += before.saturating_sub(after);
            quality.n_chars_added += after.saturating_sub(before);
        }
        for rule in Rule::ALL {
            let n = document.repairs.iter().filter(|repair| repair.rule == rule.name).count();
            if n > 0 {
                quality.counts.push((rule.name, n));
            }
        }
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        quality.n_chars_unreadable = blocks
            .map(|block| block.text.chars().filter(|c| matches!(c, '\u{FFFD}' | '〓')).count())
            .sum();
        quality
    }
}

/// Characters that are not white space.
pub fn count_visible_chars(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
