//! The agenda at a document's start names its chapters: 1. 2. 3. 4., found again as headings further on.

use std::collections::BTreeSet;

use crate::characters::{is_letter, narrow};
use crate::draft::Draft;
use crate::structure::numbering::{Class, after_label, label};
use shirabe_document::model::BlockKind;

/// The agenda stands among this many blocks at the start.
const FIRST_BLOCKS: usize = 80;

/// The drafts that are headings of chapters by the agenda. Empty if there is none, or if fewer than half
/// of its items are found again.
pub(crate) fn chapters(drafts: &[Draft], title_at: Option<usize>) -> Vec<usize> {
    let mut start = 0;
    while let Some((items, end)) = next_list(drafts, start) {
        let found = find_again(drafts, &items, end, title_at);
        if found.len() >= 2 && found.len() * 2 >= items.len() {
            return found;
        }
        start = end;
    }
    Vec::new()
}

/// The next run of items 1. 2. 3. and so on, at least three, and where it ends.
fn next_list(drafts: &[Draft], start: usize) -> Option<(Vec<String>, usize)> {
    let mut items: Vec<String> = Vec::new();
    for (at, draft) in drafts.iter().enumerate().take(FIRST_BLOCKS).skip(start) {
        match numbered(draft).filter(|_| draft.kind == BlockKind::ListItem) {
            Some((ordinal, text)) if ordinal as usize == items.len() + 1 => items.push(text),
            _ if items.len() >= 3 => return Some((items, at)),
            other => {
                items = other
                    .filter(|(ordinal, _)| *ordinal == 1)
                    .map(|(_, text)| text)
                    .into_iter()
                    .collect();
            }
        }
    }
    None
}

/// For each item the heading of the same number that is most like it, each after the one before.
fn find_again(
    drafts: &[Draft],
    items: &[String],
    from: usize,
    title_at: Option<usize>,
) -> Vec<usize> {
    let headings: Vec<(usize, u32, String)> = drafts
        .iter()
        .enumerate()
        .skip(from)
        .filter(|(at, draft)| draft.kind == BlockKind::Heading && Some(*at) != title_at)
        .filter_map(|(at, draft)| numbered(draft).map(|(ordinal, text)| (at, ordinal, text)))
        .collect();
    let mut found: Vec<usize> = Vec::new();
    for (ordinal, item) in (1..).zip(items) {
        let after = found.last().copied().unwrap_or(0);
        let alike = headings
            .iter()
            .filter(|(at, other, _)| *at > after && *other == ordinal)
            .map(|(at, _, text)| (likeness(item, text), *at))
            .filter(|(likeness, _)| *likeness >= 0.5);
        // The first of the most alike.
        let best = alike.fold(None, |best: Option<(f64, usize)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
        found.extend(best.map(|(_, at)| at));
    }
    found
}

fn numbered(draft: &Draft) -> Option<(u32, String)> {
    let text = draft.text();
    let label = label(&text).filter(|label| label.class == Class::Number)?;
    Some((label.ordinal, after_label(&text, &label).to_owned()))
}

/// Twice the shared pairs of letters over all pairs (Dice 1945), between 0 and 1.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (pairs(a), pairs(b));
    let n_shared = a.intersection(&b).count();
    2.0 * n_shared as f64 / (a.len() + b.len()).max(1) as f64
}

/// The share of the first text's pairs of letters that the second has as well.
pub(crate) fn share(part: &str, whole: &str) -> f64 {
    let (part, whole) = (pairs(part), pairs(whole));
    part.intersection(&whole).count() as f64 / part.len().max(1) as f64
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.chars().take(200).map(narrow).filter(|c| is_letter(*c)).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn found(lines: &[&str]) -> Vec<usize> {
        let drafts: Vec<Draft> = lines
            .iter()
            .map(|line| match line.strip_prefix('#') {
                Some(heading) => Draft::new(BlockKind::Heading, Line::new(heading.trim(), 1)),
                None => Draft::new(BlockKind::ListItem, Line::new(*line, 1)),
            })
            .collect();
        chapters(&drafts, None)
    }

    #[test]
    fn headings_that_say_what_the_agenda_says_are_chapters() {
        let lines = [
            "1. ライフサイエンス委員会における検討",
            "2. ここ1年の官邸、内閣官房等をめぐる状況",
            "3. バイオ戦略、健康医療戦略の動向",
            "# 1. ライフサイエンス委員会 における検討",
            "# 1. 基礎生命科学の研究力の現状",
            "# 2. 文部科学省の審議会における検討",
            "# 2. ここ1年の官邸、内閣府をめぐる状況",
            "# 3. 具体的な対応方策",
            "# 3. バイオ戦略・健康医療 戦略の状況",
        ];
        assert_eq!(found(&lines), [3, 6, 8]);
    }

    #[test]
    fn a_list_that_is_not_found_again_is_no_agenda() {
        assert!(found(&["1. 申請", "2. 審査", "3. 決定", "# 1. 背景", "# 2. 目的"]).is_empty());
        assert!(found(&["1. 申請", "2. 審査", "# 1. 申請", "# 2. 審査"]).is_empty());
    }
}
