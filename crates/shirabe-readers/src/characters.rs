//! Characters as the readers ask for them: what `shirabe_japanese` knows, open brackets and addresses.

pub(crate) use shirabe_japanese::{
    closing_of, columns, is_closing, is_hiragana, is_japanese, is_kana, is_kanji, is_katakana,
    is_letter, is_opening, narrow, skeleton,
};

/// The bracket that is still open at the end of a text. Half- and full-width partners match each
/// other, as they do in documents; only the last 400 characters are looked at, so that a bracket that
/// is never closed does not swallow a page.
pub(crate) fn open_bracket(text: &str) -> Option<char> {
    let mut closed: Vec<char> = Vec::new();
    for c in text.chars().rev().take(400).map(narrow) {
        if is_closing(c) {
            closed.push(c);
        } else if is_opening(c) {
            let partner = closing_of(c);
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
    fn only_a_lone_address_is_a_web_address() {
        assert!(is_web_address(" https://www8.cao.go.jp/iryou/pdf/3amed_goal_250228.pdf "));
        assert!(!is_web_address("https://www.amed.go.jp/ を参照"));
        assert!(!is_web_address("http://"));
    }
}
