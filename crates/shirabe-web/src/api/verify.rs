//! `POST /api/v1/verify`: whether the quotations of a draft stand in the corpus, [`VerificationBody`].

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use shirabe_document::citation::Style;
use shirabe_document::{Date, Section};
use shirabe_search::{
    CheckedReference, DiffPiece, DiffSide, Difference, MAX_DRAFT_CHARS, Passage, PassagePlace,
    QuotationStatus, SkipReason, SkippedQuotation, Verification, VerifiedQuotation,
};
use utoipa::ToSchema;

use super::shapes::{DocumentBody, IndexBody, PageBody, pages, pair};
use crate::citation_views;
use crate::error::{Problems, TooLong, WebError};
use crate::format::json;
use crate::origin::Origin;
use crate::site::Site;

/// `POST /api/v1/verify` with `{"text": …}`, or with the draft itself as text.
#[utoipa::path(
    post,
    path = "/api/v1/verify",
    operation_id = "verify",
    summary = "引用の照合",
    description = "草稿の「」、『』、“ ”及びMarkdownの引用（行頭の>）を原文と照合します。statusは200（一致）、\
        206（相違のある箇所が見つかった）、300（複数の箇所と一致）、404（見つからない）。",
    request_body(content = DraftBody, content_type = "application/json", example = json!({"text": "「創薬力の向上」（12頁）"})),
    responses(
        (status = 200, description = "引用ごとの結果。順序は草稿のとおり", body = VerificationBody, content_type = "application/json"),
        Problems,
        TooLong
    )
)]
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    body: Bytes,
) -> Result<Response, WebError> {
    let draft = draft(&headers, &body)?;
    let found = verify(&site, draft).await?;
    let today = (site.config.today)();
    Ok(json("application/json", &VerificationBody::of(&found, &origin, today)))
}

/// Checks a draft that is not longer than one request may be.
pub(crate) async fn verify(site: &Site, draft: String) -> Result<Verification, WebError> {
    let n_chars = draft.chars().count();
    if n_chars > MAX_DRAFT_CHARS {
        return Err(WebError::TextTooLong { n_chars });
    }
    site.ask(move |generation| Ok(generation.verify(&draft)?)).await
}

/// The body of `POST /api/v1/verify` for `found`, for programs that do not ask over HTTP; `site` is
/// the address of the site for citations.
pub fn verification_json(
    found: &Verification,
    site: &str,
    today: Date,
) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&VerificationBody::of(found, &Origin::at(site), today))
}

/// The same as a value, for assistants.
pub(crate) fn verification_value(
    found: &Verification,
    origin: &Origin,
    today: Date,
) -> serde_json::Value {
    serde_json::to_value(VerificationBody::of(found, origin, today)).unwrap_or_default()
}

#[derive(Deserialize, ToSchema)]
struct DraftBody {
    /// 草稿（64,000文字まで。これより長いものには413で答える）
    text: String,
}

fn draft(headers: &HeaderMap, body: &Bytes) -> Result<String, WebError> {
    let bad = |code: &str, detail: &str| WebError::bad(code.to_owned(), detail.to_owned());
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content_type.is_some_and(|value| value.starts_with("text/")) {
        let text =
            str::from_utf8(body).map_err(|_| bad("bad_text", "本文はUTF-8で送ってください。"))?;
        return Ok(text.to_owned());
    }
    let request: serde_json::Value = serde_json::from_slice(body).map_err(|error| {
        let at = format!("{}行{}列", error.line(), error.column());
        bad("bad_json", &format!("{{\"text\": \"草稿\"}}の形のJSONで送ってください（{at}）。"))
    })?;
    let request: Result<DraftBody, _> = serde_json::from_value(request);
    let missing = |_| bad("text_missing", "textに草稿を文字列で指定してください。");
    Ok(request.map_err(missing)?.text)
}

#[derive(Serialize, ToSchema)]
struct VerificationBody {
    quotes: Vec<QuoteBody>,
    skipped: Vec<SkippedBody>,
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct QuoteBody {
    quote: String,
    chars: [usize; 2],
    status: u16,
    result: &'static str,
    matches: Vec<MatchBody>,
    n_matches: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<MatchBody>,
    /// Of the first match, or of the nearest passage; empty if no character differs.
    diff: Vec<DiffBody>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartBody>,
    is_thorough: bool,
}

#[derive(Serialize, ToSchema)]
struct MatchBody {
    document: DocumentBody,
    section: SectionBody,
    page: Option<PageBody>,
    paragraph: String,
    url: String,
    permalink: String,
    /// With a text fragment: browsers show the words themselves.
    words_url: String,
    text: String,
    chars: [usize; 2],
    utf16: [usize; 2],
    places: Vec<PlaceBody>,
    difference: &'static str,
    rule: Option<&'static str>,
    similarity: f32,
    diff: Vec<DiffBody>,
    cited: Vec<ReferenceBody>,
    citation: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PassageSectionBody)]
struct SectionBody {
    id: String,
    heading: String,
    path: Vec<String>,
    pages: Option<[PageBody; 2]>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PassagePlaceBody)]
struct PlaceBody {
    section: String,
    paragraph: String,
    page: Option<PageBody>,
    chars: [usize; 2],
    text: String,
    url: String,
}

