//! Which characters are operators: small tables, so that full-width signs read like half-width ones.

/// A character of a query, and whether a backslash took away its special meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Character {
    pub(crate) value: char,
    pub(crate) escaped: bool,
}

impl Character {
    /// Whether it is `sign` or its full-width form, and not escaped.
    pub(crate) fn is(self, sign: char) -> bool {
        !self.escaped && half_width(self.value) == sign
    }

    /// Whether it stands for other characters.
    pub(crate) fn is_wildcard(self) -> bool {
        self.is('*') || self.is('?')
    }
}

/// The half-width form of a full-width ASCII character; every other character is itself.
///
/// The full-width backslash is left alone, because nobody types it to escape something.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '＼' => c,
        _ => shirabe_japanese::half_width(c),
    }
}

/// Stands for a line break that is none: pasted text breaks its lines inside words. The word joiner is
/// neither white space nor a sign, and no word that is read holds one.
pub(crate) const JOINED: char = '\u{2060}';

/// Whether a line may have ended behind this character in the middle of a sentence, so that what follows
/// on the next line goes on with it.
pub(crate) fn goes_on_behind(c: char) -> bool {
    is_word_character(c) || matches!(c, '、' | '，' | '・')
}

/// Whether a line that begins so can go on with the one before.
pub(crate) fn goes_on_with(c: char) -> bool {
    is_word_character(c) && !is_minus(c)
}

/// Kanji and kana.
pub(crate) fn is_word_character(c: char) -> bool {
    shirabe_japanese::is_kanji(c) || shirabe_japanese::is_kana(c)
}

/// White space of any width; control characters separate words as well.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Hyphens and minus signs that mean NOT before a word.
///
/// The long-vowel mark is what the hyphen key gives in kana input; no Japanese word begins with it.
/// Dashes (– is typed for ranges, — and ― begin subtitles) are text.
pub(crate) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '‐' | '‑' | '﹣' | 'ー')
}

/// `"` and `＂`, which close themselves.
pub(crate) fn is_straight_quote(c: char) -> bool {
    matches!(c, '"' | '＂')
}

/// The slanted double quotation marks, which keyboards and telephones type in any pairing.
pub(crate) fn is_curly_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟')
}

pub(crate) fn is_corner_open(c: char) -> bool {
    matches!(c, '「' | '｢')
}

pub(crate) fn is_corner_close(c: char) -> bool {
    matches!(c, '」' | '｣')
}

/// Any mark that can open a quotation.
pub(crate) fn is_quote_open(c: char) -> bool {
    is_straight_quote(c) || is_curly_quote(c) || is_corner_open(c)
}

/// `~` in `"A B"~20`, with the two characters that Japanese keyboards give for it.
pub(crate) fn is_tilde(c: char) -> bool {
    matches!(c, '~' | '～' | '〜')
}

/// Signs that stand for `..` in a range by themselves: leaders that `..` is converted to, and 〜.
pub(crate) fn is_range_sign(c: char) -> bool {
    matches!(c, '‥' | '…') || is_tilde(c)
}

/// `.` or `．`, of which two make a range.
pub(crate) fn is_dot(c: char) -> bool {
    half_width(c) == '.'
}

/// Whether `c` has a meaning in the query language, so that alone it deserves a note.
pub(crate) fn is_operator_sign(c: char) -> bool {
    matches!(half_width(c), '(' | ')' | '|' | '*' | '?' | '=' | '/' | '~' | '\\')
        || is_minus(c)
        || is_quote_open(c)
        || is_corner_close(c)
}

/// Characters after which a `?` still ends a sentence: 「…ですか？」.
pub(crate) fn closes_sentence(c: char) -> bool {
    matches!(half_width(c), '?' | '!' | ')' | '.' | '"' | ']')
        || matches!(c, '。' | '、' | '」' | '』' | '】' | '〉' | '》' | '”' | '｣' | '｡')
}

/// Whether a backslash before `c` is taken away (`\*`) or is text itself (`C:\new`).
pub(crate) fn can_be_escaped(c: char) -> bool {
    !c.is_alphanumeric() || is_minus(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_read_like_half_width_ones() {
        let signs: String = "（）｜＊？：／＝～ＯＲ０９".chars().map(half_width).collect();
        assert_eq!(signs, "()|*?:/=~OR09");
    }

    #[test]
    fn japanese_characters_are_no_operators() {
        assert!(!"創薬とは、・々〆ヶ『』％".chars().any(is_operator_sign));
    }
}
