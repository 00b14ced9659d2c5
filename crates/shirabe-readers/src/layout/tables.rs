//! Ruled tables: rules that meet make a grid, its cells are read row by row.
//!
//! [`tables`] is the way in. [`grid`] finds the grids; a cell that spans several columns or rows is one
//! whose dividing rules are missing. A grid around boxes of prose is no table.

mod figures;
mod grid;
mod records;

use super::paragraphs::{joined, paragraphs, paragraphs_of_cell};
use super::segments::Segment;
use super::{Direction, PageBlock, Rect, Shape, TextLine};
use grid::Grid;

/// Finds the tables among the segments: their rows, and the segments that stand in none.
pub(super) fn tables(
    rules: &[Rect],
    segments: Vec<Segment>,
) -> (Vec<Vec<PageBlock>>, Vec<Segment>) {
    let mut rest: Vec<Option<Segment>> = segments.into_iter().map(Some).collect();
    let mut tables: Vec<Vec<PageBlock>> = Vec::new();
    for grid in grid::grids(rules) {
        let holds = |segment: &Segment| grid.frame().holds(segment.rect, 1.5);
        let inside: Vec<usize> = (0..rest.len())
            .filter(|at| rest.get(*at).and_then(Option::as_ref).is_some_and(holds))
            .collect();
        if inside.len() < 3 {
            continue;
        }
        let of_grid: Vec<&Segment> =
            inside.iter().filter_map(|at| rest.get(*at).and_then(Option::as_ref)).collect();
        let number = tables.len() as u32;
        if let Some(rows) = Table::read(&grid, &of_grid).rows(number) {
            for at in inside {
                if let Some(segment) = rest.get_mut(at) {
                    *segment = None;
                }
            }
            tables.push(rows);
        }
    }
    let (of_figures, rest) = figures::tables(rest.into_iter().flatten().collect(), tables.len());
    tables.extend(of_figures);
    (tables, rest)
}

/// The lines of the segments of a cell.
fn lines_of(segments: Vec<Segment>) -> Vec<TextLine> {
    let mut blocks: Vec<PageBlock> = Vec::new();
    paragraphs(segments, &mut blocks);
    blocks.into_iter().flat_map(|block| block.lines).collect()
}

/// Where the rules of a page make grids of two columns and two rows or more.
pub(super) fn frames(rules: &[Rect]) -> Vec<Rect> {
    let is_wide = |grid: &Grid| grid.n_columns() >= 2 && grid.n_rows() >= 2;
    grid::grids(rules).iter().filter(|grid| is_wide(grid)).map(Grid::frame).collect()
}

/// A cell with more characters than this is a box of prose if most others are as long.
/// Measured: 112 and 224 change nothing.
const LONG_CELL: usize = 160;

/// In a long cell with so many lines of pieces that stand apart, other columns than those of the grid are set.
/// Not measured.
const FEWEST_APART: usize = 4;
/// A shorter line may be the name of a row.
/// Not measured.
const LINE_OF_TEXT: usize = 30;

/// What stands in the cells of a grid.
struct Table {
    /// By row, then column; a cell that spans several stands in the first of them.
    rows: Vec<Vec<Cell>>,
    n_columns: usize,
}

#[derive(Clone, Default)]
struct Cell {
    text: String,
    lines: Vec<TextLine>,
}

impl Table {
    fn read(grid: &Grid, segments: &[&Segment]) -> Table {
        let mut filled: Vec<Vec<Vec<Segment>>> =
            vec![vec![Vec::new(); grid.n_columns()]; grid.n_rows()];
        for segment in segments {
            let (row, column) = grid.cell_of(segment.rect, segment.size);
            if let Some(cell) = filled.get_mut(row).and_then(|row| row.get_mut(column)) {
                cell.push((*segment).clone());
            }
        }
        let row = |(nth, row): (usize, Vec<Vec<Segment>>)| {
            let cells = row.into_iter().enumerate();
            cells.map(|(column, cell)| Cell::of(cell, grid.border_of(nth, column))).collect()
        };
        let rows = filled.into_iter().enumerate().map(row).collect();
        Table { rows, n_columns: grid.n_columns() }
    }

