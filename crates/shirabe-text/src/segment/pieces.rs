//! Cutting a text into pieces that are segmented one by one.
//!
//! lindera's own cuts are not used: it ends a sentence at `、` as well, which changes words for
//! nothing, and lets a piece grow to 32 KiB, whose lattice leaves the processor's cache.

use shirabe_japanese::is_sentence_end;

/// Long enough for nearly all sentences; the cost of a lattice grows with its length in memory only.
const MAX_CHARS: usize = 400;

/// The pieces of a text with the `char` offset of each. Together with the line breaks between
/// them, which are in no piece, they are the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut at = 0;
    std::iter::from_fn(move || {
        let n_breaks = rest.chars().take_while(|c| is_line_break(*c)).count();
        at += n_breaks;
        rest = rest.trim_start_matches(is_line_break);
        let (piece, n_chars) = first_piece(rest);
        let found = (!piece.is_empty()).then_some((at, piece));
        rest = rest.get(piece.len()..).unwrap_or_default();
        at += n_chars;
        found
    })
}

/// The first piece of a text that does not begin with a line break, and its length in `char`s.
fn first_piece(text: &str) -> (&str, usize) {
    let mut pause = None;
    let mut n_chars = 0;
    for (byte, character) in text.char_indices() {
        if is_line_break(character) {
            return (text.get(..byte).unwrap_or_default(), n_chars);
        }
        if n_chars >= MAX_CHARS && may_begin_piece(character) {
            return pause.unwrap_or((text.get(..byte).unwrap_or_default(), n_chars));
        }
        n_chars += 1;
        let until_here = || text.get(..byte + character.len_utf8()).unwrap_or_default();
        if is_sentence_end(character) {
            return (until_here(), n_chars);
        }
        if n_chars <= MAX_CHARS && is_pause(character) {
            pause = Some((until_here(), n_chars));
        }
    }
    (text, n_chars)
}

fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_pause(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '、' | '，' | '．' | '；' | '・' | '）' | '」' | '』' | '】' | '､')
}

/// Whether a piece may begin here without taking a mark from the letter it belongs to.
fn may_begin_piece(character: char) -> bool {
    super::form::stands_alone(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> String {
        pieces(text).map(|(at, piece)| format!("{at}:{piece}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_piece_ends_with_its_sentence_or_its_line() {
        assert_eq!(
            outline("研究する。開発も、\r\n\n推進！はい"),
            "0:研究する。 5:開発も、 12:推進！ 15:はい"
        );
        assert_eq!(outline("\n\n"), "");
        assert_eq!(outline("。。"), "0:。 1:。");
    }

    #[test]
    fn a_long_sentence_is_cut_at_its_last_pause() {
        let text = "あ".repeat(300) + "、" + &"い".repeat(200);
        let found: Vec<_> = pieces(&text).map(|(at, piece)| (at, piece.chars().count())).collect();
        assert_eq!(found, [(0, 301), (301, 200)]);
    }

    #[test]
    fn a_text_without_pauses_is_cut_all_the_same_but_not_before_a_mark() {
        let text = "か".repeat(MAX_CHARS) + "\u{3099}\u{3099}" + &"か".repeat(5);
        let found: Vec<_> = pieces(&text).map(|(at, piece)| (at, piece.chars().count())).collect();
        assert_eq!(found, [(0, MAX_CHARS + 2), (MAX_CHARS + 2, 5)]);
    }
}
