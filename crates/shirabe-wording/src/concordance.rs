//! 用例 (KWIC): every occurrence on a line of its own.
//!
//! [`concordance`] gives one page of lines, or of groups; [`for_each_line`] all lines, one stretch of
//! sections after another, so that no list is held in memory. In the order of the documents nothing has to
//! be read before a line is asked for; an order by context is found by `gather` and kept for the next page.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use rayon::prelude::*;
use shirabe_document::Page;
use shirabe_search::{
    Occurrences, OpenedSection, QueryNote, SearchError, SearchRequest, Snapshot, Step,
};

use crate::context::{Context, Surroundings};
use crate::gather::{Gathered, Gathering, Place, document_value, gather, n_documents};
use crate::groups::{Groups, groups};
use crate::keys::{Key, SortKey};
use crate::neighbour::Neighbour;

/// Sections whose lines are made at a time, where all are wanted.
const N_AT_ONCE: usize = 256;
/// Of so many occurrences the sentences are counted without being asked for: they are read in a tenth of
/// a second.
const MAX_COUNTED_UNASKED: u64 = 20_000;

/// What is asked of a concordance.
#[derive(Clone, Debug)]
pub struct ConcordanceRequest {
    /// The wording and what narrows it; only the query, the steps and the conditions count.
    pub search: SearchRequest,
    /// The order, up to three keys; none for the order of the documents.
    pub sort: Vec<SortKey>,
    /// What lines are gathered by, up to two keys; none for lines.
    pub group: Vec<Key>,
    /// What must stand right before.
    pub left: Option<Neighbour>,
    /// What must stand right behind.
    pub right: Option<Neighbour>,
    /// How much context is shown.
    pub context: Context,
    /// How many occurrences are drawn, and the seed.
    pub sample: Option<(usize, u64)>,
    /// Whether occurrences in equal sentences make one line.
    pub unique: bool,
    /// Whether keys are sorted by their reading, in the order of the kana.
    pub by_reading: bool,
}

/// Of what the answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// All occurrences.
    All,
    /// A sample of them.
    Sample {
        /// How many were drawn.
        n: u64,
        /// Of how many.
        of: u64,
        /// By which seed.
        seed: u64,
    },
}

/// How much was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcordanceCounts {
    /// Occurrences that meet the conditions.
    pub n_hits: u64,
    /// Sections.
    pub n_sections: u64,
    /// Documents.
    pub n_documents: u64,
    /// Different sentences; `None` where they were not counted because there are many occurrences.
    pub n_sentences: Option<u64>,
}

/// What stands above the lines.
#[derive(Clone, Debug)]
pub struct Head {
    /// The query in canonical form.
    pub parsed: String,
    /// What of it could not be read as meant.
    pub notes: Vec<QueryNote>,
    /// How much was found.
    pub counts: ConcordanceCounts,
    /// Of what the lines or groups tell.
    pub basis: Basis,
    /// How many lines or groups there are.
    pub n_lines: u64,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Concordance {
    /// What stands above it.
    pub head: Head,
    /// The lines of this page; none where groups are asked for.
    pub lines: Vec<Line>,
    /// All groups, where they are asked for.
    pub groups: Option<Arc<Groups>>,
}

/// One occurrence in its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What stands before, on one line.
    pub before: String,
    /// The occurrence as it stands.
    pub text: String,
    /// What stands behind.
    pub after: String,
    /// Whether more of the block stands before.
    pub before_is_cut: bool,
    /// Whether more of the block stands behind.
    pub after_is_cut: bool,
    /// The whole sentence.
    pub sentence: String,
    /// How many occurrences in equal sentences it stands for.
    pub n_equal: u32,
    /// The step that found it.
    pub step: Step,
    /// The wording that was looked for.
    pub spelling: String,
    /// The rule that gave the wording, where it is not the reader's own.
    pub rule: Option<&'static str>,
    /// The document's id.
    pub document: String,
    /// Its title.
    pub title: String,
    /// 発行機関
    pub issuer: String,
    /// 種別
    pub kind: String,
    /// 発行日, or empty.
    pub issued: String,
    /// 年度 of the 発行日, or empty.
    pub fiscal_year: String,
    /// The section's id.
    pub section: String,
    /// Its heading.
    pub heading: String,
    /// The paragraph's id.
    pub paragraph: String,
    /// The page.
    pub page: Option<Page>,
    /// Where in the section's text.
    pub chars: Range<usize>,
}

impl ConcordanceRequest {
    /// All occurrences in the order of the documents, with 20 characters on either side.
    pub fn of(search: SearchRequest) -> ConcordanceRequest {
        ConcordanceRequest {
            search,
            sort: Vec::new(),
            group: Vec::new(),
            left: None,
            right: None,
            context: Context::Chars { before: 20, after: 20 },
            sample: None,
            unique: false,
            by_reading: false,
        }
    }

    /// Whether occurrences have to be read before it is known which lines there are.
    pub(crate) fn must_read(&self) -> bool {
        self.left.is_some() || self.right.is_some() || self.sample.is_some() || self.unique
    }

