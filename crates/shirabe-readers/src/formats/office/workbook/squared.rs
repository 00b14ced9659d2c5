//! 方眼紙: sheets of narrow columns on which every character has a cell of its own. [`join`] puts the
//! characters of a row together again.
//!
//! 総務省's 統一ルール for machine-readable data (令和2年12月18日) names them as what programs cannot read.

use std::collections::BTreeSet;

use crate::characters::{is_japanese, is_letter};

/// So many characters in a row are a word where the columns are narrow.
const FEWEST: usize = 3;
/// And so many where it is not known how wide the columns are: the days of the week are seven, and have
/// cells of their own in a table as well.
const FEWEST_UNKNOWN: usize = 8;

/// Joins neighbouring cells of one character each.
pub(super) fn join(row: Vec<(u32, String)>, narrow: Option<&BTreeSet<u32>>) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = Vec::with_capacity(row.len());
    let mut run: Vec<(u32, String)> = Vec::new();
    for cell in row {
        let goes_on = is_single(&cell.1)
            && narrow.is_none_or(|narrow| narrow.contains(&cell.0))
            && run.last().is_none_or(|(last, _)| last + 1 == cell.0);
        if !goes_on {
            close(&mut run, &mut out, narrow.is_some());
        }
        let may_begin = is_single(&cell.1) && narrow.is_none_or(|n| n.contains(&cell.0));
        if may_begin { run.push(cell) } else { out.push(cell) }
    }
    close(&mut run, &mut out, narrow.is_some());
    out
}

/// Ends a run of single characters: a word, or cells as they are.
fn close(run: &mut Vec<(u32, String)>, out: &mut Vec<(u32, String)>, is_known: bool) {
    let fewest = if is_known { FEWEST } else { FEWEST_UNKNOWN };
    let is_word = run.iter().any(|(_, text)| text.chars().any(|c| is_letter(c) || c.is_numeric()));
    if run.len() < fewest || !is_word {
        out.append(run);
        return;
    }
    let first = run.first().map_or(0, |(column, _)| *column);
    out.push((first, run.drain(..).map(|(_, text)| text).collect()));
}

/// One character, or a letter with a sign of its own: ○ × － alone are the marks of a table.
fn is_single(text: &str) -> bool {
    let mut chars = text.chars();
    let is_written = |c: char| is_japanese(c) || c.is_alphanumeric() || is_punctuation(c);
    matches!((chars.next(), chars.next()), (Some(c), None) if is_written(c) && !is_mark(c))
}

fn is_punctuation(c: char) -> bool {
    "、。，．・（）「」『』-－ー()".contains(c)
}

fn is_mark(c: char) -> bool {
    "○●◎△▲×✓〇".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(cells: &[(u32, &str)], narrow: Option<&[u32]>) -> String {
        let row = cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect();
        let narrow: Option<BTreeSet<u32>> = narrow.map(|n| n.iter().copied().collect());
        let row = join(row, narrow.as_ref());
        row.iter().map(|(column, text)| format!("{column}{text}")).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn characters_in_narrow_columns_are_words() {
        let cells = [(0, "研"), (1, "究"), (2, "所"), (4, "申"), (5, "請"), (6, "者"), (9, "様式")];
        assert_eq!(joined(&cells, Some(&[0, 1, 2, 3, 4, 5, 6])), "0研究所|4申請者|9様式");
    }

    #[test]
    fn cells_of_a_table_stay_apart() {
        let days = [(0, "月"), (1, "火"), (2, "水"), (3, "木"), (4, "金")];
        assert_eq!(joined(&days, Some(&[])), "0月|1火|2水|3木|4金");
        assert_eq!(joined(&days, None), "0月|1火|2水|3木|4金");
        let marks = [(0, "○"), (1, "×"), (2, "○"), (3, "○")];
        assert_eq!(joined(&marks, Some(&[0, 1, 2, 3])), "0○|1×|2○|3○");
    }
}
