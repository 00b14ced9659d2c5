//! What queries are analysed with: the same analysis as the documents, and what is known of spellings.

use std::sync::Arc;

use shirabe_index::{Notations, Presence, SectionAnalyzer};
use shirabe_text::{Abbreviation, Segmenter, Spellings};

use crate::abbreviations::Abbreviations;

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
}
