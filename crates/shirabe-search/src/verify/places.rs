//! Where the parts of a quotation stand in the corpus: exactly ([`Corpus::exact`]) or nearly
//! ([`Corpus::near`]).
//!
//! Invariant: a place is verified against the text of its section before it is given out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use shirabe_index::SectionRecord;
use shirabe_text::{Folding, MatchForm};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::alignment::nearest;
use crate::SearchError;
use crate::matching::PhraseCursor;
use crate::snapshot::Snapshot;

/// A wording that stands in more places is no quotation of one of them.
pub(crate) const MAX_PLACES: usize = 1_000;
/// Bigrams that name candidates, rarest first.
const RARE_GRAMS: usize = 32;
/// A bigram that stands in more sections tells nothing, unless there are only such.
const MAX_GRAM_SECTIONS: u64 = 20_000;
/// Sections in which a part is looked for character by character.
const MAX_CANDIDATES: usize = 12;
/// Cells of all alignments of one draft: about a second. What is over is compared exactly only.
const MAX_CELLS: usize = 600_000_000;

/// One stretch of the match form of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) address: DocAddress,
    /// The document's number in the index.
    pub(crate) document: u64,
    /// The section's place in its document.
    pub(crate) order: u64,
    /// Where in the match form.
    pub(crate) form: Range<usize>,
    /// Characters that differ.
    pub(crate) distance: usize,
}

impl Place {
    /// Places in the order of documents and their text.
    pub(crate) fn key(&self) -> (u64, u64, usize) {
        (self.document, self.order, self.form.start)
    }
}

/// A section, read.
pub(crate) struct SectionText {
    pub(crate) record: SectionRecord,
    pub(crate) text: String,
    pub(crate) form: MatchForm,
    pub(crate) folded: Vec<char>,
}

/// The sections of one generation, for one draft.
pub(crate) struct Corpus<'a> {
    pub(crate) snapshot: &'a Snapshot,
    texts: BTreeMap<DocAddress, Rc<SectionText>>,
    cells_left: usize,
}

impl<'a> Corpus<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Corpus<'a> {
        Corpus { snapshot, texts: BTreeMap::new(), cells_left: MAX_CELLS }
    }

    /// Whether wordings are still compared character by character.
    pub(crate) fn is_thorough(&self) -> bool {
        self.cells_left > 0
    }

    /// The section at `address`.
    pub(crate) fn text(&mut self, address: DocAddress) -> Result<Rc<SectionText>, SearchError> {
        if let Some(text) = self.texts.get(&address) {
            return Ok(Rc::clone(text));
        }
        let record = self.snapshot.generation.record(address)?;
        let text = record.section.text();
        let form = MatchForm::of(&text, Folding::Standard);
        let folded = form.as_str().chars().collect();
        let text = Rc::new(SectionText { record, text, form, folded });
        self.texts.insert(address, Rc::clone(&text));
        Ok(text)
    }

    /// The places of a folded wording, in the order of documents; at most [`MAX_PLACES`].
    pub(crate) fn exact(&self, folded: &str) -> Result<Vec<Place>, SearchError> {
        let mut places = Vec::new();
        let length = folded.chars().count();
        let fields = self.snapshot.generation.fields();
        for (segment, reader) in self.segments() {
            let inverted = reader.inverted_index(fields.exact)?;
            let Some(mut cursor) = PhraseCursor::open(&inverted, fields.exact, folded)? else {
                continue;
            };
            let order = Order::open(reader)?;
            let mut doc = cursor.candidate(0);
            while doc != TERMINATED && places.len() < MAX_PLACES {
                if !reader.is_deleted(doc) {
                    let starts = order.whole(doc, cursor.starts(doc), length);
                    let address = DocAddress::new(segment, doc);
                    places.extend(starts.map(|form| order.place(address, form, 0)));
                }
                doc = cursor.candidate(doc + 1);
            }
        }
        places.sort_by_key(Place::key);
        Ok(places)
    }

    /// The best place of a wording in each of the sections that share its rarest bigrams, and in
    /// those `also` named; the nearest first.
    pub(crate) fn near(
        &mut self,
        folded: &[char],
        also: &[DocAddress],
    ) -> Result<Vec<Place>, SearchError> {
        let mut addresses = self.candidates(folded)?;
        addresses.extend(also);
        addresses.sort();
        addresses.dedup();
        let mut places = Vec::new();
        for address in addresses {
            let text = self.text(address)?;
            let window = window(folded, &text.folded);
            let cells = window.len() * folded.len();
            if cells > self.cells_left {
                self.cells_left = 0;
                break;
            }
            self.cells_left -= cells;
            let found = nearest(folded, &text.folded[window.clone()]);
            let form = found.range.start + window.start..found.range.end + window.start;
            let order = Order::open(self.reader(address))?;
            places.extend((!form.is_empty()).then(|| order.place(address, form, found.distance)));
        }
        places.sort_by_key(|place| (place.distance, place.key()));
        Ok(places)
    }

    fn segments(&self) -> impl Iterator<Item = (u32, &'a SegmentReader)> {
        (0..).zip(self.snapshot.generation.sections().segment_readers())
    }

    fn reader(&self, address: DocAddress) -> &'a SegmentReader {
        self.snapshot.generation.sections().segment_reader(address.segment_ord)
    }

    /// The sections that share the most of the rare bigrams of a wording.
    fn candidates(&self, folded: &[char]) -> Result<Vec<DocAddress>, SearchError> {
        let field = self.snapshot.generation.fields().exact;
        let mut grams = self.rare_grams(folded)?;
        let least = grams.iter().filter(|(n, _)| *n <= MAX_GRAM_SECTIONS).count().max(3);
        grams.truncate(least);
        let n_sections = self.snapshot.generation.sections().num_docs() as f32;
        let mut scores: Vec<(DocAddress, f32)> = Vec::new();
        for (segment, reader) in self.segments() {
            let inverted = reader.inverted_index(field)?;
            for (n, gram) in &grams {
                let weight = (1.0 + n_sections / *n as f32).ln();
                let term = Term::from_field_text(field, gram);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else { continue };
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        scores.push((DocAddress::new(segment, postings.doc()), weight));
                    }
                    postings.advance();
                }
            }
        }
        Ok(best(scores))
    }

    /// Bigrams of a wording that stand in the corpus, with how many sections have each, rarest first.
    fn rare_grams(&self, folded: &[char]) -> Result<Vec<(u64, String)>, SearchError> {
        let field = self.snapshot.generation.fields().exact;
        let grams: BTreeSet<String> = folded.windows(2).map(|pair| pair.iter().collect()).collect();
        let mut counted = Vec::with_capacity(grams.len());
        for gram in grams {
            let term = Term::from_field_text(field, &gram);
            let mut n_sections = 0;
            for (_, reader) in self.segments() {
                n_sections += u64::from(reader.inverted_index(field)?.doc_freq(&term)?);
            }
            counted.extend((n_sections > 0).then_some((n_sections, gram)));
        }
        counted.sort();
        counted.truncate(RARE_GRAMS);
        Ok(counted)
    }
}

