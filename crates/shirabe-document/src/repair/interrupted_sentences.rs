//! Sentences that go on after an empty line or a page mark are joined.

use super::Rule;
use super::soft_breaks;
use crate::characters::{columns, is_closing, open_bracket};
use crate::draft::{Draft, Ledger};
use crate::measure::Measure;
use crate::model::BlockKind;
use crate::sentences::{Continuation, ends_finished, ends_open, goes_on, starts_anew};

pub(crate) const RULE: Rule = Rule {
    name: "interrupted-sentences",
    label_ja: "空行をまたぐ文の結合",
    reason_ja: "頁や枠の境で空行が文の途中に入ると、「企業的視点によ⏎⏎る各シーズ」のように語が割れる",
};

/// Joins a block to the one before, where the sentence plainly goes on.
pub(crate) fn repair(drafts: Vec<Draft>, measure: &Measure, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match out.last_mut() {
            Some(before) if goes_on_in(before, &draft, measure) => append(before, draft, ledger),
            _ => out.push(draft),
        }
    }
    out
}

fn append(before: &mut Draft, draft: Draft, ledger: &mut Ledger) {
    let mut rest = draft.lines.into_iter();
    if let (Some(last), Some(first)) = (before.lines.last_mut(), rest.next()) {
        soft_breaks::join(last, &first, &RULE, ledger);
    }
    before.lines.extend(rest);
    before.last_columns = draft.last_columns;
    before.has_picture |= draft.has_picture;
}

fn goes_on_in(before: &Draft, after: &Draft, measure: &Measure) -> bool {
    let is_prose =
        |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Note);
    let may_join = is_prose(before.kind)
        && after.kind == BlockKind::Paragraph
        && before.depth == after.depth
        && after.n_blank_before == 1
        && !after.starts_box;
    let (Some(last), Some(first)) = (before.lines.last(), after.lines.first()) else {
        return false;
    };
    let (last, first) = (last.text.as_str(), first.text.as_str());
    if !may_join || ends_finished(last) || starts_anew(first) || first.contains('\t') {
        return false;
    }
    let evidence = goes_on(first);
    let is_cut_short = last.ends_with(['、', '，']) || open_bracket(last).is_some();
    if !measure.is_long(before.last_columns) {
        return false;
    }
    if evidence == Continuation::Certain || is_cut_short {
        return true;
    }
    // Below this the evidence is weak, so what follows must be prose and not a heading.
    let follows_prose = ends_finished(&after.text()) || measure.is_long(columns(first));
    let is_full = measure.is_full(before.last_columns) && !last.ends_with(is_closing);
    measure.is_plain()
        && follows_prose
        && (is_full || evidence == Continuation::Likely && ends_open(last))
}
