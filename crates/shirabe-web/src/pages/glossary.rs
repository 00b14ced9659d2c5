//! `/glossary`: abbreviations that the documents define, in the order of the syllabary, each with the places
//! of its definition.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shirabe_search::DocumentSummary;
use shirabe_site::catalogue::{Row, comparable};
use shirabe_site::error::WebError;
use shirabe_site::library::{Generation, GlossaryEntry};
use shirabe_site::origin::Origin;
use shirabe_site::params::DocumentsParams;
use shirabe_site::{Site, url, wording};

use crate::pages::frame::{FrameView, printed};
use crate::pages::pager::PagerView;
use crate::render::html;

const PATH: &str = "/glossary";
/// Entries on one page: 20 kB on the wire.
const N_ON_A_PAGE: usize = 100;
/// Definitions of one abbreviation that are named.
const N_PLACES: usize = 3;

#[derive(Template)]
#[template(path = "glossary.html")]
struct GlossaryView {
    frame: FrameView,
    status: String,
    title: String,
    /// Label, how many, address, whether it is shown.
    rows: Vec<(String, String, String, bool)>,
    entries: Vec<EntryView>,
    pager: Option<PagerView>,
}

struct EntryView {
    short: String,
    long: String,
    search_url: String,
    /// Title and address of the first definitions.
    places: Vec<(String, String)>,
    /// Where the others are, if there are any.
    others: Option<(String, String)>,
}

/// An abbreviation with all its definitions.
struct Defined {
    row: Row,
    key: String,
    short: String,
    long: String,
    places: Vec<(String, String, String)>,
}

/// `GET /glossary`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    origin: Origin,
    params: DocumentsParams,
) -> Result<Response, WebError> {
    let canonical = origin.join(&params.url_with(PATH, |changed| changed.page = params.page));
    let today = (site.config.today)();
    let view = site.ask(move |generation| {
        let mut view = GlossaryView::of(generation, &params)?;
        view.frame.printed = printed(&canonical, today, &generation.info());
        view.frame.canonical = Some(canonical);
        Ok(view)
    });
    Ok(html(&view.await?))
}

impl GlossaryView {
    fn of(generation: &dyn Generation, params: &DocumentsParams) -> Result<GlossaryView, WebError> {
        let mut defined = defined(generation);
        let words: Vec<String> = params.title.split_whitespace().map(comparable).collect();
        let has_words = |entry: &Defined| {
            let text = comparable(&format!("{} {}", entry.short, entry.long));
            words.iter().all(|word| text.contains(word.as_str()))
        };
        defined.retain(has_words);
        let mut counts = BTreeMap::<Row, usize>::new();
        for entry in &defined {
            *counts.entry(entry.row).or_default() += 1;
        }
        defined.retain(|entry| params.row.is_none_or(|row| row == entry.row));
        let documents = generation.documents()?;
        let n_found = defined.len();
        let shown = defined.into_iter().skip((params.page - 1).saturating_mul(N_ON_A_PAGE));
        Ok(GlossaryView {
            frame: FrameView { place: PATH, ..FrameView::new("略語集") },
            status: format!("{}語", wording::number(n_found)),
            title: params.title.clone(),
            rows: counts.into_iter().map(|(row, n)| row_view(params, row, n)).collect(),
            entries: shown.take(N_ON_A_PAGE).map(|entry| entry.view(&documents)).collect(),
            pager: PagerView::of(params.page, n_found.div_ceil(N_ON_A_PAGE), |page| {
                params.url_with(PATH, |changed| changed.page = page)
            }),
        })
    }
}

fn row_view(params: &DocumentsParams, row: Row, n: usize) -> (String, String, String, bool) {
    let is_current = params.row == Some(row);
    let url = params.url_with(PATH, |changed| changed.row = (!is_current).then_some(row));
    (row.label(), wording::number(n), url, is_current)
}

/// All abbreviations, in the order of the syllabary.
fn defined(generation: &dyn Generation) -> Vec<Defined> {
    let mut defined: Vec<Defined> = Vec::new();
    for GlossaryEntry { long, short, defined_at } in generation.glossary() {
        match defined.last_mut() {
            Some(last) if last.long == long && last.short == short => last.places.push(defined_at),
            _ => {
                let reading = generation.reading(&short);
                let row = Row::of(&short, &reading);
                let key = if row.is_of_kana() { reading } else { comparable(&short) };
                defined.push(Defined { row, key, short, long, places: vec![defined_at] });
            }
        }
    }
    defined.sort_by(|a, b| {
        (a.row, &a.key, &a.short, &a.long).cmp(&(b.row, &b.key, &b.short, &b.long))
    });
    defined
}

impl Defined {
    fn view(self, documents: &[DocumentSummary]) -> EntryView {
        let title = |id: &str| {
            let found = documents.iter().find(|document| document.id == id);
            found.map_or_else(|| id.to_owned(), |document| document.title.clone())
        };
        let place = |(document, section, paragraph): &(String, String, String)| {
            (title(document), url::paragraph(document, section, paragraph))
        };
        let n_others = self.places.len().saturating_sub(N_PLACES);
        let wording = format!("\"{}（{}）\"", self.long, self.short);
        EntryView {
            places: self.places.iter().take(N_PLACES).map(place).collect(),
            others: (n_others > 0).then(|| {
                let text = format!("ほか{}箇所", wording::number(n_others));
                (text, format!("/search?q={}", url::encode(&wording)))
            }),
            search_url: format!("/search?q={}", url::encode(&self.short)),
            short: self.short,
            long: self.long,
        }
    }
}
