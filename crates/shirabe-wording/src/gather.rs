//! The occurrences that have to be read before they can be put in order: [`gather`].
//!
//! Sections are read side by side, a stretch of them at a time; of each occurrence only numbers are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use shirabe_search::{Mark, Occurrences, SearchError, SectionPlace};

use crate::concordance::{Basis, ConcordanceRequest};
use crate::context::Surroundings;
use crate::keys::{Key, SortKey};
use crate::sample::{Hash, draw};

/// Sections that are read before what they have is put together.
const N_AT_ONCE: usize = 1_024;
/// The keys of a sort or a grouping.
pub(crate) const MAX_KEYS: usize = 3;
/// What is read at the most to be put in order; of more, a sample. BlackLab orders a million occurrences by
/// default (its server's configuration, `processHits`), but not within the five seconds of a request: on one
/// of two cores 12,700 sections with 39,000 occurrences took 1.5 s.
const PLAIN: Limit = Limit { n_hits: 500_000, n_sections: 60_000, n_sampled: 100_000 };
/// The same where sentences have to be segmented, which takes up to 0.2 ms each.
const SEGMENTED: Limit = Limit { n_hits: 20_000, n_sections: 20_000, n_sampled: 20_000 };
/// Between a reading and what is read: below every character that a text has.
const BEHIND_READING: char = '\0';

/// One occurrence: the number of its section and its own number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) section: u32,
    pub(crate) nth: u32,
}

/// An occurrence with what it is ordered by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gathered {
    pub(crate) place: Place,
    pub(crate) document: u32,
    /// Numbers in [`Gathering::texts`].
    pub(crate) keys: [u32; MAX_KEYS],
    /// Equal in equal sentences.
    pub(crate) sentence: u64,
    draw: u64,
    /// How many occurrences it stands for.
    pub(crate) n_equal: u32,
}

/// The occurrences in their order.
#[derive(Debug)]
pub(crate) struct Gathering {
    pub(crate) found: Vec<Gathered>,
    /// The values of keys by their number.
    pub(crate) texts: Vec<Box<str>>,
    pub(crate) n_hits: u64,
    pub(crate) n_sections: u64,
    pub(crate) n_documents: u64,
    /// `None` where not all were read.
    pub(crate) n_sentences: Option<u64>,
    pub(crate) basis: Basis,
}

impl Gathering {
    /// How much room it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        let texts: usize = self.texts.iter().map(|text| text.len() + 16).sum();
        self.found.len() * size_of::<Gathered>() + texts
    }
}

/// How much is read.
#[expect(clippy::struct_field_names, reason = "each is the number of something")]
struct Limit {
    n_hits: u64,
    n_sections: usize,
    /// Of more, so many occurrences.
    n_sampled: u64,
}

/// An occurrence as it was read.
struct Read {
    place: Place,
    document: u32,
    keys: Vec<String>,
    sentence: u64,
    draw: u64,
}

/// Reads the occurrences that meet the conditions of `request`, folds and samples them as it says, and puts
/// them in the order of `keys`, equal ones in that of the documents.
pub(crate) fn gather(
    occurrences: &Occurrences<'_>,
    request: &ConcordanceRequest,
    keys: &[SortKey],
) -> Result<Gathering, SearchError> {
    let is_segmented = request.by_reading || keys.iter().any(|key| key.key.is_of_words());
    let limit = if is_segmented { SEGMENTED } else { PLAIN };
    let (places, sampled_of) = places_to_read(occurrences, &limit);
    let places = occurrences.stored_order(places);
    let known = KnownValues::default();
    let mut texts = Texts::default();
    let mut found: Vec<Gathered> = Vec::new();
    for stretch in places.chunks(N_AT_ONCE) {
        let read = |at: &u32| read_section(occurrences, *at, request, keys, &known);
        let read: Vec<Result<Vec<Read>, SearchError>> = stretch.par_iter().map(read).collect();
        for section in read {
            found.extend(section?.into_iter().map(|read| texts.numbered(read)));
        }
    }
    let mut gathering = counted(found, texts.texts);
    if let Some(of) = sampled_of {
        gathering.basis = Basis::Sample { n: gathering.n_hits, of, seed: 0 };
        gathering.n_sentences = None;
        // How many meet a condition on their neighbours is known of the sample only.
        if request.left.is_none() && request.right.is_none() {
            gathering.n_hits = of;
            gathering.n_sections = occurrences.sections().len() as u64;
            gathering.n_documents = n_documents(occurrences.sections());
        }
    }
    if request.unique {
        fold_equal_sentences(&mut gathering.found);
    }
    if let Some((n, seed)) = request.sample {
        let of = sampled_of.unwrap_or(gathering.found.len() as u64);
        gathering.found.sort_unstable_by_key(|found| (found.draw, found.place));
        gathering.found.truncate(n);
        gathering.basis = Basis::Sample { n: gathering.found.len() as u64, of, seed };
    }
    sort(&mut gathering, keys);
    Ok(gathering)
}

