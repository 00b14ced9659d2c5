//! How a passage is cited: [`Citation`] says what is cited, [`Style::write`] writes it up.
//!
//! One file a style, each with the source of its rules. Styles for people end in plain text; styles for
//! programs (BibTeX, RIS, CSL-JSON) in what their readers expect, in UTF-8.

use crate::date::Date;
use crate::ids::{DocumentId, ParagraphId, SectionId};
use crate::metadata::{Field, Metadata};
use crate::model::{Document, Page, Section};

mod apa;
mod bibtex;
mod csl_json;
mod markdown;
mod official_footnote;
mod parts;
mod plain;
mod ris;
mod selection;
mod sist02;

pub use selection::Selection;

/// What is cited, and when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// What is known of it.
    pub metadata: Metadata,
    /// The fields of which the value is a guess of the program, and is cited as one.
    pub guessed: Vec<Field>,
    /// The persons who wrote it; if there are none, the issuer is the author.
    pub persons: Vec<PersonalName>,
    /// The section; `None` cites the document as a whole.
    pub section: Option<CitedSection>,
    /// First and last page.
    pub pages: Option<(Page, Page)>,
    /// On a sheet of a spreadsheet, which is the section, the cell or the cells of a row: `B4`, `A2:C2`.
    pub cell: Option<String>,
    /// The paragraph.
    pub paragraph: Option<ParagraphId>,
    /// The words quoted.
    pub quotation: Option<String>,
    /// The link that stays, absolute.
    pub permalink: String,
    /// 参照日.
    pub accessed: Date,
}

/// The section that is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedSection {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub heading: String,
    /// The headings above it, outermost first.
    pub path: Vec<String>,
}

/// A person's name in its two parts, such as 山田 and 太郎.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalName {
    /// 姓.
    pub family: String,
    /// 名.
    pub given: String,
}

impl Citation {
    /// Cites a document as a whole.
    pub fn of_document(document: &Document, permalink: String, accessed: Date) -> Citation {
        Citation {
            document: document.id.clone(),
            metadata: document.metadata.clone(),
            guessed: document.source.guessed(),
            persons: Vec::new(),
            section: None,
            pages: None,
            cell: None,
            paragraph: None,
            quotation: None,
            permalink,
            accessed,
        }
    }

    /// Cites a section of a document, on the pages on which it is known to stand.
    pub fn of_section(
        document: &Document,
        section: &Section,
        permalink: String,
        accessed: Date,
    ) -> Citation {
        let cited = CitedSection {
            id: section.id.clone(),
            heading: section.heading.clone(),
            path: section.path.clone(),
        };
        Citation {
            section: Some(cited),
            pages: section.pages(),
            ..Citation::of_document(document, permalink, accessed)
        }
    }

    /// Narrows the citation to a paragraph and its page.
    #[must_use]
    pub fn at_paragraph(self, paragraph: ParagraphId, page: Option<Page>) -> Citation {
        let pages = page.map(|page| (page.clone(), page));
        Citation { paragraph: Some(paragraph), pages: pages.or(self.pages), ..self }
    }

    /// Adds the words quoted.
    #[must_use]
    pub fn quoting(self, quotation: impl Into<String>) -> Citation {
        Citation { quotation: Some(quotation.into()), ..self }
    }
}

/// A way of citing. The pages have lists of their own of those that are pasted and those that are files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// SIST 02 参照文献の書き方
    Sist02,
    /// 公用文の脚注
    OfficialFootnote,
    /// APA, 7th edition
    Apa,
    /// BibTeX
    BibTex,
    /// RIS
    Ris,
    /// CSL-JSON
    CslJson,
    /// Markdown
    Markdown,
    /// Plain text
    Plain,
}

impl Style {
    /// Every style, in the order of the page.
    pub const ALL: [Style; 8] = [
        Style::Sist02,
        Style::OfficialFootnote,
        Style::Apa,
        Style::BibTex,
        Style::Ris,
        Style::CslJson,
        Style::Markdown,
        Style::Plain,
    ];

