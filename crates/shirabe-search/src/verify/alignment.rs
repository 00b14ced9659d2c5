//! Alignment: where in a text a wording stands that differs in some characters, and how it differs.
//!
//! Enter at [`nearest`] and [`edits`]. The distance is Levenshtein's, counted in characters.

use std::ops::Range;

use shirabe_japanese::is_hiragana;

/// The stretch of a text that comes nearest to a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nearest {
    /// Where.
    pub(crate) range: Range<usize>,
    /// Characters to insert, delete or replace.
    pub(crate) distance: usize,
}

/// A step from a wording to what stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The same character on both sides.
    Keep,
    /// Another character.
    Replace,
    /// The text has a character more.
    Insert,
    /// The wording has a character more.
    Delete,
}

/// A table for a longer pair would take more memory than the answer is worth.
const MAX_TABLE_CELLS: usize = 4_000_000;

/// The stretch of `text` with the least distance to `needle`; of several, the first.
///
/// Sellers' algorithm (Sellers 1980, The theory and computation of evolutionary distances): one row of
/// the table at a time, each cell with the start of its stretch.
pub(crate) fn nearest(needle: &[char], text: &[char]) -> Nearest {
    // Distance and start of the best stretch that ends before each character of the text.
    let mut row: Vec<(u32, u32)> = (0..=text.len()).map(|at| (0, at as u32)).collect();
    for (n, wanted) in needle.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (n as u32 + 1, 0);
        for (at, c) in text.iter().enumerate() {
            let above = row[at + 1];
            let replaced = (diagonal.0 + u32::from(c != wanted), diagonal.1);
            let deleted = (above.0 + 1, above.1);
            let inserted = (row[at].0 + 1, row[at].1);
            diagonal = above;
            row[at + 1] = least(replaced, least(deleted, inserted));
        }
    }
    let best = row.iter().enumerate().min_by_key(|(end, (distance, _))| (*distance, *end));
    let Some((end, cell)) = best.map(|(end, cell)| (end, *cell)) else {
        return Nearest { range: 0..0, distance: needle.len() };
    };
    let end = end_of_last_word(needle, &row, end);
    Nearest { range: cell.1 as usize..end, distance: cell.0 as usize }
}

/// Another word at the end can be read as missing or as replaced, at the same distance: it is replaced.
/// Okurigana (取り組み for 取組) are missing.
fn end_of_last_word(needle: &[char], row: &[(u32, u32)], end: usize) -> usize {
    let cell = row[end];
    let n_missing = needle.len().saturating_sub(end - cell.1 as usize);
    let longest = (end..row.len().min(end + n_missing + 1)).rev().find(|at| row[*at] == cell);
    let longest = longest.unwrap_or(end);
    let tail = &needle[needle.len() - (longest - end)..];
    let is_okurigana = tail.iter().all(|c| is_hiragana(*c));
    if is_okurigana { end } else { longest }
}

/// The smaller distance; of two equal ones the former.
fn least(a: (u32, u32), b: (u32, u32)) -> (u32, u32) {
    if b.0 < a.0 { b } else { a }
}

/// The steps from `needle` to `text`, fewest first; for a very long pair all that differs at once.
pub(crate) fn edits(needle: &[char], text: &[char]) -> Vec<Edit> {
    let n_prefix = needle.iter().zip(text).take_while(|(a, b)| a == b).count();
    let (needle, text) = (&needle[n_prefix..], &text[n_prefix..]);
    let n_suffix = needle.iter().rev().zip(text.iter().rev()).take_while(|(a, b)| a == b).count();
    let (needle, text) = (&needle[..needle.len() - n_suffix], &text[..text.len() - n_suffix]);
    let mut steps = vec![Edit::Keep; n_prefix];
    if needle.len().saturating_mul(text.len()) > MAX_TABLE_CELLS {
        steps.extend(std::iter::repeat_n(Edit::Delete, needle.len()));
        steps.extend(std::iter::repeat_n(Edit::Insert, text.len()));
    } else {
        steps.extend(Table::of(needle, text).steps());
    }
    steps.extend(std::iter::repeat_n(Edit::Keep, n_suffix));
    steps
}

