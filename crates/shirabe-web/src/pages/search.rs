//! `/search`: the ladder, the results and what helps to go on from them.
//!
//! Enter at [`show`]; each part of the page has its file: how the query was read ([`reading`]), what
//! narrows it ([`conditions`]), how much was found ([`headline`]), the results ([`items`]) and, when nothing
//! was found, the grounds ([`absence`]).

mod absence;
mod conditions;
mod headline;
mod items;
mod reading;
mod titled;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_export::FileFormat;
use shirabe_search::{FacetField, Mode, SearchRequest, SearchResults, Sort, Unit};
use shirabe_site::citable::{Citable, generation_note};
use shirabe_site::error::WebError;
use shirabe_site::format::Wish;
use shirabe_site::lanes::Lane;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::{
    ConcordanceParams, FACETS, LAST_PAGE, PAGE_SIZE, SearchParams, TypedParams, UNITS,
};
use shirabe_site::{Site, wording};

use crate::feeds;
use crate::pages::frame::{FrameView, printed};
use crate::pages::pager::PagerView;
use crate::render::html;

use absence::{AbsenceView, TryView, tries};
use conditions::ConditionsView;
pub(crate) use conditions::{all_chips, chips};
use headline::HeadlineView;
use items::GroupView;
use reading::ReadingView;
use titled::TitledView;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: FrameView,
    heading: String,
    headline: HeadlineView,
    ladder: Vec<ChoiceView>,
    reading: ReadingView,
    chips: Vec<(String, String)>,
    without_chips: String,
    conditions: ConditionsView,
    orders: Vec<ChoiceView>,
    units: Vec<ChoiceView>,
    groups: Vec<GroupView>,
    pager: Option<PagerView>,
    /// How many results no page shows.
    n_beyond: usize,
    did_you_mean: Vec<TryView>,
    /// Where titles have what was asked for.
    titled: Option<TitledView>,
    /// Where the wording stands nowhere.
    absence: Option<AbsenceView>,
    /// Whether the words stand nowhere either.
    is_empty: bool,
    feed: String,
    concordance: String,
    timeline: Option<String>,
    /// Name and address of each file of all results.
    files: Vec<(&'static str, String)>,
    /// The results in a line that can be cited.
    citation: String,
    /// That another generation answers than the one that was cited.
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "search_start.html")]
struct StartView {
    frame: FrameView,
}

/// One of several ways to see the results, as a link.
struct ChoiceView {
    name: &'static str,
    count: Option<String>,
    url: String,
    is_current: bool,
}

/// What was found, and for results that are documents their sections.
struct Answer {
    results: SearchResults,
    parts: Option<SearchResults>,
}

/// `GET /search`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    typed: TypedParams,
) -> Result<Response, WebError> {
    let params = typed.search.clone();
    match Wish::of(&headers) {
        Some(Wish::Json) => return shirabe_api::search::answer(State(site), params).await,
        Some(Wish::Atom) => return feeds::search(State(site), origin, params).await,
        Some(Wish::Csv) => {
            return shirabe_api::concordance::file(&site, origin, params.into(), FileFormat::Csv)
                .await;
        }
        Some(Wish::Tsv) => {
            return shirabe_api::concordance::file(&site, origin, params.into(), FileFormat::Tsv)
                .await;
        }
        None => {}
    }
    if params.q.trim().is_empty() {
        let frame =
            FrameView { has_hint: true, place: "/search", ..FrameView::unlisted("検索", "") };
        return Ok(html(&StartView { frame }));
    }
    let lane = Lane::of(&params.request());
    let asked = site.ask_of(lane, params.generation, move |generation| {
        let corpus = generation.corpus_size()?;
        Ok((Answer::of(generation, &params)?, generation.n_documents(), corpus))
    });
    let (answer, n_documents, corpus) = asked.await?;
    let index = answer.results.index.clone();
    let counts = answer.results.counts.listed(Mode::Variant);
    let params = &typed.search;
    let mut view = SearchView::of(&typed, answer, &origin);
    let today = (site.config.today)();
    let address = origin.join(&params.url());
    if let Some(absence) = &mut view.absence {
        absence.cite(params, today, &address);
    }
    view.frame.printed = printed(&address, today, &index);
    view.note = generation_note(params, &index, Some(counts.hits as u64));
    let citable = Citable {
        params,
        kind: "検索結果",
        found: format!("{}節", wording::number(counts.sections)),
        n_hits: Some(counts.hits as u64),
        info: &index,
        n_documents,
        size: corpus,
        today,
        url: address,
    };
    view.citation = citable.line();
    Ok(html(&view))
}

impl Answer {
    fn of(generation: &dyn Generation, params: &SearchParams) -> Result<Answer, WebError> {
        let mut request = params.request();
        request.facets = FACETS.iter().map(|(_, field)| *field).collect();
        request.n_facet_values = conditions::N_NAMED;
        request.n_facet_documents = conditions::N_DOCUMENTS;
        let mut results = generation.search(&request)?;
        conditions::extend(generation, &request, params, &mut results.facets)?;
        let mut answer = Answer { results, parts: None };
        if params.unit == Unit::Document && !answer.results.items.is_empty() {
            let ids = answer.results.items.iter().map(|hit| hit.document.id.clone()).collect();
            request.filters.documents = ids;
            let request = SearchRequest {
                unit: Unit::Section,
                facets: vec![FacetField::Document],
                n_facet_documents: PAGE_SIZE,
                limit: N_PARTS,
                offset: 0,
                ..request
            };
            answer.parts = Some(generation.search(&request)?);
        }
        Ok(answer)
    }
}

