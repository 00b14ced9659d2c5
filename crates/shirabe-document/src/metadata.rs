//! What is known of a document besides its text: [`Metadata`] and [`SourceInfo`].

use crate::date::Date;

pub mod found;

pub use found::{Confidence, Field, Found, Origin};

/// What the file beside a document says of it, and where that is silent, what the document says itself
/// ([`found`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Metadata {
    /// 文書名, such as ライフサイエンス政策の最近の動向等について.
    pub title: String,
    /// 発行機関, such as 文部科学省.
    pub issuer: String,
    /// 部署, such as 研究振興局ライフサイエンス課.
    pub division: Option<String>,
    /// 発行日.
    pub issued: Option<Date>,
    /// 種別, such as 説明資料.
    pub kind: String,
    /// BCP 47 tag of the language, `ja`.
    pub language: String,
    /// Where the document was published.
    pub source_url: Option<String>,
    /// The name of the file it was read from.
    pub source_file: String,
    /// SHA-256 of that file, in lower-case hexadecimal digits.
    pub sha256: String,
    /// On what terms it may be used.
    pub licence_note: Option<String>,
    /// 版, where one document has several.
    pub edition: Option<String>,
}

/// The format a document was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CommonMark with tables.
    Markdown,
    /// Text without marks.
    PlainText,
    /// Portable Document Format.
    Pdf,
    /// Word (Office Open XML).
    Docx,
    /// PowerPoint (Office Open XML).
    Pptx,
    /// A web page.
    Html,
    /// A workbook (Office Open XML), with macros or without.
    Xlsx,
    /// A workbook of the format before it.
    Xls,
    /// A workbook (OpenDocument).
    Ods,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 9] = [
        Format::Markdown,
        Format::PlainText,
        Format::Pdf,
        Format::Docx,
        Format::Pptx,
        Format::Html,
        Format::Xlsx,
        Format::Xls,
        Format::Ods,
    ];

    /// The stored name, such as `markdown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::PlainText => "plain",
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Pptx => "pptx",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Ods => "ods",
        }
    }

    /// The format with this stored name.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// What the reader met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SourceInfo {
    /// The format it was read as.
    pub format: Format,
    /// The character encoding, such as `UTF-8`.
    pub encoding: String,
    /// Size of the source in bytes.
    pub n_bytes: u64,
    /// Lines of the source.
    pub n_lines: u32,
    /// Characters of the source, white space not counted.
    pub n_chars: u64,
    /// Pages, where the source marks each; a plain text seldom does.
    pub n_pages: Option<u32>,
    /// Pages on which there was no text, so that nothing on them can be found.
    pub n_pages_without_text: u32,
    /// Pages of which pictures take a quarter or more, counted from 1: what stands in the pictures cannot be
    /// found.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub pages_with_pictures: Vec<u32>,
    /// Files that are attached to it, and were not read.
    #[cfg_attr(feature = "serde", serde(default))]
    pub n_attachments: u32,
    /// The version of the readers that read it.
    pub reader_version: u32,
    /// What the document says of itself, used or not, the surest first.
    #[cfg_attr(feature = "serde", serde(default))]
    pub found: Vec<Found>,
    /// The pages that are pictures only, or whose glyphs stand for no known characters, counted from 1:
    /// what they say takes a recogniser of characters to read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub pages_to_recognise: Vec<u32>,
    /// Those of them whose text comes from a recogniser, which makes mistakes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub recognised_pages: Vec<u32>,
}

impl SourceInfo {
    /// The fields whose value in the document's metadata is a guess: nobody gave it, and it does not stand
    /// where such a value stands. Whoever shows or cites it says so.
    pub fn guessed(&self) -> Vec<Field> {
        let is_guess = |found: &&Found| found.is_used && found.confidence == Confidence::Guess;
        let mut fields: Vec<Field> =
            self.found.iter().filter(is_guess).map(|found| found.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}
