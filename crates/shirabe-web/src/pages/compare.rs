//! `/compare?a=&b=`: two sections or documents side by side.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use shirabe_document::{Block, BlockKind, Document};

use crate::compare::{Piece, Row, compare};
use crate::error::WebError;
use crate::format::html;
use crate::library::Generation;
use crate::moved_and_gone;
use crate::pages::contents;
use crate::pages::frame::FrameView;
use crate::pages::wording;
use crate::site::Site;
use crate::url;

/// More paragraphs on one side than a reader could compare.
const MAX_PARAGRAPHS: usize = 4_000;
/// Equal paragraphs in a row that are shown; more are folded away.
const MAX_EQUAL: usize = 4;

#[derive(Template)]
#[template(path = "compare.html")]
struct CompareView {
    frame: FrameView,
    a: String,
    b: String,
    sides: Option<[SideView; 2]>,
    status: String,
    runs: Vec<RunView>,
}

/// What stands on one side.
struct SideView {
    title: String,
    url: String,
}

/// Rows that are shown or folded together.
struct RunView {
    is_folded: bool,
    rows: Vec<RowView>,
}

/// One row: the same, changed, removed or added.
struct RowView {
    label: &'static str,
    class: &'static str,
    old: Option<CellView>,
    new: Option<CellView>,
}

/// A paragraph on one side.
struct CellView {
    id: String,
    url: String,
    is_heading: bool,
    pieces: Vec<Piece>,
}

/// A section or a document that was named.
struct Text {
    title: String,
    url: String,
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    id: String,
    url: String,
    is_heading: bool,
    text: String,
}

/// `GET /compare`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let value = |name: &str| {
        let mut pairs = pairs.iter();
        let found = pairs.find(|(found, _)| found == name).map(|(_, value)| value.trim());
        found.unwrap_or_default().to_owned()
    };
    let (a, b) = (value("a"), value("b"));
    if a.is_empty() || b.is_empty() {
        return Ok(html(&CompareView::empty(a, b)));
    }
    let (old_name, new_name) = (a.clone(), b.clone());
    let (old, new, rows) = site
        .ask(move |generation| {
            let old = Text::named(generation, &old_name)?;
            let new = Text::named(generation, &new_name)?;
            let rows = compare(&old.texts(), &new.texts());
            Ok((old, new, rows))
        })
        .await?;
    Ok(html(&CompareView::of(a, b, &old, &new, rows)))
}

/// The document's title; that of an edition says which.
fn title(document: &Document) -> String {
    let title = &document.metadata.title;
    match (document.id.edition(), document.metadata.issued) {
        (None, _) => title.clone(),
        (Some(_), Some(issued)) => format!("{title}、{}の版", wording::date(&issued.to_string())),
        (Some(name), None) => format!("{title}、{name}の版"),
    }
}

impl Text {
    fn named(generation: &dyn Generation, name: &str) -> Result<Text, WebError> {
        let (id, wanted) = url::parts(name);
        let document = moved_and_gone::present_document_with(generation, id, wanted, None)?;
        let text = match wanted {
            None => Text::of_document(&document),
            Some(wanted) => Text::of_section(&document, wanted)?,
        };
        if text.paragraphs.len() > MAX_PARAGRAPHS {
            let detail =
                format!("{MAX_PARAGRAPHS}段落を超える文書は比べられません。節を指定してください。");
            return Err(WebError::bad("too_many_paragraphs".to_owned(), detail));
        }
        Ok(text)
    }

    fn of_document(document: &Document) -> Text {
        let sections = document.sections.iter();
        let paragraphs = sections.flat_map(|section| {
            let address = url::section(document.id.as_str(), section.id.as_str());
            section.blocks.iter().map(move |block| paragraph(block, &address))
        });
        Text {
            title: title(document),
            url: url::document(document.id.as_str()),
            paragraphs: paragraphs.collect(),
        }
    }

