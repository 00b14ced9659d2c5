//! One search: from the request to the results.

use std::sync::Arc;

use shirabe_document::Section;
use shirabe_index::Generation;
use shirabe_plan::notes::{QueryNote, Remark};
use shirabe_plan::planner::{Planned, plan};
use shirabe_plan::request::{Mode, Scope, SearchRequest, Sort, Step, Unit};
use shirabe_plan::tree::{Filter, PlannedQuery};
use shirabe_query::{Node, Parsed};
use tantivy::Term;

use crate::SearchError;
use crate::assist::absence::absence;
use crate::assist::spelling_correction::spelling_corrections;
use crate::assist::titles::titled_documents;
use crate::matching::documents::DocumentSteps;
use crate::ranking::collector::{Collected, CollectorRequest, collect_sections};
use crate::ranking::rank::QueryRank;
use crate::ranking::rerank::rerank;
use crate::results::answer::{Counts, FoundInDocument, RankedSection, SearchResults};
use crate::results::facets::facets;
use crate::results::highlighting::{HighlightedText, Mark};
use crate::results::items::{hit_items, marks_of_item, section_items};
use crate::results::readings::query_reading;
use crate::snapshot::Snapshot;

/// A request may ask for at most this many results.
const MAX_LIMIT: usize = 100;
/// A request may skip at most this many results, more than any measured corpus has sections: whoever
/// follows a list comes to its end.
const MAX_OFFSET: usize = 1_000_000;
/// More sections than any document has.
const MAX_SECTIONS: usize = 100_000;
/// Where no more sections than these are found, another wording may have been meant.
const FEW_SECTIONS: usize = 2;

/// Answers `request`; where nothing is found, with the grounds.
pub(crate) fn search(
    snapshot: &Snapshot,
    request: &SearchRequest,
) -> Result<SearchResults, SearchError> {
    let (offset, limit) = window(request);
    let (parsed, found) = find(snapshot, request, offset + limit)?;
    let mut results = results_of(snapshot, &parsed, found, request)?;
    let n_wording = results.counts.listed(Mode::Variant).sections;
    if results.is_refused {
        return Ok(results);
    }
    if let Some(Node::Phrase(phrase)) = &parsed.tree
        && results.query.read_as_words.is_none()
        && n_wording <= FEW_SECTIONS
    {
        results.did_you_mean = spelling_corrections(snapshot, phrase, request, n_wording)?;
    }
    if results.counts.sections == 0 {
        results.absence = Some(absence(snapshot, parsed.tree.as_ref(), request, &results.counts)?);
    }
    Ok(results)
}

/// What is said of results that are counted and cannot be shown.
fn note_of_unreadable(n_unreadable: usize) -> Option<QueryNote> {
    let remark = Remark::UnreadableSections(n_unreadable);
    (n_unreadable > 0).then_some(QueryNote { remark, position_chars: 0 })
}

/// What was found, as the request wants to have it.
fn results_of(
    snapshot: &Snapshot,
    parsed: &Parsed,
    found: Found,
    request: &SearchRequest,
) -> Result<SearchResults, SearchError> {
    let (offset, _) = window(request);
    let Found { mut planned, collected: found } = found;
    let (items, n_unreadable) = if request.unit == Unit::Hit {
        (hit_items(snapshot, &found.best, &planned.query, request)?, 0)
    } else {
        section_items(snapshot, &found.best, &planned.query, request)?
    };
    planned.notes.extend(note_of_unreadable(n_unreadable));
    let titled = titled_documents(snapshot, &planned.query, request)?;
    let counts = found.counts(request.mode);
    let is_refused = planned.is_refused;
    let listed = counts.listed(request.mode);
    let n_results = match request.unit {
        Unit::Document if request.across => counts.across_documents,
        Unit::Section if request.across => counts.across_sections,
        Unit::Hit if request.across => counts.across,
        Unit::Document => listed.documents,
        Unit::Section => listed.sections,
        Unit::Hit => listed.hits,
    };
    let n_passed = items.len() + n_unreadable;
    let next = offset + n_passed;
    Ok(SearchResults {
        n_undated: n_undated(snapshot, &planned.query, request)?,
        facets: facets(&snapshot.generation, &found, request)?,
        query: query_reading(snapshot, parsed, planned, request, &counts)?,
        counts,
        next_offset: (n_passed > 0 && next < n_results).then_some(next),
        items,
        n_unreadable,
        index: snapshot.info(),
        is_refused,
        did_you_mean: Vec::new(),
        titled,
        absence: None,
    })
}

