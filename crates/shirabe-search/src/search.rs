//! One search: from the request to the results.

use rayon::prelude::*;
use shirabe_document::{Document, Section};
use shirabe_index::{DocumentOverview, Extent, SectionRecord};
use shirabe_query::Parsed;

use crate::SearchError;
use crate::engine::Snapshot;
use crate::expand::Expanded;
use crate::harvest::{Candidate, FacetKey, Harvest, HarvestRequest, bigram_scores, harvest};
use crate::marks::{Mark, MarkedText};
use crate::plan::{Plan, PlannedQuery};
use crate::planner::{Planned, plan};
use crate::rank::QueryRank;
use crate::request::{FacetField, SearchRequest, Sort, Unit};
use crate::results::{
    AlternativeReading, Counts, DocumentSummary, ExpansionReading, FacetValue, Hit, IndexInfo,
    QueryReading, SearchResults, SectionHit,
};
use crate::snippet::snippets;

/// A request may ask for at most this many results.
const MAX_LIMIT: usize = 100;
/// A request may skip at most this many results.
const MAX_OFFSET: usize = 10_000;
/// A section lists at most this many of its occurrences.
const MAX_HITS: usize = 100;

impl Snapshot {
    /// Answers `request`; where nothing is found, with the grounds.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        let mut results = self.search_found(request)?;
        if results.counts.sections == 0 {
            let tree = shirabe_query::parse(&request.query).tree;
            results.absence = Some(self.absence(tree.as_ref(), request)?);
        }
        Ok(results)
    }

    pub(crate) fn search_found(
        &self,
        request: &SearchRequest,
    ) -> Result<SearchResults, SearchError> {
        let parsed = shirabe_query::parse(&request.query);
        let planned = plan(&parsed, request, &self.analyzer, &self.weights);
        let limit = request.limit.min(MAX_LIMIT);
        let offset = request.offset.min(MAX_OFFSET);
        let found = self.harvest(&planned.query, request, offset + limit)?;
        let results: Vec<&Candidate> = found.best.iter().skip(offset).take(limit).collect();
        // Reading and marking a page of sections costs as much as finding them.
        let items = results
            .into_par_iter()
            .map(|candidate| self.item(candidate, &planned.query, request))
            .collect::<Result<Vec<_>, _>>()?;
        let counts = counts(&found);
        let n_results = match request.unit {
            Unit::Document => counts.documents,
            Unit::Section | Unit::Hit => counts.sections,
        };
        let next = offset + items.len();
        Ok(SearchResults {
            facets: self.facets(&found, &request.facets)?,
            query: self.reading(&parsed, planned, request)?,
            counts,
            next_offset: (!items.is_empty() && next < n_results).then_some(next),
            items,
            index: self.info(),
            absence: None,
        })
    }

    /// The best sections without their texts, best first: document id, section id and score.
    pub fn ranking(
        &self,
        request: &SearchRequest,
    ) -> Result<Vec<(String, String, f32)>, SearchError> {
        let parsed = shirabe_query::parse(&request.query);
        let planned = plan(&parsed, request, &self.analyzer, &self.weights);
        let found = self.harvest(&planned.query, request, request.offset + request.limit)?;
        let mut ranking = Vec::with_capacity(request.limit);
        for candidate in found.best.iter().skip(request.offset).take(request.limit) {
            let record = self.generation.record(candidate.address)?;
            let (document, section) = (record.document.to_string(), record.section.id.to_string());
            ranking.push((document, section, candidate.score));
        }
        Ok(ranking)
    }

    /// Which generation answers.
    pub fn info(&self) -> IndexInfo {
        IndexInfo {
            generation: self.generation.number(),
            fingerprint: self.generation.fingerprint().to_string(),
            built: self.generation.built().to_owned(),
        }
    }

    /// How much there is to be searched.
    pub fn extent(&self) -> Result<Extent, SearchError> {
        Ok(self.generation.extent()?)
    }

    /// All documents, newest first.
    pub fn documents(&self) -> Result<Vec<DocumentSummary>, SearchError> {
        let listed = self.generation.documents()?.into_iter();
        let summary = |listed: DocumentOverview| DocumentSummary {
            id: listed.id.to_string(),
            title: listed.title,
            issuer: listed.issuer,
            issued: listed.issued.map(|date| date.to_string()).unwrap_or_default(),
            kind: listed.kind,
            n_sections: listed.n_sections,
        };
        Ok(listed.map(summary).collect())
    }

    /// Where the query stands in `section`.
    pub fn section_marks(&self, section: &Section, request: &SearchRequest) -> Vec<Mark> {
        let parsed = shirabe_query::parse(&request.query);
        let planned = plan(&parsed, request, &self.analyzer, &self.weights);
        MarkedText::of(section).marks(&planned.query, self.analyzer.sections())
    }

    pub(crate) fn harvest(
        &self,
        query: &PlannedQuery,
        request: &SearchRequest,
        n_wanted: usize,
    ) -> Result<Harvest, SearchError> {
        let weights = &self.weights;
        let rank = (request.limit > 0).then(|| self.rank(query)).transpose()?;
        let n_best = if request.limit == 0 { 0 } else { n_wanted.max(weights.n_reranked) };
        let pass = HarvestRequest {
            query,
            rank: rank.as_ref(),
            weights,
            sort: request.sort,
            unit: request.unit,
            n_best,
            facets: &request.facets,
        };
        let mut found = harvest(&self.generation, &pass)?;
        if let (Sort::Relevance, Some(rank)) = (request.sort, &rank) {
            // Always the same number, so that the pages of one answer fit together.
            let n = found.best.len().min(weights.n_reranked);
            let (top, _) = found.best.split_at_mut(n);
            let scores = bigram_scores(&self.generation, rank, top)?;
            for (candidate, score) in top.iter_mut().zip(scores) {
                candidate.score += weights.bigrams * score;
            }
            top.sort_by(Candidate::order);
        }
        Ok(found)
    }

    fn rank(&self, query: &PlannedQuery) -> Result<QueryRank, SearchError> {
        let (words, bigrams) = terms(query);
        let (searcher, fields) = (self.generation.sections(), self.generation.fields());
        QueryRank::new(searcher, fields, &words, &bigrams, &self.weights)
    }

    fn item(
        &self,
        candidate: &Candidate,
        query: &PlannedQuery,
        request: &SearchRequest,
    ) -> Result<SectionHit, SearchError> {
        let record = self.generation.record(candidate.address)?;
        let text = MarkedText::of(&record.section);
        let marks = text.marks(query, self.analyzer.sections());
        let hits = marks
            .iter()
            .take(MAX_HITS)
            .map(|mark| hit(&record, &text, mark, request.context_chars));
        Ok(SectionHit {
            snippets: snippets(&record.section, &text, &marks, request.snippet_chars),
            hits: hits.collect(),
            n_hits: candidate.n_hits as usize,
            url: format!("/d/{}/{}", record.document, record.section.id),
            section_id: record.section.id.to_string(),
            heading: record.section.heading.clone(),
            path: record.section.path.clone(),
            pages: record.section.pages(),
            score: candidate.score,
            step: candidate.step,
            explanation: if request.explain { explanation(candidate) } else { Vec::new() },
            document: DocumentSummary {
                id: record.document.to_string(),
                title: record.title,
                issuer: record.issuer,
                issued: record.issued.map(|date| date.to_string()).unwrap_or_default(),
                kind: record.kind,
                n_sections: record.n_sections,
            },
        })
    }

    fn facets(
        &self,
        found: &Harvest,
        fields: &[FacetField],
    ) -> Result<Vec<(FacetField, Vec<FacetValue>)>, SearchError> {
        let mut facets = Vec::new();
        for field in fields {
            let mut values = Vec::new();
            for (key, n_sections) in found.facets.get(field).into_iter().flatten() {
                values.extend(self.facet_value(*field, key, *n_sections)?);
            }
            values.sort_by(|a: &FacetValue, b| {
                b.n_sections.cmp(&a.n_sections).then(a.value.cmp(&b.value))
            });
            facets.push((*field, values));
        }
        Ok(facets)
    }

    fn facet_value(
        &self,
        field: FacetField,
        key: &FacetKey,
        n_sections: usize,
    ) -> Result<Option<FacetValue>, SearchError> {
        let (value, label) = match (field, key) {
            (_, FacetKey::Label(label)) => (label.clone(), label.clone()),
            (FacetField::Document, FacetKey::Number(number)) => {
                let number = u64::try_from(*number).unwrap_or(0);
                let Some(id) = self.generation.document_id(number)? else { return Ok(None) };
                let document = self.generation.document_without_sections(&id)?;
                let title = document.map(|document| document.metadata.title);
                (id.clone(), title.unwrap_or(id))
            }
            (_, FacetKey::Number(year)) => (year.to_string(), format!("{year}年度")),
        };
        let is_known = !value.is_empty() && value != "0";
        Ok(is_known.then_some(FacetValue { value, label, n_sections }))
    }

    fn reading(
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
                let whole = crate::expand::replaced(phrase, &expanded.parts, &[(number, choice)]);
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
        self.known_counts.of(text, || Ok(counts(&self.harvest(&query, &request, 0)?)))
    }
}

