//! `GET /api/v1/timeline`: in how many sections several wordings stand, year by year.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::IndexBody;
use crate::error::{Problems, WebError};
use crate::format::json;
use crate::params::{SearchParams, TimelineParams};
use crate::site::Site;
use crate::timeline::{Timeline, Wording, Year};

#[derive(Serialize, ToSchema)]
struct TimelineBody {
    wordings: Vec<WordingBody>,
    years: Vec<YearBody>,
    /// Sections of documents without a date, one number per wording.
    undated: Vec<usize>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct WordingBody {
    query: String,
    n_hits: usize,
    n_sections: usize,
    n_documents: usize,
}

#[derive(Serialize, ToSchema)]
struct YearBody {
    fiscal_year: i32,
    n_documents: usize,
    /// One number per wording.
    n_sections: Vec<usize>,
}

/// `GET /api/v1/timeline`
#[utoipa::path(
    get,
    path = "/api/v1/timeline",
    operation_id = "timeline",
    summary = "年度別の件数",
    params(TimelineParams),
    responses(
        (status = 200, description = "年度ごとの節の数", body = TimelineBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    params.require_query()?;
    let body = site
        .ask(move |generation| {
            let timeline = Timeline::of(generation, &params)?;
            Ok(TimelineBody {
                wordings: timeline.wordings.into_iter().map(wording_body).collect(),
                years: timeline.years.into_iter().map(year_body).collect(),
                undated: timeline.undated,
                index: generation.info().into(),
            })
        })
        .await?;
    Ok(json("application/json", &body))
}

fn wording_body(wording: Wording) -> WordingBody {
    let Wording { query, n_hits, n_sections, n_documents } = wording;
    WordingBody { query, n_hits, n_sections, n_documents }
}

fn year_body(year: Year) -> YearBody {
    let Year { fiscal_year, n_documents, n_sections } = year;
    YearBody { fiscal_year, n_documents, n_sections }
}
