//! Numerals: 130件 = 百三十件 = 一三〇件; 1,000 = 1000 = 千.
//!
//! Kanji numerals are parts of many words (一般, 三重県, 千葉, 十分), so they are read as numbers only
//! before a counter or behind 第. Digits that belong to a name or a code (CO2, 5G, 2-1, 007) stay as
//! they are.

use std::ops::Range;

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;
use crate::numbers::{Found, scan};

/// Counters and units behind which a numeral in kanji is a number. Left out are those that make
/// words with it: 分 (十分), 時 (一時), 部 (一部), 度 (一度), 方 (一方), 般, 面, 体, 種, 定, 切.
const COUNTERS: &[&str] = &[
    "か所",
    "ヶ所",
    "ケ所",
    "カ所",
    "箇所",
    "か月",
    "ヶ月",
    "カ月",
    "箇月",
    "か年",
    "ヶ年",
    "カ年",
    "箇年",
    "か国",
    "ヶ国",
    "カ国",
    "箇国",
    "つ",
    "円",
    "年",
    "月",
    "日",
    "件",
    "名",
    "人",
    "回",
    "社",
    "校",
    "台",
    "個",
    "点",
    "冊",
    "本",
    "枚",
    "頁",
    "ページ",
    "章",
    "節",
    "条",
    "項",
    "号",
    "編",
    "款",
    "期",
    "級",
    "位",
    "番",
    "機関",
    "法人",
    "大学",
    "施設",
    "病院",
    "拠点",
    "団体",
    "自治体",
    "市町村",
    "都道府県",
    "地域",
    "事業",
    "課題",
    "分野",
    "項目",
    "段階",
    "週",
    "歳",
    "倍",
    "割",
    "%",
    "パーセント",
    "ポイント",
    "km",
    "キロ",
    "メートル",
    "トン",
    "ha",
    "ヘクタール",
    "時間",
    "分間",
    "分の",
    "次",
    "世帯",
    "棟",
    "床",
    "例",
];

pub(super) fn expand(phrase: &Phrase<'_>, findings: &mut Findings<'_>) {
    for found in scan(phrase.text) {
        let is_number = if found.is_kanji {
            is_counted(phrase, &found.chars)
        } else {
            !is_code(phrase, &found)
        };
        if is_number && findings.is_untouched(&found.chars) {
            findings.add(Rule::Number, found.chars, found.number.notations());
        }
    }
}

fn is_counted(phrase: &Phrase<'_>, chars: &Range<usize>) -> bool {
    // 数十人, 何百回: not a number that can be written in digits.
    if phrase.before(chars.start).is_some_and(|c| matches!(c, '数' | '何' | '幾')) {
        return false;
    }
    let form = &phrase.form;
    let behind = form.form_range(chars.end..phrase.chars.len()).start;
    let rest: String = form.as_str().chars().skip(behind).take(5).collect();
    let is_unit_alone = matches!(phrase.part(chars), "万" | "億" | "兆");
    let has_counter = COUNTERS.iter().any(|counter| rest.starts_with(counter));
    (has_counter && !is_unit_alone) || phrase.before(chars.start) == Some('第')
}

fn is_code(phrase: &Phrase<'_>, found: &Found) -> bool {
    let joins = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | '+' | '－' | '‐')
    };
    let before = found.chars.start.checked_sub(1).and_then(|at| phrase.chars.get(at));
    let behind = phrase.chars.get(found.chars.end);
    let written = phrase.part(&found.chars);
    let has_leading_zero = written.starts_with(['0', '０']) && !written.contains(['.', '．']);
    has_leading_zero
        || before.is_some_and(|c| joins(*c) || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
        || behind.is_some_and(|c| joins(*c) && !is_unit_letter(phrase, found.chars.end))
}

/// km, ha, mg behind a number are units; a single letter may be a code (5G, 3D).
fn is_unit_letter(phrase: &Phrase<'_>, at: usize) -> bool {
    let letters = phrase.chars.get(at..).unwrap_or_default();
    letters.iter().take_while(|c| c.is_ascii_lowercase()).count() >= 2
}
