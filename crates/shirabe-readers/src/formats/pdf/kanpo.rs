//! The private characters of 官報: [`character`].
//!
//! The fonts of 官報 (DFHSMinchoRPro6N, DFHSGothicRPro6N, MFRoman, MFHSLine) hold glyphs beyond
//! Adobe-Japan1-6, and the file's own ToUnicode names them by codes of the private-use area: ⑴ is U+E7B2,
//! the hyphen of a telephone number U+E61C. The table was made by looking at each code where it is painted,
//! in the issues 政府調達 第122号 and 第129号 of 2025: 77 codes, each with one meaning in both issues. What
//! is not in it stays 〓.
//!
//! Numbers from ⑾ on are painted as two halves, ⑾ as the codes of „(1" and „1)", so they are written as two
//! halves here; NFKC makes the same of ⑾.

/// Parts of the names of the fonts.
const FONTS: [&str; 3] = ["DFHS", "MFRoman", "MFHSLine"];

/// The numbers in brackets and circles that follow each other, by the first code.
const SERIES: [(u32, &str); 10] = [
    (0xE7B2, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑪"),
    (0xE7D1, "①②③④⑤⑥⑦⑧⑨⑩"),
    // Turned by a quarter in the vertical line at the head of a page.
    (0xE88A, "0123456789"),
    (0xE839, "ⅰⅱⅲⅳ"),
    (0xE94F, "ABCDEFG"),
    (0xE9E5, "アイウエオカ"),
    (0xE9FE, "ハ"),
    (0xEA0F, "ロ"),
    (0xEAC1, "1234"),
    (0xEACB, "1234567890"),
];

/// Single codes.
const SINGLE: [(u32, &str); 12] = [
    // A dash of the line between two notices.
    (0xE0A8, "─"),
    (0xE200, "’"),
    (0xE209, "”"),
    (0xE20A, "“"),
    (0xE43F, "榊"),
    (0xE61C, "－"),
    (0xE68D, "㎡"),
    (0xE690, "㎥"),
    (0xEA74, "."),
    (0xEA75, ","),
    // The halves of ⑪ and ⑫; the first is the same for both.
    (0xEADF, "⑪"),
    (0xEAE0, "⑫"),
];

/// The first half of ⑪ and ⑫, which the second half says in whole.
const FIRST_HALF: char = '\u{EAD5}';

/// What a private character of a font of 官報 shows; nothing where the next one says it in whole.
pub(super) fn character(font: &str, c: char) -> Option<String> {
    if !('\u{E000}'..='\u{F8FF}').contains(&c) || !FONTS.iter().any(|part| font.contains(part)) {
        return None;
    }
    if c == FIRST_HALF {
        return Some(String::new());
    }
    let code = u32::from(c);
    if let Some((_, shown)) = SINGLE.iter().find(|(single, _)| *single == code) {
        return Some((*shown).to_owned());
    }
    SERIES.iter().find_map(|(first, shown)| {
        let shown = shown.chars().nth(code.checked_sub(*first)? as usize)?;
        Some(match first {
            0xE839 | 0xE94F | 0xE9E5 | 0xE9FE | 0xEA0F => format!("({shown})"),
            0xEAC1 => format!("({shown}"),
            0xEACB => format!("{shown})"),
            _ => shown.to_string(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(codes: &str) -> String {
        codes.chars().filter_map(|c| character("DFHSMinchoRPro6N-W3-Identity-H", c)).collect()
    }

    #[test]
    fn the_codes_of_numbers_and_signs_are_read() {
        for (codes, shown) in [
            ("\u{E7B2}\u{E7BB}", "⑴⑽"),
            ("\u{EAC1}\u{EACB}\u{EAC2}\u{EAD4}", "(11)(20)"),
            ("\u{EAD5}\u{EAE0}", "⑫"),
            ("\u{E88B}\u{E88A}", "10"),
            ("\u{E9E5}\u{E94F}\u{E83C}", "(ア)(A)(ⅳ)"),
            ("\u{EA75}\u{E61C}\u{E690}", ",－㎥"),
        ] {
            assert_eq!(read(codes), shown);
        }
    }

    #[test]
    fn other_codes_and_other_fonts_are_left_alone() {
        assert_eq!(character("DFHSMinchoRPro6N", '\u{E000}'), None);
        assert_eq!(character("MS-Mincho", '\u{E7B2}'), None);
        assert_eq!(character("MFRoman-Identity-H", '一'), None);
    }
}