/// All distances between beginnings of two texts.
struct Table<'a> {
    needle: &'a [char],
    text: &'a [char],
    cells: Vec<u32>,
}

impl<'a> Table<'a> {
    fn of(needle: &'a [char], text: &'a [char]) -> Table<'a> {
        let width = text.len() + 1;
        let mut cells: Vec<u32> = (0..width as u32).collect();
        cells.reserve(width * needle.len());
        for (n, wanted) in needle.iter().enumerate() {
            cells.push(n as u32 + 1);
            for (at, c) in text.iter().enumerate() {
                let above = n * width + at;
                let replaced = cells[above] + u32::from(c != wanted);
                let deleted = cells[above + 1] + 1;
                let inserted = cells[above + width] + 1;
                cells.push(replaced.min(deleted).min(inserted));
            }
        }
        Table { needle, text, cells }
    }

    fn cell(&self, n: usize, at: usize) -> u32 {
        self.cells[n * (self.text.len() + 1) + at]
    }

    /// The steps on one of the shortest ways, found from the end.
    fn steps(&self) -> Vec<Edit> {
        let (mut n, mut at) = (self.needle.len(), self.text.len());
        let mut steps = Vec::with_capacity(n.max(at));
        while n > 0 || at > 0 {
            let here = self.cell(n, at);
            let step = if n > 0 && at > 0 && self.needle[n - 1] == self.text[at - 1] {
                Edit::Keep
            } else if n > 0 && at > 0 && self.cell(n - 1, at - 1) + 1 == here {
                Edit::Replace
            } else if at > 0 && self.cell(n, at - 1) + 1 == here {
                Edit::Insert
            } else {
                Edit::Delete
            };
            n -= usize::from(step != Edit::Insert);
            at -= usize::from(step != Edit::Delete);
            steps.push(step);
        }
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn shown(needle: &str, text: &str) -> String {
        let text = chars(text);
        let found = nearest(&chars(needle), &text);
        let stretch: String = text[found.range].iter().collect();
        format!("{} {stretch}", found.distance)
    }

    #[test]
    fn the_nearest_stretch_is_found_anywhere() {
        assert_eq!(shown("研究体制の整備", "新たな研究環境の整備を進める"), "2 研究環境の整備");
        assert_eq!(shown("研究環境の整備", "研究環境の整備"), "0 研究環境の整備");
        assert_eq!(shown("取り組み", "その取組を"), "2 取組");
        assert_eq!(shown("取組の縮小", "この取組の強化を"), "2 取組の強化");
        assert_eq!(shown("い", ""), "1 ");
        assert_eq!(shown("", "い"), "0 ");
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_one_text_to_the_other(a in "[あいう]{0,12}", b in "[あいう]{0,12}") {
            let (a, b) = (chars(&a), chars(&b));
            let steps = edits(&a, &b);
            let n = |wanted: &[Edit]| steps.iter().filter(|step| wanted.contains(step)).count();
            prop_assert_eq!(n(&[Edit::Keep, Edit::Replace, Edit::Delete]), a.len());
            prop_assert_eq!(n(&[Edit::Keep, Edit::Replace, Edit::Insert]), b.len());
            let (mut i, mut j) = (0, 0);
            for step in &steps {
                if *step == Edit::Keep {
                    prop_assert_eq!(a[i], b[j]);
                }
                i += usize::from(*step != Edit::Insert);
                j += usize::from(*step != Edit::Delete);
            }
        }

        #[test]
        fn no_stretch_is_nearer_than_the_nearest(a in "[あい]{1,6}", b in "[あい]{0,10}") {
            let (a, b) = (chars(&a), chars(&b));
            let found = nearest(&a, &b);
            let distance = |part: &[char]| {
                edits(&a, part).iter().filter(|step| **step != Edit::Keep).count()
            };
            prop_assert_eq!(distance(&b[found.range.clone()]), found.distance);
            for start in 0..=b.len() {
                for end in start..=b.len() {
                    prop_assert!(distance(&b[start..end]) >= found.distance);
                }
            }
        }
    }
}
