//! A whole plan in one segment.

use shirabe_index::Fields;
use shirabe_plan::request::Step;
use shirabe_plan::tree::{Plan, PlannedQuery};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::LeafCount;
use super::filters::FilterCursor;
use super::leaf::{LeafCursor, LeafOptions};
use super::places::{Places, units_of};
use super::spans::Span;
use super::spelling::FoundSpans;
use super::texts::SectionTexts;
use crate::SearchError;
use crate::by_step::{ByStep, STEPS};
use crate::deadline::Deadline;

/// One section that meets the plan.
#[derive(Debug)]
pub(crate) struct SectionMatch {
    /// The section's number in its segment.
    pub(crate) doc: DocId,
    /// The first step at which the plan holds.
    pub(crate) step: Step,
    /// Occurrences of all positive leaves up to each step.
    pub(crate) n_hits: ByStep<u32>,
}

/// Why an occurrence is set aside: it is counted apart and never makes a section an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// It is a part of a word or number.
    InsideWords,
    /// It stands across the border of a block or cell.
    Across,
}

impl Aside {
    /// The spans of a leaf that are set aside for this.
    pub(super) fn spans(self, found: &FoundSpans) -> &[Span] {
        match self {
            Aside::InsideWords => &found.inside_words,
            Aside::Across => &found.across,
        }
    }

    fn count(self, count: &LeafCount) -> u32 {
        match self {
            Aside::InsideWords => count.inside_words,
            Aside::Across => count.across,
        }
    }
}

/// Occurrences that are set aside, in a section that meets the plan with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AsideHits {
    pub(crate) inside_words: u32,
    pub(crate) across: u32,
}

/// One section that has something to do with the plan.
#[derive(Debug)]
pub(crate) struct Met {
    pub(crate) doc: DocId,
    /// `None` where the section meets the plan only with what is set aside.
    pub(crate) found: Option<SectionMatch>,
    pub(crate) aside: AsideHits,
}

impl Met {
    /// The section as an answer for what stands across borders.
    pub(crate) fn across(&self) -> Option<SectionMatch> {
        let n = self.aside.across;
        (n > 0).then_some(SectionMatch {
            doc: self.doc,
            step: Step::Exact,
            n_hits: ByStep::of(|_| n),
        })
    }
}

impl SectionMatch {
    /// Takes back what earlier steps than this one are said to find.
    pub(crate) fn not_before(&mut self, step: Step) {
        self.step = self.step.max(step);
        for at in STEPS.into_iter().filter(|at| *at < step) {
            self.n_hits[at] = 0;
        }
    }
}

/// Walks the sections of one segment that meet a plan.
pub(crate) struct SegmentMatcher<'a> {
    query: &'a PlannedQuery,
    reader: &'a SegmentReader,
    leaves: Vec<LeafCursor<'a>>,
    counts: Vec<LeafCount>,
    filters: Vec<FilterCursor>,
    texts: SectionTexts,
    /// The column of the units of the scope; `None` where the whole section is the unit.
    units: Option<Column<u64>>,
    lead: Lead,
    next: DocId,
    deadline: Deadline,
    n_tested: u32,
}

/// Sections that are tested between two looks at the clock, where no text is read: they take a few
/// microseconds at most, and the clock 30 ns.
const N_BETWEEN_LOOKS: u32 = 64;

