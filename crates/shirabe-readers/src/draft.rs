//! What lies between a reader and a document: [`Draft`] blocks, and the [`Ledger`] of what was changed.
//!
//! A reader makes drafts, the rules of [`crate::repair`] work on them, and [`crate::structure::assembly`] turns
//! them into sections.

use std::ops::Range;

use shirabe_document::model::{BlockKind, Page, PageTurn};
use shirabe_document::quality::{Place, Repair, count_visible_chars};
use shirabe_document::rules::Rule;
use shirabe_document::{Problem, ProblemCode};

/// One line of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The text.
    pub(crate) text: String,
    /// The lines of the source that it stands for.
    pub(crate) at: Range<u32>,
    /// Whether the source says that the line ends here on purpose.
    pub(crate) ends_hard: bool,
}

impl Line {
    pub(crate) fn new(text: impl Into<String>, number: u32) -> Line {
        Line { text: text.into(), at: number..number + 1, ends_hard: false }
    }
}

/// What the line ends of a block are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Where the room ended, or the author wanted it.
    Prose,
    /// Part of the text, as in code.
    Verbatim,
}

/// A block on its way into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that the source shows")]
pub(crate) struct Draft {
    pub(crate) kind: BlockKind,
    /// At least one.
    pub(crate) lines: Vec<Line>,
    /// How deep in lists.
    pub(crate) depth: u8,
    /// The level that a heading's mark gives it (number of `#`).
    pub(crate) mark_level: Option<u8>,
    pub(crate) page: Option<Page>,
    /// Where it goes on on another page, counted in its text.
    pub(crate) page_turns: Vec<PageTurn>,
    /// The addresses of its cells on a sheet.
    pub(crate) cells: Vec<String>,
    /// Empty lines before it in the source.
    pub(crate) n_blank_before: u32,
    /// Whether one space stands before it, the trace of a text box in text taken from slides.
    pub(crate) starts_box: bool,
    /// Whether a page mark stood right before it.
    pub(crate) follows_page_mark: bool,
    /// Whether a picture stood in or before it.
    pub(crate) has_picture: bool,
    pub(crate) flow: Flow,
    /// Whether the source says where the paragraph begins and ends, so that a line end parts nothing.
    pub(crate) is_delimited: bool,
    /// Width of the last source line in columns, to tell whether it was full.
    pub(crate) last_columns: usize,
}

impl Draft {
    pub(crate) fn new(kind: BlockKind, line: Line) -> Draft {
        Draft {
            kind,
            last_columns: crate::characters::columns(&line.text),
            lines: vec![line],
            depth: 0,
            mark_level: None,
            page: None,
            page_turns: Vec::new(),
            cells: Vec::new(),
            n_blank_before: 0,
            starts_box: false,
            follows_page_mark: false,
            has_picture: false,
            flow: Flow::Prose,
            is_delimited: false,
        }
    }

    /// The text with its remaining line ends.
    pub(crate) fn text(&self) -> String {
        let texts: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        texts.join("\n")
    }

    /// The lines of the source.
    pub(crate) fn at(&self) -> Range<u32> {
        let start = self.lines.first().map_or(0, |line| line.at.start);
        let end = self.lines.iter().map(|line| line.at.end).max().unwrap_or(start);
        start..end
    }

    /// The text of a block of one line.
    pub(crate) fn only_line(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [line] => Some(&line.text),
            _ => None,
        }
    }

    pub(crate) fn is_table_row(&self) -> bool {
        matches!(self.kind, BlockKind::TableRow | BlockKind::TableHeader)
    }
}

/// Collects repairs and problems.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) repairs: Vec<Repair>,
    pub(crate) problems: Vec<Problem>,
}

/// Characters of context on either side of a change.
const CONTEXT_CHARS: usize = 10;

impl Ledger {
    /// Records a change, shortened to what differs and a little context.
    pub(crate) fn change(&mut self, rule: &Rule, at: Range<u32>, before: &str, after: &str) {
        let (before, after) = shorten(before, after);
        self.repairs.push(Repair { rule: rule.name, place: Place { lines: at }, before, after });
    }

    /// Records text that leaves the flow.
    pub(crate) fn remove(&mut self, rule: &Rule, at: Range<u32>, text: &str) {
        if count_visible_chars(text) > 0 {
            let before = text.to_owned();
            let place = Place { lines: at };
            self.repairs.push(Repair { rule: rule.name, place, before, after: String::new() });
        }
    }

    pub(crate) fn problem(&mut self, code: ProblemCode, message: String, place: Option<Place>) {
        self.problems.push(Problem { code, message, place });
    }
}

/// Cuts what two texts share at both ends down to the context.
fn shorten(before: &str, after: &str) -> (String, String) {
    let before: Vec<char> = before.chars().collect();
    let after: Vec<char> = after.chars().collect();
    let n_common =
        |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let n_prefix = n_common(&mut before.iter().zip(&after));
    let n_room = before.len().min(after.len()) - n_prefix;
    let n_suffix = n_common(&mut before.iter().rev().zip(after.iter().rev())).min(n_room);
    let start = n_prefix.saturating_sub(CONTEXT_CHARS);
    let tail = n_suffix.saturating_sub(CONTEXT_CHARS);
    let cut = |chars: &[char]| chars.get(start..chars.len() - tail).map(|c| c.iter().collect());
    (cut(&before).unwrap_or_default(), cut(&after).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_holds_the_change_and_ten_characters_around_it() {
        let before = "日本の医療分野の研究開発の中核的な役割を担う機関として、研究開\n発の推進と、その成果の円滑な";
        let after = before.replace('\n', "");
        let (before, after) = shorten(before, &after);
        assert_eq!(
            (before.as_str(), after.as_str()),
            (
                "う機関として、研究開\n発の推進と、その成果",
                "う機関として、研究開発の推進と、その成果"
            )
        );
    }

    #[test]
    fn a_doubled_character_is_not_counted_twice_in_a_record() {
        assert_eq!(shorten("ああ", "あ"), ("ああ".to_owned(), "あ".to_owned()));
        assert_eq!(shorten("", "あ"), (String::new(), "あ".to_owned()));
        assert_eq!(shorten("同", "同"), ("同".to_owned(), "同".to_owned()));
    }
}
