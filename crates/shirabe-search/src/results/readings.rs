//! Readings: how the query was understood, and which other spellings were searched.

use shirabe_plan::expand::{Expanded, number_edges};
use shirabe_plan::planner::Planned;
use shirabe_plan::request::{Mode, SearchRequest};
use shirabe_plan::tree::{Leaf, Plan, PlannedQuery};
use shirabe_query::Parsed;
use shirabe_text::Rule;

use crate::SearchError;
use crate::results::answer::{
    AlternativeReading, Counts, ExpansionReading, QueryReading, WordsReading,
};
use crate::search::collect_for;
use crate::snapshot::Snapshot;

/// The words by which the query may be found besides: of its runs together, or of each leaf that needs
/// its own; where they are more than one and may stand apart.
fn words_of(query: &PlannedQuery) -> Vec<WordsReading> {
    let read = |words: Vec<String>, n_needed| {
        (words.len() > 1).then_some(WordsReading { words, n_needed })
    };
    if let Some(words) = &query.words {
        let names = words.words.iter().map(|word| word.name.clone());
        return read(names.collect(), words.n_needed).into_iter().collect();
    }
    let of_leaf = |leaf: &Leaf| {
        let mut words: Vec<String> = Vec::new();
        for word in &leaf.word_occurrences {
            if !words.contains(&word.name) {
                words.push(word.name.clone());
            }
        }
        read(words, leaf.n_words_needed)
    };
    let leaves = query.leaves.iter().filter(|leaf| leaf.positive && leaf.n_words_needed > 0);
    leaves.filter_map(of_leaf).collect()
}

pub(crate) fn query_reading(
    snapshot: &Snapshot,
    parsed: &Parsed,
    planned: Planned,
    request: &SearchRequest,
    counts: &Counts,
) -> Result<QueryReading, SearchError> {
    let mut expansions = Vec::new();
    let conditions = planned.query.conditions();
    for (leaf, expanded) in planned.query.leaves.iter().zip(&planned.expanded) {
        if leaf.positive {
            read_expansions(snapshot, &leaf.text, expanded, &conditions, &mut expansions)?;
        }
    }
    let is_nowhere = counts.listed(Mode::Variant).sections == 0;
    Ok(QueryReading {
        raw: request.query.clone(),
        parsed: parsed.tree.as_ref().map(ToString::to_string).unwrap_or_default(),
        notes: planned.notes,
        expansions,
        read_as_words: planned.read_as_words.filter(|_| is_nowhere),
        words: words_of(&planned.query),
    })
}

/// Counts how often the phrase stands in each alternative spelling; one that never does is not
/// worth a reader's attention.
fn read_expansions(
    snapshot: &Snapshot,
    phrase: &str,
    expanded: &Expanded,
    conditions: &PlannedQuery,
    readings: &mut Vec<ExpansionReading>,
) -> Result<(), SearchError> {
    for (number, part) in expanded.parts.iter().enumerate() {
        let mut alternatives = Vec::new();
        for (choice, (text, on)) in part.alternatives.iter().enumerate() {
            let whole =
                shirabe_plan::expand::replaced(phrase, &expanded.parts, &[(number, choice)]);
            let n_hits = count_exact_under(snapshot, &whole, conditions)?.hits;
            // A synonym is another word: one that stands nowhere is no help.
            let is_offered = !on && part.expansion.rule != Rule::Synonym;
            if n_hits > 0 || is_offered {
                alternatives.push(AlternativeReading {
                    text: text.clone(),
                    n_hits,
                    on: *on,
                    defined_at: defined_at(snapshot, &part.expansion.term, text),
                });
            }
        }
        if !alternatives.is_empty() {
            readings.push(ExpansionReading {
                term: part.expansion.term.clone(),
                rule: part.expansion.rule.name(),
                rule_label: part.expansion.rule.label_ja(),
                alternatives,
            });
        }
    }
    Ok(())
}

/// Where a document defines one of two names as the short form of the other.
fn defined_at(snapshot: &Snapshot, a: &str, b: &str) -> Option<(String, String, String)> {
    let number = snapshot.analyzer.abbreviations().definition_of(a, b)?;
    let found = snapshot.definitions().get(number)?;
    Some((found.document.clone(), found.section.clone(), found.paragraph.clone()))
}

/// How often `text` stands in the corpus.
pub(crate) fn count_exact(snapshot: &Snapshot, text: &str) -> Result<Counts, SearchError> {
    let numbers = number_edges(text, &snapshot.analyzer);
    let query = PlannedQuery::exact_phrase(text, numbers);
    snapshot.known_counts.of(text, || count_all(snapshot, &query))
}

/// How often `text` stands in the sections that meet the `conditions`.
fn count_exact_under(
    snapshot: &Snapshot,
    text: &str,
    conditions: &PlannedQuery,
) -> Result<Counts, SearchError> {
    if conditions.filters.is_empty() {
        return count_exact(snapshot, text);
    }
    let numbers = number_edges(text, &snapshot.analyzer);
    let PlannedQuery { plan, leaves, .. } = PlannedQuery::exact_phrase(text, numbers);
    let parts = vec![plan, conditions.plan.clone()];
    count_all(snapshot, &PlannedQuery { leaves, plan: Plan::And(parts), ..conditions.clone() })
}

fn count_all(snapshot: &Snapshot, query: &PlannedQuery) -> Result<Counts, SearchError> {
    let request = SearchRequest { limit: 0, ..SearchRequest::default() };
    Ok(collect_for(snapshot, query, &request, 0)?.counts(Mode::Exact))
}
