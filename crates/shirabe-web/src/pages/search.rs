//! `/search`: the ladder, the results and what helps to go on from them.
//!
//! Enter at [`show`]; each part of the page has its file: how the query was read ([`reading`]), what
//! narrows it ([`conditions`]), how much was found ([`headline`]), the results ([`items`]), other pages ([`pager`]) and, when nothing
//! was found, the grounds ([`absence`]).

mod absence;
mod conditions;
mod headline;
mod items;
mod pager;
mod reading;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_search::{Mode, SearchResults, Sort, Unit};

use crate::error::WebError;
use crate::format::{Wish, html};
use crate::origin::Origin;
use crate::pages::concordance;
use crate::pages::frame::FrameView;
use crate::params::{FACETS, LinesParams, SearchParams};
use crate::site::Site;
use crate::{api, feeds};

use absence::{AbsenceView, TryView, tries};
use conditions::{ChipView, ConditionsView};
use headline::HeadlineView;
use items::GroupView;
use pager::PagerView;
use reading::ReadingView;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: FrameView,
    heading: String,
    headline: HeadlineView,
    ladder: Vec<ChoiceView>,
    reading: ReadingView,
    chips: Vec<ChipView>,
    without_chips: String,
    conditions: ConditionsView,
    orders: Vec<ChoiceView>,
    groups: Vec<GroupView>,
    pager: Option<PagerView>,
    did_you_mean: Vec<TryView>,
    /// Where the wording stands nowhere.
    absence: Option<AbsenceView>,
    /// Whether the words stand nowhere either.
    is_empty: bool,
    feed: String,
    concordance: String,
    timeline: Option<String>,
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

/// `GET /search`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    match Wish::of(&headers) {
        Some(Wish::Json) => return api::search::answer(State(site), params).await,
        Some(Wish::Atom) => return feeds::search(State(site), origin, params).await,
        Some(Wish::Csv) => return concordance::csv(State(site), origin, params.into()).await,
        Some(Wish::Tsv) => return concordance::tsv(State(site), origin, params.into()).await,
        None => {}
    }
    if params.q.trim().is_empty() {
        let frame = FrameView { has_hint: true, ..FrameView::unlisted("検索", "") };
        return Ok(html(&StartView { frame }));
    }
    let mut request = params.request();
    request.facets = FACETS.iter().map(|(_, field)| *field).collect();
    request.n_facet_values = conditions::N_VALUES;
    let results = site.ask(move |generation| Ok(generation.search(&request)?)).await?;
    Ok(html(&SearchView::of(&params, results, &origin)))
}

impl SearchView {
    fn of(params: &SearchParams, results: SearchResults, origin: &Origin) -> SearchView {
        let heading = format!("「{}」の検索結果", params.q.trim());
        let headline = HeadlineView::of(params, &results);
        let first = params.request().offset + 1;
        let is_nowhere = results.counts.sections == 0 && !results.is_refused;
        let counts = &results.counts;
        let listed = counts.listed(params.mode);
        let n_found = match (params.unit, params.across) {
            (Unit::Hit, false) => listed.hits,
            (Unit::Section, false) => listed.sections,
            (Unit::Document, false) => listed.documents,
            (Unit::Hit, true) => counts.across,
            (Unit::Section, true) => counts.across_sections,
            (Unit::Document, true) => counts.across_documents,
        };
        SearchView {
            frame: FrameView {
                hidden: params.carried(),
                feed: Some(feed(params)),
                ..FrameView::unlisted(&format!("{heading} {}", headline.title), &params.q)
            },
            heading,
            headline,
            ladder: headline::ladder(params, &results.counts),
            orders: orders(params),
            chips: conditions::chips(params, &results.facets),
            without_chips: params.with(SearchParams::clear_conditions).url(),
            conditions: ConditionsView::of(params, results.facets),
            groups: items::groups(results.items, first, params, origin),
            pager: PagerView::of(
                params,
                n_found + results.n_partial,
                results.next_offset.is_some(),
            ),
            did_you_mean: tries(params, results.did_you_mean),
            absence: is_nowhere.then(|| AbsenceView::of(params, results.absence, &results.index)),
            is_empty: results.counts.listed(Mode::All).sections == 0,
            reading: ReadingView::of(params, results.query, &results.counts),
            feed: feed(params),
            concordance: LinesParams::from(params.with(|_| ())).url("/concordance"),
            timeline: timeline(params),
        }
    }
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
    is_one.then(|| format!("/timeline?{}", timeless.query_string()))
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
