//! Citations of law as units: 第33条第1項第3号の5, 措法41の19の3, 法人税基本通達9-2-12, 令和6年文科省告示第12号.
//!
//! Enter at [`citations_in`]. A citation is read in every notation and named in one (第33条第1項), with each
//! of its levels, so that 第33条 finds what cites its first paragraph; and once more with the statute, where
//! that stands before it by its name or by the abbreviation of the tax offices (措法 for 租税特別措置法).

use std::fmt::Write as _;
use std::ops::Range;

use shirabe_japanese::is_kanji;

use crate::numbers::Number;
use crate::values::form::Form;

/// Statutes and circulars with their usual abbreviations, as 国税庁 lists them at the head of each circular
/// (凡例) and 法令用語 dictionaries have them; the longest of a beginning first.
const STATUTES: [(&str, &[&str]); 24] = [
    ("租税特別措置法施行規則", &["措規"]),
    ("租税特別措置法施行令", &["措令"]),
    ("租税特別措置法関係通達", &["措通"]),
    ("租税特別措置法", &["措法"]),
    ("所得税法施行規則", &["所規"]),
    ("所得税法施行令", &["所令"]),
    ("所得税基本通達", &["所基通"]),
    ("所得税法", &["所法"]),
    // 法規 and 法令 are words, and stand for their statutes in tables of tax papers alone.
    ("法人税法施行規則", &[]),
    ("法人税法施行令", &[]),
    ("法人税基本通達", &["法基通"]),
    ("法人税法", &["法法"]),
    ("消費税法施行規則", &["消規"]),
    ("消費税法施行令", &["消令"]),
    ("消費税法基本通達", &["消基通"]),
    ("消費税法", &["消法"]),
    ("相続税法施行令", &["相令"]),
    ("相続税法基本通達", &["相基通"]),
    ("相続税法", &["相法"]),
    ("財産評価基本通達", &["評基通", "評通"]),
    ("国税通則法施行令", &["通令"]),
    ("国税通則法", &["通則法", "通法"]),
    ("国税徴収法", &["徴収法", "徴法"]),
    ("印紙税法", &["印法"]),
];

/// The levels of an article in their order, with the words that a unit begins and a citation does not:
/// 3条件, 5項目, 2号館.
const LEVELS: [(char, &str); 3] = [('条', "件例約文理"), ('項', "目"), ('号', "館車機線室")];

/// What numbers of papers follow.
const PAPERS: [&str; 9] = ["法律", "政令", "省令", "府令", "告示", "通知", "訓令", "規則", "条例"];

/// A citation in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Place in the text.
    pub chars: Range<usize>,
    /// What it is looked for by, the widest first.
    pub terms: Vec<String>,
}

