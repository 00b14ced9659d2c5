//! A whole plan in one segment.

use shirabe_index::Fields;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::LeafCount;
use super::filters::FilterCursor;
use super::leaf::{LeafCursor, LeafOptions};
use super::places::{Places, units_of};
use super::texts::SectionTexts;
use crate::SearchError;
use crate::by_step::{ByStep, STEPS};
use crate::plan::tree::{Plan, PlannedQuery};
use crate::request::Step;

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
}

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
            leaves.push(LeafCursor::open(reader, fields, leaf, options)?);
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
            texts: SectionTexts::of(reader, fields),
            units,
            lead,
            next: 0,
        })
    }

    /// The next section that meets the plan.
    pub(crate) fn advance(&mut self) -> Result<Option<SectionMatch>, SearchError> {
        loop {
            let doc = self.lead.candidate(&mut self.leaves, &self.filters, self.next);
            if doc >= self.reader.max_doc() {
                return Ok(None);
            }
            self.next = doc + 1;
            if self.reader.is_deleted(doc) {
                continue;
            }
            if let Some(found) = self.test(doc)? {
                return Ok(Some(found));
            }
        }
    }

    fn test(&mut self, doc: DocId) -> Result<Option<SectionMatch>, SearchError> {
        if !self.filters_allow(&self.query.plan, doc)
            || !may_hold(&self.query.plan, &mut self.leaves, doc)
        {
            return Ok(None);
        }
        for (leaf, count) in self.leaves.iter_mut().zip(&mut self.counts) {
            *count = leaf.count(doc, &mut self.texts)?;
        }
        let last = self.query.last_step;
        let steps = STEPS.into_iter().filter(|step| *step <= last);
        let Some(mut step) = steps.clone().find(|step| self.holds(&self.query.plan, doc, *step))
        else {
            return Ok(None);
        };
        let mut n_hits = self.hits_in_section();
        if self.units.is_some() || self.query.plan.has_near() {
            let units = self.units.as_ref().map(|column| units_of(column, doc));
            let places = Places::collect(&mut self.leaves, self.query, doc, units);
            let holds = |plan: &Plan| self.holds(plan, doc, last);
            let Some(found) =
                steps.clone().find(|step| places.holds(&self.query.plan, *step, &holds))
            else {
                return Ok(None);
            };
            step = found;
            n_hits = ByStep::of(|step| places.n_hits(&self.query.plan, step.min(last), &holds));
        }
        let mut found = SectionMatch { doc, step, n_hits };
        found.not_before(step);
        Ok(Some(found))
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

    fn holds(&self, plan: &Plan, doc: DocId, step: Step) -> bool {
        match plan {
            Plan::All => true,
            Plan::Nothing => false,
            Plan::Leaf(leaf) => {
                self.found(*leaf, step) || step == Step::Word && self.counts[*leaf].word > 0
            }
            Plan::Filter(filter) => self.filters[*filter].holds(doc),
            Plan::And(parts) => parts.iter().all(|part| self.holds(part, doc, step)),
            Plan::Or(parts) => parts.iter().any(|part| self.holds(part, doc, step)),
            // Each unit decides for itself, below.
            Plan::Not(_) if self.units.is_some() => true,
            // NOT excludes the wording, whatever the step, so a later step never finds less.
            Plan::Not(part) => !self.holds(part, doc, Step::Variant),
            Plan::Near(near) => {
                near.terms.iter().all(|term| term.iter().any(|leaf| self.found(*leaf, step)))
            }
        }
    }

    fn found(&self, leaf: usize, step: Step) -> bool {
        let count = self.counts[leaf];
        count.exact > 0 || step >= Step::Variant && count.variant > 0
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
