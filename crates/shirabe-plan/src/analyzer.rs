//! What queries are analysed with: the same analysis as the documents, and what is known of spellings.

use std::sync::Arc;

use shirabe_index::{Notations, Presence, SectionAnalyzer, WordTerm};
use shirabe_text::{Abbreviation, Segmenter, Spellings, slice_chars};

use crate::abbreviations::Abbreviations;
use crate::tree::RunWord;

/// What queries are analysed with.
#[derive(Clone)]
pub struct Analyzer {
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    abbreviations: Arc<Abbreviations>,
    notations: Notations,
    presence: Presence,
}

impl Analyzer {
    /// The analysis of the documents, with the spellings and notations that they have.
    pub fn new(
        sections: SectionAnalyzer,
        spellings: Arc<Spellings>,
        abbreviations: Abbreviations,
        notations: Notations,
        presence: Presence,
    ) -> Analyzer {
        Analyzer {
            sections,
            spellings,
            abbreviations: Arc::new(abbreviations),
            notations,
            presence,
        }
    }

    /// The analysis of sections.
    pub fn sections(&self) -> &SectionAnalyzer {
        &self.sections
    }

    /// What cuts texts into words.
    pub fn segmenter(&self) -> &Segmenter {
        self.sections.segmenter()
    }

    /// The spellings of the dictionary.
    pub fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    /// The abbreviations that the documents define.
    pub fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }

    /// The abbreviations with a name that stands in `phrase`.
    pub fn abbreviations_in(&self, phrase: &str) -> Vec<Abbreviation> {
        self.abbreviations.in_phrase(phrase)
    }

    /// Which notations of which value the documents have.
    pub fn notations(&self) -> &Notations {
        &self.notations
    }

    /// Which texts cannot stand in the documents.
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// The words of a text in dictionary form.
    pub fn words(&self, text: &str) -> Vec<String> {
        self.sections.word_texts(text)
    }

    /// The words of a run, with what a reader calls them and which of them find a section by themselves.
    pub(crate) fn words_of_run(&self, text: &str) -> Vec<RunWord> {
        let words = self.sections.analyze(text).words;
        let is_one = |word: &WordTerm| word.chars.len() == 1;
        let touch = |before: &WordTerm, after: &WordTerm| before.chars.end == after.chars.start;
        let read = |compound: &[WordTerm]| -> Vec<RunWord> {
            let all_are_one = compound.iter().all(is_one);
            let word = |word: &WordTerm| RunWord {
                text: word.text.clone(),
                name: if word.is_nominal {
                    slice_chars(text, word.chars.clone()).to_owned()
                } else {
                    word.text.clone()
                },
                leads: all_are_one || !is_one(word),
            };
            compound.iter().map(word).collect()
        };
        words.chunk_by(touch).flat_map(read).collect()
    }
}
