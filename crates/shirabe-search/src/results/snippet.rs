//! Snippets: the parts of a section that show why it was found.
//!
//! [`snippets`] picks whole sentences around the best cluster of marks, and more of them while there
//! are terms of the query that it has not shown yet. It returns ranges of the section's text; it
//! never produces markup.
//!
//! Invariant: every range lies on character boundaries of the section's text.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use shirabe_document::{BlockKind, Section};
use shirabe_text::sentences;

use crate::results::answer::Snippet;
use crate::results::highlighting::{HighlightedText, Mark};

/// A section shows at most this many parts.
const MAX_FRAGMENTS: usize = 3;

/// A sentence is shown whole if it is longer than wanted by no more than this part.
const EXCESS: usize = 4;

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
    text: &HighlightedText,
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
                (new, is_body, window.n_marks.min(3), Reverse(window.chars.start))
            });
        let Some(best) = best else { break };
        if !chosen.is_empty() && best.terms.is_subset(&shown) {
            break;
        }
        shown.extend(&best.terms);
        chosen.push(best.clone());
    }
    let is_body = |window: &Window| section.blocks[window.block].kind != BlockKind::Heading;
    if !chosen.iter().any(is_body) {
        // The heading stands above the snippet already: it does not say what the section says.
        let best = windows.iter().filter(|window| is_body(window));
        let best = best.max_by_key(|w| (w.n_marks.min(3), Reverse(w.chars.start))).cloned();
        let body = best.or_else(|| opening(section, text, length_chars));
        let adds = |body: &Window| chosen.is_empty() || is_body(body);
        chosen.extend(body.filter(adds));
    }
    chosen.iter().map(|window| fragment(section, text, marks, window)).collect()
}

fn apart(a: &Window, b: &Window) -> bool {
    a.chars.end <= b.chars.start || b.chars.end <= a.chars.start
}

/// For every mark the run of whole sentences that begins with its own, as long as it fits.
fn windows(
    section: &Section,
    text: &HighlightedText,
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
        let sentences = sentences_of(section, text, block);
        let places: Vec<Range<usize>> = inside.iter().map(|mark| mark.chars.clone()).collect();
        let mut last_start = None;
        for mark in &inside {
            let chars = run_of_sentences(text, &sentences, &mark.chars, &places, length_chars);
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

/// The sentences of a block, as ranges of the section's text.
fn sentences_of(section: &Section, text: &HighlightedText, block: usize) -> Vec<Range<usize>> {
    let start = text.blocks[block].start;
    let found = sentences(&section.blocks[block].text).into_iter();
    found.map(|chars| chars.start + start..chars.end + start).collect()
}

/// Whole sentences from that of `place` on, and then before it, while they fit; a part of the sentence
/// where it is much too long. None of the `marks` is cut.
fn run_of_sentences(
    text: &HighlightedText,
    sentences: &[Range<usize>],
    place: &Range<usize>,
    marks: &[Range<usize>],
    length_chars: usize,
) -> Range<usize> {
    let first = sentences.iter().position(|sentence| place.start < sentence.end).unwrap_or(0);
    let Some(sentence) = sentences.get(first) else { return place.clone() };
    if sentence.len() > length_chars + length_chars / EXCESS {
        return uncut(part_of_sentence(text, sentence, place, length_chars), marks);
    }
    let mut run = sentence.clone();
    for next in sentences.iter().skip(first + 1) {
        if next.end - run.start > length_chars {
            break;
        }
        run.end = next.end;
    }
    for before in sentences.iter().take(first).rev() {
        if run.end - before.start > length_chars {
            break;
        }
        run.start = before.start;
    }
    uncut(run, marks)
}

/// A part of a sentence around `place`, which begins and ends with a clause if one does near by.
fn part_of_sentence(
    text: &HighlightedText,
    sentence: &Range<usize>,
    place: &Range<usize>,
    length_chars: usize,
) -> Range<usize> {
    let is_near_start = place.end <= sentence.start + length_chars * 2 / 3;
    let lead = length_chars.saturating_sub(place.len()) / 3;
    let latest = sentence.end.saturating_sub(length_chars);
    let start = place.start.saturating_sub(lead).min(latest).max(sentence.start);
    let start = if is_near_start || start == sentence.start {
        sentence.start
    } else {
        (start..=place.start).find(|at| parts_clauses(text, *at)).unwrap_or(start)
    };
    let end = (start + length_chars).max(place.end);
    if end >= sentence.end {
        return start..sentence.end.max(place.end);
    }
    let earliest = place.end.max(start + length_chars * 2 / 3);
    let end = (earliest..=end).rev().find(|at| parts_clauses(text, *at)).unwrap_or(end);
    let is_white = |at: usize| text.slice(at..at + 1).trim().is_empty();
    start..(earliest..=end).rev().find(|end| !is_white(end - 1)).unwrap_or(end)
}

/// Whether one clause, cell or line ends and the next begins before character `at`.
fn parts_clauses(text: &HighlightedText, at: usize) -> bool {
    let is_one_of = |at: usize, signs: &str| {
        text.slice(at..at + 1).chars().next().is_some_and(|c| signs.contains(c))
    };
    at > 0 && is_one_of(at - 1, "、，。\n\t）」』】") && !is_one_of(at, "、，。）」』】")
        || is_one_of(at, "（「『【")
}

/// The range with the whole of every mark that it would cut.
fn uncut(mut range: Range<usize>, marks: &[Range<usize>]) -> Range<usize> {
    for mark in marks {
        if mark.start < range.start && range.start < mark.end {
            range.start = mark.start;
        }
        if mark.start < range.end && range.end < mark.end {
            range.end = mark.end;
        }
    }
    range
}

/// The beginning of the section, where there is nothing to mark.
fn opening(section: &Section, text: &HighlightedText, length_chars: usize) -> Option<Window> {
    let block = (0..section.blocks.len()).max_by_key(|n| {
        let kind = section.blocks[*n].kind;
        (kind != BlockKind::Heading, Reverse(*n))
    })?;
    let start = text.blocks.get(block)?.start;
    let sentences = sentences_of(section, text, block);
    let chars = run_of_sentences(text, &sentences, &(start..start), &[], length_chars);
    Some(Window { chars, block, terms: BTreeSet::new(), n_marks: 0 })
}

fn fragment(section: &Section, text: &HighlightedText, marks: &[Mark], window: &Window) -> Snippet {
    let inside = marks.iter().filter_map(|mark| {
        let start = mark.chars.start.max(window.chars.start);
        let end = mark.chars.end.min(window.chars.end);
        (start < end).then(|| start - window.chars.start..end - window.chars.start)
    });
    Snippet {
        text: text.slice(window.chars.clone()).to_owned(),
        marks: inside.collect(),
        paragraph: section.blocks[window.block].id.to_string(),
        starts_inside: text.blocks.iter().all(|block| block.start != window.chars.start),
        // A mark may run on into the next paragraph.
        ends_inside: text.blocks.iter().all(|block| block.end != window.chars.end),
    }
}