    fn of_section(document: &Document, wanted: &str) -> Result<Text, WebError> {
        let mut sections = document.sections.iter();
        let section = sections.find(|section| section.id.as_str() == wanted);
        let section = section.ok_or(WebError::NotFound)?;
        let address = url::section(document.id.as_str(), section.id.as_str());
        let heading = contents::heading(document, section);
        Ok(Text {
            title: format!("{heading}（{}）", title(document)),
            paragraphs: section.blocks.iter().map(|block| paragraph(block, &address)).collect(),
            url: address,
        })
    }

    fn texts(&self) -> Vec<&str> {
        self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
    }

    fn cell(&self, place: usize, pieces: Option<Vec<Piece>>) -> Option<CellView> {
        let paragraph = self.paragraphs.get(place)?;
        let whole = || vec![Piece { text: paragraph.text.clone(), differs: false }];
        Some(CellView {
            id: paragraph.id.clone(),
            url: paragraph.url.clone(),
            is_heading: paragraph.is_heading,
            pieces: pieces.unwrap_or_else(whole),
        })
    }
}

fn paragraph(block: &Block, address: &str) -> Paragraph {
    Paragraph {
        id: block.id.to_string(),
        url: format!("{address}#{}", block.id),
        is_heading: block.kind == BlockKind::Heading,
        text: block.text.replace('\t', "　"),
    }
}

impl CompareView {
    fn empty(a: String, b: String) -> CompareView {
        let frame = FrameView::unlisted("本文の比較", "");
        let status = "比べる節又は文書を二つ指定してください。".to_owned();
        CompareView { frame, a, b, sides: None, status, runs: Vec::new() }
    }

    fn of(a: String, b: String, old: &Text, new: &Text, rows: Vec<Row>) -> CompareView {
        let side = |text: &Text| SideView { title: text.title.clone(), url: text.url.clone() };
        CompareView {
            sides: Some([side(old), side(new)]),
            status: status(&rows),
            runs: runs(rows.into_iter().map(|row| row_view(row, old, new)).collect()),
            ..CompareView::empty(a, b)
        }
    }
}

fn status(rows: &[Row]) -> String {
    let n = |is: fn(&Row) -> bool| wording::number(rows.iter().filter(|row| is(row)).count());
    format!(
        "同じ段落{}、変更された段落{}、左だけにある段落{}、右だけにある段落{}です。",
        n(|row| matches!(row, Row::Same(..))),
        n(|row| matches!(row, Row::Changed { .. })),
        n(|row| matches!(row, Row::Removed(_))),
        n(|row| matches!(row, Row::Added(_))),
    )
}

fn row_view(row: Row, old: &Text, new: &Text) -> RowView {
    match row {
        Row::Same(a, b) => {
            RowView {
                label: "同じ", class: "same", old: old.cell(a, None), new: new.cell(b, None)
            }
        }
        Row::Changed { places: (a, b), old: left, new: right } => RowView {
            label: "変更",
            class: "changed",
            old: old.cell(a, Some(left)),
            new: new.cell(b, Some(right)),
        },
        Row::Removed(a) => {
            RowView { label: "左だけ", class: "removed", old: old.cell(a, None), new: None }
        }
        Row::Added(b) => {
            RowView { label: "右だけ", class: "added", old: None, new: new.cell(b, None) }
        }
    }
}

/// Long runs of equal paragraphs are folded, so that the changes stand close together.
fn runs(rows: Vec<RowView>) -> Vec<RunView> {
    let mut runs: Vec<RunView> = Vec::new();
    for row in rows {
        let is_folded = row.class == "same";
        match runs.last_mut() {
            Some(run) if run.is_folded == is_folded => run.rows.push(row),
            _ => runs.push(RunView { is_folded, rows: vec![row] }),
        }
    }
    for run in &mut runs {
        run.is_folded = run.is_folded && run.rows.len() > MAX_EQUAL;
    }
    runs
}
