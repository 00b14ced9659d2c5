//! A document as a reader sees it: [`Document`] → [`Section`] → [`Block`].
//!
//! Invariant: a section's text is its blocks joined by `\n`, the heading first; every public offset
//! counts Unicode scalars of that text.

use std::fmt;
use std::ops::Range;

use crate::ids::{DocumentId, ParagraphId, SectionId};
use crate::metadata::{Metadata, SourceInfo};
use crate::quality::Repair;
use addresses::Addresses;

pub mod addresses;

/// One document, read and repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Document {
    /// Its id, such as `mext-lifescience-2025-02`.
    pub id: DocumentId,
    /// What is known of it.
    pub metadata: Metadata,
    /// Its sections in reading order; together they hold the whole text.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sections: Vec<Section>,
    /// What was changed in reading, in the order of the source.
    pub repairs: Vec<Repair>,
    /// What the reader met.
    pub source: SourceInfo,
    /// What has become of ids that it once had.
    #[cfg_attr(feature = "serde", serde(default))]
    pub addresses: Addresses,
}

impl Document {
    /// The section with this id.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == *id)
    }

    /// The paragraph with this id, and its section.
    pub fn paragraph(&self, id: &ParagraphId) -> Option<(&Section, &Block)> {
        self.sections.iter().find_map(|section| {
            let block = section.blocks.iter().find(|block| block.id == *id)?;
            Some((section, block))
        })
    }

    /// Whether a recogniser of characters (OCR) read the block from a picture of its page.
    pub fn is_recognised(&self, block: &Block) -> bool {
        let pages = block.pages();
        let mut numbers = pages.filter_map(|page| page.file);
        numbers.any(|number| self.source.recognised_pages.contains(&number))
    }

    /// Which of how many: `(2, 3)` for the second of three sections of the same heading under the same
    /// headings, such as 現状・課題 where the titles of the slides are lost. `None` if it is the only one.
    pub fn occurrence(&self, id: &SectionId) -> Option<(usize, usize)> {
        let wanted = self.section(id)?;
        let alike = |s: &&Section| s.heading == wanted.heading && s.path == wanted.path;
        let n = self.sections.iter().filter(alike).count();
        let nth = self.sections.iter().filter(alike).position(|section| section.id == *id)? + 1;
        (n > 1).then_some((nth, n))
    }
}

/// 節: a heading and what stands under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Section {
    /// Its id, such as `s12`.
    pub id: SectionId,
    /// The heading with its number, such as `(1) 基礎研究`.
    pub heading: String,
    /// The number alone as it is written, such as `(1)`, `①` or `第2章`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub number: Option<String>,
    /// 1 for the outermost headings, 0 for what stands under the document's title itself.
    pub level: u8,
    /// The headings above, outermost first, without the document's title.
    pub path: Vec<String>,
    /// The heading as block 0 (kind [`BlockKind::Heading`]), then the rest in reading order.
    pub blocks: Vec<Block>,
    /// Whether a figure stood here whose content is not in the text.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub figure_missing: bool,
    /// The section that this one goes on, where the source says （続き） or repeats the heading.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub continues: Option<SectionId>,
}

impl Section {
    /// What a person reads: the blocks joined by `\n`. A block can itself contain `\n`, where the
    /// source breaks a line on purpose.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (i, block) in self.blocks.iter().enumerate() {
            if i > 0 {
                text.push('\n');
            }
            text.push_str(&block.text);
        }
        text
    }

    /// Where each block stands in [`Section::text`], in characters.
    pub fn block_ranges(&self) -> Vec<Range<usize>> {
        let mut start_chars = 0;
        let mut ranges = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let end_chars = start_chars + block.text.chars().count();
            ranges.push(start_chars..end_chars);
            start_chars = end_chars + 1;
        }
        ranges
    }

    /// The stretches of [`Section::text`] in one of which an occurrence of a wording lies: the blocks,
    /// and of rows of tables the cells. A tab in another block sets apart what stands beside it as well.
    /// In characters, in the order of the text.
    pub fn occurrence_ranges(&self) -> Vec<Range<usize>> {
        let mut ranges = Vec::with_capacity(self.blocks.len());
        for (block, range) in self.blocks.iter().zip(self.block_ranges()) {
            if !block.text.contains('\t') {
                ranges.push(range);
                continue;
            }
            let mut start_chars = range.start;
            let tabs = block.text.chars().enumerate().filter(|(_, c)| *c == '\t');
            for (at_chars, _) in tabs {
                ranges.push(start_chars..range.start + at_chars);
                start_chars = range.start + at_chars + 1;
            }
            ranges.push(start_chars..range.end);
        }
        ranges
    }

    /// The block in which a character of [`Section::text`] stands; a line end between two blocks
    /// belongs to the former. `None` past the end.
    pub fn block_at(&self, offset_chars: usize) -> Option<&Block> {
        let mut end_chars = 0;
        for block in &self.blocks {
            end_chars += block.text.chars().count() + 1;
            if offset_chars < end_chars {
                return Some(block);
            }
        }
        None
    }

    /// The page on which a character of [`Section::text`] stands, if that is certain.
    pub fn page_at(&self, offset_chars: usize) -> Option<&Page> {
        let mut start_chars = 0;
        for block in &self.blocks {
            let end_chars = start_chars + block.text.chars().count();
            if offset_chars <= end_chars {
                return block.page_at(offset_chars - start_chars);
            }
            start_chars = end_chars + 1;
        }
        None
    }

    /// The first and the last page on which the section is known to stand.
    pub fn pages(&self) -> Option<(Page, Page)> {
        let first = self.blocks.iter().find_map(|block| block.page.as_ref())?;
        let last = self.blocks.iter().rev().find_map(Block::last_page).unwrap_or(first);
        Some((first.clone(), last.clone()))
    }
}

