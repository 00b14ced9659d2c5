//! Exact phrases: the sections in which a folded text stands, and where.
//!
//! A phrase is covered by as few and as rare bigrams as possible; neighbouring bigrams overlap or
//! touch, so that agreement of all positions means that every character agrees.

use tantivy::fastfield::AliveBitSet;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::deadline;

/// Walks the sections of one segment in which a phrase of two or more characters stands.
pub(crate) struct PhraseCursor {
    /// Rarest first.
    grams: Vec<Gram>,
    starts: Vec<u32>,
    buffer: Vec<u32>,
}

struct Gram {
    postings: SegmentPostings,
    offset: u32,
}

impl PhraseCursor {
    /// A cursor for `folded` in `field`, or `None` where the segment cannot contain it.
    pub(crate) fn open(
        inverted: &InvertedIndexReader,
        field: Field,
        folded: &str,
    ) -> Result<Option<PhraseCursor>, SearchError> {
        // A draft may have thousands of quotations, and each of them as many parts.
        deadline::check()?;
        let chars: Vec<char> = folded.chars().collect();
        let mut infos = Vec::with_capacity(chars.len());
        for pair in chars.windows(2) {
            let gram: String = pair.iter().collect();
            match inverted.get_term_info(&Term::from_field_text(field, &gram))? {
                Some(info) => infos.push(info),
                None => return Ok(None),
            }
        }
        let mut chosen: Vec<(usize, &TermInfo)> =
            rarest_cover(&infos).into_iter().map(|at| (at, &infos[at])).collect();
        chosen.sort_by_key(|(at, info)| (info.doc_freq, *at));
        let mut grams = Vec::with_capacity(chosen.len());
        for (at, info) in chosen {
            let postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
            grams.push(Gram { postings, offset: u32::try_from(at).unwrap_or(u32::MAX) });
        }
        if grams.is_empty() {
            return Ok(None);
        }
        Ok(Some(PhraseCursor { grams, starts: Vec::new(), buffer: Vec::new() }))
    }

    /// An upper bound of the sections it can stand in.
    pub(crate) fn cost(&self) -> u32 {
        self.grams.first().map_or(0, |gram| gram.postings.doc_freq())
    }

    /// The first section from `target` on that has all bigrams; they may still stand apart.
    pub(crate) fn candidate(&mut self, target: DocId) -> DocId {
        let mut target = target;
        'next: loop {
            let (lead, others) = self.grams.split_first_mut().expect("a cursor has a gram");
            target = seek(&mut lead.postings, target);
            if target == TERMINATED {
                return TERMINATED;
            }
            for gram in others {
                let doc = seek(&mut gram.postings, target);
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            return target;
        }
    }

    /// How often the rarest bigram stands in the section at which the cursor is.
    pub(crate) fn n_of_rarest(&self) -> u32 {
        self.grams.first().map_or(0, |gram| gram.postings.term_freq())
    }

    /// Where the phrase starts in section `doc`, as offsets into the match form. Where two of its pairs
    /// touch, the border of a block may lie between them; see [`super::across`].
    pub(crate) fn starts(&mut self, doc: DocId) -> &[u32] {
        self.starts.clear();
        if self.candidate(doc) != doc {
            return &self.starts;
        }
        for (n, gram) in self.grams.iter_mut().enumerate() {
            gram.postings.positions(&mut self.buffer);
            let offset = gram.offset;
            if n == 0 {
                self.starts.extend(self.buffer.iter().filter_map(|at| at.checked_sub(offset)));
            } else {
                keep_common(&mut self.starts, &self.buffer, offset);
            }
            if self.starts.is_empty() {
                break;
            }
        }
        &self.starts
    }

    /// Whether the phrase stands in any section that is `alive`: not taken out since the segment was
    /// written.
    pub(crate) fn stands_in_any(&mut self, alive: Option<&AliveBitSet>) -> bool {
        let mut doc = self.candidate(0);
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) && !self.starts(doc).is_empty() {
                return true;
            }
            doc = self.candidate(doc + 1);
        }
        false
    }
}

/// Moves `postings` to the first section from `target` on.
pub(crate) fn seek(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// Keeps the `starts` for which `start + offset` is among `positions`. Both are ascending.
fn keep_common(starts: &mut Vec<u32>, positions: &[u32], offset: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let wanted = start + offset;
        while positions.get(at).is_some_and(|position| *position < wanted) {
            at += 1;
        }
        positions.get(at) == Some(&wanted)
    });
}

/// The cheapest choice of bigrams that covers every character: no two chosen ones lie further apart
/// than two, and the first and the last are always chosen.
fn rarest_cover(infos: &[TermInfo]) -> Vec<usize> {
    let n = infos.len();
    let mut best: Vec<(u64, usize)> = Vec::with_capacity(n);
    for (at, info) in infos.iter().enumerate() {
        let cost = u64::from(info.doc_freq) + 1;
        let from = (at.saturating_sub(2)..at).min_by_key(|from| best[*from].0);
        best.push(match from {
            Some(from) => (best[from].0 + cost, from),
            None => (cost, at),
        });
    }
    let mut chosen = Vec::new();
    let mut at = n.checked_sub(1);
    while let Some(here) = at {
        chosen.push(here);
        let from = best[here].1;
        at = (from != here).then_some(from);
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(doc_freq: u32) -> TermInfo {
        TermInfo { doc_freq, postings_range: 0..0, positions_range: 0..0 }
    }

    #[test]
    fn a_cover_takes_the_rare_bigrams_and_leaves_no_character_out() {
        let cover =
            |freqs: &[u32]| rarest_cover(&freqs.iter().map(|f| info(*f)).collect::<Vec<_>>());
        assert_eq!(cover(&[5]), [0]);
        assert_eq!(cover(&[5, 5]), [0, 1]);
        assert_eq!(cover(&[5, 900, 5]), [0, 2]);
        assert_eq!(cover(&[5, 1, 900, 1, 5]), [0, 1, 3, 4]);
        assert_eq!(cover(&[]), [0usize; 0]);
    }

    #[test]
    fn common_starts_are_kept() {
        let mut starts = vec![1, 4, 9];
        keep_common(&mut starts, &[3, 5, 11], 2);
        assert_eq!(starts, [1, 9]);
    }
}
