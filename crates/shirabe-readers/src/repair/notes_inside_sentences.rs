//! A note that stands in the middle of a sentence moves behind it.

use crate::draft::{Draft, Ledger, Line};
use crate::structure::asides::is_note;
use crate::structure::sentences::{ends_finished, starts_anew};
use shirabe_document::rules;

/// Moves every note line that follows a comma behind the rest of the sentence.
pub(crate) fn repair(drafts: &mut [Draft], ledger: &mut Ledger) {
    for draft in drafts.iter_mut().filter(|draft| !draft.is_table_row()) {
        let mut at = 1;
        while at + 1 < draft.lines.len() {
            let n_rest = rest_of_sentence(&draft.lines, at);
            if let Some(moved) = draft.lines.get_mut(at - 1..=at + n_rest).filter(|_| n_rest > 0) {
                let was = text_of(moved);
                let place = moved.first().map_or(0, |line| line.at.start);
                moved.get_mut(1..).unwrap_or_default().rotate_left(1);
                ledger.change(
                    &rules::NOTES_INSIDE_SENTENCES,
                    place..place + 2 + n_rest as u32,
                    &was,
                    &text_of(moved),
                );
            }
            at += n_rest + 1;
        }
    }
}

/// How many lines after a note go on with the sentence before it; 0 if it interrupts none.
fn rest_of_sentence(lines: &[Line], note_at: usize) -> usize {
    let [Some(before), Some(note)] = [lines.get(note_at - 1), lines.get(note_at)] else { return 0 };
    let interrupts =
        before.text.trim_end().ends_with(['、', '，']) && is_note(&note.text) && note.ends_hard;
    if !interrupts {
        return 0;
    }
    let rest = lines.iter().skip(note_at + 1);
    let n_lines = rest.clone().take_while(|line| !starts_anew(&line.text)).count();
    let end = rest.take(n_lines).position(|line| ends_finished(&line.text));
    end.map_or(n_lines, |end| end + 1)
}

fn text_of(lines: &[Line]) -> String {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use crate::test_text::markdown_blocks;

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
