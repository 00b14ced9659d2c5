//! `/verify`: a form for a draft, and what was found of its quotations.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use shirabe_api::verify::{
    border_sentence, change_sentence, edition_sentence, skip_reason, verify,
};
use shirabe_document::Date;
use shirabe_document::citation::Style;
use shirabe_japanese::is_sentence_end;
use shirabe_site::error::WebError;
use shirabe_site::origin::Origin;
use shirabe_site::{Site, citation_views, wording};
use shirabe_verify::{
    CheckedReference, DiffSide, Difference, MAX_DRAFT_CHARS, Passage, QuotationStatus,
    SkippedQuotation, Verification, VerifiedQuotation,
};

use crate::pages::frame::FrameView;
use crate::render::html;
use crate::verification_report::verification_csv;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyView {
    frame: FrameView,
    draft: String,
    max_chars: String,
    answer: Option<AnswerView>,
}

/// What was found.
struct AnswerView {
    status: String,
    quotations: Vec<QuotationView>,
    skipped: Vec<(String, &'static str)>,
    generation: String,
}

struct QuotationView {
    number: usize,
    /// For the style sheet.
    class: &'static str,
    label: &'static str,
    text: String,
    /// What a reader should know beside the label.
    remarks: Vec<String>,
    matches: Vec<PassageView>,
    nearest: Option<PassageView>,
}

/// One passage of the corpus.
struct PassageView {
    /// The words themselves.
    words_url: String,
    /// Title, headings and page.
    path: Vec<String>,
    /// How it differs, if it does.
    difference: &'static str,
    diff: Vec<(DiffSide, String)>,
    /// What differs, and what the draft says of the place.
    remarks: Vec<String>,
    citation: String,
    /// The sentence before, the passage, the sentence behind, as they stand in the document.
    context: [String; 3],
}

/// `GET /verify` and `GET /verify?text=`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(pairs): Query<Vec<(String, String)>>,
    origin: Origin,
) -> Result<Response, WebError> {
    let draft = pairs.into_iter().find(|(name, _)| name == "text").map(|(_, value)| value);
    page(&site, draft.unwrap_or_default(), &origin).await
}

/// `POST /verify` by the form of the page.
pub(crate) async fn check(
    State(site): State<Arc<Site>>,
    origin: Origin,
    body: Bytes,
) -> Result<Response, WebError> {
    let draft = form_field(&body, "text").ok_or_else(|| {
        WebError::bad("text_missing".to_owned(), "草稿を入力してください。".to_owned())
    })?;
    page(&site, draft, &origin).await
}

/// `POST /verify.csv`: the same as a table.
pub(crate) async fn csv(
    State(site): State<Arc<Site>>,
    origin: Origin,
    body: Bytes,
) -> Result<Response, WebError> {
    let draft = form_field(&body, "text").unwrap_or_default();
    let today = (site.config.today)();
    let found = verify(&site, draft).await?;
    let table = verification_csv(&found, &origin.join(""), today);
    let disposition =
        "attachment; filename*=UTF-8''%E5%BC%95%E7%94%A8%E3%81%AE%E7%85%A7%E5%90%88.csv";
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, table).into_response())
}

/// A field of `application/x-www-form-urlencoded`. Forms end lines by CR LF (WHATWG HTML, 4.10.21.8).
fn form_field(body: &[u8], name: &str) -> Option<String> {
    let mut pairs = body.split(|byte| *byte == b'&').map(|pair| {
        let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        (&pair[..at], pair.get(at + 1..).unwrap_or_default())
    });
    let (_, value) = pairs.find(|(key, _)| *key == name.as_bytes())?;
    let spaced: Vec<u8> =
        value.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let text = percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned();
    Some(text.replace("\r\n", "\n"))
}

