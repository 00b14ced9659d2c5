//! Documents whose title has what is asked for: who types the name of a law or a plan wants the document
//! itself, and its sections seldom repeat its name.

use std::cmp::Reverse;

use shirabe_index::DocumentOverview;
use shirabe_plan::numbers::Numbers;
use shirabe_plan::request::{Filters, SearchRequest};
use shirabe_plan::tree::{Leaf, Plan, PlannedQuery};

use crate::SearchError;
use crate::results::answer::{DocumentSummary, TitledDocuments};
use crate::snapshot::Snapshot;

/// Titles that are named beside the results; not measured.
const N_NAMED: usize = 3;
/// Of more documents none is named: what so many titles have in common is nobody's name, and each title
/// that is compared has to be read (about 10 µs).
const MAX_COMPARED: usize = 200;

/// The documents whose title has every wording of the query, as it is typed; the shortest titles are named,
/// for they have least besides. None with a condition, a pattern, OR, NOT or NEAR, nor behind the first page.
pub(crate) fn titled_documents(
    snapshot: &Snapshot,
    query: &PlannedQuery,
    request: &SearchRequest,
) -> Result<TitledDocuments, SearchError> {
    let is_first = request.offset == 0 && request.limit > 0;
    let may_ask = is_first && request.filters == Filters::default();
    let Some(leaves) = wordings(query).filter(|_| may_ask) else {
        return Ok(TitledDocuments::default());
    };
    let titled = |leaf: &Leaf| -> Result<Numbers, SearchError> {
        Ok(snapshot.generation.documents_titled(&leaf.folded)?.into_iter().collect())
    };
    let mut found = leaves.first().map_or_else(|| Ok(Numbers::default()), |leaf| titled(leaf))?;
    for leaf in leaves.iter().skip(1) {
        if found.count() > 0 {
            found = found.and(&titled(leaf)?);
        }
    }
    let n_documents = found.count();
    let mut named = Vec::new();
    if n_documents <= MAX_COMPARED {
        for number in found.iter() {
            named.extend(snapshot.generation.overview(number)?);
        }
    }
    let nearest = |overview: &DocumentOverview| {
        let issued = overview.issued.map_or(0, shirabe_document::Date::as_number);
        (overview.title.chars().count(), Reverse(issued), overview.id.to_string())
    };
    named.sort_by_cached_key(nearest);
    named.truncate(N_NAMED);
    Ok(TitledDocuments {
        wordings: leaves.iter().map(|leaf| leaf.text.clone()).collect(),
        n_documents,
        named: named.into_iter().map(DocumentSummary::from).collect(),
    })
}

/// The wordings of a query that has nothing else; `None` of another.
fn wordings(query: &PlannedQuery) -> Option<Vec<&Leaf>> {
    let leaf = |part: &Plan| match part {
        Plan::Leaf(number) => query.leaves.get(*number).filter(|leaf| leaf.pattern.is_none()),
        _ => None,
    };
    match &query.plan {
        Plan::And(parts) if !parts.is_empty() => parts.iter().map(leaf).collect(),
        plan => Some(vec![leaf(plan)?]),
    }
}
