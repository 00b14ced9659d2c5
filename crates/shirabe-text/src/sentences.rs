//! Sentences of a Japanese text, for snippets and for what must stand in one sentence (文, NEAR).
//!
//! Enter at [`sentences`] for one paragraph, at [`sentences_in_blocks`] for a section.
//!
//! A sentence ends at 。 ！ ？ (and at ． or . where that is a full stop) with the closing brackets
//! and quotation marks behind it. It does not end at 、, at a line break, inside brackets that close
//! again, or where a quoted sentence goes on (「…です。」と述べた).
//!
//! Invariants: ranges count `char`s, are in order, do not overlap, begin and end with a visible
//! character, and hold every visible character of the text.

mod brackets;
mod full_stop;

use std::ops::Range;

use shirabe_japanese::is_sentence_end;

use self::full_stop::{ends_here, is_closing};

/// Brackets that stay open longer than this are taken for a slip, so that one lost 」 does not make
/// the rest of a document one sentence.
const MAX_CHARS_IN_BRACKETS: usize = 300;

/// The sentences of one paragraph, as `char` ranges. Line breaks do not end a sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    sentences_of(&chars, 0)
}

/// The sentences of a text of several blocks (`char` ranges): the end of a block ends a sentence.
pub fn sentences_in_blocks(text: &str, blocks: &[Range<usize>]) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let of_block = |block: &Range<usize>| {
        let end = block.end.min(chars.len());
        sentences_of(chars.get(block.start..end).unwrap_or_default(), block.start)
    };
    blocks.iter().flat_map(of_block).collect()
}

fn sentences_of(chars: &[char], offset: usize) -> Vec<Range<usize>> {
    let closed_at = brackets::closed_at(chars);
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < chars.len() {
        let ended = match closed_at.get(at).copied().flatten() {
            Some(close) if close - at <= MAX_CHARS_IN_BRACKETS => {
                at = close;
                is_full_stop_before(chars, close)
            }
            _ => ends_here(chars, start, at),
        };
        at += 1;
        if ended {
            at = behind_closing(chars, at);
            if !goes_on(chars, at) {
                found.extend(visible(chars, start..at));
                start = at;
            }
        }
    }
    found.extend(visible(chars, start..chars.len()));
    found.into_iter().map(|range| range.start + offset..range.end + offset).collect()
}

/// Whether the brackets that close here hold a whole sentence: 「そうです。」
fn is_full_stop_before(chars: &[char], close: usize) -> bool {
    let inside = chars.get(..close).unwrap_or_default().iter().rev();
    inside.copied().find(|c| !c.is_whitespace()).is_some_and(is_sentence_end)
}

/// Repeated marks and the closing brackets behind the end of a sentence belong to it.
fn behind_closing(chars: &[char], mut at: usize) -> usize {
    while chars
        .get(at)
        .is_some_and(|c| is_closing(*c) || is_sentence_end(*c) || matches!(c, '!' | '?'))
    {
        at += 1;
    }
    at
}

/// Whether the sentence goes on behind what looks like its end: a particle follows the bracket
/// (「…です。」と), or the question is quoted without brackets (なぜ？と).
fn goes_on(chars: &[char], at: usize) -> bool {
    let Some(previous) = at.checked_sub(1).and_then(|last| chars.get(last)) else { return false };
    let next = chars.get(at).copied().unwrap_or('\n');
    if is_closing(*previous) {
        return matches!(next, 'ぁ'..='ん' | '、' | '，' | ',' | '・');
    }
    matches!(previous, '！' | '？' | '!' | '?')
        && matches!(next, 'と' | 'の' | 'や' | 'を' | '、' | '，')
}

fn visible(chars: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let part = chars.get(range.clone())?;
    let first = part.iter().position(|c| !c.is_whitespace())?;
    let last = part.iter().rposition(|c| !c.is_whitespace())?;
    Some(range.start + first..range.start + last + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::offsets::slice_chars;

    /// The sentences of a text, one a line.
    fn outline(text: &str) -> String {
        let lines: Vec<_> = sentences(text).into_iter().map(|r| slice_chars(text, r)).collect();
        lines.join("\n").replace('\u{3000}', "□")
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        insta::assert_snapshot!(outline("　我が国は、研究を推進する。また、体制を整える。　以上"), @"
        我が国は、研究を推進する。
        また、体制を整える。
        以上
        ");
    }

    #[test]
    fn a_line_break_is_not_an_end() {
        assert_eq!(sentences("一貫した医療研究開\n発の推進を図る。").len(), 1);
    }

    #[test]
    fn brackets_and_quotations_are_not_cut() {
        insta::assert_snapshot!(outline("「必要です。」と述べた。事業（以下「本事業」という。）を行う。「はい。」次に移る。"), @"
        「必要です。」と述べた。
        事業（以下「本事業」という。）を行う。
        「はい。」
        次に移る。
        ");
    }

    #[test]
    fn brackets_that_never_close_do_not_swallow_the_text() {
        insta::assert_snapshot!(outline("「必要です。次に移る。"), @"
        「必要です。
        次に移る。
        ");
        let long = format!("（{}。）です。", "あ。".repeat(200));
        assert_eq!(sentences(&long).len(), 200);
    }

    #[test]
    fn questions_and_calls_end_a_sentence_unless_quoted() {
        insta::assert_snapshot!(outline("なぜ？と問う。本当か？！そうだ！"), @"
        なぜ？と問う。
        本当か？！
        そうだ！
        ");
    }

    #[test]
    fn points_in_numbers_names_and_abbreviations_are_not_ends() {
        insta::assert_snapshot!(outline("成長率は3.5％である．次に No. 5 と Fig. 2 を見よ．詳細は https://www.amed.go.jp/?a=b を参照。"), @"
        成長率は3.5％である．
        次に No. 5 と Fig. 2 を見よ．
        詳細は https://www.amed.go.jp/?a=b を参照。
        ");
        insta::assert_snapshot!(outline("1. はじめに\n１．目的 We agree. They did so in 2025. Good! Next"), @"
        1. はじめに
        １．目的 We agree.
        They did so in 2025.
        Good!
        Next
        ");
    }

    #[test]
    fn the_end_of_a_block_ends_a_sentence() {
        let text = "研究の目的\n本事業は推進する。";
        assert_eq!(sentences_in_blocks(text, &[0..5, 6..15]), [0..5, 6..15]);
        assert_eq!(sentences(text).len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_visible_character_is_in_exactly_one_sentence(
            text in "[あ漢1aN 。．.！?「」（）()\n、と\u{3000}]{0,40}",
        ) {
            let found = sentences(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for (at, character) in text.chars().enumerate() {
                let n_holding = found.iter().filter(|range| range.contains(&at)).count();
                prop_assert!(n_holding == 1 || (character.is_whitespace() && n_holding == 0));
            }
            for range in found {
                let part = slice_chars(&text, range);
                prop_assert!(!part.is_empty() && part.trim() == part);
            }
        }
    }
}
