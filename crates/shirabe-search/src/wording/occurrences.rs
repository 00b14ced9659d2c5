//! One pass over all occurrences of a wording: [`Occurrences`].

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use shirabe_document::Section;
use shirabe_index::moment_of_number;
use shirabe_plan::notes::QueryNote;
use shirabe_plan::planner::Planned;
use shirabe_plan::request::{Mode, Scope, SearchRequest, Step};
use shirabe_plan::tree::PlannedQuery;
use shirabe_query::Parsed;
use shirabe_text::{MatchForm, Segmenter};
use tantivy::{DocAddress, SegmentReader};

use crate::matching::documents::DocumentSteps;
use crate::matching::{SectionMatch, SegmentMatcher, units_of};
use crate::results::highlighting::{HighlightedText, Mark};
use crate::search::planned_query;
use crate::snapshot::Snapshot;
use crate::wording::{DocumentTable, Extent};
use crate::{SearchError, deadline};

/// A section in which the wording stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionPlace {
    /// The place of its document in the [`DocumentTable`].
    pub document: u32,
    /// Its place in its document.
    pub order: u32,
    /// How many occurrences it has.
    pub n_hits: u32,
    address: DocAddress,
}

/// All occurrences of a wording.
pub struct Occurrences<'a> {
    snapshot: &'a Snapshot,
    query: PlannedQuery,
    documents: Arc<DocumentTable>,
    sections: Vec<SectionPlace>,
    /// The query in canonical form.
    pub parsed: String,
    /// What could not be read as meant.
    pub notes: Vec<QueryNote>,
}

/// A section with its text and the places of its occurrences.
pub struct OpenedSection {
    /// The section.
    pub section: Section,
    /// The occurrences, in text order.
    pub marks: Vec<Mark>,
    text: HighlightedText,
}

impl<'a> Occurrences<'a> {
    /// Finds the wording of `request`: with [`Mode::Exact`] as it is written, else in every spelling that is
    /// switched on. Words apart are no occurrence of it.
    pub fn of(
        snapshot: &'a Snapshot,
        request: &SearchRequest,
    ) -> Result<Occurrences<'a>, SearchError> {
        let (parsed, planned) = planned_query(snapshot, request)?;
        let documents = snapshot.document_table()?;
        let Planned { mut query, notes, .. } = planned;
        query.last_step = if request.mode == Mode::Exact { Step::Exact } else { Step::Variant };
        let sections = sections_with(snapshot, &query, &documents)?;
        let Parsed { tree, .. } = parsed;
        let parsed = tree.map(|tree| tree.to_string()).unwrap_or_default();
        Ok(Occurrences { snapshot, query, documents, sections, parsed, notes })
    }

    /// The sections by the date of their document, its id and their order in it.
    pub fn sections(&self) -> &[SectionPlace] {
        &self.sections
    }

    /// Numbers of sections in the order in which they are stored: read so, each stretch of the store is
    /// unpacked once.
    pub fn stored_order(&self, mut numbers: Vec<u32>) -> Vec<u32> {
        numbers.sort_unstable_by_key(|number| {
            let place = self.sections.get(*number as usize);
            place.map(|place| (place.address.segment_ord, place.address.doc_id))
        });
        numbers
    }

    /// How many occurrences there are.
    pub fn n_hits(&self) -> u64 {
        self.sections.iter().map(|place| u64::from(place.n_hits)).sum()
    }

    /// The sections that came into the corpus last, the last first, with when they did (RFC 3339). Of those
    /// that came together the ones of the newest document come first.
    pub fn newest(&self, n: usize) -> Result<Vec<(SectionPlace, Option<String>)>, SearchError> {
        let readers = self.snapshot.generation.sections().segment_readers().iter();
        let columns = readers.map(|reader| reader.fast_fields().u64("first_seen"));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let seen = |place: &SectionPlace| {
            let column = columns.get(place.address.segment_ord as usize);
            column.and_then(|column| column.first(place.address.doc_id)).unwrap_or(0)
        };
        let mut newest: Vec<(u64, SectionPlace)> =
            self.sections.iter().map(|place| (seen(place), *place)).collect();
        newest.sort_by_key(|(seen, place)| {
            (Reverse(*seen), self.documents.by_newest(place.document), place.order)
        });
        newest.truncate(n);
        Ok(newest.into_iter().map(|(seen, place)| (place, moment_of_number(seen))).collect())
    }

    /// The documents of the generation.
    pub fn documents(&self) -> &Arc<DocumentTable> {
        &self.documents
    }

    /// How much of each document meets the conditions of `request` that do not look at the text.
    pub fn conditions(snapshot: &Snapshot, request: &SearchRequest) -> Result<Extent, SearchError> {
        let (_, planned) = planned_query(snapshot, request)?;
        snapshot.document_table()?.extent(&snapshot.generation, &planned.query)
    }

    /// What texts are segmented with.
    pub fn segmenter(&self) -> &Segmenter {
        self.snapshot.analyzer.segmenter()
    }

    /// Reads one of the sections. Fails once the deadline has passed, because whoever reads one reads many.
    pub fn open(&self, place: &SectionPlace) -> Result<OpenedSection, SearchError> {
        deadline::check()?;
        let section = self.snapshot.generation.record(place.address)?.section;
        let text = HighlightedText::of(&section);
        let units = self.units(place.address)?;
        let analyzer = self.snapshot.analyzer.sections();
        let marks = text.occurrences(&self.query, analyzer, &units);
        Ok(OpenedSection { section, marks, text })
    }

    /// The starts of the units within which the query must hold.
    fn units(&self, address: DocAddress) -> Result<Vec<u32>, SearchError> {
        let Some(column) = self.query.scope.column() else { return Ok(Vec::new()) };
        let reader = self.snapshot.generation.sections().segment_reader(address.segment_ord);
        Ok(units_of(&reader.fast_fields().u64(column)?, address.doc_id))
    }
}

