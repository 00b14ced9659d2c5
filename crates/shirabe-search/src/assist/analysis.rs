//! Analysis: how a text is read, to see why something matched or did not.

use std::ops::Range;

use shirabe_index::SectionAnalyzer;
use shirabe_plan::analyzer::Analyzer;
use shirabe_text::{Abbreviation, Expansion, Folding, MatchForm, Spellings, Word, expansions};

/// How a text is read.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The text as given.
    pub text: String,
    /// What exact matching compares.
    pub match_form: String,
    /// For each character of the match form, where it comes from in the text.
    pub form_chars: Vec<Range<usize>>,
    /// The bigrams of the match form.
    pub bigrams: Vec<String>,
    /// The words of the text.
    pub words: Vec<Word>,
    /// The terms under which the text is indexed, with their places.
    pub terms: Vec<(String, Range<usize>)>,
    /// Other spellings of its parts.
    pub expansions: Vec<Expansion>,
}

impl Analysis {
    /// Analyses `text` as documents and queries are.
    pub fn of(
        text: &str,
        sections: &SectionAnalyzer,
        spellings: &Spellings,
        abbreviations: &[Abbreviation],
    ) -> Analysis {
        let form = MatchForm::of(text, Folding::Standard);
        let chars: Vec<char> = form.as_str().chars().collect();
        let terms = sections.analyze(text).words.into_iter().map(|word| (word.text, word.chars));
        Analysis {
            text: text.to_owned(),
            match_form: form.as_str().to_owned(),
            form_chars: (0..chars.len()).map(|at| form.text_range(at..at + 1)).collect(),
            bigrams: chars.windows(2).map(|pair| pair.iter().collect()).collect(),
            words: sections.segmenter().words(text),
            terms: terms.collect(),
            expansions: expansions(text, sections.segmenter(), spellings, abbreviations),
        }
    }
}

/// Analyses `text` with the abbreviations of this generation.
pub(crate) fn analyze(analyzer: &Analyzer, text: &str) -> Analysis {
    let abbreviations = analyzer.abbreviations_in(text);
    Analysis::of(text, analyzer.sections(), analyzer.spellings(), &abbreviations)
}
