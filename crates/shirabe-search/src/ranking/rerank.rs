//! The costly signals, for the sections that the cheap ones put first: bigrams, how close together the
//! words of the query stand, whether a pasted text was copied from there, whether there is more than a
//! heading, and whether a recogniser of characters guessed at the text.

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentReader};

use shirabe_index::Generation;

use crate::SearchError;
use crate::matching::WordCursor;
use crate::ranking::collector::Candidate;
use crate::ranking::rank::{FieldScorer, QueryRank};
use crate::ranking::weights::Weights;

/// Closeness looks at this many of the query's words at most, the weightiest ones.
const MAX_WORDS: usize = 32;

/// A text with as many different pairs of characters is pasted. Of shorter ones the paragraphs of the same
/// length are captions and list items; nDCG@10 of short titles fell by 1.4 points where they counted as copied.
const MIN_PASTED_PAIRS: usize = 40;
/// From this part of the pairs on a section may be where a text was copied from. With one word changed in a
/// paragraph of 100 to 300 characters 0.9 and more are left; 0.7 and 0.8 found as many of 400 paragraphs.
const COPIED_FROM: f32 = 0.8;
/// A heading or a title page has no more words. Not measured against other numbers.
const MAX_BARE_WORDS: u64 = 40;
/// From this part of words with content on a text has no sentences; 1 is a list of nouns. 0.85 and 0.95 moved
/// fewer title pages behind what they are the title of.
const BARE_FROM: f32 = 0.75;
/// A title page has this part of its words in the title at least, beside date and number; a slide of short
/// items has less, and is content. Not measured against other numbers.
const BARE_HEADING: f32 = 0.25;

/// Adds the costly signals to the scores of `candidates` and sorts them.
pub(crate) fn rerank(
    generation: &Generation,
    rank: &QueryRank,
    weights: &Weights,
    candidates: &mut [Candidate],
) -> Result<(), SearchError> {
    // Postings are read forwards.
    candidates.sort_by_key(|candidate| candidate.address);
    let mut open: Option<(u32, CostlyScorers)> = None;
    for candidate in candidates.iter_mut() {
        let DocAddress { segment_ord, doc_id } = candidate.address;
        if open.as_ref().is_none_or(|(ord, _)| *ord != segment_ord) {
            let reader = generation.sections().segment_reader(segment_ord);
            open = Some((segment_ord, CostlyScorers::open(rank, reader)?));
        }
        if let Some((_, scorers)) = &mut open {
            candidate.signals.bigrams = weights.bigrams * scorers.bigrams.score(doc_id);
            candidate.signals.closeness =
                weights.closeness * scorers.closeness(doc_id, weights.closeness_chars as u32);
            candidate.signals.copied = weights.copied * scorers.copied(doc_id);
            candidate.signals.bare =
                -weights.bare * scorers.bareness(doc_id) * candidate.signals.sum();
            if scorers.recognised.first(doc_id) == Some(1) {
                candidate.signals.recognised = -weights.recognised * candidate.signals.sum();
            }
            candidate.score = candidate.signals.sum();
        }
    }
    candidates.sort_by(Candidate::order);
    Ok(())
}

struct CostlyScorers {
    bigrams: FieldScorer,
    /// The query's words with positions, and their weights.
    words: Vec<(WordCursor, f32)>,
    places: Vec<(u32, usize)>,
    buffer: Vec<u32>,
    recognised: Column<u64>,
    /// Of all words, and of those with content.
    n_words: Column<u64>,
    n_content_words: FieldNormReader,
    n_heading_words: FieldNormReader,
    is_pasted: bool,
}

