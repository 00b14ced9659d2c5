//! Grids: rules that meet each other, and the cells between them.

use std::collections::BTreeMap;

use crate::layout::Rect;

/// Rules nearer than this, in points, are one line.
/// Measured: at 2.1 nothing changes; at 4.2 1 of 29 PDFs is divided otherwise.
const NEAR: f32 = 3.0;
/// A column narrower than this share of a letter is the gap of a double border.
/// Not measured.
const SLIVER: f32 = 0.8;
/// Pieces of a dashed rule are this far apart at most, in points.
/// Measured: 2.45 and 4.9 change nothing.
const DASH: f32 = 3.5;
/// More rules in one direction are not looked at.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_RULES: usize = 1_500;
/// A grid with more cells is a pattern, not a table.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_CELLS: usize = 40_000;

/// Rules that meet each other.
pub(super) struct Grid {
    /// The positions of columns and rows, sorted; at least two each.
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// For each cell, row by row, the cell that it belongs to.
    anchors: Vec<usize>,
}

impl Grid {
    pub(super) fn n_columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(super) fn n_rows(&self) -> usize {
        self.ys.len() - 1
    }

    pub(super) fn frame(&self) -> Rect {
        let edge = |positions: &[f32], at: usize| positions.get(at).copied().unwrap_or_default();
        let (last_x, last_y) = (self.xs.len() - 1, self.ys.len() - 1);
        Rect::new(
            edge(&self.xs, 0),
            edge(&self.ys, 0),
            edge(&self.xs, last_x),
            edge(&self.ys, last_y),
        )
    }

    /// Where the cell that begins at this row and column ends at the right.
    pub(super) fn border_of(&self, row: usize, column: usize) -> f32 {
        let at = row * self.n_columns() + column;
        let of_row = self.anchors.get(at..(row + 1) * self.n_columns()).unwrap_or_default();
        let n_columns = of_row.iter().take_while(|anchor| **anchor == at).count().max(1);
        self.xs.get(column + n_columns).copied().unwrap_or(f32::INFINITY)
    }

    /// Row and column of the cell in which something stands.
    pub(super) fn cell_of(&self, rect: Rect, size: f32) -> (usize, usize) {
        let before = |positions: &[f32], at: f32| {
            positions.partition_point(|edge| *edge <= at).saturating_sub(1).min(positions.len() - 2)
        };
        let mut column = before(&self.xs, rect.x0 + 0.5 * size);
        // Two rules close to each other are a double border: nothing stands between them.
        let width =
            |column: usize| self.xs.get(column + 1).zip(self.xs.get(column)).map(|(b, a)| b - a);
        if column > 0 && width(column).is_some_and(|width| width < SLIVER * size) {
            let border = self.xs.get(column + 1).copied().unwrap_or(f32::INFINITY);
            let is_beyond = column + 2 < self.xs.len() && rect.center_x() > border;
            column = if is_beyond { column + 1 } else { column - 1 };
        }
        let row = before(&self.ys, rect.center_y());
        let anchor = self.anchors.get(row * self.n_columns() + column).copied().unwrap_or_default();
        (anchor / self.n_columns(), anchor % self.n_columns())
    }
}

/// The grids that the rules of a page make, the smallest first, so that a table in a frame keeps its rows.
pub(super) fn grids(rules: &[Rect]) -> Vec<Grid> {
    let level = |rule: &&Rect| rule.height() < NEAR && rule.width() > 2.0;
    let upright = |rule: &&Rect| rule.width() < NEAR && rule.height() > 2.0;
    let across =
        merged(rules.iter().filter(level).map(|r| Line::new(r.center_y(), r.x0, r.x1)).collect());
    let down =
        merged(rules.iter().filter(upright).map(|r| Line::new(r.center_x(), r.y0, r.y1)).collect());
    let groups = groups(&across, &down);
    let mut grids: Vec<Grid> = groups.into_values().filter_map(|(h, v)| grid(&h, &v)).collect();
    let area = |grid: &Grid| grid.frame().width() * grid.frame().height();
    grids.sort_by(|a, b| {
        let by_place =
            || a.frame().y0.total_cmp(&b.frame().y0).then(a.frame().x0.total_cmp(&b.frame().x0));
        area(a).total_cmp(&area(b)).then_with(by_place)
    });
    grids
}

/// A rule along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    /// Its position on the other axis.
    at: f32,
    start: f32,
    end: f32,
}

impl Line {
    fn new(at: f32, start: f32, end: f32) -> Line {
        Line { at, start, end }
    }

    fn covers(&self, place: f32) -> bool {
        self.start - NEAR <= place && place <= self.end + NEAR
    }
}

