//! `/d/{document}/page/{n}`: a page of a PDF as it looks on paper, beside the text that was read from it,
//! with the hits of a query marked in both.
//!
//! [`OriginalPages`] says for every other page where a page of the original can be looked at: here, or, where
//! it cannot be painted, in the file itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use shirabe_document::{Block, Document, Format, Page, Section};
use shirabe_search::Step;
use shirabe_site::error::WebError;
use shirabe_site::library::{Generation, Mark};
use shirabe_site::origin::Origin;
use shirabe_site::page_image::{self, begins_on, sections_on_page, stands_on};
use shirabe_site::params::SearchParams;
use shirabe_site::{Site, moved_and_gone, url, wording};

use crate::pages::body::{BodyView, body_on_page};
use crate::pages::frame::{FrameView, printed};
use crate::render::html;

/// Where the pages of a document's original can be looked at.
pub(crate) enum OriginalPages {
    /// As pictures beside their text: the document's id, and the search that is carried along.
    Pictures(String, Box<SearchParams>),
    /// In the file at this address, which opens at a page.
    File(String),
}

impl OriginalPages {
    /// Of a PDF alone: the pages of an Office file are made anew by every program. One that was not kept is
    /// opened where it came from.
    pub(crate) fn of(
        generation: &dyn Generation,
        document: &Document,
        is_painted: bool,
        params: &SearchParams,
    ) -> Result<Option<OriginalPages>, WebError> {
        if document.source.format != Format::Pdf {
            return Ok(None);
        }
        let id = document.id.to_string();
        if generation.open_source(document)?.is_none() {
            let origin = document.metadata.source_url.clone();
            let opens = |url: &String| {
                url::is_of_the_web(url) && url.to_ascii_lowercase().ends_with(".pdf")
            };
            return Ok(origin.filter(opens).map(OriginalPages::File));
        }
        Ok(Some(if is_painted {
            OriginalPages::Pictures(id, Box::new(params.clone()))
        } else {
            OriginalPages::File(format!("{}/source", url::document(&id)))
        }))
    }

    /// The address of a page of the file, counted from 1.
    pub(crate) fn url(&self, number: u32) -> String {
        match self {
            OriginalPages::Pictures(id, params) => params.carried_to(&url::page(id, number)),
            OriginalPages::File(address) => format!("{address}#page={number}"),
        }
    }

    /// What a link to a page does.
    pub(crate) fn deed(&self) -> &'static str {
        match self {
            OriginalPages::Pictures(..) => "画像を見る",
            OriginalPages::File(_) => "原資料を開く",
        }
    }
}

#[derive(Template)]
#[template(path = "page_picture.html")]
struct PagePictureView {
    frame: FrameView,
    title: String,
    /// The document's title and address.
    document: (String, String),
    /// 発行機関 and the like are on the document's page; here only which page of how many.
    place: String,
    picture: String,
    original: String,
    hits: Option<HitsView>,
    /// The language, where it is not Japanese.
    lang: Option<String>,
    parts: Vec<PartView>,
    previous: Option<NeighbourView>,
    next: Option<NeighbourView>,
}

/// What was looked for.
struct HitsView {
    said: String,
    search_url: String,
}

/// What stands on the page of one section.
struct PartView {
    heading: String,
    /// The first paragraph of the page, in its section.
    url: String,
    /// Whether the section began on an earlier page.
    goes_on: bool,
    body: BodyView,
}

/// The page before or behind.
struct NeighbourView {
    url: String,
    picture: String,
    name: String,
}

/// `GET /d/{document}/page/{n}`, and the picture alone, `{n}.png`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, name)): Path<(String, String)>,
    origin: Origin,
    params: SearchParams,
) -> Result<Response, WebError> {
    let Some(number) = page_image::page_number(&name) else {
        return page_image::show(State(site), Path((id, name)), params).await;
    };
    if site.config.painter.is_none() {
        return Err(WebError::NotFound);
    }
    let asked = params.clone();
    let (document, view, index) = site
        .ask(move |generation| {
            let document = moved_and_gone::present_document(generation, &id)?;
            let n_pages = document.source.n_pages.unwrap_or_default();
            if document.source.format != Format::Pdf || !(1..=n_pages).contains(&number) {
                return Err(WebError::NotFound);
            }
            if generation.open_source(&document)?.is_none() {
                return Err(WebError::NoSource);
            }
            let view = PagePictureView::of(generation, &document, number, &asked);
            Ok((document, view, generation.info()))
        })
        .await?;
    let mut view = view;
    let address = url::page(document.id.as_str(), number);
    view.frame.canonical = Some(origin.join(&address));
    let address = origin.join(&params.carried_to(&address));
    view.frame.printed = printed(&address, (site.config.today)(), &index);
    Ok(html(&view))
}

