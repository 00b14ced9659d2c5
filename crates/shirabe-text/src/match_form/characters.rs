//! The characters that are folded by a list: what Unicode's NFKC leaves apart and a reader takes
//! for the same.

use std::collections::HashMap;
use std::sync::LazyLock;

/// White space of every kind, with the invisible characters that only say where a line may break.
pub(super) fn is_white(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{180E}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Default_Ignorable_Code_Point (UAX #44): invisible characters that only advise the renderer.
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The combining mark that a voicing mark stands for: ゛ and ﾞ take up room, U+3099 does not.
pub(super) fn combining_voicing(character: char) -> Option<char> {
    match character {
        '\u{3099}' | '\u{309B}' | '\u{FF9E}' => Some('\u{3099}'),
        '\u{309A}' | '\u{309C}' | '\u{FF9F}' => Some('\u{309A}'),
        _ => None,
    }
}

/// The character that stands for this one in the match form.
///
/// Where a family has a member in ASCII, that one stands for it: no ASCII character is changed here,
/// so that a pattern's own signs keep their meaning when its text is folded.
pub(super) fn listed(character: char) -> char {
    match character {
        '\u{80}'..='\u{2E7F}' | '\u{3000}'..='\u{33FF}' | '\u{FE10}'..='\u{FFEF}' => {
            symbol(character)
        }
        _ => IDEOGRAPHS.get(&character).copied().unwrap_or(character),
    }
}

/// Punctuation, signs and letters that NFKC leaves apart; each row is one family.
fn symbol(character: char) -> char {
    match character {
        // Hyphens, dashes, the minus sign and the long-vowel mark: fonts and converters mix them,
        // and JIS and Windows tables map the same byte to different ones.
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{30FC}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '\u{FF70}' => '-',
        // Wave dash: U+301C in JIS tables, U+FF5E in Windows-31J.
        '\u{223C}' | '\u{2DC}' | '\u{301C}' | '\u{3030}' | '\u{FF5E}' => '~',
        // Middle dots and bullets.
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{FF65}' => '・',
        // Comma and full stop: 公用文 writes ， or 、 and ． or 。
        // (公用文作成の考え方, 令和4年1月11日 内閣官房長官通知, allows both commas).
        '、' | '，' | '､' => ',',
        '。' | '．' | '｡' => '.',
        '\u{22EF}' => '…',
        '\u{2018}'..='\u{201B}' | '\u{B4}' | '\u{2B9}' | '\u{2BC}' | '\u{2032}' | '\u{2035}' => {
            '\''
        }
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{2036}' | '\u{301D}'..='\u{301F}' => '"',
        // 『 』 is 「 」 inside 「 」: a quoted sentence changes its own brackets.
        '『' => '「',
        '』' => '」',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2236}' => ':',
        'ς' => 'σ',
        '\u{2225}' => '‖',
        '\u{30A0}' => '=',
        // Circles: bullets and the zero of 二〇二五年 are typed with any of them.
        '\u{25CB}' | '\u{25EF}' => '〇',
        // Numbers in filled and doubled circles, to those in plain circles.
        '\u{24EB}'..='\u{24F4}' => shifted(character, '\u{24EB}', '⑪'),
        '\u{24F5}'..='\u{24FE}' => shifted(character, '\u{24F5}', '①'),
        '\u{2776}'..='\u{277F}' => shifted(character, '\u{2776}', '①'),
        '\u{2780}'..='\u{2789}' => shifted(character, '\u{2780}', '①'),
        '\u{278A}'..='\u{2793}' => shifted(character, '\u{278A}', '①'),
        // The same shape in both scripts: found in the middle of katakana words in real papers.
        'ヘ' => 'へ',
        'ベ' => 'べ',
        'ペ' => 'ぺ',
        _ => IDEOGRAPHS.get(&character).copied().unwrap_or(character),
    }
}

/// The character as far behind `to` as this one is behind `from`.
fn shifted(character: char, from: char, to: char) -> char {
    char::from_u32(character as u32 - from as u32 + to as u32).unwrap_or(character)
}

/// Radicals and old kanji, from the two data files.
static IDEOGRAPHS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut map: HashMap<char, char> = radicals().collect();
    map.extend(old_kanji());
    map
});

/// `2E8C..2E8D ; 5C0F # …` of Unicode's EquivalentUnifiedIdeograph.txt.
fn radicals() -> impl Iterator<Item = (char, char)> {
    let lines = include_str!("../../data/EquivalentUnifiedIdeograph.txt").lines();
    let code = |hex: &str| u32::from_str_radix(hex.trim(), 16).ok();
    lines
        .filter_map(move |line| {
            let (from, to) = line.split('#').next()?.split_once(';')?;
            let (first, last) = from.split_once("..").unwrap_or((from, from));
            Some((code(first)?..=code(last)?, char::from_u32(code(to)?)?))
        })
        .flat_map(|(from, to)| from.filter_map(char::from_u32).map(move |from| (from, to)))
}

/// `old ⇥ new ⇥ source` of old-new-kanji.tsv.
fn old_kanji() -> impl Iterator<Item = (char, char)> {
    let lines = include_str!("../../data/old-new-kanji.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t').map(|column| column.chars().next());
        Some((columns.next()??, columns.next()??))
    })
}
