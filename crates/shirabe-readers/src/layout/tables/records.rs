//! Rows that no rule parts: [`part`] tells the records of a row by the figures that stand below each other in
//! its cells.
//!
//! Many tables have rules between their columns and none between their rows. Read cell by cell, every figure
//! would lose its name.

use super::super::TextLine;
use super::super::geometry::rows;
use super::super::paragraphs::append;
use super::Cell;

/// Fewer records are lines of one cell.
/// Not measured.
const FEWEST: usize = 3;
/// A longer line is no figure.
/// Not measured.
const LONGEST_FIGURE: usize = 12;
/// The middle of a name, or its first line, is so near, in ems, to the line of its figures.
/// Not measured.
const NEAR: f32 = 0.6;

/// The records of a row: for each line of figures the lines of the first cell that stand beside it. `None`
/// where the names cannot be told apart with certainty.
pub(super) fn part(row: &[Cell]) -> Option<Vec<Vec<Cell>>> {
    let (names, figures) = row.split_first()?;
    let is_figure = |line: &TextLine| line.text.chars().count() <= LONGEST_FIGURE;
    if names.lines.len() < FEWEST || !figures.iter().flat_map(|cell| &cell.lines).all(is_figure) {
        return None;
    }
    let of_cells = figures.iter().enumerate();
    let pieces: Vec<(usize, &TextLine)> =
        of_cells.flat_map(|(at, cell)| cell.lines.iter().map(move |line| (at, line))).collect();
    let reach = |a: &(usize, &TextLine), b: &(usize, &TextLine)| 0.45 * a.1.size.min(b.1.size);
    let lines = rows(pieces, |(_, line)| line.rect.center_y(), reach);
    if lines.len() < FEWEST {
        return None;
    }
    let middles: Vec<f32> = lines
        .iter()
        .filter_map(|line| line.first().map(|(_, line)| line.rect.center_y()))
        .collect();
    let names = centred(&names.lines, &middles).or_else(|| hanging(&names.lines, &middles))?;
    let record = |(names, line): (Vec<TextLine>, Vec<(usize, &TextLine)>)| {
        let mut cells = vec![Vec::new(); figures.len()];
        for (at, line) in line {
            cells.get_mut(at)?.push(line.clone());
        }
        Some(std::iter::once(names).chain(cells).map(cell).collect())
    };
    names.into_iter().zip(lines).map(record).collect()
}

fn cell(lines: Vec<TextLine>) -> Cell {
    let mut text = String::new();
    for line in &lines {
        append(&mut text, &line.text);
    }
    Cell { text: text.replace('\t', " "), lines }
}

/// The names whose middles are level with the figures.
fn centred(names: &[TextLine], middles: &[f32]) -> Option<Vec<Vec<TextLine>>> {
    let distance = |line: &TextLine, middle: f32| (line.rect.center_y() - middle).abs();
    let nearest = |line: &TextLine| {
        let middles = middles.iter().enumerate();
        middles
            .min_by(|a, b| distance(line, *a.1).total_cmp(&distance(line, *b.1)))
            .map(|(at, _)| at)
    };
    let found = gathered(names, middles.len(), nearest)?;
    let is_level = |(lines, middle): (&Vec<TextLine>, &f32)| {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
        (f32::midpoint(first.rect.y0, last.rect.y1) - middle).abs() < NEAR * first.size
    };
    found.iter().zip(middles).all(is_level).then_some(found)
}

/// The names whose first lines are level with the figures.
fn hanging(names: &[TextLine], middles: &[f32]) -> Option<Vec<Vec<TextLine>>> {
    let above = |line: &TextLine| {
        let reached = line.rect.center_y() + NEAR * line.size;
        middles.iter().rposition(|middle| *middle <= reached)
    };
    let found = gathered(names, middles.len(), above)?;
    let is_level = |(lines, middle): (&Vec<TextLine>, &f32)| {
        lines
            .first()
            .is_some_and(|first| (first.rect.center_y() - middle).abs() < NEAR * first.size)
    };
    found.iter().zip(middles).all(is_level).then_some(found)
}

/// The lines of each record; `None` if one has none, or a line has no record.
fn gathered(
    names: &[TextLine],
    n_records: usize,
    record_of: impl Fn(&TextLine) -> Option<usize>,
) -> Option<Vec<Vec<TextLine>>> {
    let mut found: Vec<Vec<TextLine>> = vec![Vec::new(); n_records];
    for line in names {
        found.get_mut(record_of(line)?)?.push(line.clone());
    }
    (!found.iter().any(Vec::is_empty)).then_some(found)
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn figures_keep_the_names_beside_them_where_no_rule_parts_the_rows() {
        let page = TestPage::new()
            .grid(&[50.0, 190.0, 250.0], &[100.0, 230.0])
            .text(55.0, 105.0, 10.0, "ジヒドロキシベンゾフェノン")
            .text(195.0, 105.0, 10.0, "10")
            .text(55.0, 130.0, 10.0, "テレフタリリデンジカンフ")
            .text(55.0, 144.0, 10.0, "ルスルホン酸")
            .text(195.0, 137.0, 10.0, "7.5")
            .text(55.0, 170.0, 10.0, "ドロメトリゾール")
            .text(195.0, 170.0, 10.0, "15.0");
        insta::assert_snapshot!(page.read(), @r"
        ジヒドロキシベンゾフェノン｜10
        テレフタリリデンジカンフルスルホン酸｜7.5
        ドロメトリゾール｜15.0
        ");
    }
}
