//! Addresses of what has moved or is gone: 301 where one passage took over, 300 where several did, 410
//! with the last text where none did or the whole document was withdrawn (`gone_documents`).

mod gone_documents;

use shirabe_document::{Document, ParagraphId, SectionId};

use crate::error::WebError;
use crate::url;

pub use gone_documents::{present_document, present_document_with};

/// Where an address leads that is no longer that of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MovedOrGone {
    /// To one other place.
    Moved {
        /// Its address.
        location: String,
    },
    /// To several places.
    Several {
        /// What it was, such as 節「人材育成」.
        what: String,
        /// Its last text.
        last_text: String,
        /// Names and addresses.
        places: Vec<(String, String)>,
    },
    /// Nowhere.
    Gone {
        /// What it was.
        what: String,
        /// Its last text.
        last_text: String,
        /// The document, which is still there.
        document: (String, String),
    },
    /// Nowhere, with the whole document.
    DocumentGone {
        /// What it was, such as 文部科学省「研究の方針」（2025年2月21日）の節「人材育成」.
        what: String,
        /// Its last text; of a document, the beginning.
        last_text: String,
        /// Its other parts, and where it was published.
        places: Vec<(String, String)>,
    },
    /// Nowhere, and its text is not shown any more either: it was taken down for good.
    TakenDown {
        /// Why, as the operator wrote it; may be empty.
        reason: String,
    },
}

impl MovedOrGone {
    /// Where to go instead.
    pub fn location(&self) -> Option<&str> {
        match self {
            MovedOrGone::Moved { location } => Some(location),
            _ => None,
        }
    }

    /// The text that it had.
    pub fn last_text(&self) -> Option<&str> {
        match self {
            MovedOrGone::Moved { .. } | MovedOrGone::TakenDown { .. } => None,
            MovedOrGone::Several { last_text, .. }
            | MovedOrGone::Gone { last_text, .. }
            | MovedOrGone::DocumentGone { last_text, .. } => Some(last_text),
        }
    }

    /// Names and addresses of where to look.
    pub fn places(&self) -> &[(String, String)] {
        match self {
            MovedOrGone::Several { places, .. } | MovedOrGone::DocumentGone { places, .. } => {
                places
            }
            MovedOrGone::Gone { document, .. } => std::slice::from_ref(document),
            MovedOrGone::Moved { .. } | MovedOrGone::TakenDown { .. } => &[],
        }
    }

    /// What happened, in Japanese.
    pub fn detail(&self) -> String {
        match self {
            MovedOrGone::Moved { location } => format!("{location}に移動しました。"),
            MovedOrGone::Several { what, .. } => {
                format!("{what}の内容は、文書の更新により、次の箇所に分かれました。")
            }
            MovedOrGone::Gone { what, .. } => {
                format!("{what}は、文書の更新によりなくなりました。最後の本文を示します。")
            }
            MovedOrGone::DocumentGone { what, .. } => {
                format!("{what}は、収録から外れました。最後に収録していた本文を示します。")
            }
            MovedOrGone::TakenDown { reason } if reason.is_empty() => {
                "この文書は公開をやめました。本文と原資料は残していません。".to_owned()
            }
            MovedOrGone::TakenDown { reason } => {
                format!("この文書は公開をやめました。本文と原資料は残していません。理由：{reason}")
            }
        }
    }
}

/// What to answer for a section that `document` does not have; `suffix` is an ending such as `.ris`.
pub fn missing_section(document: &Document, id: &str, suffix: &str) -> WebError {
    let mut gone = document.addresses.sections.iter();
    let Some(gone) = gone.find(|gone| gone.id.as_str() == id) else {
        return WebError::NotFound;
    };
    let place = |id: &SectionId| {
        let section = document.section(id)?;
        let address = url::section(document.id.as_str(), id.as_str());
        Some((section.heading.clone(), format!("{address}{suffix}")))
    };
    let places: Vec<_> = gone.successors.iter().filter_map(place).collect();
    let what = format!("節「{}」", gone.heading);
    answer(document, what, gone.text.clone(), places)
}

/// What to answer for a paragraph that does not stand in the section of its address.
pub fn missing_paragraph(document: &Document, id: &ParagraphId, suffix: &str) -> WebError {
    let place = |id: &ParagraphId| {
        let (section, _) = document.paragraph(id)?;
        let address = url::section(document.id.as_str(), section.id.as_str());
        let number = id.as_str().trim_start_matches('p');
        Some((section.heading.clone(), format!("{address}{suffix}?p={number}#{id}")))
    };
    if let Some((_, location)) = place(id) {
        return WebError::MovedOrGone(Box::new(MovedOrGone::Moved { location }));
    }
    let mut gone = document.addresses.paragraphs.iter();
    let Some(gone) = gone.find(|gone| gone.id == *id) else {
        return WebError::NotFound;
    };
    let places: Vec<_> = gone.successors.iter().filter_map(place).collect();
    answer(
        document,
        format!("段落{}", id.as_str().trim_start_matches('p')),
        gone.text.clone(),
        places,
    )
}

fn answer(
    document: &Document,
    what: String,
    last_text: String,
    mut places: Vec<(String, String)>,
) -> WebError {
    let gone = match places.len() {
        0 => MovedOrGone::Gone {
            what,
            last_text,
            document: (document.metadata.title.clone(), url::document(document.id.as_str())),
        },
        1 => MovedOrGone::Moved { location: places.remove(0).1 },
        _ => MovedOrGone::Several { what, last_text, places },
    };
    WebError::MovedOrGone(Box::new(gone))
}
