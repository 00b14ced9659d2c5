//! What a reader notes down while it walks through a file with structure: [`BlockBuilder`].
//!
//! Every character that the file shows becomes part of the text, one line after the other, and every
//! block knows its lines. What is shown and does not stay is recorded at once, so that the balance of
//! characters holds by construction.

use crate::draft::{Draft, Ledger, Line};
use crate::reading::{LineEnds, Reading};
use shirabe_document::model::{BlockKind, Page};
use shirabe_document::rules;
use shirabe_document::rules::Rule;

/// A stretch of text as shown, and without what stands beside the words: ruby, marks of notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passage {
    /// As a reader of the file sees it.
    shown: String,
    /// What stays.
    text: String,
    /// Why something does not stay.
    rule: Option<&'static Rule>,
}

impl Passage {
    pub(crate) fn of(text: &str) -> Passage {
        Passage { shown: text.to_owned(), text: text.to_owned(), rule: None }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.shown.push_str(text);
        self.text.push_str(text);
    }

    /// Adds what is shown and does not stay.
    pub(crate) fn push_aside(&mut self, aside: &str, rule: &'static Rule) {
        self.shown.push_str(aside);
        self.rule = Some(rule);
    }

    /// Why something does not stay.
    fn rule(&self) -> &'static Rule {
        self.rule.unwrap_or(&rules::RUBY)
    }

    pub(crate) fn append(&mut self, other: &Passage) {
        self.shown.push_str(&other.shown);
        self.text.push_str(&other.text);
        self.rule = self.rule.or(other.rule);
    }

    pub(crate) fn prepend(&mut self, text: &str) {
        self.shown.insert_str(0, text);
        self.text.insert_str(0, text);
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.shown.trim().is_empty()
    }

    /// Both forms through one function.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> Passage {
        Passage { shown: change(&self.shown), text: change(&self.text), rule: self.rule }
    }

    /// In one line, with one space for all white space, or none between Japanese characters where the
    /// white space has a line end in it.
    pub(crate) fn in_one_line(&self) -> Passage {
        self.map(one_line)
    }
}

/// Puts a text of several lines into one.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        let line = words.join(" ");
        if line.is_empty() {
            continue;
        }
        if !out.is_empty()
            && shirabe_document::line_joining::line_joint(&out, &line)
                != shirabe_document::line_joining::LineJoint::Nothing
        {
            out.push(' ');
        }
        out.push_str(&line);
    }
    out
}

/// The blocks and lines of a file, in reading order.
pub(crate) struct BlockBuilder<'a> {
    text: String,
    n_lines: u32,
    drafts: Vec<Draft>,
    page: Option<Page>,
    pub(crate) ledger: &'a mut Ledger,
}

