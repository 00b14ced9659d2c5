//! How wide a text was set: [`Measure`] tells a line that was full from one that was short.

use crate::characters::{columns, is_web_address};
use crate::structure::sentences::ends_finished;

/// The width of a text's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    /// 85 lines of 100 are at most this wide, in columns.
    full_columns: usize,
    /// No line is much wider than the full ones, and those are many.
    is_wrapped: bool,
}

/// How much wider than the full lines the widest may be, in hundredths. Text boxes of slides differ
/// among each other by about 10 %; a text with a line for each paragraph has some several times as wide.
const WIDEST_PERCENT: usize = 130;
/// How many of the long lines that end no sentence are about full in a text broken for want of room, at
/// least, in hundredths: they end where the room did.
/// Not measured.
const FULL_PERCENT: usize = 40;
/// Fewer full lines than this prove nothing.
/// Not measured.
const FEWEST_FULL: usize = 4;

impl Measure {
    /// Measures lines.
    pub(crate) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Measure {
        let lines: Vec<(usize, bool)> = lines
            .filter(|line| !line.trim().is_empty() && !is_web_address(line))
            .map(|line| (columns(line.trim()), ends_finished(line)))
            .collect();
        let mut widths: Vec<usize> = lines.iter().map(|(n_columns, _)| *n_columns).collect();
        widths.sort_unstable();
        let full_columns = widths.get(widths.len() * 85 / 100).copied().unwrap_or(0);
        let widest = widths.last().copied().unwrap_or(0);
        let unfinished =
            lines.iter().filter(|(n_columns, is_finished)| *n_columns >= 40 && !is_finished);
        let n_full = unfinished
            .clone()
            .filter(|(n_columns, _)| n_columns * 100 >= full_columns * 85)
            .count();
        let is_wrapped = widest * 100 <= full_columns * WIDEST_PERCENT
            && n_full >= FEWEST_FULL
            && n_full * 100 >= unfinished.count() * FULL_PERCENT;
        Measure { full_columns, is_wrapped }
    }

    /// Whether the lines were broken for want of room.
    pub(crate) fn is_wrapped(self) -> bool {
        self.is_wrapped
    }

    /// Whether a line of this width had no room for more.
    pub(crate) fn is_full(self, n_columns: usize) -> bool {
        self.is_wrapped && n_columns >= 40 && n_columns * 100 >= self.full_columns * 85
    }

    /// How wide a block was set whose widest line this is: a long address can stick out.
    pub(crate) fn room_in(self, widest_columns: usize) -> usize {
        widest_columns.min(self.full_columns)
    }

    /// Whether so much more did not fit on a line of this width in any place of the text.
    pub(crate) fn has_no_room(self, n_columns: usize, n_more: usize) -> bool {
        self.is_full(n_columns) && n_columns + n_more > self.full_columns
    }

    /// Whether a line of this width is prose rather than a label.
    pub(crate) fn is_long(self, n_columns: usize) -> bool {
        n_columns >= 30 && n_columns * 100 >= self.full_columns.min(100) * 62
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_text_has_full_lines_of_one_width() {
        let full = "あ".repeat(49);
        let lines: Vec<&str> =
            std::iter::repeat_n(full.as_str(), 12).chain(["短い行。", "見出し"]).collect();
        let measure = Measure::of(lines.into_iter());
        assert_eq!(measure, Measure { full_columns: 98, is_wrapped: true });
        assert!(
            measure.is_full(92)
                && !measure.is_full(70)
                && measure.is_long(70)
                && !measure.is_long(42)
        );
    }

    #[test]
    fn a_line_for_each_paragraph_is_no_wrapped_text() {
        let lines = ["あ".repeat(40), "あ".repeat(10), "あ".repeat(400)];
        let measure = Measure::of(lines.iter().map(String::as_str));
        assert!(!measure.is_full(80));
    }

    #[test]
    fn no_lines_have_no_width() {
        assert_eq!(Measure::of(std::iter::empty()), Measure { full_columns: 0, is_wrapped: false });
    }
}