/// 段落: the unit of citation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Block {
    /// Its id, such as `p87`.
    pub id: ParagraphId,
    /// What it is.
    pub kind: BlockKind,
    /// What a person reads; in table rows the cells are separated by tabs.
    pub text: String,
    /// How deep in lists it stands: 0 outside of lists, 1 in a list, 2 in a list within a list.
    pub depth: u8,
    /// On which page it begins, if that is certain.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub page: Option<Page>,
    /// Where it goes on on another page, in the order of the text.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub page_turns: Vec<PageTurn>,
    /// On a sheet of a spreadsheet, the addresses of its cells, such as `B4`: one for each stretch between tabs
    /// of a row, one for anything else; empty where there are no cells.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub cells: Vec<String>,
    /// Its lines in the source, counted from 1, end excluded; `None` for what a reader had to add.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::stored::lines", skip_serializing_if = "Option::is_none")
    )]
    pub lines: Option<Range<u32>>,
}

impl Block {
    /// The page on which a character of the block's text stands, if that is certain.
    pub fn page_at(&self, offset_chars: usize) -> Option<&Page> {
        let turned = self.page_turns.iter().rev().find(|turn| turn.at_chars <= offset_chars);
        turned.map(|turn| &turn.page).or(self.page.as_ref())
    }

    /// The address of the cell in which a character of the block's text stands, such as `B4`.
    pub fn cell_at(&self, offset_chars: usize) -> Option<&str> {
        let n_before = self.text.chars().take(offset_chars).filter(|c| *c == '\t').count();
        let nth = if self.cells.len() > 1 { n_before } else { 0 };
        self.cells.get(nth).map(String::as_str).filter(|address| !address.is_empty())
    }

    /// The cells that it stands in, such as `B4`, or `A2:C2` of a row.
    pub fn cell_range(&self) -> Option<String> {
        let mut cells = self.cells.iter().filter(|address| !address.is_empty());
        let first = cells.next()?;
        Some(match cells.next_back() {
            Some(last) => format!("{first}:{last}"),
            None => first.clone(),
        })
    }

    /// The pages that it touches: the one on which it begins, and those that it goes on to.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.page.iter().chain(self.page_turns.iter().map(|turn| &turn.page))
    }

    /// The page on which it ends, if that is certain.
    pub fn last_page(&self) -> Option<&Page> {
        self.page_turns.last().map(|turn| &turn.page).or(self.page.as_ref())
    }
}

/// The place in a block at which another page begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "(usize, Page)", into = "(usize, Page)"))]
pub struct PageTurn {
    /// The first character on the new page, counted in the block's text.
    pub at_chars: usize,
    /// The new page.
    pub page: Page,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// 見出し
    Heading,
    /// 本文
    Paragraph,
    /// 箇条書きの項目
    ListItem,
    /// The head of a table; the rows below it have their names from here.
    TableHeader,
    /// 表の行
    TableRow,
    /// 図表の題、出典
    Caption,
    /// ※ and other notes on what stands before
    Note,
    /// What is left of a figure: short labels without a sentence
    Diagram,
    /// Web addresses that stand alone
    Links,
    /// Date, issuer, division and author as they stand at a document's head
    Imprint,
}

impl BlockKind {
    /// Every kind.
    pub const ALL: [BlockKind; 10] = [
        BlockKind::Heading,
        BlockKind::Paragraph,
        BlockKind::ListItem,
        BlockKind::TableHeader,
        BlockKind::TableRow,
        BlockKind::Caption,
        BlockKind::Note,
        BlockKind::Diagram,
        BlockKind::Links,
        BlockKind::Imprint,
    ];

