//! The numbers that labels are written with.

/// The number at the start, in digits or kanji numerals, and how many characters it takes.
pub(super) fn leading_number(chars: &[char]) -> Option<(u32, usize)> {
    let n_digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if n_digits > 0 {
        let digits: String = chars.iter().take(n_digits.min(6)).collect();
        return Some((digits.parse().ok()?, n_digits));
    }
    let n_kanji = chars.iter().take_while(|c| "一二三四五六七八九十百".contains(**c)).count();
    (n_kanji > 0 && n_kanji < 6)
        .then(|| (kanji_number(chars.get(..n_kanji).unwrap_or(&[])), n_kanji))
}

fn kanji_number(chars: &[char]) -> u32 {
    let (mut sum, mut digit) = (0, 0);
    for c in chars {
        if let Some(at) = "一二三四五六七八九".chars().position(|d| d == *c) {
            digit = at as u32 + 1;
        } else {
            sum += digit.max(1) * if *c == '百' { 100 } else { 10 };
            digit = 0;
        }
    }
    sum + digit
}

/// ア is 1, イ is 2.
pub(super) fn kana_ordinal(c: char) -> Option<u32> {
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
        .chars()
        .position(|kana| kana == c)
        .map(|at| at as u32 + 1)
}

/// a is 1, b is 2.
pub(super) fn letter_ordinal(c: char) -> u32 {
    (c as u32).saturating_sub('a' as u32) + 1
}

/// ① and ❶ and ⑴ are 1.
pub(super) fn circled_ordinal(c: char) -> Option<u32> {
    let (first, base) = match c {
        '\u{2460}'..='\u{2473}' => ('\u{2460}', 1),
        '\u{3251}'..='\u{325F}' => ('\u{3251}', 21),
        '\u{32B1}'..='\u{32BF}' => ('\u{32B1}', 36),
        '\u{2776}'..='\u{277F}' => ('\u{2776}', 1),
        '\u{2474}'..='\u{2487}' => ('\u{2474}', 1),
        _ => return None,
    };
    Some(c as u32 - first as u32 + base)
}

/// Ⅰ is 1.
pub(super) fn roman_ordinal(c: char) -> Option<u32> {
    match c {
        '\u{2160}'..='\u{216B}' => Some(c as u32 - 0x2160 + 1),
        _ => None,
    }
}

/// Words that count what stands before them, so that the number is a quantity.
pub(super) fn is_counter(c: char) -> bool {
    "年月日件億万千円人名％%回か所社頁章節条号倍個カヶケ箇歳位期度割分時秒兆点種台本校力国市県都府道区町村".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_numerals_are_read_as_numbers() {
        for (kanji, number) in [("一", 1), ("十", 10), ("十二", 12), ("二十三", 23), ("百一", 101)]
        {
            let chars: Vec<char> = kanji.chars().collect();
            assert_eq!(leading_number(&chars), Some((number, chars.len())), "{kanji}");
        }
    }

    #[test]
    fn circled_numbers_of_every_block_have_their_number() {
        assert_eq!(
            ['①', '⑳', '㉑', '㊱', '❶', '⑴', '一'].map(circled_ordinal),
            [Some(1), Some(20), Some(21), Some(36), Some(1), Some(1), None]
        );
    }
}
