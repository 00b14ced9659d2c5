//! The text of a section as a flat run of pieces, ready for the template: [`body`].
//!
//! Lists and tables are opened and closed by pieces of their own, so that the template needs no
//! recursion and every block becomes exactly one element with its paragraph id.

use shirabe_document::{Block, BlockKind, Page, Section};
use shirabe_site::library::Mark;
use shirabe_site::page_image::stands_on;
use shirabe_site::wording;

use crate::highlighting::{Segment, highlighted_segments, marks_in_block};
use crate::pages::page_picture::OriginalPages;

/// One step of writing the section.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A paragraph, caption, note or the like.
    Paragraph(BlockView),
    /// A list opens.
    ListStart,
    /// An item opens.
    Item(BlockView),
    /// An item closes.
    ItemEnd,
    /// A list closes.
    ListEnd,
    /// A table opens; tables are counted from 1.
    TableStart(usize),
    /// The names of the columns.
    Names(RowView),
    /// A row.
    Row(RowView),
    /// A table closes.
    TableEnd,
}

/// One block with its marks.
#[derive(Debug)]
pub(crate) struct BlockView {
    /// The paragraph id, such as `p87`.
    pub id: String,
    /// 段落87への固定リンク
    pub link_label: String,
    /// The class of the element.
    pub class: &'static str,
    /// Where the block leads, if it is a web address and nothing else.
    pub link: Option<String>,
    /// The page that begins with this block.
    pub page_break: Option<PageMark>,
    /// The text.
    pub segments: Vec<Segment>,
}

/// Where a page of the original begins.
#[derive(Debug)]
pub(crate) struct PageMark {
    /// Such as 5ページ.
    pub name: String,
    /// That page of the original, where one can be looked at.
    pub url: Option<String>,
    /// What its link does, such as 画像を見る.
    pub deed: &'static str,
}

/// One row of a table, cut into cells.
#[derive(Debug)]
pub(crate) struct RowView {
    /// The row as a block; its segments are in the cells.
    pub block: BlockView,
    /// The cells.
    pub cells: Vec<Vec<Segment>>,
}

/// A section, ready to be written.
#[derive(Debug)]
pub(crate) struct BodyView {
    /// The heading, if the section begins with one.
    pub heading: Option<BlockView>,
    /// The rest, in reading order.
    pub pieces: Vec<Piece>,
}

impl BodyView {
    /// Takes away what belongs to the page of the section alone: page marks, links to paragraphs, and the
    /// numbers of hits.
    pub(crate) fn strip(&mut self) {
        for piece in &mut self.pieces {
            let (block, cells) = match piece {
                Piece::Paragraph(block) | Piece::Item(block) => (block, None),
                Piece::Names(row) | Piece::Row(row) => (&mut row.block, Some(&mut row.cells)),
                _ => continue,
            };
            block.strip();
            for segment in cells.into_iter().flatten().flatten() {
                segment.strip();
            }
        }
        if let Some(heading) = &mut self.heading {
            heading.strip();
        }
    }

    /// Numbers the tables on from those before; how many there are then.
    pub(crate) fn number_tables(&mut self, n_before: usize) -> usize {
        let mut n_tables = n_before;
        for piece in &mut self.pieces {
            if let Piece::TableStart(number) = piece {
                n_tables += 1;
                *number = n_tables;
            }
        }
        n_tables
    }
}

impl BlockView {
    fn strip(&mut self) {
        (self.page_break, self.link_label) = (None, String::new());
        self.segments.iter_mut().for_each(Segment::strip);
    }
}

/// The heading and the pieces of a section; `original` says where its pages can be looked at.
pub(crate) fn body(
    section: &Section,
    marks: &[Mark],
    original: Option<&OriginalPages>,
) -> BodyView {
    body_where(section, marks, original, &|_| true)
}

/// The same of those blocks alone that stand, as a whole or in part, on one page of the file.
pub(crate) fn body_on_page(section: &Section, marks: &[Mark], number: u32) -> BodyView {
    body_where(section, marks, None, &|block| stands_on(block, number))
}

