//! Tables of figures without rules between their rows, as statistics set them: [`tables`].
//!
//! Three rows or more that follow each other, of which most pieces are figures, are a table: white stripes
//! alone would part each figure from its row. Columns are where figures stand below each other.

use super::super::geometry::{rows, valleys};
use super::super::paragraphs::joined;
use super::super::segments::Segment;
use super::super::{Direction, PageBlock, Rect, Shape, TextLine};
use super::lines_of;
use crate::characters::narrow;

/// A row has so many figures at least.
/// Not measured.
const FEWEST_FIGURES: usize = 3;
/// A table has so many rows at least.
/// Not measured.
const FEWEST_ROWS: usize = 3;
/// A longer piece is text that stands beside the table.
/// Not measured.
const LONGEST_CELL: usize = 24;
/// Rows stand at most so many times their height apart.
/// Not measured.
const WIDEST_GAP: f32 = 2.5;

/// Finds the tables among the segments: their rows, and the segments that stand in none. `first` is the
/// number of the first table.
pub(super) fn tables(segments: Vec<Segment>, first: usize) -> (Vec<Vec<PageBlock>>, Vec<Segment>) {
    let (across, mut rest): (Vec<Segment>, Vec<Segment>) =
        segments.into_iter().partition(|segment| segment.direction == Direction::Across);
    if across.iter().filter(|segment| is_figure(&segment.text)).count()
        < FEWEST_ROWS * FEWEST_FIGURES
    {
        rest.extend(across);
        return (Vec::new(), rest);
    }
    let reach = |a: &Segment, b: &Segment| 0.45 * a.size.min(b.size);
    let mut tables: Vec<Vec<PageBlock>> = Vec::new();
    let mut open: Vec<Vec<Segment>> = Vec::new();
    for row in rows(across, |segment| segment.rect.center_y(), reach) {
        if !is_row(&row) {
            close(&mut open, first, &mut tables, &mut rest);
            rest.extend(row);
            continue;
        }
        if open.last().is_some_and(|last| !follows(last, &row)) {
            close(&mut open, first, &mut tables, &mut rest);
        }
        open.push(row);
    }
    close(&mut open, first, &mut tables, &mut rest);
    (tables, rest)
}

/// 1 234, 12.5, △3.1, 45％, ・ and － are figures; 2023年 is none.
fn is_figure(text: &str) -> bool {
    let is_part = |c: char| {
        let c = narrow(c);
        c.is_ascii_digit() || c.is_whitespace() || ".,+-−－▲△()%％・…*～~".contains(c)
    };
    let is_alone = matches!(text.trim(), "-" | "－" | "−" | "―" | "・" | "…" | "＊");
    is_alone || text.chars().all(is_part) && text.chars().any(|c| narrow(c).is_ascii_digit())
}

fn is_row(row: &[Segment]) -> bool {
    let n_figures = row.iter().filter(|segment| is_figure(&segment.text)).count();
    n_figures >= FEWEST_FIGURES
        && n_figures * 2 >= row.len()
        && row.iter().all(|segment| segment.text.chars().count() <= LONGEST_CELL)
}

fn area(row: &[Segment]) -> Rect {
    row.iter().map(|segment| segment.rect).reduce(Rect::union).unwrap_or_default()
}

fn follows(above: &[Segment], row: &[Segment]) -> bool {
    let (above, here) = (area(above), area(row));
    here.y0 - above.y1 < WIDEST_GAP * here.height()
        && here.x1.min(above.x1) - here.x0.max(above.x0) > 0.5 * here.width().min(above.width())
}

/// Makes a table of the rows, if they are enough.
fn close(
    open: &mut Vec<Vec<Segment>>,
    first: usize,
    tables: &mut Vec<Vec<PageBlock>>,
    rest: &mut Vec<Segment>,
) {
    let found = std::mem::take(open);
    if found.len() < FEWEST_ROWS {
        rest.extend(found.into_iter().flatten());
        return;
    }
    let columns = columns(&found);
    let n_pieces: usize = found.iter().map(Vec::len).sum();
    // The labels of a chart's bars stand below each other by chance only.
    if n_pieces * 10 < found.len() * (columns.len() + 1) * 6 {
        rest.extend(found.into_iter().flatten());
        return;
    }
    let shape = Shape::Row { table: (first + tables.len()) as u32, is_head: false };
    tables.push(found.into_iter().filter_map(|row| row_block(row, &columns, shape)).collect());
}

/// The borders between the columns: the stripes downwards in which no figure stands.
fn columns(rows: &[Vec<Segment>]) -> Vec<f32> {
    let figures = rows.iter().flatten().filter(|segment| is_figure(&segment.text));
    let spans = figures.map(|segment| (segment.rect.x0, segment.rect.x1)).collect();
    let mut borders: Vec<f32> =
        valleys(spans).into_iter().map(|(a, b)| f32::midpoint(a, b)).collect();
    // What leads a row stands before the first figure.
    let first = rows.iter().flatten().filter(|segment| is_figure(&segment.text));
    let left = first.map(|segment| segment.rect.x0).fold(f32::INFINITY, f32::min);
    if rows.iter().flatten().any(|segment| segment.rect.center_x() < left) {
        borders.insert(0, left);
    }
    borders
}

fn row_block(row: Vec<Segment>, columns: &[f32], shape: Shape) -> Option<PageBlock> {
    let mut cells: Vec<Vec<Segment>> = vec![Vec::new(); columns.len() + 1];
    for segment in row {
        let column = columns.partition_point(|border| *border <= segment.rect.center_x());
        cells.get_mut(column)?.push(segment);
    }
    let cells: Vec<Vec<TextLine>> = cells.into_iter().map(lines_of).collect();
    let text = |cell: &Vec<TextLine>| {
        let texts: Vec<&str> = cell.iter().map(|line| line.text.as_str()).collect();
        texts.join(" ").replace('\t', " ")
    };
    let texts: Vec<String> = cells.iter().map(text).collect();
    let lines: Vec<TextLine> = cells.into_iter().flatten().collect();
    joined(lines, shape).map(|block| PageBlock { text: texts.join("\t"), ..block })
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn figures_below_each_other_are_a_table_without_rules() {
        let mut page =
            TestPage::new().text(50.0, 60.0, 10.0, "世帯数の推移をみると、次のとおりである。");
        let rows = [("1986年", "37 544", "6 826", "3.22"), ("1989年", "39 417", "－", "3.10")];
        let rows = rows.iter().chain([&("1992年", "41 210", "8 974", "2.99")]);
        for (nth, (year, all, single, mean)) in (0_u8..).zip(rows) {
            let y = 100.0 + 22.0 * f32::from(nth);
            page = page
                .text(50.0, y, 10.0, year)
                .text(150.0, y, 10.0, all)
                .text(250.0, y, 10.0, single)
                .text(350.0, y, 10.0, mean);
        }
        insta::assert_snapshot!(page.read(), @r"
        世帯数の推移をみると、次のとおりである。
        1986年｜37 544｜6 826｜3.22
        1989年｜39 417｜－｜3.10
        1992年｜41 210｜8 974｜2.99
        ");
    }
}
