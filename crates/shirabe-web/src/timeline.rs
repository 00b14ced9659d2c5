//! 年度別の件数: in how many sections each of several wordings stands, by fiscal year of issue.
//!
//! Enter at [`Timeline::of`]. Wordings come in one query, divided by `/`.

use std::collections::{BTreeMap, BTreeSet};

use shirabe_document::Date;
use shirabe_search::{DocumentSummary, FacetField, Mode, SearchRequest};

use crate::error::WebError;
use crate::library::Generation;
use crate::params::SearchParams;

/// More columns than anyone compares; each is a search of its own.
const MAX_WORDINGS: usize = 5;
/// Years without documents between others are shown as long as all fit into this.
const MAX_YEARS: i32 = 60;

/// Wordings over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// The columns.
    pub wordings: Vec<Wording>,
    /// The rows, oldest first.
    pub years: Vec<Year>,
    /// Sections of documents whose date is not known, for each wording.
    pub undated: Vec<usize>,
}

/// One wording with its counts in all years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    pub query: String,
    pub n_hits: usize,
    pub n_sections: usize,
    pub n_documents: usize,
}

/// One fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "a fiscal year is not the year of the calendar")]
pub(crate) struct Year {
    /// The western year in which it begins.
    pub fiscal_year: i32,
    /// Documents of the library that were issued in it.
    pub n_documents: usize,
    /// Sections, for each wording.
    pub n_sections: Vec<usize>,
}

/// The wordings of a query such as `創薬/人材育成`; those that were given twice count once.
pub(crate) fn wordings(query: &str) -> Vec<String> {
    let mut wordings: Vec<String> = Vec::new();
    for part in query.split(['/', '／']).map(str::trim) {
        if !part.is_empty() && !wordings.iter().any(|known| known == part) {
            wordings.push(part.to_owned());
        }
    }
    wordings
}

/// What is searched for one wording: other spellings count unless only the exact one is asked for, words
/// apart never do.
pub(crate) fn params_of(params: &SearchParams, wording: &str) -> SearchParams {
    params.with(|params| {
        wording.clone_into(&mut params.q);
        if params.mode != Mode::Exact {
            params.mode = Mode::Variant;
        }
    })
}

impl Timeline {
    /// Counts every wording of `params.q`.
    pub(crate) fn of(
        generation: &dyn Generation,
        params: &SearchParams,
    ) -> Result<Timeline, WebError> {
        let queries = wordings(&params.q);
        if queries.len() > MAX_WORDINGS {
            let detail = format!("比べる言葉は{MAX_WORDINGS}個以内で指定してください。");
            return Err(WebError::bad("too_many_wordings".to_owned(), detail));
        }
        let counted = queries.into_iter().map(|query| count(generation, params, query));
        let counted = counted.collect::<Result<Vec<_>, _>>()?;
        let undated = |(wording, by_year): &(Wording, ByYear)| {
            wording.n_sections.saturating_sub(by_year.values().sum())
        };
        Ok(Timeline {
            years: years(&generation.documents()?, &counted),
            undated: counted.iter().map(undated).collect(),
            wordings: counted.into_iter().map(|(wording, _)| wording).collect(),
        })
    }

    /// The largest count of one year, which the longest bar stands for.
    pub(crate) fn most(&self) -> usize {
        let counts = self.years.iter().flat_map(|year| &year.n_sections);
        counts.chain(&self.undated).copied().max().unwrap_or(0)
    }
}

type ByYear = BTreeMap<i32, usize>;

fn count(
    generation: &dyn Generation,
    params: &SearchParams,
    query: String,
) -> Result<(Wording, ByYear), WebError> {
    let request = SearchRequest {
        limit: 0,
        offset: 0,
        facets: vec![FacetField::FiscalYear],
        n_facet_values: usize::MAX,
        ..params_of(params, &query).request()
    };
    let results = generation.search(&request)?;
    let values = results.facets.iter().flat_map(|facet| &facet.values);
    let by_year = values.filter_map(|value| Some((value.value.parse().ok()?, value.n_sections)));
    let counts = results.counts.listed(request.mode);
    let (n_hits, n_sections, n_documents) = (counts.hits, counts.sections, counts.documents);
    Ok((Wording { query, n_hits, n_sections, n_documents }, by_year.collect()))
}

/// The years with documents, and those between them if they are few enough to be read.
fn years(documents: &[DocumentSummary], counted: &[(Wording, ByYear)]) -> Vec<Year> {
    let mut n_documents = ByYear::new();
    for year in documents.iter().filter_map(fiscal_year) {
        *n_documents.entry(year).or_default() += 1;
    }
    let counted_years = counted.iter().flat_map(|(_, by_year)| by_year.keys());
    let mut known: BTreeSet<i32> = n_documents.keys().chain(counted_years).copied().collect();
    if let (Some(first), Some(last)) = (known.first().copied(), known.last().copied())
        && last - first < MAX_YEARS
    {
        known.extend(first..=last);
    }
    let of = |by_year: &ByYear, year: i32| by_year.get(&year).copied().unwrap_or(0);
    let years = known.into_iter().map(|fiscal_year| Year {
        fiscal_year,
        n_documents: of(&n_documents, fiscal_year),
        n_sections: counted.iter().map(|(_, by_year)| of(by_year, fiscal_year)).collect(),
    });
    years.collect()
}

fn fiscal_year(document: &DocumentSummary) -> Option<i32> {
    document.issued.parse::<Date>().ok().map(Date::fiscal_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_are_divided_by_a_slash_of_either_width() {
        assert_eq!(wordings("創薬／人材 育成/ /創薬"), ["創薬", "人材 育成"]);
        assert!(wordings(" / ").is_empty());
    }

    #[test]
    fn years_between_are_shown_unless_they_are_too_many() {
        let document = |issued: &str| DocumentSummary {
            id: "a".to_owned(),
            title: "甲".to_owned(),
            issuer: String::new(),
            issued: issued.to_owned(),
            kind: String::new(),
            n_sections: 1,
        };
        let shown = |documents: &[DocumentSummary]| -> Vec<i32> {
            years(documents, &[]).iter().map(|year| year.fiscal_year).collect()
        };
        // 2025年3月 belongs to 2024年度.
        assert_eq!(shown(&[document("2025-03-01"), document("2026-04-01")]), [2024, 2025, 2026]);
        assert_eq!(shown(&[document("1870"), document("2026-04"), document("")]), [1870, 2026]);
    }
}
