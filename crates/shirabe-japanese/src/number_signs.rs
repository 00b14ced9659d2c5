//! Numbers as signs: ①, ⑴, ❶, Ⅳ, and Roman numerals in letters.

/// Blocks of signs that count up: the first sign, its number, and how many follow each other.
/// Source: Unicode, Enclosed Alphanumerics, Dingbats, Enclosed CJK Letters and Months.
const CIRCLED: [(char, u32, u32); 3] =
    [('\u{2460}', 1, 20), ('\u{3251}', 21, 15), ('\u{32B1}', 36, 15)];
/// ❶ and ⑴, which are read but not written for a circle.
const FILLED_AND_BRACKETED: [(char, u32, u32); 2] = [('\u{2776}', 1, 10), ('\u{2474}', 1, 20)];
/// Ⅰ to Ⅻ and ⅰ to ⅻ.
const ROMAN: [(char, u32, u32); 2] = [('\u{2160}', 1, 12), ('\u{2170}', 1, 12)];

/// The sign of a number in a circle, 0 to 50.
pub fn circled(number: u32) -> Option<char> {
    if number == 0 {
        return Some('\u{24EA}');
    }
    CIRCLED.iter().find_map(|(first, least, n)| {
        let nth = number.checked_sub(*least).filter(|nth| nth < n)?;
        char::from_u32(u32::from(*first) + nth)
    })
}

/// The number that ①, ❶ and ⑴ are.
pub fn circled_value(c: char) -> Option<u32> {
    in_blocks(c, &CIRCLED).or_else(|| in_blocks(c, &FILLED_AND_BRACKETED))
}

/// The number that one of the signs Ⅰ and ⅰ is.
pub fn roman_sign_value(c: char) -> Option<u32> {
    in_blocks(c, &ROMAN)
}

/// Numerator and denominator of ½ and its like. Source: Unicode, Latin-1 Supplement and Number Forms.
pub fn fraction_sign_value(c: char) -> Option<(u32, u32)> {
    Some(match c {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

/// Whether a sign is a number by itself that no other sign goes on with: in a circle, raised, a fraction.
/// What stands beside it is another number: 10⁶ is not 106, 1¼ is not 11/4, ①② is not 12.
pub fn is_number_sign(c: char) -> bool {
    in_blocks(c, &CIRCLED).is_some()
        || c == '\u{24EA}'
        || matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⅟' | '↉')
        || fraction_sign_value(c).is_some()
}

/// Roman numerals in capitals, 1 to 3999.
pub fn roman(number: u32) -> Option<String> {
    const LETTERS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut out = String::new();
    for (value, letters) in LETTERS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    Some(out)
}

/// The number that Roman numerals of at most 39 are, in letters of one case: `iv` and `XII`, not `IIII`.
/// Beyond 39 stand L, C, D and M, which are abbreviations where papers number things.
pub fn roman_value(text: &str) -> Option<u32> {
    let digit = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let digits: Vec<i64> = text.chars().map(digit).collect::<Option<_>>()?;
    let signed = digits.iter().enumerate().map(|(at, digit)| {
        let is_less = digits.get(at + 1).is_some_and(|next| digit < next);
        if is_less { -digit } else { *digit }
    });
    let value = u32::try_from(signed.sum::<i64>()).ok()?;
    let written = roman(value)?;
    (written == text || written.to_ascii_lowercase() == text).then_some(value)
}

fn in_blocks(c: char, blocks: &[(char, u32, u32)]) -> Option<u32> {
    blocks.iter().find_map(|(first, least, n)| {
        let nth = u32::from(c).checked_sub(u32::from(*first)).filter(|nth| nth < n)?;
        Some(least + nth)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circled_numbers_of_every_block_have_their_number() {
        assert_eq!(
            ['①', '⑳', '㉑', '㊱', '❶', '⑴', '一'].map(circled_value),
            [Some(1), Some(20), Some(21), Some(36), Some(1), Some(1), None]
        );
        for number in 1..=50 {
            assert_eq!(circled(number).and_then(circled_value), Some(number));
        }
        assert_eq!(circled(51), None);
    }

    #[test]
    fn roman_numerals_are_read_as_they_are_written() {
        for number in 1..40 {
            let written = roman(number).unwrap();
            assert_eq!(roman_value(&written), Some(number));
            assert_eq!(roman_value(&written.to_ascii_lowercase()), Some(number));
        }
        for text in ["", "IIII", "Iv", "IL", "VX", "mix", "a"] {
            assert_eq!(roman_value(text), None, "{text}");
        }
        assert_eq!(['Ⅰ', 'Ⅻ', 'ⅳ', 'I'].map(roman_sign_value), [Some(1), Some(12), Some(4), None]);
    }
}