/// The words and bigrams that rank the query, without repetition.
fn terms(query: &PlannedQuery) -> (Vec<String>, Vec<String>) {
    let mut words = Vec::new();
    let mut bigrams = Vec::new();
    for (_, leaf) in query.positive_leaves() {
        words.extend(leaf.words.iter().cloned());
        let chars: Vec<char> = leaf.folded.chars().collect();
        bigrams.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    for terms in [&mut words, &mut bigrams] {
        terms.sort();
        terms.dedup();
    }
    (words, bigrams)
}

fn counts(found: &Harvest) -> Counts {
    let n = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Counts {
        hits: n(found.n_hits[2]),
        sections: n(found.n_sections[2]),
        documents: found.n_documents(),
        exact: n(found.n_hits[0]),
        variant: n(found.n_hits[1]),
        word: n(found.n_hits[2]),
    }
}

fn explanation(candidate: &Candidate) -> Vec<(&'static str, f32)> {
    let signals = &candidate.signals;
    let cheap = signals.words + signals.heading + signals.title + signals.phrase;
    vec![
        ("words", signals.words),
        ("heading", signals.heading),
        ("title", signals.title),
        ("phrase", signals.phrase),
        ("bigrams", candidate.score - cheap),
    ]
}

fn hit(record: &SectionRecord, text: &MarkedText, mark: &Mark, context_chars: usize) -> Hit {
    let section = &record.section;
    let block = section.block_at(mark.chars.start);
    let paragraph = block.map(|block| block.id.to_string()).unwrap_or_default();
    let before = mark.chars.start.saturating_sub(context_chars)..mark.chars.start;
    let after = mark.chars.end..mark.chars.end + context_chars;
    Hit {
        step: mark.step,
        matched: mark.matched.clone(),
        rule: mark.rule,
        page: section.page_at(mark.chars.start).cloned(),
        chars: mark.chars.clone(),
        utf16: text.utf16(mark.chars.clone()),
        before: text.slice(before).to_owned(),
        text: text.slice(mark.chars.clone()).to_owned(),
        after: text.slice(after).to_owned(),
        url: format!("/d/{}/{}#{paragraph}", record.document, section.id),
        paragraph,
    }
}

impl PlannedQuery {
    /// A query for one text as it stands.
    pub(crate) fn exact_phrase(text: &str) -> PlannedQuery {
        let folded = shirabe_text::fold(text, shirabe_text::Folding::Standard);
        let leaf = crate::plan::Leaf {
            text: text.to_owned(),
            folded,
            positive: true,
            ..Default::default()
        };
        PlannedQuery {
            plan: Plan::Leaf(0),
            leaves: vec![leaf],
            filters: Vec::new(),
            scope: crate::Scope::Section,
            last_step: crate::Step::Exact,
            strict: false,
        }
    }
}
