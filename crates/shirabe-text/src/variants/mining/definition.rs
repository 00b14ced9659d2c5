//! What a pair of brackets defines, and whether a short name can stand for a long one.

use shirabe_japanese::{half_width, is_kana, is_kanji, is_katakana_letter};

/// What brackets define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Definition {
    /// （AMED）
    Acronym(String),
    /// （以下「機構」という。）, （略称：再生医療NC）
    Explicit(String),
    /// （学振）: kanji or kana out of the long name, if they fit.
    Contraction(String),
}

/// A short name of more characters is a sentence.
const MAX_CHARS_OF_SHORT: usize = 24;
const MAX_CHARS_OF_ACRONYM: usize = 15;
const MAX_CHARS_OF_CONTRACTION: usize = 8;

/// Capitals that do not stand for the words before them: numerals, file types, marks.
const NO_ACRONYMS: &[&str] = &[
    "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "PDF", "HTML", "CSV", "ZIP", "XML",
    "JSON", "KB", "MB", "GB", "TB", "NEW", "OK", "NG", "NO", "URL", "TEL", "FAX", "USD", "JPY",
];

/// What 以下 can begin besides a definition, and names that only hold near their definition.
const NO_NAMES: &[&str] = &["同じ", "同様", "略", "省略", "参照", "甲", "乙", "丙"];
const DEICTIC: &[char] = &['本', '当', '同', '各', '該', '前', '次', '右', '左'];

/// What the content of brackets defines, if anything.
pub(super) fn read_definition(inner: &str) -> Option<Definition> {
    if let Some(short) = explicit(inner) {
        return is_name(&short).then_some(Definition::Explicit(short));
    }
    if is_acronym(inner) {
        return Some(Definition::Acronym(inner.to_owned()));
    }
    let is_short = (2..=MAX_CHARS_OF_CONTRACTION).contains(&inner.chars().count());
    (is_short && inner.chars().all(|c| is_kanji(c) || is_kana(c)))
        .then(|| Definition::Contraction(inner.to_owned()))
}

impl Definition {
    /// Whether the short name can stand for this long one.
    pub(super) fn fits(&self, long: &str) -> bool {
        let (n_long, n_short) = (long.chars().count(), self.short().chars().count());
        let is_shorter = n_short < n_long && !long.ends_with(['等', '案', '版']);
        is_shorter
            && match self {
                Definition::Acronym(_) => n_long >= 3,
                Definition::Explicit(short) => long != short,
                Definition::Contraction(short) => {
                    n_long >= n_short + 2
                        && !long.contains(short.as_str())
                        && is_out_of(short, long)
                }
            }
    }

    pub(super) fn into_short(self) -> String {
        let (Definition::Acronym(short)
        | Definition::Explicit(short)
        | Definition::Contraction(short)) = self;
        short
    }

    fn short(&self) -> &str {
        let (Definition::Acronym(short)
        | Definition::Explicit(short)
        | Definition::Contraction(short)) = self;
        short
    }
}

/// A word of capitals in any width: AMED, ＡＭＥＤ, mRNA, P-PROMOTE, B-cure; but not YouTube.
pub(super) fn is_acronym(text: &str) -> bool {
    let narrow: Vec<char> = text.chars().map(half_width).collect();
    let n_capitals = narrow.iter().filter(|c| c.is_ascii_uppercase()).count();
    let n_letters = narrow.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let is_marked = narrow.iter().any(|c| matches!(c, '-' | '&' | '+'));
    let is_word = narrow.first().is_some_and(char::is_ascii_alphabetic)
        && narrow
            .iter()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '&' | '+' | '/' | '.'));
    let known: String = narrow.iter().collect();
    is_word
        && narrow.len() <= MAX_CHARS_OF_ACRONYM
        && ((n_capitals >= 2 && n_capitals * 2 >= n_letters) || (n_capitals >= 1 && is_marked))
        && !NO_ACRONYMS.contains(&known.as_str())
}

/// Whether the text spells an acronym out: FIH（First in Human）, DX（デジタルトランスフォーメーション）.
pub(super) fn is_spelled_out(acronym: &str, text: &str) -> bool {
    let is_katakana = |c: char| is_katakana_letter(c) || matches!(c, 'ー' | '・');
    let is_transcribed = text.chars().count() >= 5 && text.chars().all(is_katakana);
    is_transcribed
        || latin_start(acronym, &text.chars().map(half_width).collect::<Vec<_>>()) == Some(0)
}

