//! What stands in a block: text, line ends, and the markup between them.

use std::ops::Range;

use super::{Height, Reader};
use crate::draft::Line;
use crate::repair::html_tags;
use shirabe_document::model::BlockKind;
use shirabe_document::rules::{self, Rule};

impl Reader<'_> {
    /// Markup between the cursor and here.
    pub(super) fn pass(&mut self, to: usize) {
        let passed = self.text.get(self.cursor..to).unwrap_or_default();
        for (start, mark) in words_of(passed) {
            let line = self.lines.at(self.cursor + start);
            if self.markup.text.is_empty() {
                self.markup.lines = line..line + 1;
            } else {
                self.markup.text.push(' ');
            }
            self.markup.lines.end = line + 1;
            self.markup.text.push_str(mark);
        }
        self.cursor = self.cursor.max(to);
    }

    /// Two asterisks between a number and a number, and one tilde, are signs of the author's: 2**10, 10~20.
    pub(super) fn keep_sign(&mut self, at: usize) {
        let source = self.text.get(at..).unwrap_or_default();
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        let is_power = source.starts_with("**") && is_power(before, source.chars().nth(2));
        let is_tilde = source.starts_with('~') && !source.starts_with("~~") && before != Some('~');
        if is_power {
            self.content("**", at..at + 2);
        } else if is_tilde {
            self.content("~", at..at + 1);
        }
    }

    /// The length of the mark that ends here.
    pub(super) fn n_mark_before(&self, end: usize) -> usize {
        let before = self.text.get(..end).unwrap_or_default();
        if before.ends_with("**") || before.ends_with("~~") { 2 } else { 1 }
    }

    pub(super) fn record_markup(&mut self) {
        if !self.markup.text.is_empty() {
            let markup = std::mem::take(&mut self.markup);
            self.ledger.remove(&rules::MARKDOWN_MARKS, markup.lines, &markup.text);
        }
    }

    /// Text of a block. What differs from the source is recorded: entities, code marks, footnotes.
    pub(super) fn content(&mut self, text: &str, range: Range<usize>) {
        if self.open.is_none() {
            self.open_block(BlockKind::Paragraph, range.start);
        }
        let range = range.start.max(self.cursor)..range.end.max(self.cursor);
        self.pass(range.start);
        if let Some(rule) = self.rule_of_aside(text) {
            let source = self.text.get(range.clone()).unwrap_or_default();
            let line = self.lines.at(range.start);
            self.ledger.remove(rule, line..line + 1, source);
            self.cursor = range.end;
            return;
        }
        let raised = if self.height == Height::Raised { html_tags::raised(text) } else { None };
        let text = raised.as_deref().unwrap_or(text);
        let source = self.text.get(range.clone()).unwrap_or_default();
        let line = self.lines.at(range.start);
        if source != text {
            let rule = match source {
                _ if raised.is_some() => &rules::HTML_TAGS,
                _ if source.starts_with('&') && source.ends_with(';') => &rules::ENTITIES,
                _ => &rules::MARKDOWN_MARKS,
            };
            self.ledger.change(rule, line..line + 1, source, text);
        }
        self.cursor = range.end;
        let indent = self.tabs_before(range.start);
        if let Some(last) = self.open.as_mut().and_then(|open| open.draft.lines.last_mut()) {
            if last.text.is_empty() {
                last.at = line..line + 1;
                last.text.push_str(&indent);
            }
            last.text.push_str(text);
            last.at.end = last.at.end.max(line + 1);
        }
    }

    /// Why a text stands beside the words: it is a reading, or the numbers of several notes.
    fn rule_of_aside(&self, text: &str) -> Option<&'static Rule> {
        match self.height {
            Height::Reading => Some(&rules::RUBY),
            Height::Raised if html_tags::names_notes(text) => Some(&rules::NOTE_MARKS),
            _ => None,
        }
    }

    /// CommonMark drops the white space at the start of a line; in a table without marks, a tab there
    /// stands for an empty cell.
    fn tabs_before(&self, offset: usize) -> String {
        let start = self.lines.start_of_line(offset);
        let before = self.text.get(start..offset).filter(|before| before.len() < 100);
        let indent = before.filter(|before| self.n_lists == 0 && before.trim().is_empty());
        indent.unwrap_or_default().chars().filter(|c| *c == '\t').collect()
    }

    pub(super) fn verbatim(&mut self, text: &str, range: Range<usize>) {
        // Only spaces after the marks of a heading differ from the source.
        let source = self.text.get(range.clone()).filter(|source| source.len() == text.len());
        let text = source.unwrap_or(text);
        if source.is_none() {
            // The parser has expanded a tab or replaced a character.
            self.content(text.trim_end_matches('\n'), range.clone());
            self.line_break(range.end..range.end, true);
            return;
        }
        let mut offset = range.start;
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.line_break(offset - 1..offset, true);
            }
            if !line.is_empty() {
                self.content(line, offset..offset + line.len());
            }
            offset += line.len() + 1;
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if !html_tags::is_tag(html) {
            self.content(html, range);
            return;
        }
        let line = self.lines.at(range.start);
        self.pass(range.start);
        self.ledger.remove(&rules::HTML_TAGS, line..line + 1, html);
        self.cursor = self.cursor.max(range.end);
        let begins =
            |tag: &str| html.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        self.height = match () {
            () if begins("<sup") => Height::Raised,
            () if begins("<rt") || begins("<rp") => Height::Reading,
            () => Height::Line,
        };
        if begins("<br") {
            self.line_break(range.end..range.end, true);
        }
    }

    pub(super) fn line_break(&mut self, range: Range<usize>, is_hard: bool) {
        self.pass(range.end);
        let number = self.lines.at(range.end);
        if let Some(open) = self.open.as_mut() {
            if let Some(last) = open.draft.lines.last_mut() {
                last.ends_hard = is_hard;
            }
            open.draft.lines.push(Line::new("", number));
        }
    }
}

/// Whether two asterisks stand between the two parts of a power, such as 2**10 or x**2.
fn is_power(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_alphanumeric() || c == ')')
        && after.is_some_and(|c| c.is_ascii_digit())
}

/// The runs of characters between white space, and where each starts.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(char::is_whitespace)
        .scan(0, |offset, word| {
            let start = *offset;
            let rest = text.get(start + word.len()..).unwrap_or_default();
            *offset = start + word.len() + rest.chars().next().map_or(0, char::len_utf8);
            Some((start, word))
        })
        .filter(|(_, word)| !word.is_empty())
}
