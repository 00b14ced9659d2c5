//! The compounds of the body text, for suggestions: 再生医療, 研究開発力.
//!
//! A compound is a whole run of nouns and affixes side by side: 再生医療等製品 has 再生医療, since 等 parts
//! words. The words are those of the analysis that the index is made from; nothing is segmented again.

use std::ops::Range;

use crate::analysis::FoundWord;
use crate::term_counts::TermCounts;

/// Two characters are a word; more than these are a list without its commas.
const N_CHARS: std::ops::RangeInclusive<usize> = 3..=24;

/// A word as far as compounds care.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    chars: Range<usize>,
    role: Role,
}

/// What a word does to a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Noun,
    /// Numbers are indexed in digits, whatever their notation.
    Number,
    Other,
}

impl Part {
    pub(crate) fn of(word: &FoundWord<'_>) -> Part {
        let is_number = word.text.starts_with(|c: char| c.is_ascii_digit());
        let role = match (word.is_nominal, is_number) {
            (true, _) => Role::Noun,
            (false, true) => Role::Number,
            (false, false) => Role::Other,
        };
        Part { chars: word.chars.clone(), role }
    }
}

/// Counts the compounds of one section's text, whose words are `words`.
pub(crate) fn count_compounds(counts: &mut TermCounts, text: &str, words: &[Part]) {
    let mut found = runs(text, words);
    found.sort_unstable();
    found.dedup();
    for compound in found {
        counts.count(compound);
    }
}

/// The compounds of a text as they stand in it.
fn runs<'t>(text: &'t str, words: &[Part]) -> Vec<&'t str> {
    let belong = |a: &Part, b: &Part| {
        a.chars.end == b.chars.start && a.role != Role::Other && b.role != Role::Other
    };
    let mut bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    let mut n_passed = 0;
    let mut byte_at = |at_chars: usize| {
        let byte = bytes.nth(at_chars.checked_sub(n_passed)?);
        n_passed = at_chars + 1;
        byte
    };
    let mut found = Vec::new();
    for row in words.chunk_by(belong) {
        // What follows a number belongs to it: 7年度予算 has no 年度予算.
        let run = row.split(|word| word.role != Role::Noun).next().unwrap_or_default();
        let [first, .., last] = run else { continue };
        if !N_CHARS.contains(&last.chars.end.saturating_sub(first.chars.start)) {
            continue;
        }
        let (start, end) = (byte_at(first.chars.start), byte_at(last.chars.end));
        found.extend(start.zip(end).and_then(|(start, end)| text.get(start..end)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `text`, which are given in order: nouns as they are, other words after `-`.
    fn words(text: &str, parts: &[&str]) -> Vec<Part> {
        let mut from = 0;
        let word = |part: &&str| {
            let surface = part.trim_start_matches('-');
            let start = text.get(from..).unwrap().find(surface).unwrap() + from;
            from = start + surface.len();
            let first = text.get(..start).unwrap().chars().count();
            Part::of(&FoundWord {
                text: surface,
                position: first,
                chars: first..first + surface.chars().count(),
                is_nominal: !part.starts_with('-') && !surface.starts_with(char::is_numeric),
            })
        };
        parts.iter().map(word).collect()
    }

    #[test]
    fn a_compound_is_a_whole_run_of_nouns() {
        let text = "再生医療等製品の研究開発力を高める支援体制は、7年度予算";
        let parts = [
            "再生",
            "医療",
            "製品",
            "研究",
            "開発",
            "力",
            "-高める",
            "支援",
            "体制",
            "7",
            "年度",
            "予算",
        ];
        assert_eq!(runs(text, &words(text, &parts)), ["再生医療", "研究開発力", "支援体制"]);
    }

    #[test]
    fn a_section_counts_once() {
        let text = "再生医療、再生医療";
        let mut counts = TermCounts::default();
        count_compounds(&mut counts, text, &words(text, &["再生", "医療", "再生", "医療"]));
        assert_eq!(counts.into_frequent(), [("再生医療".to_owned(), 1)]);
    }
}
