//! Snippets: the parts of a section that show why it was found.
//!
//! [`snippets`] picks whole sentences around the best cluster of marks, and more of them while there
//! are terms of the query that it has not shown yet. It returns ranges of the section's text; it
//! never produces markup.
//!
//! Invariant: every range lies on character boundaries of the section's text.

use std::collections::BTreeSet;
use std::ops::Range;

use shirabe_document::{BlockKind, Section};
use shirabe_text::sentences;

use crate::marks::{Mark, MarkedText};
use crate::results::Snippet;

/// A section shows at most this many parts.
const MAX_FRAGMENTS: usize = 3;

/// A run of sentences of one paragraph.
#[derive(Clone, Debug)]
struct Window {
    chars: Range<usize>,
    block: usize,
    terms: BTreeSet<usize>,
    n_marks: usize,
}

/// The parts of `section` to show, best first, each of about `length_chars`.
pub(crate) fn snippets(
    section: &Section,
    text: &MarkedText,
    marks: &[Mark],
    length_chars: usize,
) -> Vec<Snippet> {
    let windows = windows(section, text, marks, length_chars);
    let mut shown: BTreeSet<usize> = BTreeSet::new();
    let mut chosen: Vec<Window> = Vec::new();
    while chosen.len() < MAX_FRAGMENTS {
        let best = windows
            .iter()
            .filter(|window| chosen.iter().all(|other| apart(other, window)))
            .max_by_key(|window| {
                let new = window.terms.difference(&shown).count();
                let is_body = section.blocks[window.block].kind != BlockKind::Heading;
                (new, is_body, window.n_marks.min(3), std::cmp::Reverse(window.chars.start))
            });
        let Some(best) = best else { break };
        if !chosen.is_empty() && best.terms.is_subset(&shown) {
            break;
        }
        shown.extend(&best.terms);
        chosen.push(best.clone());
    }
    if chosen.is_empty() {
        chosen.extend(opening(section, text, length_chars));
    }
    chosen.iter().map(|window| fragment(section, text, marks, window)).collect()
}

fn apart(a: &Window, b: &Window) -> bool {
    a.chars.end <= b.chars.start || b.chars.end <= a.chars.start
}

/// For every mark the run of whole sentences that begins with its own, as long as it fits.
fn windows(
    section: &Section,
    text: &MarkedText,
    marks: &[Mark],
    length_chars: usize,
) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for (block, range) in text.blocks.iter().enumerate() {
        let inside: Vec<&Mark> = marks
            .iter()
            .filter(|mark| mark.chars.start >= range.start && mark.chars.start < range.end)
            .collect();
        if inside.is_empty() {
            continue;
        }
        let sentences: Vec<Range<usize>> = sentences(&section.blocks[block].text)
            .into_iter()
            .map(|chars| chars.start + range.start..chars.end + range.start)
            .collect();
        let mut last_start = None;
        for mark in &inside {
            let first =
                sentences.iter().position(|sentence| mark.chars.start < sentence.end).unwrap_or(0);
            let chars = run_of_sentences(&sentences, first, mark, range, length_chars);
            if last_start == Some(chars.start) {
                continue;
            }
            last_start = Some(chars.start);
            let covered =
                inside.iter().filter(|m| m.chars.start >= chars.start && m.chars.end <= chars.end);
            let terms = covered.clone().map(|mark| mark.term).collect();
            windows.push(Window { n_marks: covered.count(), chars, block, terms });
        }
    }
    windows
}

/// Whole sentences from number `first` on while they fit; a cut around `mark` where one is too long.
fn run_of_sentences(
    sentences: &[Range<usize>],
    first: usize,
    mark: &Mark,
    block: &Range<usize>,
    length_chars: usize,
) -> Range<usize> {
    let sentence = sentences.get(first).cloned().unwrap_or(block.clone());
    if sentence.len() > length_chars {
        let room = length_chars.saturating_sub(mark.chars.len());
        let start = mark.chars.start.saturating_sub(room / 3).max(sentence.start);
        let end = (start + length_chars).max(mark.chars.end).min(block.end);
        return start..end;
    }
    let mut end = sentence.end.max(mark.chars.end).min(block.end);
    for next in sentences.iter().skip(first + 1) {
        if next.end - sentence.start > length_chars {
            break;
        }
        end = next.end;
    }
    let mut start = sentence.start;
    for before in sentences.iter().take(first).rev() {
        if end - before.start > length_chars {
            break;
        }
        start = before.start;
    }
    start..end
}

/// The beginning of the section, where there is nothing to mark.
fn opening(section: &Section, text: &MarkedText, length_chars: usize) -> Option<Window> {
    let block = (0..section.blocks.len()).max_by_key(|n| {
        let kind = section.blocks[*n].kind;
        (kind != BlockKind::Heading, std::cmp::Reverse(*n))
    })?;
    let range = text.blocks.get(block)?;
    let chars = range.start..range.end.min(range.start + length_chars);
    Some(Window { chars, block, terms: BTreeSet::new(), n_marks: 0 })
}

fn fragment(section: &Section, text: &MarkedText, marks: &[Mark], window: &Window) -> Snippet {
    let range = &text.blocks[window.block];
    let inside = marks.iter().filter_map(|mark| {
        let start = mark.chars.start.max(window.chars.start);
        let end = mark.chars.end.min(window.chars.end);
        (start < end).then(|| start - window.chars.start..end - window.chars.start)
    });
    Snippet {
        text: text.slice(window.chars.clone()).to_owned(),
        marks: inside.collect(),
        paragraph: section.blocks[window.block].id.to_string(),
        starts_inside: window.chars.start > range.start,
        ends_inside: window.chars.end < range.end,
    }
}
