//! `/compare?a=&b=`: two sections or documents side by side, only where they differ.
//!
//! Differences that stand together are one, numbered through; a view holds as many as can be read and sent
//! ([`MAX_CHARS`]). What is equal is folded, and unfolds on wish (`open=`).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use shirabe_document::links::Address;
use shirabe_document::{Block, BlockKind, Document};
use shirabe_site::catalogue::{Catalogue, comparable};
use shirabe_site::error::WebError;
use shirabe_site::lanes::Lane;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::{Site, moved_and_gone, url, wording};
use shirabe_wording::{Piece, Row, compare};

use crate::pages::frame::{FrameView, printed};
use crate::pages::pager::PagerView;
use crate::render::html;

/// More paragraphs on one side than a reader could compare.
const MAX_PARAGRAPHS: usize = 4_000;
/// Characters of one view: some 30 kB on the wire.
const MAX_CHARS: usize = 25_000;
/// Documents that are offered for words of a title.
const N_CANDIDATES: usize = 20;

#[derive(Template)]
#[template(path = "compare.html")]
struct CompareView {
    frame: FrameView,
    sides: [SideView; 2],
    status: String,
    is_compared: bool,
    runs: Vec<RunView>,
    pager: Option<PagerView>,
}

/// One side: its field, and what was named in it.
#[derive(Default)]
struct SideView {
    name: &'static str,
    label: &'static str,
    typed: String,
    mistake: String,
    /// Documents that may have been meant, each with the address that takes it.
    candidates: Vec<(String, String)>,
    title: String,
    url: String,
    /// The editions of the document, likewise.
    editions: Vec<(String, String)>,
}

/// Rows that are equal or differ together.
#[derive(Default)]
struct RunView {
    id: String,
    /// Of a difference: its number, and the addresses of the one before and the one behind.
    number: usize,
    before: Option<String>,
    behind: Option<String>,
    /// Of equal rows that are folded: how many, and the address that unfolds them.
    folded: Option<(String, String)>,
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
    /// Name and id of each edition.
    editions: Vec<(String, String)>,
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    id: String,
    url: String,
    is_heading: bool,
    text: String,
}

/// What is asked for.
#[derive(Clone, Default)]
struct Asked {
    names: [String; 2],
    page: usize,
    /// The run of equal rows that is unfolded.
    open: Option<usize>,
}

/// One side, found or not.
enum Named {
    Text(Box<Text>),
    /// What is wrong, and what may have been meant: title and id.
    Mistake(String, Vec<(String, String)>),
}

/// `GET /compare`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Asked::of(&pairs);
    let shown = asked.clone();
    let library = Arc::clone(&site);
    let (mut view, index) = site
        .ask_in(Lane::Long, move |generation| {
            let catalogue = library.catalogue(generation)?;
            let named = |name: &str| Named::of(generation, &catalogue, name);
            let named = [named(&asked.names[0])?, named(&asked.names[1])?];
            Ok((CompareView::of(&asked, &named), generation.info()))
        })
        .await?;
    let address = origin.join(&shown.url());
    view.frame.printed = printed(&address, (site.config.today)(), &index);
    Ok(html(&view))
}

impl Asked {
    fn of(pairs: &[(String, String)]) -> Asked {
        let value = |name: &str| {
            let found =
                pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.trim());
            found.unwrap_or_default().to_owned()
        };
        Asked {
            names: [value("a"), value("b")],
            page: value("page").parse().unwrap_or(1).max(1),
            open: value("open").parse().ok(),
        }
    }

    fn url(&self) -> String {
        let [a, b] = self.names.each_ref().map(|name| url::encode(name));
        let page = if self.page > 1 { format!("&page={}", self.page) } else { String::new() };
        let open = self.open.map(|run| format!("&open={run}")).unwrap_or_default();
        format!("/compare?a={a}&b={b}{page}{open}")
    }

    fn page(&self, page: usize) -> String {
        Asked { page, open: None, ..self.clone() }.url()
    }

    /// The same with another text on one side.
    fn with(&self, side: usize, name: &str) -> String {
        let mut names = self.names.clone();
        if let Some(place) = names.get_mut(side) {
            name.clone_into(place);
        }
        Asked { names, page: 1, open: None }.url()
    }
}

