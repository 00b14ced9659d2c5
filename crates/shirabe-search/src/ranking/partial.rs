//! Partial answers: where few sections have all words of a query, those that lack some of them.
//!
//! [`partial_matches`] leaves out one run after another, the most common first, because what
//! lacks the rarest word is furthest from the query. It stops as soon as there is something to read,
//! so that the cost stays that of a few searches. See `docs/decisions/0004-lacking-words.md`.
//!
//! Invariants: what a reader made a condition (quotation, field, NEAR, NOT) is never left out; the
//! number of sections is exact; no section appears twice.

use shirabe_index::{Fields, Generation};
use tantivy::{DocAddress, Searcher, Term};

use crate::SearchError;
use crate::plan::tree::{Leaf, PlannedQuery};
use crate::ranking::collector::{Candidate, Collected};
use crate::request::{Mode, Scope, SearchRequest, Unit};
use crate::search::collect_for;
use crate::snapshot::Snapshot;

/// Fewer sections than these leave room for others behind them.
const ENOUGH_SECTIONS: usize = 10;
/// At most this many searches are made for one query.
const MAX_PASSES: usize = 6;

/// The sections that lack some of the query's words.
#[derive(Default)]
pub(crate) struct PartialMatches {
    /// How many there are.
    pub(crate) n_sections: usize,
    /// The best of them, best first.
    pub(crate) best: Vec<PartialMatch>,
}

/// One of them.
pub(crate) struct PartialMatch {
    pub(crate) candidate: Candidate,
    /// The leaves that it lacks.
    pub(crate) leaves: Vec<usize>,
}

impl PartialMatches {
    /// The leaves that sections lack, in the order of the query.
    pub(crate) fn leaves(&self) -> Vec<usize> {
        let mut leaves: Vec<usize> =
            self.best.iter().flat_map(|section| section.leaves.iter().copied()).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }
}

/// The sections that lack some of the query's runs, where `found` holds few that have them all.
pub(crate) fn partial_matches(
    snapshot: &Snapshot,
    query: &PlannedQuery,
    request: &SearchRequest,
    found: &Collected,
    n_wanted: usize,
) -> Result<PartialMatches, SearchError> {
    let mut partial = PartialMatches::default();
    let n_full = found.n_sections();
    let is_wanted = request.partial
        && !request.across
        && request.limit > 0
        && request.unit == Unit::Section
        && request.mode == Mode::All;
    if !is_wanted || query.scope != Scope::Section || n_full >= ENOUGH_SECTIONS {
        return Ok(partial);
    }
    let full: Vec<DocAddress> = found.best.iter().map(|found| found.address).collect();
    for left_out in left_out(&snapshot.generation, query) {
        let weaker = query.with_plan(query.plan.without(&left_out));
        partial.add(collect_for(snapshot, &weaker, request, n_wanted)?, &left_out, &full);
        if n_full + partial.n_sections >= ENOUGH_SECTIONS {
            break;
        }
    }
    partial.best.sort_by(|a, b| a.candidate.order(&b.candidate));
    Ok(partial)
}

/// Which runs to leave out, in turn: as few as possible, the most common first.
fn left_out(generation: &Generation, query: &PlannedQuery) -> Vec<Vec<usize>> {
    let (searcher, fields) = (generation.sections(), generation.fields());
    let frequency = |leaf: usize| doc_freq(searcher, fields, &query.leaves[leaf]);
    let runs: Vec<(usize, u64)> = query.runs.iter().map(|leaf| (*leaf, frequency(*leaf))).collect();
    let mut choices: Vec<(u64, Vec<usize>)> = vec![(0, Vec::new())];
    let mut all = Vec::new();
    for _ in 1..runs.len() {
        let larger = choices.iter().flat_map(|(sum, chosen)| {
            let after = chosen.last().map_or(0, |last| last + 1);
            let next = runs.iter().filter(move |(leaf, _)| *leaf >= after);
            next.map(move |(leaf, n)| (sum + n, [chosen.as_slice(), &[*leaf]].concat()))
        });
        choices = larger.collect();
        choices.sort_by(|a, b| b.cmp(a));
        all.extend(choices.iter().map(|(_, chosen)| chosen.clone()));
        if all.len() >= MAX_PASSES {
            break;
        }
    }
    all.truncate(MAX_PASSES);
    all
}

impl PartialMatches {
    /// Takes over what a search without the leaves `left_out` found, apart from what is known: so
    /// far there are few, so all of them are in [`PartialMatches::best`].
    fn add(&mut self, pass: Collected, left_out: &[usize], full: &[DocAddress]) {
        let n_found = pass.n_sections();
        let is_of_pass =
            |section: &&PartialMatch| section.leaves.iter().all(|leaf| left_out.contains(leaf));
        let n_known = full.len() + self.best.iter().filter(is_of_pass).count();
        self.n_sections += n_found.saturating_sub(n_known);
        let mut known = full.to_vec();
        known.extend(self.best.iter().map(|section| section.candidate.address));
        let new = pass.best.into_iter().filter(|candidate| !known.contains(&candidate.address));
        self.best
            .extend(new.map(|candidate| PartialMatch { candidate, leaves: left_out.to_vec() }));
    }
}

/// In about how many sections a run stands: those that have its rarest word.
fn doc_freq(searcher: &Searcher, fields: &Fields, leaf: &Leaf) -> u64 {
    let of_word = |word: &String| searcher.doc_freq(&Term::from_field_text(fields.words, word));
    leaf.words.iter().filter_map(|word| of_word(word).ok()).min().unwrap_or(0)
}