impl CostlyScorers {
    fn open(rank: &QueryRank, reader: &SegmentReader) -> Result<CostlyScorers, SearchError> {
        let mut terms: Vec<_> = rank.words.terms().iter().collect();
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        terms.truncate(MAX_WORDS);
        let inverted = reader.inverted_index(rank.words.field)?;
        let mut words = Vec::with_capacity(terms.len());
        for term in terms {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let cursor = WordCursor::open(&inverted, rank.words.field, &term.text, option)?;
            words.extend(cursor.map(|cursor| (cursor, term.weight)));
        }
        Ok(CostlyScorers {
            bigrams: rank.bigrams.open(reader)?,
            words,
            places: Vec::new(),
            buffer: Vec::new(),
            recognised: reader.fast_fields().u64("recognised")?,
            n_words: reader.fast_fields().u64("n_words")?,
            n_content_words: reader.get_fieldnorms_reader(rank.words.field)?,
            n_heading_words: reader.get_fieldnorms_reader(rank.heading.field)?,
            is_pasted: rank.bigrams.terms().len() >= MIN_PASTED_PAIRS,
        })
    }

    /// The weight of the bigrams of a pasted text, as far as section `doc` has nearly all of them.
    fn copied(&mut self, doc: DocId) -> f32 {
        if !self.is_pasted {
            return 0.0;
        }
        let over = excess(self.bigrams.share(doc), COPIED_FROM);
        self.bigrams.weight() * over * over
    }

    /// How far section `doc` is a heading without a sentence, from 0 to 1.
    fn bareness(&self, doc: DocId) -> f32 {
        let n_words = self.n_words.first(doc).unwrap_or(0);
        if n_words == 0 || n_words > MAX_BARE_WORDS {
            return 0.0;
        }
        let n_content_words = self.n_content_words.fieldnorm(doc) as f32;
        let n_heading_words = self.n_heading_words.fieldnorm(doc) as f32;
        if n_heading_words < BARE_HEADING * n_content_words {
            return 0.0;
        }
        excess(n_content_words / n_words as f32, BARE_FROM)
    }

    /// The weight of the different words that stand within `length_chars` at the best place of
    /// section `doc`.
    fn closeness(&mut self, doc: DocId, length_chars: u32) -> f32 {
        self.places.clear();
        for (number, (word, _)) in self.words.iter_mut().enumerate() {
            self.buffer.clear();
            word.positions(doc, &mut self.buffer);
            self.places.extend(self.buffer.iter().map(|at| (*at, number)));
        }
        self.places.sort_unstable();
        let weights: Vec<f32> = self.words.iter().map(|(_, weight)| *weight).collect();
        heaviest_window(&self.places, &weights, length_chars)
    }
}

/// How far `share` is above `from`, 1 where it is whole.
fn excess(share: f32, from: f32) -> f32 {
    ((share - from) / (1.0 - from)).clamp(0.0, 1.0)
}

/// The greatest sum of the weights of the different words among those `places` (offset and number of
/// the word, ascending) that lie within `length_chars`.
fn heaviest_window(places: &[(u32, usize)], weights: &[f32], length_chars: u32) -> f32 {
    let mut n_inside = vec![0_u32; weights.len()];
    let (mut sum, mut best, mut first) = (0.0_f32, 0.0_f32, 0);
    for (at, word) in places {
        if n_inside[*word] == 0 {
            sum += weights[*word];
        }
        n_inside[*word] += 1;
        while at - places[first].0 >= length_chars {
            let left = places[first].1;
            n_inside[left] -= 1;
            if n_inside[left] == 0 {
                sum -= weights[left];
            }
            first += 1;
        }
        best = best.max(sum);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_place_counts_each_word_once() {
        let weights = [1.0, 2.0, 4.0];
        let places = [(0, 0), (3, 0), (10, 1), (30, 2), (34, 1), (90, 2)];
        let window = |length| heaviest_window(&places, &weights, length);
        assert!((window(5) - 6.0).abs() < 1e-6);
        assert!((window(1) - 4.0).abs() < 1e-6);
        assert!((window(50) - 7.0).abs() < 1e-6);
        assert!(heaviest_window(&[], &weights, 50).abs() < 1e-6);
    }
}
