//! `/concordance`: every occurrence with what stands before and behind it, also as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::api;
use crate::error::WebError;
use crate::format::{Wish, html};
use crate::lanes::Lane;
use crate::lines::{self, Line, Lines, Order};
use crate::origin::Origin;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::{LinesParams, SearchParams};
use crate::site::Site;

/// Lines on one page.
const N_ON_A_PAGE: usize = 100;
const WIDTHS: [usize; 4] = [10, 20, 40, 80];

#[derive(Template)]
#[template(path = "concordance.html")]
struct ConcordanceView {
    frame: FrameView,
    heading: String,
    status: String,
    orders: Vec<ChoiceView>,
    widths: Vec<ChoiceView>,
    files: Vec<(&'static str, String)>,
    lines: Vec<LineView>,
    previous: Option<String>,
    next: Option<String>,
    search_url: String,
}

struct ChoiceView {
    name: String,
    url: String,
    is_current: bool,
}

struct LineView {
    line: Line,
    url: String,
}

/// `GET /concordance`, and the files for those who ask for one by `Accept`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    params: LinesParams,
) -> Result<Response, WebError> {
    match Wish::of(&headers) {
        Some(Wish::Json) => return api::concordance::answer(State(site), params).await,
        Some(Wish::Csv) => return csv(State(site), origin, params).await,
        Some(Wish::Tsv) => return tsv(State(site), origin, params).await,
        Some(Wish::Atom) | None => {}
    }
    let lines = match params.search.q.trim() {
        "" => Lines { lines: Vec::new(), n_hits: 0 },
        _ => gather(&site, &params).await?,
    };
    Ok(html(&ConcordanceView::of(&params, lines)))
}

/// `GET /concordance.csv` and `/search.csv`
pub(crate) async fn csv(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: LinesParams,
) -> Result<Response, WebError> {
    params.search.require_query()?;
    let lines = gather(&site, &params).await?;
    let text = lines::csv(&lines.lines, |path| origin.join(path));
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"shirabe.csv\"", text))
}

/// `GET /concordance.tsv`
pub(crate) async fn tsv(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: LinesParams,
) -> Result<Response, WebError> {
    params.search.require_query()?;
    let lines = gather(&site, &params).await?;
    let text = lines::tsv(&lines.lines, |path| origin.join(path));
    let content_type = "text/tab-separated-values; charset=utf-8";
    Ok(file(content_type, "attachment; filename=\"shirabe.tsv\"", text))
}

/// Every occurrence, laid out as asked.
pub(crate) async fn gather(site: &Site, params: &LinesParams) -> Result<Lines, WebError> {
    let mut request = params.search.request();
    request.context_chars = params.width_chars;
    let order = params.order;
    site.ask_in(Lane::of(&request), move |generation| lines::gather(generation, request, order))
        .await
}

fn file(content_type: &'static str, disposition: &'static str, text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, content_type), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}

impl ConcordanceView {
    fn of(params: &LinesParams, found: Lines) -> ConcordanceView {
        let search = &params.search;
        let heading = match search.q.trim() {
            "" => "前後文脈".to_owned(),
            query => format!("「{query}」の前後文脈"),
        };
        let first = (search.page - 1) * N_ON_A_PAGE;
        let url = |page| with(params, |params| params.search.page = page).url("/concordance");
        let file = |path| with(params, |_| ()).url(path);
        ConcordanceView {
            frame: FrameView {
                action: "/concordance",
                place: "/concordance",
                search: search.elsewhere(),
                ..FrameView::unlisted(&heading, &search.q)
            },
            heading,
            status: status(search, &found),
            orders: orders(params),
            widths: widths(params),
            files: vec![("CSV", file("/concordance.csv")), ("TSV", file("/concordance.tsv"))],
            previous: (search.page > 1).then(|| url(search.page - 1)),
            next: (found.lines.len() > first + N_ON_A_PAGE).then(|| url(search.page + 1)),
            search_url: search.with(|_| ()).url(),
            lines: found
                .lines
                .into_iter()
                .skip(first)
                .take(N_ON_A_PAGE)
                .map(|line| LineView { url: search.carried_to(&line.url), line })
                .collect(),
        }
    }
}

/// The same lines, first page, with `change` applied.
fn with(params: &LinesParams, change: impl FnOnce(&mut LinesParams)) -> LinesParams {
    let mut changed = LinesParams { search: params.search.with(|_| ()), ..*params };
    change(&mut changed);
    changed
}

fn status(params: &SearchParams, found: &Lines) -> String {
    let n = wording::number;
    match (params.q.trim(), found.lines.len()) {
        ("", _) => "検索語を入力してください。".to_owned(),
        (_, 0) => "この文言が現れる箇所はありません。".to_owned(),
        (_, shown) if shown < found.n_hits => {
            format!("{}か所のうち、先頭の{}か所を示しています。", n(found.n_hits), n(shown))
        }
        (_, shown) => format!("{}か所が見つかりました。", n(shown)),
    }
}

fn orders(params: &LinesParams) -> Vec<ChoiceView> {
    let orders =
        [("文書順", Order::Document), ("前の文字順", Order::Left), ("後の文字順", Order::Right)];
    let orders = orders.map(|(name, order)| ChoiceView {
        name: name.to_owned(),
        url: with(params, |params| params.order = order).url("/concordance"),
        is_current: params.order == order,
    });
    orders.into()
}

fn widths(params: &LinesParams) -> Vec<ChoiceView> {
    let widths = WIDTHS.map(|width_chars| ChoiceView {
        name: format!("{width_chars}字"),
        url: with(params, |params| params.width_chars = width_chars).url("/concordance"),
        is_current: params.width_chars == width_chars,
    });
    widths.into()
}
