//! `/d/{document}/{section}`: the text of a section, with the hits of a query marked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shirabe_document::citation::{Citation, Selection};
use shirabe_document::{Block, Document, Field, ParagraphId, Section};
use shirabe_search::Step;
use shirabe_site::citation_views::{self, CitePanelView, Wanted};
use shirabe_site::error::WebError;
use shirabe_site::library::{Generation, Mark};
use shirabe_site::origin::Origin;
use shirabe_site::params::{SearchParams, TypedPassage};
use shirabe_site::{Site, moved_and_gone, url, wording};

use crate::pages::body::{BodyView, body};
use crate::pages::contents::{self, EntryView, HitsBySection};
use crate::pages::frame::{FrameView, printed};
use crate::pages::page_picture::OriginalPages;
use crate::render::html;
use crate::source::OriginalView;

#[derive(Template)]
#[template(path = "section.html")]
struct SectionView {
    frame: FrameView,
    /// For reference managers; names and values of `<meta>`.
    metadata: Vec<(&'static str, String)>,
    cite: CitePanelView,
    crumbs: Vec<CrumbView>,
    /// Where the section and its citations are.
    address: String,
    title: String,
    meta: Vec<String>,
    /// The pages, and where the first of them can be looked at: what its link does, and its address.
    pages: Option<(String, Option<(&'static str, String)>)>,
    /// Of an earlier edition: its name, and the address of the latest one.
    edition: Option<LinkView>,
    /// What the paragraph that is cited was read from.
    original: Option<OriginalView>,
    hits: Option<HitsView>,
    /// The language, where it is not Japanese.
    lang: Option<String>,
    body: BodyView,
    /// Which of several sections with this heading, such as （2/3）.
    occurrence: String,
    is_figure_missing: bool,
    /// The pages whose text comes from a recogniser of characters, such as 2〜3ページ目.
    recognised: Option<String>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    document: LinkView,
    contents: Vec<EntryView>,
}

struct CrumbView {
    name: String,
    url: Option<String>,
}

struct LinkView {
    name: String,
    url: String,
}

/// The bar that leads from hit to hit.
struct HitsView {
    query: String,
    n_hits: String,
    numbers: Vec<usize>,
    has_variants: bool,
    has_words: bool,
    /// The same results again.
    search_url: String,
}

/// Hits that get a link of their own in the bar.
const N_HIT_LINKS: usize = 50;

/// As much as search engines show.
const DESCRIPTION_CHARS: usize = 120;

/// A section, found.
struct Found {
    document: Arc<Document>,
    index: usize,
    marks: Vec<Mark>,
    hits: HitsBySection,
    /// Where the pages of the original can be looked at.
    original: Option<OriginalPages>,
    /// The bytes of the source, where a paragraph is picked.
    source: Option<Vec<u8>>,
    /// A paragraph that was asked for and is none of the section.
    missing: Option<ParagraphId>,
}

impl Found {
    fn section(&self) -> Result<&Section, WebError> {
        self.document.sections.get(self.index).ok_or(WebError::NotFound)
    }
}

/// `GET /d/{document}/{section}`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((id, segment)): Path<(String, String)>,
    headers: HeaderMap,
    origin: Origin,
    TypedPassage { search: mut params, mistake }: TypedPassage,
) -> Result<Response, WebError> {
    let (section, wanted) = Wanted::split(&segment, &headers)?;
    let mistake = match mistake {
        Some(mistake) if wanted != Wanted::Page => return Err(mistake.into_error()),
        mistake => mistake.map(|mistake| mistake.typed),
    };
    let suffix = segment.strip_prefix(section).unwrap_or_default().to_owned();
    let section = section.to_owned();
    if wanted == Wanted::Data {
        // Who asks by `Accept` follows a link for people, and gets the section that the passage is in.
        if params.selection != Selection::Section && !suffix.is_empty() {
            let detail = "JSONでは節の全体を返すため、pとcharsは指定できません。".to_owned();
            return Err(WebError::bad("unknown_parameter".to_owned(), detail));
        }
        return shirabe_api::documents::section(State(site), Path((id, section))).await;
    }
    let asked = params.clone();
    let place = (id, section, suffix);
    let is_painted = site.config.painter.is_some();
    let found = site
        .ask(move |generation| {
            let found = match wanted {
                Wanted::Page => find_or_say(generation, &place, &asked)?,
                _ => find(generation, &place, &asked)?,
            };
            let original = OriginalPages::of(generation, &found.document, is_painted, &asked)?;
            Ok(Found { original, ..found })
        })
        .await?;
    if found.missing.is_some() {
        params.selection = Selection::Section;
    }
    let today = (site.config.today)();
    let (document, section) = (&found.document, found.section()?);
    let citation =
        citation_views::section_citation(document, section, &params.selection, &origin, today);
    if let Wanted::Citation(file) = wanted {
        return Ok(file.response(&citation));
    }
    let mut view = SectionView::of(&found, &params, &citation, &origin)?;
    let index = site.look(|generation| generation.info()).await?;
    let address = origin.join(&params.carried_to(&view.address));
    view.frame.printed = printed(&address, today, &index);
    let permalink = view.frame.canonical.clone().unwrap_or_default();
    let status = view.say(mistake, found.missing.as_ref());
    let mut response = citation_views::cite_as(html(&view), &permalink);
    *response.status_mut() = status;
    Ok(response)
}

/// The section; where a paragraph that it never had was asked for, the section as a whole and the paragraph,
/// so that the page can say so at its form.
fn find_or_say(
    generation: &dyn Generation,
    place: &(String, String, String),
    params: &SearchParams,
) -> Result<Found, WebError> {
    match (find(generation, place, params), &params.selection) {
        (Err(WebError::NotFound), Selection::Paragraph(id)) => {
            let whole = params.with(|params| params.selection = Selection::Section);
            let found = find(generation, place, &whole).map_err(|_| WebError::NotFound)?;
            Ok(Found { missing: Some(id.clone()), ..found })
        }
        (found, _) => found,
    }
}

fn find(
    generation: &dyn Generation,
    (document, section, suffix): &(String, String, String),
    params: &SearchParams,
) -> Result<Found, WebError> {
    let picked = match &params.selection {
        Selection::Paragraph(id) => Some(id),
        Selection::Section | Selection::Chars(_) => None,
    };
    let document =
        moved_and_gone::present_document_with(generation, document, Some(section), picked)?;
    if let Ok(paragraph) = ParagraphId::parse(section) {
        return Err(moved_and_gone::missing_paragraph(&document, &paragraph, suffix));
    }
    let mut ids = document.sections.iter().map(|section| section.id.as_str());
    let Some(index) = ids.position(|id| id == section) else {
        return Err(moved_and_gone::missing_section(&document, section, suffix));
    };
    let (hits, marks) = contents::find(generation, &document, Some(index), params)?;
    let (original, source, missing) = (None, None, None);
    let mut found = Found { document, index, marks, hits, original, source, missing };
    if let Selection::Chars(chars) = &params.selection {
        let n_chars = found.section()?.text().chars().count();
        if chars.end > n_chars || chars.is_empty() {
            return Err(WebError::CharsOutside { n_chars });
        }
    }
    if let Selection::Paragraph(id) = &params.selection {
        if !found.section()?.blocks.iter().any(|block| block.id == *id) {
            return Err(moved_and_gone::missing_paragraph(&found.document, id, suffix));
        }
        found.source = generation.source(&found.document)?;
    }
    // Another citation than the one that was asked for is none.
    if let Selection::Chars(chars) = &params.selection {
        let text = found.section()?.text();
        let words = text.chars().skip(chars.start).take(chars.len());
        let is_blank = words.clone().all(char::is_whitespace);
        if is_blank || words.count() < chars.len() {
            return Err(WebError::NotFound);
        }
    }
    Ok(found)
}

impl SectionView {
    /// Says at the form of the panel what is wrong with the paragraph that was asked for; the status of the page.
    fn say(&mut self, mistake: Option<String>, missing: Option<&ParagraphId>) -> StatusCode {
        let (typed, said, status) = match (mistake, missing) {
            (Some(typed), _) => {
                let said = "段落の番号として読めません。例のように入力してください。".to_owned();
                (typed, said, StatusCode::BAD_REQUEST)
            }
            (None, Some(id)) => {
                let number = id.as_str().trim_start_matches('p');
                let said = format!("段落{number}は、この節にありません。");
                (id.to_string(), said, StatusCode::NOT_FOUND)
            }
            (None, None) => return StatusCode::OK,
        };
        self.cite.mistake = Some((typed, said));
        status
    }

    fn of(
        found: &Found,
        params: &SearchParams,
        citation: &Citation,
        origin: &Origin,
    ) -> Result<SectionView, WebError> {
        let (document, section) = (&*found.document, found.section()?);
        let heading = wording::heading(document, section);
        let title = format!("{heading} - {}", document.metadata.title);
        let address = url::section(document.id.as_str(), section.id.as_str());
        let permalink = origin.join(&address);
        let link =
            |index: usize| document.sections.get(index).map(|s| link_view(document, s, params));
        Ok(SectionView {
            frame: FrameView {
                query: params.q.clone(),
                hidden: params.all_carried(),
                place: "/documents",
                search: params.elsewhere(),
                description: description(section),
                canonical: Some(permalink.clone()),
                ..FrameView::new(&title)
            },
            metadata: metadata(document, section, &permalink),
            cite: cite_panel(document, section, citation, &params.selection),
            crumbs: crumbs(document, section, params),
            address,
            occurrence: wording::occurrence(document, section),
            title: section.heading.clone(),
            meta: meta(document),
            pages: pages(found.original.as_ref(), section),
            edition: edition(document, section),
            original: original(found, section, &params.selection),
            hits: hits(params, &found.marks),
            lang: wording::foreign(&document.metadata.language),
            body: body(section, &found.marks, found.original.as_ref()),
            is_figure_missing: section.figure_missing,
            recognised: recognised(document, section),
            previous: found.index.checked_sub(1).and_then(link),
            next: link(found.index + 1),
            document: LinkView {
                name: document.metadata.title.clone(),
                url: params.carried_to(&url::document(document.id.as_str())),
            },
            contents: contents::around(document, found.index, &found.hits, params),
        })
    }
}

/// Of an earlier edition, its date and where the latest one has this section.
fn edition(document: &Document, section: &Section) -> Option<LinkView> {
    let name = document.id.edition()?;
    let name =
        document.metadata.issued.map_or(name.to_owned(), |date| wording::date(&date.to_string()));
    Some(LinkView { name, url: url::section(document.id.base(), section.id.as_str()) })
}

/// What the paragraph that is picked was read from.
fn original(found: &Found, section: &Section, selection: &Selection) -> Option<OriginalView> {
    let Selection::Paragraph(id) = selection else { return None };
    let block = section.blocks.iter().find(|block| block.id == *id)?;
    Some(OriginalView::of(&found.document, block, found.source.as_deref()))
}

/// The panel; a paragraph or some words are linked to as such.
fn cite_panel(
    document: &Document,
    section: &Section,
    citation: &Citation,
    selection: &Selection,
) -> CitePanelView {
    let id = document.id.as_str();
    let blocks = section.blocks.iter().zip(section.block_ranges());
    let chars = match selection {
        Selection::Section => None,
        Selection::Paragraph(wanted) => {
            blocks.into_iter().find(|(block, _)| block.id == *wanted).map(|(_, range)| range)
        }
        Selection::Chars(chars) => Some(chars.clone()),
    };
    let address = url::section(id, section.id.as_str());
    CitePanelView {
        words_url: chars.map(|chars| citation_views::words_url(id, section, chars)),
        ..CitePanelView::of(citation, &address, selection)
    }
}

fn link_view(document: &Document, section: &Section, params: &SearchParams) -> LinkView {
    LinkView {
        name: wording::heading(document, section),
        url: params.carried_to(&url::section(document.id.as_str(), section.id.as_str())),
    }
}

fn hits(params: &SearchParams, marks: &[Mark]) -> Option<HitsView> {
    let has = |step| marks.iter().any(|mark| mark.step == step);
    (!params.q.trim().is_empty()).then(|| HitsView {
        query: params.q.trim().to_owned(),
        n_hits: wording::number(marks.len()),
        numbers: (1..=marks.len().min(N_HIT_LINKS)).collect(),
        has_variants: has(Step::Variant),
        has_words: has(Step::Word),
        search_url: params.url(),
    })
}

/// From the home page to the section itself.
fn crumbs(document: &Document, section: &Section, params: &SearchParams) -> Vec<CrumbView> {
    let document_url = params.carried_to(&url::document(document.id.as_str()));
    let mut crumbs = vec![
        CrumbView { name: "ホーム".to_owned(), url: Some("/".to_owned()) },
        CrumbView { name: document.metadata.title.clone(), url: Some(document_url) },
    ];
    crumbs.extend(section.path.iter().map(|heading| CrumbView {
        name: heading.clone(),
        url: section_of(document, section, heading).map(|url| params.carried_to(&url)),
    }));
    crumbs.push(CrumbView { name: wording::heading(document, section), url: None });
    crumbs
}

/// The pages of the section whose text comes from a recogniser of characters.
fn recognised(document: &Document, section: &Section) -> Option<String> {
    let pages = section.blocks.iter().flat_map(Block::pages);
    let is_recognised = |number: &u32| document.source.recognised_pages.contains(number);
    let mut numbers: Vec<u32> = pages.filter_map(|page| page.file).filter(is_recognised).collect();
    numbers.sort_unstable();
    numbers.dedup();
    (!numbers.is_empty()).then(|| format!("{}ページ目", wording::ranges(&numbers)))
}

/// The nearest section before `section` that has this heading.
fn section_of(document: &Document, section: &Section, heading: &str) -> Option<String> {
    let before = document.sections.iter().take_while(|other| other.id != section.id);
    let found = before.filter(|other| other.heading == heading).last()?;
    Some(url::section(document.id.as_str(), found.id.as_str()))
}

/// The pages, and where the first can be looked at.
fn pages(
    original: Option<&OriginalPages>,
    section: &Section,
) -> Option<(String, Option<(&'static str, String)>)> {
    let pages = section.pages();
    let first = pages.as_ref().and_then(|(first, _)| first.file);
    let link = original.zip(first).map(|(original, page)| (original.deed(), original.url(page)));
    Some((wording::pages(pages.as_ref())?, link))
}

fn meta(document: &Document) -> Vec<String> {
    let metadata = &document.metadata;
    let guessed = document.source.guessed();
    let mark = |field: Field| if guessed.contains(&field) { "（推測）" } else { "" };
    let issued = metadata
        .issued
        .map(|date| format!("{}{}", wording::date(&date.to_string()), mark(Field::Issued)));
    let institution = match metadata.issuer.as_str() {
        "" => "発行機関の記載なし".to_owned(),
        name => format!("{name}{}", mark(Field::Issuer)),
    };
    let parts = [Some(institution), issued];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect()
}

/// The beginning of the text below the heading.
fn description(section: &Section) -> String {
    let texts = section.blocks.iter().skip(1).map(|block| block.text.as_str());
    let text = texts.collect::<Vec<_>>().join(" ").replace(['\n', '\t'], " ");
    let text: String = text.chars().take(DESCRIPTION_CHARS).collect();
    if text.is_empty() { section.heading.clone() } else { text }
}

/// What Zotero reads as a report of an institution; without the institution it becomes an article.
fn metadata(
    document: &Document,
    section: &Section,
    permalink: &str,
) -> Vec<(&'static str, String)> {
    let metadata = &document.metadata;
    let title = citation_views::full_title(&section.heading, &metadata.title);
    let issued = metadata.issued.map(|date| date.to_string().replace('-', "/"));
    let first_page = section.pages().map(|(first, _)| first.to_string());
    let fields = [
        ("citation_technical_report_institution", Some(metadata.issuer.clone())),
        ("citation_title", Some(title)),
        ("citation_author", Some(metadata.issuer.clone())),
        ("citation_publication_date", issued),
        ("citation_language", Some(metadata.language.clone())),
        ("citation_public_url", Some(permalink.to_owned())),
        ("citation_firstpage", first_page),
    ];
    let known = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    known.filter(|(_, value)| !value.is_empty()).collect()
}
