//! [`write`]: numbers in the formats of ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat) that Japanese documents use.

use shirabe_japanese::{number_signs, numerals};

/// Writes `n` in a format; one that is not known is written in digits.
pub(crate) fn write(n: i64, format: &str) -> String {
    let listed = |signs: &str| {
        let at = usize::try_from(n - 1).ok()?;
        let count = signs.chars().count();
        signs.chars().nth(at % count.max(1)).map(String::from)
    };
    let out = match format {
        "none" => Some(String::new()),
        "decimalZero" => Some(format!("{n:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(n)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => sign(n, number_signs::circled),
        "decimalEnclosedParen" => numbered('\u{2474}', n, 20),
        "decimalEnclosedFullstop" => numbered('\u{2488}', n, 20),
        "aiueoFullWidth" => listed(AIUEO),
        "aiueo" => listed(AIUEO_HALF),
        "irohaFullWidth" => listed(IROHA),
        "iroha" => listed(IROHA_HALF),
        "japaneseCounting"
        | "japaneseDigitalTenThousand"
        | "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCountingThousand" => positive(n).map(numerals::kanji),
        "japaneseLegal" => positive(n).map(numerals::legal),
        "ideographDigital" | "taiwaneseDigital" => Some(numerals::kanji_places(&n.to_string())),
        "ideographTraditional" => listed("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => listed("子丑寅卯辰巳午未申酉戌亥"),
        "lowerLetter" => letters(n, b'a'),
        "upperLetter" => letters(n, b'A'),
        "lowerRoman" => roman(n).map(|roman: String| roman.to_ascii_lowercase()),
        "upperRoman" => roman(n),
        _ => None,
    };
    out.unwrap_or_else(|| n.to_string())
}

const AIUEO: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const AIUEO_HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const IROHA_HALF: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";

fn positive(n: i64) -> Option<u128> {
    u128::try_from(n).ok()
}

fn sign(n: i64, of: fn(u32) -> Option<char>) -> Option<String> {
    of(u32::try_from(n).ok()?).map(String::from)
}

fn roman(n: i64) -> Option<String> {
    number_signs::roman(u32::try_from(n).ok()?)
}

fn full_width(n: i64) -> String {
    let widen = |c: char| {
        let digit = c.to_digit(10)?;
        char::from_u32('０' as u32 + digit)
    };
    n.to_string().chars().map(|c| widen(c).unwrap_or('－')).collect()
}

/// The `n`th of `count` signs that stand one after the other.
fn numbered(first: char, n: i64, count: i64) -> Option<String> {
    let offset = u32::try_from(n - 1).ok().filter(|_| n <= count)?;
    char::from_u32(first as u32 + offset).map(String::from)
}

/// ① to ㊿, which stand in three blocks.
/// a to z, then aa, bb (17.18.59).
fn letters(n: i64, first: u8) -> Option<String> {
    let at = u32::try_from(n.checked_sub(1)?).ok()?;
    let letter = char::from_u32(u32::from(first) + at % 26)?;
    Some(String::from(letter).repeat((at / 26 + 1).min(30) as usize))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (format, n, written) in [
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 51, "51"),
            ("aiueoFullWidth", 2, "イ"),
            ("irohaFullWidth", 4, "ニ"),
            ("japaneseCounting", 12, "十二"),
            ("japaneseCounting", 120, "百二十"),
            ("japaneseLegal", 11, "壱拾壱"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("lowerLetter", 28, "bb"),
            ("upperRoman", 9, "IX"),
            ("decimalZero", 7, "07"),
            ("none", 7, ""),
            ("unheard-of", 7, "7"),
            ("lowerLetter", -5, "-5"),
        ] {
            assert_eq!(write(n, format), written, "{format} {n}");
        }
    }
}
