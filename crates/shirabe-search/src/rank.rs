//! Ranking: every weight in one table, and the score of one section.
//!
//! A section's score is a sum of named signals. The first ones are cheap and decide which sections
//! are looked at closely; the others are added for the best [`Weights::n_reranked`] only.

use std::sync::Arc;

use shirabe_index::Fields;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader, Term};

use crate::SearchError;
use crate::matching::WordCursor;

/// All weights of the ranking. `docs/ranking.md` says what each brings.
#[derive(Clone, Debug)]
pub struct Weights {
    /// BM25 saturation of words.
    pub words_k1: f32,
    /// BM25 length normalisation of words.
    pub words_b: f32,
    /// BM25 of the words of the heading.
    pub heading: f32,
    /// BM25 of the words of the document's title.
    pub title: f32,
    /// BM25 of the bigrams of the query.
    pub bigrams: f32,
    /// BM25 saturation of bigrams.
    pub bigrams_k1: f32,
    /// BM25 length normalisation of bigrams.
    pub bigrams_b: f32,
    /// A phrase that stands as written, in units of the weight of its words.
    pub exact: f32,
    /// A phrase that stands in another spelling, in the same units.
    pub variant: f32,
    /// The part of a long run's words that must be there; see `docs/decisions/0003-words-needed.md`.
    pub words_needed: f32,
    /// The same for a question, whose words the answer need not repeat.
    pub words_needed_of_questions: f32,
    /// How many sections are ranked with the costly signals.
    pub n_reranked: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            words_k1: 0.9,
            words_b: 0.75,
            heading: 0.3,
            title: 0.05,
            bigrams: 0.4,
            bigrams_k1: 0.9,
            bigrams_b: 0.75,
            exact: 1.5,
            variant: 1.2,
            words_needed: 0.5,
            words_needed_of_questions: 0.2,
            n_reranked: 200,
        }
    }
}

impl Weights {
    /// The same weights but for those given as `name=value`; an unknown name is an error that says so.
    pub fn with(mut self, changes: &[String]) -> Result<Weights, String> {
        for change in changes {
            let (name, value) =
                change.split_once('=').ok_or_else(|| format!("{change}: no `=`"))?;
            let value: f32 = value.parse().map_err(|_| format!("{change}: not a number"))?;
            match name {
                "words_k1" => self.words_k1 = value,
                "words_b" => self.words_b = value,
                "heading" => self.heading = value,
                "title" => self.title = value,
                "bigrams" => self.bigrams = value,
                "bigrams_k1" => self.bigrams_k1 = value,
                "bigrams_b" => self.bigrams_b = value,
                "exact" => self.exact = value,
                "variant" => self.variant = value,
                "words_needed" => self.words_needed = value,
                "words_needed_of_questions" => self.words_needed_of_questions = value,
                "n_reranked" => self.n_reranked = value as usize,
                _ => return Err(format!("{name}: no such weight")),
            }
        }
        Ok(self)
    }
}

/// A term of the query with the weight that its rarity gives it.
#[derive(Clone, Debug)]
pub(crate) struct WeightedTerm {
    pub(crate) text: String,
    pub(crate) idf: f32,
}

/// BM25 of one field over a set of terms, ready to be opened in segments.
#[derive(Clone)]
pub(crate) struct FieldRank {
    field: Field,
    terms: Vec<WeightedTerm>,
    k1: f32,
    /// The part of the denominator that the length of the field decides, by length code.
    norms: Arc<[f32; 256]>,
}