impl<'a> SegmentMatcher<'a> {
    /// Opens every leaf of the query in the segment.
    pub(crate) fn open(
        query: &'a PlannedQuery,
        reader: &'a SegmentReader,
        fields: &Fields,
    ) -> Result<SegmentMatcher<'a>, SearchError> {
        let column = query.scope.column();
        let units = column.map(|name| reader.fast_fields().u64(name)).transpose()?;
        let places_needed = units.is_some() || query.plan.has_near();
        let mut leaves = Vec::with_capacity(query.leaves.len());
        for leaf in &query.leaves {
            let words_may_answer = query.last_step == Step::Word && leaf.positive;
            let options = LeafOptions { words_may_answer, strict: query.strict, places_needed };
            let mut cursor = LeafCursor::open(reader, fields, leaf, options)?;
            cursor.reading_time = Some(&query.reading_time);
            leaves.push(cursor);
        }
        let filters = query.filters.iter().map(|filter| FilterCursor::open(filter, reader, fields));
        let filters = filters.collect::<Result<Vec<_>, _>>()?;
        let lead = Lead::of(&query.plan, &leaves, &filters).0;
        Ok(SegmentMatcher {
            query,
            reader,
            counts: vec![LeafCount::default(); leaves.len()],
            leaves,
            filters,
            texts: SectionTexts::of(reader),
            units,
            lead,
            next: 0,
            deadline: Deadline::current(),
            n_tested: 0,
        })
    }

    /// The next section that meets the plan.
    pub(crate) fn advance(&mut self) -> Result<Option<SectionMatch>, SearchError> {
        while let Some(met) = self.advance_met()? {
            if met.found.is_some() {
                return Ok(met.found);
            }
        }
        Ok(None)
    }

    /// Whether section `doc` meets the plan. Sections must be asked for in ascending order.
    pub(crate) fn admits(&mut self, doc: DocId) -> Result<bool, SearchError> {
        Ok(self.test(doc)?.is_some_and(|met| met.found.is_some()))
    }

    /// The next section that meets the plan, be it with what is set aside.
    pub(crate) fn advance_met(&mut self) -> Result<Option<Met>, SearchError> {
        loop {
            let doc = self.lead.candidate(&mut self.leaves, &self.filters, self.next);
            if doc >= self.reader.max_doc() {
                return Ok(None);
            }
            self.next = doc + 1;
            self.n_tested = self.n_tested.wrapping_add(1);
            if self.n_tested.is_multiple_of(N_BETWEEN_LOOKS) {
                self.deadline.check()?;
            }
            if self.reader.is_deleted(doc) {
                continue;
            }
            let Some(met) = self.test(doc)? else { continue };
            if met.found.is_some() || met.aside != AsideHits::default() {
                return Ok(Some(met));
            }
        }
    }

    fn test(&mut self, doc: DocId) -> Result<Option<Met>, SearchError> {
        // A lone leaf leads, and would only be asked once more.
        let is_lone = matches!(self.query.plan, Plan::Leaf(_));
        if !is_lone
            && (!self.filters_allow(&self.query.plan, doc)
                || !may_hold(&self.query.plan, &mut self.leaves, doc))
        {
            return Ok(None);
        }
        for (leaf, count) in self.leaves.iter_mut().zip(&mut self.counts) {
            *count = leaf.count(doc, &mut self.texts)?;
        }
        let aside = AsideHits {
            inside_words: self.n_aside(doc, Aside::InsideWords),
            across: self.n_aside(doc, Aside::Across),
        };
        Ok(Some(Met { doc, found: self.found_in(doc), aside }))
    }

    /// The section as an answer, of the leaves that were counted.
    fn found_in(&mut self, doc: DocId) -> Option<SectionMatch> {
        let (query, last) = (self.query, self.query.last_step);
        let steps = STEPS.into_iter().filter(|step| *step <= last);
        let mut step = steps.clone().find(|step| self.holds(&query.plan, doc, *step, None))?;
        let mut n_hits = self.hits_in_section();
        if let Some(places) = self.places(doc, None) {
            let holds = |plan: &Plan| self.holds(plan, doc, last, None);
            step = steps.clone().find(|step| places.holds(&query.plan, *step, &holds))?;
            n_hits = ByStep::of(|step| places.n_hits(&query.plan, step.min(last), &holds));
        }
        let mut found = SectionMatch { doc, step, n_hits };
        found.not_before(step);
        Some(found)
    }

    /// How many occurrences are set aside in the section, if it meets the plan with them as a wording.
    fn n_aside(&mut self, doc: DocId, aside: Aside) -> u32 {
        let query = self.query;
        let counted = query.leaves.iter().zip(&self.counts).filter(|(leaf, _)| leaf.positive);
        let n_aside = counted.map(|(_, count)| aside.count(count)).sum();
        let step = query.last_step.min(Step::Variant);
        if n_aside == 0 || !self.holds(&query.plan, doc, step, Some(aside)) {
            return 0;
        }
        let Some(places) = self.places(doc, Some(aside)) else { return n_aside };
        let holds = |plan: &Plan| self.holds(plan, doc, step, Some(aside));
        places.n_aside(&query.plan, step, &holds)
    }

    /// The places of the leaves, where the plan needs them.
    fn places(&mut self, doc: DocId, aside: Option<Aside>) -> Option<Places> {
        if self.units.is_none() && !self.query.plan.has_near() {
            return None;
        }
        let units = self.units.as_ref().map(|column| units_of(column, doc));
        Some(Places::collect(&mut self.leaves, self.query, doc, units, aside))
    }

    fn hits_in_section(&self) -> ByStep<u32> {
        let mut n_hits = ByStep::default();
        for (leaf, count) in self.query.leaves.iter().zip(&self.counts) {
            if leaf.positive {
                let variant = count.exact + count.variant;
                n_hits.exact += count.exact;
                n_hits.variant += variant;
                n_hits.word += if variant == 0 { count.word } else { variant };
            }
        }
        n_hits
    }

    /// Whether the filters that must hold do; cheaper than reading the leaves' postings.
    fn filters_allow(&self, plan: &Plan, doc: DocId) -> bool {
        match plan {
            Plan::Filter(filter) => self.filters[*filter].holds(doc),
            Plan::And(parts) => parts.iter().all(|part| self.filters_allow(part, doc)),
            _ => true,
        }
    }

    /// Whether the section meets `plan` at `step`, with what is set `aside` if that is admitted.
    fn holds(&self, plan: &Plan, doc: DocId, step: Step, aside: Option<Aside>) -> bool {
        match plan {
            Plan::All => true,
            Plan::Nothing => false,
            Plan::Leaf(leaf) => {
                self.stands(*leaf, step, aside) || step == Step::Word && self.counts[*leaf].word > 0
            }
            Plan::Filter(filter) => self.filters[*filter].holds(doc),
            Plan::And(parts) => parts.iter().all(|part| self.holds(part, doc, step, aside)),
            Plan::Or(parts) => parts.iter().any(|part| self.holds(part, doc, step, aside)),
            // Each unit decides for itself, below.
            Plan::Not(_) if self.units.is_some() => true,
            // NOT excludes the wording, whatever the step, so a later step never finds less; and what is
            // set aside excludes nothing.
            Plan::Not(part) => !self.holds(part, doc, Step::Variant, None),
            Plan::Near(near) => {
                let stands = |leaf: &usize| self.stands(*leaf, step, aside);
                near.terms.iter().all(|term| term.iter().any(stands))
            }
        }
    }

    fn stands(&self, leaf: usize, step: Step, aside: Option<Aside>) -> bool {
        let count = &self.counts[leaf];
        let is_admitted = aside.is_some_and(|aside| aside.count(count) > 0);
        count.exact > 0 || step >= Step::Variant && count.variant > 0 || is_admitted
    }
}