async fn page(site: &Site, draft: String, origin: &Origin) -> Result<Response, WebError> {
    let today = (site.config.today)();
    let answer = if draft.trim().is_empty() {
        None
    } else {
        Some(AnswerView::of(&verify(site, draft.clone()).await?, origin, today))
    };
    let title = "引用の照合";
    let frame = FrameView {
        is_listed: answer.is_none(),
        canonical: Some(origin.join("/verify")),
        description: "草稿の引用が、収録した文書の原文と一字一句合っているかを確かめます。"
            .to_owned(),
        place: "/verify",
        printed: answer.iter().map(|answer| answer.generation.clone()).collect(),
        ..FrameView::new(title)
    };
    Ok(html(&VerifyView { frame, draft, max_chars: wording::number(MAX_DRAFT_CHARS), answer }))
}

impl AnswerView {
    fn of(found: &Verification, origin: &Origin, today: Date) -> AnswerView {
        let view = |(number, quotation)| QuotationView::of(number, quotation, origin, today);
        // What was read as a part of another quotation needs no attention.
        let skipped = found.skipped.iter().filter(|skipped| !skipped.reason.is_read());
        AnswerView {
            status: status(found),
            quotations: (1..).zip(&found.quotations).map(view).collect(),
            skipped: skipped
                .map(|SkippedQuotation { text, reason, .. }| (text.clone(), skip_reason(*reason)))
                .collect(),
            generation: format!(
                "第{}世代の索引（{}）で照合しました。識別子は{}です。",
                found.index.generation,
                wording::moment(&found.index.built),
                found.index.fingerprint
            ),
        }
    }
}

/// 引用5か所を照合しました：一致1、…
pub(crate) fn status(found: &Verification) -> String {
    if found.quotations.is_empty() {
        return "照合できる引用がありません。「」、“ ”又はMarkdownの引用（行頭の>）で示してください。"
            .to_owned();
    }
    let n = |status| found.quotations.iter().filter(|q| q.status == status).count();
    let all = [
        QuotationStatus::Exact,
        QuotationStatus::Several,
        QuotationStatus::Different,
        QuotationStatus::Absent,
    ];
    let counts = all.map(|status| (n(status), label(status)));
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, label)| format!("{label} {n}"));
    let counts = counts.collect::<Vec<_>>().join("、");
    let checked = wording::number(found.quotations.len());
    let n_skipped = found.skipped.iter().filter(|skipped| !skipped.reason.is_read()).count();
    let skipped = match n_skipped {
        0 => String::new(),
        n => format!("引用符{}か所は照合していません。", wording::number(n)),
    };
    format!("引用{checked}か所を照合しました：{counts}。{skipped}")
}

pub(crate) fn label(status: QuotationStatus) -> &'static str {
    match status {
        QuotationStatus::Exact => "原文と一致",
        QuotationStatus::Several => "複数の箇所と一致",
        QuotationStatus::Different => "原文と相違",
        QuotationStatus::Absent => "見つからない",
    }
}

impl QuotationView {
    fn of(
        number: usize,
        quotation: &VerifiedQuotation,
        origin: &Origin,
        today: Date,
    ) -> QuotationView {
        let passage = |passage| PassageView::of(passage, origin, today);
        QuotationView {
            number,
            class: match quotation.status {
                QuotationStatus::Exact | QuotationStatus::Several => "exact",
                QuotationStatus::Different => "different",
                QuotationStatus::Absent => "absent",
            },
            label: label(quotation.status),
            text: quotation.text.clone(),
            remarks: remarks(quotation),
            matches: quotation.matches.iter().map(passage).collect(),
            nearest: quotation.nearest.as_ref().map(passage),
        }
    }
}

impl QuotationView {
    /// The passage that is named in the table.
    fn first(&self) -> Option<&PassageView> {
        self.matches.first().or(self.nearest.as_ref())
    }
}

fn remarks(quotation: &VerifiedQuotation) -> Vec<String> {
    let mut remarks = Vec::new();
    let n_matches = wording::number(quotation.n_matches);
    if quotation.status == QuotationStatus::Several {
        remarks.push(format!("{n_matches}か所にあります。出典に節とページを示してください。"));
    }
    let n_shown = quotation.matches.len();
    if quotation.n_matches > n_shown {
        remarks.push(format!("{n_matches}か所のうち{n_shown}か所を示します。"));
    }
    if quotation.status == QuotationStatus::Absent {
        let missing = quotation.parts.iter().filter(|(_, is_exact)| !is_exact);
        remarks.extend(missing.map(|(part, _)| {
            format!("省略の前後のうち、このとおりには見つからない部分：「{part}」")
        }));
    }
    if !quotation.is_thorough {
        remarks.push(
            "引用の分量が多いため、近い箇所は探していません。草稿を分けてください。".to_owned(),
        );
    }
    remarks
}

