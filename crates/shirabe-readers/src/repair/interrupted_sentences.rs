//! Sentences that go on after an empty line or a page mark are joined.

use super::soft_breaks;
use crate::characters::{columns, is_closing, open_bracket};
use crate::draft::{Draft, Ledger};
use crate::structure::measure::Measure;
use crate::structure::sentences::{
    Continuation, Ending, ending, ends_finished, goes_on, starts_anew,
};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

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
        soft_breaks::join(last, &first, &rules::INTERRUPTED_SENTENCES, ledger);
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
    let is_full = measure.has_no_room(before.last_columns, soft_breaks::first_unit_columns(first))
        && !last.ends_with(is_closing)
        && !ends_like_an_address(last);
    follows_prose && (is_full || evidence == Continuation::Likely && ending(last) > Ending::Closed)
}

/// The end of a web address says nothing of the sentence after it.
fn ends_like_an_address(line: &str) -> bool {
    line.chars().rev().take(8).filter(char::is_ascii_graphic).count() == 8
}

#[cfg(test)]
mod tests {
    use crate::test_text::plain_blocks;

    #[test]
    fn a_sentence_goes_on_after_an_empty_line_or_a_page_mark() {
        insta::assert_snapshot!(plain_blocks("研究支援の充実を図りつつ、アカデミアと企業が協創して開発を進め、企業的視点によ\n\nる各シーズへの支援を行う。"), @"研究支援の充実を図りつつ、アカデミアと企業が協創して開発を進め、企業的視点による各シーズへの支援を行う。");
        insta::assert_snapshot!(plain_blocks("基礎から実用化までの一貫した医療研究開発の推進と、環境の整備を行い、\n\n１\n\n「研究成果を届けること」を目指す。\n\n２"), @"基礎から実用化までの一貫した医療研究開発の推進と、環境の整備を行い、「研究成果を届けること」を目指す。");
    }

    #[test]
    fn an_item_a_heading_or_a_new_sentence_after_an_empty_line_stays_apart() {
        for next in [
            "・次の項目",
            "（１）次の項目",
            "※注",
            "国際展開の推進",
            "また、次の段落である。",
            "担当：振興局",
        ] {
            let text = format!(
                "研究支援の充実を図りつつ、アカデミアと企業が協創して行う研究開発の推進\n\n{next}"
            );
            assert_eq!(plain_blocks(&text).lines().count(), 2, "{next}");
        }
        assert_eq!(
            plain_blocks("研究支援の充実を図りつつ、アカデミアと企業が協創する。\n\nる各シーズ")
                .lines()
                .count(),
            2
        );
    }
}
