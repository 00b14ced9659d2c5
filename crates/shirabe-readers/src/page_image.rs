//! A page as its reader sees it on paper: what is asked for ([`PageImageRequest`]) and what comes back
//! ([`PageImage`]).

use std::sync::Arc;

/// Gives the bytes of a font (TrueType or OpenType, or a collection whose first font is meant) for Japanese
/// text whose own font is not in the file. Asked at most once for a page, and only where one is needed.
pub type FontSource = Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>;

/// Which page is to be painted, and how.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PageImageRequest {
    /// The page in the file, counted from 1.
    pub number: u32,
    /// Dots per inch; a page that would take too many bytes gets fewer.
    pub dots_per_inch: u32,
    /// The wordings to be marked, as they stand in the text that was read.
    pub wordings: Vec<String>,
}

/// A painted page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// The file.
    pub png: Vec<u8>,
    /// How many places are marked; a wording that goes over a line end is one place.
    pub n_marks: u32,
    /// Whether characters are missing, because neither the file nor `FontSource` has a font for them.
    pub lacks_font: bool,
}