/// The sections with the highest sums.
fn best(mut scores: Vec<(DocAddress, f32)>) -> Vec<DocAddress> {
    scores.sort_by_key(|(address, _)| *address);
    let mut sums: Vec<(DocAddress, f32)> = Vec::new();
    for (address, score) in scores {
        match sums.last_mut() {
            Some((last, sum)) if *last == address => *sum += score,
            _ => sums.push((address, score)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    sums.into_iter().take(MAX_CANDIDATES).map(|(address, _)| address).collect()
}

/// What the order of places needs of a segment.
struct Order {
    document: tantivy::columnar::Column<u64>,
    section: tantivy::columnar::Column<u64>,
    inner: tantivy::columnar::Column<u64>,
}

impl Order {
    fn open(reader: &SegmentReader) -> Result<Order, SearchError> {
        let fields = reader.fast_fields();
        Ok(Order {
            document: fields.u64("document")?,
            section: fields.u64("section_order")?,
            inner: fields.u64("inner_offsets")?,
        })
    }

    fn place(&self, address: DocAddress, form: Range<usize>, distance: usize) -> Place {
        let first = |column: &tantivy::columnar::Column<u64>| column.first(address.doc_id);
        Place {
            address,
            document: first(&self.document).unwrap_or(u64::MAX),
            order: first(&self.section).unwrap_or(u64::MAX),
            form,
            distance,
        }
    }

    /// The stretches that begin at `starts`, do not overlap, and cut no character such as ㈱.
    fn whole(&self, doc: DocId, starts: &[u32], length: usize) -> std::vec::IntoIter<Range<usize>> {
        let inner: BTreeSet<usize> = self
            .inner
            .values_for_doc(doc)
            .map(|at| usize::try_from(at).unwrap_or(usize::MAX))
            .collect();
        let mut end = 0;
        let mut stretches = Vec::with_capacity(starts.len());
        for start in starts.iter().map(|start| *start as usize) {
            let stretch = start..start + length;
            let is_whole = !inner.contains(&stretch.start) && !inner.contains(&stretch.end);
            if stretch.start >= end && is_whole {
                end = stretch.end;
                stretches.push(stretch);
            }
        }
        stretches.into_iter()
    }
}

/// The part of a long text in which most bigrams of the wording stand in its order.
fn window(needle: &[char], text: &[char]) -> Range<usize> {
    let width = needle.len().max(64);
    if text.len() <= 4 * width {
        return 0..text.len();
    }
    let mut places: HashMap<[char; 2], Vec<usize>> = HashMap::new();
    for (at, pair) in needle.windows(2).enumerate() {
        places.entry([pair[0], pair[1]]).or_default().push(at);
    }
    // How many bigrams agree on where the wording would begin, in stretches of `width`.
    let mut votes = vec![0_usize; (text.len() + needle.len()) / width + 2];
    for (at, pair) in text.windows(2).enumerate() {
        for offset in places.get(&[pair[0], pair[1]]).into_iter().flatten() {
            votes[(at + needle.len() - offset) / width] += 1;
        }
    }
    let sums = votes.windows(2).map(|pair| pair[0] + pair[1]).enumerate();
    let best = sums.max_by_key(|(at, n)| (*n, Reverse(*at))).map_or(0, |(at, _)| at);
    let begin = (best * width).saturating_sub(needle.len());
    begin.saturating_sub(width)..(begin + 3 * width + needle.len()).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_holds_the_wording() {
        let filler: String = ('あ'..='ん').cycle().take(2_000).collect();
        let needle: Vec<char> = "研究環境の整備を進める".chars().collect();
        for at in [0, 700, 1_999] {
            let mut text: Vec<char> = filler.chars().collect();
            text.splice(at..at, needle.iter().copied());
            let window = window(&needle, &text);
            assert!(window.start <= at && at + needle.len() <= window.end, "{at}: {window:?}");
            assert!(window.len() < 600);
        }
    }
}
