//! Where the parts of a quotation stand in the corpus: exactly ([`TextFinder::standing`]) or nearly
//! ([`TextFinder::near`]).
//!
//! Invariant: a place is verified against the text of its section before it is given out; an exact one
//! cuts no number and no Latin word, and says whether it reaches over the border of a block or cell.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use shirabe_plan::edges::{Edges, Standing};
use shirabe_plan::insides::InsidesOfText;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED, Term};

use super::alignment::{Edit, Nearest, nearest};
use super::section_text::SectionText;
use super::sieve::{Cut, Order, Sieve};
use crate::SearchError;
use crate::deadline;
use crate::matching::{AcrossCursor, PairFields, PhraseCursor};
use crate::snapshot::Snapshot;

/// A wording that stands in more places is no quotation of one of them.
pub const MAX_PLACES: usize = 1_000;
/// A longer wording is found by some of its stretches and then compared with the text.
const MAX_PHRASE_CHARS: usize = 64;
/// Those stretches: as long as makes a phrase rare.
const PROBE_CHARS: usize = 32;
/// How many of them: three, in case one reaches over a border.
const N_PROBES: usize = 3;
/// Stretches of a long wording of which the rarest are taken.
const MAX_PROBES: usize = 16;
/// Bigrams that name candidates, rarest first.
const RARE_GRAMS: usize = 32;
/// Bigrams of a long wording among which the rare ones are looked for, evenly spread.
const MAX_GRAMS: usize = 512;
/// Entries of all their lists together: about a millisecond.
const MAX_POSTINGS: u64 = 20_000;
/// Lists that are read in any case: with fewer, a section is named by one word that it shares (not measured).
const LEAST_GRAMS: usize = 3;
/// A section with less of the weight of the rare bigrams has not most of the wording.
const LEAST_WEIGHT: f32 = 0.3;
/// Sections in which a part is looked for character by character.
const MAX_CANDIDATES: usize = 12;
/// Cells of all alignments of one draft: about two seconds. What is over is compared exactly only.
const MAX_CELLS: usize = 400_000_000;
/// Characters of sections that are kept for the next quotation.
const MAX_KEPT_CHARS: usize = 8_000_000;

/// Which section of a generation; of use with the [`TextFinder`] alone that gave it.
pub type SectionAddress = DocAddress;

/// One stretch of the match form of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The section.
    pub address: SectionAddress,
    /// The document's number in the index.
    pub document: u64,
    /// The section's place in its document.
    pub order: u64,
    /// Where in the match form.
    pub form: Range<usize>,
    /// How much differs: 0 for an exact place.
    pub distance: usize,
    /// Characters of the wording that stand here.
    pub n_kept: usize,
    /// Whether the border of a block or cell lies inside.
    pub crosses: bool,
}

impl Place {
    /// Places in the order of documents and their text.
    pub fn key(&self) -> (u64, u64, usize) {
        (self.document, self.order, self.form.start)
    }
}

/// Where a wording stands as it is.
#[derive(Debug, Default)]
pub struct StandingPlaces {
    /// Each in one block or cell.
    pub within: Vec<Place>,
    /// Over a border; looked for only where it stands nowhere else.
    pub across: Vec<Place>,
}

/// The sections of one generation, for one draft.
pub struct TextFinder<'a> {
    snapshot: &'a Snapshot,
    texts: BTreeMap<DocAddress, Rc<SectionText>>,
    n_kept_chars: usize,
    cells_left: usize,
}

