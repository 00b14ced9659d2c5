//! Tables of a Word document: [`rows`] and [`grid`].

use super::super::xml::{self, Node};
use crate::formats::block_builder::Passage;
use crate::formats::grid::{Cell, Grid};

/// A row of a table.
pub(super) struct TableRow<'a> {
    pub(super) cells: Vec<TableCell<'a>>,
    is_header: bool,
}

/// A cell of a row.
pub(super) struct TableCell<'a> {
    pub(super) node: Node<'a>,
    /// Whether it goes on from the row above.
    pub(super) goes_on: bool,
    n_columns: usize,
}

/// The rows of a table, without those that a change took out.
pub(super) fn rows(table: Node<'_>) -> Vec<TableRow<'_>> {
    let mut rows = Vec::new();
    collect(table, "tr", &mut rows);
    let is_deleted = |row: &Node<'_>| xml::descend(*row, &["trPr", "del"]).is_some();
    rows.into_iter().filter(|row| !is_deleted(row)).map(row).collect()
}

fn row(row: Node<'_>) -> TableRow<'_> {
    let mut cells = Vec::new();
    collect(row, "tc", &mut cells);
    let is_header = xml::child(row, "trPr").is_some_and(|look| xml::is_on(look, "tblHeader"));
    TableRow { cells: cells.into_iter().map(cell).collect(), is_header }
}

fn cell(node: Node<'_>) -> TableCell<'_> {
    let look = xml::child(node, "tcPr");
    let merge = look.and_then(|look| xml::child(look, "vMerge"));
    let span = look.and_then(|look| xml::value_number(look, "gridSpan")).unwrap_or(1);
    TableCell {
        node,
        goes_on: merge.is_some_and(|merge| xml::attribute(merge, "val") != Some("restart")),
        n_columns: usize::try_from(span).unwrap_or(1),
    }
}

/// The elements of this name, also those within content controls and kept insertions.
fn collect<'a>(node: Node<'a>, wanted: &str, found: &mut Vec<Node<'a>>) {
    for child in node.children() {
        match xml::name(child) {
            name if name == wanted => found.push(child),
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => {
                collect(child, wanted, found);
            }
            _ => {}
        }
    }
}

/// The table with the texts that `text` gives for its cells.
pub(super) fn grid<'a>(
    table: Node<'a>,
    rows: &[TableRow<'a>],
    mut text: impl FnMut(Node<'a>) -> Passage,
) -> Grid {
    let look = xml::descend(table, &["tblPr", "tblLook"]);
    // Bit 0x0020 of the older form (ISO/IEC 29500-4, 14.3.7).
    let sets_first_row_apart = look.is_some_and(|look| {
        let bits = xml::attribute(look, "val").and_then(|v| u32::from_str_radix(v, 16).ok());
        matches!(xml::attribute(look, "firstRow"), Some("1" | "true" | "on"))
            || bits.is_some_and(|bits| bits & 0x20 != 0)
    });
    let mut grid = Grid::new(sets_first_row_apart);
    for row in rows {
        let cells = row.cells.iter().map(|cell| Cell {
            passage: text(cell.node),
            n_columns: cell.n_columns,
            goes_on: cell.goes_on,
            address: String::new(),
        });
        grid.push(cells.collect(), row.is_header);
    }
    grid
}

/// The paragraphs of a cell in order, those of tables in it too; text boxes are not gone into.
pub(super) fn paragraphs(cell: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut pending: Vec<Node<'_>> = vec![cell];
    while let Some(node) = pending.pop() {
        match xml::name(node) {
            "p" => found.push(node),
            "del" | "moveFrom" => {}
            "AlternateContent" => pending.extend(xml::chosen(node)),
            _ => {
                let children: Vec<Node<'_>> = node.children().collect();
                pending.extend(children.into_iter().rev());
            }
        }
    }
    found
}