    /// The stored name, such as `list-item`.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list-item",
            BlockKind::TableHeader => "table-header",
            BlockKind::TableRow => "table-row",
            BlockKind::Caption => "caption",
            BlockKind::Note => "note",
            BlockKind::Diagram => "diagram",
            BlockKind::Links => "links",
            BlockKind::Imprint => "imprint",
        }
    }

    /// The kind with this stored name.
    pub fn parse(name: &str) -> Option<BlockKind> {
        BlockKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A page, by what is printed on it and by its place in the file. At least one of the two is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(from = "(Option<String>, Option<u32>)", into = "(Option<String>, Option<u32>)")
)]
pub struct Page {
    /// The page number as printed, full-width digits as ASCII, such as `12` or `iv`.
    pub printed: Option<String>,
    /// The number of the page in the file, counted from 1.
    pub file: Option<u32>,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.printed, self.file) {
            (Some(printed), _) => f.write_str(printed),
            (None, Some(file)) => write!(f, "{file}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(texts: &[&str]) -> Section {
        let blocks = texts.iter().enumerate().map(|(i, text)| Block {
            id: ParagraphId::numbered(i + 1),
            kind: if i == 0 { BlockKind::Heading } else { BlockKind::Paragraph },
            text: (*text).to_owned(),
            depth: 0,
            page: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
            lines: None,
        });
        Section {
            id: SectionId::numbered(1),
            heading: texts[0].to_owned(),
            number: None,
            level: 1,
            path: Vec::new(),
            blocks: blocks.collect(),
            figure_missing: false,
            continues: None,
        }
    }

    #[test]
    fn block_ranges_slice_the_text_into_the_blocks() {
        let section = section(&["①概要", "", "𠮷野家。\n続き", "終わり"]);
        let text: Vec<char> = section.text().chars().collect();
        let slices = section.block_ranges().into_iter().map(|r| text[r].iter().collect::<String>());
        assert_eq!(slices.collect::<Vec<_>>(), ["①概要", "", "𠮷野家。\n続き", "終わり"]);
    }

    #[test]
    fn every_character_stands_in_the_block_whose_range_has_it() {
        let section = section(&["見出し", "本文", "終"]);
        for (range, block) in section.block_ranges().into_iter().zip(&section.blocks) {
            for offset_chars in range.start..=range.end {
                assert_eq!(section.block_at(offset_chars).unwrap().id, block.id);
            }
        }
        assert_eq!(section.block_at(section.text().chars().count() + 1), None);
    }

    #[test]
    fn an_occurrence_lies_in_a_block_or_in_a_cell_of_a_table() {
        let section = section(&["見出し", "甲\t\t乙", "丙丁"]);
        let text: Vec<char> = section.text().chars().collect();
        let ranges = section.occurrence_ranges().into_iter();
        let shown = ranges.map(|range| text[range].iter().collect::<String>());
        assert_eq!(shown.collect::<Vec<_>>(), ["見出し", "甲", "", "乙", "丙丁"]);
    }

    #[test]
    fn a_section_stands_on_the_pages_of_its_blocks() {
        let mut section = section(&["見出し", "本文", "終"]);
        assert_eq!(section.pages(), None);
        let page = |n: u32| Page { printed: Some(n.to_string()), file: None };
        section.blocks[1].page = Some(page(2));
        assert_eq!(section.pages(), Some((page(2), page(2))));
        section.blocks[2].page = Some(page(3));
        assert_eq!(section.pages(), Some((page(2), page(3))));
    }

    #[test]
    fn a_paragraph_that_goes_on_has_the_page_of_each_character() {
        let page = |n: u32| Page { printed: None, file: Some(n) };
        let mut section = section(&["見出し", "前の頁から次の頁へ"]);
        let block = &mut section.blocks[1];
        block.page = Some(page(4));
        block.page_turns = vec![PageTurn { at_chars: 5, page: page(5) }];
        assert_eq!(
            [0, 4, 5, 8].map(|at| block.page_at(at).and_then(|page| page.file)),
            [Some(4), Some(4), Some(5), Some(5)]
        );
        assert_eq!(section.pages(), Some((page(4), page(5))));
    }

    #[test]
    fn a_character_of_a_row_stands_in_a_cell() {
        let mut section = section(&["見出し", "区分\t\t件数"]);
        let block = &mut section.blocks[1];
        assert_eq!(block.cell_at(0), None);
        block.cells = ["A2", "", "C2"].map(str::to_owned).to_vec();
        assert_eq!(
            [0, 1, 3, 4].map(|at| block.cell_at(at)),
            [Some("A2"), Some("A2"), None, Some("C2")]
        );
        block.cells = vec!["B4".to_owned()];
        assert_eq!(block.cell_at(5), Some("B4"));
    }

    #[test]
    fn a_kind_reads_back_from_its_name() {
        for kind in BlockKind::ALL {
            assert_eq!(BlockKind::parse(kind.as_str()), Some(kind));
        }
    }
}
