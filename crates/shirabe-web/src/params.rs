//! What a person or a program typed: the parameters of `/search` and `/api/v1/search`.
//!
//! [`SearchParams::parse`] reads them, [`SearchParams::request`] turns them into what the engine
//! needs, and [`SearchParams::query_string`] writes them back in one fixed order for links.
//!
//! Unknown parameters are ignored; a known one with a value that means nothing is refused.

mod described;
mod lines;
mod values;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use shirabe_document::Date;
use shirabe_document::citation::Selection;
use shirabe_search::{FacetField, Filters, Mode, Scope, SearchRequest, Sort, Unit};

use crate::error::WebError;
use crate::url::encode;

pub(crate) use described::TimelineParams;
pub(crate) use lines::LinesParams;
pub(crate) use values::{FACETS, SCOPES, UNITS, name_of};
use values::{FIRST_YEAR, LAST_YEAR, MODES, SORTS, date, last_day, named, number, switch};

/// The longest query, in characters.
pub(crate) const MAX_QUERY_CHARS: usize = 512;
/// Results on one page of the site.
pub(crate) const PAGE_SIZE: usize = 20;
const MAX_LIMIT: usize = 100;
const MAX_OFFSET: usize = 10_000;
const MAX_CONTEXT_CHARS: usize = 500;
/// More values of one parameter than anyone would tick.
const MAX_VALUES: usize = 64;

/// The parameters of a search, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SearchParams {
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
    /// `off=term=alternative`, repeatable.
    pub switched_off: Vec<String>,
    /// `on=term=alternative`, repeatable.
    pub switched_on: Vec<String>,
    /// `facet`, separated by commas.
    pub facets: Vec<FacetField>,
    /// `explain=1`
    pub explain: bool,
    /// `p` or `chars`: the part of a section that is cited, such as `87` or `120-165`.
    pub selection: Selection,
}