impl PagePictureView {
    fn of(
        generation: &dyn Generation,
        document: &Arc<Document>,
        number: u32,
        params: &SearchParams,
    ) -> PagePictureView {
        let n_pages = document.source.n_pages.unwrap_or_default();
        let sections = sections_on_page(generation, document, number, params);
        let id = document.id.as_str();
        let neighbour = |number: u32| NeighbourView {
            url: params.carried_to(&url::page(id, number)),
            picture: format!("{}-small.png", url::page(id, number)),
            name: page_name(document, number),
        };
        let title = page_name(document, number);
        let in_head = format!("{title} - {}", document.metadata.title);
        PagePictureView {
            frame: FrameView {
                hidden: params.all_carried(),
                place: "/documents",
                search: params.elsewhere(),
                ..FrameView::unlisted(&in_head, &params.q)
            },
            title,
            document: (
                document.metadata.title.clone(),
                params.carried_to(&url::document(document.id.as_str())),
            ),
            place: format!("PDFの{number}ページ目（全{n_pages}ページ）"),
            picture: params.carried_to(&format!("{}.png", url::page(id, number))),
            original: format!("{}/source#page={number}", url::document(id)),
            hits: hits(&sections, number, params),
            lang: wording::foreign(&document.metadata.language),
            parts: parts(document, &sections, number, params),
            previous: (number > 1).then(|| neighbour(number - 1)),
            next: (number < n_pages).then(|| neighbour(number + 1)),
        }
    }
}

/// How often the wording stands on the page, or its words, where it does not.
fn hits(
    sections: &[(&Section, Vec<Mark>)],
    number: u32,
    params: &SearchParams,
) -> Option<HitsView> {
    let query = params.q.trim();
    let marks =
        sections.iter().flat_map(|(section, marks)| marks.iter().map(move |m| (section, m)));
    let here = marks.filter(|(section, mark)| begins_on(section, mark, number));
    let steps: Vec<Step> = here.map(|(_, mark)| mark.step).collect();
    let n = wording::number(steps.len());
    let said = match steps.first() {
        None => format!("「{query}」は、このページにはありません。"),
        Some(Step::Word) => {
            format!("「{query}」は、このページにはありません。語の一致{n}か所に印を付けています。")
        }
        Some(_) => format!("「{query}」に該当：このページに{n}か所"),
    };
    (!query.is_empty()).then(|| HitsView { said, search_url: params.url() })
}

/// The printed number of a page, or its place in the file.
fn page_name(document: &Document, number: u32) -> String {
    let pages = document.sections.iter().flat_map(|section| &section.blocks).flat_map(Block::pages);
    let mut here = pages.filter(|page| page.file == Some(number));
    let named = here.find_map(|page| page.printed.as_ref());
    let page = Page { printed: named.cloned(), file: Some(number) };
    wording::page(&page).unwrap_or_default()
}

fn parts(
    document: &Document,
    sections: &[(&Section, Vec<Mark>)],
    number: u32,
    params: &SearchParams,
) -> Vec<PartView> {
    let mut n_tables = 0;
    let part = |(section, marks): &(&Section, Vec<Mark>)| {
        let mut body = body_on_page(section, marks, number);
        body.strip();
        n_tables = body.number_tables(n_tables);
        let first = section.blocks.iter().find(|block| stands_on(block, number));
        let place = first.map(|block| format!("#{}", block.id)).unwrap_or_default();
        let address = url::section(document.id.as_str(), section.id.as_str());
        let begins = section
            .blocks
            .first()
            .is_some_and(|block| block.page.as_ref().and_then(|page| page.file) == Some(number));
        PartView {
            heading: wording::heading(document, section),
            url: params.carried_to(&format!("{address}{place}")),
            goes_on: !begins,
            body,
        }
    };
    sections.iter().map(part).collect()
}
