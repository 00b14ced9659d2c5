//! `GET /api/v1/frequency`: how often wordings stand, by year, issuer and so on.

use std::io::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use shirabe_document::Date;
use shirabe_export::chart::svg;
use shirabe_export::{FileFormat, TableWriter};
use shirabe_search::IndexInfo;
use shirabe_site::citable::{Citable, wording_notes};
use shirabe_site::error::{ProblemBody, Problems, WebError};
use shirabe_site::format::{Answer, json};
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::FrequencyParams;
use shirabe_site::{Site, wording};
use shirabe_wording::{Amount, Cell, Frequencies, FrequencyRow, Rate, Ratio};
use utoipa::ToSchema;

use crate::downloads::{disposition, file_name, send};
use crate::shapes::IndexBody;
use crate::tables;

#[derive(Serialize, ToSchema)]
pub(crate) struct FrequencyBody {
    wordings: Vec<WordingBody>,
    /// Characters that were counted in, under the conditions.
    chars: u64,
    /// Words, function words among them.
    words: u64,
    /// Documents.
    documents: u64,
    /// Sections.
    sections: u64,
    rows: Vec<RowBody>,
    /// Documents without a date, where rows are years or months.
    undated: Option<RowBody>,
    ratio: Option<RatioBody>,
    /// What was not done as asked.
    notes: Vec<String>,
    index: IndexBody,
}

const LACKS_SECOND: &str = "比を求めるには、言葉を二つ以上「/」で区切って指定してください。";

#[derive(Serialize, ToSchema)]
struct WordingBody {
    query: String,
    hits: u64,
    documents: u64,
    sections: u64,
    distinct_sentences: Option<u64>,
    per_million: Option<RateBody>,
}

#[derive(Serialize, ToSchema)]
struct RowBody {
    key: Vec<String>,
    chars: u64,
    words: u64,
    documents: u64,
    sections: u64,
    cells: Vec<CellBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<RatioBody>,
}

#[derive(Serialize, ToSchema)]
struct CellBody {
    hits: u64,
    documents: u64,
    sections: u64,
    distinct_sentences: Option<u64>,
    /// Of the documents those that have the wording.
    documents_share: Option<f64>,
    /// `null` where there is no text.
    per_million: Option<RateBody>,
}

#[derive(Serialize, ToSchema)]
struct RateBody {
    value: f64,
    low: f64,
    high: f64,
    /// `poisson` where there are too few documents to tell their difference.
    method: &'static str,
}

#[derive(Serialize, ToSchema)]
struct RatioBody {
    value: f64,
    low: f64,
    high: f64,
    method: &'static str,
}

/// `GET /api/v1/frequency`
#[utoipa::path(
    get,
    path = "/api/v1/frequency",
    operation_id = "frequency",
    tag = "文言",
    summary = "頻度",
    description = "文言の数を、年度、発行機関などの別に数えます。本文の長さで割った100万字当たりの割合と、その信頼区間を含みます。",
    params(FrequencyParams),
    responses(
        (status = 200, description = "年度などの別の数と、100万字当たりの割合", content(
            (FrequencyBody = "application/json"),
            (String = "text/csv"),
            (String = "text/tab-separated-values"),
            (String = "application/x-ndjson"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "image/svg+xml")
        )),
        (status = 404, description = "図はない", body = ProblemBody, content_type = "application/problem+json"),
        Problems
    )
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: FrequencyParams,
) -> Result<Response, WebError> {
    if params.wordings.is_empty() {
        params.search.require_query()?;
        let detail = "qに言葉を「/」で区切って指定してください。".to_owned();
        return Err(WebError::bad("query_missing".to_owned(), detail));
    }
    match params.answer {
        Answer::Json => {}
        Answer::File(format) => return file(&site, origin, params, format).await,
        Answer::Svg => return drawing(&site, params).await,
    }
    let body = site
        .ask_of(params.lane(), params.search.generation, move |generation| {
            let found = generation.frequency(&params.request())?;
            Ok(frequency_body(&found, &params, generation.info()))
        })
        .await?;
    Ok(json("application/json", &body))
}

/// The answer as JSON, with the chosen measure of the request.
pub(crate) fn frequency_value(
    found: &Frequencies,
    params: &FrequencyParams,
    info: IndexInfo,
) -> Result<Value, WebError> {
    let mut value = serde_json::to_value(frequency_body(found, params, info))
        .map_err(|_| WebError::Internal)?;
    value["measure"] = json!(tables::unit(params.measure));
    Ok(value)
}