impl SearchParams {
    /// Reads decoded name–value pairs.
    pub(crate) fn parse(pairs: &[(String, String)]) -> Result<SearchParams, WebError> {
        let mut params = SearchParams { page: 1, ..SearchParams::default() };
        for (name, value) in pairs {
            let value = harmless(value);
            if name == "q" {
                params.q = short_enough(value)?;
            } else if !value.is_empty() {
                params.set(name, value)?;
            }
        }
        let lists = [
            params.issuers.len(),
            params.kinds.len(),
            params.documents.len(),
            params.fiscal_years.len(),
            params.switched_off.len(),
            params.switched_on.len(),
        ];
        if lists.iter().any(|length| *length > MAX_VALUES) {
            return Err(bad("too_many_values", "同じ条件の指定が多すぎます。"));
        }
        Ok(params)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), WebError> {
        match name {
            "mode" => self.mode = named(MODES, name, &value)?,
            "scope" => self.scope = named(SCOPES, name, &value)?,
            "unit" => self.unit = named(UNITS, name, &value)?,
            "sort" => self.sort = named(SORTS, name, &value)?,
            "issuer" => self.issuers.push(value),
            "type" => self.kinds.push(value),
            "fy" => {
                for year in value.split(',') {
                    self.fiscal_years.push(number(name, year, FIRST_YEAR, LAST_YEAR)?);
                }
            }
            "doc" => self.documents.extend(value.split(',').map(str::to_owned)),
            "section" => self.section = Some(value),
            "from" => self.from = Some(date(name, &value)?),
            "to" => self.to = Some(date(name, &value)?),
            "page" => self.page = number(name, &value, 1, (MAX_OFFSET / PAGE_SIZE) + 1)?,
            "limit" => self.limit = Some(number(name, &value, 0, MAX_LIMIT)?),
            "offset" => self.offset = number(name, &value, 0, MAX_OFFSET)?,
            "context" => self.context_chars = Some(number(name, &value, 0, MAX_CONTEXT_CHARS)?),
            "strict" => self.strict = switch(name, &value)?,
            "explain" => self.explain = switch(name, &value)?,
            "p" => self.selection = Selection::paragraph(&value).unwrap_or_default(),
            "chars" => self.selection = chars(&value)?,
            "off" => self.switched_off.push(value),
            "on" => self.switched_on.push(value),
            "facet" => {
                for facet in value.split(',') {
                    self.facets.push(named(FACETS, name, facet)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Refuses a search for nothing.
    pub(crate) fn require_query(&self) -> Result<(), WebError> {
        if self.q.trim().is_empty() {
            return Err(bad("query_missing", "qに検索語を指定してください。"));
        }
        Ok(())
    }

    /// What the engine is asked.
    pub(crate) fn request(&self) -> SearchRequest {
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
            switched_off: self.switched_off.clone(),
            switched_on: self.switched_on.clone(),
            facets: self.facets.clone(),
            explain: self.explain,
            lacking: true,
            ..defaults
        }
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
    pub(crate) fn with(&self, change: impl FnOnce(&mut SearchParams)) -> SearchParams {
        let mut params = SearchParams { page: 1, offset: 0, ..self.clone() };
        change(&mut params);
        params
    }

    /// The values that are chosen of a facet.
    pub(crate) fn chosen(&self, field: FacetField) -> Vec<String> {
        match field {
            FacetField::Issuer => self.issuers.clone(),
            FacetField::Kind => self.kinds.clone(),
            FacetField::FiscalYear => self.fiscal_years.iter().map(i32::to_string).collect(),
            FacetField::Document => self.documents.clone(),
        }
    }

    /// Takes one value of a facet back.
    pub(crate) fn unchoose(&mut self, field: FacetField, value: &str) {
        match field {
            FacetField::Issuer => self.issuers.retain(|chosen| chosen != value),
            FacetField::Kind => self.kinds.retain(|chosen| chosen != value),
            FacetField::FiscalYear => self.fiscal_years.retain(|year| year.to_string() != value),
            FacetField::Document => self.documents.retain(|chosen| chosen != value),
        }
    }

    /// Whether anything beside the query decides what is found.
    pub(crate) fn has_conditions(&self) -> bool {
        self.strict || self.filters() != Filters::default()
    }

    /// Takes everything back that [`SearchParams::has_conditions`] speaks of.
    pub(crate) fn clear_conditions(&mut self) {
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
    pub(crate) fn switch(&mut self, name: &str, on: bool) {
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

    /// The address of these results on the site.
    pub(crate) fn url(&self) -> String {
        format!("/search?{}", self.query_string())
    }

    /// All parameters that differ from their default, encoded, in one fixed order.
    pub(crate) fn query_string(&self) -> String {
        let pairs = std::iter::once(("q", self.q.clone())).chain(self.pairs());
        let encoded = pairs.map(|(name, value)| format!("{name}={}", encode(&value)));
        encoded.collect::<Vec<_>>().join("&")
    }

    /// What the search form carries in hidden fields: everything that has no field of its own.
    pub(crate) fn carried(&self) -> Vec<(&'static str, String)> {
        let has_no_field =
            |(name, _): &(&str, String)| ["mode", "sort", "section", "off", "on"].contains(name);
        self.pairs().into_iter().filter(has_no_field).collect()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.choices();
        let mut list = |name, values: &[String]| {
            pairs.extend(values.iter().map(|value| (name, value.clone())));
        };
        list("issuer", &self.issuers);
        list("type", &self.kinds);
        list("doc", &self.documents);
        list("off", &self.switched_off);
        list("on", &self.switched_on);
        pairs.extend(self.fiscal_years.iter().map(|year| ("fy", year.to_string())));
        pairs.extend(self.section.iter().map(|section| ("section", section.clone())));
        pairs.extend(self.from.map(|day| ("from", day.to_string())));
        pairs.extend(self.to.map(|day| ("to", day.to_string())));
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The parameters with one of a few values, where they differ from the default.
    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut choice = |name, value: &str, is_default: bool| {
            if !is_default {
                pairs.push((name, value.to_owned()));
            }
        };
        choice("mode", name_of(MODES, self.mode), self.mode == Mode::default());
        choice("scope", name_of(SCOPES, self.scope), self.scope == Scope::default());
        choice("unit", name_of(UNITS, self.unit), self.unit == Unit::default());
        choice("sort", name_of(SORTS, self.sort), self.sort == Sort::default());
        choice("strict", "1", !self.strict);
        pairs
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
fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::try_from_uri(uri).map(|pairs| pairs.0).unwrap_or_default()
}

fn chars(value: &str) -> Result<Selection, WebError> {
    Selection::chars(value).ok_or_else(|| {
        bad("bad_chars", "charsは120-165のように、始めと終わりの文字数で指定してください。")
    })
}

fn bad(code: &str, detail: &str) -> WebError {
    WebError::bad(code.to_owned(), detail.to_owned())
}

fn short_enough(value: String) -> Result<String, WebError> {
    let length_chars = value.chars().count();
    if length_chars > MAX_QUERY_CHARS {
        return Err(WebError::BadRequest {
            code: "query_too_long".to_owned(),
            detail: format!(
                "検索語は{MAX_QUERY_CHARS}文字以内で入力してください（入力は{length_chars}文字）。"
            ),
            position_chars: Some(MAX_QUERY_CHARS),
        });
    }
    Ok(value)
}

/// Control characters mean nothing in a query and are not allowed in XML; each becomes one space,
/// so that positions stay as typed.
fn harmless(value: &str) -> String {
    value.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<SearchParams, WebError> {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        SearchParams::parse(&pairs)
    }

    fn refused(name: &str, value: &str) -> String {
        match parse(&[(name, value)]) {
            Err(WebError::BadRequest { code, detail, .. }) => format!("{code}: {detail}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unknown_parameter_is_ignored_and_left_out_of_links() {
        let params = parse(&[("q", "創薬"), ("utm_source", "x"), ("mode", "exact")]).unwrap();
        assert_eq!(params.url(), "/search?q=%E5%89%B5%E8%96%AC&mode=exact");
    }

    #[test]
    fn a_link_reads_back_as_the_same_search() {
        let params = parse(&[
            ("q", "a & b=c"),
            ("issuer", "文部科学省"),
            ("issuer", "AMED, 日本"),
            ("fy", "2024,2025"),
            ("from", "2024-04"),
            ("off", "取組=取り組み"),
            ("page", "3"),
            ("strict", "1"),
        ])
        .unwrap();
        let written = params.query_string();
        let pairs: Vec<(String, String)> =
            Query::try_from_uri(&format!("/?{written}").parse().unwrap()).unwrap().0;
        assert_eq!(SearchParams::parse(&pairs).unwrap(), params);
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(parse(&[("q", "創\0薬\n")]).unwrap().q, "創 薬 ");
    }

    #[test]
    fn a_value_that_means_nothing_is_refused_with_the_allowed_ones() {
        insta::assert_snapshot!(refused("mode", "fuzzy"), @"bad_mode: modeに指定できる値はall、exact、variant、wordです。");
        insta::assert_snapshot!(refused("limit", "-1"), @"bad_limit: limitは0から100までの整数で指定してください。");
        insta::assert_snapshot!(refused("from", "令和6年"), @"bad_from: fromは2024、2024-04、2024-04-01のように書いてください。");
        insta::assert_snapshot!(refused("q", &"研".repeat(513)), @"query_too_long: 検索語は512文字以内で入力してください（入力は513文字）。");
    }

    #[test]
    fn an_empty_field_of_a_form_sets_nothing() {
        assert_eq!(parse(&[("from", ""), ("mode", "")]).unwrap(), parse(&[]).unwrap());
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