#[derive(Serialize, ToSchema)]
struct DiffBody {
    op: &'static str,
    text: String,
}

#[derive(Serialize, ToSchema)]
struct PartBody {
    text: String,
    is_exact: bool,
}

#[derive(Serialize, ToSchema)]
struct ReferenceBody {
    cited: String,
    found: String,
    agrees: Option<bool>,
}

#[derive(Serialize, ToSchema)]
struct SkippedBody {
    quote: String,
    chars: [usize; 2],
    reason: &'static str,
    detail: &'static str,
}

impl VerificationBody {
    fn of(found: &Verification, origin: &Origin, today: Date) -> VerificationBody {
        let quote = |quotation| quote_body(quotation, origin, today);
        VerificationBody {
            quotes: found.quotations.iter().map(quote).collect(),
            skipped: found.skipped.iter().map(SkippedBody::from).collect(),
            index: found.index.clone().into(),
        }
    }
}

fn quote_body(quotation: &VerifiedQuotation, origin: &Origin, today: Date) -> QuoteBody {
    let body = |passage| match_body(passage, origin, today);
    let shown = quotation.matches.first().or(quotation.nearest.as_ref());
    let parts = quotation.parts.iter();
    QuoteBody {
        quote: quotation.text.clone(),
        chars: pair(quotation.chars.clone()),
        status: quotation.status.code(),
        result: match quotation.status {
            QuotationStatus::Exact => "exact",
            QuotationStatus::Different => "different",
            QuotationStatus::Several => "several",
            QuotationStatus::Absent => "absent",
        },
        matches: quotation.matches.iter().map(body).collect(),
        n_matches: quotation.n_matches,
        nearest: quotation.nearest.as_ref().map(body),
        diff: shown.map(diff_body).unwrap_or_default(),
        parts: parts
            .map(|(text, exact)| PartBody { text: text.clone(), is_exact: *exact })
            .collect(),
        is_thorough: quotation.is_thorough,
    }
}

fn match_body(passage: &Passage, origin: &Origin, today: Date) -> MatchBody {
    let citation = citation_views::passage_citation(passage, origin, today);
    let first = passage.places.first();
    let chars = first.map(|place| (pair(place.chars.clone()), pair(place.utf16.clone())));
    let (chars, utf16) = chars.unwrap_or_default();
    MatchBody {
        document: passage.document.as_ref().into(),
        section: section_body(&passage.section),
        page: first.and_then(|place| place.page.clone()).map(PageBody::from),
        paragraph: first.map(|place| place.paragraph.clone()).unwrap_or_default(),
        url: first.map(|place| place.url.clone()).unwrap_or_default(),
        permalink: citation.permalink.clone(),
        words_url: citation_views::passage_words_url(passage),
        text: citation_views::quoted_words(passage),
        chars,
        utf16,
        places: passage.places.iter().map(PlaceBody::from).collect(),
        difference: match passage.difference {
            Difference::None => "none",
            Difference::Notation => "notation",
            Difference::Spelling => "spelling",
            Difference::Wording => "wording",
        },
        rule: passage.rule,
        similarity: passage.similarity,
        diff: diff_body(passage),
        cited: passage.references.iter().map(ReferenceBody::from).collect(),
        citation: Style::Sist02.write(&citation),
    }
}

fn section_body(section: &Section) -> SectionBody {
    SectionBody {
        id: section.id.to_string(),
        heading: section.heading.clone(),
        path: section.path.clone(),
        pages: pages(section.pages()),
    }
}

fn diff_body(passage: &Passage) -> Vec<DiffBody> {
    if passage.difference == Difference::None {
        return Vec::new();
    }
    let op = |piece: &DiffPiece| match piece.side {
        DiffSide::Both => "equal",
        DiffSide::Quotation => "delete",
        DiffSide::Document => "insert",
    };
    passage.diff.iter().map(|piece| DiffBody { op: op(piece), text: piece.text.clone() }).collect()
}

impl From<&PassagePlace> for PlaceBody {
    fn from(place: &PassagePlace) -> PlaceBody {
        PlaceBody {
            section: place.section.clone(),
            paragraph: place.paragraph.clone(),
            page: place.page.clone().map(PageBody::from),
            chars: pair(place.chars.clone()),
            text: place.text.clone(),
            url: place.url.clone(),
        }
    }
}

impl From<&CheckedReference> for ReferenceBody {
    fn from(reference: &CheckedReference) -> ReferenceBody {
        ReferenceBody {
            cited: reference.cited.clone(),
            found: reference.found.clone(),
            agrees: reference.agrees,
        }
    }
}

impl From<&SkippedQuotation> for SkippedBody {
    fn from(skipped: &SkippedQuotation) -> SkippedBody {
        SkippedBody {
            quote: skipped.text.clone(),
            chars: pair(skipped.chars.clone()),
            reason: match skipped.reason {
                SkipReason::TooShort => "too_short",
                SkipReason::TooMany => "too_many",
            },
            detail: skip_reason(skipped.reason),
        }
    }
}

/// Why a quotation was not looked for, in Japanese.
pub(crate) fn skip_reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::TooShort => "4文字に満たないため、引用ではなく用語とみなしました。",
        SkipReason::TooMany => "1回に照合できる引用（1,000か所）を超えました。",
    }
}