/// Whether every leaf that must be there may be; cheaper than reading positions.
fn may_hold(plan: &Plan, leaves: &mut [LeafCursor<'_>], doc: DocId) -> bool {
    match plan {
        Plan::Leaf(leaf) => leaves[*leaf].candidate(doc) == doc,
        Plan::And(parts) => parts.iter().all(|part| may_hold(part, leaves, doc)),
        Plan::Near(near) => near
            .terms
            .iter()
            .all(|term| term.iter().any(|leaf| leaves[*leaf].candidate(doc) == doc)),
        _ => true,
    }
}

/// What names candidates for a plan: of every AND only its cheapest part.
enum Lead {
    All,
    Nothing,
    Leaf(usize),
    Filter(usize),
    Any(Vec<Lead>),
}

impl Lead {
    /// The lead of `plan` and about how many candidates it names.
    fn of(plan: &Plan, leaves: &[LeafCursor<'_>], filters: &[FilterCursor]) -> (Lead, u64) {
        match plan {
            Plan::All | Plan::Not(_) => (Lead::All, u64::MAX),
            Plan::Nothing => (Lead::Nothing, 0),
            Plan::Leaf(leaf) => (Lead::Leaf(*leaf), leaves[*leaf].cost()),
            Plan::Filter(filter) => (Lead::Filter(*filter), filters[*filter].cost()),
            Plan::And(parts) => {
                let leads = parts.iter().map(|part| Lead::of(part, leaves, filters));
                leads.min_by_key(|(_, cost)| *cost).unwrap_or((Lead::All, u64::MAX))
            }
            Plan::Or(parts) => Lead::any(parts.iter().map(|part| Lead::of(part, leaves, filters))),
            Plan::Near(near) => {
                let terms = near.terms.iter().map(|term| {
                    Lead::any(term.iter().map(|leaf| (Lead::Leaf(*leaf), leaves[*leaf].cost())))
                });
                terms.min_by_key(|(_, cost)| *cost).unwrap_or((Lead::All, u64::MAX))
            }
        }
    }

    fn any(parts: impl Iterator<Item = (Lead, u64)>) -> (Lead, u64) {
        let (leads, costs): (Vec<Lead>, Vec<u64>) = parts.unzip();
        (Lead::Any(leads), costs.into_iter().fold(0, u64::saturating_add))
    }

    fn candidate(
        &self,
        leaves: &mut [LeafCursor<'_>],
        filters: &[FilterCursor],
        target: DocId,
    ) -> DocId {
        match self {
            Lead::All => target,
            Lead::Nothing => TERMINATED,
            Lead::Leaf(leaf) => leaves[*leaf].candidate(target),
            Lead::Filter(filter) => filters[*filter].candidate(target),
            Lead::Any(leads) => leads
                .iter()
                .map(|lead| lead.candidate(leaves, filters, target))
                .min()
                .unwrap_or(TERMINATED),
        }
    }
}