/// The citations of a text, from left to right, without overlap.
pub fn citations_in(text: &str) -> Vec<Citation> {
    // Most texts have none, and need not be folded to see that.
    if !text.contains(is_sign) {
        return Vec::new();
    }
    let form = Form::of(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < form.len() {
        match read_at(&form, at) {
            Some((end, terms)) => {
                found.push(Citation { chars: form.text_range(at..end), terms });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// What every citation has one of.
fn is_sign(c: char) -> bool {
    matches!(c, '条' | '号' | '法' | '令' | '通' | '規' | '-' | '－' | '‐' | '−')
}

fn read_at(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    if let Some((statute, end)) = statute_at(form, at) {
        let (end, mut terms) = of_statute(form, end)?;
        let with_statute: Vec<String> =
            terms.iter().map(|term| format!("{statute}{term}")).collect();
        terms.extend(with_statute);
        return Some((end, terms));
    }
    article(form, at).or_else(|| section_of_circular(form, at)).or_else(|| paper(form, at))
}

fn statute_at(form: &Form, at: usize) -> Option<(&'static str, usize)> {
    // With what a name or an abbreviation begins: every character of a library comes by here.
    if !form.at(at).is_some_and(|c| "租措所法消相財評国通徴印".contains(c)) {
        return None;
    }
    let is_inside = form.before(at).is_some_and(is_kanji);
    STATUTES.iter().find_map(|(name, abbreviations)| {
        // 消費税法 inside a longer name is another statute; an abbreviation is short enough to stand in one.
        let written = abbreviations.iter().filter(|_| !is_inside).chain([name]);
        let written = written.into_iter().find(|written| form.goes_on(at, written))?;
        Some((*name, at + written.chars().count()))
    })
}

/// What follows a statute: 第33条第1項, or 41の19の3 without its unit.
fn of_statute(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    if let Some(found) = article(form, at).or_else(|| section_of_circular(form, at)) {
        return Some(found);
    }
    let (number, end) = branched(form, at)?;
    Some((end, vec![format!("第{}条{}", number.0, number.1)]))
}

/// 第33条第1項第3号の5, 33条1項, 三十三条の二.
fn article(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    let mut terms: Vec<String> = Vec::new();
    let mut end = at;
    for (unit, others) in LEVELS {
        let start = end + usize::from(form.at(end) == Some('第'));
        let Some((number, behind)) = number_at(form, start) else { break };
        let goes_on_as_word = form.at(behind + 1).is_some_and(|c| others.contains(c));
        if form.at(behind) != Some(unit) || goes_on_as_word {
            break;
        }
        let (branches, behind) = branches(form, behind + 1);
        let before = terms.last().cloned().unwrap_or_default();
        terms.push(format!("{before}第{number}{unit}{branches}"));
        end = behind;
    }
    (!terms.is_empty()).then_some((end, terms))
}

/// 9-2-12, 36-30の2: three groups of digits, or two behind a 通達.
fn section_of_circular(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    let is_behind_circular = form.before(at) == Some('通') || form.before(at) == Some('達');
    let mut numbers = Vec::new();
    let mut end = at;
    while let Some((number, behind)) = number_at(form, end) {
        numbers.push(number.to_string());
        end = behind;
        if form.at(end) != Some('-') || number_at(form, end + 1).is_none() {
            break;
        }
        end += 1;
    }
    let n_needed = if is_behind_circular { 2 } else { 3 };
    // A date or a telephone number has a zero, or four digits and more.
    let is_short = numbers.iter().all(|number| number.len() <= 3);
    if numbers.len() < n_needed || !is_short {
        return None;
    }
    let (branches, end) = branches(form, end);
    Some((end, vec![format!("{}{branches}", numbers.join("-"))]))
}

/// 告示第12号, 法律第二十五号.
fn paper(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    let kind = PAPERS.iter().find(|kind| form.goes_on(at, kind))?;
    let start = at + kind.chars().count();
    let (number, end) = number_at(form, start + usize::from(form.at(start) == Some('第')))?;
    (form.at(end) == Some('号')).then(|| (end + 1, vec![format!("{kind}第{number}号")]))
}

/// 41の19の3: the number, and its branches as they are written behind the unit.
fn branched(form: &Form, at: usize) -> Option<((Number, String), usize)> {
    let (number, end) = number_at(form, at)?;
    let (branches, end) = branches(form, end);
    let is_counted = form.at(end).is_some_and(|c| is_kanji(c) && c != '、');
    (!is_counted).then_some(((number, branches), end))
}

/// の2の3, unless a number of things follows: 第3条の2つの要件.
fn branches(form: &Form, at: usize) -> (String, usize) {
    let (mut written, mut end) = (String::new(), at);
    while form.at(end) == Some('の')
        && let Some((number, behind)) = number_at(form, end + 1)
        && !form.at(behind).is_some_and(|c| matches!(c, 'つ' | '年' | '人' | '件' | '回' | '者'))
    {
        let _ = write!(written, "の{number}");
        end = behind;
    }
    (written, end)
}

/// A whole number that begins here.
fn number_at(form: &Form, at: usize) -> Option<(Number, usize)> {
    let is_inside = form.before(at).is_some_and(|c| c.is_ascii_digit() || c == '.');
    if is_inside || !form.is_numeral_at(at) {
        return None;
    }
    let (number, end) = form.number_at(at)?;
    number.to_integer().map(|_| (number, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> String {
        citations_in(text).into_iter().flat_map(|found| found.terms).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_article_has_one_name_in_every_notation() {
        for written in ["第33条第1項第3号の5", "第三十三条第一項第三号の五", "３３条１項３号の５"]
        {
            assert_eq!(terms(written), "第33条 第33条第1項 第33条第1項第3号の5", "{written}");
        }
        assert_eq!(terms("第3条の2第1項"), "第3条の2 第3条の2第1項");
    }

    #[test]
    fn the_abbreviation_of_a_statute_is_the_statute() {
        assert_eq!(terms("措法41の19の3"), "第41条の19の3 租税特別措置法第41条の19の3");
        assert_eq!(terms("租税特別措置法第41条の19の3"), terms("措法41の19の3"));
        assert_eq!(terms("所法9①"), "第9条 所得税法第9条");
    }

    #[test]
    fn circulars_and_papers_have_numbers() {
        assert_eq!(terms("法人税基本通達９－２－１２"), "9-2-12 法人税基本通達9-2-12");
        assert_eq!(terms("所基通36-30の2"), "36-30の2 所得税基本通達36-30の2");
        assert_eq!(terms("令和6年文科省告示第12号"), "告示第12号");
        assert_eq!(terms("平成十五年法律第五十七号"), "法律第57号");
    }

    #[test]
    fn other_numbers_are_no_citations() {
        for text in [
            "3条件",
            "5項目の2",
            "2025-02-21",
            "03-1234-5678",
            "第3条の2つの要件",
            "法令3人",
            "2-1",
        ] {
            let found = terms(text);
            assert!(found.is_empty() || found == "第3条", "{text}: {found}");
        }
    }
}