    /// The rows as blocks, unless this is no table.
    fn rows(self, number: u32) -> Option<Vec<PageBlock>> {
        let is_used = |column: &usize| {
            self.rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.text.is_empty()))
        };
        let columns: Vec<usize> = (0..self.n_columns).filter(is_used).collect();
        let used = |row: &&Vec<Cell>| row.iter().any(|cell| !cell.text.is_empty());
        let rows: Vec<Vec<Cell>> = self
            .rows
            .iter()
            .filter(used)
            .map(|row| columns.iter().filter_map(|column| row.get(*column).cloned()).collect())
            .flat_map(|row: Vec<Cell>| records::part(&row).unwrap_or_else(|| vec![row]))
            .collect();
        if !is_table(&rows) {
            return None;
        }
        let has_head = has_head(&rows);
        let block = |(nth, row): (usize, Vec<Cell>)| {
            let is_head = has_head && nth == 0;
            row_block(&row, Shape::Row { table: number, is_head })
        };
        Some(rows.into_iter().enumerate().filter_map(block).collect())
    }
}

impl Cell {
    fn of(segments: Vec<Segment>, border: f32) -> Cell {
        let (mut across, turned): (Vec<Segment>, Vec<Segment>) =
            segments.into_iter().partition(|segment| segment.direction == Direction::Across);
        let mut blocks: Vec<PageBlock> =
            super::direction::labels(&turned).into_iter().flatten().collect();
        across
            .sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
        paragraphs_of_cell(across, border, &mut blocks);
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        let text = texts.join(" ").replace('\t', " ");
        Cell { text, lines: blocks.into_iter().flat_map(|block| block.lines).collect() }
    }

    fn n_chars(&self) -> usize {
        self.text.chars().count()
    }
}

/// Two rows or more with two cells or more, and not mostly prose.
fn is_table(rows: &[Vec<Cell>]) -> bool {
    let n_filled = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    let n_wide = rows.iter().filter(|row| n_filled(row) > 1).count();
    let cells: usize = rows.iter().map(n_filled).sum();
    let n_long = rows.iter().flatten().filter(|cell| cell.n_chars() > LONG_CELL).count();
    let n_chars: Vec<usize> = rows.iter().flatten().map(Cell::n_chars).collect();
    let longest = n_chars.iter().copied().max().unwrap_or_default();
    // A frame around much else is no table, although a few cells hang on it.
    // But where each row begins with a name, the cell beside it says what that is, however long.
    let is_named =
        |row: &Vec<Cell>| row.first().is_some_and(|cell| (1..=30).contains(&cell.n_chars()));
    let has_names = rows.len() >= 3 && n_wide >= 3 && rows.iter().all(is_named);
    let is_frame = longest > 2 * LONG_CELL && longest * 2 > n_chars.iter().sum() && !has_names;
    // Sentences and, line after line, what stands side by side in one cell are a part of the page: its rules are
    // those of a chart, or of boxes that touch.
    let n_apart = |cell: &Cell| cell.lines.iter().filter(|line| line.starts.len() > 1).count();
    let is_text = |line: &TextLine| {
        line.text.split('\u{3000}').any(|piece| piece.chars().count() >= LINE_OF_TEXT)
    };
    let is_part_of_page = |cell: &Cell| {
        cell.n_chars() > LONG_CELL
            && n_apart(cell) >= FEWEST_APART
            && cell.lines.iter().any(is_text)
    };
    if rows.iter().flatten().any(is_part_of_page) {
        return false;
    }
    // The last row of a table can stand alone on the next page.
    let is_row = rows.len() == 1 && cells >= 3 && longest <= 80;
    is_row || rows.len() >= 2 && n_wide >= 2 && cells >= 4 && n_long * 2 <= cells && !is_frame
}

