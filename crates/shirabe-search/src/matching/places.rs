//! Where the leaves of a plan stand in one section, for scopes below the section and for NEAR.
//!
//! A unit is a sentence, paragraph or page of the section, numbered from 0; without a scope below
//! the section, the section is the one unit.

use shirabe_plan::request::Step;
use shirabe_plan::tree::{NearPlan, Plan, PlannedQuery};
use tantivy::DocId;
use tantivy::columnar::Column;

use super::leaf::LeafCursor;
use super::segment::Aside;
use super::spans::Span;

/// The starts of the units of section `doc`.
pub(crate) fn units_of(column: &Column<u64>, doc: DocId) -> Vec<u32> {
    column.values_for_doc(doc).map(|start| u32::try_from(start).unwrap_or(u32::MAX)).collect()
}

/// The places of all leaves in one section.
pub(crate) struct Places {
    /// The starts of the units.
    units: Vec<u32>,
    leaves: Vec<LeafPlaces>,
    last_step: Step,
}

/// Where one leaf stands.
#[derive(Default)]
pub(crate) struct LeafPlaces {
    pub(crate) spans: Vec<Span>,
    /// Occurrences that are set aside and admitted for once.
    pub(crate) aside: Vec<Span>,
    /// Offset and number of each word.
    pub(crate) words: Vec<(u32, usize)>,
    pub(crate) n_words_needed: Option<usize>,
    pub(crate) positive: bool,
}

impl LeafPlaces {
    fn spans(&self, step: Step) -> impl Iterator<Item = &Span> {
        let spans = self.spans.iter().chain(&self.aside);
        spans.filter(move |span| span.spelling == 0 || step >= Step::Variant)
    }
}

