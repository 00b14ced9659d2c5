//! Marks: where in a section's text the query stands, verified against the text itself.

use std::ops::Range;

use shirabe_document::Section;
use shirabe_index::SectionAnalyzer;
use shirabe_text::{Folding, MatchForm, fold};

use crate::matching::{Span, without_overlap};
use crate::plan::{Leaf, PlannedQuery};
use crate::request::Step;

/// One place in a section's text at which the query stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in characters of [`Section::text`].
    pub chars: Range<usize>,
    /// Which step found it.
    pub step: Step,
    /// The wording that was looked for.
    pub matched: String,
    /// The rule that gave the wording, where it is not the reader's own.
    pub rule: Option<&'static str>,
    /// Which term of the query it is; the words of a phrase have numbers of their own.
    pub(crate) term: usize,
}

/// A section's text with what marking needs.
pub(crate) struct MarkedText {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Range<usize>>,
    form: MatchForm,
    /// For every character, and for the end: its offset in bytes and in UTF-16 units.
    offsets: Vec<(usize, usize)>,
}

impl MarkedText {
    pub(crate) fn of(section: &Section) -> MarkedText {
        let text = section.text();
        let form = MatchForm::of(&text, Folding::Standard);
        let mut utf16 = 0;
        let mut offsets: Vec<(usize, usize)> = Vec::with_capacity(text.len() / 2);
        for (byte, c) in text.char_indices() {
            offsets.push((byte, utf16));
            utf16 += c.len_utf16();
        }
        offsets.push((text.len(), utf16));
        MarkedText { blocks: section.block_ranges(), form, text, offsets }
    }

    /// The characters in `chars`; what lies beyond the text is left out.
    pub(crate) fn slice(&self, chars: Range<usize>) -> &str {
        let (start, end) = (self.offset(chars.start), self.offset(chars.end));
        self.text.get(start.0..end.0).unwrap_or("")
    }

    /// The same range in UTF-16 units.
    pub(crate) fn utf16(&self, chars: Range<usize>) -> Range<usize> {
        self.offset(chars.start).1..self.offset(chars.end).1
    }

    fn offset(&self, at_chars: usize) -> (usize, usize) {
        self.offsets.get(at_chars).or(self.offsets.last()).copied().unwrap_or_default()
    }

    /// All places of the query, in text order, not overlapping.
    pub(crate) fn marks(&self, query: &PlannedQuery, analyzer: &SectionAnalyzer) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut by_words = Vec::new();
        let mut term = 0;
        for (_, leaf) in query.positive_leaves() {
            let found = self.leaf_marks(leaf, query, term);
            if found.is_empty() && query.last_step == Step::Word && leaf.n_words_needed > 0 {
                by_words.extend(leaf.words.iter().enumerate().map(|(n, word)| (word, term + n)));
            }
            marks.extend(found);
            term += leaf.words.len().max(1);
        }
        if !by_words.is_empty() {
            for word in analyzer.analyze(&self.text).words {
                if let Some((matched, term)) =
                    by_words.iter().find(|(wanted, _)| **wanted == word.text)
                {
                    let matched = (*matched).clone();
                    marks.push(Mark {
                        chars: word.chars,
                        step: Step::Word,
                        matched,
                        rule: None,
                        term: *term,
                    });
                }
            }
        }
        keep_apart(marks)
    }

    fn leaf_marks(&self, leaf: &Leaf, query: &PlannedQuery, term: usize) -> Vec<Mark> {
        if let Some(pattern) = &leaf.pattern {
            let found = self.blocks.iter().flat_map(|block| {
                let paragraph = self.form.form_range(block.clone());
                pattern.matches_in(&self.form, paragraph).map(|form| self.form.text_range(form))
            });
            return found
                .map(|chars| {
                    let matched = self.slice(chars.clone()).to_owned();
                    Mark { chars, step: Step::Exact, matched, rule: None, term }
                })
                .collect();
        }
        let mut spans = Vec::new();
        let last = if query.last_step == Step::Exact { 1 } else { usize::MAX };
        for (spelling, folded) in leaf.spellings().enumerate().take(last) {
            let len = folded.chars().count();
            spans.extend(self.form.find_all_in_form(folded).into_iter().map(|found| Span {
                start: u32::try_from(found.start).unwrap_or(u32::MAX),
                len: u32::try_from(len).unwrap_or(u32::MAX),
                spelling,
            }));
        }
        without_overlap(&mut spans);
        let marks = spans.into_iter().map(|span| self.mark(leaf, span, term));
        marks
            .filter(|(mark, wanted)| !query.strict || self.is_strict(mark, wanted))
            .map(|(m, _)| m)
            .collect()
    }

    /// The mark of `span` and the wording that it stands for.
    fn mark<'a>(&self, leaf: &'a Leaf, span: Span, term: usize) -> (Mark, &'a str) {
        let chars = self.form.text_range(span.start as usize..span.end() as usize);
        let alternative = span.spelling.checked_sub(1).and_then(|n| leaf.alternatives.get(n));
        let (step, wanted, rule) = match alternative {
            Some(alternative) => (Step::Variant, alternative.text.as_str(), Some(alternative.rule)),
            None => (Step::Exact, leaf.text.as_str(), None),
        };
        (Mark { chars, step, matched: wanted.to_owned(), rule, term }, wanted)
    }

    fn is_strict(&self, mark: &Mark, wanted: &str) -> bool {
        fold(self.slice(mark.chars.clone()), Folding::Strict) == fold(wanted, Folding::Strict)
    }
}

/// Drops marks that overlap one of an earlier step or an earlier start, and sorts the rest.
fn keep_apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.chars.start, mark.step, std::cmp::Reverse(mark.chars.end)));
    let mut kept: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match kept.last_mut() {
            Some(last) if mark.chars.start < last.chars.end => {
                if mark.step < last.step {
                    *last = mark;
                }
            }
            _ => kept.push(mark),
        }
    }
    kept
}
