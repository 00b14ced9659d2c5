//! Tables of files that say what a cell is: [`Grid`].

use crate::formats::block_builder::{BlockBuilder, Passage};
use crate::repair::tab_tables;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Longest name of a group, in characters; longer cells that span rows are not repeated.
const LONGEST_GROUP: usize = 40;
/// Most columns that are kept apart, so that a span of a million columns does nothing.
const MAX_COLUMNS: usize = 256;

/// A cell as it is written in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) passage: Passage,
    /// How many columns it takes.
    pub(crate) n_columns: usize,
    /// Whether it goes on from the row above.
    pub(crate) goes_on: bool,
    /// Its address on a sheet, such as `B4`; empty elsewhere.
    pub(crate) address: String,
}

#[derive(Clone, Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    is_header: bool,
}

/// A table, row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    rows: Vec<Row>,
    /// Whether the file says that its first row is set apart, which most tables do without meaning it.
    sets_first_row_apart: bool,
}

impl Grid {
    /// An empty table; whether the file says that its first row is set apart.
    pub(crate) fn new(sets_first_row_apart: bool) -> Grid {
        Grid { rows: Vec::new(), sets_first_row_apart }
    }

    /// Adds a row; `is_header` if the file says that it names the columns.
    pub(crate) fn push(&mut self, cells: Vec<Cell>, is_header: bool) {
        self.rows.push(Row { cells, is_header });
    }

    /// Writes the rows, cells separated by tabs, a header row as such.
    pub(crate) fn write(self, block_builder: &mut BlockBuilder<'_>) {
        let texts: Vec<Vec<String>> =
            self.rows.iter().map(|row| columns(row, Passage::text)).collect();
        let n_headers = self.n_headers(&texts);
        let mut group = String::new();
        for (nth, row) in self.rows.iter().enumerate() {
            let shown = columns(row, Passage::shown).join("\t");
            let mut cells = columns(row, Passage::text);
            if cells.iter().all(String::is_empty) {
                block_builder.remove(&rules::RUBY, &shown);
                continue;
            }
            let first_goes_on = row.cells.first().is_some_and(|cell| cell.goes_on);
            match cells.first_mut() {
                Some(first) if first_goes_on && first.is_empty() => first.clone_from(&group),
                Some(first) if first.chars().count() <= LONGEST_GROUP => group.clone_from(first),
                _ => group.clear(),
            }
            let kind = if nth < n_headers { BlockKind::TableHeader } else { BlockKind::TableRow };
            write_row(block_builder, kind, row, &shown, &cells.join("\t"));
        }
    }

    fn n_headers(&self, texts: &[Vec<String>]) -> usize {
        let n_named = self.rows.iter().take_while(|row| row.is_header).count();
        if n_named > 0 {
            return if n_named < self.rows.len() { n_named } else { 0 };
        }
        let is_set_apart = self.sets_first_row_apart && names_columns(texts);
        usize::from(is_set_apart || tab_tables::first_row_names_columns(texts))
    }
}

/// The addresses of the columns, if the cells have any.
fn addresses(row: &Row) -> Vec<String> {
    if row.cells.iter().all(|cell| cell.address.is_empty()) {
        return Vec::new();
    }
    row.cells.iter().map(|cell| cell.address.clone()).collect()
}

/// Ruby in a row is recorded on its own, then what was filled in.
fn write_row(
    block_builder: &mut BlockBuilder<'_>,
    kind: BlockKind,
    row: &Row,
    shown: &str,
    filled: &str,
) {
    let plain = columns(row, Passage::text).join("\t");
    let draft = if plain == shown {
        block_builder.row(kind, shown, filled, &rules::MERGED_CELLS)
    } else {
        block_builder.row(kind, shown, &plain, &rules::RUBY)
    };
    if let Some(draft) = draft {
        draft.cells = addresses(row);
    }
}

/// One text a column; a cell that takes several columns stands in the first of them.
fn columns(row: &Row, text: fn(&Passage) -> &str) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for cell in &row.cells {
        let n_more = cell.n_columns.max(1) - 1;
        columns.push(crate::formats::block_builder::one_line(text(&cell.passage)));
        let n_more = n_more.min(MAX_COLUMNS.saturating_sub(columns.len()));
        columns.extend(std::iter::repeat_n(String::new(), n_more));
    }
    columns
}

/// Whether the cells of the first row are short, all there and all different.
fn names_columns(rows: &[Vec<String>]) -> bool {
    let Some((head, below)) = rows.split_first() else { return false };
    let is_name = |cell: &String| {
        (1..=30).contains(&cell.chars().count())
            && cell.chars().any(char::is_alphabetic)
            && !cell.ends_with('。')
    };
    let mut sorted: Vec<&String> = head.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    head.len() > 1 && !below.is_empty() && head.iter().all(is_name) && sorted.len() == head.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Ledger;

    fn cell(text: &str) -> Cell {
        let goes_on = text == "〃";
        let text = if goes_on { "" } else { text };
        Cell { passage: Passage::of(text), n_columns: 1, goes_on, address: String::new() }
    }

    fn show(rows: &[&[&str]], sets_first_row_apart: bool) -> String {
        let mut grid = Grid::new(sets_first_row_apart);
        for row in rows {
            grid.push(row.iter().map(|text| cell(text)).collect(), false);
        }
        let mut ledger = Ledger::default();
        let mut block_builder = BlockBuilder::new(&mut ledger);
        grid.write(&mut block_builder);
        let drafts = block_builder.finish().drafts;
        let lines = drafts.iter().map(|d| format!("{}: {}", d.kind.as_str(), d.text()));
        lines.collect::<Vec<_>>().join("\n").replace('\t', "|")
    }

    #[test]
    fn a_group_over_several_rows_is_filled_down() {
        insta::assert_snapshot!(show(&[&["区分", "氏名"], &["座長", "甲"], &["構成員", "乙"], &["〃", "丙"]], true), @r"
        table-header: 区分|氏名
        table-row: 座長|甲
        table-row: 構成員|乙
        table-row: 構成員|丙
        ");
    }

    #[test]
    fn a_first_row_of_data_is_no_header() {
        insta::assert_snapshot!(show(&[&["1", "甲"], &["2", "乙"]], true), @r"
        table-row: 1|甲
        table-row: 2|乙
        ");
    }
}
