//! [`write`]: numbers in the formats of ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat) that Japanese documents use.

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
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(n),
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
        | "taiwaneseCountingThousand" => Some(kanji(n, &PLAIN)),
        "japaneseLegal" => Some(kanji(n, &LEGAL)),
        "ideographDigital" | "taiwaneseDigital" => Some(kanji_digits(n)),
        "ideographTraditional" => listed("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => listed("子丑寅卯辰巳午未申酉戌亥"),
        "lowerLetter" => letters(n, b'a'),
        "upperLetter" => letters(n, b'A'),
        "lowerRoman" => roman(n).map(|roman| roman.to_ascii_lowercase()),
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
fn circled(n: i64) -> Option<String> {
    match n {
        0 => Some("\u{24EA}".to_owned()),
        1..=20 => numbered('\u{2460}', n, 20),
        21..=35 => numbered('\u{3251}', n - 20, 15),
        36..=50 => numbered('\u{32B1}', n - 35, 15),
        _ => None,
    }
}

/// Digits 0 to 9, then 十 百 千 万, and whether 一 stands before them.
struct Numerals {
    digits: &'static str,
    tens: [char; 3],
    ten_thousand: char,
    writes_one: bool,
}

const PLAIN: Numerals = Numerals {
    digits: "〇一二三四五六七八九",
    tens: ['十', '百', '千'],
    ten_thousand: '万',
    writes_one: false,
};
/// 大字
const LEGAL: Numerals = Numerals {
    digits: "零壱弐参四伍六七八九",
    tens: ['拾', '百', '阡'],
    ten_thousand: '萬',
    writes_one: true,
};

fn kanji(n: i64, numerals: &Numerals) -> String {
    let digit = |d: i64| numerals.digits.chars().nth(usize::try_from(d).unwrap_or(0));
    if !(1..100_000_000).contains(&n) {
        return if n == 0 { digit(0).map(String::from).unwrap_or_default() } else { n.to_string() };
    }
    let mut out = String::new();
    if n >= 10_000 {
        out.push_str(&kanji(n / 10_000, numerals));
        out.push(numerals.ten_thousand);
    }
    for (place, unit) in [(1000, Some(2)), (100, Some(1)), (10, Some(0)), (1, None)] {
        let d = n / place % 10;
        if d == 0 {
            continue;
        }
        if d > 1 || unit.is_none() || numerals.writes_one {
            out.extend(digit(d));
        }
        out.extend(unit.and_then(|unit: usize| numerals.tens.get(unit)));
    }
    out
}

fn kanji_digits(n: i64) -> String {
    let digit = |c: char| "〇一二三四五六七八九".chars().nth(c.to_digit(10)? as usize);
    n.to_string().chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// a to z, then aa, bb (17.18.59).
fn letters(n: i64, first: u8) -> Option<String> {
    let at = u32::try_from(n.checked_sub(1)?).ok()?;
    let letter = char::from_u32(u32::from(first) + at % 26)?;
    Some(String::from(letter).repeat((at / 26 + 1).min(30) as usize))
}

fn roman(n: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
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
    let mut rest = Some(n).filter(|n| (1..4000).contains(n))?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
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
