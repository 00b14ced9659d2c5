//! The table of contents of a document, whole or around one section: [`whole`], [`around`].

use shirabe_document::{Document, Section};

use crate::pages::wording;
use crate::url;

/// A table of contents beside a section stays useful up to this length.
const MAX_ENTRIES: usize = 80;

/// One line of a table of contents.
pub(crate) struct EntryView {
    pub url: String,
    pub heading: String,
    pub level: u8,
    pub pages: Option<String>,
    pub is_current: bool,
}

/// All sections.
pub(crate) fn whole(document: &Document) -> Vec<EntryView> {
    document.sections.iter().map(|section| entry(document, section, false)).collect()
}

/// The sections around the one at `index`: all of a short document, of a long one the nearest.
pub(crate) fn around(document: &Document, index: usize) -> Vec<EntryView> {
    let first = match document.sections.len() {
        n if n <= MAX_ENTRIES => 0,
        n => index.saturating_sub(MAX_ENTRIES / 2).min(n - MAX_ENTRIES),
    };
    let shown = document.sections.iter().enumerate().skip(first).take(MAX_ENTRIES);
    shown.map(|(i, section)| entry(document, section, i == index)).collect()
}

fn entry(document: &Document, section: &Section, is_current: bool) -> EntryView {
    EntryView {
        url: url::section(document.id.as_str(), section.id.as_str()),
        heading: heading(document, section),
        level: section.level.clamp(1, 6),
        pages: wording::pages(section.pages().as_ref()),
        is_current,
    }
}

/// The heading; sections that share one are told apart by their place, such as 現状・課題（2/3）.
pub(crate) fn heading(document: &Document, section: &Section) -> String {
    format!("{}{}", section.heading, occurrence(document, section))
}

/// Which of several sections with this heading, such as （2/3）; nothing for the only one.
pub(crate) fn occurrence(document: &Document, section: &Section) -> String {
    let place = document.occurrence(&section.id);
    place.map(|(nth, n)| format!("（{nth}/{n}）")).unwrap_or_default()
}
