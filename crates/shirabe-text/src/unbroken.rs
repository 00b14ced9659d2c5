//! What is one piece for a reader: words of Latin letters, numbers, addresses.
//!
//! Enter at [`latin_words`] and [`numbers_with_kanji`]. A match that begins or ends inside such a piece
//! matches a part of it: AI stands in 生成AI and not in main, 50 not in 1,150, 三年 not in 十三年.
//!
//! Invariants: pieces are ranges of `char`s of the text, in its order, apart from each other, and each
//! begins and ends with a letter, a digit or a numeral, but for addresses.

mod addresses;

use std::ops::Range;

use shirabe_japanese::half_width;

use self::addresses::addresses;

/// Whether a character is a Latin letter in any width, one with marks among them.
///
/// Greek letters are signs of their own in Japanese texts (α版, β線, TGFβ), so they continue no word;
/// nor do Roman numerals and units that are one character (Ⅱ, ㎡).
pub fn is_latin_letter(character: char) -> bool {
    match half_width(character) {
        'a'..='z' | 'A'..='Z' => true,
        '×' | '÷' => false,
        // Latin-1, Extended-A and -B, Extended Additional; the ligatures ﬁ and ﬂ of PDFs.
        c => {
            matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}')
        }
    }
}

/// Whether a character is a digit 0–9 in any width.
pub fn is_digit(character: char) -> bool {
    half_width(character).is_ascii_digit()
}

/// The numerals and units that numbers in kanji are written with. 数, 何 and 幾 are no part of a number.
pub fn is_kanji_numeral(character: char) -> bool {
    "〇一二三四五六七八九十百千万億兆".contains(character)
}

/// The words of Latin letters, the numbers in digits and the addresses of a text.
///
/// - A word begins with a letter and goes on with letters and digits (CO2, COVID19, CO₂). Hyphen,
///   apostrophe and `_` end it.
/// - A number is digits, with commas before each three of them, and with one decimal point: 1,150 and
///   50.5. A letter behind it begins a word: 10km, 5G. 2025.4.1 and 1,2 are several numbers.
/// - Web and mail addresses are one word each.
///
/// White space and line ends part words; what is invisible (soft hyphen, zero-width space) does not.
pub fn latin_words(text: &str) -> Vec<Range<usize>> {
    if !text.contains(|c| is_latin_letter(c) || is_digit(c)) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().map(half_width).collect();
    let mut addresses = addresses(text).into_iter().peekable();
    let (mut words, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if let Some(address) = addresses.next_if(|address| address.start <= at) {
            at = address.end.max(at);
            words.push(address);
            continue;
        }
        let most = addresses.peek().map_or(chars.len(), |next| next.start);
        let rest = &chars[at..most];
        let n = if rest.first().copied().is_some_and(is_latin_letter) {
            length_of_word(rest)
        } else {
            length_of_number(rest, is_behind_point(&chars[..at]))
        };
        if n > 0 {
            words.push(at..at + n);
        }
        at += n.max(1);
    }
    words
}

/// The numbers of a text that are written with kanji, alone or beside digits: 百五十, 1兆2,345億,
/// 令和十三年. Numerals that stand alone, as in 一般, are left out: they have nothing inside.
///
/// White space beside a unit is part of the number (1 兆 2,345 億), as is the comma or the point
/// between two numerals. The end of a line or of a cell is not.
pub fn numbers_with_kanji(text: &str) -> Vec<Range<usize>> {
    if !text.contains(is_kanji_numeral) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().map(half_width).collect();
    let (mut numbers, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let mut end = at;
        while let Some(next) = next_numeral(&chars, end, at) {
            end = next + 1;
        }
        if end - at > 1 && chars[at..end].iter().copied().any(is_kanji_numeral) {
            numbers.push(at..end);
        }
        at = end.max(at + 1);
    }
    numbers
}

/// Characters that nobody sees and that part nothing: marks on letters, soft hyphens, joiners,
/// variation selectors.
fn is_transparent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// How long the word is that begins with the first of these characters.
fn length_of_word(chars: &[char]) -> usize {
    // CO₂ is as much one word as CO2; a raised ¹ is a note's.
    let goes_on = |c: char| is_latin_letter(c) || is_digit(c) || matches!(c, '₀'..='₉');
    let mut length = 0;
    for (at, c) in chars.iter().enumerate() {
        if goes_on(*c) {
            length = at + 1;
        } else if !is_transparent(*c) {
            break;
        }
    }
    length
}