/// The numbers of the sections to read, and of how many occurrences they are a sample, where all are too
/// many. Sections are drawn whole, each by itself.
fn places_to_read(occurrences: &Occurrences<'_>, limit: &Limit) -> (Vec<u32>, Option<u64>) {
    let sections = occurrences.sections();
    let n_hits = occurrences.n_hits();
    let all = 0..sections.len() as u32;
    if n_hits <= limit.n_hits && sections.len() <= limit.n_sections {
        return (all.collect(), None);
    }
    let documents = occurrences.documents();
    let drawn = |at: &u32| {
        let place = &sections[*at as usize];
        draw(0, &documents.summary(place.document).id, "", place.order as usize)
    };
    let mut order: Vec<u32> = all.collect();
    order.sort_by_cached_key(drawn);
    let mut n_taken = 0;
    let is_taken = |at: &u32| {
        let is_wanted = n_taken < limit.n_sampled;
        n_taken += u64::from(sections[*at as usize].n_hits);
        is_wanted
    };
    let mut taken: Vec<u32> = order.into_iter().take_while(is_taken).collect();
    taken.sort_unstable();
    (taken, Some(n_hits))
}

fn read_section(
    occurrences: &Occurrences<'_>,
    number: u32,
    request: &ConcordanceRequest,
    keys: &[SortKey],
    known: &KnownValues,
) -> Result<Vec<Read>, SearchError> {
    let place = &occurrences.sections()[number as usize];
    let opened = occurrences.open(place)?;
    let mut around = Surroundings::of(&opened, occurrences.segmenter());
    let id = &occurrences.documents().summary(place.document).id;
    let seed = request.sample.map_or(0, |(_, seed)| seed);
    let mut read = Vec::new();
    for (nth, mark) in (0..).zip(&opened.marks) {
        let is_met = request.left.as_ref().is_none_or(|left| left.stands_at(&around.left(mark)))
            && request.right.as_ref().is_none_or(|right| right.stands_at(&around.right(mark)));
        if !is_met {
            continue;
        }
        let (block, chars) = opened.block_at(mark.chars.start);
        let paragraph = opened.section.blocks.get(block).map_or("", |block| block.id.as_str());
        read.push(Read {
            place: Place { section: number, nth },
            document: place.document,
            keys: keys
                .iter()
                .map(|key| {
                    if key.key.is_of_document() {
                        document_value(occurrences, place.document, key.key)
                    } else {
                        known.value(&mut around, key.key, mark, request.by_reading)
                    }
                })
                .collect(),
            sentence: around.sentence_number(mark),
            draw: draw(seed, id, paragraph, mark.chars.start - chars.start),
        });
    }
    Ok(read)
}

/// Values for which sentences have to be segmented, each once: in programme reviews two sentences in five
/// stand in another document as well.
#[derive(Default)]
struct KnownValues(Mutex<BTreeMap<u64, Box<str>>>);