/// The best sections without their texts, best first.
pub(crate) fn ranking(
    snapshot: &Snapshot,
    request: &SearchRequest,
) -> Result<Vec<RankedSection>, SearchError> {
    let (_, found) = find(snapshot, request, request.offset + request.limit)?;
    let wanted = found.collected.best.iter().skip(request.offset).take(request.limit);
    let ranked = wanted.map(|candidate| RankedSection {
        document: candidate.document,
        order: candidate.section_order,
        score: candidate.score,
    });
    Ok(ranked.collect())
}

/// What `request` finds in the document that it names, with the marks of the section at `place`.
pub(crate) fn find_in_document(
    snapshot: &Snapshot,
    request: &SearchRequest,
    place: Option<usize>,
) -> Result<FoundInDocument, SearchError> {
    let request = SearchRequest {
        unit: Unit::Section,
        sort: Sort::DocumentOrder,
        limit: MAX_SECTIONS,
        offset: 0,
        facets: Vec::new(),
        ..request.clone()
    };
    let (_, Found { planned, collected }) = find(snapshot, &request, MAX_SECTIONS)?;
    let mut found = FoundInDocument::default();
    for candidate in &collected.best {
        let order = usize::try_from(candidate.section_order).unwrap_or(usize::MAX);
        found.sections.push((order, candidate.n_hits as usize));
        if place == Some(order) {
            found.marks = marks_of_item(snapshot, candidate, &planned.query, request.mode)?;
        }
    }
    Ok(found)
}

/// Reads the query and finds the best `n_wanted` sections.
pub(crate) fn find(
    snapshot: &Snapshot,
    request: &SearchRequest,
    n_wanted: usize,
) -> Result<(Parsed, Found), SearchError> {
    let (parsed, mut planned) = planned_query(snapshot, request)?;
    let collected = collect_for(snapshot, &planned.query, request, n_wanted)?;
    if let Some(remark) = planned.query.reading_time.remark() {
        let mut patterns = planned.query.leaves.iter().filter(|leaf| leaf.pattern.is_some());
        let position_chars = patterns.next().map_or(0, |leaf| leaf.position_chars);
        planned.notes.push(QueryNote { remark, position_chars });
        planned.is_refused |= collected.counts(request.mode).sections == 0;
    }
    Ok((parsed, Found { planned, collected }))
}

/// Reads the query, as the index at hand answers it.
pub(crate) fn planned_query(
    snapshot: &Snapshot,
    request: &SearchRequest,
) -> Result<(Parsed, Planned), SearchError> {
    let parsed = shirabe_query::parse(&request.query);
    let mut planned = plan(&parsed, request, &snapshot.analyzer);
    look_up_titles(&snapshot.generation, &mut planned.query.filters)?;
    if let Some(words) = &mut planned.query.words {
        let generation = &snapshot.generation;
        let (searcher, field) = (generation.sections(), generation.fields().words);
        words.keep_rarest(|word| {
            searcher.doc_freq(&Term::from_field_text(field, word)).unwrap_or(0)
        });
    }
    Ok((parsed, planned))
}

/// The counts of the wording that `request` asks for, without those of its words.
pub(crate) fn count_wording(
    snapshot: &Snapshot,
    request: &SearchRequest,
) -> Result<Counts, SearchError> {
    let (_, planned) = planned_query(snapshot, request)?;
    let query = planned.query.of_wording();
    let counting = SearchRequest { limit: 0, facets: Vec::new(), ..request.clone() };
    Ok(collect_for(snapshot, &query, &counting, 0)?.counts(request.mode))
}

