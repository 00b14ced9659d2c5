//! Addresses in a document that was withdrawn: [`present_document`] and [`present_document_with`] give
//! the document, or the 410 with its last text.

use std::sync::Arc;

use shirabe_document::MAX_TEXT_CHARS;
use shirabe_document::{Document, ParagraphId};
use shirabe_search::Forgotten;

use super::MovedOrGone;
use crate::error::WebError;
use crate::library::Generation;
use crate::url;
use crate::wording;

/// The document with this id; a withdrawn one is gone, one that never was is not found.
pub fn present_document(generation: &dyn Generation, id: &str) -> Result<Arc<Document>, WebError> {
    present_document_with(generation, id, None, None)
}

/// The document with this id, for what it says in a section or paragraph.
pub fn present_document_with(
    generation: &dyn Generation,
    id: &str,
    section: Option<&str>,
    paragraph: Option<&ParagraphId>,
) -> Result<Arc<Document>, WebError> {
    if let Some(document) = generation.document(id)? {
        return Ok(document);
    }
    if let Some(Forgotten { reason, .. }) = generation.forgotten(id)? {
        return Err(WebError::MovedOrGone(Box::new(MovedOrGone::TakenDown { reason })));
    }
    let last = generation.withdrawn(id)?.ok_or(WebError::NotFound)?;
    let (part, last_text) = match (section, paragraph) {
        (None, None) => (String::new(), beginning(&last)),
        (_, Some(paragraph)) => of_paragraph(&last, paragraph).ok_or(WebError::NotFound)?,
        (Some(section), None) => of_section(&last, section).ok_or(WebError::NotFound)?,
    };
    let is_whole = part.is_empty();
    Err(WebError::MovedOrGone(Box::new(MovedOrGone::DocumentGone {
        what: format!("{}{part}", named(&last)),
        last_text,
        places: places(&last, is_whole),
    })))
}

/// 文部科学省「研究の方針」（2025年2月21日）
fn named(document: &Document) -> String {
    let metadata = &document.metadata;
    let issued = metadata.issued.map(|date| wording::date(&date.to_string()));
    let issued = issued.map(|date| format!("（{date}）")).unwrap_or_default();
    format!("{}「{}」{issued}", metadata.issuer, metadata.title)
}

/// The beginning of a document's text; its sections have the rest.
fn beginning(document: &Document) -> String {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let mut text = String::new();
    let mut n_chars = 0;
    for block in blocks {
        n_chars += block.text.chars().count();
        if !text.is_empty() && n_chars > MAX_TEXT_CHARS {
            text.push_str("\n…");
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend(block.text.chars().take(MAX_TEXT_CHARS));
    }
    text
}

/// What a section is called, and its text; one that was gone before has that of then.
fn of_section(document: &Document, id: &str) -> Option<(String, String)> {
    if let Ok(paragraph) = ParagraphId::parse(id) {
        return of_paragraph(document, &paragraph);
    }
    let part = |heading: &str| format!("の節「{heading}」");
    let mut sections = document.sections.iter();
    if let Some(section) = sections.find(|section| section.id.as_str() == id) {
        return Some((part(&section.heading), section.text()));
    }
    let mut gone = document.addresses.sections.iter();
    let gone = gone.find(|gone| gone.id.as_str() == id)?;
    Some((part(&gone.heading), gone.text.clone()))
}

fn of_paragraph(document: &Document, id: &ParagraphId) -> Option<(String, String)> {
    let part = format!("の段落{}", id.as_str().trim_start_matches('p'));
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let present = blocks.clone().find(|block| block.id == *id).map(|block| block.text.clone());
    let gone = || {
        let mut gone = document.addresses.paragraphs.iter();
        gone.find(|gone| gone.id == *id).map(|gone| gone.text.clone())
    };
    Some((part, present.or_else(gone)?))
}

/// Where it was published, its earlier editions, and, of a part, the whole or, of the whole, the parts.
fn places(document: &Document, is_whole: bool) -> Vec<(String, String)> {
    let id = document.id.as_str();
    let published = document.metadata.source_url.clone().filter(|url| url::is_of_the_web(url));
    let published = published.map(|url| ("公表元のページ".to_owned(), url));
    let editions = document.addresses.editions.iter().map(|edition| {
        let name = edition
            .issued
            .map_or_else(|| edition.name.clone(), |date| wording::date(&date.to_string()));
        (format!("以前の版（{name}）"), url::document(document.id.pinned(&edition.name).as_str()))
    });
    let whole = (!is_whole)
        .then(|| (format!("文書「{}」の最後の本文", document.metadata.title), url::document(id)));
    let sections = document.sections.iter().filter(|_| is_whole).map(|section| {
        (wording::heading(document, section), url::section(id, section.id.as_str()))
    });
    whole.into_iter().chain(published).chain(editions).chain(sections).collect()
}
