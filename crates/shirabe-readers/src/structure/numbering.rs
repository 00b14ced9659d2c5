//! The numbering of headings and items: 第1 → 1 → (1) → ア → (ア) → a → (a), 編・章・節, ①, ○, ＜ ＞, 【 】.
//!
//! [`label`] reads the label at the start of a line. Source of the order: 公用文作成の考え方（文化審議会
//! 建議、令和4年1月7日）解説 Ⅲ-3「項目の細別と階層」; 章・節・款・目 and 条: 内閣法制局 法令の構成; ① stands
//! between (1) and ア by the custom of policy documents.

mod ordinals;

use ordinals::{
    circled_ordinal, is_counter, kana_ordinal, leading_number, letter_ordinal, roman_ordinal,
};

use crate::characters::{is_closing, narrow};

/// A family of labels. Labels of one class at one place of a document are siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// 第1編, 第1部
    Part,
    /// 第1章
    Chapter,
    /// 第1節
    Section,
    /// 第1款
    Subsection,
    /// 第1条
    Article,
    /// 第1
    Ordinal,
    /// Ⅰ
    Roman,
    /// 1.
    Number,
    /// 一　, the 号 of laws
    KanjiNumber,
    /// 1.2, 1-2-3: with how many numbers
    Decimal(u8),
    /// (1)
    Parenthesised,
    /// 1)
    HalfParenthesised,
    /// ①
    Circled,
    /// ア
    Kana,
    /// (ア)
    ParenthesisedKana,
    /// a.
    Letter,
    /// (a)
    ParenthesisedLetter,
    /// ○, ■ and so on
    Mark(char),
    /// A whole line in ＜ ＞ or < >
    Angle,
    /// A whole line in 【 】
    Lenticular,
}

impl Class {
    /// How deep a label stands by the usual order; `None` where every document has its own.
    pub(crate) fn rank(self) -> Option<u8> {
        Some(match self {
            Class::Part => 0,
            Class::Chapter => 10,
            Class::Section => 20,
            Class::Subsection => 30,
            Class::Article => 40,
            Class::Ordinal => 50,
            Class::Roman => 60,
            Class::Number => 70,
            Class::Decimal(n) => 70 + n.min(9),
            Class::KanjiNumber => 79,
            Class::Parenthesised => 80,
            Class::HalfParenthesised => 82,
            Class::Circled => 85,
            Class::Kana => 90,
            Class::ParenthesisedKana => 100,
            Class::Letter => 110,
            Class::ParenthesisedLetter => 120,
            Class::Mark(_) | Class::Angle | Class::Lenticular => return None,
        })
    }

    /// Whether the label says by itself that a heading follows, as 第1章 does and 1. does not.
    pub(crate) fn names_a_division(self) -> bool {
        matches!(self, Class::Part | Class::Chapter | Class::Section | Class::Subsection)
    }
}

/// The label of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// Its family.
    pub(crate) class: Class,
    /// Its number; 1 for ア and a. 0 where it has none.
    pub(crate) ordinal: u32,
    /// As it is written, such as `（１）`; empty for ＜ ＞ and 【 】, which enclose the heading.
    pub(crate) written: String,
}

/// The bullets that slides use as headings as well as for items.
pub(crate) const MARKS: [char; 14] =
    ['○', '●', '◎', '〇', '◯', '■', '□', '◆', '◇', '▼', '▽', '★', '☆', '▲'];

/// Reads the label at the start of a line; white space before it is skipped.
pub(crate) fn label(line: &str) -> Option<Label> {
    let line = line.trim();
    let chars: Vec<char> = line.chars().take(24).map(narrow).collect();
    enclosed(line)
        .or_else(|| ordinal_word(&chars, line))
        .or_else(|| parenthesised(&chars, line))
        .or_else(|| number(&chars, line))
        .or_else(|| kanji_item(line))
        .or_else(|| single(&chars, line))
}

/// What follows the label, without the white space between.
pub(crate) fn after_label<'a>(line: &'a str, label: &Label) -> &'a str {
    let line = line.trim();
    line.strip_prefix(label.written.as_str()).unwrap_or(line).trim_start()
}

fn make(class: Class, ordinal: u32, line: &str, n_chars: usize) -> Label {
    Label { class, ordinal, written: line.chars().take(n_chars).collect() }
}

/// ＜疾患領域に関連した研究開発＞, 【事業スキーム】: the whole line, with no second pair in it.
fn enclosed(line: &str) -> Option<Label> {
    let class = match (line.chars().next()?, line.chars().next_back()?) {
        ('＜', '＞') | ('<', '>') | ('〈', '〉') | ('《', '》') => Class::Angle,
        ('【', '】') | ('［', '］') | ('〔', '〕') => Class::Lenticular,
        _ => return None,
    };
    let n_chars = line.chars().count();
    let has_one_pair = line
        .chars()
        .take(n_chars - 1)
        .all(|c| !(is_closing(c) || c == '>') || c == '）' || c == ')');
    (n_chars > 2 && has_one_pair).then(|| Label { class, ordinal: 0, written: String::new() })
}

