//! Scope 文書: AND and NOT hold within a whole document, whatever section each word stands in.
//!
//! [`DocumentSteps::of`] finds for every part of the query the documents that have it, and combines
//! them as the query says. The sections of the answer are those of the documents left that have one
//! of the parts. NEAR and the words of one run are looked for within a section, since distances do
//! not run from one section into the next.

use shirabe_index::Generation;
use shirabe_plan::numbers::Numbers;
use shirabe_plan::request::Step;
use shirabe_plan::tree::{Plan, PlannedQuery};

use crate::SearchError;
use crate::by_step::{ByStep, STEPS};
use crate::matching::SegmentMatcher;

/// The documents that meet a query, by the first step at which they do.
pub(crate) struct DocumentSteps {
    by_step: ByStep<Numbers>,
    /// Which sections of them are shown.
    pub(crate) sections: PlannedQuery,
}

impl DocumentSteps {
    /// Looks the parts of `query` up in the whole index.
    pub(crate) fn of(
        generation: &Generation,
        query: &PlannedQuery,
    ) -> Result<DocumentSteps, SearchError> {
        // Conditions at the top say which sections are looked at in the first place.
        let filters: Vec<Plan> = top_filters(&query.plan);
        let narrowed =
            |part: Plan| Plan::And(std::iter::once(part).chain(filters.iter().cloned()).collect());
        let mut atoms = Vec::new();
        let mut shown = Vec::new();
        for (atom, is_positive) in query.plan.atoms() {
            let sections = query.with_plan(narrowed(atom.clone()));
            atoms.push(documents_with(generation, &sections)?);
            if is_positive && matches!(atom, Plan::Leaf(_) | Plan::Near(_)) {
                shown.push(atom.clone());
            }
        }
        let shown = if shown.is_empty() { Plan::All } else { Plan::Or(shown) };
        let mut greatest = 0;
        for reader in generation.sections().segment_readers() {
            greatest = greatest.max(reader.fast_fields().u64("document")?.max_value());
        }
        let by_step = ByStep::of(|step| {
            let mut atoms = atoms.iter();
            let evaluation = Evaluation { step, greatest };
            evaluation.documents(&query.plan, &mut atoms, false)
        });
        Ok(DocumentSteps { by_step, sections: query.with_plan(narrowed(shown)) })
    }

    /// The first step at which document number `number` meets the query.
    pub(crate) fn step(&self, number: u64) -> Option<Step> {
        self.by_step.iter().find(|(_, documents)| documents.contains(number)).map(|(step, _)| step)
    }
}

/// The conditions of the AND at the top that do not look at the text.
fn top_filters(plan: &Plan) -> Vec<Plan> {
    let is_filter = |part: &&Plan| matches!(part, Plan::Filter(_));
    match plan {
        Plan::And(parts) => parts.iter().filter(is_filter).cloned().collect(),
        _ => Vec::new(),
    }
}

/// The documents that have a section meeting the query, up to each step.
fn documents_with(
    generation: &Generation,
    query: &PlannedQuery,
) -> Result<ByStep<Numbers>, SearchError> {
    let mut by_step: ByStep<Numbers> = ByStep::default();
    for reader in generation.sections().segment_readers() {
        let numbers = reader.fast_fields().u64("document")?;
        let mut matcher = SegmentMatcher::open(query, reader, generation.fields())?;
        while let Some(found) = matcher.advance()? {
            let number = numbers.first(found.doc).unwrap_or(0);
            for step in STEPS.into_iter().filter(|step| *step >= found.step) {
                by_step[step].insert(number);
            }
        }
    }
    Ok(by_step)
}

/// How the parts of a plan are combined at one step.
struct Evaluation {
    step: Step,
    /// The greatest number of a document.
    greatest: u64,
}

impl Evaluation {
    /// The documents that meet `plan`; `atoms` are those of its parts, in the order of [`Plan::atoms`].
    fn documents<'a>(
        &self,
        plan: &Plan,
        atoms: &mut impl Iterator<Item = &'a ByStep<Numbers>>,
        is_negative: bool,
    ) -> Numbers {
        match plan {
            Plan::And(parts) => {
                let sets = parts.iter().map(|part| self.documents(part, atoms, is_negative));
                sets.reduce(|a, b| a.and(&b)).unwrap_or_default()
            }
            Plan::Or(parts) => {
                let sets = parts.iter().map(|part| self.documents(part, atoms, is_negative));
                sets.reduce(|a, b| a.or(&b)).unwrap_or_default()
            }
            Plan::Not(part) => {
                let without = self.documents(part, atoms, true);
                Numbers::up_to(self.greatest).without(&without)
            }
            _ => {
                // NOT excludes the wording.
                let step = if is_negative { Step::Variant } else { self.step };
                atoms.next().map(|by_step| by_step[step].clone()).unwrap_or_default()
            }
        }
    }
}
