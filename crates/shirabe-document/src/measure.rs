//! How wide a plain text was set: [`Measure`] tells a line that was full from one that was short.

use crate::characters::{columns, is_web_address};

/// The width of a text's lines. Markdown has none: its line ends say themselves what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Markdown.
    Marked,
    /// Plain text.
    Plain {
        /// 85 lines of 100 are at most this wide, in columns.
        full_columns: usize,
        /// Whether the lines were broken for want of room: no line is much wider than the full ones.
        is_wrapped: bool,
    },
}

/// How much wider than the full lines the widest may be, in hundredths. Text boxes of slides differ
/// among each other by about 10 %; a text with a line for each paragraph has some several times as wide.
const WIDEST_PERCENT: usize = 130;

impl Measure {
    /// Measures the lines of a plain text.
    pub(crate) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Measure {
        let mut widths: Vec<usize> = lines
            .filter(|line| !line.trim().is_empty() && !is_web_address(line))
            .map(|line| columns(line.trim()))
            .collect();
        widths.sort_unstable();
        let full_columns = widths.get(widths.len() * 85 / 100).copied().unwrap_or(0);
        let widest = widths.last().copied().unwrap_or(0);
        let is_wrapped = widest * 100 <= full_columns * WIDEST_PERCENT;
        Measure::Plain { full_columns, is_wrapped }
    }

    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Measure::Plain { .. })
    }

    /// Whether a line of this width had no room for more.
    pub(crate) fn is_full(self, n_columns: usize) -> bool {
        match self {
            Measure::Marked => false,
            Measure::Plain { full_columns, is_wrapped } => {
                is_wrapped && n_columns >= 40 && n_columns * 100 >= full_columns * 85
            }
        }
    }

    /// Whether a line of this width is prose rather than a label.
    pub(crate) fn is_long(self, n_columns: usize) -> bool {
        match self {
            Measure::Marked => n_columns >= 40,
            Measure::Plain { full_columns, .. } => {
                n_columns >= 30 && n_columns * 100 >= full_columns.min(100) * 62
            }
        }
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
        assert_eq!(measure, Measure::Plain { full_columns: 98, is_wrapped: true });
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
        assert_eq!(
            Measure::of(std::iter::empty()),
            Measure::Plain { full_columns: 0, is_wrapped: true }
        );
    }
}
