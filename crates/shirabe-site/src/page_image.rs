//! `/d/{document}/page/{n}.png`: the page of a PDF as it looks on paper, with the hits of a query marked,
//! and `{n}-small.png`, a thumbnail.
//!
//! A page is painted when somebody asks for it, by a [`PagePainter`] that the program gives, and kept in
//! `cache` under a limit. The hits are those that the section page marks: their wordings are looked for
//! among the characters of the page.

mod cache;

use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use shirabe_document::{Block, Document, Format, Section};
use shirabe_search::Step;
use tokio::sync::Semaphore;

use crate::Site;
use crate::error::WebError;
use crate::library::{Generation, Mark};
use crate::moved_and_gone;
use crate::params::SearchParams;
use cache::{Cache, Key};

/// A4 becomes 909 × 1,286 pixels: the width of the text on a section page, and 8-point type can be read.
/// 86 pages of 29 PDFs, three of each drawn by a seed, cost 65 ms of processor time on average and 140 ms at
/// most (release build, two cores of 2026; 170 ms in a run beside others), and have 100 kB in the middle and
/// 204 kB at most.
const DOTS_PER_INCH: u32 = 110;
/// A4 becomes 215 × 304 pixels: as wide as a column of contents.
const SMALL_DOTS_PER_INCH: u32 = 26;
/// More different wordings than a page has hits.
const MAX_WORDINGS: usize = 200;

/// What paints the pages of documents.
pub trait PagePainter: Send + Sync + fmt::Debug {
    /// Paints a page of a PDF. `None` if there is no such page.
    ///
    /// # Errors
    /// What went wrong, for the log.
    fn paint(&self, source: &[u8], page: &PageToPaint) -> Result<Option<PaintedPage>, String>;
}

/// Which page, and what to mark on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToPaint {
    /// In the file, counted from 1.
    pub number: u32,
    /// Dots per inch.
    pub dots_per_inch: u32,
    /// The wordings to be marked, as they stand in the document's text.
    pub wordings: Vec<String>,
}

/// A page, painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaintedPage {
    /// The file.
    pub png: Vec<u8>,
    /// How many places are marked.
    pub n_marks: u32,
    /// Whether characters are missing for want of a font.
    pub lacks_font: bool,
}

/// The images that were painted, and how many are painted at once.
pub(crate) struct PageImages {
    cache: Cache,
    places: Arc<Semaphore>,
}

impl PageImages {
    pub(crate) fn new(n_at_once: usize) -> PageImages {
        PageImages { cache: Cache::default(), places: Arc::new(Semaphore::new(n_at_once.max(1))) }
    }
}

/// An image that was painted.
#[derive(Clone)]
struct Image {
    png: Bytes,
    n_marks: u32,
    lacks_font: bool,
}

/// What is known of an image before it is there.
enum Found {
    Kept(Image),
    Wanted(Key, Vec<u8>),
}

/// `GET /d/{document}/page/{n}.png`
pub async fn show(
    State(site): State<Arc<Site>>,
    Path((id, name)): Path<(String, String)>,
    params: SearchParams,
) -> Result<Response, WebError> {
    let (number, dots_per_inch) = asked(&name).ok_or(WebError::NotFound)?;
    let painter = site.config.painter.clone().ok_or(WebError::NotFound)?;
    let images = Arc::clone(&site.images);
    let question = move |generation: &dyn Generation| {
        let document = moved_and_gone::present_document(generation, &id)?;
        check(&document, number)?;
        let wordings = wordings(generation, &document, number, &params);
        let page = PageToPaint { number, dots_per_inch, wordings };
        let key = Key { sha256: document.metadata.sha256.clone(), page };
        if let Some(image) = images.cache.get(&key) {
            return Ok(Found::Kept(image));
        }
        let source = generation.source(&document)?.ok_or(WebError::NoSource)?;
        Ok(Found::Wanted(key, source))
    };
    match site.ask(question).await? {
        Found::Kept(image) => Ok(response(&image)),
        Found::Wanted(key, source) => Ok(response(&paint(&site, painter, key, source).await?)),
    }
}

/// The page and the dots per inch that `12.png` or `12-small.png` asks for.
fn asked(name: &str) -> Option<(u32, u32)> {
    let name = name.strip_suffix(".png")?;
    let (number, dots_per_inch) = match name.strip_suffix("-small") {
        Some(number) => (number, SMALL_DOTS_PER_INCH),
        None => (name, DOTS_PER_INCH),
    };
    Some((page_number(number)?, dots_per_inch))
}

/// A number as it is written: each page has one address.
pub fn page_number(number: &str) -> Option<u32> {
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    number.parse().ok().filter(|_| is_plain)
}

