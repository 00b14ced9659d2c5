//! Facets: cut first, then named. Of twenty thousand documents that have a match, a page that shows ten
//! reads the titles of ten.

use std::cmp::Reverse;

use shirabe_document::DocumentId;
use shirabe_index::Generation;
use shirabe_plan::request::{FacetField, Filters, Mode, SearchRequest};

use crate::SearchError;
use crate::ranking::collector::{Collected, FacetKey, Tally};
use crate::results::answer::{Facet, FacetValue};

/// The facets of what was collected, as `request` wants them.
pub(crate) fn facets(
    generation: &Generation,
    found: &Collected,
    request: &SearchRequest,
) -> Result<Vec<Facet>, SearchError> {
    let counted = Counted::of(found, request.mode);
    let facet = |field: &FacetField| facet(generation, found, request, *field, counted);
    request.facets.iter().map(facet).collect()
}

/// Which sections a facet counts.
#[derive(Clone, Copy)]
enum Counted {
    Exact,
    Wording,
    Words,
    AnyWord,
}

impl Counted {
    /// Those of the headline; the words where they are listed by themselves or there is nothing else.
    fn of(found: &Collected, mode: Mode) -> Counted {
        let is_nowhere = found.counts(mode).sections == 0;
        match mode {
            Mode::Exact => Counted::Exact,
            Mode::Word => Counted::Words,
            Mode::All if is_nowhere => Counted::AnyWord,
            Mode::All | Mode::Variant => Counted::Wording,
        }
    }

    fn n_sections(self, tally: &Tally) -> usize {
        let by_step = tally.by_step;
        match self {
            Counted::Exact => by_step.exact,
            Counted::Wording => by_step.exact + by_step.variant,
            Counted::Words => by_step.word,
            Counted::AnyWord => by_step.word + tally.lacking,
        }
    }
}

fn facet(
    generation: &Generation,
    found: &Collected,
    request: &SearchRequest,
    field: FacetField,
    counted: Counted,
) -> Result<Facet, SearchError> {
    let ranks = if field == FacetField::Document { generation.document_ranks()? } else { &[] };
    let place = |key: &FacetKey| match key {
        FacetKey::Number(number) if field == FacetField::Document => {
            let rank = usize::try_from(*number).ok().and_then(|number| ranks.get(number));
            FacetKey::Number(rank.map_or(i64::MAX, |rank| i64::from(*rank)))
        }
        other => other.clone(),
    };
    let values = found.facets.get(&field).into_iter().flatten();
    let mut values: Vec<(&FacetKey, usize)> = values
        .map(|(key, tally)| (key, counted.n_sections(tally)))
        .filter(|(key, n)| *n > 0 && (field == FacetField::Document || is_known(key)))
        .collect();
    values.sort_by_cached_key(|(key, n)| (Reverse(*n), place(key)));
    let chosen = chosen(generation, &request.filters, field)?;
    let n_values = values.len();
    let n_named = match field {
        FacetField::Document => request.n_facet_values.min(request.n_facet_documents),
        _ => request.n_facet_values,
    };
    let shown = values.into_iter().enumerate();
    let shown = shown.filter(|(at, (key, _))| *at < n_named || chosen.contains(key));
    let mut named = Vec::new();
    for (_, (key, n_sections)) in shown {
        named.extend(facet_value(generation, field, key, n_sections)?);
    }
    Ok(Facet { field, n_more: n_values - named.len(), values: named })
}

/// The value of what has none: a document without issuer or date.
fn is_known(key: &FacetKey) -> bool {
    match key {
        FacetKey::Label(label) => !label.is_empty(),
        FacetKey::Number(number) => *number != 0,
    }
}

/// The values that the request chose, which are named however few sections have them.
fn chosen(
    generation: &Generation,
    filters: &Filters,
    field: FacetField,
) -> Result<Vec<FacetKey>, SearchError> {
    let labels = |labels: &[String]| labels.iter().cloned().map(FacetKey::Label).collect();
    Ok(match field {
        FacetField::Issuer => labels(&filters.issuers),
        FacetField::Kind => labels(&filters.kinds),
        FacetField::FiscalYear => {
            filters.fiscal_years.iter().map(|year| FacetKey::Number(i64::from(*year))).collect()
        }
        FacetField::Document => {
            let ids = filters.documents.iter().filter_map(|id| DocumentId::parse(id).ok());
            let mut numbers = Vec::new();
            for id in ids {
                let number = generation.marks_of(&id)?.map(|marks| marks.number);
                numbers.extend(number.and_then(|number| i64::try_from(number).ok()));
            }
            numbers.into_iter().map(FacetKey::Number).collect()
        }
    })
}

fn facet_value(
    generation: &Generation,
    field: FacetField,
    key: &FacetKey,
    n_sections: usize,
) -> Result<Option<FacetValue>, SearchError> {
    let (value, title) = match (field, key) {
        (_, FacetKey::Label(label)) => (label.clone(), String::new()),
        (FacetField::Document, FacetKey::Number(number)) => {
            let number = u64::try_from(*number).unwrap_or(0);
            let Some(id) = generation.document_id(number)? else { return Ok(None) };
            let document = generation.document_without_sections(&id)?;
            let title = document.map(|document| document.metadata.title).unwrap_or_default();
            (id, title)
        }
        (_, FacetKey::Number(year)) => (year.to_string(), String::new()),
    };
    Ok(Some(FacetValue { value, title, n_sections }))
}
