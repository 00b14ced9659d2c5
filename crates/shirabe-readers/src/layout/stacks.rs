//! Cells of several lines beside a cell of one: what stands below each other in one of them is read together.
//!
//! In the heads of diagrams and of tables without rules, 「リユース部品供給業者／（販売会社）」 stands beside 「整備工場」,
//! whose one line is level with the middle of the two. Read line by line, the first halves of all names would
//! come before the second ones. [`gather`] makes one piece of such a cell.

use super::paragraphs::{paragraphs, starts_item};
use super::segments::Segment;
use super::{Direction, Piece, Rect};

/// With more pieces on a page nothing is gathered.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST: usize = 1_500;
/// A longer line is text, not the name in a cell.
/// Not measured.
const LONGEST: usize = 24;
/// A cell with more lines is a column of text.
/// Not measured.
const MOST_LINES: usize = 5;
/// The lines of a cell stand at most so far from each other, in ems.
/// Not measured.
const TIGHT: f32 = 0.5;
/// Beside a cell means at least so many ems from it: nearer, two pieces are one line.
/// Not measured.
const APART: f32 = 1.0;
/// So near, in ems, the line of the other cell is to the middle of this one.
/// Not measured.
const LEVEL: f32 = 0.3;

/// What stands above or below a cell is at least so many ems away: nearer, both are running text.
/// Not measured.
const SET_OFF: f32 = 0.6;

/// Makes one piece of the lines of each cell that stands beside a cell of one line.
pub(super) fn gather(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() > MOST {
        return pieces;
    }
    let stacks: Vec<Vec<usize>> = {
        let lines: Vec<(usize, &Segment)> = pieces
            .iter()
            .enumerate()
            .filter_map(|(at, piece)| Some((at, as_line(piece)?)))
            .collect();
        let stacks = stacks(&lines);
        let cells = stacks.iter().filter(|stack| is_cell(stack, &stacks));
        cells.map(|stack| stack.lines.iter().map(|(at, _)| *at).collect()).collect()
    };
    together(pieces, &stacks)
}

fn as_line(piece: &Piece) -> Option<&Segment> {
    match piece {
        Piece::Segment(segment) if segment.rect.is_finite() => Some(segment),
        _ => None,
    }
}

/// Lines right below each other, with their places among the pieces.
struct Stack<'a> {
    lines: Vec<(usize, &'a Segment)>,
    area: Rect,
}

/// Each line in exactly one stack.
fn stacks<'a>(lines: &[(usize, &'a Segment)]) -> Vec<Stack<'a>> {
    let mut lines = lines.to_vec();
    lines.sort_by(|a, b| a.1.rect.y0.total_cmp(&b.1.rect.y0).then(a.0.cmp(&b.0)));
    let mut stacks: Vec<Stack<'a>> = Vec::new();
    for (at, line) in lines {
        let goes_on = |stack: &&mut Stack<'a>| {
            stack.lines.last().is_some_and(|(_, above)| stands_below(above, line))
        };
        match stacks.iter_mut().find(goes_on) {
            Some(stack) => {
                stack.lines.push((at, line));
                stack.area = stack.area.union(line.rect);
            }
            None => stacks.push(Stack { lines: vec![(at, line)], area: line.rect }),
        }
    }
    stacks
}

/// Whether a stack is a cell of a row: a cell of one line stands beside it, level with its middle, and its own
/// first and last line are level with nothing but the lines of cells like it.
fn is_cell(stack: &Stack<'_>, all: &[Stack<'_>]) -> bool {
    let [(_, first), .., (_, last)] = stack.lines.as_slice() else { return false };
    let is_name = |line: &Segment| {
        line.direction == Direction::Across
            && line.text.chars().count() <= LONGEST
            && !starts_item(&line.text)
    };
    if stack.lines.len() > MOST_LINES || !stack.lines.iter().all(|(_, line)| is_name(line)) {
        return false;
    }
    let em = first.size;
    let is_level = |a: Rect, b: Rect| (a.center_y() - b.center_y()).abs() < LEVEL * em;
    let gap = |other: Rect| (other.x0 - stack.area.x1).max(stack.area.x0 - other.x1);
    let mut is_beside_one = false;
    for other in all.iter().filter(|other| other.area.overlap_y(stack.area) > -SET_OFF * em) {
        let is_itself = other.lines.first().map(|line| line.0) == Some(stack.lines[0].0);
        if is_itself {
            continue;
        }
        let is_row = is_level(other.area, stack.area);
        let touches =
            |line: &Segment| is_level(line.rect, first.rect) || is_level(line.rect, last.rect);
        let is_beside = gap(other.area) > APART * em;
        if is_beside && other.area.overlap_y(stack.area) <= 0.0 {
            continue;
        }
        if !is_beside || !is_row && other.lines.iter().any(|(_, line)| touches(line)) {
            return false;
        }
        is_beside_one |= is_row && other.lines.len() == 1;
    }
    is_beside_one
}

/// Whether a line stands right below another, centred below it or flush with it.
fn stands_below(above: &Segment, line: &Segment) -> bool {
    let em = line.size;
    let is_alike = (above.size - line.size).abs() < 0.12 * above.size;
    let is_tight = (-0.2..TIGHT).contains(&((line.rect.y0 - above.rect.y1) / em));
    let is_centred = (above.rect.center_x() - line.rect.center_x()).abs() < 0.5 * em;
    let is_flush = (above.rect.x0 - line.rect.x0).abs() < 0.3 * em;
    is_alike && is_tight && (is_centred || is_flush)
}

/// The pieces, those of each stack as one.
fn together(pieces: Vec<Piece>, stacks: &[Vec<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    let mut cells = Vec::new();
    for stack in stacks {
        let mut lines = Vec::new();
        for at in stack {
            if let Some(Piece::Segment(segment)) = pieces.get_mut(*at).and_then(Option::take) {
                lines.push(segment);
            }
        }
        let mut blocks = Vec::new();
        paragraphs(lines, &mut blocks);
        cells.push(Piece::Whole(blocks));
    }
    pieces.into_iter().flatten().chain(cells).collect()
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn a_name_of_two_lines_beside_names_of_one_is_read_whole() {
        let page = TestPage::new()
            .text(50.0, 107.0, 10.0, "整備工場")
            .text(150.0, 100.0, 10.0, "部品供給業者")
            .text(150.0, 114.0, 10.0, "（販売会社）")
            .text(260.0, 107.0, 10.0, "供給団体")
            .text(350.0, 100.0, 10.0, "部品供給業者")
            .text(350.0, 114.0, 10.0, "（在庫会社）");
        insta::assert_snapshot!(page.read(), @r"
        整備工場
        部品供給業者（販売会社）
        供給団体
        部品供給業者（在庫会社）
        ");
    }

    #[test]
    fn lines_that_are_level_with_lines_beside_them_stay_rows() {
        let page = TestPage::new()
            .text(50.0, 100.0, 10.0, "甲の一行目は短く")
            .text(50.0, 114.0, 10.0, "甲の二行目である。")
            .text(250.0, 100.0, 10.0, "乙の一行目は短く")
            .text(250.0, 114.0, 10.0, "乙の二行目である。");
        insta::assert_snapshot!(page.read(), @r"
        甲の一行目は短く　乙の一行目は短く
        甲の二行目である。　乙の二行目である。
        ");
    }
}
