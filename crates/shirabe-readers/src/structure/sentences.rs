//! Does a sentence go on? The evidence on either side of a line end.
//!
//! Every rule that joins lines asks here: [`ends_finished`] and [`ending`] look at what stands before,
//! [`goes_on`] and [`starts_anew`] at what stands after.

use crate::characters::{
    is_closing, is_hiragana, is_japanese, is_kanji, is_katakana, narrow, open_bracket,
};
use crate::structure::asides::{is_caption, is_note};
use crate::structure::numbering::{Label, MARKS, after_label, label};

/// What the start of a line says about the line before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Continuation {
    /// Nothing.
    Unknown,
    /// It is most likely the rest of a sentence.
    Likely,
    /// No Japanese sentence starts so.
    Certain,
}

/// How a line ends that does not end a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// In a word that can be the last.
    Closed,
    /// In に or て, as a sentence cut in two does, but titles too: 〜について, 〜に向けて.
    Loose,
    /// After a comma, in an open bracket, or in a particle that needs something to follow.
    Open,
}

/// Bullets of items. The ones that are headings on slides are in [`MARKS`].
pub(crate) const BULLETS: [char; 22] = [
    '・', '･', '•', '●', '○', '✓', '✔', '☑', '▶', '➢', '➤', '◆', '◇', '■', '□', '▪', '‣', '⚫',
    '⬤', '❖', '❑', '➡',
];

/// Small kana, the long-vowel mark, を, ん, る and closing punctuation never begin a Japanese word.
const NEVER_FIRST: &str = "ぁぃぅぇぉっゃゅょァィゥェォッャュョーをんンる々、。，．､｡％";

/// Words that end labels as well as phrases, although they end like a particle.
const LABEL_ENDINGS: [&str; 13] = [
    "もの",
    "こと",
    "ひと",
    "あと",
    "もと",
    "ほど",
    "ごと",
    "まで",
    "とは",
    "じめに",
    "わりに",
    "めに",
    "ちに",
];

/// Forms in て that end titles.
const TITLE_ENDINGS: [&str; 12] = [
    "ついて",
    "向けて",
    "むけて",
    "関して",
    "対して",
    "として",
    "めぐって",
    "当たって",
    "あたって",
    "おいて",
    "通じて",
    "すべて",
];

/// Endings of verbs, and words that only follow others.
const ENDINGS: [&str; 44] = [
    "した", "して", "する", "しつ", "され", "させ", "れた", "れる", "れて", "から", "まで", "より",
    "など", "てい", "であ", "です", "ます", "だっ", "ける", "けて", "げる", "げて", "せる", "せて",
    "せた", "べき", "ため", "なが", "くた", "えて", "える", "えら", "いて", "いた", "きる", "きた",
    "って", "った", "んで", "れば", "ろう", "られ", "らせ", "りま",
];

/// Whether a line ends a sentence or leads to a list.
pub(crate) fn ends_finished(line: &str) -> bool {
    let line = line.trim_end();
    let is_closed = line.chars().next_back().is_some_and(is_closing);
    match line.chars().rev().find(|c| !is_closing(*c)) {
        Some(c) if "。．！？!?｡".contains(c) => true,
        Some(c) if "：:；;.".contains(c) => !is_closed,
        _ => false,
    }
}

/// How a line ends, if it does not end a sentence.
pub(crate) fn ending(line: &str) -> Ending {
    let line = line.trim_end();
    let Some(last) = line.chars().next_back() else { return Ending::Closed };
    let has_one_of = |words: &[&str]| words.iter().any(|word| line.ends_with(word));
    if "、，､,・･".contains(last) || open_bracket(line).is_some() {
        return Ending::Open;
    }
    if has_one_of(&LABEL_ENDINGS) {
        return Ending::Closed;
    }
    match last {
        'を' | 'は' | 'が' | 'の' | 'と' | 'で' => Ending::Open,
        'て' if !has_one_of(&TITLE_ENDINGS) => Ending::Open,
        'て' | 'に' => Ending::Loose,
        _ => Ending::Closed,
    }
}

