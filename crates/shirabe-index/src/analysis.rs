//! The one analysis that indexing, querying and highlighting share.
//!
//! [`SectionAnalyzer::analyze`] turns a text into the terms of every field; a query's phrases go
//! through the same functions.

use std::ops::Range;
use std::sync::Arc;

use shirabe_document::Section;
use shirabe_text::{Citation, Folding, MatchForm, Segmenter, citations_in};

use crate::grams::{END, pairs_within};

/// Analyses texts and queries.
#[derive(Clone)]
pub struct SectionAnalyzer {
    segmenter: Arc<Segmenter>,
}

/// One word of a text as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTerm {
    /// The normalised form.
    pub text: String,
    /// Where it starts in the match form, in characters.
    pub position: usize,
    /// Where it stands in the text, in characters.
    pub chars: Range<usize>,
    /// Whether it can be a part of a compound noun.
    pub is_nominal: bool,
}

/// A word as it is met in a text.
pub(crate) struct FoundWord<'a> {
    /// The normalised form.
    pub(crate) text: &'a str,
    /// Where it starts in the match form, in characters.
    pub(crate) position: usize,
    /// Where it stands in the text, in characters.
    pub(crate) chars: Range<usize>,
    /// Whether it can be a part of a compound noun.
    pub(crate) is_nominal: bool,
}

/// What the index keeps of one text.
#[derive(Debug)]
pub struct Terms {
    /// The match form.
    pub form: MatchForm,
    /// The words that count, in text order.
    pub words: Vec<WordTerm>,
}

impl SectionAnalyzer {
    /// An analyzer that segments with `segmenter`.
    pub fn new(segmenter: Arc<Segmenter>) -> SectionAnalyzer {
        SectionAnalyzer { segmenter }
    }

    /// The segmenter.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// The match form and the words of `text`.
    pub fn analyze(&self, text: &str) -> Terms {
        let mut words = Vec::new();
        let (form, _) = self.each_word(text, |FoundWord { text, position, chars, is_nominal }| {
            words.push(WordTerm { text: text.to_owned(), position, chars, is_nominal });
        });
        Terms { form, words }
    }

    /// The match form of `text` and the number of its words, function words among them; `found` is called
    /// with each word that counts, in text order.
    pub(crate) fn each_word(
        &self,
        text: &str,
        mut found: impl FnMut(FoundWord<'_>),
    ) -> (MatchForm, usize) {
        let form = MatchForm::of(text, Folding::Standard);
        let mut citations = citations_in(text).into_iter().peekable();
        let cite = |citation: Citation, found: &mut dyn FnMut(FoundWord<'_>)| {
            let position = form.form_range(citation.chars.clone()).start;
            for text in &citation.terms {
                let chars = citation.chars.clone();
                found(FoundWord { text, position, chars, is_nominal: false });
            }
        };
        let n_words = self.segmenter.for_each_term(text, |term| {
            while let Some(citation) = citations.next_if(|c| c.chars.start <= term.chars.start) {
                cite(citation, &mut found);
            }
            let position = form.form_range(term.chars.clone()).start;
            let shirabe_text::Term { text, chars, is_nominal, .. } = term;
            found(FoundWord { text, position, chars, is_nominal });
        });
        citations.for_each(|citation| cite(citation, &mut found));
        (form, n_words)
    }

    /// The normalised words of `text` and its citations of law, in order.
    pub fn word_texts(&self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        self.each_word(text, |word| words.push(word.text.to_owned()));
        words
    }
}

/// The tokens of a section, for a search engine that takes them as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionTokens {
    /// The pairs of neighbouring characters of the match form, each of which begins one. One that ends with
    /// [`SectionTokens::END`] is the last of its block: no phrase reaches over it.
    pub pairs: Vec<String>,
    /// The words that count, normalised.
    pub words: Vec<String>,
}

impl SectionTokens {
    /// Stands in the place of a character behind the end of a block: END OF TEXT, which is no white space
    /// and which no reader lets into a text.
    pub const END: char = '\u{3}';
}

impl SectionAnalyzer {
    /// The tokens under which `section` is indexed, in their order. None has white space in it.
    pub fn section_tokens(&self, section: &Section) -> SectionTokens {
        let text = section.text();
        let Terms { form, words } = self.analyze(&text);
        let borders = starts(section.occurrence_ranges().into_iter(), &form);
        let pair = |(_, (first, second)): (usize, (char, char))| {
            // Some control characters divide tokens in Java, and nobody looks for any.
            let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
            let second = if second == END { SectionTokens::END } else { shown(second) };
            String::from_iter([shown(first), second])
        };
        // A word such as New York is one token.
        let word = |word: WordTerm| word.text.replace(char::is_whitespace, "\u{a0}");
        SectionTokens {
            pairs: pairs_within(form.as_str(), &borders).map(pair).collect(),
            words: words.into_iter().map(word).collect(),
        }
    }
}

/// Match-form offsets at which `ranges` of the text start.
pub(crate) fn starts(ranges: impl Iterator<Item = Range<usize>>, form: &MatchForm) -> Vec<usize> {
    let mut starts: Vec<usize> = ranges.map(|range| form.form_range(range).start).collect();
    starts.dedup();
    starts
}
