//! Highlighting: where in a section's text the query stands, verified against the text itself.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use shirabe_document::Section;
use shirabe_index::{SectionAnalyzer, WordTerm};
use shirabe_plan::edges::{Edges, Standing};
use shirabe_plan::insides::InsidesOfText;
use shirabe_plan::request::Step;
use shirabe_plan::tree::{Filter, Leaf, Plan, PlannedQuery};
use shirabe_text::{Folding, MatchForm, fold};

use crate::matching::{LeafPlaces, Places, Span, without_overlap};

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
pub(crate) struct HighlightedText {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Range<usize>>,
    /// The blocks and cells, as ranges of the match form.
    stretches: Vec<Range<usize>>,
    form: MatchForm,
    insides: OnceCell<InsidesOfText>,
    /// For every character, and for the end: its offset in bytes.
    bytes: Vec<u32>,
    /// The characters that take two units of UTF-16, by their offsets.
    of_two_units: Vec<usize>,
}

impl HighlightedText {
    pub(crate) fn of(section: &Section) -> HighlightedText {
        let text = section.text();
        let form = MatchForm::of(&text, Folding::Standard);
        let (mut bytes, mut of_two_units) = (Vec::with_capacity(text.len() / 2), Vec::new());
        for (byte, c) in text.char_indices() {
            if c.len_utf16() == 2 {
                of_two_units.push(bytes.len());
            }
            // No section is stored that takes gigabytes.
            bytes.push(byte as u32);
        }
        bytes.push(text.len() as u32);
        let stretches = section.occurrence_ranges().into_iter();
        HighlightedText {
            blocks: section.block_ranges(),
            stretches: stretches.map(|range| form.form_range(range)).collect(),
            insides: OnceCell::new(),
            form,
            text,
            bytes,
            of_two_units,
        }
    }

    pub(crate) fn form(&self) -> &MatchForm {
        &self.form
    }

    /// The characters in `chars`; what lies beyond the text is left out.
    pub(crate) fn slice(&self, chars: Range<usize>) -> &str {
        self.text.get(self.byte(chars.start)..self.byte(chars.end)).unwrap_or("")
    }

    fn byte(&self, at_chars: usize) -> usize {
        self.bytes.get(at_chars).or(self.bytes.last()).map_or(0, |byte| *byte as usize)
    }

    /// The same range in UTF-16 units.
    pub(crate) fn utf16(&self, chars: Range<usize>) -> Range<usize> {
        let units = |at_chars: usize| {
            let at = at_chars.min(self.bytes.len() - 1);
            at + self.of_two_units.partition_point(|two| *two < at)
        };
        units(chars.start)..units(chars.end)
    }

    /// The places of the query to be marked, in text order, not overlapping, and those of the citations that
    /// it makes a condition; `units` as for [`HighlightedText::occurrences`].
    pub(crate) fn marks(
        &self,
        query: &PlannedQuery,
        analyzer: &SectionAnalyzer,
        units: &[u32],
    ) -> Vec<Mark> {
        let mut marks = self.occurrences(query, analyzer, units);
        marks.extend(self.cited(query, analyzer));
        marks.sort_by_key(|mark| (mark.chars.start, mark.step, std::cmp::Reverse(mark.chars.end)));
        keep_apart(marks)
    }

    /// Where the section cites what the query makes a condition: no occurrences of a wording.
    fn cited(&self, query: &PlannedQuery, analyzer: &SectionAnalyzer) -> Vec<Mark> {
        let terms: Vec<&str> = query.filters.iter().filter_map(cited_term).collect();
        if terms.is_empty() {
            return Vec::new();
        }
        let words = analyzer.analyze(&self.text).words.into_iter();
        let cited = words.filter(|word| terms.contains(&word.text.as_str()));
        cited
            .map(|WordTerm { text: matched, chars, .. }| Mark {
                chars,
                step: Step::Word,
                matched,
                rule: None,
                term: usize::MAX,
            })
            .collect()
    }