    /// The name for programs, such as `sist02`.
    pub fn as_str(self) -> &'static str {
        match self {
            Style::Sist02 => "sist02",
            Style::OfficialFootnote => "footnote",
            Style::Apa => "apa",
            Style::BibTex => "bibtex",
            Style::Ris => "ris",
            Style::CslJson => "csl-json",
            Style::Markdown => "markdown",
            Style::Plain => "plain",
        }
    }

    /// The name for people.
    pub fn label_ja(self) -> &'static str {
        match self {
            Style::Sist02 => "SIST 02",
            Style::OfficialFootnote => "公用文の脚注",
            Style::Apa => "APA（第7版）",
            Style::BibTex => "BibTeX",
            Style::Ris => "RIS",
            Style::CslJson => "CSL-JSON",
            Style::Markdown => "Markdown",
            Style::Plain => "テキスト",
        }
    }

    /// The style with this name for programs.
    pub fn parse(name: &str) -> Option<Style> {
        Style::ALL.into_iter().find(|style| style.as_str() == name)
    }

    /// Writes a citation up.
    pub fn write(self, citation: &Citation) -> String {
        match self {
            Style::Sist02 => sist02::write(citation),
            Style::OfficialFootnote => official_footnote::write(citation),
            Style::Apa => apa::write(citation),
            Style::BibTex => bibtex::write(citation),
            Style::Ris => ris::write(citation),
            Style::CslJson => csl_json::write(citation),
            Style::Markdown => markdown::write(citation),
            Style::Plain => plain::write(citation),
        }
    }
}

#[cfg(test)]
mod examples {
    //! The citations that the tests of all styles write up.

    use super::*;

    /// A paragraph on printed pages 2 to 5, quoted.
    pub(super) fn paragraph() -> Citation {
        Citation {
            document: DocumentId::parse("mext-lifescience-2025-02").unwrap(),
            metadata: Metadata {
                title: "ライフサイエンス政策の最近の動向等について".to_owned(),
                issuer: "文部科学省".to_owned(),
                division: Some("研究振興局ライフサイエンス課".to_owned()),
                issued: Date::day(2025, 2, 21),
                kind: "説明資料".to_owned(),
                language: "ja".to_owned(),
                ..Metadata::default()
            },
            guessed: Vec::new(),
            persons: Vec::new(),
            section: Some(CitedSection {
                id: SectionId::numbered(12),
                heading: "② 人材育成".to_owned(),
                path: vec!["1. ライフサイエンス委員会における検討".to_owned()],
            }),
            pages: Some((page("2"), page("5"))),
            cell: None,
            paragraph: Some(ParagraphId::numbered(87)),
            quotation: Some("研究に専念できる\n環境整備".to_owned()),
            permalink: "https://shirabe.example/d/mext-lifescience-2025-02/s12#p87".to_owned(),
            accessed: Date::day(2026, 3, 1).unwrap(),
        }
    }

    /// A document of which little is known, by two persons.
    pub(super) fn bare() -> Citation {
        let person = |family: &str, given: &str| PersonalName {
            family: family.to_owned(),
            given: given.to_owned(),
        };
        Citation {
            metadata: Metadata { title: "R&D_100% {案}".to_owned(), ..Metadata::default() },
            persons: vec![person("山田", "太郎"), person("鈴木", "花子")],
            section: None,
            pages: None,
            cell: None,
            paragraph: None,
            quotation: None,
            permalink: "https://shirabe.example/d/a".to_owned(),
            ..paragraph()
        }
    }

    /// A document without an issuer, of whose title and date the program only guesses.
    pub(super) fn guessed() -> Citation {
        let mut citation = Citation { persons: Vec::new(), ..bare() };
        citation.metadata.title = "計画".to_owned();
        citation.metadata.issued = Date::day(2021, 6, 18);
        citation.guessed = vec![Field::Title, Field::Issued];
        citation
    }

    fn page(printed: &str) -> Page {
        Page { printed: Some(printed.to_owned()), file: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_found_by_its_name() {
        for style in Style::ALL {
            assert_eq!(Style::parse(style.as_str()), Some(style));
        }
        assert_eq!(Style::parse("mla"), None);
    }

    #[test]
    fn every_style_marks_what_is_guessed() {
        for style in Style::ALL {
            let written = style.write(&examples::guessed());
            let marks =
                if style == Style::Apa { ["[計画]", "ca. 2021"] } else { ["推測", "計画"] };
            assert!(marks.iter().all(|mark| written.contains(mark)), "{written}");
            assert!(!style.write(&examples::paragraph()).contains("推測"));
        }
    }

    #[test]
    fn every_style_names_document_and_link() {
        for style in Style::ALL {
            let written = style.write(&examples::paragraph());
            assert!(written.contains("ライフサイエンス政策の最近の動向等について"), "{written}");
            assert!(written.contains("https://shirabe.example/d/"), "{written}");
        }
    }

    #[test]
    fn a_paragraph_is_cited_with_its_own_page() {
        let page = Page { printed: None, file: Some(7) };
        let cited =
            examples::paragraph().at_paragraph(ParagraphId::numbered(3), Some(page.clone()));
        assert_eq!(cited.pages, Some((page.clone(), page)));
        let cited = cited.at_paragraph(ParagraphId::numbered(4), None);
        assert!(cited.pages.is_some() && cited.paragraph == Some(ParagraphId::numbered(4)));
    }
}
