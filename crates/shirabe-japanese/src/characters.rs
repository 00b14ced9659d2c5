//! What kind of character is this, and how wide is it? Classes and widths.

use unicode_width::UnicodeWidthChar;

/// Kanji, kana and the marks that belong to words: characters between which Japanese sets no space.
pub fn is_japanese(c: char) -> bool {
    is_kanji(c) || is_kana(c) || is_full_width(c)
}

/// Ideographs and the marks that stand for one (々 〆 〇).
///
/// Source: Unicode, the blocks CJK Unified Ideographs with Extension A, CJK Compatibility Ideographs,
/// and planes 2 and 3, which are set aside for ideographs. Radicals (U+2E80–U+2FDF) are none: they
/// are folded to ideographs before anyone asks.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Hiragana and katakana with their marks, half-width katakana too.
pub fn is_kana(c: char) -> bool {
    is_hiragana(c) || is_katakana(c)
}

/// Hiragana letters with the voicing and iteration marks of their block (ゝ).
pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

/// Hiragana letters alone, ぁ to ゖ.
pub fn is_hiragana_letter(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Katakana letters, the long-vowel and iteration marks, half-width katakana too; not ・.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// Katakana letters alone, ァ to ヺ: without ー, which hiragana words have as well.
pub fn is_katakana_letter(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ')
}

/// CJK punctuation, full-width forms and the symbols that Japanese fonts set in a full square.
fn is_full_width(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '・' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{25FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{3200}'..='\u{33FF}' | '\u{2190}'..='\u{21FF}' | '※' | '…' | '‥' | '“' | '”' | '‘' | '’'
        | '―' | '×' | '±' | '°' | '\u{2160}'..='\u{217F}')
}

/// A letter or digit of any script, as opposed to punctuation and symbols.
pub fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_kanji(c) || is_kana(c)
}

/// The character's half-width twin if it is one of the full-width ASCII forms, else itself.
/// Source: Unicode block Halfwidth and Fullwidth Forms, U+FF01–U+FF5E.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// [`half_width`], and the ideographic space as a space.
pub fn narrow(c: char) -> char {
    if c == '\u{3000}' { ' ' } else { half_width(c) }
}

/// Hiragana as katakana: both blocks have the same order (Unicode 3041–3096 and 30A1–30F6).
pub fn katakana(text: &str) -> String {
    let shift = |c: char| match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        c => c,
    };
    text.chars().map(shift).collect()
}

/// Katakana as hiragana, the other way.
pub fn hiragana(text: &str) -> String {
    let shift = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    };
    text.chars().map(shift).collect()
}

/// Width of a text in columns as Japanese type is set: two for a full-width character, one for any
/// other, none for marks and controls.
///
/// Signs that UAX #11 calls ambiguous (① → ※ …) are full-width in Japanese fonts; Greek and Cyrillic
/// letters are proportional in most of them.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width_cjk().unwrap_or(0)).sum()
}

/// Width of a text in the columns of a terminal, most of which set ambiguous characters narrow.
pub fn terminal_columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text without white space and with full-width ASCII made narrow: for comparing headings.
pub fn skeleton(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_width_character_takes_two_columns() {
        assert_eq!(columns("ＡＭＥＤ、AMED"), 14);
        assert_eq!(columns("ｱﾒﾄﾞ"), 4);
        assert_eq!(columns("①→※α\t"), 7);
        assert_eq!(terminal_columns("取組…済"), 7);
    }

    #[test]
    fn kana_change_script_and_back() {
        assert_eq!(katakana("がん対策ヴ"), "ガン対策ヴ");
        assert_eq!(hiragana("サーバヴヶ"), "さーばゔゖ");
    }

    #[test]
    fn marks_that_stand_for_a_kanji_count_as_one() {
        assert!("々〆〇漢㐂𠮷".chars().all(is_kanji));
        assert!(!"かカーA1、⻑".chars().any(is_kanji));
    }
}