/// Only the pages of a PDF look the same everywhere; those of an Office file are made anew by every program.
fn check(document: &Document, number: u32) -> Result<(), WebError> {
    let n_pages = document.source.n_pages.unwrap_or_default();
    let is_there = document.source.format == Format::Pdf && number <= n_pages;
    if is_there { Ok(()) } else { Err(WebError::NotFound) }
}

/// The sections that stand on a page of the file, each with what is marked in it.
pub fn sections_on_page<'a>(
    generation: &dyn Generation,
    document: &'a Document,
    number: u32,
    params: &SearchParams,
) -> Vec<(&'a Section, Vec<Mark>)> {
    let stands = |section: &&Section| section.blocks.iter().any(|block| stands_on(block, number));
    let request = params.request();
    let marks = |section: &Section| match params.q.trim() {
        "" => Vec::new(),
        _ => generation.section_marks(section, &request),
    };
    let sections = document.sections.iter().filter(stands);
    let mut found: Vec<_> = sections.map(|section| (section, marks(section))).collect();
    // A section without the wording has its words marked: beside those that have it, they would seem to
    // be hits.
    let is_here = |(section, marks): &(&Section, Vec<Mark>)| {
        let mut of_wording = marks.iter().filter(|mark| mark.step != Step::Word);
        of_wording.any(|mark| begins_on(section, mark, number))
    };
    if found.iter().any(is_here) {
        for (_, marks) in &mut found {
            marks.retain(|mark| mark.step != Step::Word);
        }
    }
    found
}

/// Whether a mark begins on a page of the file.
pub fn begins_on(section: &Section, mark: &Mark, number: u32) -> bool {
    section.page_at(mark.chars.start).and_then(|page| page.file) == Some(number)
}

/// Whether a block stands, as a whole or in part, on a page of the file.
pub fn stands_on(block: &Block, number: u32) -> bool {
    block.pages().any(|page| page.file == Some(number))
}

/// The wordings of the hits that begin on a page, each once, as far as they stand on it.
fn wordings(
    generation: &dyn Generation,
    document: &Document,
    number: u32,
    params: &SearchParams,
) -> Vec<String> {
    let mut wordings: Vec<String> = Vec::new();
    for (section, marks) in sections_on_page(generation, document, number, params) {
        let text: Vec<char> = section.text().chars().collect();
        for mark in marks {
            let is_here =
                |at: &usize| section.page_at(*at).and_then(|page| page.file) == Some(number);
            let here = mark.chars.filter(is_here);
            let wording: String = here.filter_map(|at| text.get(at)).collect();
            if !wording.is_empty() && wordings.len() < MAX_WORDINGS && !wordings.contains(&wording)
            {
                wordings.push(wording);
            }
        }
    }
    wordings
}

async fn paint(
    site: &Arc<Site>,
    painter: Arc<dyn PagePainter>,
    key: Key,
    source: Vec<u8>,
) -> Result<Image, WebError> {
    let limit = site.config.search_timeout;
    let waiting = tokio::time::timeout(limit, Arc::clone(&site.images.places).acquire_owned());
    let Ok(Ok(place)) = waiting.await else { return Err(WebError::Busy) };
    let images = Arc::clone(&site.images);
    let task = tokio::task::spawn_blocking(move || {
        // Kept for as long as it is painted, even if the visitor has gone.
        let _place = place;
        let result = painter.paint(&source, &key.page).map_err(|cause| {
            tracing::error!(cause, sha256 = key.sha256, "a page could not be painted");
            WebError::Internal
        })?;
        let PaintedPage { png, n_marks, lacks_font } = result.ok_or(WebError::NotFound)?;
        let image = Image { png: Bytes::from(png), n_marks, lacks_font };
        images.cache.keep(key, image.clone());
        Ok(image)
    });
    task.await.unwrap_or_else(|panic| {
        tracing::error!(%panic, "painting ended in a panic");
        Err(WebError::Internal)
    })
}

fn response(image: &Image) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/png".to_owned()),
        // For programs: how many places are marked, and whether the image lacks characters.
        (header::HeaderName::from_static("shirabe-marks"), image.n_marks.to_string()),
        (header::HeaderName::from_static("shirabe-lacks-font"), image.lacks_font.to_string()),
    ];
    (headers, image.png.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_its_number_alone() {
        assert_eq!(asked("12.png"), Some((12, DOTS_PER_INCH)));
        assert_eq!(asked("12-small.png"), Some((12, SMALL_DOTS_PER_INCH)));
        for name in
            ["12", "0.png", "012.png", "+1.png", "1.5.png", ".png", "-small.png", "9999999999.png"]
        {
            assert_eq!(asked(name), None, "{name}");
        }
    }
}
