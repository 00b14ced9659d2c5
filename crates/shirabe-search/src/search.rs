//! One search: from the request to the results.

use std::sync::{Arc, PoisonError};

use shirabe_document::Section;
use shirabe_index::{CorpusSize, DocumentOverview};
use shirabe_query::{Node, Parsed};

use crate::SearchError;
use crate::engine::Snapshot;
use crate::matching::documents::DocumentSteps;
use crate::plan::planner::{Planned, plan};
use crate::plan::tree::{Filter, PlannedQuery};
use crate::ranking::collector::{Candidate, Collected, CollectorRequest, collect_sections};
use crate::ranking::partial::PartialMatches;
use crate::ranking::rank::QueryRank;
use crate::ranking::rerank::rerank;
use crate::request::{Mode, Scope, SearchRequest, Sort, Step, Unit};
use crate::results::answer::{DocumentSummary, IndexInfo, QueryNote, RankedSection, SearchResults};
use crate::results::facets::facets;
use crate::results::highlighting::{HighlightedText, Mark};

/// A request may ask for at most this many results.
const MAX_LIMIT: usize = 100;
/// A request may skip at most this many results.
const MAX_OFFSET: usize = 10_000;
/// Where no more sections than these are found, another wording may have been meant.
const FEW_SECTIONS: usize = 2;

impl Snapshot {
    /// Answers `request`; where nothing is found, with the grounds.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        let (offset, limit) = window(request);
        let (parsed, found) = self.find(request, offset + limit)?;
        let mut results = self.results(&parsed, found, request)?;
        let n_wording = results.counts.listed(Mode::Variant).sections;
        if results.is_refused {
            return Ok(results);
        }
        if let Some(Node::Phrase(phrase)) = &parsed.tree
            && results.query.read_as_words.is_none()
            && n_wording <= FEW_SECTIONS
        {
            results.did_you_mean = self.spelling_corrections(phrase, request, n_wording)?;
        }
        if results.counts.sections == 0 {
            results.absence = Some(self.absence(parsed.tree.as_ref(), request, &results.counts)?);
        }
        Ok(results)
    }

    /// What was found, as the request wants to have it.
    fn results(
        &self,
        parsed: &Parsed,
        found: Found,
        request: &SearchRequest,
    ) -> Result<SearchResults, SearchError> {
        let (offset, _) = window(request);
        let Found { mut planned, collected: found, partial } = found;
        let ranked = ranked(&found, &partial);
        let items = if request.unit == Unit::Hit {
            self.hit_items(ranked, &planned.query, request)?
        } else {
            self.section_items(ranked, &planned.query, request)?
        };
        let counts = found.counts(request.mode);
        let is_refused = planned.is_refused;
        planned.notes.extend(note_of_partial(&partial, found.n_sections(), &planned.query));
        let listed = counts.listed(request.mode);
        let n_results = match request.unit {
            Unit::Document if request.across => counts.across_documents,
            Unit::Section if request.across => counts.across_sections,
            Unit::Hit if request.across => counts.across,
            Unit::Document => listed.documents,
            Unit::Section => listed.sections + partial.n_sections,
            Unit::Hit => listed.hits,
        };
        let next = offset + items.len();
        Ok(SearchResults {
            n_undated: self.n_undated(&planned.query, request)?,
            facets: facets(&self.generation, &found, request)?,
            query: self.reading(parsed, planned, request, &counts)?,
            counts,
            next_offset: (!items.is_empty() && next < n_results).then_some(next),
            items,
            index: self.info(),
            n_partial: partial.n_sections,
            is_refused,
            did_you_mean: Vec::new(),
            absence: None,
        })
    }

    /// The best sections without their texts, best first.
    pub fn ranking(&self, request: &SearchRequest) -> Result<Vec<RankedSection>, SearchError> {
        let (_, found) = self.find(request, request.offset + request.limit)?;
        let wanted = ranked(&found.collected, &found.partial);
        let wanted = wanted.skip(request.offset).take(request.limit);
        let ranked = wanted.map(|(candidate, _)| RankedSection {
            document: candidate.document,
            order: candidate.section_order,
            score: candidate.score,
        });
        Ok(ranked.collect())
    }

    /// The id of the document with this number.
    pub fn document_id(&self, number: u64) -> Result<Option<String>, SearchError> {
        Ok(self.generation.document_id(number)?)
    }

    /// Reads the query and finds the best `n_wanted` sections.
    pub(crate) fn find(
        &self,
        request: &SearchRequest,
        n_wanted: usize,
    ) -> Result<(Parsed, Found), SearchError> {
        let parsed = shirabe_query::parse(&request.query);
        let mut planned = plan(&parsed, request, &self.analyzer, &self.weights);
        self.look_up_titles(&mut planned.query.filters)?;
        self.bound_patterns(&mut planned)?;
        let collected = self.collect(&planned.query, request, n_wanted)?;
        let partial = self.partial_matches(&planned.query, request, &collected, n_wanted)?;
        Ok((parsed, Found { planned, collected, partial }))
    }

    /// Titles stand in the index once a document, not with each section.
    fn look_up_titles(&self, filters: &mut [Filter]) -> Result<(), SearchError> {
        for filter in filters {
            if let Filter::Title(text) = filter {
                let numbers = self.generation.documents_titled(text)?;
                *filter = Filter::Numbered(Arc::new(numbers.into_iter().collect()));
            }
        }
        Ok(())
    }

    /// How many documents a condition on the date leaves out because they have none.
    fn n_undated(
        &self,
        query: &PlannedQuery,
        request: &SearchRequest,
    ) -> Result<usize, SearchError> {
        let is_of_date = |filter: &Filter| {
            matches!(filter, Filter::Issued(_) | Filter::FiscalYear(_) | Filter::Undated)
        };
        if !query.filters.iter().any(is_of_date) || !self.has_undated()? {
            return Ok(0);
        }
        let filters = query
            .filters
            .iter()
            .map(|filter| if is_of_date(filter) { Filter::Undated } else { filter.clone() });
        let undated = PlannedQuery { filters: filters.collect(), ..query.clone() };
        let counting =
            SearchRequest { limit: 0, facets: Vec::new(), across: false, ..request.clone() };
        Ok(self.collect(&undated, &counting, 0)?.counts(request.mode).documents)
    }

    /// Whether any section has no date.
    fn has_undated(&self) -> Result<bool, SearchError> {
        for reader in self.generation.sections().segment_readers() {
            let issued = reader.fast_fields().u64("issued")?;
            if (0..reader.max_doc()).any(|doc| issued.first(doc).is_none()) {
                return Ok(true);
            }
        }
        Ok(false)
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
    pub fn corpus_size(&self) -> Result<CorpusSize, SearchError> {
        Ok(self.generation.corpus_size()?)
    }

    /// How many documents there are.
    pub fn n_documents(&self) -> usize {
        self.generation.n_documents()
    }

    /// All documents, newest first; read from the index by the first who asks.
    pub fn documents(&self) -> Result<Arc<[DocumentSummary]>, SearchError> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = &*listed {
            return Ok(Arc::clone(listed));
        }
        Ok(Arc::clone(listed.insert(self.read_documents()?)))
    }

    fn read_documents(&self) -> Result<Arc<[DocumentSummary]>, SearchError> {
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
        let mut planned = plan(&parsed, request, &self.analyzer, &self.weights);
        planned.query.last_step = match request.mode {
            Mode::Exact => Step::Exact,
            Mode::Variant => Step::Variant,
            Mode::All | Mode::Word => Step::Word,
        };
        HighlightedText::of(section).marks(&planned.query, self.analyzer.sections(), &[])
    }

    pub(crate) fn collect(
        &self,
        query: &PlannedQuery,
        request: &SearchRequest,
        n_wanted: usize,
    ) -> Result<Collected, SearchError> {
        let weights = &self.weights;
        let documents = (query.scope == Scope::Document)
            .then(|| DocumentSteps::of(&self.generation, query))
            .transpose()?;
        let query = documents.as_ref().map_or(query, |documents| &documents.sections);
        let is_scored = request.limit > 0 && request.sort != Sort::DocumentOrder;
        let rank = is_scored.then(|| self.rank(query)).transpose()?;
        let n_best = if request.limit == 0 { 0 } else { n_wanted.max(weights.n_reranked()) };
        let pass = CollectorRequest {
            query,
            documents: documents.as_ref(),
            rank: rank.as_ref(),
            weights,
            mode: request.mode,
            sort: request.sort,
            unit: request.unit,
            n_best,
            facets: &request.facets,
            document_ranks: if n_best == 0 { &[] } else { self.generation.document_ranks()? },
        };
        let mut found = collect_sections(&self.generation, &pass)?;
        if let (Sort::Relevance, Some(rank)) = (request.sort, &rank) {
            // Always the same number, so that the pages of one answer fit together.
            let n = found.best.len().min(weights.n_reranked());
            rerank(&self.generation, rank, weights, &mut found.best[..n])?;
        }
        Ok(found)
    }

    fn rank(&self, query: &PlannedQuery) -> Result<QueryRank, SearchError> {
        let (searcher, fields) = (self.generation.sections(), self.generation.fields());
        QueryRank::new(searcher, fields, query, &self.weights)
    }
}

