//! `/frequency`: how often several wordings stand, by year, issuer and so on, as a chart and a table.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use shirabe_api::tables;
use shirabe_export::chart::svg;
use shirabe_search::Mode;
use shirabe_site::citable::generation_note;
use shirabe_site::error::WebError;
use shirabe_site::format::Wish;
use shirabe_site::origin::Origin;
use shirabe_site::params::{FrequencyParams, Measure, SearchParams};
use shirabe_site::{Site, url, wording};
use shirabe_wording::{By, Cell, Frequencies, FrequencyRow, Method, Ratio};

use crate::pages::frame::{FrameView, printed};
use crate::pages::search::all_chips;
use crate::render::html;

/// What the page shows when nothing was asked for.
const EXAMPLE: &str = "創薬/人材育成";
/// More rows than anyone reads on a page; the files have all.
const MAX_ROWS: usize = 500;

const BYS: [(&str, &str); 8] = [
    ("fy", "年度"),
    ("year", "年"),
    ("month", "月"),
    ("issuer", "発行機関"),
    ("type", "種別"),
    ("document", "文書"),
    ("fy,issuer", "年度と発行機関"),
    ("fy,type", "年度と種別"),
];
const MEASURES: [(&str, &str, Measure); 5] = [
    ("per_million", "100万字当たりの箇所", Measure::PerMillion),
    ("hits", "箇所", Measure::Hits),
    ("documents", "文書", Measure::Documents),
    ("documents_share", "文書の割合", Measure::DocumentsShare),
    ("sections", "節", Measure::Sections),
];

