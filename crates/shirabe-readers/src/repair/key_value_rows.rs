//! A value that stands on a line of its own joins the item it belongs to.

use std::collections::BTreeSet;

use crate::draft::{Draft, Ledger};
use crate::structure::numbering::label;
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Joins `名前：値` to the numbered item before it, where other items have the same name in their line.
pub(crate) fn repair(drafts: Vec<Draft>, ledger: &mut Ledger) -> Vec<Draft> {
    let names: BTreeSet<String> =
        drafts.iter().filter(|d| is_item(d)).filter_map(|d| name_in(&d.text())).collect();
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(item) = out.last_mut() else {
            out.push(draft);
            continue;
        };
        let text = draft.text();
        let lacks_its_value = is_item(item) && name_in(&item.text()).is_none();
        let is_value = draft.kind == BlockKind::Paragraph
            && draft.n_blank_before <= 1
            && !draft.starts_box
            && name_at_start(&text).is_some_and(|name| names.contains(name));
        match item.lines.last_mut() {
            Some(line) if lacks_its_value && is_value => {
                let before = format!("{}\n{text}", line.text);
                line.text = format!("{} {text}", line.text.trim_end());
                line.at.end = draft.at().end;
                ledger.change(&rules::KEY_VALUE_ROWS, line.at.clone(), &before, &line.text);
            }
            _ => out.push(draft),
        }
    }
    out
}

fn is_item(draft: &Draft) -> bool {
    draft.kind == BlockKind::ListItem
        && label(&draft.text()).is_some_and(|label| !label.written.is_empty())
}

/// The word before the last colon of a line with a value.
fn name_in(text: &str) -> Option<String> {
    let (before, value) = text.rsplit_once(['：', ':'])?;
    let name = before.split_whitespace().next_back()?;
    (!value.trim().is_empty() && is_name(name)).then(|| name.to_owned())
}

fn name_at_start(text: &str) -> Option<&str> {
    let (name, value) = text.split_once(['：', ':'])?;
    (!value.trim().is_empty() && is_name(name.trim())).then(|| name.trim())
}

fn is_name(text: &str) -> bool {
    (1..=16).contains(&text.chars().count()) && !text.contains(['。', '、'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn joined(lines: &[&str]) -> Vec<String> {
        let drafts = lines.iter().zip(1..).map(|(line, number)| {
            let kind =
                if label(line).is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
            let mut draft = Draft::new(kind, Line::new(*line, number));
            draft.n_blank_before = 1;
            draft
        });
        repair(drafts.collect(), &mut Ledger::default()).iter().map(Draft::text).collect()
    }

    #[test]
    fn a_value_joins_the_item_that_lacks_it() {
        let lines = [
            "（１） 導出数 指標：130件",
            "（２） 支援件数 ※ペアリング",
            "指標：120件",
            "（３） 承認",
        ];
        assert_eq!(
            joined(&lines),
            ["（１） 導出数 指標：130件", "（２） 支援件数 ※ペアリング 指標：120件", "（３） 承認"]
        );
    }

    #[test]
    fn a_line_with_a_colon_after_an_item_is_not_always_its_value() {
        let lines = ["（１） 承認", "担当：振興局", "（２） 導出数 指標：130件", "指標：120件"];
        assert_eq!(joined(&lines), lines);
    }
}