/// Whether the first row names the columns: every cell is filled, short, different and no figure.
fn has_head(rows: &[Vec<Cell>]) -> bool {
    let Some((head, below)) = rows.split_first() else { return false };
    let is_name = |cell: &Cell| {
        let n_digits = cell.text.chars().filter(|c| c.is_numeric()).count();
        (1..=30).contains(&cell.n_chars())
            && n_digits * 2 < cell.n_chars()
            && !cell.text.contains('。')
    };
    let mut names: Vec<&str> = head.iter().map(|cell| cell.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let n_named = head.iter().filter(|cell| is_name(cell)).count();
    let is_corner_empty = head.first().is_some_and(|cell| cell.text.is_empty());
    let n_wanted = head.len() - usize::from(is_corner_empty);
    n_named == n_wanted
        && n_named >= 2 - usize::from(is_corner_empty)
        && names.len() == head.len()
        && !below.is_empty()
}

fn row_block(row: &[Cell], shape: Shape) -> Option<PageBlock> {
    let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
    let text = texts.join("\t");
    let lines: Vec<TextLine> = row.iter().flat_map(|cell| cell.lines.iter().cloned()).collect();
    joined(lines, shape).map(|block| PageBlock { text, ..block })
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn a_grid_is_read_row_by_row() {
        let page = TestPage::new()
            .text(50.0, 80.0, 10.0, "表の前の文である。")
            .grid(&[50.0, 150.0, 250.0], &[100.0, 120.0, 150.0, 170.0])
            .text(55.0, 105.0, 10.0, "事業名")
            .text(155.0, 105.0, 10.0, "予算額")
            .text(55.0, 123.0, 10.0, "脳神経科学")
            .text(55.0, 135.0, 10.0, "統合")
            .text(155.0, 128.0, 10.0, "65億円")
            .text(55.0, 155.0, 10.0, "次世代がん")
            .text(155.0, 155.0, 10.0, "35億円");
        insta::assert_snapshot!(page.read(), @r"
        表の前の文である。
        事業名｜予算額
        脳神経科学統合｜65億円
        次世代がん｜35億円
        ");
    }

    #[test]
    fn a_cell_over_two_columns_or_rows_is_read_once_and_the_others_keep_their_columns() {
        let page = TestPage::new()
            .rule(50.0, 100.0, 350.0, 100.0)
            .rule(50.0, 120.0, 350.0, 120.0)
            .rule(150.0, 140.0, 350.0, 140.0)
            .rule(50.0, 160.0, 350.0, 160.0)
            .rule(50.0, 100.0, 50.0, 160.0)
            .rule(150.0, 100.0, 150.0, 160.0)
            .rule(250.0, 120.0, 250.0, 160.0)
            .rule(350.0, 100.0, 350.0, 160.0)
            .text(55.0, 105.0, 10.0, "区分")
            .text(155.0, 105.0, 10.0, "金額と件数の合計")
            .text(55.0, 135.0, 10.0, "公募")
            .text(155.0, 125.0, 10.0, "10億円")
            .text(255.0, 125.0, 10.0, "3件")
            .text(155.0, 145.0, 10.0, "20億円")
            .text(255.0, 145.0, 10.0, "5件");
        insta::assert_snapshot!(page.read(), @r"
        区分｜金額と件数の合計｜
        公募｜10億円｜3件
        ｜20億円｜5件
        ");
    }

    #[test]
    fn lines_of_a_cell_that_end_long_before_its_border_are_lines_of_their_own() {
        let page = TestPage::new()
            .grid(&[50.0, 150.0, 400.0], &[100.0, 120.0, 160.0])
            .text(55.0, 105.0, 10.0, "作動条件")
            .text(155.0, 105.0, 10.0, "水温が高いとき")
            .text(55.0, 125.0, 10.0, "目的")
            .text(155.0, 125.0, 10.0, "過熱（突沸）による部品の破損防止")
            .text(155.0, 140.0, 10.0, "各部品の耐熱限界の確保");
        insta::assert_snapshot!(page.read(), @r"
        作動条件｜水温が高いとき
        目的｜過熱（突沸）による部品の破損防止 各部品の耐熱限界の確保
        ");
    }

    #[test]
    fn a_frame_around_prose_is_no_table() {
        let page = TestPage::new()
            .grid(&[50.0, 550.0], &[100.0, 120.0, 200.0])
            .text(55.0, 105.0, 10.0, "枠の題")
            .text(55.0, 125.0, 10.0, "枠の中の文である。")
            .text(55.0, 145.0, 10.0, "次の文である。");
        insta::assert_snapshot!(page.read(), @r"
        枠の題
        枠の中の文である。
        次の文である。
        ");
    }
}