/// Whether a line goes on with the sentence before it.
pub(crate) fn goes_on(line: &str) -> Continuation {
    let line = line.trim_start();
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return Continuation::Unknown };
    if may_not_begin(first) {
        return Continuation::Certain;
    }
    let is_ending = ENDINGS.iter().any(|ending| line.starts_with(ending));
    if starts_with_particle(first, chars.next()) || is_ending || starts_with_an_aside(line) {
        return Continuation::Likely;
    }
    Continuation::Unknown
}

/// Whether no Japanese word or sentence begins with this character.
pub(crate) fn may_not_begin(c: char) -> bool {
    NEVER_FIRST.contains(c) || is_closing(c)
}

/// は before ライフサイエンス is a particle, in はじめに it is not: only what is no hiragana, or makes a
/// compound particle, may follow.
fn starts_with_particle(first: char, second: Option<char>) -> bool {
    let Some(second) = second.filter(|second| *second != '・') else { return false };
    let is_compound = matches!((first, second), ('に' | 'で', 'は' | 'も') | ('の', 'う' | 'た'));
    let stands_before_a_word =
        !is_hiragana(second) && is_japanese(second) || second.is_ascii_alphanumeric();
    match first {
        'は' if matches!(second, '種' | '虫') => false,
        'と' if second == '畜' => false,
        'は' | 'が' | 'に' | 'の' | 'で' | 'も' | 'と' => {
            stands_before_a_word || is_compound
        }
        'へ' | 'や' => is_kanji(second) || is_katakana(second),
        _ => false,
    }
}

/// (MD, PhD) の意見: a bracket that a particle follows belongs to what stands before it.
fn starts_with_an_aside(line: &str) -> bool {
    if !line.starts_with(['(', '（']) {
        return false;
    }
    let n_before = line.char_indices().take(60).find(|(_, c)| matches!(c, ')' | '）'));
    let after = n_before.and_then(|(at, c)| line.get(at + c.len_utf8()..)).unwrap_or_default();
    let mut after = after.trim_start().chars();
    after.next().is_some_and(|first| starts_with_particle(first, after.next()))
}

/// Whether a line starts something new whatever stands before: an item, a note, a heading, a caption,
/// an address.
pub(crate) fn starts_anew(line: &str) -> bool {
    let line = line.trim_start();
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return true };
    let is_mark =
        BULLETS.contains(&first) || MARKS.contains(&first) || "※→⇒＊～〜…【＜<".contains(first);
    let is_dash = "-－–—‐".contains(first) && chars.next().is_some_and(char::is_whitespace);
    is_mark
        || is_dash
        || line.starts_with("http://")
        || line.starts_with("https://")
        || line.starts_with("(※")
        || line.starts_with("（※")
        || is_caption(line)
        || is_note(line)
        || starts_with_a_square_number(line)
        || starts_with_a_counted_word(line)
        || starts_with_name_and_value(line)
        || label(line).is_some_and(|label| !is_word_of_a_sentence(line, &label))
}

/// [1] 新聞広告, ［２］ 通知
fn starts_with_a_square_number(line: &str) -> bool {
    let mut chars = line.chars().map(narrow);
    chars.next() == Some('[')
        && chars.next().is_some_and(|c| c.is_ascii_digit())
        && chars.find(|c| !c.is_ascii_digit()) == Some(']')
}

/// 事例2）, 問３．, 例1：
fn starts_with_a_counted_word(line: &str) -> bool {
    let n_word = line.chars().take(5).take_while(|c| is_kanji(*c)).count();
    let mut rest = line.chars().skip(n_word).map(narrow).peekable();
    let has_number = rest.peek().is_some_and(char::is_ascii_digit);
    let end = rest.find(|c| !c.is_ascii_digit());
    (1..=4).contains(&n_word) && has_number && matches!(end, Some(')' | '.' | ':'))
}