    /// What decides the lines and their order, but not how they are shown.
    fn question(&self) -> String {
        let plain = ConcordanceRequest { context: Context::Sentence, ..self.clone() };
        format!("{plain:?}")
    }
}

/// The occurrences in the order that was asked for.
enum Listing {
    /// In the order of the sections.
    Sections,
    /// In that of these sections.
    Sorted(Vec<u32>),
    /// One by one.
    Read(Arc<Gathering>),
}

/// One page of the lines or groups of `request`.
pub fn concordance(
    snapshot: &Snapshot,
    request: &ConcordanceRequest,
    window: Range<usize>,
) -> Result<Concordance, SearchError> {
    let occurrences = Occurrences::of(snapshot, &request.search)?;
    if !request.group.is_empty() {
        let find = || groups(&occurrences, request);
        let groups = snapshot.kept(&request.question(), find, Groups::n_bytes)?;
        let head = head(&occurrences, groups.counts, groups.basis, groups.groups.len());
        return Ok(Concordance { head, lines: Vec::new(), groups: Some(groups) });
    }
    let (listing, head) = listed(snapshot, &occurrences, request)?;
    let places = listing.places(&occurrences, window);
    let lines = lines_at(&occurrences, &places, request.context)?;
    Ok(Concordance { head, lines, groups: None })
}

/// All lines of `request`: `each` gets them a few at a time, until it breaks off. Gives how many it got.
pub fn for_each_line(
    snapshot: &Snapshot,
    request: &ConcordanceRequest,
    mut each: impl FnMut(Vec<Line>) -> ControlFlow<()>,
) -> Result<u64, SearchError> {
    let occurrences = Occurrences::of(snapshot, &request.search)?;
    let (listing, _) = listed(snapshot, &occurrences, request)?;
    let mut n_lines = 0;
    for places in listing.stretches(&occurrences) {
        let lines = lines_at(&occurrences, &places, request.context)?;
        n_lines += lines.len() as u64;
        if each(lines).is_break() {
            break;
        }
    }
    Ok(n_lines)
}

fn head(
    occurrences: &Occurrences<'_>,
    counts: ConcordanceCounts,
    basis: Basis,
    n_lines: usize,
) -> Head {
    let (parsed, notes) = (occurrences.parsed.clone(), occurrences.notes.clone());
    Head { parsed, notes, counts, basis, n_lines: n_lines as u64 }
}

fn listed(
    snapshot: &Snapshot,
    occurrences: &Occurrences<'_>,
    request: &ConcordanceRequest,
) -> Result<(Listing, Head), SearchError> {
    let n_hits = occurrences.n_hits();
    let by_document = request.sort.iter().all(|key| key.key.is_of_document());
    let counts_sentences = n_hits <= MAX_COUNTED_UNASKED;
    if by_document && !request.must_read() && !counts_sentences {
        let sections = occurrences.sections();
        let counts = ConcordanceCounts {
            n_hits,
            n_sections: sections.len() as u64,
            n_documents: n_documents(sections),
            n_sentences: None,
        };
        let listing = sorted_sections(occurrences, &request.sort);
        return Ok((listing, head(occurrences, counts, Basis::All, n_hits as usize)));
    }
    let find = || gather(occurrences, request, &request.sort);
    let found = snapshot.kept(&request.question(), find, Gathering::n_bytes)?;
    let counts = ConcordanceCounts {
        n_hits: found.n_hits,
        n_sections: found.n_sections,
        n_documents: found.n_documents,
        n_sentences: found.n_sentences,
    };
    let head = head(occurrences, counts, found.basis, found.found.len());
    Ok((Listing::Read(found), head))
}

/// The sections by keys of their documents, equal ones in the order that they have.
fn sorted_sections(occurrences: &Occurrences<'_>, keys: &[SortKey]) -> Listing {
    let sections = occurrences.sections();
    if keys.is_empty() {
        return Listing::Sections;
    }
    let mut order: Vec<u32> = (0..sections.len() as u32).collect();
    // From the last key to the first, because the sort is stable.
    for key in keys.iter().rev() {
        let mut values: BTreeMap<u32, (bool, String)> = BTreeMap::new();
        for place in sections {
            values.entry(place.document).or_insert_with(|| {
                let value = document_value(occurrences, place.document, key.key);
                (value.is_empty(), value)
            });
        }
        let value = |at: &u32| values.get(&sections[*at as usize].document);
        order.sort_by(|a, b| {
            let order = value(a).cmp(&value(b));
            if key.is_reversed { order.reverse() } else { order }
        });
    }
    Listing::Sorted(order)
}

