//! The marks of list items become structure.

use crate::characters::is_letter;
use crate::draft::{Draft, Ledger};
use crate::structure::numbering::{MARKS, label};
use crate::structure::sentences::BULLETS;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Makes blocks that begin with a bullet list items, and takes the bullets of list items away. Numbers
/// make list items too, and stay.
pub(crate) fn repair(drafts: &mut [Draft], ledger: &mut Ledger) {
    for nth in 0..drafts.len() {
        let may_be_item = !goes_on_from_heading(drafts, nth);
        let Some(draft) = drafts.get_mut(nth).filter(|_| may_be_item) else { continue };
        if !matches!(draft.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let at = draft.at();
        let Some(line) = draft.lines.first_mut() else { continue };
        let text = without_bullets(&line.text);
        if text.len() < line.text.trim().len() {
            ledger.change(&rules::LIST_MARKS, at, line.text.trim(), text);
            line.text = text.to_owned();
            draft.kind = BlockKind::ListItem;
        }
        let is_numbered = label(&line.text).is_some_and(|label| label.ordinal > 0);
        if is_numbered && draft.kind == BlockKind::Paragraph {
            draft.kind = BlockKind::ListItem;
        }
        if draft.kind == BlockKind::ListItem {
            draft.depth = draft.depth.max(1);
        }
    }
}

/// Whether a block is the rest of a heading that was broken before a ・ between two words: it stands
/// right under the heading and no item follows it.
fn goes_on_from_heading(drafts: &[Draft], nth: usize) -> bool {
    let starts_with_dot = |draft: &Draft| {
        draft.kind == BlockKind::Paragraph
            && draft.n_blank_before == 0
            && draft.lines.first().is_some_and(|line| {
                let rest = line.text.strip_prefix('・');
                rest.is_some_and(|rest| rest.starts_with(is_letter))
            })
    };
    let before = nth.checked_sub(1).and_then(|at| drafts.get(at));
    before.is_some_and(|before| before.kind == BlockKind::Heading)
        && drafts.get(nth).is_some_and(starts_with_dot)
        && !drafts.get(nth + 1).is_some_and(starts_with_dot)
}

/// The text after its bullets; at most two, as in `▶ ・`. ○○大学 and ○：適合 are no items.
fn without_bullets(text: &str) -> &str {
    let mut rest = text.trim();
    for _ in 0..2 {
        let is_dash = |c| matches!(c, '-' | '－' | '–' | '—');
        let next = match rest.strip_prefix(BULLETS) {
            Some(next) => next,
            None => match rest.strip_prefix(is_dash) {
                Some(next) if next.starts_with(char::is_whitespace) => next,
                _ => break,
            },
        };
        let starts_text = |c: char| {
            is_letter(c)
                || c.is_whitespace()
                || "「『（(【<＜“\"～".contains(c)
                || BULLETS.contains(&c)
        };
        let first = rest.chars().next();
        // ○２ is the number of a paragraph in old laws, ○10月16日 a heading of its own kind.
        let is_numbered =
            next.starts_with(char::is_numeric) && first.is_some_and(|c| MARKS.contains(&c));
        // ○　☆　◎ are the marks of a table's row, each with its meaning.
        let has_words = next.chars().any(char::is_alphanumeric);
        if !next.starts_with(starts_text)
            || next.chars().next() == first
            || is_numbered
            || !has_words
        {
            break;
        }
        rest = next.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn item(text: &str) -> String {
        let mut drafts = [Draft::new(BlockKind::Paragraph, Line::new(text, 1))];
        repair(&mut drafts, &mut Ledger::default());
        format!("{} {}", drafts[0].kind.as_str(), drafts[0].text())
    }

    #[test]
    fn bullets_become_structure_and_numbers_stay() {
        assert_eq!(item("・全世界、日本ともに"), "list-item 全世界、日本ともに");
        assert_eq!(item("▶ ・ 本事業は"), "list-item 本事業は");
        assert_eq!(item("－ 概要"), "list-item 概要");
        assert_eq!(item("✓ シーケンサー"), "list-item シーケンサー");
        assert_eq!(item("（１） シーズ"), "list-item （１） シーズ");
    }

    #[test]
    fn the_rest_of_a_heading_keeps_its_dot() {
        let rest = |text: &str| crate::test_text::markdown_blocks(text);
        assert_eq!(rest("## 国際展開\n・科学技術外交\n\n本文"), "国際展開\n・科学技術外交\n本文");
        assert_eq!(rest("## 取組\n・国際展開\n・科学技術外交"), "取組\n国際展開\n科学技術外交");
    }

    #[test]
    fn placeholders_and_legends_are_no_items() {
        for text in
            ["○２前二項の場合", "○○大学の例", "○：適合 ×：不適合", "・・・", "-5%", "本文・続き"]
        {
            assert_eq!(item(text), format!("paragraph {text}"));
        }
    }
}