/// Titles stand in the index once a document, not with each section.
fn look_up_titles(generation: &Generation, filters: &mut [Filter]) -> Result<(), SearchError> {
    for filter in filters {
        let numbers = match filter {
            Filter::Title(text) => generation.documents_titled(text)?,
            Filter::Named(name) => generation.documents_named(name)?,
            _ => continue,
        };
        *filter = Filter::Numbered(Arc::new(numbers.into_iter().collect()));
    }
    Ok(())
}

/// How many documents a condition on the date leaves out because they have none.
fn n_undated(
    snapshot: &Snapshot,
    query: &PlannedQuery,
    request: &SearchRequest,
) -> Result<usize, SearchError> {
    let is_of_date = |filter: &Filter| {
        matches!(filter, Filter::Issued(_) | Filter::FiscalYear(_) | Filter::Undated)
    };
    if !query.filters.iter().any(is_of_date) || !snapshot.has_undated()? {
        return Ok(0);
    }
    let filters = query
        .filters
        .iter()
        .map(|filter| if is_of_date(filter) { Filter::Undated } else { filter.clone() });
    let undated = PlannedQuery { filters: filters.collect(), ..query.of_wording() };
    let counting = SearchRequest { limit: 0, facets: Vec::new(), across: false, ..request.clone() };
    Ok(collect_for(snapshot, &undated, &counting, 0)?.counts(request.mode).documents)
}

/// Where the query stands in `section`.
pub(crate) fn section_marks(
    snapshot: &Snapshot,
    section: &Section,
    request: &SearchRequest,
) -> Vec<Mark> {
    let parsed = shirabe_query::parse(&request.query);
    let mut planned = plan(&parsed, request, &snapshot.analyzer);
    planned.query.last_step = match request.mode {
        Mode::Exact => Step::Exact,
        Mode::Variant => Step::Variant,
        Mode::All | Mode::Word => Step::Word,
    };
    HighlightedText::of(section).marks(&planned.query, snapshot.analyzer.sections(), &[])
}

pub(crate) fn collect_for(
    snapshot: &Snapshot,
    query: &PlannedQuery,
    request: &SearchRequest,
    n_wanted: usize,
) -> Result<Collected, SearchError> {
    let weights = &snapshot.weights;
    let documents = (query.scope == Scope::Document)
        .then(|| DocumentSteps::of(&snapshot.generation, query))
        .transpose()?;
    let query = documents.as_ref().map_or(query, |documents| &documents.sections);
    let is_scored = request.limit > 0 && request.sort != Sort::DocumentOrder;
    let new_rank = || {
        let (searcher, fields) = (snapshot.generation.sections(), snapshot.generation.fields());
        QueryRank::new((searcher, snapshot.population()?), fields, query, weights)
    };
    let rank = is_scored.then(new_rank).transpose()?;
    let n_best = if request.limit == 0 { 0 } else { n_wanted.max(weights.n_reranked()) };
    let beside_words = query.words.as_ref().filter(|words| !words.conditions.is_empty());
    let beside_words = beside_words.map(|words| query.beside_words(words));
    let pass = CollectorRequest {
        query,
        beside_words: beside_words.as_ref(),
        documents: documents.as_ref(),
        rank: rank.as_ref(),
        weights,
        mode: request.mode,
        sort: request.sort,
        unit: request.unit,
        n_best,
        facets: &request.facets,
        document_runs: snapshot.document_runs()?,
        document_ranks: if n_best == 0 { &[] } else { snapshot.generation.document_ranks()? },
    };
    let mut found = collect_sections(&snapshot.generation, &pass)?;
    if let (Sort::Relevance, Some(rank)) = (request.sort, &rank) {
        // Always the same number, so that the pages of one answer fit together.
        let n = found.best.len().min(weights.n_reranked());
        rerank(&snapshot.generation, rank, weights, &mut found.best[..n])?;
    }
    Ok(found)
}

/// How many results are skipped, and how many are shown.
pub(crate) fn window(request: &SearchRequest) -> (usize, usize) {
    (request.offset.min(MAX_OFFSET), request.limit.min(MAX_LIMIT))
}

/// What one search found.
pub(crate) struct Found {
    planned: Planned,
    pub(crate) collected: Collected,
}