    /// All occurrences of the query that count, in text order: as many as the index says. `units` are
    /// the starts of the sentences, paragraphs or pages within which the query must hold, as
    /// match-form offsets; none where that is the whole section.
    pub(crate) fn occurrences(
        &self,
        query: &PlannedQuery,
        analyzer: &SectionAnalyzer,
        units: &[u32],
    ) -> Vec<Mark> {
        let needs_places = !units.is_empty() || query.plan.has_near();
        let words = OnceCell::new();
        let mut leaves = Vec::with_capacity(query.leaves.len());
        let mut term = 0;
        for leaf in &query.leaves {
            let mut found = self.leaf_marks(leaf, query, term);
            let may_use_words = !query.lists_across
                && leaf.positive
                && query.last_step == Step::Word
                && leaf.n_words_needed > 0;
            if may_use_words && (needs_places || found.phrases.is_empty()) {
                let words = words.get_or_init(|| analyzer.analyze(&self.text).words);
                found.words = word_marks(leaf, words, term);
                if !needs_places && n_terms(&found.words) < leaf.n_words_needed {
                    found.words.clear();
                }
            }
            term += leaf.words.len().max(1);
            leaves.push(found);
        }
        if needs_places {
            self.keep_inside(&mut leaves, query, units);
        }
        let positive = leaves.into_iter().zip(&query.leaves).filter(|(_, leaf)| leaf.positive);
        let mut marks: Vec<Mark> = positive.flat_map(|(found, _)| found.listed(query)).collect();
        marks.sort_by_key(|mark| (mark.chars.start, mark.step, std::cmp::Reverse(mark.chars.end)));
        marks
    }

    /// Drops what stands outside the units that meet the query.
    fn keep_inside(&self, leaves: &mut [LeafMarks], query: &PlannedQuery, units: &[u32]) {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let place = |mark: &Mark| self.form.form_range(mark.chars.clone());
        let places = leaves.iter().zip(&query.leaves).map(|(found, leaf)| LeafPlaces {
            spans: found.phrases.iter().map(|mark| self.span(mark)).collect(),
            aside: found.across.iter().map(|mark| self.span(mark)).collect(),
            words: found.words.iter().map(|mark| (offset(place(mark).start), mark.term)).collect(),
            n_words_needed: (leaf.positive && query.last_step == Step::Word)
                .then_some(leaf.n_words_needed)
                .filter(|needed| *needed > 0),
            positive: leaf.positive,
        });
        let places = Places::new(units.to_vec(), places.collect(), query.last_step);
        let plan = query.plan.of_text();
        let holds = |plan: &Plan| matches!(plan, Plan::All);
        let inside = places.inside(&plan, &holds);
        for found in leaves {
            found.phrases.retain(|mark| inside(offset(place(mark).start)));
            found.across.retain(|mark| inside(offset(place(mark).start)));
            found.words.retain(|mark| inside(offset(place(mark).start)));
        }
    }

    fn span(&self, mark: &Mark) -> Span {
        let form = self.form.form_range(mark.chars.clone());
        Span {
            start: u32::try_from(form.start).unwrap_or(u32::MAX),
            len: u32::try_from(form.len()).unwrap_or(0),
            spelling: usize::from(mark.step != Step::Exact),
        }
    }

    fn leaf_marks(&self, leaf: &Leaf, query: &PlannedQuery, term: usize) -> LeafMarks {
        let mut marks = LeafMarks::default();
        if leaf.pattern.is_some() {
            marks.phrases = self.pattern_marks(leaf, term);
            return marks;
        }
        let (mut within, mut across) = (Vec::new(), Vec::new());
        let last = if query.last_step == Step::Exact { 1 } else { usize::MAX };
        for (spelling, (folded, edges)) in leaf.spellings_with_edges().enumerate().take(last) {
            for span in self.spans_of(folded, spelling) {
                let is_across = self.is_across(span);
                let is_wanted = !is_across || query.lists_across;
                if !is_wanted || self.standing(span, edges) != Standing::Whole {
                    continue;
                }
                if is_across { across.push(span) } else { within.push(span) }
            }
        }
        let marked = |spans: &mut Vec<Span>| {
            without_overlap(spans);
            let marks = spans.iter().map(|span| self.mark(leaf, *span, term));
            let strict =
                marks.filter(|(mark, wanted)| !query.strict || self.is_strict(mark, wanted));
            strict.map(|(mark, _)| mark).collect()
        };
        marks.phrases = marked(&mut within);
        marks.across = marked(&mut across);
        marks
    }

