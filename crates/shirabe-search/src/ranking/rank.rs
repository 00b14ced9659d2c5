//! Ranking: the cheap signals of a section, which decide what is looked at closely.
//!
//! A section's score is a sum of named signals. Those of [`QueryRank`] are read in the pass over all
//! sections; `rerank` adds the costly ones for the best. All weights are in [`Weights`].

use std::collections::BTreeMap;
use std::sync::Arc;

use shirabe_index::Fields;
use shirabe_plan::tree::PlannedQuery;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader};

use crate::SearchError;
use crate::matching::WordCursor;
use crate::ranking::population::Population;
use crate::ranking::weights::Weights;

/// A field is ranked by this many terms of a query at most, the weightiest ones. Not measured against
/// other numbers.
const MAX_TERMS: usize = 256;

/// The terms of a query with the weight that their number in the query gives them.
pub(crate) struct QueryTerms {
    pub(crate) words: Vec<(String, f32)>,
    pub(crate) bigrams: Vec<(String, f32)>,
}

impl QueryTerms {
    /// The terms of all leaves outside every NOT. What a long question repeats is its subject, but
    /// the second time says less than the first.
    pub(crate) fn of(query: &PlannedQuery) -> QueryTerms {
        let (mut words, mut bigrams) = (BTreeMap::new(), BTreeMap::new());
        for (_, leaf) in query.positive_leaves() {
            for word in &leaf.word_occurrences {
                *words.entry(word.text.clone()).or_insert(0_u16) += 1;
            }
            let chars: Vec<char> = leaf.folded.chars().collect();
            for pair in chars.windows(2) {
                *bigrams.entry(pair.iter().collect()).or_insert(0) += 1;
            }
        }
        let weighted = |terms: BTreeMap<String, u16>| {
            terms.into_iter().map(|(text, n)| (text, 1.0 + f32::from(n).ln())).collect()
        };
        QueryTerms { words: weighted(words), bigrams: weighted(bigrams) }
    }
}

/// A term of the query with its weight: its rarity times that of its number in the query.
#[derive(Clone, Debug)]
pub(crate) struct WeightedTerm {
    pub(crate) text: String,
    pub(crate) weight: f32,
}

/// How BM25 weighs that a term is repeated, in a field of a length.
#[derive(Clone)]
pub(crate) struct Saturation {
    k1: f32,
    /// The part of the denominator that the length of the field decides, by length code.
    norms: Arc<[f32; 256]>,
}

impl Saturation {
    /// What a term of `weight` that stands `count` times adds.
    pub(crate) fn score(&self, weight: f32, count: u32, length_id: u8) -> f32 {
        let count = count as f32;
        weight * count * (self.k1 + 1.0) / (count + self.norms[usize::from(length_id)])
    }
}

/// BM25 of one field over a set of terms, ready to be opened in segments.
#[derive(Clone)]
pub(crate) struct FieldRank {
    pub(crate) field: Field,
    terms: Vec<WeightedTerm>,
    saturation: Saturation,
}

impl FieldRank {
    /// Looks the terms up in the whole index.
    pub(crate) fn new(
        (searcher, population): (&Searcher, &Population),
        field: Field,
        terms: &[(String, f32)],
        (k1, b): (f32, f32),
    ) -> Result<FieldRank, SearchError> {
        let n_sections = population.n_sections().max(1) as f32;
        let average = population.average_length(field);
        let mut weighted = Vec::new();
        for (text, weight) in terms {
            let doc_freq = population.n_sections_with(searcher, field, text)? as f32;
            if doc_freq > 0.0 {
                // Robertson and Zaragoza 2009, with the + 1 that keeps it above zero.
                let idf = (1.0 + (n_sections - doc_freq + 0.5).max(0.0) / (doc_freq + 0.5)).ln();
                weighted.push(WeightedTerm { text: text.clone(), weight: idf * weight });
            }
        }
        let mut norms = [0.0; 256];
        for (code, norm) in (0..=u8::MAX).zip(norms.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *norm = k1 * (1.0 - b + b * length / average);
        }
        // A pasted page has a thousand terms; the rare ones tell it from every other.
        if weighted.len() > MAX_TERMS {
            weighted
                .sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
            weighted.truncate(MAX_TERMS);
            weighted.sort_by(|a, b| a.text.cmp(&b.text));
        }
        let saturation = Saturation { k1, norms: Arc::new(norms) };
        Ok(FieldRank { field, terms: weighted, saturation })
    }

    /// The weight of a term, 0 of one that the index lacks or that is not counted.
    pub(crate) fn weight_of(&self, text: &str) -> f32 {
        self.terms.iter().find(|term| term.text == text).map_or(0.0, |term| term.weight)
    }

    pub(crate) fn saturation(&self) -> Saturation {
        self.saturation.clone()
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
                terms.push((cursor, term.weight));
            }
        }
        let lengths = reader.get_fieldnorms_reader(self.field)?;
        let most = terms.iter().map(|(_, idf)| idf * (self.saturation.k1 + 1.0)).sum();
        Ok(FieldScorer { terms, most, lengths, saturation: self.saturation() })
    }
}

/// BM25 of one field in one segment. Sections must be asked for in ascending order.
pub(crate) struct FieldScorer {
    terms: Vec<(WordCursor, f32)>,
    most: f32,
    lengths: FieldNormReader,
    saturation: Saturation,
}

impl FieldScorer {
    /// What no section's score exceeds.
    pub(crate) fn most(&self) -> f32 {
        self.most
    }

    /// The weight of all terms.
    pub(crate) fn weight(&self) -> f32 {
        self.terms.iter().map(|(_, weight)| weight).sum()
    }

    /// The part of that weight whose terms section `doc` has.
    pub(crate) fn share(&mut self, doc: DocId) -> f32 {
        let has = self
            .terms
            .iter_mut()
            .filter_map(|(cursor, weight)| (cursor.count(doc) > 0).then_some(*weight));
        has.sum::<f32>() / self.weight().max(f32::MIN_POSITIVE)
    }

    /// The score of section `doc`.
    pub(crate) fn score(&mut self, doc: DocId) -> f32 {
        if self.terms.is_empty() {
            return 0.0;
        }
        let length = self.lengths.fieldnorm_id(doc);
        let mut score = 0.0;
        for (cursor, weight) in &mut self.terms {
            let count = cursor.count(doc);
            if count > 0 {
                score += self.saturation.score(*weight, count, length);
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
        (searcher, population): (&Searcher, &Population),
        fields: &Fields,
        query: &PlannedQuery,
        weights: &Weights,
    ) -> Result<QueryRank, SearchError> {
        let QueryTerms { mut words, bigrams } = QueryTerms::of(query);
        for (text, weight) in &mut words {
            if text.contains(|c: char| c.is_ascii_digit()) {
                *weight *= 1.0 + weights.numbers;
            }
        }
        let by_words = (weights.words_k1, weights.words_b);
        let by_bigrams = (weights.bigrams_k1, weights.bigrams_b);
        let within = (searcher, population);
        let ranked = FieldRank::new(within, fields.words, &words, by_words)?;
        Ok(QueryRank {
            words_weight: ranked.terms().iter().map(|term| term.weight).sum(),
            words: ranked,
            heading: FieldRank::new(within, fields.heading_words, &words, by_words)?,
            title: FieldRank::new(within, fields.title_words, &words, by_words)?,
            bigrams: FieldRank::new(within, fields.exact, &bigrams, by_bigrams)?,
        })
    }
}