impl PassageView {
    fn of(passage: &Passage, origin: &Origin, today: Date) -> PassageView {
        let citation = citation_views::passage_citation(passage, origin, today);
        let place = passage.places.first();
        let mut path = vec![passage.document.metadata.title.clone()];
        path.extend(passage.section.path.iter().cloned());
        path.push(passage.section.heading.clone());
        path.extend(place.and_then(|place| place.page.as_ref()).and_then(wording::page));
        let differs = passage.difference != Difference::None;
        let diff = passage.diff.iter().map(|piece| (piece.side, piece.text.clone()));
        PassageView {
            words_url: citation_views::passage_words_url(passage),
            path,
            difference: match passage.difference {
                Difference::None => "",
                Difference::Notation => "全角・半角、旧字体などの表記が異なります",
                Difference::Spelling => "語の書き方が異なります",
                Difference::Wording => "言葉が異なります",
            },
            diff: if differs { diff.collect() } else { Vec::new() },
            remarks: passage_remarks(passage),
            context: context(passage),
            citation: Style::Sist02.write(&citation),
        }
    }
}

/// The first place of a passage with one sentence on either side, within its section.
fn context(passage: &Passage) -> [String; 3] {
    let own = passage.section.id.as_str();
    let Some(place) = passage.places.iter().find(|place| place.section == own) else {
        return Default::default();
    };
    let chars: Vec<char> = passage.section.text().chars().collect();
    let ends = |at: usize| chars.get(at).is_some_and(|c| is_sentence_end(*c) || *c == '\n');
    let (start, end) = (place.chars.start.min(chars.len()), place.chars.end.min(chars.len()));
    // The end of the sentence before stands right before; the one before that begins the context.
    let mut from = start.saturating_sub(1);
    while from > 0 && !ends(from - 1) {
        from -= 1;
    }
    let mut to = end;
    while to < chars.len() && !(to > end && ends(to - 1)) {
        to += 1;
    }
    let text = |range: std::ops::Range<usize>| -> String {
        chars.get(range).unwrap_or_default().iter().collect::<String>().replace(['\n', '\t'], " ")
    };
    [text(from..start), text(start..end.max(start)), text(end.max(start)..to)]
}

/// What differs, which border is crossed, what the draft says of the place, and what earlier editions have.
pub(crate) fn passage_remarks(passage: &Passage) -> Vec<String> {
    let changes = passage.changes.iter().map(|change| format!("{}。", change_sentence(change)));
    let crosses = passage.crosses.map(|border| border_sentence(border).to_owned());
    let references = passage.references.iter().map(reference);
    let editions = passage.editions.iter().map(edition_sentence);
    changes.chain(crosses).chain(references).chain(editions).collect()
}

fn reference(reference: &CheckedReference) -> String {
    let CheckedReference { cited, agrees, .. } = reference;
    let found = wording::found_reference(reference);
    match agrees {
        Some(true) => format!("草稿の「{cited}」と合います。"),
        Some(false) => format!("草稿の「{cited}」と合いません。原文では「{found}」です。"),
        None => format!("草稿の「{cited}」は確かめられません（{found}）。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_form_is_decoded() {
        let body = "q=1&text=%E5%89%B5%E8%96%AC+%26%0D%0A%E5%8A%9B&x";
        assert_eq!(form_field(body.as_bytes(), "text").as_deref(), Some("創薬 &\n力"));
        assert_eq!(form_field(b"text", "text").as_deref(), Some(""));
        assert_eq!(form_field(b"", "text"), None);
        assert!(form_field(b"text=%FF%", "text").is_some());
    }
}
