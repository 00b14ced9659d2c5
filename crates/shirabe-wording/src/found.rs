//! The sections and documents that have a wording, as lists of their own: for files, citations and feeds.

use std::ops::ControlFlow;

use rayon::prelude::*;
use shirabe_document::Page;
use shirabe_search::{
    DocumentSummary, Occurrences, SearchError, SearchRequest, SectionPlace, Snapshot,
};

use crate::context::Surroundings;

/// Sections that are read at a time.
const N_AT_ONCE: usize = 256;

/// A section that has the wording.
#[derive(Clone, Debug)]
pub struct FoundSection {
    /// Its document.
    pub document: DocumentSummary,
    /// Its id.
    pub section: String,
    /// Its heading.
    pub heading: String,
    /// The headings above it.
    pub path: Vec<String>,
    /// First and last page.
    pub pages: Option<(Page, Page)>,
    /// Occurrences.
    pub n_hits: u32,
    /// The sentence of the first.
    pub sentence: String,
    /// When it first came into the corpus, RFC 3339; `None` where that is not known.
    pub first_seen: Option<String>,
}

/// A document that has the wording.
#[derive(Clone, Debug)]
pub struct FoundDocument {
    /// The document.
    pub document: DocumentSummary,
    /// Occurrences.
    pub n_hits: u64,
    /// Sections that have one.
    pub n_sections: u64,
}

/// All sections that have the wording of `request`, by date, document and order, a few at a time, until
/// `each` breaks off.
pub fn for_each_section(
    snapshot: &Snapshot,
    request: &SearchRequest,
    mut each: impl FnMut(Vec<FoundSection>) -> ControlFlow<()>,
) -> Result<(), SearchError> {
    let occurrences = Occurrences::of(snapshot, request)?;
    for places in occurrences.sections().chunks(N_AT_ONCE) {
        let read = |place: &SectionPlace| found_section(&occurrences, place, None);
        let found: Vec<Result<FoundSection, SearchError>> = places.par_iter().map(read).collect();
        if each(found.into_iter().collect::<Result<Vec<_>, _>>()?).is_break() {
            break;
        }
    }
    Ok(())
}

/// All documents that have the wording of `request`, by date and id.
pub fn documents_with(
    snapshot: &Snapshot,
    request: &SearchRequest,
) -> Result<Vec<FoundDocument>, SearchError> {
    let occurrences = Occurrences::of(snapshot, request)?;
    let by_document = occurrences.sections().chunk_by(|a, b| a.document == b.document);
    let found = by_document.map(|sections| FoundDocument {
        document: occurrences.documents().summary(sections[0].document).clone(),
        n_hits: sections.iter().map(|place| u64::from(place.n_hits)).sum(),
        n_sections: sections.len() as u64,
    });
    Ok(found.collect())
}

/// The `n` sections with the wording that came into the corpus last, the last first.
pub fn newest_sections(
    snapshot: &Snapshot,
    request: &SearchRequest,
    n: usize,
) -> Result<Vec<FoundSection>, SearchError> {
    let occurrences = Occurrences::of(snapshot, request)?;
    let newest = occurrences.newest(n)?;
    newest.into_iter().map(|(place, seen)| found_section(&occurrences, &place, seen)).collect()
}

/// The `n` documents that came into the corpus last, the last first, with when they did.
pub fn newest_documents(
    snapshot: &Snapshot,
    n: usize,
) -> Result<Vec<(DocumentSummary, Option<String>)>, SearchError> {
    let table = snapshot.document_table()?;
    let newest = table.newest(n).into_iter();
    Ok(newest.map(|place| (table.summary(place).clone(), table.first_seen(place))).collect())
}

fn found_section(
    occurrences: &Occurrences<'_>,
    place: &SectionPlace,
    first_seen: Option<String>,
) -> Result<FoundSection, SearchError> {
    let opened = occurrences.open(place)?;
    let mut around = Surroundings::of(&opened, occurrences.segmenter());
    let sentence = opened.marks.first().map(|mark| around.sentence(mark));
    let sentence = sentence.map(|chars| around.line(chars)).unwrap_or_default();
    let section = &opened.section;
    Ok(FoundSection {
        document: occurrences.documents().summary(place.document).clone(),
        section: section.id.to_string(),
        heading: section.heading.replace(['\n', '\t'], " "),
        path: section.path.clone(),
        pages: section.pages(),
        n_hits: place.n_hits,
        sentence,
        first_seen,
    })
}
