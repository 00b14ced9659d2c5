//! Tables of a page: [`rows`] and [`grid`].

use markup5ever_rcdom::Handle;

use super::node::{attribute, elements, is_silent, name, number};
use crate::formats::block_builder::Passage;
use crate::formats::grid::{Cell, Grid};

/// Wider and higher spans than the HTML standard allows are cut (HTML, 4.9.11).
const MAX_SPAN: usize = 1_000;
/// Columns that a table may have in all.
const MAX_COLUMNS: usize = 256;

/// The rows of a table, each as its cells; those of tables in it are not its own.
pub(super) fn rows(table: &Handle) -> Vec<Vec<Handle>> {
    let mut rows = Vec::new();
    for part in table.children.borrow().iter() {
        match name(part) {
            "tr" => rows.push(cells(part)),
            "thead" | "tbody" | "tfoot" => {
                let inner = part.children.borrow();
                rows.extend(inner.iter().filter(|row| name(row) == "tr").map(cells));
            }
            _ => {}
        }
    }
    rows
}

fn cells(row: &Handle) -> Vec<Handle> {
    let children = row.children.borrow();
    let is_cell = |node: &&Handle| matches!(name(node), "td" | "th") && !is_silent(node);
    children.iter().filter(is_cell).cloned().collect()
}

/// Whether a table only puts things side by side: it says so, holds tables, headings or lists, or has
/// one column.
pub(super) fn is_layout(table: &Handle, rows: &[Vec<Handle>]) -> bool {
    let says_so = matches!(attribute(table, "role").as_deref(), Some("presentation" | "none"));
    let holds_blocks = elements(table).skip(1).any(|node| {
        matches!(name(&node), "table" | "h1" | "h2" | "h3" | "h4" | "main" | "article" | "nav")
    });
    says_so || holds_blocks || rows.iter().all(|cells| cells.len() <= 1)
}

/// The table with the texts that `text` gives for its cells.
pub(super) fn grid(rows: &[Vec<Handle>], mut text: impl FnMut(&Handle) -> Passage) -> Grid {
    let mut grid = Grid::new(false);
    // For each column, how many more rows the cell above takes.
    let mut open: Vec<usize> = Vec::new();
    for cells in rows {
        let mut out: Vec<Cell> = Vec::new();
        let mut column = 0;
        let is_header = !cells.is_empty() && cells.iter().all(|cell| name(cell) == "th");
        for cell in cells {
            column = continue_open(&mut open, column, &mut out);
            let span = |what| number(cell, what).unwrap_or(1).clamp(1, MAX_SPAN);
            let n_columns = span("colspan").min(MAX_COLUMNS.saturating_sub(column).max(1));
            let n_more_rows = span("rowspan") - 1;
            open.resize(open.len().max(column + n_columns), 0);
            open.iter_mut().skip(column).take(n_columns).for_each(|rows| *rows = n_more_rows);
            out.push(Cell { passage: text(cell), n_columns, ..Cell::default() });
            column += n_columns;
        }
        continue_open(&mut open, column, &mut out);
        grid.push(out, is_header);
    }
    grid
}

/// Adds the cells that go on from above at `column`, and says which column is free.
fn continue_open(open: &mut [usize], mut column: usize, out: &mut Vec<Cell>) -> usize {
    while let Some(rows) = open.get_mut(column).filter(|rows| **rows > 0) {
        *rows -= 1;
        out.push(Cell { n_columns: 1, goes_on: true, ..Cell::default() });
        column += 1;
    }
    column
}
