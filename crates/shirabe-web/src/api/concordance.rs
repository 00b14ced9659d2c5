//! `GET /api/v1/concordance`: every occurrence with what stands before and behind it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{IndexBody, known, step_name};
use crate::error::{Problems, WebError};
use crate::format::json_page;
use crate::lanes::Lane;
use crate::lines::{self, Line};
use crate::params::LinesParams;
use crate::site::Site;

/// Lines in one answer, unless asked for otherwise; `/concordance.csv` has no limit of its own.
const DEFAULT_LIMIT: usize = 100;

#[derive(Serialize, ToSchema)]
struct ConcordanceBody {
    n_hits: usize,
    lines: Vec<LineBody>,
    next_offset: Option<usize>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct LineBody {
    before: String,
    text: String,
    after: String,
    step: &'static str,
    document: String,
    title: String,
    issuer: String,
    issued: Option<String>,
    heading: String,
    page: Option<String>,
    paragraph: String,
    url: String,
}

/// `GET /api/v1/concordance`
#[utoipa::path(
    get,
    path = "/api/v1/concordance",
    operation_id = "concordance",
    summary = "前後文脈",
    params(LinesParams),
    responses(
        (status = 200, description = "前文脈・語・後文脈", body = ConcordanceBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    params: LinesParams,
) -> Result<Response, WebError> {
    params.search.require_query()?;
    let mut request = params.search.request();
    request.context_chars = params.width_chars;
    let limit = params.search.limit.unwrap_or(DEFAULT_LIMIT);
    let offset = params.search.offset;
    let body = site
        .ask_in(Lane::of(&request), move |generation| {
            let found = lines::gather(generation, request, params.order)?;
            let end = offset + limit;
            Ok(ConcordanceBody {
                n_hits: found.n_hits,
                next_offset: (end < found.lines.len()).then_some(end),
                lines: found.lines.into_iter().skip(offset).take(limit).map(line_body).collect(),
                index: generation.info().into(),
            })
        })
        .await?;
    Ok(json_page(&body, body.next_offset))
}

fn line_body(line: Line) -> LineBody {
    LineBody {
        before: line.before,
        text: line.text,
        after: line.after,
        step: step_name(line.step),
        document: line.document_id,
        title: line.document,
        issuer: line.issuer,
        issued: known(line.issued),
        heading: line.section,
        page: known(line.page),
        paragraph: line.paragraph,
        url: line.url,
    }
}
