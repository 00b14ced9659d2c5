//! Folding as the documentation has it, written a second time: NFKC, small letters, no white space, and
//! the program's two published tables of old kanji and radicals, read as files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fs_err as fs;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands for a sign that is one unit, such as ①, ㈱, ½ or ⁶: no wording that is drawn holds one.
const UNIT: char = '\u{E000}';

/// A text as it is compared.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::new();
    let visible = text.chars().map(voicing).filter(|c| !is_white(*c));
    let mut characters = visible.peekable();
    while let Some(first) = characters.next() {
        let mut cluster = first.to_string();
        while let Some(mark) = characters.next_if(|c| is_combining_mark(*c)) {
            cluster.push(mark);
        }
        if is_unit(first) {
            out.push(UNIT);
        } else {
            let composed = cluster.nfkc().flat_map(char::to_lowercase);
            out.extend(composed.map(|c| TABLES.get(&c).copied().unwrap_or(c)));
        }
    }
    out
}

/// A text in half width and small letters. White space stays, because it parts Latin words; what nobody
/// sees goes, because it does not. Full-width punctuation stays as it is: it is Japanese, so in
/// `https://…/index.html（２）ICT` it ends the address (13 places of the white papers).
pub(super) fn narrow(text: &str) -> String {
    let visible = text.chars().filter(|c| c.is_whitespace() || !is_white(*c));
    let narrow = |c: char| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '／' | '：' | '＠' | '＿' | '－' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap()
        }
        c => c,
    };
    visible.map(|c| narrow(c).to_ascii_lowercase()).collect()
}

/// Characters whose folding is the same in every account of it, of which wordings are drawn. Dashes and
/// the long-vowel mark, circles, and へ, which is the same in both scripts, are families of their own.
pub(super) fn is_plain(c: char) -> bool {
    match c {
        'へ' | 'べ' | 'ぺ' | 'ヘ' | 'ベ' | 'ペ' | 'ー' | '〇' => false,
        'ぁ'..='ん' | 'ァ'..='ヺ' | '一'..='鿿' | ',' | '・' => true,
        c => c.is_ascii_alphanumeric(),
    }
}

/// Whether a wording may begin or end here: not inside a Latin word or a number, about which there are
/// rules of their own.
pub(super) fn is_edge(c: char) -> bool {
    is_plain(c) && !c.is_ascii_alphanumeric() && !"一二三四五六七八九十百千万億兆,".contains(c)
}

/// The marks that take up room stand for those that do not.
fn voicing(c: char) -> char {
    match c {
        '\u{309B}' | '\u{FF9E}' => '\u{3099}',
        '\u{309C}' | '\u{FF9F}' => '\u{309A}',
        c => c,
    }
}

fn is_white(c: char) -> bool {
    let is_invisible = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}');
    c.is_whitespace() || is_invisible
}

/// Signs that NFKC takes apart or makes a digit or letter of.
fn is_unit(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | 'ª' | 'º' | '¼'..='¾' | '…' | '‥' | '\u{2070}'..='\u{209F}' | '\u{2100}'..='\u{218F}'
        | '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3200}'..='\u{33FF}')
}

/// One character for another: comma and full stop, middle dots, old kanji, radicals.
static TABLES: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let mut tables: BTreeMap<char, char> =
        [('、', ','), ('。', '.'), ('·', '・'), ('•', '・')].into();
    for line in data("EquivalentUnifiedIdeograph.txt").lines() {
        let Some((from, to)) = line.split('#').next().and_then(|line| line.split_once(';')) else {
            continue;
        };
        let code = |hex: &str| u32::from_str_radix(hex.trim(), 16).unwrap();
        let (first, last) = from.split_once("..").unwrap_or((from, from));
        let characters = (code(first)..=code(last)).filter_map(char::from_u32);
        tables.extend(characters.map(|from| (from, char::from_u32(code(to)).unwrap())));
    }
    for line in data("old-new-kanji.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t').map(|column| column.chars().next().unwrap());
        tables.insert(columns.next().unwrap(), columns.next().unwrap());
    }
    tables
});

/// A data file of the crate that owns it, whichever that is.
fn data(name: &str) -> String {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let folders = fs::read_dir(crates).unwrap().map(|entry| entry.unwrap().path().join("data"));
    let file: Option<PathBuf> = folders.map(|data| data.join(name)).find(|path| path.is_file());
    fs::read_to_string(file.expect("a crate has the table")).unwrap()
}

#[test]
fn the_second_folding_does_what_the_documentation_says() {
    assert_eq!(folded("ｶﾞｲﾄﾞ カ゛\nＡＩ戦略、⻑期 國民"), "ガイドガai戦略,長期国民");
    assert_eq!(folded("①と㈱と10⁶"), "\u{E000}と\u{E000}と10\u{E000}");
    assert_eq!(folded("葛\u{E0100}城"), "葛城");
}