/// Where in a Latin text the words begin whose letters the acronym takes, each letter in order and
/// the first at the beginning of a word (Schwartz & Hearst 2003, A Simple Algorithm for Identifying
/// Abbreviation Definitions in Biomedical Text).
pub(super) fn latin_start(acronym: &str, text: &[char]) -> Option<usize> {
    let letters: Vec<char> =
        acronym.chars().map(half_width).filter(char::is_ascii_alphanumeric).collect();
    let mut at = text.len();
    for (index, letter) in letters.iter().enumerate().rev() {
        at = (0..at).rev().find(|at| {
            let begins_word = *at == 0 || !text[at - 1].is_ascii_alphanumeric();
            text[*at].eq_ignore_ascii_case(letter) && (index > 0 || begins_word)
        })?;
    }
    let n_words =
        text.get(at..)?.split(|c| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).count();
    let is_latin =
        text.get(at..)?.iter().all(|c| c.is_ascii_alphanumeric() || " -&,./'".contains(*c));
    (is_latin && (2..=letters.len() * 2).contains(&n_words)).then_some(at)
}

/// The name behind 以下, 略称 or 通称.
fn explicit(inner: &str) -> Option<String> {
    let rest = ["以下", "略称", "通称", "略して"]
        .iter()
        .find_map(|word| inner.split_once(word))
        .map(|p| p.1)?;
    let rest = rest.trim_start_matches(['、', '，', ',', '：', ':', ' ', '　', 'は']);
    if let Some(quoted) = rest.strip_prefix(['「', '｢', '『', '“', '"', '〝']) {
        let (name, behind) = quoted.split_once(['」', '｣', '』', '”', '"', '〟'])?;
        // 以下「甲」から「乙」まで names nothing.
        let names = behind.is_empty() || behind.starts_with(['と', '。', '、', '，']);
        return names.then(|| name.trim().to_owned());
    }
    let end = ["という", "といい", "と言う", "と略", "と記", "と呼", "と総称", "とする", "と表"];
    let bare = end.iter().find_map(|end| rest.split_once(end)).map(|(name, _)| name.trim());
    match bare {
        Some(name) => Some(name.to_owned()),
        None => is_acronym(rest.trim()).then(|| rest.trim().to_owned()),
    }
}

fn is_name(short: &str) -> bool {
    let n_chars = short.chars().count();
    (2..=MAX_CHARS_OF_SHORT).contains(&n_chars)
        && !NO_NAMES.contains(&short)
        && !short.starts_with(DEICTIC)
        // 開示請求等 stands for several things of which only the last is before the bracket.
        && !short.ends_with('等')
        && !short.contains(['。', '、', '，', '「', '『', '：'])
}

/// Whether the short name's characters stand in the long one, in this order.
fn is_out_of(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|wanted| rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(inner: &str) -> String {
        read_definition(inner).map_or("-".into(), |definition| format!("{definition:?}"))
    }

    #[test]
    fn brackets_that_define_a_name_are_known() {
        insta::assert_snapshot!(shown("AMED"), @r#"Acronym("AMED")"#);
        insta::assert_snapshot!(shown("ＡＭＥＤ"), @r#"Acronym("ＡＭＥＤ")"#);
        insta::assert_snapshot!(shown("B-cure"), @r#"Acronym("B-cure")"#);
        insta::assert_snapshot!(shown("以下「機構」という。"), @r#"Explicit("機構")"#);
        insta::assert_snapshot!(shown("以下、機構という"), @r#"Explicit("機構")"#);
        insta::assert_snapshot!(shown("平成26年法律第48号。以下「推進法」という。"), @r#"Explicit("推進法")"#);
        insta::assert_snapshot!(shown("以下AMED"), @r#"Explicit("AMED")"#);
        insta::assert_snapshot!(shown("略称：医薬機構とする"), @r#"Explicit("医薬機構")"#);
        insta::assert_snapshot!(shown("学振"), @r#"Contraction("学振")"#);
    }

    #[test]
    fn other_brackets_define_nothing() {
        for inner in [
            "平成27年",
            "第3期",
            "49人",
            "例：研究時間の確保",
            "以下同じ。",
            "以下「本事業」という。",
            "III",
            "PDF",
            "※",
            "１",
            "令和6年6月閣議決定",
            "555億円",
            "Value",
            "Precision Medicine",
            "基礎研究、人材育成",
        ] {
            assert_eq!(shown(inner), "-", "{inner}");
        }
    }

    #[test]
    fn a_contraction_is_made_of_the_long_name() {
        let fits = |short: &str, long| Definition::Contraction(short.into()).fits(long);
        assert!(fits("学振", "日本学術振興会"));
        assert!(fits("経産省", "経済産業省"));
        assert!(!fits("案", "論点整理"));
        assert!(!fits("縦糸型", "臓器別"));
        assert!(!fits("リソース", "バイオリソース"));
    }

    #[test]
    fn latin_words_are_found_by_their_letters() {
        let start = |acronym, text: &str| latin_start(acronym, &text.chars().collect::<Vec<_>>());
        assert_eq!(start("FIH", "the First in Human"), Some(4));
        assert_eq!(start("AMED", "Japan Agency for Medical Research and Development"), Some(6));
        assert_eq!(start("CMM", "Curiosity-Methodology-Mission"), Some(0));
        assert_eq!(start("JST", "Research Unit"), None);
    }
}
