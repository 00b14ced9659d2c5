//! Private-use characters become the bullet that the font showed, or 〓.

/// What the symbol fonts show. Source: Microsoft's Wingdings and Symbol, whose codes 0x20–0xFF office
/// programs write as U+F020–U+F0FF.
const SYMBOLS: [(char, char); 40] = [
    ('\u{F028}', '☎'),
    ('\u{F02A}', '✉'),
    ('\u{F046}', '☞'),
    ('\u{F06C}', '●'),
    ('\u{F06D}', '○'),
    ('\u{F06E}', '■'),
    ('\u{F06F}', '□'),
    ('\u{F070}', '□'),
    ('\u{F071}', '□'),
    ('\u{F072}', '□'),
    ('\u{F073}', '◆'),
    ('\u{F074}', '◆'),
    ('\u{F075}', '◆'),
    ('\u{F076}', '◆'),
    ('\u{F077}', '◆'),
    ('\u{F09E}', '・'),
    ('\u{F09F}', '・'),
    ('\u{F0A1}', '○'),
    ('\u{F0A4}', '◎'),
    ('\u{F0A5}', '◎'),
    ('\u{F0A7}', '■'),
    ('\u{F0A8}', '□'),
    ('\u{F0AB}', '★'),
    ('\u{F0B2}', '◇'),
    ('\u{F0B7}', '・'),
    ('\u{F0D8}', '➢'),
    ('\u{F0DF}', '←'),
    ('\u{F0E0}', '→'),
    ('\u{F0E1}', '↑'),
    ('\u{F0E2}', '↓'),
    ('\u{F0E8}', '→'),
    ('\u{F0E9}', '↑'),
    ('\u{F0EA}', '↓'),
    ('\u{F0EF}', '⇦'),
    ('\u{F0F0}', '⇨'),
    ('\u{F0F1}', '⇧'),
    ('\u{F0F2}', '⇩'),
    ('\u{F0FB}', '✗'),
    ('\u{F0FC}', '✓'),
    ('\u{F0FE}', '☑'),
];

/// The line with readable characters, if it had private ones.
pub(crate) fn repair(line: &str) -> Option<String> {
    line.contains(is_private).then(|| line.chars().map(readable).collect())
}

/// Whether a character is private and of no font that is known.
pub(crate) fn is_unknown(c: char) -> bool {
    is_private(c) && readable(c) == '〓'
}

/// Whether a character has no meaning of its own.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// What a character shows; of a private one that is not known, 〓.
pub(crate) fn readable(c: char) -> char {
    let symbol = SYMBOLS.iter().find(|(private, _)| *private == c);
    symbol.map_or(if is_private(c) { '〓' } else { c }, |(_, symbol)| *symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bullet_of_a_symbol_font_becomes_a_bullet() {
        assert_eq!(repair("\u{F06C} 背景").as_deref(), Some("● 背景"));
        assert_eq!(repair("\u{F0FC}公募").as_deref(), Some("✓公募"));
    }

    #[test]
    fn an_unknown_private_character_stays_visible_as_a_gap() {
        assert_eq!(repair("渡\u{E123}委員").as_deref(), Some("渡〓委員"));
    }

    #[test]
    fn public_characters_stay() {
        assert_eq!(repair("髙橋、𠮷野、①、✓"), None);
    }
}