/// 第1章, 第一節, 第1: not 第1回, 第3期, 第5位.
fn ordinal_word(chars: &[char], line: &str) -> Option<Label> {
    if *chars.first()? != '第' {
        return None;
    }
    let (ordinal, n_digits) = leading_number(chars.get(1..)?)?;
    let end = 1 + n_digits;
    let class = match chars.get(end) {
        Some('編' | '部') => Class::Part,
        Some('章') => Class::Chapter,
        Some('節') => Class::Section,
        Some('款') => Class::Subsection,
        Some('条') => {
            if let Some(n_branch) = branch(chars.get(end + 1..)?) {
                return Some(make(Class::Article, ordinal, line, end + 1 + n_branch));
            }
            Class::Article
        }
        Some(' ' | '.' | '、' | '\t') => return Some(make(Class::Ordinal, ordinal, line, end)),
        _ => return None,
    };
    // 第1部会 and 第2章では are words of a sentence, 第1章総論 is a heading without its space.
    let follows = chars.get(end + 1).copied();
    let is_word = matches!(
        follows,
        Some(
            '会' | '門'
                | '隊'
                | '局'
                | 'の'
                | 'で'
                | 'に'
                | 'は'
                | 'が'
                | 'を'
                | 'と'
                | 'か'
                | 'へ'
                | '、'
                | '。'
                | '及'
                | '第'
                | '中'
                | '参'
        )
    );
    (!is_word).then(|| make(class, ordinal, line, end + 1))
}

/// の十七 in 第一条の十七, a branch of an article, where white space sets it off from the text.
fn branch(chars: &[char]) -> Option<usize> {
    let mut n = 0;
    while chars.get(n) == Some(&'の') {
        n += 1 + leading_number(chars.get(n + 1..)?)?.1;
    }
    let is_set_off = chars.get(n).is_some_and(|c| c.is_whitespace());
    (n > 0 && is_set_off).then_some(n)
}

/// (1), （ア）, (a); 1) and a) too.
fn parenthesised(chars: &[char], line: &str) -> Option<Label> {
    let is_open = *chars.first()? == '(';
    let start = usize::from(is_open);
    let inner = chars.get(start..)?;
    let (class, ordinal, n_inner) = if let Some((ordinal, n)) = leading_number(inner) {
        if n > 2 {
            return None;
        }
        (if is_open { Class::Parenthesised } else { Class::HalfParenthesised }, ordinal, n)
    } else if let Some(ordinal) = kana_ordinal(*inner.first()?) {
        (Class::ParenthesisedKana, ordinal, 1)
    } else if let Some(ordinal) = roman_ordinal(*inner.first()?) {
        (Class::ParenthesisedLetter, ordinal, 1)
    } else if inner.first()?.is_ascii_lowercase() {
        (Class::ParenthesisedLetter, letter_ordinal(*inner.first()?), 1)
    } else {
        return None;
    };
    let closes = chars.get(start + n_inner) == Some(&')');
    let is_enough = is_open || class == Class::HalfParenthesised;
    (closes && is_enough).then(|| make(class, ordinal, line, start + n_inner + 1))
}

/// 1. 1． 1　 and 1.2 or 1-2; not 1.5倍, 10 年 or 2025年.
fn number(chars: &[char], line: &str) -> Option<Label> {
    let mut n_numbers = 0_u8;
    let mut at = 0;
    let mut last = 0;
    loop {
        let n_digits = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
        if n_digits == 0 || n_digits > 2 {
            break;
        }
        let digits: String = chars.get(at..at + n_digits)?.iter().collect();
        last = digits.parse().ok()?;
        at += n_digits;
        n_numbers += 1;
        let joins = matches!(chars.get(at), Some('.' | '-' | '−' | '‐'))
            && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if !joins || n_numbers == 6 {
            break;
        }
        at += 1;
    }
    if n_numbers == 0 || last == 0 {
        return None;
    }
    let class = if n_numbers == 1 { Class::Number } else { Class::Decimal(n_numbers) };
    match chars.get(at) {
        Some('.' | '、') if n_numbers == 1 || chars.get(at) == Some(&'.') => {
            chars.get(at + 1).map(|_| make(class, last, line, at + 1))
        }
        Some(' ' | '\t') => {
            let next = chars.iter().skip(at).find(|c| !c.is_whitespace())?;
            (!is_counter(*next) && !next.is_ascii_digit()).then(|| make(class, last, line, at))
        }
        _ => None,
    }
}

