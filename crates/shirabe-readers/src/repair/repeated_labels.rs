//! A label that stands twice in a row is kept once.

use crate::characters::{is_kana, is_kanji, skeleton};
use crate::dates::is_date;
use crate::draft::{Draft, Ledger};
use crate::structure::sentences::ends_finished;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Takes out a short line that says the same as the line before, spaces and widths aside.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match out.last() {
            Some(before) if repeats(before, &draft) => {
                ledger.remove(&rules::REPEATED_LABELS, draft.at(), &draft.text());
            }
            _ => out.push(draft),
        }
    }
    out
}

fn repeats(before: &Draft, draft: &Draft) -> bool {
    let is_label = |draft: &Draft| {
        draft.kind == BlockKind::Paragraph
            && draft.depth == 0
            && draft.only_line().is_some_and(|line| {
                let n_words = line.chars().filter(|c| is_kanji(*c) || is_kana(*c)).count();
                (4..=30).contains(&line.trim().chars().count())
                    && n_words >= 3
                    && !ends_finished(line)
                    && !is_date(line)
            })
    };
    is_label(before) && is_label(draft) && skeleton(&before.text()) == skeleton(&draft.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn kept(lines: &[&str]) -> Vec<String> {
        let drafts =
            lines.iter().zip(1..).map(|(l, n)| Draft::new(BlockKind::Paragraph, Line::new(*l, n)));
        repair(drafts.collect(), &mut Ledger::default()).iter().map(Draft::text).collect()
    }

    #[test]
    fn a_label_said_twice_is_kept_once() {
        let lines =
            ["中長期目標（第３期）", "中長期目標 （第3期）", "健康･医療戦略", "健康･医療戦略"];
        assert_eq!(kept(&lines), ["中長期目標（第３期）", "健康･医療戦略"]);
    }

    #[test]
    fn sentences_values_and_distant_labels_stay() {
        for lines in [
            ["同じ文である。", "同じ文である。"],
            ["10件", "10件"],
            ["e000000065", "e000000065"],
            ["令和七年八月一日", "令和七年八月一日"],
            ["医療戦略Ａ", "医療戦略Ｂ"],
        ] {
            assert_eq!(kept(&lines), lines);
        }
    }
}
