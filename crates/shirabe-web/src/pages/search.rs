//! `/search`: the ladder, the results and what helps to go on from them.
//!
//! Enter at [`show`]; each part of the page has its file: how the query was read ([`reading`]), what
//! narrows it ([`conditions`]), the results ([`items`]), other pages ([`pager`]) and, when nothing
//! was found, the grounds ([`absence`]).

mod absence;
mod conditions;
mod items;
mod pager;
mod reading;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_search::{Counts, Mode, SearchResults, Sort, Unit};

use crate::error::WebError;
use crate::format::{Wish, html};
use crate::origin::Origin;
use crate::pages::concordance;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::{FACETS, LinesParams, SearchParams};
use crate::site::Site;
use crate::{api, feeds};

use absence::{AbsenceView, TryView, tries};
use conditions::{ChipView, ConditionsView};
use items::ItemView;
use pager::PagerView;
use reading::ReadingView;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: FrameView,
    heading: String,
    status: String,
    ladder: Vec<ChoiceView>,
    reading: ReadingView,
    chips: Vec<ChipView>,
    without_chips: String,
    conditions: ConditionsView,
    orders: Vec<ChoiceView>,
    first: usize,
    items: Vec<ItemView>,
    pager: Option<PagerView>,
    did_you_mean: Vec<TryView>,
    absence: Option<AbsenceView>,
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
        let first = params.request().offset + 1;
        let listed = results.counts.listed(params.mode);
        let n_found = match params.unit {
            Unit::Hit => listed.hits,
            Unit::Section => listed.sections,
            Unit::Document => listed.documents,
        };
        SearchView {
            frame: FrameView {
                hidden: params.carried(),
                feed: Some(feed(params)),
                ..FrameView::unlisted(
                    &format!("{heading} {}件", wording::number(results.counts.sections)),
                    &params.q,
                )
            },
            heading,
            status: status(&results, params.mode),
            ladder: ladder(params, &results.counts),
            orders: orders(params),
            chips: conditions::chips(params, &results.facets),
            without_chips: params.with(SearchParams::clear_conditions).url(),
            conditions: ConditionsView::of(params, results.facets),
            first,
            items: items::items(results.items, first, &params.q, origin),
            pager: PagerView::of(
                params,
                n_found + results.n_partial,
                results.next_offset.is_some(),
            ),
            did_you_mean: tries(params, results.did_you_mean),
            absence: (results.counts.listed(Mode::All).sections == 0 && !results.is_refused)
                .then(|| AbsenceView::of(params, results.absence, &results.index)),
            reading: ReadingView::of(params, results.query),
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

fn status(results: &SearchResults, mode: Mode) -> String {
    let counts = &results.counts;
    if counts.sections == 0 && results.is_refused {
        return "検索できませんでした。".to_owned();
    }
    let by_words = counts.by_step.word.sections;
    let others = match by_words {
        0 => String::new(),
        n => format!("ほかに、語が離れて現れる節が{}件あります。", wording::number(n)),
    };
    if counts.sections > 0 {
        return format!(
            "{}件の節が見つかりました（{}文書、{}か所）。{others}",
            wording::number(counts.sections),
            wording::number(counts.documents),
            wording::number(counts.hits)
        );
    }
    let nowhere = match (results.query.read_as_words, mode) {
        (Some(_), _) if by_words > 0 => {
            return format!(
                "一続きの文言としてではなく、語の組合せとして読みました。{}件の節が見つかりました。",
                wording::number(by_words)
            );
        }
        (_, Mode::Exact) => "この表記のままの文言を含む節はありません。",
        _ => "この文言を含む節はありません。",
    };
    if by_words == 0 && results.n_partial > 0 {
        return "すべての語を含む節は見つかりませんでした。".to_owned();
    }
    format!("{nowhere}{others}")
}

/// What each step adds: the same numbers whichever is listed.
fn ladder(params: &SearchParams, counts: &Counts) -> Vec<ChoiceView> {
    let steps = &counts.by_step;
    let rungs = [
        ("完全一致", Mode::Exact, steps.exact.sections),
        ("表記ゆれ", Mode::Variant, steps.variant.sections),
        ("語の組合せ", Mode::Word, steps.word.sections),
        ("すべて", Mode::All, counts.listed(Mode::All).sections),
    ];
    let rungs = rungs.map(|(name, mode, n_sections)| ChoiceView {
        name,
        count: Some(wording::number(n_sections)),
        url: params.with(|params| params.mode = mode).url(),
        is_current: params.mode == mode,
    });
    rungs.into()
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
