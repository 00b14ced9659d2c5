//! `GET /api/v1/suggest` and `GET /api/v1/glossary`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::IndexBody;
use crate::error::{Problems, WebError};
use crate::format::json;
use crate::library::{GlossaryEntry, Suggestion};
use crate::params::SearchParams;
use crate::site::Site;
use crate::url;

const N_SUGGESTIONS: usize = 8;

#[derive(Serialize, ToSchema)]
struct SuggestionsBody {
    suggestions: Vec<SuggestionBody>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct SuggestionBody {
    text: String,
    kind: &'static str,
}

#[derive(Serialize, ToSchema)]
struct GlossaryBody {
    entries: Vec<EntryBody>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct EntryBody {
    short: String,
    long: String,
    document: String,
    section: String,
    paragraph: String,
    url: String,
}

/// `GET /api/v1/suggest`
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    operation_id = "suggest",
    summary = "検索語の候補",
    params(("q" = Option<String>, Query, description = "入力した文字", max_length = 512, example = "創")),
    responses(
        (status = 200, description = "候補", body = SuggestionsBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn suggest(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let found = generation.suggest(&params.q, N_SUGGESTIONS)?.into_iter();
            let suggestions = found.map(SuggestionBody::from).collect();
            Ok(SuggestionsBody { suggestions, index: generation.info().into() })
        })
        .await?;
    Ok(json("application/json", &body))
}

/// `GET /api/v1/glossary`
#[utoipa::path(
    get,
    path = "/api/v1/glossary",
    operation_id = "glossary",
    summary = "文書の中で定義された略語",
    responses(
        (status = 200, description = "略語、正式な名称及び定義箇所", body = GlossaryBody, content_type = "application/json"),
        Problems
    )
)]
pub(crate) async fn glossary(State(site): State<Arc<Site>>) -> Result<Response, WebError> {
    let body = site
        .ask(|generation| {
            let entries = generation.glossary().into_iter().map(EntryBody::from).collect();
            Ok(GlossaryBody { entries, index: generation.info().into() })
        })
        .await?;
    Ok(json("application/json", &body))
}

impl From<Suggestion> for SuggestionBody {
    fn from(suggestion: Suggestion) -> SuggestionBody {
        SuggestionBody { text: suggestion.text, kind: suggestion.kind }
    }
}

impl From<GlossaryEntry> for EntryBody {
    fn from(entry: GlossaryEntry) -> EntryBody {
        let (document, section, paragraph) = entry.defined_at;
        EntryBody {
            short: entry.short,
            long: entry.long,
            url: format!("{}#{paragraph}", url::section(&document, &section)),
            document,
            section,
            paragraph,
        }
    }
}
