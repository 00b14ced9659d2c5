//! What stands around numerals says whether they are a number, and of which kind.

use std::ops::Range;

use shirabe_japanese::is_kanji;
use shirabe_japanese::number_signs::roman_value;

use super::form::Form;
use super::{Read, ValueKind};
use crate::numbers::Number;

/// Counters and units behind which a numeral in kanji is a number. Left out are those that make
/// words with it: 分 (十分), 時 (一時), 部 (一部), 度 (一度), 方 (一方), 般, 面, 体, 種, 定, 切, 層 (一層), 段 (一段).
const COUNTERS: &[&str] = &[
    "か所",
    "ヶ所",
    "ケ所",
    "カ所",
    "ヵ所",
    "箇所",
    "か月",
    "ヶ月",
    "カ月",
    "ヵ月",
    "箇月",
    "か年",
    "ヶ年",
    "カ年",
    "ヵ年",
    "箇年",
    "か国",
    "ヶ国",
    "カ国",
    "ヵ国",
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
    "ペ-ジ",
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
    "パ-セント",
    "ポイント",
    "km",
    "キロ",
    "メ-トル",
    "トン",
    "ha",
    "ヘクタ-ル",
    "時間",
    "分間",
    "分の",
    "次",
    "世帯",
    "棟",
    "床",
    "例",
    "相試験",
    "票",
    "隻",
    "頭",
    "戸",
    "軒",
    "便",
    "議席",
    "学期",
    "学年",
    "平方",
    "立方",
    "ドル",
    "ユ-ロ",
];

/// Two digits with a zero before them are a number where they count these: 04月, 第01号.
const COUNTED_WITH_ZERO: &str = "年月日時分秒回号期章節項条";

/// 文科振 in 6文科振第1号 is not longer: 文部科学省文書処理規則 and its like abbreviate offices so.
const MAX_CHARS_OF_OFFICE: usize = 8;

/// Whether a number may be written in kanji here.
pub(super) fn is_counted(form: &Form, range: Range<usize>) -> bool {
    let is_unit_alone =
        range.len() == 1 && matches!(form.at(range.start), Some('万' | '億' | '兆'));
    if form.before(range.start) == Some('第') {
        return true;
    }
    let has_counter = COUNTERS.iter().any(|counter| form.goes_on(range.end, counter));
    let speaks_for_itself = is_evident(&form.slice(range.clone()).collect::<String>());
    (has_counter && !is_unit_alone) || speaks_for_itself || begins_document_number(form, range.end)
}

/// Whether numerals in kanji can be nothing but a number: three of them, or a large unit behind another.
pub(super) fn is_evident(written: &str) -> bool {
    let n_chars = written.chars().count();
    let large = written.chars().position(|c| matches!(c, '万' | '億' | '兆'));
    n_chars >= 3 && large != Some(0) || n_chars == 2 && large == Some(1)
}

/// 六 of 六文科振第一号.
fn begins_document_number(form: &Form, end: usize) -> bool {
    let office = form.slice(end..form.len()).take_while(|c| is_kanji(*c) && *c != '第');
    // One more is too long already: kanji may go on to the end of the text, behind each of its numbers.
    let office = office.take(MAX_CHARS_OF_OFFICE + 1).count();
    // The day of the paper may stand between: 7医政発0401第15号.
    let mark = form.slice(end + office..form.len()).take_while(char::is_ascii_digit).count();
    let mark = end + office + mark;
    let number = mark + 1;
    (1..=MAX_CHARS_OF_OFFICE).contains(&office)
        && form.at(mark) == Some('第')
        && form.is_numeral_at(number)
        && form.at(form.end_of_run(number)) == Some('号')
}

/// 数十人, 何百回: not a number that can be written in digits.
pub(super) fn is_vague(form: &Form, at: usize) -> bool {
    matches!(form.before(at), Some('数' | '何' | '幾'))
}

/// Whether digits belong to a name or a code.
pub(super) fn is_code(form: &Form, range: Range<usize>) -> bool {
    let joins = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '-' | '/' | '.' | '_' | '+' | '－' | '‐')
    };
    let is_sign = |c: char| c.is_numeric() && !c.is_ascii_digit() && !('０'..='９').contains(&c);
    let is_raised = |c: Option<char>| c.is_some_and(|c| is_sign(c) && !is_kanji(c));
    let behind = form.written_from(range.end);
    let goes_on = match behind {
        [c, ..] if c.is_ascii_alphanumeric() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') => {
            behind.iter().take_while(|c| c.is_ascii_lowercase()).count() < 2
        }
        [c, next, ..] => joins(*c) && next.is_ascii_alphanumeric(),
        _ => false,
    };
    has_leading_zero(form, &range)
        || form.written_before(range.start).is_some_and(joins)
        || goes_on
        || is_raised(behind.first().copied())
}

fn has_leading_zero(form: &Form, range: &Range<usize>) -> bool {
    let mut digits = form.slice(range.clone());
    let has_zero = digits.next() == Some('0') && digits.next().is_some_and(|c| c != '.');
    let is_padded = range.len() == 2
        && (form.at(range.end).is_some_and(|unit| COUNTED_WITH_ZERO.contains(unit)));
    has_zero && !is_padded
}

/// Whether a number counts off: 第2, 2相, 2期.
pub(super) fn is_ordinal(form: &Form, range: Range<usize>) -> bool {
    form.before(range.start) == Some('第') || is_before_phase(form, range.end)
}

fn is_before_phase(form: &Form, end: usize) -> bool {
    matches!(form.at(end), Some('相' | '期')) && !form.goes_on(end, "期間")
}

/// A Roman numeral behind 第, or before 相 and 期: letters and signs have one form.
pub(super) fn read_roman(form: &Form, at: usize) -> Option<Read> {
    let is_behind_mark = form.before(at) == Some('第');
    let is_inside = form.before(at).is_some_and(|c| c.is_ascii_alphanumeric());
    let letters: String =
        form.slice(at..form.len()).take_while(|c| matches!(c, 'i' | 'v' | 'x')).collect();
    let end = at + letters.len();
    let goes_on = form.at(end).is_some_and(|c| c.is_ascii_alphanumeric());
    if letters.is_empty() || is_inside || goes_on || !(is_behind_mark || is_before_phase(form, end))
    {
        return None;
    }
    let number = Number::parse(&roman_value(&letters)?.to_string())?;
    Some(Read { end, kind: ValueKind::Ordinal(number) })
}

/// Whether a counter follows, so that a number here counts things.
pub(super) fn counts_things(form: &Form, end: usize) -> bool {
    COUNTERS.iter().any(|counter| form.goes_on(end, counter))
        || form.at(end).is_some_and(|c| c.is_ascii_alphanumeric())
}
