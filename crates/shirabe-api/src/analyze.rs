//! `GET /api/v1/analyze`: how a text is read, to see why something matched or did not.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Serialize;
use shirabe_search::Analysis;
use shirabe_site::Site;
use shirabe_site::error::{Problems, WebError};
use shirabe_site::format::json;
use utoipa::ToSchema;

use crate::shapes::{IndexBody, pair};

/// The longest text that is analysed, in characters.
const MAX_TEXT_CHARS: usize = 2_000;

#[derive(Serialize, ToSchema)]
struct AnalysisBody {
    /// 文字列
    text: String,
    /// 照合する形
    match_form: String,
    /// 照合する形の文字ごとの、元の文字列の範囲
    match_form_chars: Vec<[usize; 2]>,
    /// 2文字の並び
    bigrams: Vec<String>,
    /// 語
    words: Vec<WordBody>,
    /// 語
    terms: Vec<TermBody>,
    /// 別の書き方
    expansions: Vec<ExpansionBody>,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct WordBody {
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 本文の字面
    surface: String,
    /// 正規化した形
    normalised: String,
    /// 読み
    reading: String,
    /// 品詞
    part_of_speech: String,
}

#[derive(Serialize, ToSchema)]
struct TermBody {
    /// 語
    term: String,
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
}

#[derive(Serialize, ToSchema)]
#[schema(as = AnalysedExpansionBody)]
struct ExpansionBody {
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 語
    term: String,
    /// 別の書き方の規則
    rule: &'static str,
    /// 別の書き方
    alternatives: Vec<String>,
}

/// `GET /api/v1/analyze`
#[utoipa::path(
    get,
    path = "/api/v1/analyze",
    operation_id = "analyze",
    tag = "読み方",
    summary = "文字列の読み方",
    description = "文字列がどう読まれるかを示します。照合用の形、分かち書きの語、別の書き方が分かり、当たった理由や当たらない理由を調べられます。",
    params((
        "text" = String,
        Query,
        description = "調べる文字列",
        min_length = 1,
        max_length = 2_000,
        example = "取り組み"
    )),
    responses(
        (status = 200, description = "照合する形、語及び別の書き方", body = AnalysisBody, content_type = "application/json"),
        Problems
    )
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let text = pairs.into_iter().find(|(name, _)| name == "text").map(|(_, value)| value);
    let text = text.filter(|text| !text.is_empty()).ok_or_else(|| {
        WebError::bad("text_missing".to_owned(), "textに文字列を指定してください。".to_owned())
    })?;
    if text.chars().count() > MAX_TEXT_CHARS {
        let detail = format!("textは{MAX_TEXT_CHARS}文字以内で指定してください。");
        return Err(WebError::bad("text_too_long".to_owned(), detail));
    }
    let body = site
        .ask(move |generation| Ok(body(generation.analyze(&text), generation.info().into())))
        .await?;
    Ok(json("application/json", &body))
}

fn body(analysis: Analysis, index: IndexBody) -> AnalysisBody {
    let words = analysis.words.into_iter().map(|word| WordBody {
        chars: pair(word.chars),
        surface: word.surface,
        normalised: word.normalised,
        reading: word.reading,
        part_of_speech: word.part_of_speech,
    });
    let terms = analysis.terms.into_iter();
    let expansions = analysis.expansions.into_iter().map(|expansion| ExpansionBody {
        chars: pair(expansion.chars),
        term: expansion.term,
        rule: expansion.rule.name(),
        alternatives: expansion.alternatives,
    });
    AnalysisBody {
        text: analysis.text,
        match_form: analysis.match_form,
        match_form_chars: analysis.form_chars.into_iter().map(pair).collect(),
        bigrams: analysis.bigrams,
        words: words.collect(),
        terms: terms.map(|(term, chars)| TermBody { term, chars: pair(chars) }).collect(),
        expansions: expansions.collect(),
        index,
    }
}
