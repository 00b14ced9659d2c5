//! Readings: how the query was understood, and which other spellings were searched.

use shirabe_query::Parsed;

use crate::SearchError;
use crate::engine::Snapshot;
use crate::plan::expand::Expanded;
use crate::plan::planner::Planned;
use crate::plan::tree::{Plan, PlannedQuery};
use crate::request::SearchRequest;
use crate::results::answer::{AlternativeReading, Counts, ExpansionReading, QueryReading};
use crate::search::counts;

impl Snapshot {
    pub(crate) fn reading(
        &self,
        parsed: &Parsed,
        planned: Planned,
        request: &SearchRequest,
    ) -> Result<QueryReading, SearchError> {
        let mut expansions = Vec::new();
        for (leaf, expanded) in planned.query.leaves.iter().zip(&planned.expanded) {
            if leaf.positive {
                self.read_expansions(&leaf.text, expanded, &mut expansions)?;
            }
        }
        Ok(QueryReading {
            raw: request.query.clone(),
            parsed: parsed.tree.as_ref().map(ToString::to_string).unwrap_or_default(),
            notes: planned.notes,
            expansions,
        })
    }

    /// Counts how often the phrase stands in each alternative spelling; one that never does is not
    /// worth a reader's attention.
    fn read_expansions(
        &self,
        phrase: &str,
        expanded: &Expanded,
        readings: &mut Vec<ExpansionReading>,
    ) -> Result<(), SearchError> {
        for (number, part) in expanded.parts.iter().enumerate() {
            let mut alternatives = Vec::new();
            for (choice, (text, on)) in part.alternatives.iter().enumerate() {
                let whole =
                    crate::plan::expand::replaced(phrase, &expanded.parts, &[(number, choice)]);
                let n_hits = self.count_exact(&whole)?.hits;
                if n_hits > 0 || !on {
                    alternatives.push(AlternativeReading {
                        text: text.clone(),
                        n_hits,
                        on: *on,
                        defined_at: self.defined_at(&part.expansion.term, text),
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
    fn defined_at(&self, a: &str, b: &str) -> Option<(String, String, String)> {
        let number = self.analyzer.abbreviations().definition_of(a, b)?;
        let found = self.definitions().get(number)?;
        Some((found.document.clone(), found.section.clone(), found.paragraph.clone()))
    }

    /// How often `text` stands in the corpus.
    pub(crate) fn count_exact(&self, text: &str) -> Result<Counts, SearchError> {
        let request = SearchRequest {
            query: text.to_owned(),
            mode: crate::Mode::Exact,
            limit: 0,
            ..SearchRequest::default()
        };
        let query = PlannedQuery::exact_phrase(text);
        self.known_counts.of(text, || Ok(counts(&self.collect(&query, &request, 0)?)))
    }
}

impl PlannedQuery {
    /// A query for one text as it stands.
    pub(crate) fn exact_phrase(text: &str) -> PlannedQuery {
        let folded = shirabe_text::fold(text, shirabe_text::Folding::Standard);
        let leaf = crate::plan::tree::Leaf {
            text: text.to_owned(),
            folded,
            positive: true,
            ..Default::default()
        };
        PlannedQuery {
            plan: Plan::Leaf(0),
            leaves: vec![leaf],
            runs: Vec::new(),
            filters: Vec::new(),
            scope: crate::Scope::Section,
            last_step: crate::Step::Exact,
            strict: false,
        }
    }
}