fn body_where(
    section: &Section,
    marks: &[Mark],
    original: Option<&OriginalPages>,
    is_shown: &dyn Fn(&Block) -> bool,
) -> BodyView {
    let mut heading = None;
    let mut writer =
        Writer { pieces: Vec::new(), open_lists: Vec::new(), n_tables: 0, in_table: false };
    let mark_of = |page: &Page| {
        let url = original.zip(page.file).map(|(original, number)| original.url(number));
        let deed = original.map_or("", OriginalPages::deed);
        Some(PageMark { name: wording::page(page)?, url, deed })
    };
    let mut page: Option<&Page> = None;
    let blocks = section.blocks.iter().zip(section.block_ranges());
    for (block, range) in blocks.filter(|(block, _)| is_shown(block)) {
        let page_break = block.page.as_ref().filter(|new| Some(*new) != page);
        let view = BlockView {
            id: block.id.as_str().to_owned(),
            link_label: link_label(block.id.as_str()),
            class: class(block),
            link: link(block),
            page_break: page_break.and_then(mark_of),
            segments: highlighted_segments(&block.text, &marks_in_block(marks, &range)),
        };
        page = block.page.as_ref().or(page);
        if block.kind == BlockKind::Heading && heading.is_none() {
            heading = Some(view);
        } else {
            writer.write(block, view);
        }
    }
    writer.close_lists();
    writer.close_table();
    BodyView { heading, pieces: writer.pieces }
}

struct Writer {
    pieces: Vec<Piece>,
    /// The depths of the lists that are open, outermost first; each has one open item.
    open_lists: Vec<u8>,
    n_tables: usize,
    in_table: bool,
}

impl Writer {
    fn write(&mut self, block: &Block, view: BlockView) {
        match block.kind {
            BlockKind::ListItem => {
                self.close_table();
                self.item(block.depth, view);
            }
            BlockKind::TableHeader | BlockKind::TableRow => {
                self.close_lists();
                self.row(block.kind == BlockKind::TableHeader, view);
            }
            _ => {
                self.close_lists();
                self.close_table();
                self.pieces.push(Piece::Paragraph(view));
            }
        }
    }

    /// A jump over several depths opens one list only.
    fn item(&mut self, depth: u8, view: BlockView) {
        while self.open_lists.last().is_some_and(|open| *open > depth) {
            self.close_list();
        }
        if self.open_lists.last() == Some(&depth) {
            self.pieces.push(Piece::ItemEnd);
        } else {
            self.pieces.push(Piece::ListStart);
            self.open_lists.push(depth);
        }
        self.pieces.push(Piece::Item(view));
    }

    fn row(&mut self, is_header: bool, mut view: BlockView) {
        if !self.in_table {
            self.n_tables += 1;
            self.pieces.push(Piece::TableStart(self.n_tables));
            self.in_table = true;
        }
        let cells = cells(std::mem::take(&mut view.segments));
        let row = RowView { block: view, cells };
        self.pieces.push(if is_header { Piece::Names(row) } else { Piece::Row(row) });
    }

    fn close_list(&mut self) {
        self.open_lists.pop();
        self.pieces.extend([Piece::ItemEnd, Piece::ListEnd]);
    }

    fn close_lists(&mut self) {
        while !self.open_lists.is_empty() {
            self.close_list();
        }
    }

    fn close_table(&mut self) {
        if std::mem::take(&mut self.in_table) {
            self.pieces.push(Piece::TableEnd);
        }
    }
}

/// The segments of a row between its tabs. A mark over two cells goes on in the second.
fn cells(segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    let mut cells = vec![Vec::new()];
    for segment in segments {
        for (index, part) in segment.text.split('\t').enumerate() {
            if index > 0 {
                cells.push(Vec::new());
            }
            let mut mark = segment.mark;
            if let Some(mark) = mark.as_mut().filter(|_| index > 0) {
                mark.number = None;
            }
            if let Some(cell) = cells.last_mut().filter(|_| !part.is_empty()) {
                cell.push(Segment { text: part.to_owned(), mark });
            }
        }
    }
    cells
}

fn link_label(id: &str) -> String {
    format!("段落{}への固定リンク", id.trim_start_matches('p'))
}

fn class(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::ListItem if has_its_own_mark(&block.text) => "own",
        BlockKind::Heading => "heading",
        BlockKind::Caption => "caption",
        BlockKind::Note => "small",
        BlockKind::Diagram => "diagram",
        BlockKind::Imprint => "imprint",
        _ => "",
    }
}

