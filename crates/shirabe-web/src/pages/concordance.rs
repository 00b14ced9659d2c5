//! `/concordance`: every occurrence with what stands before and behind it, also as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::WebError;
use crate::format::html;
use crate::lines::{self, Line, Lines, Order};
use crate::origin::Origin;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::params::SearchParams;
use crate::site::Site;
use crate::url;

/// Lines on one page.
const N_ON_A_PAGE: usize = 100;
const WIDTHS: [usize; 4] = [10, 20, 40, 80];
const DEFAULT_WIDTH: usize = 20;

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

/// What a concordance is asked for beside the search itself.
#[derive(Clone, Copy, Default)]
struct Layout {
    width_chars: usize,
    order: Order,
}

impl Layout {
    fn of(query: Option<&str>) -> Layout {
        let value = |name: &str| {
            let mut pairs = query.unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
        };
        let width = value("width").and_then(|width| width.parse().ok());
        Layout {
            width_chars: width.filter(|width| WIDTHS.contains(width)).unwrap_or(DEFAULT_WIDTH),
            order: match value("order") {
                Some("left") => Order::Left,
                Some("right") => Order::Right,
                _ => Order::Document,
            },
        }
    }

    /// The address of the same concordance, laid out like this, as a page or a file.
    fn url(self, params: &SearchParams, path: &str) -> String {
        let order = match self.order {
            Order::Document => "",
            Order::Left => "&order=left",
            Order::Right => "&order=right",
        };
        let width = match self.width_chars {
            DEFAULT_WIDTH => String::new(),
            width => format!("&width={width}"),
        };
        format!("{path}?{}{order}{width}", params.query_string())
    }
}

/// `GET /concordance`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    params: SearchParams,
) -> Result<Response, WebError> {
    let layout = Layout::of(query.as_deref());
    let lines = match params.q.trim() {
        "" => Lines { lines: Vec::new(), n_hits: 0 },
        _ => gather(&site, &params, layout).await?,
    };
    Ok(html(&ConcordanceView::of(&params, layout, lines)))
}

/// `GET /concordance.csv` and `/search.csv`
pub(crate) async fn csv(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let lines = gather(&site, &params, Layout::of(query.as_deref())).await?;
    let text = lines::csv(&lines.lines, |path| origin.join(path));
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"shirabe.csv\"", text))
}

/// `GET /concordance.tsv`
pub(crate) async fn tsv(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let lines = gather(&site, &params, Layout::of(query.as_deref())).await?;
    let text = lines::tsv(&lines.lines, |path| origin.join(path));
    let content_type = "text/tab-separated-values; charset=utf-8";
    Ok(file(content_type, "attachment; filename=\"shirabe.tsv\"", text))
}

async fn gather(site: &Site, params: &SearchParams, layout: Layout) -> Result<Lines, WebError> {
    let mut request = params.request();
    request.context_chars = layout.width_chars;
    site.ask(move |generation| lines::gather(generation, request, layout.order)).await
}

fn file(content_type: &'static str, disposition: &'static str, text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, content_type), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}

impl ConcordanceView {
    fn of(params: &SearchParams, layout: Layout, found: Lines) -> ConcordanceView {
        let heading = match params.q.trim() {
            "" => "前後文脈".to_owned(),
            query => format!("「{query}」の前後文脈"),
        };
        let first = (params.page - 1) * N_ON_A_PAGE;
        let url = |page| layout.url(&params.with(|params| params.page = page), "/concordance");
        let file = |path| layout.url(&params.with(|_| ()), path);
        ConcordanceView {
            frame: FrameView { action: "/concordance", ..FrameView::unlisted(&heading, &params.q) },
            heading,
            status: status(params, &found),
            orders: orders(params, layout),
            widths: widths(params, layout),
            files: vec![("CSV", file("/concordance.csv")), ("TSV", file("/concordance.tsv"))],
            previous: (params.page > 1).then(|| url(params.page - 1)),
            next: (found.lines.len() > first + N_ON_A_PAGE).then(|| url(params.page + 1)),
            search_url: params.with(|_| ()).url(),
            lines: found
                .lines
                .into_iter()
                .skip(first)
                .take(N_ON_A_PAGE)
                .map(|line| LineView { url: with_hits(&line.url, &params.q), line })
                .collect(),
        }
    }
}

fn status(params: &SearchParams, found: &Lines) -> String {
    let n = wording::number;
    match (params.q.trim(), found.lines.len()) {
        ("", _) => "検索語を入力してください。".to_owned(),
        (_, 0) => "見つかりませんでした。".to_owned(),
        (_, shown) if shown < found.n_hits => {
            format!("{}か所のうち、先頭の{}か所を示しています。", n(found.n_hits), n(shown))
        }
        (_, shown) => format!("{}か所が見つかりました。", n(shown)),
    }
}

fn orders(params: &SearchParams, layout: Layout) -> Vec<ChoiceView> {
    let orders =
        [("文書順", Order::Document), ("前の文字順", Order::Left), ("後の文字順", Order::Right)];
    let orders = orders.map(|(name, order)| ChoiceView {
        name: name.to_owned(),
        url: Layout { order, ..layout }.url(&params.with(|_| ()), "/concordance"),
        is_current: layout.order == order,
    });
    orders.into()
}

fn widths(params: &SearchParams, layout: Layout) -> Vec<ChoiceView> {
    let widths = WIDTHS.map(|width_chars| ChoiceView {
        name: format!("{width_chars}字"),
        url: Layout { width_chars, ..layout }.url(&params.with(|_| ()), "/concordance"),
        is_current: layout.width_chars == width_chars,
    });
    widths.into()
}

/// The address of a paragraph with the hits marked: the query goes before the `#`.
fn with_hits(address: &str, query: &str) -> String {
    match address.split_once('#') {
        Some((section, place)) => format!("{}#{place}", url::section_with_hits(section, query)),
        None => url::section_with_hits(address, query),
    }
}
