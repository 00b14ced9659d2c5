//! A number as a spreadsheet shows it: [`displayed`] and [`displayed_text`], by its number format.
//!
//! Source of the formats: ISO/IEC 29500-1, 18.8.30 and 18.8.31 (numFmt); of the Japanese ones (`g`, `e`,
//! `aaa`, `[DBNum1]`) Microsoft's description of the number formats of the Japanese Excel.
//!
//! 1. `code` cuts a format into its sections and a section into tokens,
//! 2. `date` writes dates and times, `number` everything else.

mod code;
mod date;
mod number;

use code::{Section, Token};
use shirabe_japanese::numerals;

/// How digits are written (`[DBNum1]` to `[DBNum3]`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Digits {
    #[default]
    Usual,
    /// 一二三
    Kanji,
    /// 壱弐参
    Legal,
    /// １２３
    FullWidth,
}

impl Digits {
    /// A whole number in words: 千二百.
    fn spelled(self, n: u64) -> String {
        match self {
            Digits::Usual => n.to_string(),
            Digits::Kanji => numerals::kanji(u128::from(n)),
            Digits::Legal => numerals::legal(u128::from(n)),
            Digits::FullWidth => full_width(&n.to_string()),
        }
    }

    /// Digits one by one: 一二〇〇.
    fn listed(self, digits: &str) -> String {
        match self {
            Digits::Usual | Digits::Legal => digits.to_owned(),
            Digits::Kanji => numerals::kanji_places(digits),
            Digits::FullWidth => full_width(digits),
        }
    }
}

fn full_width(digits: &str) -> String {
    let wide = |digit: u32| char::from_u32('０' as u32 + digit);
    digits.chars().map(|c| c.to_digit(10).and_then(wide).unwrap_or(c)).collect()
}

/// The number in a format; `is_1904` if days are counted from 1904.
pub(in crate::formats::office) fn displayed(value: f64, format: &str, is_1904: bool) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let sections = code::sections(format);
    let Some((section, is_signed)) = code::section_of(&sections, value) else {
        return number::general(value);
    };
    if section.is_date() {
        let written = date::written(section, value, is_1904);
        // A day before the first is shown as a row of #.
        return written.unwrap_or_else(|| number::general(value));
    }
    let sign = if is_signed && value < 0.0 { "-" } else { "" };
    let written = number::written(section, value.abs());
    // -0.3 in whole numbers is 0.
    let is_zero = !written.chars().any(|c| c.is_numeric() && c != '0');
    if is_zero { written } else { format!("{sign}{written}") }
}

/// A text in a format: `@"様"` adds to it, all other formats leave it alone.
pub(super) fn displayed_text(text: &str, format: &str) -> String {
    let sections = code::sections(format);
    let for_text = match sections.as_slice() {
        [_, _, _, text] => Some(text),
        [only] if only.tokens.contains(&Token::Text) => Some(only),
        _ => None,
    };
    let Some(section) = for_text else { return text.to_owned() };
    let piece = |token: &Token| match token {
        Token::Text => Some(text.to_owned()),
        Token::Literal(literal) => Some(literal.clone()),
        _ => None,
    };
    section.tokens.iter().filter_map(piece).collect()
}

