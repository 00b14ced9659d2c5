//! The text of a section as a flat run of pieces, ready for the template: [`pieces`].
//!
//! Lists and tables are opened and closed by pieces of their own, so that the template needs no
//! recursion and every block becomes exactly one element with its paragraph id.

use shirabe_document::{Block, BlockKind, Page, Section};

use crate::library::Mark;
use crate::marked::{Segment, marks_in_block, segments};
use crate::pages::wording;

/// One step of writing the section.
#[derive(Debug)]
pub(crate) enum Piece {
    /// The heading of the section.
    Heading(BlockView),
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
    /// A table opens.
    TableStart,
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
    /// The page that begins with this block.
    pub page_break: Option<String>,
    /// The text.
    pub segments: Vec<Segment>,
}

/// One row of a table, cut into cells.
#[derive(Debug)]
pub(crate) struct RowView {
    /// The row as a block; its segments are in the cells.
    pub block: BlockView,
    /// The cells.
    pub cells: Vec<Vec<Segment>>,
}

/// The pieces of a section, in reading order.
pub(crate) fn pieces(section: &Section, marks: &[Mark]) -> Vec<Piece> {
    let mut writer = Writer { pieces: Vec::new(), open_lists: Vec::new(), in_table: false };
    let mut page: Option<&Page> = None;
    for (block, range) in section.blocks.iter().zip(section.block_ranges()) {
        let page_break = block.page.as_ref().filter(|new| Some(*new) != page);
        let view = BlockView {
            id: block.id.as_str().to_owned(),
            link_label: link_label(block.id.as_str()),
            class: class(block),
            page_break: page_break.and_then(wording::page),
            segments: segments(&block.text, &marks_in_block(marks, &range)),
        };
        page = block.page.as_ref().or(page);
        writer.write(block, view);
    }
    writer.close_lists();
    writer.close_table();
    writer.pieces
}

struct Writer {
    pieces: Vec<Piece>,
    /// The depths of the lists that are open, outermost first; each has one open item.
    open_lists: Vec<u8>,
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
                let is_heading = block.kind == BlockKind::Heading;
                let piece = if is_heading { Piece::Heading } else { Piece::Paragraph };
                self.pieces.push(piece(view));
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
            self.pieces.push(Piece::TableStart);
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
        BlockKind::Caption => "caption",
        BlockKind::Note => "small",
        BlockKind::Diagram => "diagram",
        BlockKind::Imprint => "imprint",
        _ => "",
    }
}