impl<'a> TextFinder<'a> {
    /// Nothing is read yet.
    pub fn new(snapshot: &'a Snapshot) -> TextFinder<'a> {
        TextFinder { snapshot, texts: BTreeMap::new(), n_kept_chars: 0, cells_left: MAX_CELLS }
    }

    /// Whether wordings are still compared character by character.
    pub fn is_thorough(&self) -> bool {
        self.cells_left > 0
    }

    /// The section at `address`.
    pub fn text(&mut self, address: DocAddress) -> Result<Rc<SectionText>, SearchError> {
        deadline::check()?;
        if let Some(text) = self.texts.get(&address) {
            return Ok(Rc::clone(text));
        }
        let text = Rc::new(SectionText::of(self.snapshot.generation.record(address)?));
        if self.n_kept_chars > MAX_KEPT_CHARS {
            self.texts.clear();
            self.n_kept_chars = 0;
        }
        self.n_kept_chars += text.folded.len();
        self.texts.insert(address, Rc::clone(&text));
        Ok(text)
    }

    /// The places of a folded wording, in the order of documents; at most [`MAX_PLACES`].
    pub fn standing(&mut self, folded: &[char], cut: Cut) -> Result<StandingPlaces, SearchError> {
        deadline::check()?;
        let mut found = if folded.len() > MAX_PHRASE_CHARS {
            self.standing_of_long(folded, cut)?
        } else {
            let phrase: String = folded.iter().collect();
            let within = self.within(&phrase, cut.edges(&phrase), folded.len())?;
            let across =
                if within.is_empty() { self.across(&phrase, folded.len())? } else { Vec::new() };
            StandingPlaces { within, across }
        };
        found.within.sort_by_key(Place::key);
        found.across.sort_by_key(Place::key);
        Ok(found)
    }

    /// The places of a phrase that lie in one block or cell each.
    fn within(&self, phrase: &str, edges: Edges, length: usize) -> Result<Vec<Place>, SearchError> {
        let mut places = Vec::new();
        let fields = self.snapshot.generation.fields();
        for (segment, reader) in self.segments() {
            let inverted = reader.inverted_index(fields.exact)?;
            let Some(mut cursor) = PhraseCursor::open(&inverted, fields.exact, phrase)? else {
                continue;
            };
            let mut sieve: Option<Sieve> = None;
            let mut doc = cursor.candidate(0);
            while doc != TERMINATED && places.len() < MAX_PLACES {
                let starts = if reader.is_deleted(doc) { &[][..] } else { cursor.starts(doc) };
                if !starts.is_empty() {
                    let address = DocAddress::new(segment, doc);
                    let mut opened = match sieve.take() {
                        Some(opened) => opened,
                        None => Sieve { edges, ..Sieve::open(reader, fields, phrase)? },
                    };
                    places.extend(opened.places(address, starts, length));
                    sieve = Some(opened);
                }
                doc = cursor.candidate(doc + 1);
            }
        }
        Ok(places)
    }

    /// The places of a phrase that reach over a border.
    fn across(&self, phrase: &str, length: usize) -> Result<Vec<Place>, SearchError> {
        let mut places = Vec::new();
        let fields = self.snapshot.generation.fields();
        for (segment, reader) in self.segments() {
            let inverted = reader.inverted_index(fields.exact)?;
            let borders = reader.inverted_index(fields.across)?;
            let pairs = PairFields { within: &inverted, across: &borders, fields };
            let Some(mut cursor) = AcrossCursor::open(&pairs, phrase)? else { continue };
            let order = Order::open(reader)?;
            let mut doc = cursor.candidate(0);
            while doc != TERMINATED && places.len() < MAX_PLACES {
                if !reader.is_deleted(doc) {
                    let starts = order.whole(doc, cursor.starts(doc), length);
                    let address = DocAddress::new(segment, doc);
                    places.extend(
                        starts.map(|form| Place { crosses: true, ..order.exact(address, form) }),
                    );
                }
                doc = cursor.candidate(doc + 1);
            }
        }
        Ok(places)
    }

    /// The places of a wording that is too long for a phrase: where its rarest stretches stand, the rest
    /// is compared.
    fn standing_of_long(
        &mut self,
        folded: &[char],
        cut: Cut,
    ) -> Result<StandingPlaces, SearchError> {
        let mut starts: BTreeSet<(DocAddress, usize)> = BTreeSet::new();
        for probe in self.probes(folded)? {
            let phrase: String = folded[probe..probe + PROBE_CHARS].iter().collect();
            let places = self.within(&phrase, Edges::default(), PROBE_CHARS)?;
            starts.extend(
                places.iter().filter_map(|p| Some((p.address, p.form.start.checked_sub(probe)?))),
            );
        }
        let mut found = StandingPlaces::default();
        for (address, start) in starts {
            let text = self.text(address)?;
            let form = start..start + folded.len();
            if text.folded.get(form.clone()) != Some(folded) {
                continue;
            }
            let inner = text.form.inner_offsets();
            let is_whole = |at: &usize| inner.binary_search(at).is_err();
            let insides = InsidesOfText::of(&text.text, &text.form);
            let edges = cut.edges(&folded.iter().collect::<String>());
            let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let standing = edges.standing(end(form.start), end(form.end), &insides);
            if !is_whole(&form.start) || !is_whole(&form.end) || standing != Standing::Whole {
                continue;
            }
            let crosses = text.has_border(&form);
            let place = Order::open(self.reader(address))?.exact(address, form);
            if crosses {
                found.across.push(Place { crosses, ..place });
            } else {
                found.within.push(place);
            }
        }
        if !found.within.is_empty() {
            found.across.clear();
        }
        Ok(found)
    }

    /// Where the stretches of a long wording begin that stand in the fewest sections.
    fn probes(&self, folded: &[char]) -> Result<Vec<usize>, SearchError> {
        let last = folded.len() - PROBE_CHARS;
        let n = MAX_PROBES.min(last / PROBE_CHARS + 2);
        let mut probes: Vec<(u64, usize)> = Vec::with_capacity(n);
        for nth in 0..n {
            let start = last * nth / (n - 1).max(1);
            let mut rarest = u64::MAX;
            for pair in folded[start..start + PROBE_CHARS].windows(2) {
                rarest = rarest.min(self.n_sections_with(&pair.iter().collect::<String>())?);
            }
            probes.push((rarest, start));
        }
        probes.sort_unstable();
        probes.dedup();
        Ok(probes.into_iter().take(N_PROBES).map(|(_, start)| start).collect())
    }

    /// The occurrences of a wording in one section, which may reach over borders.
    pub fn in_section(
        &mut self,
        folded: &[char],
        address: DocAddress,
    ) -> Result<Vec<Place>, SearchError> {
        let text = self.text(address)?;
        let order = Order::open(self.reader(address))?;
        let wording: String = folded.iter().collect();
        let places = text.form.find_all_in_form(&wording).into_iter();
        let place = |form: Range<usize>| {
            let crosses = text.has_border(&form);
            Place { crosses, ..order.exact(address, form) }
        };
        Ok(places.map(place).collect())
    }

    /// The best place of a wording in each of the sections that share its rarest bigrams, and in
    /// those `also` named; the nearest first.
    pub fn near(
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
            let found = nearest(folded, text.gated().slice(window.clone()));
            let range = found.range.start + window.start..found.range.end + window.start;
            if range.is_empty() {
                continue;
            }
            let found = Nearest { range, ..found };
            let form = self.whole_ends(&text, &found);
            let n_added = form.len() - found.range.len();
            let n_kept = found.n_kept();
            let n_runs = found.edits.chunk_by(|a, b| a == b).count();
            let n = |wanted: Edit| found.edits.iter().filter(|edit| **edit == wanted).count();
            // What stands nowhere weighs more than what is left out.
            let distance = 4 * n(Edit::Delete) + n(Edit::Insert) + n_added + n_runs;
            let crosses = text.has_border(&form);
            let order = Order::open(self.reader(address))?;
            let place = order.exact(address, form);
            places.push(Place { distance, n_kept, crosses, ..place });
        }
        places.sort_by_key(|place| (place.distance, place.key()));
        Ok(places)
    }

