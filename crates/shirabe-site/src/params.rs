//! What a person or a program typed: the parameters of `/search` and `/api/v1/search`.
//!
//! [`SearchParams::parse`] reads them (`reading`), [`SearchParams::request`] turns them into what the
//! engine needs, and [`SearchParams::query_string`] writes them back in one fixed order for links
//! (`writing`).
//!
//! A known parameter with a value that means nothing is refused. Unknown ones are none of its business:
//! pages take them without a word, and the API refuses them (`asked.rs` of shirabe-api).

mod concordance;
mod described;
mod documents;
mod exports;
mod frequency;
mod paging;
mod reading;
mod typed;
mod values;
mod writing;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use shirabe_document::Date;
use shirabe_document::citation::Selection;
use shirabe_search::{
    DocumentSummary, FacetField, Filters, Mode, Scope, SearchRequest, Sort, Unit,
};

use crate::error::WebError;

pub use concordance::{ConcordanceParams, MAX_SORT_KEYS, context_name, joined};
pub use described::{DocumentListParams, PageParams};
pub use documents::DocumentsParams;
pub use exports::{ExportParams, ExportUnit};
pub use frequency::{FrequencyParams, Measure};
pub use paging::PageOfList;
pub use typed::{Mistake, TypedConcordance, TypedParams, TypedPassage};
use values::last_day;
pub use values::{FACETS, FIRST_YEAR, LAST_YEAR, Names, SCOPES, UNITS, name_of};

/// The longest query, in characters.
pub const MAX_QUERY_CHARS: usize = 4_000;
/// Results on one page of the site.
pub const PAGE_SIZE: usize = 20;
/// What one answer holds at most.
pub const MAX_LIMIT: usize = 100;
/// As far as a list can be followed, and as the engine goes: more than the sections of any corpus that
/// was measured (1,000,000).
const MAX_OFFSET: usize = 1_000_000;
/// The last page of the site's pager: further results are found by narrowing the search.
pub const LAST_PAGE: usize = 10_000 / PAGE_SIZE + 1;
const MAX_CONTEXT_CHARS: usize = 500;
/// More values of one parameter than anyone would tick.
const MAX_VALUES: usize = 64;

/// The parameters of a search, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the address")]
pub struct SearchParams {
    /// `q`, without control characters.
    pub q: String,
    /// `mode`
    pub mode: Mode,
    /// `scope`
    pub scope: Scope,
    /// `unit`
    pub unit: Unit,
    /// `issuer`, repeatable.
    pub issuers: Vec<String>,
    /// `type`, repeatable.
    pub kinds: Vec<String>,
    /// `fy`, repeatable or separated by commas.
    pub fiscal_years: Vec<i32>,
    /// `doc`, repeatable or separated by commas.
    pub documents: Vec<String>,
    /// `section`: part of a heading path.
    pub section: Option<String>,
    /// `from`, as typed.
    pub from: Option<Date>,
    /// `to`, as typed.
    pub to: Option<Date>,
    /// `sort`
    pub sort: Sort,
    /// `page`, from 1; the site's pager.
    pub page: usize,
    /// `limit`
    pub limit: Option<usize>,
    /// `offset`
    pub offset: usize,
    /// `context`, in characters.
    pub context_chars: Option<usize>,
    /// `strict=1`
    pub strict: bool,
    /// `part=1`
    pub part: bool,
    /// `across=1`
    pub across: bool,
    /// `off=term=alternative`, repeatable.
    pub switched_off: Vec<String>,
    /// `on=term=alternative`, repeatable.
    pub switched_on: Vec<String>,
    /// `facet`, separated by commas.
    pub facets: Vec<FacetField>,
    /// `explain=1`
    pub explain: bool,
    /// `gen`: the generation that was cited.
    pub generation: Option<u64>,
    /// `hits`: how many occurrences it had.
    pub cited_hits: Option<u64>,
    /// `p` or `chars`: the part of a section that is cited, such as `87` or `120-165`.
    pub selection: Selection,
}

impl SearchParams {
    /// Refuses a search for nothing.
    pub fn require_query(&self) -> Result<(), WebError> {
        if self.q.trim().is_empty() {
            return Err(bad("query_missing", "qに検索語を指定してください。"));
        }
        Ok(())
    }

    /// What the engine is asked.
    pub fn request(&self) -> SearchRequest {
        let defaults = SearchRequest::default();
        SearchRequest {
            query: self.q.clone(),
            mode: self.mode,
            scope: self.scope,
            unit: self.unit,
            filters: self.filters(),
            sort: self.sort,
            limit: self.limit.unwrap_or(PAGE_SIZE),
            offset: self.offset + (self.page - 1) * PAGE_SIZE,
            context_chars: self.context_chars.unwrap_or(defaults.context_chars),
            strict: self.strict,
            part: self.part,
            across: self.across,
            switched_off: self.switched_off.clone(),
            switched_on: self.switched_on.clone(),
            facets: self.facets.clone(),
            explain: self.explain,
            ..defaults
        }
    }

