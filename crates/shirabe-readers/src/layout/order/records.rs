//! Rows of short cells some of which go on on the next line: [`records`].
//!
//! A table without rules and two columns of short items look alike, line by line. What tells them apart is
//! in the words: numbers that count down one column and on in the next are columns, and a line that goes
//! on with the line above it belongs to that cell, whatever stands beside it.

use super::Item;
use crate::characters::narrow;
use crate::layout::geometry::rows;
use crate::layout::paragraphs::starts_item;
use crate::structure::numbering::label;
use crate::structure::sentences::{BULLETS, Continuation, Ending, ending, ends_finished, goes_on};
use shirabe_japanese::number_signs::{circled_value, roman_sign_value};

/// A line of a cell begins at most so far, in ems, from where the cell begins: by as much a numbered item
/// hangs.
/// Not measured.
const HANG: f32 = 3.6;

/// The cells of a record, each with its lines from top to bottom; all single lines beside each other are
/// one group.
type Record = Vec<Vec<usize>>;

/// Rows of cells, if lines of some of them go on on the next row; `None` where no cell does.
pub(super) fn records(items: &[Item<'_>], group: &[usize]) -> Option<Vec<Record>> {
    let item = |at: &usize| items.get(*at).copied().unwrap_or_default();
    let reach = |a: &usize, b: &usize| 0.4 * item(a).size.min(item(b).size);
    let lines = rows(group.to_vec(), |at| item(at).rect.center_y(), reach);
    let mut records: Vec<Vec<Vec<usize>>> = Vec::new();
    for mut line in lines {
        line.sort_by(|a, b| item(a).rect.x0.total_cmp(&item(b).rect.x0).then(a.cmp(b)));
        if let Some(cells) = records.last_mut()
            && let Some(places) = places_of_rest(items, cells, &line)
        {
            for (at, place) in line.into_iter().zip(places) {
                cells.get_mut(place)?.push(at);
            }
        } else {
            records.push(line.into_iter().map(|at| vec![at]).collect());
        }
    }
    let goes_on = |record: &Record| record.len() > 1 && record.iter().any(|cell| cell.len() > 1);
    records.iter().any(goes_on).then(|| records.into_iter().map(with_single_lines).collect())
}

/// How many rows have only pieces that go on with a cell of a row before.
pub(super) fn count_rest(items: &[Item<'_>], rows: &[Vec<usize>]) -> usize {
    let mut cells: Vec<Vec<usize>> = Vec::new();
    let mut n = 0;
    for row in rows {
        let mut row = row.clone();
        let start = |at: &usize| items.get(*at).map_or(0.0, |item| item.rect.x0);
        row.sort_by(|a, b| start(a).total_cmp(&start(b)).then(a.cmp(b)));
        match places_of_rest(items, &cells, &row).filter(|_| cells.len() > 1) {
            Some(places) => {
                n += 1;
                for (at, place) in row.into_iter().zip(places) {
                    if let Some(cell) = cells.get_mut(place) {
                        cell.push(at);
                    }
                }
            }
            None => cells = row.into_iter().map(|at| vec![at]).collect(),
        }
    }
    n
}

/// For each piece of a line the cell above that it goes on with; `None` if one goes on with none.
fn places_of_rest(items: &[Item<'_>], cells: &[Vec<usize>], line: &[usize]) -> Option<Vec<usize>> {
    let place = |at: &usize| {
        let piece = items.get(*at)?;
        let begins = |cell: &&Vec<usize>| {
            let first = cell.first().and_then(|first| items.get(*first));
            first.is_some_and(|first| {
                let shift = piece.rect.x0 - first.rect.x0;
                shift > -0.5 * piece.size && shift < HANG * piece.size
            })
        };
        let nth = cells.iter().rposition(|cell| begins(&cell))?;
        let above = items.get(*cells.get(nth)?.last()?)?;
        let right = cells.get(nth + 1).and_then(|next| items.get(*next.first()?));
        continues(above, piece, right).then_some(nth)
    };
    line.iter().map(place).collect()
}

/// Whether a line is the rest of the line above it in its cell.
fn continues(above: &Item<'_>, line: &Item<'_>, right: Option<&Item<'_>>) -> bool {
    let is_close = line.rect.y0 - above.rect.y1 < 0.9 * line.size;
    let is_alike = (above.size - line.size).abs() < 0.12 * above.size;
    let starts = starts_item(line.text) || number(line.text).is_some();
    if !is_close || !is_alike || starts || above.n_chars < 2 || ends_finished(above.text) {
        return false;
    }
    // A cell is full where the next word would touch the cell beside it.
    let is_full = right.is_some_and(|right| right.rect.x0 - above.rect.x1 < 2.5 * line.size);
    let says_so = ending(above.text) == Ending::Open || goes_on(line.text) == Continuation::Certain;
    let hangs = line.rect.x0 - above.rect.x0 > 0.7 * line.size
        && (starts_item(above.text) || number(above.text).is_some());
    says_so || is_full && above.n_chars > 4 || hangs
}

/// The cells of one line that stand beside each other are one group, so that they stay one line.
fn with_single_lines(record: Record) -> Record {
    if record.iter().all(|cell| cell.len() == 1) {
        return vec![record.concat()];
    }
    let mut out: Record = Vec::new();
    let mut was_single = false;
    for cell in record {
        let is_single = cell.len() == 1;
        match out.last_mut().filter(|_| is_single && was_single) {
            Some(group) => group.extend(cell),
            None => out.push(cell),
        }
        was_single = is_single;
    }
    out
}

/// Whether numbers count down the items at the left of `x` and go on in those at its right.
pub(super) fn count_down_columns(items: &[Item<'_>], group: &[usize], x: f32) -> bool {
    let column = |is_left: bool| -> Vec<(char, u32)> {
        let mut side: Vec<&Item<'_>> = group.iter().filter_map(|at| items.get(*at)).collect();
        side.retain(|item| (item.rect.center_x() < x) == is_left);
        side.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        side.into_iter().filter_map(|item| number(item.text)).collect()
    };
    let (left, right) = (column(true), column(false));
    let counts = |column: &[(char, u32)]| {
        column.windows(2).all(|pair| pair[0].0 == pair[1].0 && pair[0].1 + 1 == pair[1].1)
    };
    let (Some(last), Some(first)) = (left.last(), right.first()) else { return false };
    left.len() >= 2 && counts(&left) && counts(&right) && last.0 == first.0 && last.1 + 1 == first.1
}

/// Whether what stands at the left of `x` are the numbers and bullets of what stands at its right: i., (2), ③,
/// ・ are no column.
pub(super) fn are_labels(items: &[Item<'_>], group: &[usize], x: f32) -> bool {
    let mut left = group.iter().filter_map(|at| items.get(*at)).filter(|i| i.rect.center_x() < x);
    left.all(|item| item.n_chars <= LONGEST_LABEL && is_label(item.text))
}

/// iii. and (10) have four characters.
const LONGEST_LABEL: usize = 4;

fn is_label(text: &str) -> bool {
    let text = text.trim();
    let mut chars = text.chars();
    let is_bullet = |c: char| BULLETS.contains(&c) || "※➢✓".contains(c);
    match (chars.next(), chars.next()) {
        (Some(c), None) => is_bullet(c) || circled_value(c).is_some(),
        (Some(first), Some(_)) => {
            let ends = text.ends_with(['.', '．', ')', '）']);
            let inner = text.trim_matches(|c: char| "().（）．".contains(c));
            let is_number = inner.chars().all(|c| {
                narrow(c).is_ascii_digit() || "ivxIVX".contains(c) || roman_sign_value(c).is_some()
            });
            ends && is_number && !inner.is_empty() && !is_bullet(first)
        }
        _ => false,
    }
}

/// Whether running text stands on either side of `x`: sentences end inside of lines, or go on from line to
/// line, and no line is set off from the one above it.
pub(super) fn are_prose(items: &[Item<'_>], group: &[usize], x: f32) -> bool {
    let is_prose = |is_left: bool| {
        let mut side: Vec<&Item<'_>> = group.iter().filter_map(|at| items.get(*at)).collect();
        side.retain(|item| (item.rect.center_x() < x) == is_left);
        side.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        let is_close =
            side.windows(2).all(|pair| pair[1].rect.y0 - pair[0].rect.y1 < 1.2 * pair[1].size);
        let runs_on = |pair: &[&Item<'_>]| {
            let text = pair[0].text.trim_end();
            let ends_inside = text.find('。').is_some_and(|at| at + '。'.len_utf8() < text.len());
            !starts_item(pair[1].text)
                && (text.ends_with('、') || ends_inside || ending(text) == Ending::Open)
        };
        side.len() >= 3 && is_close && side.windows(2).any(runs_on)
    };
    is_prose(true) && is_prose(false)
}

/// The number that an item begins with, and the character before it: 類型２：, （３）, ④.
fn number(text: &str) -> Option<(char, u32)> {
    if let Some(label) = label(text).filter(|label| label.ordinal > 0) {
        let first = label.written.chars().find(|c| !c.is_numeric()).unwrap_or('.');
        return Some((first, label.ordinal));
    }
    let first = text.chars().next().filter(|c| c.is_alphabetic())?;
    let narrow: String = text.chars().take(10).map(crate::characters::narrow).collect();
    let rest = narrow.trim_start_matches(|c: char| c.is_alphabetic());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let ends = rest.chars().nth(digits.len());
    let is_set_off = ends.is_some_and(|c| ":).： 、．".contains(c));
    digits.parse().ok().filter(|_| is_set_off && digits.len() <= 2).map(|number| (first, number))
}