    /// The stretch with the words that stand in place of what the draft has at its ends: up to the ends of
    /// the sentence where these are near, else as many whole words as the draft has there.
    fn whole_ends(&self, text: &SectionText, found: &Nearest) -> Range<usize> {
        let is_deleted = |edit: &&Edit| **edit == Edit::Delete;
        let n_head = found.edits.iter().take_while(is_deleted).count();
        let n_tail = found.edits.iter().rev().take_while(is_deleted).count();
        let mut range = text.whole_word(&found.range);
        if n_head + n_tail == 0 {
            return range;
        }
        // As far as a replaced word or clause reaches: three times its length, or the length of a short
        // sentence ending.
        let reach = |n_deleted: usize| (3 * n_deleted).max(12);
        let sentence = text.sentence(&range);
        let words = self.word_starts(text, &sentence);
        let nearest_to = |wanted: usize, allowed: Range<usize>| {
            let starts = words.iter().copied().filter(|at| allowed.contains(at));
            starts.min_by_key(|at| at.abs_diff(wanted))
        };
        if n_head > 0 {
            let is_near = range.start - sentence.start <= reach(n_head);
            let start = range.start;
            let word = nearest_to(start.saturating_sub(n_head), sentence.start..start);
            range.start = if is_near { sentence.start } else { word.unwrap_or(start) };
        }
        if n_tail > 0 {
            let is_near = sentence.end - range.end <= reach(n_tail);
            let end = range.end;
            let word = nearest_to(end + n_tail, end + 1..sentence.end + 1);
            range.end = if is_near { sentence.end } else { word.unwrap_or(end) };
        }
        range
    }

