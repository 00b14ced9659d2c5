//! What stands where in one field of a segment that is being written.
//!
//! The search library's own writer looks every token up in a table of all terms, and the wait for
//! memory that is not in the cache is most of the time of indexing. Here tokens are noted in the order
//! of the text, a number each, and sorted by term some millions at a time: a *run*. When the segment is
//! complete the runs are merged into the library's own format.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use hashbrown::HashMap;
use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, FieldEntry, FieldType, IndexRecordOption, TextFieldIndexing};

use super::sorting::sort_by_high_bits;
use crate::schema::BIGRAMS;

/// The low bits of a token say where it stands among the texts of its run, the high bits which term it
/// is: two characters of 21 bits take the rest.
const PLACE_BITS: u32 = 22;
const MAX_PLACE: u32 = (1 << PLACE_BITS) - 1;
const CHARACTER_BITS: u32 = 21;
/// What a run is sorted from; the sort needs as much again.
const MAX_TOKENS: usize = 1 << 21;
/// The library refuses longer terms.
const MAX_TERM_BYTES: usize = tantivy::tokenizer::MAX_TOKEN_LEN;
/// Places from which a text is looked for: about one text begins in each stretch.
const STRETCH_BITS: u32 = 6;

/// Gathers the tokens of one field.
pub(super) struct FieldPostings {
    field: Field,
    keeps: IndexRecordOption,
    lexicon: Lexicon,
    /// Of the run that is being gathered.
    tokens: Vec<u64>,
    texts: Vec<TextStart>,
    next_place: u32,
    /// A run of this many is not continued with another text.
    pub(super) max_tokens: usize,
    runs: Vec<Vec<u8>>,
    n_tokens: u64,
    /// Of the text that is being added.
    n_of_text: u32,
}

/// What the high bits of a token mean.
enum Lexicon {
    /// Two characters: their order is that of their bytes in UTF-8.
    Pairs,
    /// The number of a term of this run.
    Terms(HashMap<Vec<u8>, u32>),
}

/// The text of one section, or what of it lies in one run.
struct TextStart {
    place: u32,
    doc: DocId,
    /// Where the part that lies in this run begins.
    position: u32,
}

impl FieldPostings {
    /// For an indexed field of the schema.
    pub(super) fn new(field: Field, entry: &FieldEntry) -> FieldPostings {
        let options = match entry.field_type() {
            FieldType::Str(options) => options.get_indexing_options(),
            _ => None,
        };
        let has_pairs = options.is_some_and(|options| options.tokenizer() == BIGRAMS);
        FieldPostings {
            field,
            keeps: options.map_or(IndexRecordOption::Basic, TextFieldIndexing::index_option),
            lexicon: if has_pairs { Lexicon::Pairs } else { Lexicon::Terms(HashMap::new()) },
            tokens: Vec::new(),
            texts: Vec::new(),
            next_place: 0,
            max_tokens: MAX_TOKENS,
            runs: Vec::new(),
            n_tokens: 0,
            n_of_text: 0,
        }
    }

    pub(super) fn field(&self) -> Field {
        self.field
    }

    /// Ends the text of a section. Gives how many tokens it has.
    pub(super) fn end_text(&mut self) -> u32 {
        std::mem::take(&mut self.n_of_text)
    }

    /// What it takes in memory.
    pub(super) fn n_bytes(&self) -> usize {
        let runs: usize = self.runs.iter().map(Vec::len).sum();
        runs + self.tokens.capacity() * size_of::<u64>()
    }

    /// Adds pairs of characters of section `doc` with their positions, which ascend.
    pub(super) fn add_pairs(
        &mut self,
        doc: DocId,
        pairs: impl Iterator<Item = (usize, (char, char))>,
    ) {
        for (position, (first, second)) in pairs {
            let key = u64::from(u32::from(first)) << CHARACTER_BITS | u64::from(u32::from(second));
            let place = self.place(doc, position as u32);
            self.tokens.push(key << PLACE_BITS | place);
        }
    }

    /// Adds a term of section `doc`. Sections come in order, and so do the positions in each.
    pub(super) fn add(&mut self, doc: DocId, term: &[u8], position: u32) {
        if term.len() > MAX_TERM_BYTES {
            return;
        }
        let place = self.place(doc, position);
        let Lexicon::Terms(terms) = &mut self.lexicon else { return };
        let next = terms.len() as u32;
        let key = *terms.entry_ref(term).or_insert(next);
        self.tokens.push(u64::from(key) << PLACE_BITS | place);
    }

