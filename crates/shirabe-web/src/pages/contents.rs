//! The table of contents of a document, whole or around one section: [`whole`], [`around`], with what a
//! search found in each section.

use std::collections::BTreeMap;

use shirabe_document::{Document, Section};
use shirabe_site::error::WebError;
use shirabe_site::library::{Generation, Mark};
use shirabe_site::params::SearchParams;
use shirabe_site::{url, wording};

/// A table of contents beside a section stays useful up to this length.
const MAX_ENTRIES: usize = 80;
/// A document of more sections shows its chapters first: what a reader takes in without scrolling far.
const MAX_UNFOLDED: usize = 40;

/// One line of a table of contents.
pub(crate) struct EntryView {
    pub url: String,
    pub heading: String,
    pub level: u8,
    pub pages: Option<String>,
    pub is_current: bool,
    /// How often the wording of the search stands here, such as 3か所; empty where it does not.
    pub hits: String,
}

/// A section of the outermost level, with those below it.
pub(crate) struct ChapterView {
    pub entry: EntryView,
    pub below: Vec<EntryView>,
    /// 12節, with the places of the wording in them.
    pub summary: String,
    pub is_open: bool,
}

/// How often the wording stands in each section, by its place in the document.
pub(crate) type HitsBySection = BTreeMap<usize, usize>;

/// Where in a document the wording of a search stands, and the marks of the section at `place`; nothing
/// without a query, and of an earlier edition, which is not searched, the marks alone.
pub(crate) fn find(
    generation: &dyn Generation,
    document: &Document,
    place: Option<usize>,
    params: &SearchParams,
) -> Result<(HitsBySection, Vec<Mark>), WebError> {
    let mut request = params.request();
    if params.q.trim().is_empty() {
        return Ok((HitsBySection::new(), Vec::new()));
    }
    if document.id.edition().is_some() {
        let section = place.and_then(|place| document.sections.get(place));
        let marks = section.map(|section| generation.section_marks(section, &request));
        return Ok((HitsBySection::new(), marks.unwrap_or_default()));
    }
    request.filters.documents = vec![document.id.to_string()];
    let (sections, marks) = generation.find_in_document(&request, place)?;
    Ok((sections.into_iter().filter(|(_, n)| *n > 0).collect(), marks))
}

/// All sections, by chapter.
pub(crate) fn whole(
    document: &Document,
    hits: &HitsBySection,
    params: &SearchParams,
) -> Vec<ChapterView> {
    let is_short = document.sections.len() <= MAX_UNFOLDED;
    let top = top_level(document);
    let mut chapters: Vec<(ChapterView, usize)> = Vec::new();
    for (place, section) in document.sections.iter().enumerate() {
        let entry = entry(document, (place, section), None, hits, params);
        let n_hits = hits.get(&place).copied().unwrap_or(0);
        if let Some((chapter, n_below)) =
            chapters.last_mut().filter(|_| section.level > top && !is_short)
        {
            chapter.below.push(entry);
            *n_below += n_hits;
        } else {
            let chapter =
                ChapterView { entry, below: Vec::new(), summary: String::new(), is_open: false };
            chapters.push((chapter, 0));
        }
    }
    let finished = chapters.into_iter().map(|(chapter, n_below)| {
        let n_sections = wording::number(chapter.below.len());
        let found = if n_below > 0 {
            format!("、{}か所", wording::number(n_below))
        } else {
            String::new()
        };
        let is_open = chapter.is_open || n_below > 0;
        ChapterView { summary: format!("下位の{n_sections}節{found}"), is_open, ..chapter }
    });
    finished.collect()
}

/// The level of the chapters: the outermost with more than one section, for a title over all is none.
fn top_level(document: &Document) -> u8 {
    let mut counts = BTreeMap::<u8, usize>::new();
    for section in &document.sections {
        *counts.entry(section.level).or_default() += 1;
    }
    let several = counts.iter().find(|(_, n)| **n > 1);
    several.or(counts.iter().next()).map_or(0, |(level, _)| *level)
}

/// The sections around the one at `index`: all of a short document, of a long one the nearest.
pub(crate) fn around(
    document: &Document,
    index: usize,
    hits: &HitsBySection,
    params: &SearchParams,
) -> Vec<EntryView> {
    let first = match document.sections.len() {
        n if n <= MAX_ENTRIES => 0,
        n => index.saturating_sub(MAX_ENTRIES / 2).min(n - MAX_ENTRIES),
    };
    let shown = document.sections.iter().enumerate().skip(first).take(MAX_ENTRIES);
    shown.map(|place| entry(document, place, Some(index), hits, params)).collect()
}

fn entry(
    document: &Document,
    (place, section): (usize, &Section),
    current: Option<usize>,
    hits: &HitsBySection,
    params: &SearchParams,
) -> EntryView {
    let n_hits = hits.get(&place).map(|n| format!("{}か所", wording::number(*n)));
    EntryView {
        url: params.carried_to(&url::section(document.id.as_str(), section.id.as_str())),
        heading: wording::heading(document, section),
        level: section.level.clamp(1, 4),
        pages: wording::pages(section.pages().as_ref()),
        is_current: current == Some(place),
        hits: n_hits.unwrap_or_default(),
    }
}