    /// Where words begin in a stretch of the form, ascending.
    pub fn word_starts(&self, text: &SectionText, form: &Range<usize>) -> Vec<usize> {
        let chars = text.form.text_range(form.clone());
        let stretch = shirabe_text::slice_chars(&text.text, chars.clone());
        let words = self.snapshot.analyzer.segmenter().words(stretch);
        let starts = words.iter().flat_map(|word| {
            let units = word.short_units.iter().map(|unit| unit.chars.start);
            std::iter::once(word.chars.start).chain(units).chain([word.chars.end])
        });
        let mut starts: Vec<usize> = starts
            .map(|at| text.form.form_range(chars.start..chars.start + at).end.max(form.start))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    fn segments(&self) -> impl Iterator<Item = (u32, &'a SegmentReader)> {
        (0..).zip(self.snapshot.generation.sections().segment_readers())
    }

    fn reader(&self, address: DocAddress) -> &'a SegmentReader {
        self.snapshot.generation.sections().segment_reader(address.segment_ord)
    }

    fn n_sections_with(&self, gram: &str) -> Result<u64, SearchError> {
        let field = self.snapshot.generation.fields().exact;
        let term = Term::from_field_text(field, gram);
        let mut n_sections = 0;
        for (_, reader) in self.segments() {
            n_sections += u64::from(reader.inverted_index(field)?.doc_freq(&term)?);
        }
        Ok(n_sections)
    }

    /// The sections that share the most of the rare bigrams of a wording.
    fn candidates(&self, folded: &[char]) -> Result<Vec<DocAddress>, SearchError> {
        let field = self.snapshot.generation.fields().exact;
        let grams = self.rare_grams(folded)?;
        let n_sections = self.snapshot.generation.sections().num_docs() as f32;
        let weight = |n: u64| (1.0 + n_sections / n as f32).ln();
        let total: f32 = grams.iter().map(|(n, _)| weight(*n)).sum();
        let mut scores: Vec<(DocAddress, f32)> = Vec::new();
        for (segment, reader) in self.segments() {
            let inverted = reader.inverted_index(field)?;
            for (n, gram) in &grams {
                let term = Term::from_field_text(field, gram);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else { continue };
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        scores.push((DocAddress::new(segment, postings.doc()), weight(*n)));
                    }
                    postings.advance();
                }
            }
        }
        Ok(best(scores, total * LEAST_WEIGHT))
    }

    /// Bigrams of a wording that stand in the corpus, with how many sections have each, rarest first.
    fn rare_grams(&self, folded: &[char]) -> Result<Vec<(u64, String)>, SearchError> {
        let every = folded.len().div_ceil(MAX_GRAMS).max(1);
        let pairs = folded.windows(2).step_by(every);
        let grams: BTreeSet<String> = pairs.map(|pair| pair.iter().collect()).collect();
        let mut counted = Vec::with_capacity(grams.len());
        for gram in grams {
            let n_sections = self.n_sections_with(&gram)?;
            counted.extend((n_sections > 0).then_some((n_sections, gram)));
        }
        counted.sort();
        counted.truncate(RARE_GRAMS);
        let mut n_postings = 0;
        let fits = |(nth, (n, _)): (usize, &(u64, String))| {
            n_postings += n;
            nth < LEAST_GRAMS || n_postings <= MAX_POSTINGS
        };
        let n_fitting = counted.iter().enumerate().map(fits).take_while(|fits| *fits).count();
        counted.truncate(n_fitting);
        Ok(counted)
    }
}

/// The sections with the highest sums, of those with at least `floor`.
fn best(mut scores: Vec<(DocAddress, f32)>, floor: f32) -> Vec<DocAddress> {
    scores.sort_by_key(|(address, _)| *address);
    let mut sums: Vec<(DocAddress, f32)> = Vec::new();
    for (address, score) in scores {
        match sums.last_mut() {
            Some((last, sum)) if *last == address => *sum += score,
            _ => sums.push((address, score)),
        }
    }
    sums.retain(|(_, sum)| *sum >= floor);
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    sums.into_iter().take(MAX_CANDIDATES).map(|(address, _)| address).collect()
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