    /// The place of the next token, for which there is room then.
    fn place(&mut self, doc: DocId, position: u32) -> u64 {
        self.n_tokens += 1;
        self.n_of_text += 1;
        match self.texts.last() {
            Some(text) if text.doc == doc => {
                let place = text.place.saturating_add(position.saturating_sub(text.position));
                if place < MAX_PLACE && self.tokens.len() < 2 * self.max_tokens {
                    // Two words may stand at one place, and none before another.
                    let place = place.max(self.next_place - 1);
                    self.next_place = place + 1;
                    return u64::from(place);
                }
                self.end_run();
            }
            _ if self.tokens.len() >= self.max_tokens || self.next_place >= MAX_PLACE => {
                self.end_run();
            }
            _ => {}
        }
        let place = self.next_place;
        self.texts.push(TextStart { place, doc, position });
        self.next_place = place + 1;
        u64::from(place)
    }

    /// Sorts what was gathered and packs it.
    fn end_run(&mut self) {
        let terms = match &mut self.lexicon {
            Lexicon::Pairs => None,
            Lexicon::Terms(terms) => Some(in_order(terms, &mut self.tokens)),
        };
        sort_by_high_bits(&mut self.tokens, PLACE_BITS);
        let texts = Texts::new(&self.texts);
        let mut run = Vec::with_capacity(self.tokens.len() * 2);
        let mut body = Vec::new();
        let mut utf8 = [0; 8];
        for tokens in self.tokens.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
            let Some(first) = tokens.first() else { continue };
            let key = first >> PLACE_BITS;
            let term = match &terms {
                Some(terms) => terms.get(key as usize).map_or(&[][..], |term| term),
                None => spelled(key, &mut utf8),
            };
            body.clear();
            let n_docs = texts.pack(tokens, self.keeps, &mut body);
            for number in [term.len(), n_docs, body.len()] {
                write_number(&mut run, number as u32);
            }
            run.extend_from_slice(term);
            run.extend_from_slice(&body);
        }
        run.shrink_to_fit();
        self.runs.push(run);
        self.tokens.clear();
        self.texts.clear();
        self.next_place = 0;
    }

    /// Writes everything that was added.
    pub(super) fn write(
        mut self,
        serializer: &mut InvertedIndexSerializer,
        norms: Option<FieldNormReader>,
        n_rows: DocId,
    ) -> io::Result<()> {
        if !self.tokens.is_empty() {
            self.end_run();
        }
        self.tokens = Vec::new();
        if self.runs.is_empty() {
            return Ok(());
        }
        let mut out = serializer.new_field(self.field, self.n_tokens, norms)?;
        let mut runs: Vec<Run<'_>> = self.runs.iter().map(|bytes| Run { rest: bytes }).collect();
        let firsts = runs.iter_mut().enumerate().filter_map(|(number, run)| run.next(number));
        let mut next: BinaryHeap<Reverse<Entry<'_>>> = firsts.map(Reverse).collect();
        let mut entries: Vec<Entry<'_>> = Vec::new();
        while let Some(Reverse(entry)) = next.pop() {
            next.extend(runs[entry.number].next(entry.number).map(Reverse));
            if entries.first().is_some_and(|first| first.term != entry.term) {
                write_term(&mut out, &entries, self.keeps, n_rows)?;
                entries.clear();
            }
            entries.push(entry);
        }
        write_term(&mut out, &entries, self.keeps, n_rows)?;
        out.close()
    }
}

/// The terms of a run in the order of their bytes; the tokens are numbered anew.
fn in_order(terms: &mut HashMap<Vec<u8>, u32>, tokens: &mut [u64]) -> Vec<Vec<u8>> {
    let mut sorted: Vec<(Vec<u8>, u32)> = terms.drain().collect();
    sorted.sort_unstable();
    let mut ranks = vec![0_u64; sorted.len()];
    for (rank, (_, number)) in (0..).zip(&sorted) {
        ranks[*number as usize] = rank;
    }
    for token in tokens {
        let rank = ranks[(*token >> PLACE_BITS) as usize];
        *token = rank << PLACE_BITS | *token & u64::from(MAX_PLACE);
    }
    sorted.into_iter().map(|(term, _)| term).collect()
}

/// A pair as its key says it, in UTF-8.
fn spelled(key: u64, utf8: &mut [u8; 8]) -> &[u8] {
    let mut end = 0;
    for code in [key >> CHARACTER_BITS, key & ((1 << CHARACTER_BITS) - 1)] {
        // The key was made of characters.
        let character = char::from_u32(code as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        end += character.encode_utf8(&mut utf8[end..]).len();
    }
    &utf8[..end]
}

/// The texts of a run, by place.
struct Texts<'a> {
    starts: &'a [TextStart],
    /// The text in which each stretch of places begins.
    stretches: Vec<usize>,
}

