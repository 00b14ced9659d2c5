//! What has become of ids that a document once had: [`Addresses`].

use crate::date::Date;
use crate::ids::{ParagraphId, SectionId};

/// What has become of the ids of a document over its readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Addresses {
    /// The highest number ever given to a section; 0 where the present sections tell.
    pub last_section: usize,
    /// The highest number ever given to a paragraph.
    pub last_paragraph: usize,
    /// Sections that are gone, in the order of their ids.
    pub sections: Vec<RetiredSection>,
    /// Paragraphs that are gone, in the order of their ids.
    pub paragraphs: Vec<RetiredParagraph>,
    /// Earlier editions, newest first.
    pub editions: Vec<Edition>,
}

/// A section that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RetiredSection {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub heading: String,
    /// Its last text, cut at [`MAX_TEXT_CHARS`].
    pub text: String,
    /// The sections that hold what it held, the most of it first.
    pub successors: Vec<SectionId>,
}

/// A paragraph that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RetiredParagraph {
    /// Its id.
    pub id: ParagraphId,
    /// The section in which it stood.
    pub section: SectionId,
    /// Its last text, cut at [`MAX_TEXT_CHARS`].
    pub text: String,
    /// The paragraphs that hold its words.
    pub successors: Vec<ParagraphId>,
}

/// An earlier edition of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edition {
    /// Its name in addresses, such as `2025-02-21`.
    pub name: String,
    /// 版, as the document names it.
    pub label: Option<String>,
    /// 発行日.
    pub issued: Option<Date>,
    /// SHA-256 of its source.
    pub sha256: String,
}

/// The last text of what is gone is kept up to this length.
pub const MAX_TEXT_CHARS: usize = 2_000;