impl<'a> BlockBuilder<'a> {
    pub(crate) fn new(ledger: &'a mut Ledger) -> BlockBuilder<'a> {
        BlockBuilder { text: String::new(), n_lines: 0, drafts: Vec::new(), page: None, ledger }
    }

    /// The page of all that follows.
    pub(crate) fn turn_to(&mut self, page: Page) {
        self.page = Some(page);
    }

    /// Adds a block; line ends in it were set on purpose. A blank one adds nothing.
    pub(crate) fn block(&mut self, kind: BlockKind, passage: &Passage) -> Option<&mut Draft> {
        let lines: Vec<&str> = passage.shown.lines().filter(|l| !l.trim().is_empty()).collect();
        let texts: Vec<&str> = passage.text.lines().filter(|l| !l.trim().is_empty()).collect();
        if texts.is_empty() {
            if !lines.is_empty() {
                self.remove(passage.rule(), &passage.shown);
            }
            return None;
        }
        let first = self.n_lines + 1;
        for line in &lines {
            self.line(line);
        }
        let at = first..self.n_lines + 1;
        if passage.shown != passage.text {
            self.ledger.change(passage.rule(), at.clone(), &lines.join("\n"), &texts.join("\n"));
        }
        let has_same_lines = lines.len() == texts.len();
        let line = |(nth, text): (u32, &&str)| Line {
            text: tidy(text, kind),
            at: if has_same_lines { first + nth..first + nth + 1 } else { at.clone() },
            ends_hard: true,
        };
        let lines: Vec<Line> = (0..).zip(&texts).map(line).collect();
        self.push(kind, lines)
    }

    /// Adds a row of a table: as shown, and with what was filled in.
    pub(crate) fn row(
        &mut self,
        kind: BlockKind,
        shown: &str,
        text: &str,
        rule: &Rule,
    ) -> Option<&mut Draft> {
        self.line(shown);
        let at = self.n_lines..self.n_lines + 1;
        if shown.trim_end() != text.trim_end() {
            self.ledger.change(rule, at.clone(), shown, text);
        }
        let line = Line { text: text.trim_end().to_owned(), at, ends_hard: true };
        self.push(kind, vec![line])
    }

    /// Adds a line to the last block, which goes on in a paragraph of its own.
    pub(crate) fn extend(&mut self, passage: &Passage) {
        if passage.shown.trim().is_empty() {
            return;
        }
        self.line(&passage.shown);
        let at = self.n_lines..self.n_lines + 1;
        if passage.shown != passage.text {
            self.ledger.change(passage.rule(), at.clone(), &passage.shown, &passage.text);
        }
        if let Some(draft) = self.drafts.last_mut() {
            let text = tidy(&passage.text, draft.kind);
            draft.lines.push(Line { text, at, ends_hard: true });
        }
    }

    /// Adds a heading that the file does not have.
    pub(crate) fn invent_heading(&mut self, text: &str, rule: &Rule) -> Option<&mut Draft> {
        let at = self.n_lines + 1..self.n_lines + 1;
        self.ledger.change(rule, at.clone(), "", text);
        let line = Line { text: text.to_owned(), at, ends_hard: true };
        self.push(BlockKind::Heading, vec![line])
    }

    /// Notes text that is shown but belongs to the frame and not to the document.
    pub(crate) fn remove(&mut self, rule: &Rule, text: &str) {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let first = self.n_lines + 1;
        for line in &lines {
            self.line(line);
        }
        self.ledger.remove(rule, first..self.n_lines + 1, &lines.join("\n"));
    }

    /// Notes a picture in or after the last block.
    pub(crate) fn note_picture(&mut self) {
        if let Some(draft) = self.drafts.last_mut() {
            draft.has_picture = true;
        }
    }

    pub(crate) fn n_blocks(&self) -> usize {
        self.drafts.len()
    }

    /// What was noted down.
    pub(crate) fn finish(self) -> Reading {
        let BlockBuilder { text, drafts, .. } = self;
        Reading { text, drafts, lines: LineEnds::Settled, ..Reading::empty() }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.n_lines += 1;
    }

    fn push(&mut self, kind: BlockKind, lines: Vec<Line>) -> Option<&mut Draft> {
        let mut lines = lines.into_iter();
        let mut draft = Draft::new(kind, lines.next()?);
        draft.lines.extend(lines);
        draft.page.clone_from(&self.page);
        draft.n_blank_before = 1;
        self.drafts.push(draft);
        self.drafts.last_mut()
    }
}

/// Tabs mean cells in a table only.
fn tidy(line: &str, kind: BlockKind) -> String {
    let is_row = matches!(kind, BlockKind::TableRow | BlockKind::TableHeader);
    if is_row { line.to_owned() } else { line.replace('\t', " ").trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_glued_like_japanese_and_like_english() {
        assert_eq!(
            one_line("政府情報システムにおける\n ゼロトラスト"),
            "政府情報システムにおけるゼロトラスト"
        );
        assert_eq!(one_line("Zero  Trust\nArchitecture"), "Zero Trust Architecture");
    }

    #[test]
    fn what_is_shown_is_the_text_and_what_left_it() {
        let mut ledger = Ledger::default();
        let mut block_builder = BlockBuilder::new(&mut ledger);
        let mut passage = Passage::of("研究");
        passage.push_aside("けんきゅう", &rules::RUBY);
        passage.push("を支援する。");
        block_builder.block(BlockKind::Paragraph, &passage);
        block_builder.remove(&rules::PAGE_FRAMES, "頁の柱");
        let reading = block_builder.finish();
        assert_eq!(reading.text, "研究けんきゅうを支援する。\n頁の柱\n");
        assert_eq!(reading.drafts[0].text(), "研究を支援する。");
        let records: Vec<String> = ledger
            .repairs
            .iter()
            .map(|r| format!("{}: {} → {}", r.rule, r.before, r.after))
            .collect();
        assert_eq!(
            records,
            ["ruby: 研究けんきゅうを支援する。 → 研究を支援する。", "page-frames: 頁の柱 → "]
        );
    }
}
