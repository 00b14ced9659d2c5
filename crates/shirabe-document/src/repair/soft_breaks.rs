//! Lines that were broken for want of room are joined; lines broken on purpose stay apart.

use super::Rule;
use crate::asides::{is_caption, is_note};
use crate::characters::{columns, is_closing, is_web_address};
use crate::draft::{Draft, Ledger, Line};
use crate::glue::{Glue, glue};
use crate::measure::Measure;
use crate::model::BlockKind;
use crate::sentences::{BULLETS, Continuation, ends_finished, ends_open, goes_on, starts_anew};

pub(crate) const RULE: Rule = Rule {
    name: "soft-breaks",
    label_ja: "行の途中の改行の結合",
    reason_ja: "枠の幅で折り返しただけの改行は語を分断し、「研究開⏎発」は「研究開発」で見つからなくなる",
};

/// Joins the lines of each block as far as the evidence goes. In Markdown what is left apart stays one
/// block, but for items, notes and captions; in plain text it becomes blocks of its own.
pub(crate) fn repair(drafts: Vec<Draft>, measure: &Measure, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if draft.is_table_row() || draft.lines.len() == 1 {
            out.push(draft);
        } else {
            flow(draft, measure, ledger, &mut out);
        }
    }
    out
}

fn flow(draft: Draft, measure: &Measure, ledger: &mut Ledger, out: &mut Vec<Draft>) {
    let widest = draft.lines.iter().map(|line| columns(&line.text)).max().unwrap_or(0);
    let mut current = Draft { lines: Vec::new(), ..draft.clone() };
    let mut ends_in_cells = false;
    for line in draft.lines {
        let n_columns = columns(&line.text);
        let has_cells = line.text.contains('\t');
        match current.lines.last_mut() {
            None => current.lines.push(line),
            Some(last) => {
                let seam =
                    Seam { before: last, columns: current.last_columns, widest, after: &line };
                if !ends_in_cells && !has_cells && seam.holds_one_sentence(measure) {
                    join(last, &line, &RULE, ledger);
                } else if measure.is_plain() || leaves_the_block(&line.text) || is_note(&last.text)
                {
                    let next = follower(&current, line);
                    out.push(std::mem::replace(&mut current, next));
                } else {
                    current.lines.push(line);
                }
            }
        }
        current.last_columns = n_columns;
        ends_in_cells = has_cells;
    }
    out.push(current);
}

/// Appends a line to the one before and records it under a rule.
pub(super) fn join(last: &mut Line, line: &Line, rule: &Rule, ledger: &mut Ledger) {
    // Only the ends are compared: a paragraph can have as many lines as a book.
    let next = line.text.trim_start();
    last.text.truncate(last.text.trim_end().len());
    let tail = end_of(&last.text);
    let head: String = next.chars().take(SEAM_CHARS).collect();
    let before = format!("{tail}\n{head}");
    let glue = glue(&last.text, next);
    let mut after = tail;
    for text in [&mut last.text, &mut after] {
        match glue {
            Glue::Nothing => {}
            Glue::Space => text.push(' '),
            Glue::DropHyphen => {
                text.pop();
            }
        }
    }
    after.push_str(&head);
    last.text.push_str(next);
    let start = last.at.end.saturating_sub(1);
    last.at.end = last.at.end.max(line.at.end);
    last.ends_hard = line.ends_hard;
    ledger.change(rule, start..last.at.end, &before, &after);
}

/// Characters on either side of a seam that a record can show.
const SEAM_CHARS: usize = 12;

fn end_of(text: &str) -> String {
    let start = text.char_indices().rev().nth(SEAM_CHARS - 1).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text).to_owned()
}

fn leaves_the_block(line: &str) -> bool {
    line.trim_start().starts_with(BULLETS) || is_note(line) || is_caption(line)
}

/// The block that a line opens which is not joined to the block it stood in.
fn follower(before: &Draft, line: Line) -> Draft {
    let kind = match before.kind {
        BlockKind::Heading => BlockKind::Paragraph,
        kind => kind,
    };
    let mut draft = Draft::new(kind, line);
    draft.depth = before.depth;
    draft.page.clone_from(&before.page);
    draft
}

struct Seam<'a> {
    before: &'a Line,
    /// Width of the last source line before.
    columns: usize,
    /// Width of the widest line of the block.
    widest: usize,
    after: &'a Line,
}

impl Seam<'_> {
    fn holds_one_sentence(&self, measure: &Measure) -> bool {
        let (before, after) = (self.before.text.as_str(), self.after.text.as_str());
        if starts_anew(after) || ends_finished(before) || is_web_address(before) {
            return false;
        }
        let evidence = goes_on(after);
        if !measure.is_plain() && !self.before.ends_hard {
            return true;
        }
        if evidence == Continuation::Certain {
            return true;
        }
        if !measure.is_plain() {
            let starts_aside = after.trim_start().starts_with(['(', '（']);
            return ends_open(before) && !starts_aside || evidence == Continuation::Likely;
        }
        let is_full = measure.is_full(self.columns)
            && self.columns + 6 >= self.widest
            && !before.trim_end().ends_with(is_closing);
        ends_open(before) && self.columns >= 20
            || evidence == Continuation::Likely && measure.is_long(self.columns)
            || is_full
    }
}
