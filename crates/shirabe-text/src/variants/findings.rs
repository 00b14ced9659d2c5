//! Collects what the rules find, and drops what says nothing new.

use std::ops::Range;

use super::phrase::Phrase;
use super::{Expansion, MAX_ALTERNATIVES, Rule};
use crate::match_form::{Folding, fold};

/// What the rules have found so far.
pub(super) struct Findings<'a> {
    phrase: &'a Phrase<'a>,
    found: Vec<Finding>,
}

struct Finding {
    expansion: Expansion,
    /// The match forms of the alternatives.
    forms: Vec<String>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(phrase: &'a Phrase<'a>) -> Self {
        Findings { phrase, found: Vec::new() }
    }

    /// Whether a part may still be expanded: nothing found yet crosses its borders.
    pub(super) fn is_free(&self, chars: &Range<usize>) -> bool {
        self.found.iter().map(|finding| &finding.expansion).all(|other| {
            !other.rule.is_on_by_default()
                || other.chars == *chars
                || other.chars.end <= chars.start
                || chars.end <= other.chars.start
        })
    }

    /// Whether any rule has found something in this part.
    pub(super) fn is_untouched(&self, chars: &Range<usize>) -> bool {
        self.found
            .iter()
            .map(|finding| &finding.expansion.chars)
            .all(|other| other.end <= chars.start || chars.end <= other.start)
    }

    /// Take the alternatives of a rule for a part, without those that are the same text, that
    /// another rule gave, or that are too many.
    pub(super) fn add(
        &mut self,
        rule: Rule,
        chars: Range<usize>,
        alternatives: impl IntoIterator<Item = String>,
    ) {
        if rule.is_on_by_default() && !self.is_free(&chars) {
            return;
        }
        let term = self.phrase.part(&chars).to_owned();
        let own = fold(&term, Folding::Standard);
        let mut kept: Vec<String> = Vec::new();
        let mut forms: Vec<String> = Vec::new();
        for alternative in alternatives {
            let form = fold(&alternative, Folding::Standard);
            let is_known = form == own || form.is_empty() || forms.contains(&form);
            if !is_known && !self.has(&chars, &form) && kept.len() < MAX_ALTERNATIVES {
                kept.push(alternative);
                forms.push(form);
            }
        }
        if !kept.is_empty() {
            let expansion = Expansion { chars, term, rule, alternatives: kept };
            self.found.push(Finding { expansion, forms });
        }
    }

    /// What was found, in the order of the phrase.
    pub(super) fn finish(mut self) -> Vec<Expansion> {
        self.found.sort_by_key(|finding| {
            let Expansion { chars, rule, .. } = &finding.expansion;
            (chars.start, chars.end, *rule)
        });
        self.found.into_iter().map(|finding| finding.expansion).collect()
    }

    fn has(&self, chars: &Range<usize>, form: &str) -> bool {
        let same_part = self.found.iter().filter(|finding| finding.expansion.chars == *chars);
        same_part.flat_map(|finding| &finding.forms).any(|other| other == form)
    }
}
