//! Headers and footers that stand on most pages leave the flow, but for the first.

use std::collections::BTreeMap;

use crate::characters::skeleton;
use crate::draft::{Draft, Ledger};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Takes out lines next to a page border that return on at least three pages and on half of all. The first
/// of them stays, so that its words can still be found. Lines that differ in a figure are different lines:
/// 様式第２号 is not 様式第３号.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let borders: Vec<usize> =
        (1..drafts.len()).filter(|at| is_border(drafts.get(at - 1), drafts.get(*at))).collect();
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let edges = borders.iter().flat_map(|at| [at - 1, *at]);
    for at in [0].into_iter().chain(edges).chain([drafts.len().saturating_sub(1)]) {
        if let Some(words) = drafts.get(at).and_then(words) {
            let places = seen.entry(words).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let mut running: Vec<usize> = seen
        .into_values()
        .filter(|places| places.len() >= 3 && places.len() * 2 >= borders.len())
        .flat_map(|places| places.into_iter().skip(1))
        .collect();
    running.sort_unstable();
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.into_iter().enumerate() {
        if running.binary_search(&at).is_ok() {
            ledger.remove(&rules::RUNNING_LINES, draft.at(), &draft.text());
        } else {
            out.push(draft);
        }
    }
    out
}

fn is_border(before: Option<&Draft>, after: Option<&Draft>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let file = |draft: &Draft| draft.page.as_ref().and_then(|page| page.file);
    after.follows_page_mark || file(before) != file(after)
}

/// A short line without white space; `None` for what can be no running line.
fn words(draft: &Draft) -> Option<String> {
    let line = draft.only_line()?;
    let is_short = (2..=60).contains(&line.chars().count()) && draft.kind == BlockKind::Paragraph;
    is_short.then(|| skeleton(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;
    use shirabe_document::model::Page;

    fn kept(lines: &[(&str, u32)]) -> Vec<String> {
        let drafts = lines.iter().zip(1..).map(|((text, file), number)| {
            let mut draft = Draft::new(BlockKind::Paragraph, Line::new(*text, number));
            draft.page = Some(Page { printed: None, file: Some(*file) });
            draft
        });
        let out = repair(drafts.collect(), &mut Ledger::default());
        out.iter().map(Draft::text).collect()
    }

    #[test]
    fn a_title_on_every_page_is_kept_once() {
        let lines = [
            ("白書 第1章", 1),
            ("甲", 1),
            ("白書 第1章", 2),
            ("乙", 2),
            ("丙", 2),
            ("白書 第１章", 3),
            ("丁", 3),
            ("白書 第1章", 4),
            ("戊", 4),
        ];
        assert_eq!(kept(&lines), ["白書 第1章", "甲", "乙", "丙", "丁", "戊"]);
    }

    #[test]
    fn lines_that_differ_in_a_figure_stay() {
        let lines = [("様式第1号", 1), ("甲", 1), ("様式第2号", 2), ("乙", 2), ("様式第3号", 3)];
        assert_eq!(kept(&lines).len(), 5);
    }

    #[test]
    fn a_line_that_returns_on_few_pages_stays() {
        let lines = [("注意", 1), ("甲", 1), ("注意", 2), ("乙", 2), ("丙", 3), ("丁", 4)];
        assert_eq!(kept(&lines).len(), 6);
    }
}
