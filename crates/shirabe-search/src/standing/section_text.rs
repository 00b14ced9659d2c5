//! A section as verification reads it: its match form, with what it costs to leave out each character,
//! and where its sentences, words and borders are.

use std::ops::Range;

use shirabe_index::SectionRecord;
use shirabe_japanese::is_sentence_end;
use shirabe_japanese::numerals::is_numeral;
use shirabe_plan::edges::Insides;
use shirabe_plan::insides::InsidesOfText;
use shirabe_text::{Folding, MatchForm};

use super::alignment::{BORDER_GATE, Gated, SENTENCE_GATE};

/// A text in which a stretch was found.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// The match form of it.
    pub form: &'a MatchForm,
    /// The form and its gates.
    pub gated: Gated<'a>,
}

/// A section, read.
pub struct SectionText {
    /// What is stored of it.
    pub record: SectionRecord,
    /// Its text.
    pub text: String,
    /// The match form of the text.
    pub form: MatchForm,
    /// The characters of the form.
    pub folded: Vec<char>,
    /// What it costs to leave out each character of the form.
    gates: Vec<u32>,
}

impl SectionText {
    pub(crate) fn of(record: SectionRecord) -> SectionText {
        let text = record.section.text();
        let form = MatchForm::of(&text, Folding::Standard);
        let folded: Vec<char> = form.as_str().chars().collect();
        let mut gates = vec![0; folded.len()];
        // In the form a full stop is no other than a point.
        for (at, _) in text.chars().enumerate().filter(|(_, c)| is_sentence_end(*c)) {
            if let Some(gate) = gates.get_mut(form.form_range(at..at + 1).start) {
                *gate = SENTENCE_GATE;
            }
        }
        for range in record.section.occurrence_ranges() {
            if let Some(gate) = gates.get_mut(form.form_range(range).start) {
                *gate = BORDER_GATE;
            }
        }
        SectionText { record, text, form, folded, gates }
    }

    /// The text with its form and gates.
    pub fn source(&self) -> Source<'_> {
        Source { text: &self.text, form: &self.form, gated: self.gated() }
    }

    pub(crate) fn gated(&self) -> Gated<'_> {
        Gated { chars: &self.folded, gates: &self.gates }
    }

    /// A stretch of the form with as much around it as shows where its first and last words end.
    pub fn around(&self, form: &Range<usize>) -> Range<usize> {
        /// Longer than every word of the dictionary that policy documents have; not measured.
        const MARGIN: usize = 16;
        form.start.saturating_sub(MARGIN)..(form.end + MARGIN).min(self.folded.len())
    }

    /// Whether the border of a block or cell lies inside a stretch of the form.
    pub(crate) fn has_border(&self, form: &Range<usize>) -> bool {
        self.gates[form.start + 1..form.end].iter().any(|gate| *gate >= BORDER_GATE)
    }

    /// A stretch with the rest of the number or Latin word that it cuts at its ends.
    pub(crate) fn whole_word(&self, form: &Range<usize>) -> Range<usize> {
        let is_part = |at: usize| {
            let c = self.folded.get(at);
            c.is_some_and(|c| c.is_ascii_alphanumeric() || is_numeral(*c))
        };
        let may_cut = |at: usize| at > 0 && is_part(at - 1) && is_part(at);
        if !may_cut(form.start) && !may_cut(form.end) {
            return form.clone();
        }
        let insides = InsidesOfText::of(&self.text, &self.form);
        let cuts = |at: usize| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            insides.is_inside_word(at) || insides.is_inside_number(at)
        };
        let start = (0..=form.start).rev().find(|at| !cuts(*at)).unwrap_or(0);
        let end = (form.end..=self.folded.len()).find(|at| !cuts(*at));
        start..end.unwrap_or(self.folded.len())
    }

    /// The sentence around a stretch of the form, without its closing mark.
    pub(crate) fn sentence(&self, form: &Range<usize>) -> Range<usize> {
        let is_begun =
            |at: &usize| self.gates[*at] >= BORDER_GATE || self.gates[*at - 1] == SENTENCE_GATE;
        let start = (1..=form.start).rev().find(is_begun).unwrap_or(0);
        let end = (form.end..self.gates.len()).find(|at| self.gates[*at] > 0);
        start..end.unwrap_or(self.gates.len())
    }
}
