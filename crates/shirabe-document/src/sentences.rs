//! Does a sentence go on? The evidence on either side of a line end.
//!
//! Every rule that joins lines asks here: [`ends_finished`] and [`ends_open`] look at what stands
//! before, [`goes_on`] and [`starts_anew`] at what stands after.

use crate::asides::{is_caption, is_note};
use crate::characters::{
    is_closing, is_hiragana, is_japanese, is_kanji, is_katakana, open_bracket,
};
use crate::numbering::{Label, MARKS, after_label, label};

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

/// Bullets of items. The ones that are headings on slides are in [`MARKS`].
pub(crate) const BULLETS: [char; 17] =
    ['・', '･', '•', '●', '○', '✓', '✔', '☑', '▶', '➢', '➤', '◆', '◇', '■', '□', '▪', '‣'];

/// Whether a line ends a sentence or leads to a list.
pub(crate) fn ends_finished(line: &str) -> bool {
    let mut chars = line.trim_end().chars().rev().skip_while(|c| is_closing(*c));
    let closes = line.trim_end().chars().next_back().is_some_and(is_closing);
    match chars.next() {
        Some('。' | '．' | '！' | '？' | '!' | '?' | '｡') => true,
        Some('：' | ':' | '；' | ';' | '.') => !closes,
        _ => false,
    }
}

/// Whether a line ends in the middle of a sentence: after a comma, in an open bracket, or after a
/// particle that needs something to follow.
pub(crate) fn ends_open(line: &str) -> bool {
    let line = line.trim_end();
    let last = line.chars().next_back();
    if matches!(last, Some('、' | '，' | '､' | ',' | '・' | '･')) {
        return true;
    }
    if open_bracket(line).is_some() {
        return true;
    }
    // 子ども, もの, こと, はじめに, まで end labels as well as phrases.
    let ends_label = [
        "もの",
        "こと",
        "ひと",
        "あと",
        "もと",
        "ほど",
        "すべて",
        "全て",
        "まで",
        "じめに",
        "わりに",
        "めに",
        "ちに",
        "か月の",
    ]
    .iter()
    .any(|word| line.ends_with(word));
    matches!(last, Some('を' | 'は' | 'が' | 'に' | 'の' | 'と' | 'で' | 'て')) && !ends_label
}

/// Whether a line goes on with the sentence before it.
pub(crate) fn goes_on(line: &str) -> Continuation {
    let mut chars = line.trim_start().chars();
    let Some(first) = chars.next() else { return Continuation::Unknown };
    let second = chars.next();
    // Small kana, the long-vowel mark, を, ん, る and closing punctuation never begin a Japanese word.
    let never_begins = matches!(
        first,
        'ぁ' | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ー'
            | 'を'
            | 'ん'
            | 'ン'
            | 'る'
            | '々'
            | '、'
            | '。'
            | '，'
            | '．'
            | '､'
            | '｡'
            | '％'
    ) || is_closing(first);
    if never_begins {
        return Continuation::Certain;
    }
    if starts_with_particle(first, second) || starts_with_ending(line.trim_start()) {
        return Continuation::Likely;
    }
    // (MD, PhD) の意見: a bracket that a particle follows belongs to what stands before it.
    if matches!(first, '(' | '（') && line.chars().count() < 400 {
        let after = line.split_once(['）', ')']).map_or("", |(_, after)| after.trim_start());
        let mut after = after.chars();
        if after.next().is_some_and(|c| starts_with_particle(c, after.next())) {
            return Continuation::Likely;
        }
    }
    Continuation::Unknown
}

/// は before ライフサイエンス is a particle, in はじめに it is not: only what is no hiragana, or makes a
/// compound particle, may follow.
fn starts_with_particle(first: char, second: Option<char>) -> bool {
    let Some(second) = second else { return false };
    let stands_before_a_word =
        !is_hiragana(second) && is_japanese(second) || second.is_ascii_alphanumeric();
    match first {
        'は' | 'が' | 'に' | 'の' | 'で' | 'も' => {
            let pair = matches!((first, second), ('に' | 'で', 'は' | 'も') | ('の', 'う' | 'た'));
            stands_before_a_word && !matches!((first, second), ('は', '種' | '虫') | (_, '・'))
                || pair
        }
        'と' => stands_before_a_word && second != '畜' && second != '・',
        'へ' | 'や' => stands_before_a_word && (is_kanji(second) || is_katakana(second)),
        _ => false,
    }
}

/// Endings of verbs and words that only follow others.
fn starts_with_ending(line: &str) -> bool {
    [
        "した",
        "して",
        "する",
        "しつ",
        "され",
        "させ",
        "れた",
        "れる",
        "れて",
        "から",
        "まで",
        "より",
        "など",
        "ている",
        "てい",
        "であ",
        "でき",
        "です",
        "ます",
        "だっ",
        "ける",
        "けて",
        "げる",
        "げて",
        "せる",
        "せて",
        "せた",
        "べき",
        "ため",
        "ない",
        "なが",
        "くた",
        "えて",
        "える",
        "えら",
        "いて",
        "いた",
        "いく",
        "いる",
        "きる",
        "きた",
        "って",
        "った",
        "んで",
        "れば",
        "ろう",
        "られ",
        "らせ",
        "りま",
        "ろん",
    ]
    .iter()
    .any(|ending| line.starts_with(ending))
}

/// Whether a line starts something new whatever stands before: an item, a note, a heading, a caption,
/// an address.
pub(crate) fn starts_anew(line: &str) -> bool {
    let line = line.trim_start();
    let Some(first) = line.chars().next() else { return true };
    if BULLETS.contains(&first)
        || MARKS.contains(&first)
        || matches!(first, '※' | '→' | '⇒' | '＊' | '～' | '〜' | '…')
    {
        return true;
    }
    let is_dash_item = matches!(first, '-' | '－' | '–' | '—' | '‐')
        && line.chars().nth(1).is_some_and(char::is_whitespace);
    is_dash_item
        || matches!(first, '【' | '＜' | '<')
        || line.starts_with("http://")
        || line.starts_with("https://")
        || is_caption(line)
        || is_note(line)
        || starts_with_name_and_value(line)
        || label(line).is_some_and(|label| !is_word_of_a_sentence(line, &label))
}

/// アウトプット指標：１２０件／年
fn starts_with_name_and_value(line: &str) -> bool {
    line.split_once('：').is_some_and(|(name, value)| {
        let is_name = (2..=16).contains(&name.chars().count())
            && !name.contains(['、', '。', '（', '「', ' ']);
        is_name && !value.trim().is_empty()
    })
}

/// （２）に掲げる: a label that a particle follows.
fn is_word_of_a_sentence(line: &str, label: &Label) -> bool {
    let mut rest = after_label(line, label).chars();
    let is_set_off = line
        .strip_prefix(label.written.as_str())
        .is_some_and(|r| r.starts_with(char::is_whitespace));
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
        for line in [
            "整備を行い、",
            "科学技術（推進費",
            "調整費として",
            "中長期的な振興・活性化方策に",
            "民間の",
        ] {
            assert!(ends_open(line), "{line}");
        }
        for line in [
            "文部科学省研究振興局",
            "はじめに",
            "できること",
            "85億円（85億円）",
            "4機関を採択",
            "すべて",
        ] {
            assert!(!ends_open(line), "{line}");
        }
    }

    #[test]
    fn the_start_of_a_line_tells_whether_the_sentence_goes_on() {
        use Continuation::{Certain, Likely, Unknown};
        for (line, expected) in [
            ("る各シーズ・技術への支援", Certain),
            ("を構築・導入する。", Certain),
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
