//! From a word to a leaf: which of its `*` and `?` are wildcards, and where a range is cut.
//!
//! Matching is by substring, so a wildcard at either end of a word changes nothing and is left out;
//! a `?` that ends a sentence is punctuation. Hence a pattern begins and ends with text, and
//! 「創薬とは何ですか？」 is text. Within a word 「…ですか？教えて」 a `?` after the end of a sentence is
//! punctuation too, and in a long word every `?`; in quotation marks it is a wildcard.

use crate::characters::{Character, closes_sentence, is_dot, is_range_sign, is_space};
use crate::tree::Part;

/// What a word turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Without a wildcard it is a single text.
    pub(crate) parts: Vec<Part>,
    /// Whether wildcards at its ends were left out.
    pub(crate) is_trimmed: bool,
}

/// The last two characters of a question or another sentence that people type before a `?`.
const SENTENCE_ENDS: [[char; 2]; 14] = [
    ['す', 'か'],
    ['る', 'か'],
    ['た', 'か'],
    ['い', 'か'],
    ['う', 'か'],
    ['の', 'か'],
    ['と', 'は'],
    ['の', 'は'],
    ['な', 'の'],
    ['か', 'な'],
    ['か', 'ね'],
    ['で', 'す'],
    ['ま', 'す'],
    ['ょ', 'う'],
];

/// In a longer word a `?` is punctuation, unless in quotation marks.
const MAX_PATTERN_CHARS: usize = 15;

/// Reads a word, or what stands in quotation marks.
pub(crate) fn read_word(word: &[Character], in_quotes: bool) -> Word {
    let end = word.iter().rposition(|c| !c.is('*')).map_or(0, |last| last + 1);
    let rest = word.get(..end).unwrap_or_default();
    let closing = closing_start(rest, in_quotes);
    let is_wildcard = |i: usize, c: Character| {
        c.is_wildcard() && i < closing && (in_quotes || !c.is('?') || !ends_sentence(rest, i))
    };
    let start = rest.iter().enumerate().position(|(i, &c)| !is_wildcard(i, c)).unwrap_or(end);
    let is_text = |(i, &c): (usize, &Character)| !is_wildcard(i, c) && !is_space(c.value);
    if !rest.iter().enumerate().any(is_text) {
        let text = word.iter().map(|c| c.value).collect();
        return Word { parts: vec![Part::Text(text)], is_trimmed: false };
    }
    let mut parts = Vec::new();
    for (i, &c) in rest.iter().enumerate().skip(start) {
        if is_wildcard(i, c) {
            push_wildcard(&mut parts, c);
        } else if let Some(Part::Text(text)) = parts.last_mut() {
            text.push(c.value);
        } else {
            parts.push(Part::Text(c.value.to_string()));
        }
    }
    Word { parts, is_trimmed: start > 0 || end < word.len() }
}

/// Where the signs begin that close the last sentence; a `?` among them is no wildcard.
///
/// In quotation marks only the question marks themselves count, so that there is a way to write
/// every pattern.
fn closing_start(word: &[Character], in_quotes: bool) -> usize {
    let is_closing =
        |c: &Character| c.is('?') || (!in_quotes && !c.escaped && closes_sentence(c.value));
    word.iter().rposition(|c| !is_closing(c)).map_or(0, |last| last + 1)
}

/// Whether a `?` at position `i` ends a sentence. Nobody asks for a pattern that long, and 「…よりも
/// 長い？短い？」 is a question.
pub(crate) fn ends_sentence(word: &[Character], i: usize) -> bool {
    word.len() > MAX_PATTERN_CHARS || follows_sentence(word, i)
}

/// Whether a sentence ends before position `i`.
fn follows_sentence(word: &[Character], i: usize) -> bool {
    let before = i.checked_sub(2).and_then(|start| word.get(start..i));
    before.is_some_and(|before| {
        SENTENCE_ENDS.iter().any(|end| before.iter().map(|c| c.value).eq(end.iter().copied()))
    })
}

/// `*?*` and `?**` are the same as `?*`.
fn push_wildcard(parts: &mut Vec<Part>, wildcard: Character) {
    let after_many = parts.last() == Some(&Part::Many);
    if wildcard.is('?') {
        let at = parts.len() - usize::from(after_many);
        parts.insert(at, Part::One);
    } else if !after_many {
        parts.push(Part::Many);
    }
}

/// Cuts `R5..R8` into its ends; `None` if there is nothing to cut.
pub(crate) fn read_range(word: &[Character]) -> Option<(String, String)> {
    let (at, length) = word.iter().enumerate().find_map(|(i, c)| {
        let next_is_dot = word.get(i + 1).is_some_and(|next| !next.escaped && is_dot(next.value));
        if c.escaped {
            None
        } else if is_range_sign(c.value) {
            Some((i, 1))
        } else {
            (is_dot(c.value) && next_is_dot).then_some((i, 2))
        }
    })?;
    let text =
        |part: Option<&[Character]>| part.unwrap_or_default().iter().map(|c| c.value).collect();
    Some((text(word.get(..at)), text(word.get(at + length..))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let word: Vec<_> = text.chars().map(|value| Character { value, escaped: false }).collect();
        let show = |part: Part| match part {
            Part::Text(text) => text,
            Part::One => "<1>".to_owned(),
            Part::Many => "<*>".to_owned(),
        };
        read_word(&word, false).parts.into_iter().map(show).collect()
    }

    #[test]
    fn wildcards_inside_a_word_stand_for_characters() {
        assert_eq!(parts("人*育成"), "人<*>育成");
        assert_eq!(parts("取？組"), "取<1>組");
        assert_eq!(parts("第＊？＊期"), "第<1><*>期");
    }

    #[test]
    fn wildcards_at_the_ends_are_left_out() {
        assert_eq!(parts("*創薬*"), "創薬");
        assert_eq!(parts("?組み"), "組み");
    }

    #[test]
    fn a_question_mark_at_the_end_of_a_sentence_is_text() {
        assert_eq!(parts("創薬とは何ですか？"), "創薬とは何ですか？");
        assert_eq!(parts("「何が必要か？」"), "「何が必要か？」");
        assert_eq!(parts("創薬とは？教えて"), "創薬とは？教えて");
        assert_eq!(parts("本当ですか?理由は?"), "本当ですか?理由は?");
    }

    #[test]
    fn wildcards_alone_are_text() {
        assert_eq!(parts("*"), "*");
        assert_eq!(parts("？？"), "？？");
    }
}
