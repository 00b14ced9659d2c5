//! Addresses of what has moved or is gone: 301 where one passage took over, 300 where several did, 410
//! with the last text where none did or the whole document was withdrawn ([`withdrawn`]).

mod withdrawn;

use shirabe_document::{Document, ParagraphId, SectionId};

use crate::error::WebError;
use crate::url;

pub(crate) use withdrawn::{document, document_with};

/// Where an address leads that is no longer that of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Retired {
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
    Withdrawn {
        /// What it was, such as 文部科学省「研究の方針」（2025年2月21日）の節「人材育成」.
        what: String,
        /// Its last text; of a document, the beginning.
        last_text: String,
        /// Its other parts, and where it was published.
        places: Vec<(String, String)>,
    },
}

impl Retired {
    /// Where to go instead.
    pub(crate) fn location(&self) -> Option<&str> {
        match self {
            Retired::Moved { location } => Some(location),
            _ => None,
        }
    }

    /// The text that it had.
    pub(crate) fn last_text(&self) -> Option<&str> {
        match self {
            Retired::Moved { .. } => None,
            Retired::Several { last_text, .. }
            | Retired::Gone { last_text, .. }
            | Retired::Withdrawn { last_text, .. } => Some(last_text),
        }
    }

    /// Names and addresses of where to look.
    pub(crate) fn places(&self) -> &[(String, String)] {
        match self {
            Retired::Several { places, .. } | Retired::Withdrawn { places, .. } => places,
            Retired::Gone { document, .. } => std::slice::from_ref(document),
            Retired::Moved { .. } => &[],
        }
    }

    /// What happened, in Japanese.
    pub(crate) fn detail(&self) -> String {
        match self {
            Retired::Moved { location } => format!("{location}に移動しました。"),
            Retired::Several { what, .. } => {
                format!("{what}の内容は、文書の更新により、次の箇所に分かれました。")
            }
            Retired::Gone { what, .. } => {
                format!("{what}は、文書の更新によりなくなりました。最後の本文を示します。")
            }
            Retired::Withdrawn { what, .. } => {
                format!("{what}は、収録から外れました。最後に収録していた本文を示します。")
            }
        }
    }
}

/// What to answer for a section that `document` does not have; `suffix` is an ending such as `.ris`.
pub(crate) fn section(document: &Document, id: &str, suffix: &str) -> WebError {
    let mut retired = document.addresses.sections.iter();
    let Some(retired) = retired.find(|retired| retired.id.as_str() == id) else {
        return WebError::NotFound;
    };
    let place = |id: &SectionId| {
        let section = document.section(id)?;
        let address = url::section(document.id.as_str(), id.as_str());
        Some((section.heading.clone(), format!("{address}{suffix}")))
    };
    let places: Vec<_> = retired.successors.iter().filter_map(place).collect();
    let what = format!("節「{}」", retired.heading);
    answer(document, what, retired.text.clone(), places)
}

/// What to answer for a paragraph that does not stand in the section of its address.
pub(crate) fn paragraph(document: &Document, id: &ParagraphId, suffix: &str) -> WebError {
    let place = |id: &ParagraphId| {
        let (section, _) = document.paragraph(id)?;
        let address = url::section(document.id.as_str(), section.id.as_str());
        let number = id.as_str().trim_start_matches('p');
        Some((section.heading.clone(), format!("{address}{suffix}?p={number}#{id}")))
    };
    if let Some((_, location)) = place(id) {
        return WebError::Retired(Box::new(Retired::Moved { location }));
    }
    let mut retired = document.addresses.paragraphs.iter();
    let Some(retired) = retired.find(|retired| retired.id == *id) else {
        return WebError::NotFound;
    };
    let places: Vec<_> = retired.successors.iter().filter_map(place).collect();
    answer(
        document,
        format!("段落{}", id.as_str().trim_start_matches('p')),
        retired.text.clone(),
        places,
    )
}

fn answer(
    document: &Document,
    what: String,
    last_text: String,
    mut places: Vec<(String, String)>,
) -> WebError {
    let retired = match places.len() {
        0 => Retired::Gone {
            what,
            last_text,
            document: (document.metadata.title.clone(), url::document(document.id.as_str())),
        },
        1 => Retired::Moved { location: places.remove(0).1 },
        _ => Retired::Several { what, last_text, places },
    };
    WebError::Retired(Box::new(retired))
}