/// アウトプット指標：１２０件／年, 更新理由:2025年
fn starts_with_name_and_value(line: &str) -> bool {
    let mut n_name = 0;
    for (n, c) in line.chars().take(17).enumerate() {
        if matches!(c, '：' | ':') {
            n_name = n;
            break;
        }
        if "、。（(「 /".contains(c) {
            return false;
        }
    }
    let first = line.chars().next();
    let has_value = line.chars().nth(n_name + 1).is_some_and(|c| c != '/');
    n_name >= 2 && has_value && first.is_some_and(is_japanese)
}

/// （２）に掲げる: a label that a particle follows.
fn is_word_of_a_sentence(line: &str, label: &Label) -> bool {
    let mut rest = after_label(line, label).chars();
    let after = line.strip_prefix(label.written.as_str());
    let is_set_off = after.is_some_and(|after| after.starts_with(char::is_whitespace));
    !is_set_off && rest.next().is_some_and(|first| starts_with_particle(first, rest.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_its_full_stop_even_inside_a_bracket() {
        for line in
            ["開発を促進する。", "目指します。」", "何ですか？", "次のとおり：", "has ended."]
        {
            assert!(ends_finished(line), "{line}");
        }
        for line in [
            "医療研究開",
            "（ペアリング、マッチング）",
            "整備を行い、",
            "（参考：別紙）",
            "目標（第３期）",
        ] {
            assert!(!ends_finished(line), "{line}");
        }
    }

    #[test]
    fn a_line_is_open_after_a_comma_a_bracket_or_a_particle() {
        for line in
            ["整備を行い、", "科学技術（推進費", "最大限活用して", "若手研究人材を", "民間の"]
        {
            assert_eq!(ending(line), Ending::Open, "{line}");
        }
        for line in ["最近の動向等について", "調整費として", "2030年に向けて", "接続が主流に"]
        {
            assert_eq!(ending(line), Ending::Loose, "{line}");
        }
        for line in [
            "文部科学省研究振興局",
            "はじめに",
            "できること",
            "85億円（85億円）",
            "4機関を採択",
            "請求項ごと",
            "ネットスーパーとは",
        ] {
            assert_eq!(ending(line), Ending::Closed, "{line}");
        }
    }

    #[test]
    fn the_start_of_a_line_tells_whether_the_sentence_goes_on() {
        use Continuation::{Certain, Likely, Unknown};
        for (line, expected) in [
            ("る各シーズ・技術への支援", Certain),
            ("を構築・導入する。", Certain),
            ("では、スマートフォン", Likely),
            ("、その成果", Certain),
            ("はライフサイエンス", Likely),
            ("のうち、175億円を", Likely),
            ("した取組において", Likely),
            ("(MD, PhD) の意見", Likely),
            ("はじめに", Unknown),
            ("とりまとめの議論", Unknown),
            ("がん対策の推進", Unknown),
            ("へき地医療", Unknown),
            ("(Crisper-Cas9、認知症治療薬)", Unknown),
            ("研究開発の推進", Unknown),
        ] {
            assert_eq!(goes_on(line), expected, "{line}");
        }
    }

    #[test]
    fn items_notes_headings_captions_and_addresses_start_anew() {
        for line in [
            "・全世界",
            "※役員4名",
            "→CSTI",
            "（１） シーズ",
            "① 基礎研究",
            "第2章 総論",
            "＜疾患領域＞",
            "【事業】",
            "出典：NISTEP",
            "図1 推移",
            "表２－１　内訳",
            "アウトプット指標：120件",
            "更新理由:2025年",
            "[1]　新聞広告",
            "事例2）不審者",
            "一　氏名",
            "(※2)総務省",
            "注1）単位未満",
            "（注）概算",
            "https://www.amed.go.jp/",
            "- 項目",
            "○背景",
            "〜現場〜",
        ] {
            assert!(starts_anew(line), "{line}");
        }
        for line in [
            "発の推進と",
            "図書館の整備",
            "表彰制度",
            "注目の研究",
            "資料を収集",
            "2025年度で",
            "図1に示すとおり",
        ] {
            assert!(!starts_anew(line), "{line}");
        }
    }
}
