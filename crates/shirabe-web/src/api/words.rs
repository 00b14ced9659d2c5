//! `GET /api/v1/suggest` and `GET /api/v1/glossary`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::shapes::IndexBody;
use crate::error::WebError;
use crate::format::json;
use crate::library::{GlossaryEntry, Suggestion};
use crate::params::SearchParams;
use crate::site::Site;
use crate::url;

const N_SUGGESTIONS: usize = 8;

#[derive(Serialize)]
struct SuggestionsBody {
    suggestions: Vec<SuggestionBody>,
    index: IndexBody,
}

#[derive(Serialize)]
struct SuggestionBody {
    text: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct GlossaryBody {
    entries: Vec<EntryBody>,
    index: IndexBody,
}

#[derive(Serialize)]
struct EntryBody {
    short: String,
    long: String,
    document: String,
    section: String,
    paragraph: String,
    url: String,
}

/// `GET /api/v1/suggest`
pub(crate) async fn suggest(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let found = generation.suggest(&params.q, N_SUGGESTIONS).into_iter();
            let suggestions = found.map(SuggestionBody::from).collect();
            Ok(SuggestionsBody { suggestions, index: generation.info().into() })
        })
        .await?;
    Ok(json("application/json", &body))
}

/// `GET /api/v1/glossary`
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