impl FieldRank {
    /// Looks the terms up in the whole index.
    pub(crate) fn new(
        searcher: &Searcher,
        field: Field,
        terms: impl IntoIterator<Item = String>,
        (k1, b): (f32, f32),
    ) -> Result<FieldRank, SearchError> {
        let n_sections = searcher.num_docs().max(1) as f32;
        let mut n_tokens = 0;
        for reader in searcher.segment_readers() {
            n_tokens += reader.inverted_index(field)?.total_num_tokens();
        }
        let average = (n_tokens as f32 / n_sections).max(1.0);
        let mut weighted = Vec::new();
        for text in terms {
            let doc_freq = searcher.doc_freq(&Term::from_field_text(field, &text))? as f32;
            if doc_freq > 0.0 {
                // Robertson and Zaragoza 2009, with the + 1 that keeps it above zero.
                let idf = (1.0 + (n_sections - doc_freq + 0.5).max(0.0) / (doc_freq + 0.5)).ln();
                weighted.push(WeightedTerm { text, idf });
            }
        }
        let mut norms = [0.0; 256];
        for (code, norm) in (0..=u8::MAX).zip(norms.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *norm = k1 * (1.0 - b + b * length / average);
        }
        Ok(FieldRank { field, terms: weighted, k1, norms: Arc::new(norms) })
    }

    /// The terms that the index has.
    pub(crate) fn terms(&self) -> &[WeightedTerm] {
        &self.terms
    }

    /// Opens the terms in one segment.
    pub(crate) fn open(&self, reader: &SegmentReader) -> Result<FieldScorer, SearchError> {
        let inverted = reader.inverted_index(self.field)?;
        let mut terms = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            let option = IndexRecordOption::WithFreqs;
            if let Some(cursor) = WordCursor::open(&inverted, self.field, &term.text, option)? {
                terms.push((cursor, term.idf));
            }
        }
        let lengths = reader.get_fieldnorms_reader(self.field)?;
        let most = terms.iter().map(|(_, idf)| idf * (self.k1 + 1.0)).sum();
        Ok(FieldScorer { terms, most, lengths, k1: self.k1, norms: Arc::clone(&self.norms) })
    }
}

/// BM25 of one field in one segment. Sections must be asked for in ascending order.
pub(crate) struct FieldScorer {
    terms: Vec<(WordCursor, f32)>,
    most: f32,
    lengths: FieldNormReader,
    k1: f32,
    norms: Arc<[f32; 256]>,
}

impl FieldScorer {
    /// What no section's score exceeds.
    pub(crate) fn most(&self) -> f32 {
        self.most
    }

    /// The score of section `doc`.
    pub(crate) fn score(&mut self, doc: DocId) -> f32 {
        if self.terms.is_empty() {
            return 0.0;
        }
        let norm = self.norms[usize::from(self.lengths.fieldnorm_id(doc))];
        let mut score = 0.0;
        for (cursor, idf) in &mut self.terms {
            let count = cursor.count(doc) as f32;
            if count > 0.0 {
                score += *idf * count * (self.k1 + 1.0) / (count + norm);
            }
        }
        score
    }
}

/// The rankings of one query, over the whole index.
pub(crate) struct QueryRank {
    pub(crate) words: FieldRank,
    pub(crate) heading: FieldRank,
    pub(crate) title: FieldRank,
    pub(crate) bigrams: FieldRank,
    /// The weight of all words of the query together.
    pub(crate) words_weight: f32,
}

impl QueryRank {
    pub(crate) fn new(
        searcher: &Searcher,
        fields: &Fields,
        words: &[String],
        bigrams: &[String],
        weights: &Weights,
    ) -> Result<QueryRank, SearchError> {
        let by_words = (weights.words_k1, weights.words_b);
        let by_bigrams = (weights.bigrams_k1, weights.bigrams_b);
        let rank =
            |field, terms: &[String], by| FieldRank::new(searcher, field, terms.to_vec(), by);
        let ranked = rank(fields.words, words, by_words)?;
        Ok(QueryRank {
            words_weight: ranked.terms().iter().map(|term| term.idf).sum(),
            words: ranked,
            heading: rank(fields.heading_words, words, by_words)?,
            title: rank(fields.title_words, words, by_words)?,
            bigrams: rank(fields.exact, bigrams, by_bigrams)?,
        })
    }
}