    /// Whether a document meets the conditions on documents.
    pub fn admits(&self, document: &DocumentSummary) -> bool {
        let is_among = |chosen: &[String], value: &str| {
            chosen.is_empty() || chosen.iter().any(|chosen| chosen == value)
        };
        let issued = document.issued.parse::<Date>().ok();
        let filters = self.filters();
        is_among(&self.issuers, &document.issuer)
            && is_among(&self.kinds, &document.kind)
            && is_among(&self.documents, &document.id)
            && (self.fiscal_years.is_empty()
                || issued.is_some_and(|date| self.fiscal_years.contains(&date.fiscal_year())))
            && filters
                .issued
                .is_none_or(|range| issued.is_some_and(|date| range.contains(&date.as_number())))
    }

    fn filters(&self) -> Filters {
        let issued = (self.from.is_some() || self.to.is_some()).then(|| {
            let first = self.from.map_or(0, Date::as_number);
            let last = self.to.map_or(u32::MAX, last_day);
            first..=last
        });
        Filters {
            issuers: self.issuers.clone(),
            kinds: self.kinds.clone(),
            fiscal_years: self.fiscal_years.clone(),
            documents: self.documents.clone(),
            section: self.section.clone(),
            issued,
        }
    }

    /// The same search, first page, with `change` applied.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut SearchParams)) -> SearchParams {
        let mut params = SearchParams { page: 1, offset: 0, ..self.clone() };
        change(&mut params);
        params
    }

    /// The values that are chosen of a facet.
    pub fn chosen(&self, field: FacetField) -> Vec<String> {
        match field {
            FacetField::Issuer => self.issuers.clone(),
            FacetField::Kind => self.kinds.clone(),
            FacetField::FiscalYear => self.fiscal_years.iter().map(i32::to_string).collect(),
            FacetField::Document => self.documents.clone(),
        }
    }

    /// Chooses one value of a facet, or none.
    pub fn choose_only(&mut self, field: FacetField, value: Option<&str>) {
        let text = value.map(str::to_owned).into_iter();
        match field {
            FacetField::Issuer => self.issuers = text.collect(),
            FacetField::Kind => self.kinds = text.collect(),
            FacetField::FiscalYear => {
                self.fiscal_years = text.filter_map(|year| year.parse().ok()).collect();
            }
            FacetField::Document => self.documents = text.collect(),
        }
    }

    /// Takes one value of a facet back.
    pub fn unchoose(&mut self, field: FacetField, value: &str) {
        match field {
            FacetField::Issuer => self.issuers.retain(|chosen| chosen != value),
            FacetField::Kind => self.kinds.retain(|chosen| chosen != value),
            FacetField::FiscalYear => self.fiscal_years.retain(|year| year.to_string() != value),
            FacetField::Document => self.documents.retain(|chosen| chosen != value),
        }
    }

    /// Whether anything beside the query decides what is found.
    pub fn has_conditions(&self) -> bool {
        self.strict || self.filters() != Filters::default()
    }

    /// Takes everything back that [`SearchParams::has_conditions`] speaks of.
    pub fn clear_conditions(&mut self) {
        *self = SearchParams {
            q: std::mem::take(&mut self.q),
            mode: self.mode,
            scope: self.scope,
            unit: self.unit,
            sort: self.sort,
            page: 1,
            switched_off: std::mem::take(&mut self.switched_off),
            switched_on: std::mem::take(&mut self.switched_on),
            ..SearchParams::default()
        };
    }

    /// Switches an alternative spelling, named `term=alternative`. One that was switched by the
    /// reader goes back to its default, so that addresses stay short.
    pub fn switch(&mut self, name: &str, on: bool) {
        let (undone, done) = if on {
            (&mut self.switched_off, &mut self.switched_on)
        } else {
            (&mut self.switched_on, &mut self.switched_off)
        };
        let n_before = undone.len();
        undone.retain(|switched| switched != name);
        if undone.len() == n_before {
            done.push(name.to_owned());
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SearchParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SearchParams, WebError> {
        SearchParams::parse(&pairs(&parts.uri))
    }
}

/// The parameters of an address, decoded: pairs of strings always decode, and broken percent signs
/// stay as they were typed.
pub fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::try_from_uri(uri).map(|pairs| pairs.0).unwrap_or_default()
}

fn bad(code: &str, detail: &str) -> WebError {
    WebError::bad(code.to_owned(), detail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn parse(pairs: &[(&str, &str)]) -> Result<SearchParams, WebError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        SearchParams::parse(&pairs)
    }

    #[test]
    fn open_dates_cover_the_whole_month_or_year() {
        let params = parse(&[("from", "2024-04"), ("to", "2025")]).unwrap();
        assert_eq!(params.request().filters.issued, Some(20_240_400..=20_259_999));
    }

    #[test]
    fn a_spelling_switched_off_and_on_again_leaves_no_trace() {
        let start = parse(&[("q", "取り組み")]).unwrap();
        let off = start.with(|params| params.switch("取り組み=取組", false));
        assert_eq!(off.switched_off, ["取り組み=取組"]);
        assert_eq!(off.with(|params| params.switch("取り組み=取組", true)), start);
    }

    #[test]
    fn without_its_conditions_a_search_keeps_query_and_order() {
        let params = parse(&[("q", "創薬"), ("fy", "2024"), ("strict", "1"), ("sort", "issued")]);
        let cleared = params.unwrap().with(SearchParams::clear_conditions);
        assert_eq!(cleared, parse(&[("q", "創薬"), ("sort", "issued")]).unwrap());
    }

    #[test]
    fn the_third_page_starts_at_the_forty_first_result() {
        assert_eq!(parse(&[("page", "3")]).unwrap().request().offset, 40);
    }
}
