//! What kind of character is this? Classes, widths and brackets of Japanese typesetting.

/// Kanji, kana and the marks that belong to words: characters between which Japanese sets no space.
pub(crate) fn is_japanese(c: char) -> bool {
    is_kanji(c) || is_kana(c) || is_full_width(c)
}

/// Ideographs and the marks that stand for one (々 〆 〇).
pub(crate) fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Hiragana and katakana with their marks, half-width katakana too.
pub(crate) fn is_kana(c: char) -> bool {
    is_hiragana(c) || is_katakana(c)
}

/// Hiragana letters.
pub(crate) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

/// Katakana letters and the long-vowel mark, half-width katakana too.
pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// CJK punctuation, full-width forms and the symbols that Japanese fonts set in a full square.
fn is_full_width(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '・' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{25FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{3200}'..='\u{33FF}' | '\u{2190}'..='\u{21FF}' | '※' | '…' | '‥' | '“' | '”' | '‘' | '’'
        | '―' | '×' | '±' | '°' | '\u{2160}'..='\u{217F}')
}

/// A letter or digit of any script, as opposed to punctuation and symbols.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_kanji(c) || is_kana(c)
}

/// The character's half-width twin if it is one of the full-width ASCII forms, else itself.
/// Source: Unicode block Halfwidth and Fullwidth Forms, U+FF01–U+FF5E.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Width of a text in columns: two for a full-width character, one for any other.
pub(crate) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            let is_wide = is_japanese(c) && !matches!(c, '\u{FF61}'..='\u{FF9F}');
            if is_wide { 2 } else { usize::from(c != '\t') }
        })
        .sum()
}

/// The text without white space and with full-width ASCII made narrow: for comparing headings.
pub(crate) fn skeleton(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// Opening brackets and their partners.
const BRACKETS: [(char, char); 15] = [
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
    ('｛', '｝'),
    ('{', '}'),
    ('〈', '〉'),
    ('《', '》'),
    ('＜', '＞'),
    ('“', '”'),
    ('〖', '〗'),
];

/// Whether a bracket that is opened by this character could still be closed.
pub(crate) fn is_opening(c: char) -> bool {
    BRACKETS.iter().any(|(open, _)| *open == c)
}

/// Whether this character closes a bracket.
pub(crate) fn is_closing(c: char) -> bool {
    BRACKETS.iter().any(|(_, close)| *close == c)
}

/// The bracket that is still open at the end of a text. Half- and full-width partners match each
/// other, as they do in documents; only the last 400 characters are looked at, so that a bracket that
/// is never closed does not swallow a page.
pub(crate) fn open_bracket(text: &str) -> Option<char> {
    let mut closed: Vec<char> = Vec::new();
    for c in text.chars().rev().take(400).map(narrow) {
        if is_closing(c) {
            closed.push(c);
        } else if is_opening(c) {
            let partner = BRACKETS.iter().find(|(open, _)| *open == c).map(|(_, close)| *close);
            match closed.iter().rposition(|close| Some(*close) == partner) {
                Some(at) => closed.truncate(at),
                None => return Some(c),
            }
        }
    }
    None
}

/// Whether a text is a web address and nothing else.
pub(crate) fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_full_width_brackets_close_each_other() {
        assert_eq!(open_bracket("（第3期 令和7年4月～)"), None);
        assert_eq!(open_bracket("「科学技術（推進費"), Some('('));
        assert_eq!(open_bracket("「科学技術（推進費）"), Some('「'));
        assert_eq!(open_bracket("推進費」のうち、"), None);
    }

    #[test]
    fn a_full_width_character_takes_two_columns() {
        assert_eq!(columns("ＡＭＥＤ、AMED"), 14);
        assert_eq!(columns("ｱﾒﾄﾞ"), 4);
    }

    #[test]
    fn only_a_lone_address_is_a_web_address() {
        assert!(is_web_address(" https://www8.cao.go.jp/iryou/pdf/3amed_goal_250228.pdf "));
        assert!(!is_web_address("https://www.amed.go.jp/ を参照"));
        assert!(!is_web_address("http://"));
    }
}
