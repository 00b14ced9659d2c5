//! A note on the line of a heading becomes a block of its own.

use crate::draft::{Draft, Ledger, Line};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Parts a short first line of a text box from the ※ note after it.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let mut out = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let note = if draft.starts_box { part(&mut draft, ledger) } else { None };
        out.push(draft);
        out.extend(note);
    }
    out
}

fn part(draft: &mut Draft, ledger: &mut Ledger) -> Option<Draft> {
    let [line] = draft.lines.as_mut_slice() else { return None };
    let (heading, note) = line.text.split_once(" ※")?;
    let is_heading = (4..=40).contains(&heading.trim().chars().count()) && !note.contains(" ※");
    if !is_heading {
        return None;
    }
    let (heading, note) = (heading.trim().to_owned(), format!("※{note}"));
    ledger.change(
        &rules::HEADING_NOTES,
        line.at.clone(),
        &line.text,
        &format!("{heading}\n{note}"),
    );
    line.text = heading;
    let mut part = Draft::new(BlockKind::Paragraph, Line { text: note, ..line.clone() });
    part.page.clone_from(&draft.page);
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_parted_from_the_heading_of_its_box() {
        let mut draft =
            Draft::new(BlockKind::Paragraph, Line::new("共通の指標 ※評価軸に基づき設置", 1));
        draft.starts_box = true;
        let out = repair(vec![draft.clone()], &mut Ledger::default());
        assert_eq!(
            out.iter().map(Draft::text).collect::<Vec<_>>(),
            ["共通の指標", "※評価軸に基づき設置"]
        );
        draft.starts_box = false;
        assert_eq!(repair(vec![draft.clone()], &mut Ledger::default()), [draft]);
    }
}
