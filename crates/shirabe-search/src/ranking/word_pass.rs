//! The word step of runs: the sections that have any of their words, with how well they have them.
//!
//! [`WordPass::advance`] gives them in ascending order. The postings of all words are walked side by
//! side, a window of sections at a time; within a window word after word adds to the sums of its
//! sections. Every posting is read once, so that the counts are exact, and no section is looked up.

use shirabe_plan::tree::Words;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use shirabe_index::Fields;

use crate::SearchError;
use crate::deadline;
use crate::ranking::rank::{FieldRank, Saturation};

/// Sections whose sums are kept together: 12 bytes each, so that they stay in the first-level cache
/// (48 kB). Other sizes are not measured.
const WINDOW: usize = 4096;
const BITS: usize = u64::BITS as usize;

/// A section that has enough of the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordMatch {
    pub(crate) doc: DocId,
    /// Which of the words it has, a bit each.
    pub(crate) words: u64,
    /// Its BM25 over the words.
    pub(crate) score: f32,
}

struct WordPostings {
    postings: SegmentPostings,
    /// None for a word that only counts in the score.
    bit: u64,
    weight: f32,
}

/// Walks the sections of one segment that have enough of the words.
pub(crate) struct WordPass {
    postings: Vec<WordPostings>,
    n_needed: u32,
    /// One of these bits must be set.
    leading: u64,
    /// `None` where only counts are asked for.
    saturation: Option<Saturation>,
    lengths: FieldNormReader,
    /// The first section of the window.
    base: DocId,
    /// Which sections of the window have something and are not given out yet.
    touched: Vec<u64>,
    /// All before this one are given out.
    at: usize,
    masks: Vec<u64>,
    scores: Vec<f32>,
}

impl WordPass {
    /// Opens the words in one segment; `rank` may know more words than those that are looked for.
    pub(crate) fn open(
        words: &Words,
        rank: Option<&FieldRank>,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> Result<WordPass, SearchError> {
        let inverted = reader.inverted_index(fields.words)?;
        let option =
            if rank.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut postings = Vec::with_capacity(words.words.len());
        let mut open = |text: &str, bit, weight| -> Result<(), SearchError> {
            let found =
                inverted.read_postings(&Term::from_field_text(fields.words, text), option)?;
            postings.extend(found.map(|postings| WordPostings { postings, bit, weight }));
            Ok(())
        };
        for (number, text) in words.texts().enumerate() {
            open(text, 1 << number, rank.map_or(0.0, |rank| rank.weight_of(text)))?;
        }
        let others = rank.into_iter().flat_map(FieldRank::terms);
        for term in others.filter(|term| words.texts().all(|text| text != term.text)) {
            open(&term.text, 0, term.weight)?;
        }
        Ok(WordPass {
            postings,
            n_needed: u32::try_from(words.n_needed).unwrap_or(u32::MAX),
            leading: words.leading(),
            saturation: rank.map(FieldRank::saturation),
            lengths: reader.get_fieldnorms_reader(fields.words)?,
            base: 0,
            touched: vec![0; WINDOW / BITS],
            at: WINDOW / BITS,
            masks: vec![0; WINDOW],
            scores: vec![0.0; WINDOW],
        })
    }

    /// The next section that has enough of the words.
    pub(crate) fn advance(&mut self) -> Result<Option<WordMatch>, SearchError> {
        loop {
            while let Some(bits) = self.touched.get(self.at).copied() {
                let at = self.at;
                if bits == 0 {
                    self.at += 1;
                } else {
                    let bit = bits.trailing_zeros();
                    self.touched[at] = bits & (bits - 1);
                    let place = at * BITS + bit as usize;
                    let words = std::mem::take(&mut self.masks[place]);
                    let score = std::mem::take(&mut self.scores[place]);
                    if words.count_ones() >= self.n_needed && words & self.leading != 0 {
                        let doc = self.base + DocId::try_from(place).unwrap_or(TERMINATED);
                        return Ok(Some(WordMatch { doc, words, score }));
                    }
                }
            }
            deadline::check()?;
            if !self.fill() {
                return Ok(None);
            }
        }
    }

    /// Adds up the next window that has something; `false` behind the last.
    fn fill(&mut self) -> bool {
        let first = self.postings.iter().map(|word| word.postings.doc()).min();
        let Some(first) = first.filter(|doc| *doc != TERMINATED) else { return false };
        let window = WINDOW as DocId;
        self.base = first / window * window;
        self.at = 0;
        for WordPostings { postings, bit, weight } in &mut self.postings {
            let mut doc = postings.doc();
            while doc - self.base < window {
                let place = (doc - self.base) as usize;
                self.touched[place / BITS] |= 1 << (place % BITS);
                self.masks[place] |= *bit;
                if let Some(saturation) = &self.saturation {
                    let length = self.lengths.fieldnorm_id(doc);
                    self.scores[place] += saturation.score(*weight, postings.term_freq(), length);
                }
                doc = postings.advance();
            }
        }
        true
    }
}
