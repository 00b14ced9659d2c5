//! Items: one result each, with the marks and snippets made from the section's text.

use rayon::prelude::*;
use shirabe_document::{FragmentSource, links};
use shirabe_index::{Generation, SectionRecord};
use shirabe_plan::request::{Links, Mode, Scope, SearchRequest, Step};
use shirabe_plan::tree::{PlannedQuery, RunWord};
use tantivy::DocAddress;

use crate::SearchError;
use crate::matching::units_of;
use crate::ranking::collector::Candidate;
use crate::results::answer::{DocumentSummary, Hit, SectionHit};
use crate::results::highlighting::{HighlightedText, Mark};
use crate::results::snippet::snippets;
use crate::search::window;
use crate::snapshot::Snapshot;

/// A section lists at most this many of its occurrences.
const MAX_HITS: usize = 100;

/// A section of the answer with its text and where the query stands in it.
struct Opened<'a> {
    candidate: &'a Candidate,
    missing: Vec<String>,
    record: SectionRecord,
    text: HighlightedText,
    marks: Vec<Mark>,
}

/// Whether marks may overlap, where several terms of the query stand at one place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlap {
    Dropped,
    Kept,
}

/// One item for each section; and how many of the page could not be read, because a block of the index is
/// damaged: that costs the hits in it, and not the others.
pub(crate) fn section_items(
    snapshot: &Snapshot,
    ranked: &[Candidate],
    query: &PlannedQuery,
    request: &SearchRequest,
) -> Result<(Vec<SectionHit>, usize), SearchError> {
    let (offset, limit) = window(request);
    let shown: Vec<_> = ranked.iter().skip(offset).take(limit).collect();
    let n_shown = shown.len();
    // Reading and marking a page of sections costs as much as finding them.
    let item = |candidate: &Candidate| -> Result<SectionHit, SearchError> {
        let opened = opened_section(snapshot, candidate, query, (request.mode, Overlap::Dropped))?;
        Ok(item(&opened, &opened.marks, candidate.n_hits as usize, request))
    };
    let read = |shown| match item(shown) {
        Ok(item) => Ok(Some(item)),
        Err(SearchError::Index(error)) => {
            tracing::error!(%error, "a section cannot be read");
            Ok(None)
        }
        Err(error) => Err(error),
    };
    let read: Vec<Option<SectionHit>> =
        shown.into_par_iter().map(read).collect::<Result<_, SearchError>>()?;
    let items: Vec<SectionHit> = read.into_iter().flatten().collect();
    let n_unreadable = n_shown - items.len();
    Ok((items, n_unreadable))
}

/// One item for each occurrence, in the order of the sections and then of the text.
pub(crate) fn hit_items(
    snapshot: &Snapshot,
    ranked: &[Candidate],
    query: &PlannedQuery,
    request: &SearchRequest,
) -> Result<Vec<SectionHit>, SearchError> {
    let (mut to_skip, limit) = window(request);
    let mut items = Vec::with_capacity(limit);
    for candidate in ranked {
        if items.len() >= limit {
            break;
        }
        let n_hits = candidate.n_hits as usize;
        if to_skip >= n_hits {
            to_skip -= n_hits;
            continue;
        }
        let opened = opened_section(snapshot, candidate, query, (request.mode, Overlap::Kept))?;
        let wanted = opened.marks.iter().skip(to_skip).take(limit - items.len());
        items.extend(wanted.map(|mark| item(&opened, std::slice::from_ref(mark), 1, request)));
        to_skip = 0;
    }
    Ok(items)
}

/// The marks that the item of a section shows.
pub(crate) fn marks_of_item(
    snapshot: &Snapshot,
    candidate: &Candidate,
    query: &PlannedQuery,
    mode: Mode,
) -> Result<Vec<Mark>, SearchError> {
    let marks = (mode, Overlap::Dropped);
    Ok(opened_section(snapshot, candidate, query, marks)?.marks)
}

