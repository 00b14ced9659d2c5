//! A line break in a heading that became a space is closed up.

use std::collections::BTreeSet;

use crate::characters::{is_kana, is_kanji};
use crate::draft::{Draft, Ledger};
use shirabe_document::model::BlockKind;
use shirabe_document::rules;

/// Characters on either side that must stand together elsewhere.
const SIDE: usize = 3;
type Window = [char; SIDE * 2];

/// Closes a space in a heading if the same words stand elsewhere in the document, or in its title,
/// without the space. Other spaces stay: they part what the author wanted parted.
pub(crate) fn repair(drafts: &mut [Draft], title: &str, ledger: &mut Ledger) {
    let is_heading = |draft: &&Draft| draft.kind == BlockKind::Heading;
    let mut wanted: BTreeSet<Window> = BTreeSet::new();
    for line in drafts.iter().filter(is_heading).flat_map(|draft| &draft.lines) {
        wanted.extend(spaces(&line.text).into_iter().map(|(_, window)| window));
    }
    if wanted.is_empty() {
        return;
    }
    let mut attested: BTreeSet<Window> = BTreeSet::new();
    let texts = drafts.iter().flat_map(|draft| &draft.lines).map(|line| line.text.as_str());
    for text in texts.chain([title]) {
        let chars: Vec<char> = text.chars().collect();
        let windows = chars.windows(SIDE * 2).filter_map(|window| Window::try_from(window).ok());
        attested.extend(windows.filter(|window| wanted.contains(window)));
    }
    for draft in drafts.iter_mut().filter(|draft| draft.kind == BlockKind::Heading) {
        for line in &mut draft.lines {
            let closed: Vec<usize> = spaces(&line.text)
                .into_iter()
                .filter(|(_, window)| attested.contains(window))
                .map(|(at, _)| at)
                .collect();
            if !closed.is_empty() {
                let kept = line.text.chars().enumerate().filter(|(at, _)| !closed.contains(at));
                let text: String = kept.map(|(_, c)| c).collect();
                ledger.change(&rules::HEADING_SPACES, line.at.clone(), &line.text, &text);
                line.text = text;
            }
        }
    }
}

/// Single spaces between Japanese letters, at most eight a heading: where, and the letters around.
fn spaces(text: &str) -> Vec<(usize, Window)> {
    let chars: Vec<char> = text.chars().take(200).collect();
    let letter = |c: &char| is_kanji(*c) || is_kana(*c);
    let around = |at: usize| {
        let before = chars.get(at.checked_sub(SIDE)?..at)?;
        let after = chars.get(at + 1..at + 1 + SIDE)?;
        let is_between = before.last().is_some_and(letter) && after.first().is_some_and(letter);
        let mut window: Window = ['\0'; SIDE * 2];
        for (to, from) in window.iter_mut().zip(before.iter().chain(after)) {
            *to = *from;
        }
        is_between.then_some((at, window))
    };
    let is_space = |(at, c): (usize, &char)| (*c == ' ').then_some(at);
    chars.iter().enumerate().filter_map(is_space).filter_map(around).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    #[test]
    fn a_space_closes_if_the_words_stand_together_elsewhere() {
        let mut drafts = [
            Draft::new(BlockKind::ListItem, Line::new("1. ライフサイエンス委員会における検討", 1)),
            Draft::new(BlockKind::Heading, Line::new("1. ライフサイエンス委員会 における検討", 2)),
            Draft::new(BlockKind::Heading, Line::new("施策の 最近の動向", 3)),
            Draft::new(BlockKind::Heading, Line::new("文部科学省の対応 主査の意見", 4)),
        ];
        repair(&mut drafts, "施策の最近の動向", &mut Ledger::default());
        let headings: Vec<String> = drafts[1..].iter().map(Draft::text).collect();
        assert_eq!(
            headings,
            [
                "1. ライフサイエンス委員会における検討",
                "施策の最近の動向",
                "文部科学省の対応 主査の意見"
            ]
        );
    }
}