/// 一　氏名: a kanji numeral set off by a full-width space.
fn kanji_item(line: &str) -> Option<Label> {
    let chars: Vec<char> = line.chars().take(5).collect();
    let (ordinal, n_digits) = leading_number(&chars)?;
    let is_set_off = chars.get(n_digits) == Some(&'\u{3000}') && n_digits <= 3;
    is_set_off.then(|| make(Class::KanjiNumber, ordinal, line, n_digits))
}

/// ①, Ⅰ, ア, a., ○.
fn single(chars: &[char], line: &str) -> Option<Label> {
    let first = *chars.first()?;
    let second = chars.get(1).copied();
    let is_set_off = matches!(second, Some(' ' | '\t' | '.' | ')'));
    if let Some(ordinal) = circled_ordinal(first) {
        return Some(make(Class::Circled, ordinal, line, 1));
    }
    if MARKS.contains(&first) {
        // ○○大学 is a placeholder, not an item.
        // 〇・七五 is a number; 〇 is a bullet only if it is set off.
        let is_zero = first == '〇' && !is_set_off;
        return (second.is_some() && second != Some(first) && !is_zero)
            .then(|| make(Class::Mark(first), 0, line, 1));
    }
    if let Some(ordinal) = roman_ordinal(first) {
        let n_chars = 1 + usize::from(second == Some('.'));
        return second.map(|_| make(Class::Roman, ordinal, line, n_chars));
    }
    if let (Some(ordinal), true) = (kana_ordinal(first), is_set_off) {
        return Some(make(Class::Kana, ordinal, line, 1 + usize::from(second == Some('.'))));
    }
    let is_letter = first.is_ascii_lowercase()
        && matches!(second, Some('.'))
        && chars.get(2).is_some_and(|c| c.is_whitespace());
    is_letter.then(|| make(Class::Letter, letter_ordinal(first), line, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        match label(line) {
            Some(label) => format!("{:?} {} {}", label.class, label.ordinal, label.written),
            None => "–".to_owned(),
        }
    }

    fn shown(lines: &str) -> String {
        let lines: Vec<String> =
            lines.lines().map(|line| format!("{line} → {}", show(line))).collect();
        lines.join("\n")
    }

    #[test]
    fn the_labels_of_official_documents_are_read() {
        let lines = "第１　趣旨
第二章 総則
第1部 特集
第3条 定義
第一条の十七 法第三十七条
１．目的
2. これからの在り方
３　対応方策
一　氏名
二十三　その他
1.2 背景
１－３－２ 手法
（１） シーズの企業導出数
(10) その他
1) 概要
①基礎研究
㉑ 資料
ア　対象
（イ）要件
a. 手順
(b) 例外
Ⅱ．方針
○10月16日（第1回）
■ 背景
＜疾患領域に関連した研究開発＞
<研究環境の整備>
【事業スキーム】";
        insta::assert_snapshot!(shown(lines), @r"
        第１　趣旨 → Ordinal 1 第１
        第二章 総則 → Chapter 2 第二章
        第1部 特集 → Part 1 第1部
        第3条 定義 → Article 3 第3条
        第一条の十七 法第三十七条 → Article 1 第一条の十七
        １．目的 → Number 1 １．
        2. これからの在り方 → Number 2 2.
        ３　対応方策 → Number 3 ３
        一　氏名 → KanjiNumber 1 一
        二十三　その他 → KanjiNumber 23 二十三
        1.2 背景 → Decimal(2) 2 1.2
        １－３－２ 手法 → Decimal(3) 2 １－３－２
        （１） シーズの企業導出数 → Parenthesised 1 （１）
        (10) その他 → Parenthesised 10 (10)
        1) 概要 → HalfParenthesised 1 1)
        ①基礎研究 → Circled 1 ①
        ㉑ 資料 → Circled 21 ㉑
        ア　対象 → Kana 1 ア
        （イ）要件 → ParenthesisedKana 2 （イ）
        a. 手順 → Letter 1 a.
        (b) 例外 → ParenthesisedLetter 2 (b)
        Ⅱ．方針 → Roman 2 Ⅱ．
        ○10月16日（第1回） → Mark('○') 0 ○
        ■ 背景 → Mark('■') 0 ■
        ＜疾患領域に関連した研究開発＞ → Angle 0 
        <研究環境の整備> → Angle 0 
        【事業スキーム】 → Lenticular 0
        ");
    }

    #[test]
    fn words_and_quantities_are_no_labels() {
        let lines = "第３期でAMEDが目指すところ
第1回 会議
第１部会の検討
2015 年 (平成27年) 4月
10 件
1.5倍に増加
2025年度
ア、イ及びウ
アメリカ
一般会計
一 般
○○大学
〇・七五
（例）
(平成27年)
（2025年）
<知的>な<関心>
【A】と【B】
a new method

1.
令和7年";
        for line in lines.lines() {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn the_text_after_a_label_is_the_heading_proper() {
        let label = label(" （１） シーズ").unwrap();
        assert_eq!(after_label(" （１） シーズ", &label), "シーズ");
    }
}
