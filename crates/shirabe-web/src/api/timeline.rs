//! `GET /api/v1/timeline`: in how many sections several wordings stand, year by year.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::IndexBody;
use crate::error::{Problems, WebError};
use crate::format::json;
use crate::lanes::Lane;
use crate::params::{SearchParams, TimelineParams};
use crate::site::Site;
use crate::timeline::{Timeline, Wording, Year};

#[derive(Serialize, ToSchema)]
struct TimelineBody {
    /// 比べた言葉
    wordings: Vec<WordingBody>,
    /// 年度ごとの数
    years: Vec<YearBody>,
    /// 日付の分からない文書の節の数（言葉ごと）
    undated: Vec<usize>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct WordingBody {
    /// 検索語
    query: String,
    /// 該当箇所の数
    n_hits: usize,
    /// 節の数
    n_sections: usize,
    /// 文書の数
    n_documents: usize,
}

#[derive(Serialize, ToSchema)]
struct YearBody {
    /// 年度（西暦）
    fiscal_year: i32,
    /// 文書の数
    n_documents: usize,
    /// 節の数（言葉ごと）
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
        .ask_in(Lane::of(&params.request()), move |generation| {
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
