//! A note that stands in the middle of a sentence moves behind it.

use super::Rule;
use crate::asides::is_note;
use crate::draft::{Draft, Ledger};
use crate::sentences::starts_anew;

pub(crate) const RULE: Rule = Rule {
    name: "notes-inside-sentences",
    label_ja: "文の途中に入った注の移動",
    reason_ja: "枠の並びのまま取り出すと、※の注が文の途中に割り込み、前後の文言が続かなくなる",
};

/// Moves every note line that follows a comma and is followed by the rest of the sentence.
pub(crate) fn repair(drafts: &mut [Draft], ledger: &mut Ledger) {
    for draft in drafts.iter_mut().filter(|draft| draft.lines.len() >= 3 && !draft.is_table_row()) {
        let mut at = 0;
        while at + 2 < draft.lines.len() {
            let [before, note, after] = &draft.lines[at..at + 3] else { break };
            let interrupts = before.text.trim_end().ends_with(['、', '，'])
                && is_note(&note.text)
                && note.ends_hard
                && !starts_anew(&after.text);
            if interrupts {
                let texts = |lines: [&str; 3]| lines.map(str::trim).join("\n");
                let was = texts([&before.text, &note.text, &after.text]);
                let is = texts([&before.text, &after.text, &note.text]);
                ledger.change(&RULE, before.at.start..after.at.end, &was, &is);
                draft.lines.swap(at + 1, at + 2);
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::repair::test_text::markdown_blocks;

    #[test]
    fn a_note_moves_behind_the_sentence_that_it_interrupts() {
        insta::assert_snapshot!(markdown_blocks("- 提供体制を整備し、  \n※材料としての動物・植物  \n研究機関における利活用を促進する。"), @r"
        提供体制を整備し、研究機関における利活用を促進する。
        ※材料としての動物・植物
        ");
    }

    #[test]
    fn a_note_after_a_sentence_stays_where_it_is() {
        insta::assert_snapshot!(markdown_blocks("提供体制を整備する。  \n※材料としての動物  \n研究機関における利活用を促進する。"), @r"
        提供体制を整備する。
        ※材料としての動物
        研究機関における利活用を促進する。
        ");
    }
}