impl Texts<'_> {
    fn new(starts: &[TextStart]) -> Texts<'_> {
        let n_stretches = starts.last().map_or(0, |last| (last.place >> STRETCH_BITS) + 1);
        let mut texts = Texts { starts, stretches: Vec::with_capacity(n_stretches as usize) };
        let mut at = 0;
        for stretch in 0..n_stretches {
            at = texts.from(at, stretch << STRETCH_BITS);
            texts.stretches.push(at);
        }
        texts
    }

    /// The text in which `place` lies, which is `at` or comes after it.
    fn from(&self, mut at: usize, place: u32) -> usize {
        while self.starts.get(at + 1).is_some_and(|next| next.place <= place) {
            at += 1;
        }
        at
    }

    /// Packs the tokens of one term: for each section the distance to the one before, and as far as the
    /// field keeps them how often and where. Gives how many sections there are.
    fn pack(&self, tokens: &[u64], keeps: IndexRecordOption, out: &mut Vec<u8>) -> usize {
        let place = |token: &u64| *token as u32 & MAX_PLACE;
        let (mut n_docs, mut last_doc) = (0, 0);
        let mut rest = tokens;
        while let Some(first) = rest.first().map(place) {
            let stretch = (first >> STRETCH_BITS) as usize;
            let known = self.stretches.get(stretch).or(self.stretches.last());
            let at = self.from(known.copied().unwrap_or_default(), first);
            let text = &self.starts[at];
            let end = self.starts.get(at + 1).map_or(u32::MAX, |next| next.place);
            let n_here = rest.iter().take_while(|token| place(token) < end).count();
            let (here, behind) = rest.split_at(n_here);
            rest = behind;
            write_number(out, text.doc - last_doc);
            last_doc = text.doc;
            n_docs += 1;
            if keeps.has_freq() {
                write_number(out, n_here as u32);
            }
            if keeps.has_positions() {
                let mut last = 0;
                for token in here {
                    let position = place(token) - text.place + text.position;
                    write_number(out, position - last);
                    last = position;
                }
            }
        }
        n_docs
    }
}

/// A packed run that is read from its start.
struct Run<'a> {
    rest: &'a [u8],
}

/// One term of one run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry<'a> {
    term: &'a [u8],
    /// Of the run. A section that lies in two runs comes in both.
    number: usize,
    n_docs: u32,
    body: &'a [u8],
}

impl<'a> Run<'a> {
    fn next(&mut self, number: usize) -> Option<Entry<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let [term, n_docs, body] = std::array::from_fn(|_| read_number(&mut self.rest));
        let term = self.rest.split_off(..term as usize)?;
        let body = self.rest.split_off(..body as usize)?;
        Some(Entry { term, number, n_docs, body })
    }
}

/// The postings of one section, while they come from one run or from two.
#[derive(Default)]
struct Here {
    doc: DocId,
    n: u32,
    last: u32,
    distances: Vec<u32>,
}

/// Writes what the runs have of one term.
fn write_term(
    out: &mut FieldSerializer<'_>,
    entries: &[Entry<'_>],
    keeps: IndexRecordOption,
    n_rows: DocId,
) -> io::Result<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    // The library estimates scores by it, and counts for itself. A section in two runs counts twice here.
    let n_docs: u32 = entries.iter().map(|entry| entry.n_docs).sum();
    out.new_term(first.term, n_docs.min(n_rows), keeps.has_freq())?;
    let mut here: Option<Here> = None;
    for entry in entries {
        let mut body = entry.body;
        let mut doc = 0;
        for _ in 0..entry.n_docs {
            doc += read_number(&mut body);
            let here = match &mut here {
                Some(here) if here.doc == doc => here,
                here => {
                    let mut distances = Vec::new();
                    if let Some(former) = here.take() {
                        out.write_doc(former.doc, former.n, &former.distances);
                        distances = former.distances;
                        distances.clear();
                    }
                    here.insert(Here { doc, distances, ..Here::default() })
                }
            };
            let n = if keeps.has_freq() { read_number(&mut body) } else { 0 };
            here.n += n;
            if keeps.has_positions() {
                let mut position = 0;
                for _ in 0..n {
                    position += read_number(&mut body);
                    here.distances.push(position - here.last);
                    here.last = position;
                }
            }
        }
    }
    if let Some(last) = here {
        out.write_doc(last.doc, last.n, &last.distances);
    }
    out.close_term()
}

/// Seven bits a byte, the lowest first; the high bit says that more follow (LEB128).
fn write_number(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some(byte) = bytes.split_off_first() {
        number |= u32::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            break;
        }
        shift += 7;
    }
    number
}