fn opened_section<'a>(
    snapshot: &Snapshot,
    candidate: &'a Candidate,
    query: &PlannedQuery,
    (mode, overlap): (Mode, Overlap),
) -> Result<Opened<'a>, SearchError> {
    let record = snapshot.generation.record(candidate.address)?;
    let text = HighlightedText::of(&record.section);
    let units = units_of_scope(&snapshot.generation, candidate.address, query.scope)?;
    let missing = missing_words(candidate, query);
    let mut query = query.clone();
    // Where the wording stands the words are not marked as well.
    query.last_step = match mode {
        Mode::Exact => Step::Exact,
        _ => candidate.step.max(Step::Variant),
    };
    let query = &query;
    let analyzer = snapshot.analyzer.sections();
    let marks = match overlap {
        Overlap::Dropped => text.marks(query, analyzer, &units),
        Overlap::Kept => text.occurrences(query, analyzer, &units),
    };
    Ok(Opened { candidate, missing, record, text, marks })
}

/// The starts of the units within which the query must hold.
fn units_of_scope(
    generation: &Generation,
    address: DocAddress,
    scope: Scope,
) -> Result<Vec<u32>, SearchError> {
    let Some(column) = scope.column() else { return Ok(Vec::new()) };
    let reader = generation.sections().segment_reader(address.segment_ord);
    Ok(units_of(&reader.fast_fields().u64(column)?, address.doc_id))
}

/// What of the query a section lacks that only some of its words have found: runs of which it has no
/// word, else words.
fn missing_words(candidate: &Candidate, query: &PlannedQuery) -> Vec<String> {
    let Some(words) = query.words.as_ref().filter(|_| candidate.is_by_words()) else {
        return Vec::new();
    };
    let mut lacking: Vec<&RunWord> = words.lacking(candidate.words).collect();
    let mut missing = Vec::new();
    for leaf in words.runs.iter().map(|run| &query.leaves[*run]) {
        let is_lacking = |text: &String| words.lacking(candidate.words).any(|w| w.text == *text);
        if words.runs.len() > 1 && leaf.words.iter().all(is_lacking) {
            missing.push(leaf.text.clone());
            lacking.retain(|word| !leaf.words.contains(&word.text));
        }
    }
    missing.extend(lacking.into_iter().map(|word| word.name.clone()));
    missing
}

/// The item that shows these `marks` of a section.
fn item(opened: &Opened<'_>, marks: &[Mark], n_hits: usize, request: &SearchRequest) -> SectionHit {
    let Opened { candidate, record, text, .. } = opened;
    let section = &record.section;
    let fragments = (request.links == Links::Words).then(|| FragmentSource::of(section));
    // Words apart are no occurrence of the wording, nor are citations.
    let places = marks.iter().filter(|mark| !candidate.is_by_words() && mark.step != Step::Word);
    let hits = places.take(MAX_HITS).map(|mark| {
        let found = hit(record, text, mark, request.context_chars);
        let fragments = fragments.as_ref();
        let fragment = fragments.and_then(|fragments| fragments.fragment(mark.chars.clone()));
        let directive = fragment.map(|fragment| format!(":~:{fragment}")).unwrap_or_default();
        Hit { url: found.url + &directive, ..found }
    });
    SectionHit {
        snippets: snippets(section, text, marks, request.snippet_chars),
        hits: hits.collect(),
        n_hits,
        url: links::section(record.document.as_str(), section.id.as_str()),
        section_id: section.id.to_string(),
        heading: section.heading.clone(),
        path: section.path.clone(),
        pages: section.pages(),
        score: candidate.score,
        step: candidate.step,
        missing: opened.missing.clone(),
        explanation: if request.explain { candidate.signals.named().to_vec() } else { Vec::new() },
        document: DocumentSummary {
            id: record.document.to_string(),
            title: record.title.clone(),
            issuer: record.issuer.clone(),
            issued: record.issued.map(|date| date.to_string()).unwrap_or_default(),
            kind: record.kind.clone(),
            n_sections: record.n_sections,
        },
    }
}

fn hit(record: &SectionRecord, text: &HighlightedText, mark: &Mark, context_chars: usize) -> Hit {
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
        url: links::paragraph(record.document.as_str(), section.id.as_str(), &paragraph),
        paragraph,
    }
}