    fn pattern_marks(&self, leaf: &Leaf, term: usize) -> Vec<Mark> {
        let Some(pattern) = &leaf.pattern else { return Vec::new() };
        let insides = || self.insides();
        let found = self.stretches.iter().flat_map(|stretch| {
            pattern.matches_in(&self.form, stretch.clone(), &insides).into_iter()
        });
        let whole = found.filter(|(_, standing)| *standing == Standing::Whole);
        let mark = |form: Range<usize>| {
            let chars = self.form.text_range(form);
            let matched = self.slice(chars.clone()).to_owned();
            Mark { chars, step: Step::Exact, matched, rule: None, term }
        };
        whole.map(|(form, _)| mark(form)).collect()
    }

    /// All places of a folded text that cut no character such as ㈱; they may overlap.
    fn spans_of(&self, folded: &str, spelling: usize) -> Vec<Span> {
        let len = u32::try_from(folded.chars().count()).unwrap_or(u32::MAX);
        let found = self.form.find_overlapping_in_form(folded).into_iter();
        found
            .map(|found| Span {
                start: u32::try_from(found.start).unwrap_or(u32::MAX),
                len,
                spelling,
            })
            .collect()
    }

    /// Whether the span begins in one block or cell and ends in another.
    fn is_across(&self, span: Span) -> bool {
        let next = self.stretches.partition_point(|stretch| stretch.start <= span.start as usize);
        // Empty blocks have no place of their own; behind the last border everything is within.
        self.stretches.get(next).is_some_and(|next| next.start < span.end() as usize)
    }

    fn standing(&self, span: Span, edges: Edges) -> Standing {
        if edges.are_free() {
            return Standing::Whole;
        }
        edges.standing(span.start, span.end(), self.insides())
    }

    fn insides(&self) -> &InsidesOfText {
        self.insides.get_or_init(|| InsidesOfText::of(&self.text, &self.form))
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

/// What stands in a section for one leaf.
#[derive(Default)]
struct LeafMarks {
    phrases: Vec<Mark>,
    /// Across borders, where that is listed.
    across: Vec<Mark>,
    words: Vec<Mark>,
}

impl LeafMarks {
    fn listed(self, query: &PlannedQuery) -> Vec<Mark> {
        if query.lists_across {
            self.across
        } else if self.phrases.is_empty() {
            self.words
        } else {
            self.phrases
        }
    }
}

fn cited_term(filter: &Filter) -> Option<&str> {
    if let Filter::Cited(term) = filter { Some(term) } else { None }
}

/// Where the words of `leaf` stand among the `words` of a section.
fn word_marks(leaf: &Leaf, words: &[WordTerm], term: usize) -> Vec<Mark> {
    let found = words.iter().filter_map(|word| {
        let number = leaf.words.iter().position(|wanted| *wanted == word.text)?;
        Some(Mark {
            chars: word.chars.clone(),
            step: Step::Word,
            matched: word.text.clone(),
            rule: None,
            term: term + number,
        })
    });
    found.collect()
}

/// How many different terms there are.
fn n_terms(marks: &[Mark]) -> usize {
    marks.iter().map(|mark| mark.term).collect::<BTreeSet<_>>().len()
}

/// Drops marks that overlap one of an earlier step or an earlier start. They are sorted.
fn keep_apart(marks: Vec<Mark>) -> Vec<Mark> {
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
