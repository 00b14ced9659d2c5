//! The marks of notes: small, raised numbers behind a word, as in 8,600万¹.
//!
//! Read on with the words they would change a figure, and no search for the words would find them. But what
//! stands small beside a word can be text: （n=2,057） is a sample size, m² a unit. So a whole run of raised
//! characters must be a mark, and one that is hardly raised must name a note that stands on the page.

use std::collections::BTreeSet;

use super::{Glyph, GlyphPage, Run};
use crate::characters::narrow;

/// A mark is smaller than this share of the line's size.
/// Measured: 0.56 and 1.12 change nothing.
const SMALL: f32 = 0.8;
/// One that names a note on the page need only be smaller than this.
/// Not measured; 白書 set their marks at nine tenths.
const SMALLISH: f32 = 0.95;
/// A mark's middle stands above that of the line by more than this share of the size.
/// Not measured.
const RAISED: f32 = 0.05;

/// The numbers of the notes on a page: what runs begin with, set smaller than most of the page.
pub(super) fn notes(page: &GlyphPage, runs: &[Run]) -> BTreeSet<u32> {
    let mut sizes: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let small = runs.iter().filter(|run| run.size < SMALLISH * usual);
    small.filter_map(|run| number_at_start(page, run)).collect()
}

fn number_at_start(page: &GlyphPage, run: &Run) -> Option<u32> {
    let glyphs = run.glyphs.iter().filter_map(|id| page.glyphs.get(*id as usize));
    let text: String = glyphs.take(8).map(|glyph| narrow(glyph.c)).collect();
    let rest = text.trim_start_matches(|c: char| "(*※注脚＊".contains(c) || c.is_whitespace());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let ends = rest.chars().nth(digits.len());
    let is_part =
        ends.is_some_and(|c| ",.年月日%".contains(c)) && !text.starts_with(['※', '注', '*']);
    digits.parse().ok().filter(|_| !is_part && digits.len() <= 3)
}

/// What a raised glyph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// No mark of a note.
    No,
    /// Such as a mark is, by its size and place.
    Likely,
    /// The number of a note that stands on the page.
    OfNote,
}

/// Which glyphs of a line are marks of notes. `middle` is where the glyphs of the line's size have theirs.
pub(super) fn marks(
    glyphs: &[(u32, &Glyph)],
    (size, middle): (f32, f32),
    notes: &BTreeSet<u32>,
) -> Vec<Raised> {
    let mut out = vec![Raised::No; glyphs.len()];
    let is_raised = |glyph: &Glyph, most: f32| {
        glyph.size < most * size && glyph.rect.center_y() < middle - RAISED * size
    };
    let mut at = 0;
    while at < glyphs.len() {
        let is_part =
            |(_, glyph): &&(u32, &Glyph)| glyph.c.is_whitespace() || is_raised(glyph, SMALLISH);
        let n = glyphs.get(at..).unwrap_or_default().iter().take_while(is_part).count();
        // Most glyphs are raised nowhere.
        if n == 0 {
            at += 1;
            continue;
        }
        let run = glyphs.get(at..at + n).unwrap_or_default();
        let text: String = run.iter().map(|(_, glyph)| narrow(glyph.c)).collect();
        let is_small = run
            .iter()
            .filter(|(_, glyph)| !glyph.c.is_whitespace())
            .all(|(_, glyph)| is_raised(glyph, SMALL));
        let mark = numbers_of_mark(&text).map_or(Raised::No, |numbers| {
            let names_notes =
                !numbers.is_empty() && numbers.iter().all(|number| notes.contains(number));
            match (names_notes, is_small) {
                (true, _) => Raised::OfNote,
                (false, true) => Raised::Likely,
                (false, false) => Raised::No,
            }
        });
        // A comma behind the mark belongs to the sentence.
        let n_mark = text.trim_end_matches([',', '、', ' ', '\u{3000}']).chars().count();
        for slot in out.iter_mut().skip(at).take(n_mark) {
            *slot = mark;
        }
        at += n;
    }
    out
}

/// The numbers of 1, 注2), (3), ※4, 1,2 and *; `None` of what is no mark, such as n=2,057, 2,057 or 、.
fn numbers_of_mark(run: &str) -> Option<Vec<u32>> {
    let run = run.trim_matches(|c: char| c.is_whitespace());
    let bare = run.trim_end_matches([',', '、']);
    let bare = match bare.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?,
        None => bare.strip_suffix(')').unwrap_or(bare),
    };
    let mut numbers: Vec<u32> = Vec::new();
    for part in bare.split([',', '、', '・']) {
        let part = part.trim();
        let digits = part.trim_start_matches(['注', '※', '*', '†', '‡']);
        if digits.is_empty() && !part.is_empty() {
            continue;
        }
        let is_number = (1..=3).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        let number: u32 = digits.parse().ok().filter(|_| is_number)?;
        // 2,057 and 1,234 are figures, 1,2 are two notes.
        let is_figure = numbers.last().is_some_and(|last| *last >= number || digits.len() == 3);
        if is_figure {
            return None;
        }
        numbers.push(number);
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_has_numbers_of_notes_and_nothing_else() {
        for (run, numbers) in [
            ("1", vec![1]),
            ("12)", vec![12]),
            ("(3)", vec![3]),
            ("注2)", vec![2]),
            ("※4", vec![4]),
            ("1,2", vec![1, 2]),
            ("1、", vec![1]),
            ("*", vec![]),
        ] {
            assert_eq!(numbers_of_mark(run), Some(numbers), "{run}");
        }
        for run in ["(n=2,057)", "2,057", "、", ")", "1234", "05", "th", "(注)2,057", ""] {
            assert_eq!(numbers_of_mark(run), None, "{run}");
        }
    }
}