/// Rules on one line that touch are one rule. Short ones left over are decoration.
fn merged(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.start.total_cmp(&b.start)));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match rows
            .last_mut()
            .filter(|row| row.first().is_some_and(|first| line.at - first.at < 1.2))
        {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    let mut out: Vec<Line> = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.start.total_cmp(&b.start));
        let first = out.len();
        for line in row {
            match out.get_mut(first..).and_then(|row| row.last_mut()) {
                Some(open) if line.start <= open.end + DASH => open.end = open.end.max(line.end),
                _ => out.push(line),
            }
        }
    }
    out.retain(|line| line.end - line.start > 7.0);
    out.sort_by(|a, b| (b.end - b.start).total_cmp(&(a.end - a.start)).then(a.at.total_cmp(&b.at)));
    out.truncate(MOST_RULES);
    out
}

/// The rules that meet, directly or through others: across and down.
fn groups(across: &[Line], down: &[Line]) -> BTreeMap<usize, (Vec<Line>, Vec<Line>)> {
    let mut sets = Sets::new(across.len() + down.len());
    for (i, h) in across.iter().enumerate() {
        for (j, v) in down.iter().enumerate() {
            if h.covers(v.at) && v.covers(h.at) {
                sets.join(i, across.len() + j);
            }
        }
    }
    let mut groups: BTreeMap<usize, (Vec<Line>, Vec<Line>)> = BTreeMap::new();
    for (i, line) in across.iter().enumerate() {
        groups.entry(sets.root(i)).or_default().0.push(*line);
    }
    for (j, line) in down.iter().enumerate() {
        groups.entry(sets.root(across.len() + j)).or_default().1.push(*line);
    }
    groups
}

fn grid(across: &[Line], down: &[Line]) -> Option<Grid> {
    let xs = positions(down);
    let ys = positions(across);
    let (n_columns, n_rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    let has_cells = n_columns >= 2 && n_rows >= 1 || n_columns >= 1 && n_rows >= 2;
    if !has_cells || n_columns * n_rows > MOST_CELLS {
        return None;
    }
    let mut sets = Sets::new(n_columns * n_rows);
    let dividers = |positions: &[f32], lines: &[Line]| -> Vec<Vec<Line>> {
        let on =
            |at: &f32| lines.iter().filter(|l| (l.at - at).abs() < NEAR + 0.5).copied().collect();
        positions.iter().map(on).collect()
    };
    let (of_columns, of_rows) = (dividers(&xs, down), dividers(&ys, across));
    let is_divided = |lines: Option<&Vec<Line>>, place: f32| {
        lines.is_some_and(|lines| lines.iter().any(|l| l.start <= place && place <= l.end))
    };
    for row in 0..n_rows {
        for column in 0..n_columns {
            let cell = row * n_columns + column;
            let middle_y = f32::midpoint(*ys.get(row)?, *ys.get(row + 1)?);
            let middle_x = f32::midpoint(*xs.get(column)?, *xs.get(column + 1)?);
            if column + 1 < n_columns && !is_divided(of_columns.get(column + 1), middle_y) {
                sets.join(cell, cell + 1);
            }
            if row + 1 < n_rows && !is_divided(of_rows.get(row + 1), middle_x) {
                sets.join(cell, cell + n_columns);
            }
        }
    }
    let anchors = (0..n_columns * n_rows).map(|cell| sets.root(cell)).collect();
    Some(Grid { xs, ys, anchors })
}

/// Where the rules stand, those that are near each other taken for one.
fn positions(lines: &[Line]) -> Vec<f32> {
    let mut all: Vec<f32> = lines.iter().map(|line| line.at).collect();
    all.sort_unstable_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for at in all {
        if out.last().is_none_or(|last| at - last > NEAR) {
            out.push(at);
        }
    }
    out
}

/// Disjoint sets whose root is their first member.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Sets {
        Sets((0..n).collect())
    }

    fn root(&mut self, of: usize) -> usize {
        let mut root = of;
        while let Some(up) = self.0.get(root).copied().filter(|up| *up != root) {
            root = up;
        }
        let mut at = of;
        while at != root {
            let Some(up) = self.0.get_mut(at) else { break };
            at = std::mem::replace(up, root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(root) = self.0.get_mut(a.max(b)) {
            *root = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_borders_of_single_cells_make_one_rule() {
        let dashes =
            (0..20_u8).map(|n| Line::new(100.0, f32::from(n) * 5.0, f32::from(n) * 5.0 + 3.0));
        assert_eq!(merged(dashes.collect()), [Line::new(100.0, 0.0, 98.0)]);
    }

    #[test]
    fn thousands_of_rules_are_cut_down() {
        let rules: Vec<Rect> = (0..20_000_u16)
            .map(|n| Rect::new(f32::from(n) * 9.0, 0.0, f32::from(n) * 9.0, 10.0))
            .collect();
        assert!(grids(&rules).is_empty());
    }
}