#[derive(Template)]
#[template(path = "frequency.html")]
struct FrequencyView {
    frame: FrameView,
    heading: String,
    example: (&'static str, String),
    form: FormView,
    chips: Vec<(String, String)>,
    without_chips: String,
    steps: Vec<(&'static str, String, bool)>,
    chart: String,
    keys: Vec<&'static str>,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    n_more: usize,
    ratio: Option<String>,
    files: Vec<(&'static str, String)>,
    citation: String,
    note: Option<String>,
}

struct FormView {
    query: String,
    bys: Vec<(String, String, bool)>,
    measures: Vec<(&'static str, &'static str, bool)>,
    smooths: Vec<(u32, bool)>,
    is_unique: bool,
    has_ratio: bool,
    hidden: Vec<(&'static str, String)>,
}

/// One wording.
struct ColumnView {
    query: String,
    url: String,
    n_hits: String,
    n_documents: String,
    n_sections: String,
    rate: String,
}

/// One row: a year, an issuer, or what has no date.
struct RowView {
    key: Vec<String>,
    n_documents: String,
    n_chars: String,
    cells: Vec<CellView>,
    ratio: Option<String>,
}

struct CellView {
    query: String,
    n_hits: String,
    url: Option<String>,
    rate: String,
    interval: String,
    /// What else is counted: documents, and what the chart shows of them.
    beside: String,
}

/// `GET /frequency`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    params: FrequencyParams,
) -> Result<Response, WebError> {
    if Wish::of(&headers) == Some(Wish::Json) {
        return shirabe_api::frequency::answer(State(site), origin, params).await;
    }
    if params.wordings.is_empty() {
        return Ok(html(&FrequencyView::empty(&params)));
    }
    let today = (site.config.today)();
    let view = site
        .ask_of(params.lane(), params.search.generation, move |generation| {
            let found = generation.frequency(&params.request())?;
            let info = generation.info();
            let desk = (&origin, today);
            let citable =
                shirabe_api::frequency::citable(generation, &found, &params, &info, desk)?;
            let citation = citable.line();
            let n_hits = found.wordings.iter().map(|wording| wording.cell.n_hits).sum();
            let note = generation_note(&params.search, &info, Some(n_hits));
            let page_of = |search: SearchParams| {
                FrequencyParams { search, ..params.clone() }.url("/frequency")
            };
            let chips = all_chips(generation, &params.search, page_of)?;
            let without_chips = page_of(params.search.with(SearchParams::clear_conditions));
            let view = FrequencyView::of(&params, &found);
            let address = origin.join(&params.url("/frequency"));
            let frame = FrameView { printed: printed(&address, today, &info), ..view.frame };
            Ok(FrequencyView { frame, chips, without_chips, citation, note, ..view })
        })
        .await?;
    Ok(html(&view))
}

/// `GET /timeline`: the former address.
pub(crate) async fn moved(uri: Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("/frequency{query}");
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response()
}

impl FrequencyView {
    fn empty(params: &FrequencyParams) -> FrequencyView {
        let title = if params.wordings.is_empty() {
            "頻度".to_owned()
        } else {
            format!("「{}」の頻度", params.wordings.join("」「"))
        };
        FrequencyView {
            frame: FrameView {
                action: "/frequency",
                place: "/frequency",
                search: params.search.elsewhere(),
                hidden: params.search.with(|_| ()).carried_everything(),
                ..FrameView::unlisted(&title, &params.search.q)
            },
            heading: title,
            example: (EXAMPLE, format!("/frequency?q={}", url::encode(EXAMPLE))),
            form: FormView::of(params),
            chips: Vec::new(),
            without_chips: String::new(),
            steps: steps(params),
            chart: String::new(),
            keys: params.by.iter().map(|by| key_title(*by)).collect(),
            columns: Vec::new(),
            rows: Vec::new(),
            n_more: 0,
            ratio: None,
            files: Vec::new(),
            citation: String::new(),
            note: None,
        }
    }

    fn of(params: &FrequencyParams, found: &Frequencies) -> FrequencyView {
        let chart = tables::chart(found, params);
        let api = params.url("/api/v1/frequency");
        let file = |format: &str| format!("{api}&format={format}");
        let mut files = vec![
            ("CSV", file("csv")),
            ("TSV", file("tsv")),
            ("XLSX", file("xlsx")),
            ("JSON", api.clone()),
        ];
        if chart.is_some() {
            files.push(("SVG", file("svg")));
        }
        let shown = found.rows.iter().take(MAX_ROWS).chain(&found.undated);
        FrequencyView {
            chart: chart.map(|chart| svg(&chart, false)).unwrap_or_default(),
            columns: columns(params, found),
            rows: shown.map(|row| row_view(params, found, row)).collect(),
            n_more: found.rows.len().saturating_sub(MAX_ROWS),
            ratio: found.ratio.map(|ratio| ratio_sentence(params, ratio)),
            files,
            ..FrequencyView::empty(params)
        }
    }
}

impl FormView {
    fn of(params: &FrequencyParams) -> FormView {
        let chosen: String = params.by.iter().map(|by| by_name(*by)).collect::<Vec<_>>().join(",");
        let mut bys: Vec<(String, String, bool)> = BYS
            .iter()
            .map(|(value, name)| ((*value).to_owned(), (*name).to_owned(), *value == chosen))
            .collect();
        if bys.iter().all(|(.., is_chosen)| !is_chosen) {
            bys.push((chosen.clone(), chosen, true));
        }
        let measures = MEASURES.map(|(value, name, of)| (value, name, of == params.measure));
        FormView {
            query: params.search.q.clone(),
            bys,
            measures: measures.into(),
            smooths: (0..=5).map(|n| (n, n == params.n_smoothed)).collect(),
            is_unique: params.unique,
            has_ratio: params.ratio.is_some(),
            hidden: params.search.with(|_: &mut SearchParams| ()).carried_everything(),
        }
    }
}

fn by_name(by: By) -> &'static str {
    match by {
        By::FiscalYear => "fy",
        By::Year => "year",
        By::Month => "month",
        By::Issuer => "issuer",
        By::Kind => "type",
        By::Document => "document",
    }
}

fn key_title(by: By) -> &'static str {
    let known = BYS.iter().find(|(value, _)| *value == by_name(by));
    known.map_or("", |(_, title)| title)
}

fn steps(params: &FrequencyParams) -> Vec<(&'static str, String, bool)> {
    let steps = [("完全一致", Mode::Exact), ("表記ゆれを含む", Mode::Variant)];
    let current = if params.search.mode == Mode::Exact { Mode::Exact } else { Mode::Variant };
    let steps = steps.map(|(name, mode)| {
        let search = params.search.with(|search| search.mode = mode);
        let url = FrequencyParams { search, ..params.clone() }.url("/frequency");
        (name, url, current == mode)
    });
    steps.into()
}

fn columns(params: &FrequencyParams, found: &Frequencies) -> Vec<ColumnView> {
    let n = |n: u64| wording::number(n as usize);
    let columns = found.wordings.iter().map(|column| ColumnView {
        url: params.search.with(|search| column.query.clone_into(&mut search.q)).url(),
        query: column.query.clone(),
        n_hits: n(column.cell.n_hits),
        n_documents: n(column.cell.n_documents),
        n_sections: n(column.cell.n_sections),
        rate: rate(&column.cell).0,
    });
    columns.collect()
}

/// The rate and its interval; one that says nothing of the difference between documents is marked.
fn rate(cell: &Cell) -> (String, String) {
    let Some(rate) = cell.per_million else { return ("本文なし".to_owned(), String::new()) };
    let sign = if rate.method == Method::Poisson { "＊" } else { "" };
    let (low, high) = (wording::decimal(rate.low), wording::decimal(rate.high));
    (wording::decimal(rate.value), format!("{low}〜{high}{sign}"))
}

fn row_view(params: &FrequencyParams, found: &Frequencies, row: &FrequencyRow) -> RowView {
    let n = |n: u64| wording::number(n as usize);
    let cells = found.wordings.iter().zip(&row.cells).map(|(column, cell)| {
        let (rate, interval) = rate(cell);
        let url = (cell.n_hits > 0).then(|| tables::cell_url(params, &column.query, row)).flatten();
        CellView {
            query: column.query.clone(),
            n_hits: n(cell.n_sentences.unwrap_or(cell.n_hits)),
            url,
            rate,
            interval,
            beside: beside(params.measure, cell, row),
        }
    });
    let keys = params.by.iter().zip(&row.key).map(|(by, key)| key_name(*by, key));
    RowView {
        key: keys.collect(),
        n_documents: n(row.amount.n_documents),
        n_chars: n(row.amount.n_chars),
        cells: cells.collect(),
        ratio: row.ratio.map(|ratio| ratio_text(&ratio)),
    }
}

/// 3文書, or with what the chart shows where that is neither the occurrences, their rate nor the documents.
fn beside(measure: Measure, cell: &Cell, row: &FrequencyRow) -> String {
    let n_documents = wording::number(cell.n_documents as usize);
    let shown =
        tables::measured(measure, cell, row).map(|value| tables::measured_text(measure, value));
    match (measure, shown) {
        (Measure::Sections, Some(sections)) => format!("{sections}節・{n_documents}文書"),
        (Measure::DocumentsShare, Some(share)) => format!("{n_documents}文書、{share}"),
        _ => format!("{n_documents}文書"),
    }
}

fn ratio_text(ratio: &Ratio) -> String {
    let (low, high) = (wording::decimal(ratio.low), wording::decimal(ratio.high));
    format!("{}（{low}〜{high}）", wording::decimal(ratio.value))
}

fn ratio_sentence(params: &FrequencyParams, ratio: Ratio) -> String {
    let name = |at: usize| params.wordings.get(at).map(String::as_str).unwrap_or_default();
    let (a, b) = params.ratio.unwrap_or_default();
    format!(
        "「{}」は「{}」の{}倍です（括弧の中は95％の区間）。",
        name(a),
        name(b),
        ratio_text(&ratio)
    )
}

/// 2024年度（令和6年度）
fn key_name(by: By, key: &str) -> String {
    if key.is_empty() {
        let missing = if by.is_time() { "発行日の記載なし" } else { "記載なし" };
        return missing.to_owned();
    }
    match by {
        By::FiscalYear => match key.parse().ok().and_then(wording::era_year) {
            Some(era) => format!("{key}年度（{era}年度）"),
            None => format!("{key}年度"),
        },
        By::Year => match key.parse().ok().and_then(wording::era_year) {
            Some(era) => format!("{key}年（{era}年）"),
            None => format!("{key}年"),
        },
        By::Month => wording::date(key),
        By::Issuer | By::Kind | By::Document => key.to_owned(),
    }
}