/// Sections that are looked at for the documents of a page: as many as one search gives.
const N_PARTS: usize = 100;

impl SearchView {
    fn of(typed: &TypedParams, answer: Answer, origin: &Origin) -> SearchView {
        let Answer { results, parts } = answer;
        let params = &typed.search;
        let heading = format!("「{}」の検索結果", params.q.trim());
        let headline = HeadlineView::of(params, &results);
        let first = params.request().offset + 1;
        let is_nowhere = results.counts.sections == 0 && !results.is_refused;
        let n_found = n_found(params, &results);
        let n_pages = n_found.div_ceil(PAGE_SIZE);
        let mut groups = items::groups(results.items, first, params, origin);
        if let Some(parts) = parts {
            items::name_parts(&mut groups, &parts, params);
        }
        SearchView {
            frame: FrameView {
                hidden: params.carried(),
                feed: Some(feed(params)),
                place: "/search",
                search: params.elsewhere(),
                ..FrameView::unlisted(&format!("{heading} {}", headline.title), &params.q)
            },
            heading,
            headline,
            ladder: headline::ladder(params, &results.counts),
            orders: orders(params),
            units: units(params),
            chips: chips(params, &results.facets, |params| params.url()),
            without_chips: params.with(SearchParams::clear_conditions).url(),
            conditions: ConditionsView::of(typed, &results.facets),
            groups,
            pager: PagerView::of(params.page, n_pages.min(LAST_PAGE), |page| {
                params.with(|params| params.page = page).url()
            }),
            n_beyond: n_found.saturating_sub(LAST_PAGE * PAGE_SIZE),
            did_you_mean: tries(params, results.did_you_mean),
            titled: TitledView::of(results.titled),
            absence: is_nowhere.then(|| AbsenceView::of(params, results.absence, &results.index)),
            is_empty: results.counts.listed(Mode::All).sections == 0,
            reading: ReadingView::of(params, results.query, &results.counts),
            feed: feed(params),
            concordance: ConcordanceParams::from(params.with(|_| ())).url("/concordance"),
            timeline: timeline(params),
            files: files(params),
            citation: String::new(),
            note: None,
        }
    }
}

/// How many results there are on all pages.
fn n_found(params: &SearchParams, results: &SearchResults) -> usize {
    let counts = &results.counts;
    let listed = counts.listed(params.mode);
    match (params.unit, params.across) {
        (Unit::Hit, false) => listed.hits,
        (Unit::Section, false) => listed.sections,
        (Unit::Document, false) => listed.documents,
        (Unit::Hit, true) => counts.across,
        (Unit::Section, true) => counts.across_sections,
        (Unit::Document, true) => counts.across_documents,
    }
}

/// All sections with the wording as files, and the citations of their documents.
fn files(params: &SearchParams) -> Vec<(&'static str, String)> {
    let query = params.with(|params| params.unit = Unit::Section).query_string();
    let named = [
        ("節の一覧（CSV）", "csv"),
        ("節の一覧（XLSX）", "xlsx"),
        ("節の一覧（NDJSON）", "ndjson"),
        ("文書の一覧（CSV）", "csv&unit=document"),
        ("文書の引用（RIS）", "ris"),
        ("文書の引用（BibTeX）", "bibtex"),
        ("文書の引用（CSL-JSON）", "csl-json"),
        ("文書の引用（SIST 02）", "sist02"),
    ];
    named.map(|(name, format)| (name, format!("/results?{query}&format={format}"))).into()
}

/// The address of these results as a feed, newest first.
fn feed(params: &SearchParams) -> String {
    format!("/search.atom?{}", params.with(|params| params.sort = Sort::Relevance).query_string())
}

/// The same search over the years, unless the query has a slash, which would divide it.
fn timeline(params: &SearchParams) -> Option<String> {
    let timeless = params.with(|params| {
        params.fiscal_years.clear();
        params.sort = Sort::default();
    });
    let is_one = !params.q.contains(['/', '／']);
    is_one.then(|| format!("/frequency?{}", timeless.query_string()))
}

fn orders(params: &SearchParams) -> Vec<ChoiceView> {
    let orders = [
        ("関連度順", Sort::Relevance),
        ("新しい順", Sort::IssuedDescending),
        ("古い順", Sort::Issued),
        ("文書順", Sort::DocumentOrder),
    ];
    let orders = orders.map(|(name, sort)| ChoiceView {
        name,
        count: None,
        url: params.with(|params| params.sort = sort).url(),
        is_current: params.sort == sort,
    });
    orders.into()
}

/// What one result stands for.
fn units(params: &SearchParams) -> Vec<ChoiceView> {
    let units = UNITS.iter().map(|(_, unit)| ChoiceView {
        name: conditions::unit_label(*unit),
        count: None,
        url: params.with(|params| params.unit = *unit).url(),
        is_current: params.unit == *unit,
    });
    units.collect()
}
