//! Absence: what was searched when nothing was found, and what could be tried instead.

use std::time::{Duration, Instant};

use shirabe_plan::request::{Filters, Mode, SearchRequest};
use shirabe_query::Node;
use shirabe_text::WordClass;

use crate::SearchError;
use crate::results::answer::{Absence, Counts, Relaxation, RelaxationKind};
use crate::search::count_wording;
use crate::snapshot::Snapshot;

/// At most this many weaker requests are tried: a query of 512 characters has hundreds.
const MAX_TRIES: usize = 20;
/// Trying ends after this time, with what was found: proposals are help beside an answer that has its own
/// 50 ms.
const TIME: Duration = Duration::from_millis(20);
/// At most this many proposals are made.
const MAX_PROPOSALS: usize = 5;

/// The grounds for saying that the corpus does not have what `request` asks for.
pub(crate) fn absence(
    snapshot: &Snapshot,
    tree: Option<&Node>,
    request: &SearchRequest,
    counts: &Counts,
) -> Result<Absence, SearchError> {
    let size = snapshot.corpus_size()?;
    Ok(Absence {
        documents: snapshot.generation.n_documents(),
        sections: size.n_sections,
        pages: size.n_pages,
        chars: size.n_chars,
        unreadable_pages: size.n_pages_without_text,
        picture_pages: size.n_pages_with_pictures,
        attachments: size.n_attachments,
        relaxations: relaxations(snapshot, tree, request, counts)?,
    })
}

/// Weaker requests that find something.
fn relaxations(
    snapshot: &Snapshot,
    tree: Option<&Node>,
    request: &SearchRequest,
    counts: &Counts,
) -> Result<Vec<Relaxation>, SearchError> {
    let n_by_words = counts.by_step.word.sections + counts.lacking.sections;
    let mut found: Vec<Relaxation> = Vec::new();
    if n_by_words > 0 {
        let widened = SearchRequest { mode: Mode::All, ..request.clone() };
        let is_narrower = matches!(request.mode, Mode::Exact | Mode::Variant);
        found.extend(
            is_narrower.then(|| relaxation(RelaxationKind::Words, &widened, request, n_by_words)),
        );
        // The words are offered: what else could be tried would only stand before them.
        return Ok(found);
    }
    let deadline = Instant::now() + TIME;
    for (kind, changed) in attempts(snapshot, tree, request).into_iter().take(MAX_TRIES) {
        if found.len() == MAX_PROPOSALS || Instant::now() > deadline {
            break;
        }
        let counting = SearchRequest { limit: 0, facets: Vec::new(), ..changed };
        let n_sections = count_wording(snapshot, &counting)?.sections;
        if n_sections > 0 && !found.iter().any(|other| other.kind == kind) {
            found.push(relaxation(kind, &counting, request, n_sections));
        }
    }
    Ok(found)
}

/// The weaker requests that could be tried, the nearest first.
fn attempts(
    snapshot: &Snapshot,
    tree: Option<&Node>,
    request: &SearchRequest,
) -> Vec<(RelaxationKind, SearchRequest)> {
    let mut attempts = Vec::new();
    let mut attempt = |kind, changed: SearchRequest| attempts.push((kind, changed));
    if request.filters != Filters::default() {
        let changed = SearchRequest { filters: Filters::default(), ..request.clone() };
        attempt(RelaxationKind::Filters, changed);
    }
    if request.strict {
        let changed = SearchRequest { strict: false, ..request.clone() };
        attempt(RelaxationKind::Notation, changed);
    }
    for (left_out, rest) in tree.into_iter().flat_map(without_one) {
        let changed = SearchRequest { query: rest, ..request.clone() };
        attempt(RelaxationKind::Part(left_out), changed);
    }
    if let Some(Node::Phrase(phrase)) = tree {
        let words = snapshot.analyzer.segmenter().words(&phrase.text);
        let counted = words.into_iter().filter(|word| word.class == WordClass::Content);
        let counted: Vec<String> = counted.map(|word| word.surface).collect();
        // A single character of a compound (力 of 研究力) stands everywhere and says nothing.
        let is_whole = |word: &&String| word.chars().nth(1).is_some();
        for word in counted.iter().filter(|_| counted.len() > 1).filter(is_whole) {
            let changed = SearchRequest { query: word.clone(), ..request.clone() };
            attempt(RelaxationKind::OnlyWord(word.clone()), changed);
        }
    }
    attempts
}

fn relaxation(
    kind: RelaxationKind,
    changed: &SearchRequest,
    request: &SearchRequest,
    n_sections: usize,
) -> Relaxation {
    Relaxation {
        kind,
        n_sections,
        mode: changed.mode,
        strict: changed.strict,
        keeps_filters: changed.filters == request.filters,
        query: changed.query.clone(),
    }
}

/// For each part of an AND: its text, and the rest as a query.
fn without_one(tree: &Node) -> Vec<(String, String)> {
    let Node::And(parts) = tree else { return Vec::new() };
    let rest = |left_out: usize| {
        let others = parts.iter().enumerate().filter(|(n, _)| *n != left_out);
        Node::and(others.map(|(_, part)| part.clone()))
    };
    let named = parts.iter().enumerate();
    named.filter_map(|(n, part)| Some((part.to_string(), rest(n)?.to_string()))).collect()
}