impl Named {
    fn of(generation: &dyn Generation, library: &Catalogue, name: &str) -> Result<Named, WebError> {
        if name.is_empty() {
            return Ok(Named::Mistake(String::new(), Vec::new()));
        }
        match Text::named(generation, name) {
            Ok(text) => Ok(Named::Text(Box::new(text))),
            Err(WebError::BadRequest { detail, .. }) => Ok(Named::Mistake(detail, Vec::new())),
            Err(WebError::NotFound) => Ok(Named::titled(library, name)),
            Err(other) => Err(other),
        }
    }

    /// The documents whose titles have the words of `name`.
    fn titled(library: &Catalogue, name: &str) -> Named {
        let words: Vec<String> = name.split_whitespace().map(comparable).collect();
        let found: Vec<_> = library.newest.iter().filter(|entry| entry.has_words(&words)).collect();
        let said = match found.len() {
            0 => format!("「{name}」という文書又は節は見つかりません。"),
            n if n > N_CANDIDATES => {
                format!(
                    "「{name}」に当たる文書は{}あります。新しい{N_CANDIDATES}文書から選ぶか、語を加えてください。",
                    wording::number(n)
                )
            }
            _ => format!("「{name}」に当たる文書を選んでください。"),
        };
        let candidate = |document: &shirabe_search::DocumentSummary| {
            let meta = [wording::date(&document.issued), document.issuer.clone()].join(" ");
            (format!("{}（{}）", document.title, meta.trim()), document.id.clone())
        };
        let shown = found.iter().take(N_CANDIDATES);
        Named::Mistake(said, shown.map(|entry| candidate(&entry.document)).collect())
    }
}

/// The document's title with its date; that of an edition says which.
fn title(document: &Document) -> String {
    let title = &document.metadata.title;
    let issued = document.metadata.issued.map(|issued| wording::date(&issued.to_string()));
    match (document.id.edition(), issued) {
        (None, None) => title.clone(),
        (None, Some(issued)) => format!("{title}、{issued}"),
        (Some(_), Some(issued)) => format!("{title}、{issued}の版"),
        (Some(name), None) => format!("{title}、{name}の版"),
    }
}