/// How many results are skipped, and how many are shown.
pub(crate) fn window(request: &SearchRequest) -> (usize, usize) {
    (request.offset.min(MAX_OFFSET), request.limit.min(MAX_LIMIT))
}

/// What one search found.
pub(crate) struct Found {
    planned: Planned,
    pub(crate) collected: Collected,
    partial: PartialMatches,
}

/// The sections in the order of the answer, each with the leaves that it lacks.
fn ranked<'a>(
    found: &'a Collected,
    partial: &'a PartialMatches,
) -> impl Iterator<Item = (&'a Candidate, &'a [usize])> {
    let none: &[usize] = &[];
    let whole = found.best.iter().map(move |candidate| (candidate, none));
    whole.chain(partial.best.iter().map(|part| (&part.candidate, part.leaves.as_slice())))
}

/// Says what the sections behind the others lack.
fn note_of_partial(
    partial: &PartialMatches,
    n_full: usize,
    query: &PlannedQuery,
) -> Option<QueryNote> {
    let leaves = partial.leaves();
    let position_chars = query.leaves[*leaves.first()?].position_chars;
    let words: Vec<String> =
        leaves.iter().map(|leaf| format!("「{}」", query.leaves[*leaf].text)).collect();
    let words = words.join("又は");
    let message = if n_full == 0 {
        format!("すべての語を含む節はありません。{words}を含まない節を示しています。")
    } else {
        format!("すべての語を含む節は{n_full}件です。その後に、{words}を含まない節も示しています。")
    };
    Some(QueryNote { message, position_chars })
}
