//! `POST /api/v1/verify`: whether the quotations of a draft stand in the corpus, `VerificationBody`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use shirabe_document::citation::Style;
use shirabe_document::{Date, Section};
use shirabe_site::error::{Problems, TooLong, WebError};
use shirabe_site::format::json;
use shirabe_site::lanes::Lane;
use shirabe_site::origin::Origin;
use shirabe_site::{Site, citation_views, url, wording};
use shirabe_verify::{
    Border, Change, ChangeKind, CheckedReference, DiffPiece, DiffSide, Difference, EditionStanding,
    MAX_DRAFT_CHARS, Passage, PassagePlace, QuotationStatus, ReferenceKind, SkipReason,
    SkippedQuotation, Verification, VerifiedQuotation,
};
use utoipa::ToSchema;

use crate::selectors::{SelectorBody, selectors, selectors_in};
use crate::shapes::{DocumentBody, IndexBody, PageBody, pages, pair};

/// `POST /api/v1/verify` with `{"text": …}`, or with the draft itself as text.
#[utoipa::path(
    post,
    path = "/api/v1/verify",
    operation_id = "verify",
    tag = "照合",
    summary = "引用の照合",
    description = "草稿の「」、『』、“ ”及びMarkdownの引用（行頭の>）を原文と照合します。statusは200（一致）、\
        206（相違のある箇所が見つかった、又は見出し、項目、セル、段落の境をまたぐ）、300（複数の箇所と一致）、404（見つからない）。",
    request_body(content = DraftBody, content_type = "application/json", example = json!({"text": "「創薬力の向上」（12頁）"})),
    responses(
        (status = 200, description = "引用ごとの結果。順序は草稿のとおり", body = VerificationBody, content_type = "application/json"),
        Problems,
        TooLong
    )
)]
pub async fn answer(
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
pub async fn verify(site: &Site, draft: String) -> Result<Verification, WebError> {
    let n_chars = draft.chars().count();
    if n_chars > MAX_DRAFT_CHARS {
        return Err(WebError::TextTooLong { n_chars });
    }
    site.ask_in(Lane::Long, move |generation| Ok(generation.verify(&draft)?)).await
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

/// The same with fewer matches of each quotation, for assistants.
pub(crate) fn verification_value(
    found: &Verification,
    origin: &Origin,
    today: Date,
    most_matches: usize,
) -> impl Serialize {
    let mut body = VerificationBody::of(found, origin, today);
    body.quotes.iter_mut().for_each(|quote| quote.matches.truncate(most_matches));
    body
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

/// 草稿の照合の結果
#[derive(Serialize, ToSchema)]
pub(crate) struct VerificationBody {
    /// 引用（草稿の順）
    quotes: Vec<QuoteBody>,
    /// 照合しなかった引用符と、その理由
    skipped: Vec<SkippedBody>,
    /// 草稿の始めの引用符の数（quotesとskippedの合計）
    n_marks: usize,
    /// すべての引用符を読み、すべての引用が一致したか（200又は300）
    is_verified: bool,
    /// 答えた索引
    index: IndexBody,
}

#[derive(Serialize, ToSchema)]
struct QuoteBody {
    /// 草稿の引用
    quote: String,
    /// 草稿の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 200（一致）、206（相違がある）、300（複数の箇所と一致）又は404（見つからない）
    status: u16,
    /// exact、different、several又はabsent
    result: &'static str,
    /// 一致した箇所（20まで。引用が多い草稿では減らす。全体の数はn_matches）
    matches: Vec<MatchBody>,
    /// 一致した箇所の数（1,000は、それ以上）
    n_matches: usize,
    /// 最も近い箇所（見つからないとき）
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<MatchBody>,
    /// 初めの箇所（ないときは最も近い箇所）との、文字ごとの違い
    diff: Vec<DiffBody>,
    /// 同じ箇所との違い（重いものから）
    changes: Vec<ChangeBody>,
    /// 同じ箇所で引用がまたぐ境（heading、cell、item又はparagraph）
    crosses: Option<&'static str>,
    /// 省略で分かれた部分
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartBody>,
    /// 近い箇所まで調べたか
    is_thorough: bool,
}

#[derive(Serialize, ToSchema)]
struct MatchBody {
    /// 文書
    document: DocumentBody,
    /// 節
    section: SectionBody,
    /// ページ
    page: Option<PageBody>,
    /// 段落ID
    paragraph: String,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
    /// 固定リンク（絶対アドレス）
    permalink: String,
    /// 言葉へのリンク（テキストの断片）
    words_url: String,
    /// 文字列
    text: String,
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 同じ範囲（UTF-16の単位）
    utf16: [usize; 2],
    /// 各部分の箇所
    places: Vec<PlaceBody>,
    /// none、notation、spelling又はwording
    difference: &'static str,
    /// 別の書き方の規則
    rule: Option<&'static str>,
    /// 引用の文字のうち一致したものの割合
    similarity: f32,
    /// 文字ごとの違い
    diff: Vec<DiffBody>,
    /// 違い（重いものから）
    changes: Vec<ChangeBody>,
    /// 引用がまたぐ境（heading、cell、item又はparagraph）
    crosses: Option<&'static str>,
    /// 草稿が示すページや節との照合
    cited: Vec<ReferenceBody>,
    /// 以前の版と、そこに引用があるか
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editions: Vec<EditionStandingBody>,
    /// 出典（SIST 02）
    citation: String,
    /// 出典のうち推測によるもの（title、issuer、issued）
    #[serde(skip_serializing_if = "Vec::is_empty")]
    guessed: Vec<&'static str>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PassageSectionBody)]
struct SectionBody {
    /// ID
    id: String,
    /// 見出し
    heading: String,
    /// 上の階層からの見出し
    path: Vec<String>,
    /// 始めと終わりのページ
    pages: Option<[PageBody; 2]>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PassagePlaceBody)]
struct PlaceBody {
    /// 節
    section: String,
    /// 段落ID
    paragraph: String,
    /// ページ
    page: Option<PageBody>,
    /// 節の本文の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 同じ範囲（UTF-16の単位）
    utf16: [usize; 2],
    /// 文字列
    text: String,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
    /// 注釈の道具のための位置（W3C Web Annotation、節の本文の中）
    selector: [SelectorBody; 2],
}

#[derive(Serialize, ToSchema)]
struct ChangeBody {
    /// number、negation、ending、wording、addition又はomission
    kind: &'static str,
    /// 草稿の文字
    quotation: String,
    /// 原文の文字
    document: String,
    /// 説明
    detail: String,
}

#[derive(Serialize, ToSchema)]
struct EditionStandingBody {
    /// 名前
    name: String,
    /// 発行日（2025-02-21の形。分からないときはnull）
    issued: Option<String>,
    /// その版に引用があるか
    stands: bool,
    /// 固定リンク（サイトの中のアドレス）
    url: String,
}

#[derive(Serialize, ToSchema)]
struct DiffBody {
    /// equal、delete（草稿だけ）又はinsert（原文だけ）
    op: &'static str,
    /// 文字列
    text: String,
}

#[derive(Serialize, ToSchema)]
struct PartBody {
    /// 文字列
    text: String,
    /// このとおりの並びがあるか
    is_exact: bool,
}

#[derive(Serialize, ToSchema)]
struct ReferenceBody {
    /// issuer、title、date、section又はpage
    kind: &'static str,
    /// 草稿が示すもの
    cited: String,
    /// 実際の値
    found: String,
    /// 合っているか
    agrees: Option<bool>,
}

#[derive(Serialize, ToSchema)]
struct SkippedBody {
    /// 草稿の引用
    quote: String,
    /// 草稿の中の範囲（Unicodeの文字数）
    chars: [usize; 2],
    /// 理由
    reason: &'static str,
    /// 説明
    detail: &'static str,
}

impl VerificationBody {
    fn of(found: &Verification, origin: &Origin, today: Date) -> VerificationBody {
        let quote = |quotation| quote_body(quotation, origin, today);
        VerificationBody {
            quotes: found.quotations.iter().map(quote).collect(),
            skipped: found.skipped.iter().map(SkippedBody::from).collect(),
            n_marks: found.n_marks(),
            is_verified: found.is_verified(),
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
        changes: shown.map(change_bodies).unwrap_or_default(),
        crosses: shown.and_then(|passage| passage.crosses).map(border_code),
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
        places: passage.places.iter().map(|place| place_body(place, passage)).collect(),
        difference: match passage.difference {
            Difference::None => "none",
            Difference::Notation => "notation",
            Difference::Spelling => "spelling",
            Difference::Wording => "wording",
        },
        rule: passage.rule,
        similarity: passage.similarity,
        diff: diff_body(passage),
        changes: change_bodies(passage),
        crosses: passage.crosses.map(border_code),
        cited: passage.references.iter().map(ReferenceBody::from).collect(),
        editions: passage.editions.iter().map(|e| edition_body(passage, e)).collect(),
        guessed: citation_views::guessed_fields(&citation),
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

fn place_body(place: &PassagePlace, passage: &Passage) -> PlaceBody {
    let text = (place.section == passage.section.id.as_str()).then(|| passage.section.text());
    PlaceBody {
        section: place.section.clone(),
        paragraph: place.paragraph.clone(),
        page: place.page.clone().map(PageBody::from),
        chars: pair(place.chars.clone()),
        utf16: pair(place.utf16.clone()),
        selector: match text {
            Some(text) => selectors_in(&text, place.chars.clone()),
            None => selectors("", &place.text, "", place.chars.clone()),
        },
        text: place.text.clone(),
        url: place.url.clone(),
    }
}

fn change_bodies(passage: &Passage) -> Vec<ChangeBody> {
    let body = |change: &Change| ChangeBody {
        kind: change_code(change.kind),
        quotation: change.quotation.clone(),
        document: change.document.clone(),
        detail: change_sentence(change),
    };
    passage.changes.iter().map(body).collect()
}

fn change_code(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Number => "number",
        ChangeKind::Negation => "negation",
        ChangeKind::Ending => "ending",
        ChangeKind::Wording => "wording",
        ChangeKind::Addition => "addition",
        ChangeKind::Omission => "omission",
    }
}

/// What differs, in Japanese: 文末が違います：検討する → 推進する
pub fn change_sentence(change: &Change) -> String {
    let Change { kind, quotation, document } = change;
    let what = match kind {
        ChangeKind::Number => "数値が違います",
        ChangeKind::Negation => "否定の有無が違います",
        ChangeKind::Ending => "文末が違います",
        ChangeKind::Wording => "言葉が違います",
        ChangeKind::Addition => return format!("原文にない言葉があります：{quotation}"),
        ChangeKind::Omission => return format!("原文の言葉が省かれています：{document}"),
    };
    let shown =
        |words: &str| if words.is_empty() { "（なし）".to_owned() } else { words.to_owned() };
    format!("{what}：{} → {}", shown(quotation), shown(document))
}

fn border_code(border: Border) -> &'static str {
    match border {
        Border::Heading => "heading",
        Border::Cell => "cell",
        Border::Item => "item",
        Border::Paragraph => "paragraph",
    }
}

/// Which border a quotation reaches over, in Japanese.
pub fn border_sentence(border: Border) -> &'static str {
    match border {
        Border::Heading => "見出しと本文の境をまたいでいます。原文では続いた言葉ではありません。",
        Border::Cell => "表のセルの境をまたいでいます。原文では続いた言葉ではありません。",
        Border::Item => "箇条書きの項目の境をまたいでいます。原文では続いた言葉ではありません。",
        Border::Paragraph => "段落の境をまたいでいます。原文では一続きの段落ではありません。",
    }
}

/// What is said of an earlier edition, in Japanese.
pub fn edition_sentence(edition: &EditionStanding) -> String {
    let issued = edition.issued.map_or(edition.name.clone(), |date| date.to_string());
    if edition.stands {
        format!("前の版（{issued}）に、このとおりあります。")
    } else {
        format!("前の版（{issued}）には、このとおりにはありません。")
    }
}

fn edition_body(passage: &Passage, edition: &EditionStanding) -> EditionStandingBody {
    EditionStandingBody {
        url: url::document(passage.document.id.pinned(&edition.name).as_str()),
        name: edition.name.clone(),
        issued: edition.issued.map(|date| date.to_string()),
        stands: edition.stands,
    }
}

impl From<&CheckedReference> for ReferenceBody {
    fn from(reference: &CheckedReference) -> ReferenceBody {
        ReferenceBody {
            kind: match reference.kind {
                ReferenceKind::Issuer => "issuer",
                ReferenceKind::Title => "title",
                ReferenceKind::Date => "date",
                ReferenceKind::Section => "section",
                ReferenceKind::Page => "page",
            },
            cited: reference.cited.clone(),
            found: wording::found_reference(reference),
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
                SkipReason::TooManyOmissions => "too_many_omissions",
                SkipReason::Unclosed => "unclosed",
                SkipReason::SpansParagraphs => "spans_paragraphs",
                SkipReason::Nested => "nested",
                SkipReason::InMarkup => "in_markup",
                SkipReason::Title => "title",
            },
            detail: skip_reason(skipped.reason),
        }
    }
}

/// Why a quotation was not looked for, in Japanese.
pub fn skip_reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::TooShort => "4文字に満たないため、引用ではなく用語とみなしました。",
        SkipReason::TooMany => "1回に照合できる引用（1,000か所）を超えました。",
        SkipReason::TooManyOmissions => "省略が32か所を超えるため、照合しませんでした。",
        SkipReason::Unclosed => "引用符が閉じていないため、照合しませんでした。",
        SkipReason::SpansParagraphs => {
            "引用符が別の段落で閉じているため、照合しませんでした。段落ごとに囲んでください。"
        }
        SkipReason::Nested => "外側の引用の一部として照合しました。",
        SkipReason::InMarkup => "HTMLのタグ又はコメントの中にあるため、照合しませんでした。",
        SkipReason::Title => "本文の文言ではなく、収録した文書の題名です。",
    }
}
