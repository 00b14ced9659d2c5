//! What queries are analysed with: the same analysis as the documents, and what is known of spellings.

use std::sync::Arc;

use shirabe_index::{Notations, Presence, SectionAnalyzer};
use shirabe_text::{Abbreviation, Segmenter, Spellings};

use crate::plan::abbreviations::Abbreviations;

/// What queries are analysed with.
#[derive(Clone)]
pub(crate) struct Analyzer {
    sections: SectionAnalyzer,
    spellings: Arc<Spellings>,
    abbreviations: Arc<Abbreviations>,
    notations: Notations,
    presence: Presence,
}

impl Analyzer {
    pub(crate) fn new(
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

    pub(crate) fn sections(&self) -> &SectionAnalyzer {
        &self.sections
    }

    pub(crate) fn segmenter(&self) -> &Segmenter {
        self.sections.segmenter()
    }

    pub(crate) fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    pub(crate) fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }

    /// The abbreviations with a name that stands in `phrase`.
    pub(crate) fn abbreviations_in(&self, phrase: &str) -> Vec<Abbreviation> {
        self.abbreviations.in_phrase(phrase)
    }

    /// Which notations of which value the documents have.
    pub(crate) fn notations(&self) -> &Notations {
        &self.notations
    }

    /// Which texts cannot stand in the documents.
    pub(crate) fn presence(&self) -> &Presence {
        &self.presence
    }

    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        self.sections.word_texts(text)
    }
}