/// How long the number is that begins with the first of these characters; 0 if none does.
fn length_of_number(chars: &[char], is_behind_point: bool) -> usize {
    let n_digits = |from: usize| {
        let rest = chars.get(from..).unwrap_or_default();
        rest.iter().take_while(|c| is_digit(**c)).count()
    };
    let mut end = n_digits(0);
    if end == 0 {
        return 0;
    }
    if end <= 3 {
        while chars.get(end) == Some(&',') && n_digits(end + 1) == 3 {
            end += 4;
        }
    }
    let fraction = if chars.get(end) == Some(&'.') { n_digits(end + 1) } else { 0 };
    let behind = end + 1 + fraction;
    // 2025.4.1 and 1.2.3 are dates and numbers of sections: each part is a number of its own.
    let has_another_point = chars.get(behind) == Some(&'.') && n_digits(behind + 1) > 0;
    if fraction > 0 && !has_another_point && !is_behind_point { behind } else { end }
}

/// Whether these characters end with a digit and a point, so that what follows is no whole number.
fn is_behind_point(before: &[char]) -> bool {
    matches!(before, [.., digit, '.'] if is_digit(*digit))
}

/// The place of the numeral that goes on with the number which began at `start` and reaches to `end`.
fn next_numeral(chars: &[char], end: usize, start: usize) -> Option<usize> {
    let is_numeral = |c: char| is_digit(c) || is_kanji_numeral(c);
    let next = *chars.get(end)?;
    if is_numeral(next) {
        return Some(end);
    }
    let last = *chars.get(end.checked_sub(1).filter(|_| end > start)?)?;
    if matches!(next, ',' | '.') {
        return chars.get(end + 1).copied().filter(|c| is_numeral(*c)).map(|_| end + 1);
    }
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{3000}');
    let n_spaces = chars[end..].iter().take_while(|c| is_space(**c)).count();
    let behind = *chars.get(end + n_spaces)?;
    let is_unit = |c: char| "十百千万億兆".contains(c);
    let is_joined = n_spaces > 0 && is_numeral(behind) && (is_unit(last) || is_unit(behind));
    is_joined.then_some(end + n_spaces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offsets::slice_chars;

    fn shown(text: &str, pieces: Vec<Range<usize>>) -> String {
        pieces.into_iter().map(|piece| slice_chars(text, piece)).collect::<Vec<_>>().join("|")
    }

    fn words(text: &str) -> String {
        shown(text, latin_words(text))
    }

    fn numbers(text: &str) -> String {
        shown(text, numbers_with_kanji(text))
    }

    #[test]
    fn a_word_is_letters_and_the_digits_behind_them() {
        assert_eq!(words("生成AIとＡＩ戦略（AI）、AIDSとmain"), "AI|ＡＩ|AI|AIDS|main");
        assert_eq!(words("CO2とCO₂、Ｈ２Ｏ、AI¹"), "CO2|CO₂|Ｈ２Ｏ|AI");
        assert_eq!(words("COVID-19 Japan's snake_case R&D"), "COVID|19|Japan|s|snake|case|R|D");
        assert_eq!(
            words("Müller cafe\u{301}s soft\u{AD}ware"),
            "Müller|cafe\u{301}s|soft\u{AD}ware"
        );
        assert_eq!(words("Medical AI\nAI\tAI"), "Medical|AI|AI|AI");
    }

    #[test]
    fn signs_and_greek_letters_are_no_part_of_a_word() {
        assert_eq!(words("TGFβとⅡ期、㎡、①AI"), "TGF|AI");
        assert_eq!(words("医療研究開発の推進"), "");
    }

    #[test]
    fn a_number_has_its_commas_and_its_point() {
        assert_eq!(
            words("1,150人、50.5％、１，５００円、1,234,567.89"),
            "1,150|50.5|１，５００|1,234,567.89"
        );
        assert_eq!(words("10km、5G、100mg"), "10|km|5|G|100|mg");
        assert_eq!(words("2025.4.1と1.2.3、R6.04.01"), "2025|4|1|1|2|3|R6|04|01");
        assert_eq!(words("図1,2及び10,20,300、50。"), "1|2|10|20,300|50");
        assert_eq!(words("(2)IT 3AI"), "2|IT|3|AI");
    }

    #[test]
    fn a_number_with_kanji_reaches_to_its_last_numeral() {
        assert_eq!(numbers("人数は百五十人、581億円、第三十一条"), "百五十|581億|三十一");
        assert_eq!(numbers("1 兆 2,345 億 円と1兆２，３４５億"), "1 兆 2,345 億|1兆２，３４５億");
        assert_eq!(numbers("一般に三菱は千葉で、3 一"), "");
        assert_eq!(numbers("十\n三年、10\t万"), "");
        assert_eq!(numbers("令和十三年3千円"), "十三|3千");
    }
}