impl Places {
    /// Reads the places from leaves that have just been counted in section `doc`.
    pub(crate) fn collect(
        leaves: &mut [LeafCursor<'_>],
        query: &PlannedQuery,
        doc: DocId,
        units: Option<Vec<u32>>,
        aside: Option<Aside>,
    ) -> Places {
        let leaves = leaves.iter_mut().zip(&query.leaves).map(|(cursor, leaf)| LeafPlaces {
            spans: cursor.found().whole.clone(),
            aside: aside.map_or_else(Vec::new, |aside| aside.spans(cursor.found()).to_vec()),
            words: cursor.word_places(doc),
            n_words_needed: cursor.n_words_needed(),
            positive: leaf.positive,
        });
        Places::new(units.unwrap_or_default(), leaves.collect(), query.last_step)
    }

    /// Places found elsewhere; `units` are the starts of the units, none for one unit.
    pub(crate) fn new(units: Vec<u32>, leaves: Vec<LeafPlaces>, last_step: Step) -> Places {
        let units = if units.is_empty() { vec![0] } else { units };
        Places { units, leaves, last_step }
    }

    /// Which places lie in a unit that meets the plan.
    pub(crate) fn inside(
        &self,
        plan: &Plan,
        holds: &dyn Fn(&Plan) -> bool,
    ) -> impl Fn(u32) -> bool {
        let units = self.units_meeting(plan, self.last_step, holds);
        move |at| units.binary_search(&self.unit(at)).is_ok()
    }

    /// Whether some unit meets the plan at `step`; `holds` decides what has no place.
    pub(crate) fn holds(&self, plan: &Plan, step: Step, holds: &dyn Fn(&Plan) -> bool) -> bool {
        !self.units_meeting(plan, step, holds).is_empty()
    }

    /// How many occurrences of positive leaves stand in the units that meet the plan.
    pub(crate) fn n_hits(&self, plan: &Plan, step: Step, holds: &dyn Fn(&Plan) -> bool) -> u32 {
        let units = self.units_meeting(plan, step, holds);
        let inside = |at: u32| units.binary_search(&self.unit(at)).is_ok();
        let mut n_hits = 0;
        for leaf in self.leaves.iter().filter(|leaf| leaf.positive) {
            let n_spans = leaf.spans(step).filter(|span| inside(span.start)).count();
            let by_words = n_spans == 0 && step == Step::Word && leaf.n_words_needed.is_some();
            n_hits += if by_words {
                leaf.words.iter().filter(|(at, _)| inside(*at)).count()
            } else {
                n_spans
            };
        }
        u32::try_from(n_hits).unwrap_or(u32::MAX)
    }

    /// How many of the occurrences that are set aside stand in the units that meet the plan with them.
    pub(crate) fn n_aside(&self, plan: &Plan, step: Step, holds: &dyn Fn(&Plan) -> bool) -> u32 {
        let units = self.units_meeting(plan, step, holds);
        let inside = |at: u32| units.binary_search(&self.unit(at)).is_ok();
        let positive = self.leaves.iter().filter(|leaf| leaf.positive);
        let n_aside =
            positive.flat_map(|leaf| &leaf.aside).filter(|span| inside(span.start)).count();
        u32::try_from(n_aside).unwrap_or(u32::MAX)
    }

    /// The units that meet the plan, ascending.
    fn units_meeting(&self, plan: &Plan, step: Step, holds: &dyn Fn(&Plan) -> bool) -> Vec<u32> {
        match plan {
            Plan::Leaf(leaf) => self.units_of_leaf(*leaf, step),
            Plan::And(parts) => {
                let mut parts = parts.iter().map(|part| self.units_meeting(part, step, holds));
                let first = parts.next().unwrap_or_default();
                parts.fold(first, |mut units, other| {
                    units.retain(|unit| other.binary_search(unit).is_ok());
                    units
                })
            }
            Plan::Or(parts) => sorted(
                parts.iter().flat_map(|part| self.units_meeting(part, step, holds)).collect(),
            ),
            Plan::Not(part) => {
                let without = self.units_meeting(part, Step::Variant, holds);
                self.all_units().filter(|unit| without.binary_search(unit).is_err()).collect()
            }
            Plan::Near(near) => self.units_of_near(near, step),
            Plan::All | Plan::Nothing | Plan::Filter(_) => {
                if holds(plan) {
                    self.all_units().collect()
                } else {
                    Vec::new()
                }
            }
        }
    }

    fn units_of_leaf(&self, leaf: usize, step: Step) -> Vec<u32> {
        let leaf = &self.leaves[leaf];
        let mut units: Vec<u32> = leaf.spans(step).map(|span| self.unit(span.start)).collect();
        if let (Step::Word, Some(needed)) = (step, leaf.n_words_needed) {
            let mut words: Vec<(u32, usize)> =
                leaf.words.iter().map(|(at, word)| (self.unit(*at), *word)).collect();
            words.sort_unstable();
            words.dedup();
            for unit_words in words.chunk_by(|a, b| a.0 == b.0) {
                if unit_words.len() >= needed {
                    units.extend(unit_words.first().map(|(unit, _)| *unit));
                }
            }
        }
        sorted(units)
    }

    /// The units in which the terms of `near` stand close enough: the unit of the first one.
    fn units_of_near(&self, near: &NearPlan, step: Step) -> Vec<u32> {
        let terms: Vec<Vec<Span>> = near
            .terms
            .iter()
            .map(|term| {
                let mut spans: Vec<Span> =
                    term.iter().flat_map(|leaf| self.leaves[*leaf].spans(step).copied()).collect();
                spans.sort_by_key(|span| span.start);
                spans
            })
            .collect();
        let mut terms = terms.into_iter();
        let mut reached = terms.next().unwrap_or_default();
        for next in terms {
            reached = self.reached_from(&reached, &next, near);
        }
        sorted(reached.iter().map(|span| self.unit(span.start)).collect())
    }

    /// The spans of `next` that stand close enough to one of `from`, within one unit.
    fn reached_from(&self, from: &[Span], next: &[Span], near: &NearPlan) -> Vec<Span> {
        let reach = near.distance_chars;
        let longest = from.iter().map(|span| span.len).max().unwrap_or(0);
        let close = |to: &Span, from: &Span| {
            let follows = to.start >= from.end() && to.start - from.end() <= reach;
            let precedes = to.end() <= from.start && from.start - to.end() <= reach;
            (follows || precedes && !near.ordered) && self.unit(to.start) == self.unit(from.start)
        };
        let is_reached = |to: &Span| {
            let begin = to.start.saturating_sub(reach).saturating_sub(longest);
            let at = from.partition_point(|span| span.start < begin);
            let nearby =
                from.iter().skip(at).take_while(|f| f.start <= to.end().saturating_add(reach));
            nearby.into_iter().any(|from| close(to, from))
        };
        next.iter().filter(|to| is_reached(to)).copied().collect()
    }

    fn unit(&self, at: u32) -> u32 {
        let after = self.units.partition_point(|start| *start <= at);
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn all_units(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.units.len()).unwrap_or(u32::MAX)
    }
}

fn sorted(mut units: Vec<u32>) -> Vec<u32> {
    units.sort_unstable();
    units.dedup();
    units
}
