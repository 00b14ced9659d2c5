//! The numbers that labels are written with.

pub(super) use shirabe_japanese::number_signs::{
    circled_value as circled_ordinal, roman_sign_value as roman_ordinal,
};
use shirabe_japanese::numerals::canonical;

/// The number at the start, in digits or kanji numerals, and how many characters it takes.
pub(super) fn leading_number(chars: &[char]) -> Option<(u32, usize)> {
    let n_digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if n_digits > 0 {
        let digits: String = chars.iter().take(n_digits.min(6)).collect();
        return Some((digits.parse().ok()?, n_digits));
    }
    let kanji: String =
        chars.iter().take_while(|c| "一二三四五六七八九十百".contains(**c)).collect();
    let n_kanji = kanji.chars().count();
    let value = (n_kanji < 6).then(|| canonical(&kanji)).flatten()?;
    Some((value.parse().ok()?, n_kanji))
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
}