/// The latest edition and those before it, where there are any.
fn editions(document: &Document) -> Vec<(String, String)> {
    let earlier = document.addresses.editions.iter().map(|edition| {
        let date = edition.issued.map(|date| wording::date(&date.to_string()));
        let name = date.unwrap_or_else(|| edition.name.clone());
        (format!("{name}の版"), document.id.pinned(&edition.name).to_string())
    });
    let latest = ("最新の版".to_owned(), document.id.base().to_owned());
    let all: Vec<_> = std::iter::once(latest).chain(earlier).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

impl Text {
    fn named(generation: &dyn Generation, name: &str) -> Result<Text, WebError> {
        let Address { document: id, section: wanted, .. } = Address::read(name);
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
            editions: editions(document),
            paragraphs: paragraphs.collect(),
        }
    }

    fn of_section(document: &Document, wanted: &str) -> Result<Text, WebError> {
        let mut sections = document.sections.iter();
        let section = sections.find(|section| section.id.as_str() == wanted);
        let section = section.ok_or(WebError::NotFound)?;
        let address = url::section(document.id.as_str(), section.id.as_str());
        let heading = wording::heading(document, section);
        Ok(Text {
            title: format!("{heading}（{}）", title(document)),
            paragraphs: section.blocks.iter().map(|block| paragraph(block, &address)).collect(),
            editions: Vec::new(),
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
    fn of(asked: &Asked, named: &[Named; 2]) -> CompareView {
        let side = |place: usize, name, label| SideView::of(asked, named, (place, name, label));
        let mut view = CompareView {
            frame: FrameView { place: "/compare", ..FrameView::unlisted("本文の比較", "") },
            sides: [side(0, "a", "左"), side(1, "b", "右")],
            status: "比べる文書又は節を二つ指定してください。".to_owned(),
            is_compared: false,
            runs: Vec::new(),
            pager: None,
        };
        if let [Named::Text(old), Named::Text(new)] = named {
            let rows = compare(&old.texts(), &new.texts());
            view.status = status(&rows);
            view.is_compared = true;
            view.fill(asked, rows.into_iter().map(|row| row_view(row, old, new)).collect());
        }
        view
    }

    /// The differences of one page, and between them what is equal, folded.
    fn fill(&mut self, asked: &Asked, rows: Vec<RowView>) {
        let runs = runs(rows);
        let pages = pages(&runs);
        let page = asked.page.min(pages.len().max(1));
        let shown = pages.get(page - 1).cloned().unwrap_or(0..0);
        let n_in = |runs: &[Vec<RowView>]| runs.iter().filter(|run| differs(run)).count();
        let n_all = n_in(&runs);
        let n_before = n_in(runs.get(..shown.start).unwrap_or_default());
        let last = n_before + n_in(runs.get(shown.clone()).unwrap_or_default());
        let mut number = n_before;
        for (index, rows) in runs.into_iter().enumerate().take(shown.end).skip(shown.start) {
            let mut run = RunView { id: format!("same{index}"), ..RunView::default() };
            if differs(&rows) {
                number += 1;
                run.number = number;
                run.id = format!("d{number}");
                run.before = (number > n_before + 1).then(|| format!("#d{}", number - 1));
                run.behind = (number < n_all).then(|| {
                    let page = if number < last { String::new() } else { asked.page(page + 1) };
                    format!("{page}#d{}", number + 1)
                });
                run.rows = rows;
            } else if asked.open == Some(index) {
                run.rows = rows;
            } else {
                let open = Asked { open: Some(index), page, ..asked.clone() };
                let n = format!("{}段落", wording::number(rows.len()));
                run.folded = Some((n, format!("{}#{}", open.url(), run.id)));
            }
            self.runs.push(run);
        }
        self.pager = PagerView::of(page, pages.len(), |page| asked.page(page));
    }
}

fn differs(run: &[RowView]) -> bool {
    run.first().is_some_and(|row| row.class != "same")
}

impl SideView {
    fn of(
        asked: &Asked,
        named: &[Named; 2],
        (place, name, label): (usize, &'static str, &'static str),
    ) -> SideView {
        let typed = asked.names.get(place).cloned().unwrap_or_default();
        let view = SideView { name, label, typed, ..SideView::default() };
        let choose = |list: &[(String, String)]| {
            list.iter().map(|(title, id)| (title.clone(), asked.with(place, id))).collect()
        };
        match named.get(place) {
            Some(Named::Text(text)) => SideView {
                title: text.title.clone(),
                url: text.url.clone(),
                editions: choose(&text.editions),
                ..view
            },
            Some(Named::Mistake(mistake, candidates)) => {
                SideView { mistake: mistake.clone(), candidates: choose(candidates), ..view }
            }
            None => view,
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
    let view = |label, class, old, new| RowView { label, class, old, new };
    match row {
        Row::Same(a, b) => view("同じ", "same", old.cell(a, None), new.cell(b, None)),
        Row::Changed { places: (a, b), old: left, new: right } => {
            view("変更", "changed", old.cell(a, Some(left)), new.cell(b, Some(right)))
        }
        Row::Removed(a) => view("左だけ", "removed", old.cell(a, None), None),
        Row::Added(b) => view("右だけ", "added", None, new.cell(b, None)),
    }
}

/// Equal and differing rows in turn; a difference that is longer than a view is cut.
fn runs(rows: Vec<RowView>) -> Vec<Vec<RowView>> {
    let mut runs: Vec<Vec<RowView>> = Vec::new();
    let mut n_chars = 0;
    for row in rows {
        let length = row.n_chars();
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|last| (last.class == "same") == (row.class == "same"))
                    && (row.class == "same" || n_chars + length <= MAX_CHARS) =>
            {
                run.push(row);
                n_chars += length;
            }
            _ => {
                runs.push(vec![row]);
                n_chars = length;
            }
        }
    }
    runs
}

/// Which runs stand on which page.
fn pages(runs: &[Vec<RowView>]) -> Vec<std::ops::Range<usize>> {
    let mut pages: Vec<std::ops::Range<usize>> = Vec::new();
    let mut n_chars = 0;
    for (index, run) in runs.iter().enumerate() {
        let length = if differs(run) { run.iter().map(RowView::n_chars).sum() } else { 0 };
        n_chars += length;
        if let Some(page) = pages.last_mut().filter(|_| n_chars <= MAX_CHARS) {
            page.end = index + 1;
        } else {
            pages.push(index..index + 1);
            n_chars = length;
        }
    }
    pages
}

impl RowView {
    fn n_chars(&self) -> usize {
        let cells = [&self.old, &self.new].into_iter().flatten();
        let pieces = cells.flat_map(|cell| &cell.pieces);
        pieces.map(|piece| piece.text.chars().count()).sum()
    }
}
