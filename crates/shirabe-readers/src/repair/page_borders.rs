//! Paragraphs that go on on the next page are joined, and remember where the page turns.

use crate::draft::{Draft, Ledger};
use shirabe_document::line_joining::{LineJoint, line_joint};
use shirabe_document::rules;

/// Joins the lines of every block whose reader has noted a turn of the page before each line but the
/// first. This comes after the rules that change characters, so that the offsets hold.
pub(crate) fn repair(drafts: &mut [Draft], ledger: &mut Ledger) {
    for draft in drafts.iter_mut().filter(|draft| !draft.page_turns.is_empty()) {
        if draft.lines.len() != draft.page_turns.len() + 1 {
            draft.page_turns.clear();
            continue;
        }
        let broken = draft.text();
        let at = draft.at();
        let mut lines = std::mem::take(&mut draft.lines).into_iter();
        let Some(mut whole) = lines.next() else { continue };
        let text = std::mem::take(&mut whole.text);
        text.trim().clone_into(&mut whole.text);
        for (line, turn) in lines.zip(&mut draft.page_turns) {
            match line_joint(&whole.text, &line.text) {
                LineJoint::Nothing => {}
                LineJoint::Space => whole.text.push(' '),
                LineJoint::DropHyphen => drop(whole.text.pop()),
            }
            turn.at_chars = whole.text.chars().count();
            whole.text.push_str(line.text.trim());
            whole.at = whole.at.start.min(line.at.start)..whole.at.end.max(line.at.end);
        }
        ledger.change(&rules::PAGE_BORDERS, at, &broken, &whole.text);
        draft.lines = vec![whole];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;
    use shirabe_document::model::{BlockKind, Page, PageTurn};

    #[test]
    fn the_place_where_the_page_turns_is_counted_in_the_joined_text() {
        let mut draft = Draft::new(BlockKind::Paragraph, Line::new("研究開", 3));
        draft.lines.push(Line::new("発の推進", 7));
        draft.lines.push(Line::new("を図る。", 12));
        let page = |n| Page { printed: None, file: Some(n) };
        draft.page_turns = [2, 3].map(|n| PageTurn { at_chars: 0, page: page(n) }).to_vec();
        let mut drafts = [draft];
        repair(&mut drafts, &mut Ledger::default());
        assert_eq!(drafts[0].text(), "研究開発の推進を図る。");
        assert_eq!(drafts[0].at(), 3..13);
        let at: Vec<usize> = drafts[0].page_turns.iter().map(|turn| turn.at_chars).collect();
        assert_eq!(at, [3, 7]);
    }
}
