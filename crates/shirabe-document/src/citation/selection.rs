//! What a reader picked out of a section: all of it, a paragraph, or some words. [`Selection`] is made
//! from an address or a command and turned into a [`Citation`].

use std::ops::Range;

use super::Citation;
use crate::date::Date;
use crate::ids::ParagraphId;
use crate::links;
use crate::model::{Document, Section};

/// A part of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// The section as a whole.
    #[default]
    Section,
    /// One paragraph.
    Paragraph(ParagraphId),
    /// Characters of the section's text.
    Chars(Range<usize>),
}

impl Selection {
    /// A paragraph as it is typed: `87` or `p87`.
    pub fn paragraph(typed: &str) -> Option<Selection> {
        let digits = typed.trim().trim_start_matches('p');
        ParagraphId::parse(&format!("p{digits}")).ok().map(Selection::Paragraph)
    }

    /// Characters as they are typed: `120-165`, the end not included.
    pub fn chars(typed: &str) -> Option<Selection> {
        let (start, end) = typed.trim().split_once('-')?;
        let range = start.parse().ok()?..end.parse().ok()?;
        (range.start < range.end).then_some(Selection::Chars(range))
    }

    /// The citation of this part of `section`; `site` is the address of the site, without a slash at
    /// the end. `None` where the section has no such paragraph or characters.
    pub fn cite(
        &self,
        document: &Document,
        section: &Section,
        site: &str,
        accessed: Date,
    ) -> Option<Citation> {
        let address = links::section(document.id.as_str(), section.id.as_str());
        let address = format!("{site}{address}");
        match self {
            Selection::Section => Some(Citation::of_section(document, section, address, accessed)),
            Selection::Paragraph(id) => {
                let block = section.blocks.iter().find(|block| block.id == *id)?;
                let permalink = format!("{address}#{id}");
                let citation = Citation::of_section(document, section, permalink, accessed);
                let citation = citation.at_paragraph(id.clone(), block.page.clone());
                let pages = block.page.clone().zip(block.last_page().cloned());
                let (pages, cell) = (pages.or(citation.pages.clone()), block.cell_range());
                let citation = Citation { pages, cell, ..citation };
                Some(citation.quoting(block.text.clone()))
            }
            Selection::Chars(chars) => {
                let words: String =
                    section.text().chars().skip(chars.start).take(chars.len()).collect();
                if words.trim().is_empty() || words.chars().count() < chars.len() {
                    return None;
                }
                let first = section.block_at(chars.start)?;
                let permalink = format!("{address}#{}", first.id);
                let citation = Citation::of_section(document, section, permalink, accessed);
                let page = section.page_at(chars.start).cloned();
                let citation = citation.at_paragraph(first.id.clone(), page.clone()).quoting(words);
                let blocks = section.blocks.iter().zip(section.block_ranges());
                let mut holding = blocks.filter(|(block, _)| block.id == first.id);
                let cell = holding.next().and_then(|(block, range)| {
                    block.cell_at(chars.start.saturating_sub(range.start)).map(str::to_owned)
                });
                let citation = Citation { cell, ..citation };
                let last = section.page_at(chars.end - 1).cloned();
                match page.zip(last) {
                    Some(pages) => Some(Citation { pages: Some(pages), ..citation }),
                    None => Some(citation),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_document::document;

    fn cited(selection: Option<Selection>) -> String {
        let document =
            document("計画", &[("現状", &["研究力が低下している。", "若手が減少している。"])]);
        let section = document.sections.last().unwrap();
        let citation = selection.and_then(|selection| {
            selection.cite(&document, section, "https://a.example", Date::day(2026, 3, 1).unwrap())
        });
        citation.map_or_else(
            || "none".to_owned(),
            |citation| format!("{} {}", citation.permalink, citation.quotation.unwrap_or_default()),
        )
    }

    #[test]
    fn a_paragraph_is_named_with_or_without_its_letter() {
        assert_eq!(cited(Selection::paragraph("p2")), cited(Selection::paragraph("2")));
        assert!(cited(Selection::paragraph("2")).ends_with("#p2 研究力が低下している。"));
        assert_eq!(cited(Selection::paragraph("99")), "none");
        assert_eq!(cited(Selection::paragraph("x")), "none");
    }

    #[test]
    fn words_on_a_sheet_are_cited_with_their_cell() {
        let mut document = document("計画", &[("様式第1号", &["区分\t件数"])]);
        document.sections[0].blocks[1].cells = vec!["A4".to_owned(), "B4".to_owned()];
        let cell = |selection: Option<Selection>| {
            let accessed = Date::day(2026, 3, 1).unwrap();
            let section = &document.sections[0];
            let cited = selection.unwrap().cite(&document, section, "", accessed).unwrap();
            crate::citation::Style::OfficialFootnote.write(&cited)
        };
        assert!(cell(Selection::chars("9-11")).contains("「様式第1号」シート「様式第1号」B4。"));
        assert!(cell(Selection::paragraph("2")).contains("シート「様式第1号」A4:B4。"));
    }

    #[test]
    fn words_are_quoted_as_they_stand() {
        assert!(cited(Selection::chars("3-8")).ends_with("#p2 研究力が低"));
        assert!(cited(Selection::chars("11-20")).ends_with("#p2 いる。\n若手が減少"));
        for wrong in ["8-3", "3-3", "3-999", "-3", "a-b", "3"] {
            assert_eq!(cited(Selection::chars(wrong)), "none", "{wrong}");
        }
    }
}
