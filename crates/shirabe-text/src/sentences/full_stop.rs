//! Whether a mark ends a sentence.

use shirabe_japanese::{half_width, is_sentence_end};

/// Words before a point that is not a full stop, without their own points.
const ABBREVIATED: &[&str] = &[
    "al", "approx", "cf", "ch", "co", "corp", "dept", "dr", "ed", "eds", "eg", "etc", "fig",
    "figs", "ie", "inc", "jr", "ltd", "mr", "mrs", "ms", "no", "nos", "op", "p", "pp", "prof",
    "ref", "sec", "st", "univ", "us", "vol", "vs",
];

/// A number of at most this many characters at the start of a sentence is a label: 1. 12-3.
const MAX_CHARS_OF_LABEL: usize = 6;

/// Whether the character at `at` ends the sentence that starts at `start`.
pub(super) fn ends_here(chars: &[char], start: usize, at: usize) -> bool {
    let next = chars.get(at + 1).copied();
    match chars.get(at).copied() {
        Some(c) if is_sentence_end(c) => true,
        // In URLs and names these are followed by a letter at once.
        Some('!' | '?') => next.is_none_or(|next| !next.is_ascii_graphic() || is_closing(next)),
        Some('.' | '．') => is_full_stop(chars, start, at),
        _ => false,
    }
}

/// Brackets and quotation marks that close what stands before them.
pub(super) fn is_closing(character: char) -> bool {
    shirabe_japanese::is_closing(character) || matches!(character, '’' | '"')
}

fn is_full_stop(chars: &[char], start: usize, at: usize) -> bool {
    let sentence = chars.get(start..at).unwrap_or_default();
    let Some(previous) = sentence.last().copied() else { return false };
    if !is_narrow(previous) {
        return !previous.is_whitespace();
    }
    let behind = chars.get(at + 1..).unwrap_or_default();
    let Some(next) = behind.first() else { return true };
    if !next.is_whitespace() && !is_closing(*next) {
        return false;
    }
    let goes_on_small =
        behind.iter().find(|c| !c.is_whitespace()).is_some_and(|c| c.is_lowercase());
    !goes_on_small && !is_label(sentence) && !is_abbreviation(sentence)
}

/// Latin letters and digits of any width.
fn is_narrow(character: char) -> bool {
    half_width(character).is_ascii_alphanumeric()
}

fn is_label(sentence: &[char]) -> bool {
    let mut label = sentence.iter().skip_while(|c| c.is_whitespace()).peekable();
    label.peek().is_some()
        && label.clone().count() <= MAX_CHARS_OF_LABEL
        && label.all(|c| c.is_numeric() || matches!(c, '第' | '-' | '－' | '.' | '．'))
}

fn is_abbreviation(sentence: &[char]) -> bool {
    let last = sentence.iter().rev().take_while(|c| c.is_ascii_alphabetic() || **c == '.');
    let letters: Vec<char> = last.filter(|c| **c != '.').map(char::to_ascii_lowercase).collect();
    let word: String = letters.into_iter().rev().collect();
    word.chars().count() == 1 || ABBREVIATED.contains(&word.as_str())
}