impl Listing {
    /// The places of the lines of one page.
    fn places(&self, occurrences: &Occurrences<'_>, window: Range<usize>) -> Vec<(Place, u32)> {
        if let Listing::Read(gathering) = self {
            let wanted = gathering.found.iter().skip(window.start).take(window.len());
            return wanted.map(|found| (found.place, found.n_equal)).collect();
        }
        let mut to_skip = window.start as u64;
        let mut places = Vec::with_capacity(window.len().min(N_AT_ONCE));
        for section in self.sections(occurrences) {
            let n_hits = occurrences.sections()[section as usize].n_hits;
            if to_skip >= u64::from(n_hits) {
                to_skip -= u64::from(n_hits);
                continue;
            }
            let wanted = (to_skip as u32..n_hits).take(window.len() - places.len());
            places.extend(wanted.map(|nth| (Place { section, nth }, 1)));
            to_skip = 0;
            if places.len() >= window.len() {
                break;
            }
        }
        places
    }

    /// All places, a few sections at a time.
    fn stretches<'a>(
        &'a self,
        occurrences: &'a Occurrences<'_>,
    ) -> Box<dyn Iterator<Item = Vec<(Place, u32)>> + 'a> {
        if let Listing::Read(gathering) = self {
            let stretches = gathering.found.chunks(N_AT_ONCE);
            let places = |found: &[Gathered]| -> Vec<(Place, u32)> {
                found.iter().map(|found| (found.place, found.n_equal)).collect()
            };
            return Box::new(stretches.map(places));
        }
        let sections: Vec<u32> = self.sections(occurrences).collect();
        let of_section = |section: u32| {
            let n_hits = occurrences.sections()[section as usize].n_hits;
            (0..n_hits).map(move |nth| (Place { section, nth }, 1))
        };
        let stretches = sections.len().div_ceil(N_AT_ONCE);
        Box::new((0..stretches).map(move |stretch| {
            let sections = sections.iter().skip(stretch * N_AT_ONCE).take(N_AT_ONCE);
            sections.copied().flat_map(of_section).collect()
        }))
    }

    fn sections(&self, occurrences: &Occurrences<'_>) -> impl Iterator<Item = u32> + use<'_> {
        let sorted = match self {
            Listing::Sorted(order) => Some(order.as_slice()),
            _ => None,
        };
        let n = occurrences.sections().len() as u32;
        (0..n).map(move |at| sorted.map_or(at, |order| order[at as usize]))
    }
}

/// The lines at these places, in their order; places of one section that follow each other are read once.
fn lines_at(
    occurrences: &Occurrences<'_>,
    places: &[(Place, u32)],
    context: Context,
) -> Result<Vec<Line>, SearchError> {
    let runs: Vec<&[(Place, u32)]> =
        places.chunk_by(|(a, _), (b, _)| a.section == b.section).collect();
    let read = |run: &&[(Place, u32)]| lines_of(occurrences, run, context);
    let lines: Vec<Result<Vec<Line>, SearchError>> = runs.par_iter().map(read).collect();
    let mut all = Vec::with_capacity(places.len());
    for lines in lines {
        all.extend(lines?);
    }
    Ok(all)
}

fn lines_of(
    occurrences: &Occurrences<'_>,
    run: &[(Place, u32)],
    context: Context,
) -> Result<Vec<Line>, SearchError> {
    let Some((first, _)) = run.first() else { return Ok(Vec::new()) };
    let place = &occurrences.sections()[first.section as usize];
    let opened = occurrences.open(place)?;
    let mut around = Surroundings::of(&opened, occurrences.segmenter());
    let lines = run.iter().filter_map(|(found, n_equal)| {
        let mark = opened.marks.get(found.nth as usize)?;
        let sides = around.sides(mark, context);
        let sentence = around.sentence(mark);
        Some(Line {
            before: sides.before,
            text: around.line(mark.chars.clone()),
            after: sides.after,
            before_is_cut: sides.before_is_cut,
            after_is_cut: sides.after_is_cut,
            sentence: around.line(sentence),
            n_equal: *n_equal,
            step: mark.step,
            spelling: mark.matched.clone(),
            rule: mark.rule,
            chars: mark.chars.clone(),
            ..source_of(occurrences, place.document, &opened, mark.chars.start)
        })
    });
    Ok(lines.collect())
}

/// A line that says where it stands, and nothing of what.
fn source_of(
    occurrences: &Occurrences<'_>,
    document: u32,
    opened: &OpenedSection,
    at_chars: usize,
) -> Line {
    let summary = occurrences.documents().summary(document);
    let section = &opened.section;
    let (block, _) = opened.block_at(at_chars);
    Line {
        document: summary.id.clone(),
        title: summary.title.clone(),
        issuer: summary.issuer.clone(),
        kind: summary.kind.clone(),
        issued: summary.issued.clone(),
        fiscal_year: document_value(occurrences, document, Key::FiscalYear),
        section: section.id.to_string(),
        heading: section.heading.replace(['\n', '\t'], " "),
        paragraph: section.blocks.get(block).map(|block| block.id.to_string()).unwrap_or_default(),
        page: section.page_at(at_chars).cloned(),
        before: String::new(),
        text: String::new(),
        after: String::new(),
        before_is_cut: false,
        after_is_cut: false,
        sentence: String::new(),
        n_equal: 1,
        step: Step::Exact,
        spelling: String::new(),
        rule: None,
        chars: at_chars..at_chars,
    }
}