impl OpenedSection {
    /// The characters in `chars` of the section's text.
    pub fn slice(&self, chars: Range<usize>) -> &str {
        self.text.slice(chars)
    }

    /// The match form of the section's text.
    pub fn form(&self) -> &MatchForm {
        self.text.form()
    }

    /// The number of the block in which a character of the text stands, and where that block stands.
    pub fn block_at(&self, at_chars: usize) -> (usize, Range<usize>) {
        let after = self.text.blocks.partition_point(|block| block.start <= at_chars);
        let number = after.saturating_sub(1);
        (number, self.text.blocks.get(number).cloned().unwrap_or(0..0))
    }
}

fn sections_with(
    snapshot: &Snapshot,
    query: &PlannedQuery,
    documents: &DocumentTable,
) -> Result<Vec<SectionPlace>, SearchError> {
    let generation = &snapshot.generation;
    let steps = (query.scope == Scope::Document)
        .then(|| DocumentSteps::of(generation, query))
        .transpose()?;
    let query = steps.as_ref().map_or(query, |steps| &steps.sections);
    let readers = generation.sections().segment_readers();
    let found: Vec<Result<Vec<SectionPlace>, SearchError>> = readers
        .par_iter()
        .enumerate()
        .map(|(ord, reader)| {
            let matcher = SegmentMatcher::open(query, reader, generation.fields())?;
            let segment = Segment { reader, ord: ord as u32, steps: steps.as_ref(), documents };
            segment.sections(matcher, query)
        })
        .collect();
    let mut sections = Vec::new();
    for found in found {
        sections.extend(found?);
    }
    sections.par_sort_unstable_by_key(|place| (place.document, place.order));
    Ok(sections)
}

struct Segment<'a> {
    reader: &'a SegmentReader,
    ord: u32,
    /// The documents that may answer; `None` for all.
    steps: Option<&'a DocumentSteps>,
    documents: &'a DocumentTable,
}

impl Segment<'_> {
    fn sections(
        &self,
        mut matcher: SegmentMatcher<'_>,
        query: &PlannedQuery,
    ) -> Result<Vec<SectionPlace>, SearchError> {
        let number = self.reader.fast_fields().u64("document")?;
        let order = self.reader.fast_fields().u64("section_order")?;
        let mut sections = Vec::new();
        while let Some(met) = matcher.advance_met()? {
            let doc = met.doc;
            let number = number.first(doc).unwrap_or(0);
            let step = match self.steps {
                Some(steps) => steps.step(number),
                None => Some(Step::Exact),
            };
            let found = if query.lists_across { met.across() } else { met.found };
            let (Some(step), Some(mut found)) = (step, found) else { continue };
            found.not_before(step);
            let n_hits = listed_hits(&found, query.last_step);
            if n_hits > 0 {
                sections.push(SectionPlace {
                    document: self.documents.place_of_number(number),
                    order: u32::try_from(order.first(doc).unwrap_or(0)).unwrap_or(u32::MAX),
                    n_hits,
                    address: DocAddress::new(self.ord, doc),
                });
            }
        }
        Ok(sections)
    }
}

/// The occurrences of a section that is listed up to the `last` step.
fn listed_hits(found: &SectionMatch, last: Step) -> u32 {
    if found.step <= last { found.n_hits[last] } else { 0 }
}