impl KnownValues {
    /// The value of a key that is not its document's, with its reading before it where that is asked for.
    fn value(
        &self,
        around: &mut Surroundings<'_>,
        key: Key,
        mark: &Mark,
        by_reading: bool,
    ) -> String {
        let value = match key {
            key if key.is_of_words() => {
                let place = around.place_in_sentence(mark).with(key.to_string().as_bytes());
                self.once(place, || around.value(key, mark))
            }
            _ => around.value(key, mark),
        };
        if !by_reading {
            return value;
        }
        let place = around.place_in_sentence(mark).with(key.to_string().as_bytes());
        let reading = self.once(place.with(value.as_bytes()), || around.reading(key, mark, &value));
        format!("{reading}{BEHIND_READING}{value}")
    }

    fn once(&self, place: Hash, find: impl FnOnce() -> String) -> String {
        let values = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = place.number();
        if let Some(value) = values().get(&number) {
            return value.to_string();
        }
        let value = find();
        values().insert(number, value.clone().into_boxed_str());
        value
    }
}

/// The value of a key that is known of the document; empty where it is not.
pub(crate) fn document_value(occurrences: &Occurrences<'_>, document: u32, key: Key) -> String {
    let summary = occurrences.documents().summary(document);
    let issued = occurrences.documents().rows()[document as usize].issued;
    match key {
        Key::Document => summary.id.clone(),
        Key::Issuer => summary.issuer.clone(),
        Key::Kind => summary.kind.clone(),
        Key::Issued => summary.issued.clone(),
        Key::FiscalYear => issued.map(|date| date.fiscal_year().to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The values of keys, each once.
#[derive(Default)]
struct Texts {
    numbers: BTreeMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Texts {
    fn numbered(&mut self, read: Read) -> Gathered {
        let Read { place, document, keys, sentence, draw } = read;
        let mut numbers = [0; MAX_KEYS];
        for (number, text) in numbers.iter_mut().zip(keys) {
            *number = self.number(text.into_boxed_str());
        }
        Gathered { place, document, keys: numbers, sentence, draw, n_equal: 1 }
    }

    fn number(&mut self, text: Box<str>) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }
}

fn counted(found: Vec<Gathered>, texts: Vec<Box<str>>) -> Gathering {
    let distinct = |of: fn(&Gathered) -> u64| {
        let mut values: Vec<u64> = found.iter().map(of).collect();
        values.par_sort_unstable();
        values.dedup();
        values.len() as u64
    };
    Gathering {
        n_hits: found.len() as u64,
        n_sections: distinct(|found| u64::from(found.place.section)),
        n_documents: distinct(|found| u64::from(found.document)),
        n_sentences: Some(distinct(|found| found.sentence)),
        basis: Basis::All,
        texts,
        found,
    }
}

/// Of the occurrences in equal sentences the first stays, with how many there are.
fn fold_equal_sentences(found: &mut Vec<Gathered>) {
    found.sort_unstable_by_key(|found| (found.sentence, found.place));
    found.dedup_by(|next, first| {
        let is_equal = next.sentence == first.sentence;
        if is_equal {
            first.n_equal += next.n_equal;
        }
        is_equal
    });
}

/// An empty value, which a context at a border and an unknown date have, comes last.
fn sort(gathering: &mut Gathering, keys: &[SortKey]) {
    let texts = &gathering.texts;
    let mut order: Vec<u32> = (0..texts.len() as u32).collect();
    order.par_sort_unstable_by_key(|at| (texts[*at as usize].is_empty(), &texts[*at as usize]));
    let mut ranks = vec![0_u32; order.len()];
    for (rank, at) in (0..).zip(&order) {
        ranks[*at as usize] = rank;
    }
    let rank = |found: &Gathered, at: usize| {
        let rank = ranks.get(found.keys[at] as usize).copied().unwrap_or(0);
        if keys[at].is_reversed { u32::MAX - rank } else { rank }
    };
    let by = |found: &Gathered| -> [u32; MAX_KEYS] {
        std::array::from_fn(|at| if at < keys.len() { rank(found, at) } else { 0 })
    };
    gathering.found.par_sort_unstable_by_key(|found| (by(found), found.place));
}

/// How many documents have these sections.
pub(crate) fn n_documents(sections: &[SectionPlace]) -> u64 {
    sections.iter().map(|place| place.document).collect::<BTreeSet<_>>().len() as u64
}
