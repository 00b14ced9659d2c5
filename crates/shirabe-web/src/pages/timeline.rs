//! `/timeline`: in how many sections several wordings stand, year by year.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use shirabe_search::Mode;

use crate::api;
use crate::error::WebError;
use crate::format::{Wish, html};
use crate::lanes::Lane;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::SearchParams;
use crate::site::Site;
use crate::timeline::{Timeline, Wording, Year, params_of, wordings};
use crate::url;

/// What the page shows when nothing was asked for.
const EXAMPLE: &str = "創薬/人材育成";

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelineView {
    frame: FrameView,
    heading: &'static str,
    example: ExampleView,
    steps: Vec<ChoiceView>,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    json: String,
}

struct ExampleView {
    query: &'static str,
    url: String,
}

/// One of several ways to count, as a link.
struct ChoiceView {
    name: &'static str,
    url: String,
    is_current: bool,
}

/// One wording.
struct ColumnView {
    query: String,
    url: String,
    n_sections: String,
    n_hits: String,
    n_documents: String,
}

/// One year, or what has no date.
struct RowView {
    name: String,
    n_documents: String,
    cells: Vec<CellView>,
}

/// The count of one wording in one year.
struct CellView {
    query: String,
    n_sections: String,
    /// The length of the bar, in hundredths of the longest.
    percent: usize,
    url: Option<String>,
}

/// `GET /timeline`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    params: SearchParams,
) -> Result<Response, WebError> {
    if Wish::of(&headers) == Some(Wish::Json) {
        return api::timeline::answer(State(site), params).await;
    }
    let asked = params.clone();
    let timeline = if wordings(&params.q).is_empty() {
        None
    } else {
        let lane = Lane::of(&asked.request());
        Some(site.ask_in(lane, move |generation| Timeline::of(generation, &asked)).await?)
    };
    Ok(html(&TimelineView::of(&params, timeline.as_ref())))
}

impl TimelineView {
    fn of(params: &SearchParams, timeline: Option<&Timeline>) -> TimelineView {
        let title = match timeline {
            Some(_) => format!("「{}」の年度別の件数", wordings(&params.q).join("」「")),
            None => "年度別の件数".to_owned(),
        };
        let url = |path: &str| format!("{path}?{}", params.query_string());
        TimelineView {
            frame: FrameView {
                action: "/timeline",
                place: "/timeline",
                search: params.elsewhere(),
                ..FrameView::unlisted(&title, &params.q)
            },
            heading: "年度別の件数",
            example: ExampleView {
                query: EXAMPLE,
                url: format!("/timeline?q={}", url::encode(EXAMPLE)),
            },
            steps: steps(params),
            columns: timeline.into_iter().flat_map(|timeline| columns(params, timeline)).collect(),
            rows: timeline.into_iter().flat_map(|timeline| rows(params, timeline)).collect(),
            json: url("/api/v1/timeline"),
        }
    }
}

fn steps(params: &SearchParams) -> Vec<ChoiceView> {
    let steps = [("完全一致", Mode::Exact), ("表記ゆれを含む", Mode::Variant)];
    let current = if params.mode == Mode::Exact { Mode::Exact } else { Mode::Variant };
    let steps = steps.map(|(name, mode)| ChoiceView {
        name,
        url: format!("/timeline?{}", params.with(|params| params.mode = mode).query_string()),
        is_current: current == mode,
    });
    steps.into()
}

fn columns(params: &SearchParams, timeline: &Timeline) -> Vec<ColumnView> {
    let columns = timeline.wordings.iter().map(|column| ColumnView {
        url: params_of(params, &column.query).url(),
        query: column.query.clone(),
        n_sections: wording::number(column.n_sections),
        n_hits: wording::number(column.n_hits),
        n_documents: wording::number(column.n_documents),
    });
    columns.collect()
}

fn rows(params: &SearchParams, timeline: &Timeline) -> Vec<RowView> {
    let most = timeline.most().max(1);
    let cell = |column: &Wording, n_sections: usize, url: Option<String>| CellView {
        query: column.query.clone(),
        n_sections: wording::number(n_sections),
        percent: (n_sections * 100).div_ceil(most),
        url: url.filter(|_| n_sections > 0),
    };
    let mut rows: Vec<RowView> = timeline
        .years
        .iter()
        .map(|year| RowView {
            name: name_of(year),
            n_documents: wording::number(year.n_documents),
            cells: timeline
                .wordings
                .iter()
                .zip(&year.n_sections)
                .map(|(column, n)| cell(column, *n, Some(url_of(params, &column.query, year))))
                .collect(),
        })
        .collect();
    if timeline.undated.iter().any(|n| *n > 0) {
        rows.push(RowView {
            name: "発行日の記載なし".to_owned(),
            n_documents: String::new(),
            cells: timeline
                .wordings
                .iter()
                .zip(&timeline.undated)
                .map(|(column, n)| cell(column, *n, None))
                .collect(),
        });
    }
    rows
}

fn url_of(params: &SearchParams, query: &str, year: &Year) -> String {
    let search = params_of(params, query);
    search.with(|params| params.fiscal_years = vec![year.fiscal_year]).url()
}

/// 2024年度（令和6年度）
fn name_of(year: &Year) -> String {
    let western = year.fiscal_year;
    match wording::era_year(western) {
        Some(era) => format!("{western}年度（{era}年度）"),
        None => format!("{western}年度"),
    }
}