/// The format with this number, where the file need not write it down: those that every Excel knows (18.8.30)
/// as the Japanese one shows them.
pub(super) fn known_format(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"\\-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"\\-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        14 | 30 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 57 => "ge.m.d",
        28 | 29 | 51 | 54 | 58 => "ggge\"年\"m\"月\"d\"日\"",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"時\"mm\"分\"",
        33 => "h\"時\"mm\"分\"ss\"秒\"",
        34 | 52 | 55 => "yyyy\"年\"m\"月\"",
        35 | 53 | 56 => "m\"月\"d\"日\"",
        37 | 38 => "#,##0;\\-#,##0",
        39 | 40 => "#,##0.00;\\-#,##0.00",
        41 | 42 => "#,##0;\\-#,##0;\\-",
        43 | 44 => "#,##0.00;\\-#,##0.00;\\-",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// Whether the whole section is `General`.
fn is_general(section: &Section) -> bool {
    section.tokens.iter().any(|token| matches!(token, Token::General))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_spreadsheet_shows_them() {
        for (value, format, shown) in [
            (1234.0, "General", "1234"),
            (0.1 + 0.2, "General", "0.3"),
            (1.0 / 3.0, "General", "0.333333333"),
            (1_234_567.0, "#,##0", "1,234,567"),
            (1_234_567.0, "#,##0,", "1,235"),
            (1_234_567.0, "#,##0,\"千円\"", "1,235千円"),
            (2.5, "0", "3"),
            (1.005, "0.00", "1.01"),
            (0.1234, "0.0%", "12.3%"),
            (-1234.0, "#,##0;\"△ \"#,##0", "△ 1,234"),
            (-0.3, "0", "0"),
            (-12.0, "0", "-12"),
            (0.0, "#,##0;-#,##0;\"－\"", "－"),
            (0.0, "#,##0;-#,##0;", ""),
            (1_000_000.0, "[$¥-411]#,##0", "¥1,000,000"),
            (1_008_950.0, "000\\-0000", "100-8950"),
            (7.0, "00", "07"),
            (1.0 / 3.0, "# ?/?", "1/3"),
            (-1.6666, "# ??/??", "-1 2/3"),
            (2.0, "# ?/?", "2"),
            (1.5, "?/?", "3/2"),
            (0.25, "# ?/100", "25/100"),
            (12.5, "0.###", "12.5"),
            (3.0, "\"第\"0\"号\"", "第3号"),
            (5.0, "0_ ;[Red]\\-0\\ ", "5 "),
            (1234.0, "[DBNum1]General", "千二百三十四"),
            (1234.0, "[DBNum1]0", "一二三四"),
            (12.0, "[DBNum3]0", "１２"),
            (1500.0, "[>=1000]#,##0\"以上\";0", "1,500以上"),
            (500.0, "[>=1000]#,##0\"以上\";0", "500"),
            (12_345.0, "0.00E+00", "1.23E+04"),
            (1e20, "General", "1E+20"),
        ] {
            assert_eq!(displayed(value, format, false), shown, "{value} {format}");
        }
    }

    #[test]
    fn dates_are_shown_in_either_calendar() {
        for (value, format, shown) in [
            (46_045.0, "yyyy/m/d", "2026/1/23"),
            (46_045.0, "[$-411]ggge\"年\"m\"月\"d\"日\"", "令和8年1月23日"),
            (46_045.0, "[$-411]ge.m.d", "R8.1.23"),
            (43_585.0, "[$-411]ggge\"年\"m\"月\"d\"日\"", "平成31年4月30日"),
            (43_586.0, "[$-411]ggge\"年\"m\"月\"d\"日\"", "令和1年5月1日"),
            (43_586.0, "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\"", "令和元年5月1日"),
            (46_045.0, "m\"月\"d\"日\"(aaa)", "1月23日(金)"),
            (46_045.0, "aaaa", "金曜日"),
            (46_045.5, "yyyy-mm-dd hh:mm:ss", "2026-01-23 12:00:00"),
            (0.75, "h:mm AM/PM", "6:00 PM"),
            (0.75, "[$-411]AM/PMh\"時\"mm\"分\"", "午後6時00分"),
            (1.5, "[h]:mm", "36:00"),
            (1.0, "yyyy/m/d", "1900/1/1"),
            (46_045.0, "[DBNum1][$-411]ggge\"年\"m\"月\"d\"日\"", "令和八年一月二十三日"),
            (46_045.0, "mmm d, yyyy", "Jan 23, 2026"),
            (-1.0, "yyyy/m/d", "-1"),
        ] {
            assert_eq!(displayed(value, format, false), shown, "{value} {format}");
        }
        assert_eq!(displayed(44_583.0, "yyyy/m/d", true), "2026/1/23");
    }

    #[test]
    fn a_text_stays_but_for_what_its_format_adds() {
        assert_eq!(displayed_text("研究所", "General"), "研究所");
        assert_eq!(displayed_text("研究所", "@\" 御中\""), "研究所 御中");
        assert_eq!(displayed_text("未定", "#,##0;-#,##0;0;@"), "未定");
    }
}