/// The answer as data.
pub(crate) fn frequency_body(
    found: &Frequencies,
    params: &FrequencyParams,
    info: IndexInfo,
) -> FrequencyBody {
    let n_hits = found.wordings.iter().map(|wording| wording.cell.n_hits).sum();
    let wordings = found.wordings.iter().map(|wording| {
        let CellBody { hits, documents, sections, distinct_sentences, per_million, .. } =
            cell_body(&wording.cell, &found.amount);
        let query = wording.query.clone();
        WordingBody { query, hits, documents, sections, distinct_sentences, per_million }
    });
    let Amount { n_documents, n_sections, n_chars, n_words } = found.amount;
    FrequencyBody {
        wordings: wordings.collect(),
        chars: n_chars,
        words: n_words,
        documents: n_documents,
        sections: n_sections,
        rows: found.rows.iter().map(row_body).collect(),
        undated: found.undated.as_ref().map(row_body),
        ratio: found.ratio.map(ratio_body),
        notes: wording_notes(&params.search, &info, Some(n_hits))
            .into_iter()
            .chain(params.lacks_second.then(|| LACKS_SECOND.to_owned()))
            .collect(),
        index: info.into(),
    }
}

fn row_body(row: &FrequencyRow) -> RowBody {
    let Amount { n_documents, n_sections, n_chars, n_words } = row.amount;
    RowBody {
        key: row.key.clone(),
        chars: n_chars,
        words: n_words,
        documents: n_documents,
        sections: n_sections,
        cells: row.cells.iter().map(|cell| cell_body(cell, &row.amount)).collect(),
        ratio: row.ratio.map(ratio_body),
    }
}

fn cell_body(cell: &Cell, amount: &Amount) -> CellBody {
    let has_documents = amount.n_documents > 0;
    CellBody {
        hits: cell.n_hits,
        documents: cell.n_documents,
        sections: cell.n_sections,
        distinct_sentences: cell.n_sentences,
        documents_share: has_documents.then(|| cell.n_documents as f64 / amount.n_documents as f64),
        per_million: cell.per_million.map(|Rate { value, low, high, method }| RateBody {
            value,
            low,
            high,
            method: method.code(),
        }),
    }
}

fn ratio_body(ratio: Ratio) -> RatioBody {
    let Ratio { value, low, high, method } = ratio;
    RatioBody { value, low, high, method: method.code() }
}

async fn file(
    site: &Arc<Site>,
    origin: Origin,
    params: FrequencyParams,
    format: FileFormat,
) -> Result<Response, WebError> {
    let name = file_name("頻度", &params.search.q, site);
    let today = (site.config.today)();
    let number = params.search.generation;
    send(site, &name, format.into(), number, move |generation, outlet| {
        let found = generation.frequency(&params.request())?;
        write_file(generation, &found, &params, (&origin, today), format, outlet)
    })
    .await
}

/// Writes the table to `out`.
pub(crate) fn write_file(
    generation: &dyn Generation,
    found: &Frequencies,
    params: &FrequencyParams,
    (origin, today): (&Origin, Date),
    format: FileFormat,
    out: &mut dyn Write,
) -> Result<(), WebError> {
    let info = generation.info();
    let citable = citable(generation, found, params, &info, (origin, today))?;
    let sheet = tables::conditions_sheet(&citable, Vec::new());
    let header = json!({
        "wordings": params.wordings,
        "index": IndexBody::from(info.clone()),
        "retrieved": today.to_string(),
        "url": origin.join(&params.url("/frequency")),
    });
    let columns = &tables::FREQUENCY_COLUMNS;
    let mut writer = TableWriter::begin(out, format, "頻度", columns, &header, sheet)?;
    for row in tables::frequency_rows(found, params, origin) {
        writer.row(&row)?;
    }
    Ok(writer.finish()?)
}

/// The table as somebody would cite it.
pub fn citable<'a>(
    generation: &dyn Generation,
    found: &Frequencies,
    params: &'a FrequencyParams,
    info: &'a IndexInfo,
    (origin, today): (&Origin, Date),
) -> Result<Citable<'a>, WebError> {
    let n_hits = found.wordings.iter().map(|wording| wording.cell.n_hits).sum();
    Ok(Citable {
        params: &params.search,
        kind: "頻度",
        found: format!(
            "{}個の言葉、{}か所",
            params.wordings.len(),
            wording::number(n_hits as usize)
        ),
        n_hits: Some(n_hits),
        info,
        n_documents: generation.n_documents(),
        size: generation.corpus_size()?,
        today,
        url: origin.join(&params.url("/frequency")),
    })
}

async fn drawing(site: &Arc<Site>, params: FrequencyParams) -> Result<Response, WebError> {
    let name = file_name("頻度", &params.search.q, site);
    let drawn = site
        .ask_of(params.lane(), params.search.generation, move |generation| {
            let found = generation.frequency(&params.request())?;
            drawn(&found, &params)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name, "svg")),
    ];
    Ok((headers, drawn).into_response())
}

/// The chart as a file of its own.
pub fn drawn(found: &Frequencies, params: &FrequencyParams) -> Result<String, WebError> {
    let chart = tables::chart(found, params).ok_or(WebError::NoChart)?;
    Ok(svg(&chart, true))
}
