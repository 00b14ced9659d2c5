//! `GET /api/v1/suggest` and `GET /api/v1/glossary`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

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
}

#[derive(Serialize)]
struct SuggestionBody {
    text: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct GlossaryBody {
    entries: Vec<EntryBody>,
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
    let found =
        site.ask(move |generation| Ok(generation.suggest(&params.q, N_SUGGESTIONS))).await?;
    let suggestions = found.into_iter().map(SuggestionBody::from).collect();
    Ok(json("application/json", &SuggestionsBody { suggestions }))
}

/// `GET /api/v1/glossary`
pub(crate) async fn glossary(State(site): State<Arc<Site>>) -> Result<Response, WebError> {
    let entries = site.ask(|generation| Ok(generation.glossary())).await?;
    let entries = entries.into_iter().map(EntryBody::from).collect();
    Ok(json("application/json", &GlossaryBody { entries }))
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
