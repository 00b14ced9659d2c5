//! `GET /api/v1/suggest` and `GET /api/v1/glossary`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use shirabe_site::error::{Problems, WebError};
use shirabe_site::format::{json, json_page};
use shirabe_site::library::{GlossaryEntry, Suggestion};
use shirabe_site::params::{MAX_LIMIT, PageOfList, PageParams, SearchParams};
use shirabe_site::{Site, url};
use utoipa::ToSchema;

use crate::shapes::IndexBody;

/// Unless asked for otherwise: as many as fit below the search box.
const N_SUGGESTIONS: usize = 8;

#[derive(Serialize, ToSchema)]
struct SuggestionsBody {
    /// 候補
    suggestions: Vec<SuggestionBody>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct SuggestionBody {
    /// 文字列
    text: String,
    /// 種別
    kind: &'static str,
}

#[derive(Serialize, ToSchema)]
struct GlossaryBody {
    /// 略語の数
    n_entries: usize,
    /// 略語
    entries: Vec<EntryBody>,
    /// 続きの始まり（最後まで示したときはnull）
    next_offset: Option<usize>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
pub(super) struct EntryBody {
    /// 略語
    short: String,
    /// 正式な名称
    long: String,
    /// 文書
    document: String,
    /// 節
    section: String,
    /// 段落ID
    paragraph: String,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

/// `GET /api/v1/suggest`
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    operation_id = "suggest",
    tag = "読み方",
    summary = "検索語の候補",
    description = "入力の途中の文字から、続きになる検索語を示します。",
    params(
        ("q" = Option<String>, Query, description = "入力した文字", max_length = 4_000, example = "創"),
        ("limit" = Option<usize>, Query, description = "候補の数", minimum = 0, maximum = 100, example = 8)
    ),
    responses(
        (status = 200, description = "候補", body = SuggestionsBody, content_type = "application/json"),
        Problems
    )
)]
pub async fn suggest(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let limit = params.limit.unwrap_or(N_SUGGESTIONS);
            let found = generation.suggest(&params.q, limit)?.into_iter();
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
    tag = "文書",
    summary = "文書の中で定義された略語",
    description = "文書の中で「（以下「○○」という。）」などにより定義された略語を、定義された箇所とともに示します。",
    params(PageParams),
    responses(
        (status = 200, description = "略語、正式な名称及び定義箇所", body = GlossaryBody, content_type = "application/json"),
        Problems
    )
)]
pub async fn glossary(
    State(site): State<Arc<Site>>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let body = site
        .ask(move |generation| {
            let limit = params.limit.unwrap_or(MAX_LIMIT);
            let page = PageOfList::of(generation.glossary(), params.offset, limit);
            Ok(GlossaryBody {
                n_entries: page.n_all,
                next_offset: page.next_offset,
                entries: page.items.into_iter().map(EntryBody::from).collect(),
                index: generation.info().into(),
            })
        })
        .await?;
    Ok(json_page(&body, body.next_offset))
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
            url: url::paragraph(&document, &section, &paragraph),
            document,
            section,
            paragraph,
        }
    }
}
