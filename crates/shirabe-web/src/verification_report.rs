//! What was found of a draft, as a file to keep: [`verification_html`] and [`verification_csv`].
//!
//! Invariant: every mark of the draft has a row, also those that were not looked for.

use askama::Template;
use shirabe_api::verify::skip_reason;
use shirabe_document::Date;
use shirabe_document::citation::Style;
use shirabe_export::csv_of_texts;
use shirabe_site::origin::Origin;
use shirabe_site::{citation_views, wording};
use shirabe_verify::{Passage, SkipReason, SkippedQuotation, Verification, VerifiedQuotation};

use crate::pages::verify::{label, passage_remarks, status};

#[derive(Template)]
#[template(path = "verification_report.html")]
struct ReportView {
    /// The name of the draft.
    draft: String,
    checked: String,
    status: String,
    generation: String,
    rows: Vec<RowView>,
}

/// One mark of the draft; of one that was not found, the latter half is empty.
#[derive(Default)]
struct RowView {
    number: usize,
    result: String,
    code: String,
    quotation: String,
    /// Where it stands in the draft, in characters.
    place: String,
    remarks: Vec<String>,
    found: String,
    title: String,
    issuer: String,
    issued: String,
    section: String,
    page: String,
    url: String,
    citation: String,
}

/// The report as a page of its own, without a style sheet or script from elsewhere. `draft` is its name,
/// `site` the address of the site for links.
///
/// # Errors
/// Where the template cannot be rendered.
pub fn verification_html(
    found: &Verification,
    draft: &str,
    site: &str,
    today: Date,
) -> Result<String, askama::Error> {
    let view = ReportView {
        draft: draft.to_owned(),
        checked: wording::date(&today.to_string()),
        status: status(found),
        generation: format!(
            "第{}世代の索引（{}、{}）",
            found.index.generation,
            wording::moment(&found.index.built),
            found.index.fingerprint
        ),
        rows: rows(found, &Origin::at(site), today),
    };
    view.render()
}

/// The report as a table for spreadsheets; `site` is the address of the site for links.
pub fn verification_csv(found: &Verification, site: &str, today: Date) -> String {
    const HEAD: [&str; 15] = [
        "番号",
        "結果",
        "値",
        "引用",
        "草稿の文字位置",
        "指摘",
        "原文",
        "文書",
        "発行機関",
        "発行日",
        "節",
        "ページ",
        "URL",
        "出典",
        "世代",
    ];
    let generation = found.index.generation.to_string();
    let rows = rows(found, &Origin::at(site), today).into_iter().map(|row| {
        [
            row.number.to_string(),
            row.result,
            row.code,
            row.quotation,
            row.place,
            row.remarks.join(" "),
            row.found,
            row.title,
            row.issuer,
            row.issued,
            row.section,
            row.page,
            row.url,
            row.citation,
            generation.clone(),
        ]
    });
    let rows: Vec<[String; 15]> = std::iter::once(HEAD.map(str::to_owned)).chain(rows).collect();
    csv_of_texts(rows.iter().map(|row| row.iter().map(String::as_str)))
}

/// The marks in the order of the draft.
fn rows(found: &Verification, origin: &Origin, today: Date) -> Vec<RowView> {
    let quotations =
        found.quotations.iter().map(|q| (q.chars.start, quotation_row(q, origin, today)));
    let skipped = found.skipped.iter().map(|s| (s.chars.start, skipped_row(s)));
    let mut rows: Vec<(usize, RowView)> = quotations.chain(skipped).collect();
    rows.sort_by_key(|(start, _)| *start);
    let numbered = (1..).zip(rows);
    numbered.map(|(number, (_, row))| RowView { number, ..row }).collect()
}

fn quotation_row(quotation: &VerifiedQuotation, origin: &Origin, today: Date) -> RowView {
    let first = quotation.matches.first();
    let shown = first.or(quotation.nearest.as_ref());
    let mut remarks = Vec::new();
    if quotation.n_matches > 1 {
        remarks.push(format!("{}か所にあります。", wording::number(quotation.n_matches)));
    }
    if first.is_none() && shown.is_some() {
        remarks.push("最も近い箇所を示します。".to_owned());
    }
    remarks.extend(shown.map(passage_remarks).unwrap_or_default());
    let row = RowView {
        result: label(quotation.status).to_owned(),
        code: quotation.status.code().to_string(),
        quotation: quotation.text.clone(),
        place: format!("{}-{}", quotation.chars.start, quotation.chars.end),
        remarks,
        ..RowView::default()
    };
    match shown {
        Some(passage) => with_passage(row, passage, origin, today),
        None => row,
    }
}

fn with_passage(row: RowView, passage: &Passage, origin: &Origin, today: Date) -> RowView {
    let metadata = &passage.document.metadata;
    let place = passage.places.first();
    let citation = citation_views::passage_citation(passage, origin, today);
    RowView {
        found: citation_views::quoted_words(passage),
        title: metadata.title.clone(),
        issuer: metadata.issuer.clone(),
        issued: metadata.issued.map(|date| date.to_string()).unwrap_or_default(),
        section: passage.section.heading.clone(),
        page: place.and_then(|p| p.page.as_ref()).and_then(wording::page).unwrap_or_default(),
        url: place.map(|place| origin.join(&place.url)).unwrap_or_default(),
        citation: Style::Sist02.write(&citation),
        ..row
    }
}

fn skipped_row(skipped: &SkippedQuotation) -> RowView {
    let result = match skipped.reason {
        SkipReason::Nested => "引用の一部",
        SkipReason::Title => "文書の題名",
        _ => "照合せず",
    };
    RowView {
        result: result.to_owned(),
        quotation: skipped.text.clone(),
        place: format!("{}-{}", skipped.chars.start, skipped.chars.end),
        remarks: vec![skip_reason(skipped.reason).to_owned()],
        ..RowView::default()
    }
}