/// Whether an item begins with a number or a sign of its own, such as （１）, ① or ○, so that a bullet
/// before it would be one mark too many.
fn has_its_own_mark(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|char| char.is_numeric() || "(（[［<＜【○●◯◎■□◆◇・※→✓".contains(char))
}

/// Only addresses of the web become links; a document could hold anything.
fn link(block: &Block) -> Option<String> {
    let text = block.text.trim();
    let is_address = block.kind == BlockKind::Links
        && (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(char::is_whitespace);
    is_address.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use shirabe_document::{ParagraphId, SectionId};
    use shirabe_search::Step;

    use super::*;

    /// The pieces as a line of tags and texts; kinds and depths come from the first character.
    fn outline(lines: &[&str], marks: &[Mark]) -> String {
        let blocks = lines.iter().enumerate().map(|(index, line)| block(index + 1, line));
        let section = Section {
            id: SectionId::numbered(1),
            heading: "見出し".to_owned(),
            number: None,
            level: 1,
            path: Vec::new(),
            blocks: blocks.collect(),
            figure_missing: false,
            continues: None,
        };
        let pieces = body(&section, marks, None).pieces;
        pieces.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    fn block(number: usize, line: &str) -> Block {
        let (kind, depth) = match line.chars().next() {
            Some('#') => (BlockKind::Heading, 0),
            Some('1') => (BlockKind::ListItem, 1),
            Some('2') => (BlockKind::ListItem, 2),
            Some('3') => (BlockKind::ListItem, 3),
            Some('|') => (BlockKind::TableRow, 0),
            _ => (BlockKind::Paragraph, 0),
        };
        let id = ParagraphId::numbered(number);
        Block {
            id,
            kind,
            text: line.to_owned(),
            depth,
            page: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
            lines: None,
        }
    }

    fn shown(piece: &Piece) -> String {
        let text = |segments: &[Segment]| -> String {
            let mark = |s: &Segment| match s.number() {
                Some(number) => format!("［{number}:{}］", s.text),
                None if s.mark.is_some() => format!("［{}］", s.text),
                None => s.text.clone(),
            };
            segments.iter().map(mark).collect::<Vec<_>>().concat()
        };
        let row = |row: &RowView| row.cells.iter().map(|cell| text(cell)).collect::<Vec<_>>();
        match piece {
            Piece::Paragraph(block) => format!("<p>{}", text(&block.segments)),
            Piece::ListStart => "<ul>".to_owned(),
            Piece::Item(block) => format!("<li>{}", text(&block.segments)),
            Piece::ItemEnd => "</li>".to_owned(),
            Piece::ListEnd => "</ul>".to_owned(),
            Piece::TableStart(number) => format!("<table {number}>"),
            Piece::Names(cells) | Piece::Row(cells) => format!("<tr>{}", row(cells).join("/")),
            Piece::TableEnd => "</table>".to_owned(),
        }
    }

    #[test]
    fn lists_nest_by_depth_and_close_before_a_paragraph() {
        let lines = ["# 見出し", "1い", "2ろ", "2は", "1に", "ほ"];
        insta::assert_snapshot!(outline(&lines, &[]), @"<ul> <li>1い <ul> <li>2ろ </li> <li>2は </li> </ul> </li> <li>1に </li> </ul> <p>ほ");
    }

    #[test]
    fn a_list_that_starts_deep_and_comes_back_stays_balanced() {
        insta::assert_snapshot!(outline(&["3い", "3ろ", "1は", "2に"], &[]), @"<ul> <li>3い </li> <li>3ろ </li> </ul> <ul> <li>1は <ul> <li>2に </li> </ul> </li> </ul>");
    }

    #[test]
    fn rows_are_cut_at_tabs_and_a_mark_over_two_cells_is_counted_once() {
        let marks = [Mark { chars: 1..5, step: Step::Exact }];
        insta::assert_snapshot!(outline(&["|いろ\tはに", "|ほ", "へ", "|と"], &marks), @"<table 1> <tr>|［1:いろ］/［は］に <tr>|ほ </table> <p>へ <table 2> <tr>|と </table>");
    }
}
