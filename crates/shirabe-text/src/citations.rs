//! Citations of law as units: 第33条第1項第3号の5, 措法41の19の3, 法人税基本通達9-2-12, 令和6年文科省告示第12号.
//!
//! Enter at [`citations_in`], or at [`citation_asked`] with what a reader asks for. A citation is read in every
//! notation and named in one (第33条第1項), with each of its levels, so that 第33条 finds what cites its first
//! paragraph; and once more with the statute, where that stands before it by its name (特許法) or by the
//! abbreviation of the tax offices (措法 for 租税特別措置法). The number of a paper is named with its year and
//! its ministry as well, where they stand before it.

use std::fmt::Write as _;
use std::ops::Range;

use shirabe_japanese::calendar::When;
use shirabe_japanese::dates::Reader;
use shirabe_japanese::{is_kanji, is_katakana};

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

/// The ministries whose short names are no beginning of the long ones, as their own pages and papers write them.
const MINISTRIES: [(&str, &str); 5] = [
    ("文部科学省", "文科省"),
    ("厚生労働省", "厚労省"),
    ("農林水産省", "農水省"),
    ("経済産業省", "経産省"),
    ("国土交通省", "国交省"),
];

/// How statutes end. 法令入門 names them: 法律, 政令, 府省令 and 規則; those below them are cited alike.
const STATUTE_ENDS: [&str; 7] = ["法", "法律", "令", "規則", "条例", "規程", "通達"];

/// What belongs to any statute, and is cited without it where that is clear: 施行令第5条.
const SUBORDINATE: [&str; 3] = ["施行令", "施行規則", "施行条例"];

/// The numerals of the longest number that is read: the 39 digits of a `u128`, each with a unit behind it.
const MAX_NUMERALS: usize = 80;

/// What stands for a statute that was named before, and is none by itself.
const PRONOUNS: [char; 4] = ['同', '本', '当', '前'];

/// No statute or ministry has a longer name in kanji and katakana; not measured against other lengths.
const MAX_NAME_CHARS: usize = 30;

/// A citation in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Place in the text.
    pub chars: Range<usize>,
    /// What it is looked for by, the widest first.
    pub terms: Vec<String>,
}

/// What a reader asks for with a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationAsked {
    /// The term of what cites it. It is the bare one where a text does not show where the name of the statute
    /// begins, as with 個人情報の保護に関する法律第27条.
    pub term: String,
    /// The statute, if one is named. Its own text has the bare term.
    pub statute: Option<String>,
    /// The term without the statute.
    pub bare: String,
}

/// The citations of a text, from left to right, without overlap.
pub fn citations_in(text: &str) -> Vec<Citation> {
    // Most texts have none, and need not be folded to see that.
    if !text.contains(is_sign) {
        return Vec::new();
    }
    let form = Form::of(text);
    let (mut found, mut at, mut last) = (Vec::new(), 0, 0);
    while at < form.len() {
        match read_at(&form, at) {
            Some((end, terms)) => {
                let (start, terms) = with_name_before(&form, last..at, terms);
                found.push(Citation { chars: form.text_range(start..end), terms });
                (at, last) = (end, end);
            }
            None => at += 1,
        }
    }
    found
}

/// The one citation that a reader asks for, in any notation and as narrow as it is written: 措法41の19の3,
/// 特許法67条の2, 33 (第33条), 令和6年文科省告示第12号. `None` of what is none.
pub fn citation_asked(written: &str) -> Option<CitationAsked> {
    let written = written.trim();
    let form = Form::of(written);
    let length = written.chars().count();
    if let [found] = &mut citations_in(written)[..]
        && found.chars.end == length
    {
        let term = found.terms.pop()?;
        if found.chars.start == 0 {
            return Some(CitationAsked::of(term, &found.terms));
        }
        let name: String = written.chars().take(found.chars.start).collect();
        if is_statute(&name) && !stands_for_another(&name) && !name.contains(char::is_whitespace) {
            return Some(CitationAsked { bare: term.clone(), statute: Some(name), term });
        }
    }
    let at = if form.goes_on(0, "通達") { 2 } else { 0 };
    if let Some((end, mut terms)) = section_of_circular(&form, at, 2)
        && end == form.len()
    {
        return terms.pop().map(CitationAsked::without_statute);
    }
    let start = usize::from(form.at(0) == Some('第'));
    let ((number, branches), end) = branched(&form, start)?;
    let article = || CitationAsked::without_statute(format!("第{number}条{branches}"));
    (end == form.len()).then(article)
}

impl CitationAsked {
    /// The narrowest of the terms of a citation, which has the others.
    fn of(term: String, others: &[String]) -> CitationAsked {
        let bare = others.iter().filter(|other| term.ends_with(*other)).min_by_key(|o| o.len());
        let bare = bare.unwrap_or(&term).clone();
        let name = term.strip_suffix(bare.as_str()).unwrap_or_default();
        let is_one = is_statute(name) && !SUBORDINATE.contains(&name);
        CitationAsked { statute: is_one.then(|| name.to_owned()), bare, term }
    }

    fn without_statute(term: String) -> CitationAsked {
        CitationAsked { statute: None, bare: term.clone(), term }
    }
}

/// The citation with what stands before it, which is no part of `before` that another one has.
fn with_name_before(
    form: &Form,
    before: Range<usize>,
    mut terms: Vec<String>,
) -> (usize, Vec<String>) {
    let at = before.end;
    let is_paper = PAPERS.iter().any(|kind| form.goes_on(at, kind));
    let (start, names) =
        if is_paper { year_and_ministry(form, before) } else { statute_before(form, before) };
    let of_name = |name: &String| -> Vec<String> {
        terms.iter().map(|term| format!("{name}{term}")).collect()
    };
    let longer: Vec<String> = names.iter().flat_map(of_name).collect();
    terms.extend(longer);
    (start, terms)
}

/// 特許法 before 第67条の2, with where it begins; of 特許法施行令 also 施行令 alone, the widest first.
fn statute_before(form: &Form, before: Range<usize>) -> (usize, Vec<String>) {
    let (start, name) = name_before(form, before.clone());
    if !is_statute(&name) {
        return (before.end, Vec::new());
    }
    let subordinate = SUBORDINATE.iter().find(|end| name.ends_with(*end));
    let is_full = name.chars().count() > 2 && !stands_for_another(&name);
    let mut names: Vec<String> = subordinate.iter().map(|name| (**name).to_owned()).collect();
    if is_full && subordinate.is_none_or(|subordinate| *subordinate != name) {
        names.push(name);
    }
    let start = if is_full { start } else { before.end };
    (start, names)
}

/// Whether a name ends as statutes do.
fn is_statute(name: &str) -> bool {
    STATUTE_ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether it is no name by itself: 同法 and 法 stand for a statute that was named before.
fn stands_for_another(name: &str) -> bool {
    name.starts_with(PRONOUNS) || STATUTE_ENDS.contains(&name)
}

/// 令和6年文科省 before 告示第12号: the ministry, the year, and both.
fn year_and_ministry(form: &Form, before: Range<usize>) -> (usize, Vec<String>) {
    let (start, name) = name_before(form, before.clone());
    // The year is in kanji as well: 平成十二年文部省告示.
    let (start, name) = match name.rsplit_once('年') {
        Some((_, ministry)) => (before.end - ministry.chars().count(), ministry.to_owned()),
        None => (start, name),
    };
    let long = MINISTRIES.iter().find(|(_, short)| *short == name).map(|(long, _)| *long);
    let is_ministry = name.ends_with(['省', '庁', '府']) || name.ends_with("委員会");
    let ministry = long.map(str::to_owned).or(is_ministry.then_some(name));
    let start = if ministry.is_some() { start } else { before.end };
    let mut names: Vec<String> = ministry.iter().cloned().collect();
    let Some((from, year)) = year_before(form, before.start..start) else { return (start, names) };
    names.push(format!("{year}年"));
    names.extend(ministry.map(|ministry| format!("{year}年{ministry}")));
    (from, names)
}

/// The year that ends where `before` does, with where it begins.
fn year_before(form: &Form, before: Range<usize>) -> Option<(usize, i32)> {
    /// 平成三十一年.
    const MAX_YEAR_CHARS: usize = 6;
    if before.is_empty() || form.before(before.end) != Some('年') {
        return None;
    }
    let first = before.end.saturating_sub(MAX_YEAR_CHARS).max(before.start);
    (first..before.end).find_map(|at| match Reader::new(form.chars(), at).mention() {
        Some(read) if read.end == before.end => match read.when {
            When::Year(year) => Some((at, year)),
            _ => None,
        },
        _ => None,
    })
}

/// The name in kanji and katakana that ends where `before` does, with where it begins. It goes over no line,
/// and over white space only at its end: 特許法　第67条.
fn name_before(form: &Form, before: Range<usize>) -> (usize, String) {
    let first = before.end.saturating_sub(MAX_NAME_CHARS).max(before.start);
    let is_of_name = |c: char| is_kanji(c) || is_katakana(c) || c == '・';
    let mut start = before.end;
    while start > first && form.before(start).is_some_and(is_of_name) {
        let parts = |c: char| matches!(c, '\n' | '\t') || start < before.end && c.is_whitespace();
        if form.written_before(start).is_some_and(parts) {
            break;
        }
        start -= 1;
    }
    (start, form.slice(start..before.end).collect())
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
    article(form, at).or_else(|| circular(form, at)).or_else(|| paper(form, at))
}

fn statute_at(form: &Form, at: usize) -> Option<(&'static str, usize)> {
    // With what a name or an abbreviation begins: every character of a library comes by here.
    if !form.at(at).is_some_and(|c| "租措所法消相財評国通徴印".contains(c)) {
        return None;
    }
    let is_inside = form.before(at).is_some_and(is_kanji)
        && !form.written_before(at).is_some_and(char::is_whitespace);
    STATUTES.iter().find_map(|(name, abbreviations)| {
        // 消費税法 inside a longer name is another statute; an abbreviation is short enough to stand in one.
        let written = abbreviations.iter().filter(|_| !is_inside).chain([name]);
        let written = written.into_iter().find(|written| form.goes_on(at, written))?;
        Some((*name, at + written.chars().count()))
    })
}

/// What follows a statute: 第33条第1項, or 41の19の3 without its unit.
fn of_statute(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    if let Some(found) = article(form, at).or_else(|| circular(form, at)) {
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
fn circular(form: &Form, at: usize) -> Option<(usize, Vec<String>)> {
    let is_behind_circular = form.before(at) == Some('通') || form.before(at) == Some('達');
    section_of_circular(form, at, if is_behind_circular { 2 } else { 3 })
}

fn section_of_circular(form: &Form, at: usize, n_needed: usize) -> Option<(usize, Vec<String>)> {
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

/// A whole number that begins here. In kanji it may begin behind other numerals, so that each place of a run is
/// asked: none looks further than a number can reach.
fn number_at(form: &Form, at: usize) -> Option<(Number, usize)> {
    let is_inside = form.before(at).is_some_and(|c| c.is_ascii_digit() || c == '.');
    let is_number = form.is_numeral_at(at) && !form.is_run_longer_than(at, MAX_NUMERALS);
    if is_inside || !is_number {
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
    fn numerals_without_end_are_read_in_linear_time() {
        let began = std::time::Instant::now();
        let text = format!("第{}三条", "十".repeat(100_000));
        assert_eq!(terms(&text), "第13条");
        // Seconds on a busy machine; in square time it took more than a minute.
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
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
    }

    #[test]
    fn the_number_of_a_paper_is_named_with_its_year_and_its_ministry() {
        let named = "告示第12号 文部科学省告示第12号 2024年告示第12号 2024年文部科学省告示第12号";
        for written in [
            "令和6年文科省告示第12号",
            "2024年文部科学省告示第12号",
            "令和六年文部科学省告示第十二号",
        ] {
            assert_eq!(terms(written), named, "{written}");
        }
        assert_eq!(terms("平成十五年法律第五十七号"), "法律第57号 2003年法律第57号");
        assert_eq!(terms("（昭和25年法律第144号）第38条"), "法律第144号 1950年法律第144号 第38条");
    }

    #[test]
    fn a_statute_by_its_name_is_a_part_of_the_citation() {
        for written in ["特許法第67条の2", "特許法六十七条の二", "（特許法67条の２）"]
        {
            assert_eq!(terms(written), "第67条の2 特許法第67条の2", "{written}");
        }
        let of_order = "第5条 施行令第5条 番号法施行令第5条";
        assert_eq!(terms("番号法施行令第5条"), of_order);
        for (written, named) in [
            ("同法施行令第5条", "第5条 施行令第5条"),
            ("施行令5条", "第5条 施行令第5条"),
            ("同法第5条", "第5条"),
            ("法第5条", "第5条"),
            ("この法律第5条", "第5条"),
            ("目的\n特許法　第5条", "第5条 特許法第5条"),
            ("特許法\n第5条", "第5条"),
            ("第1条、特許法第2条", "第1条 第2条 特許法第2条"),
            ("特許法第2条第3条", "第2条 特許法第2条 第3条"),
        ] {
            assert_eq!(terms(written), named, "{written}");
        }
    }

    #[test]
    fn what_a_reader_asks_for_is_one_citation_in_any_notation() {
        for (written, named) in [
            ("33", "第33条"),
            ("第33条", "第33条"),
            ("三十三条の二", "第33条の2"),
            ("12の5", "第12条の5"),
            ("33条1項3号の5", "第33条第1項第3号の5"),
            ("措法41の19の3", "租税特別措置法第41条の19の3"),
            ("特許法67条の2", "特許法第67条の2"),
            ("施行令第5条", "施行令第5条"),
            ("法基通9-2-12", "法人税基本通達9-2-12"),
            ("通達36-30", "36-30"),
            ("9－2－12", "9-2-12"),
            ("令和6年文科省告示第12号", "2024年文部科学省告示第12号"),
            ("告示第十二号", "告示第12号"),
            ("平成12年法律第144号", "2000年法律第144号"),
        ] {
            let asked = citation_asked(written).map(|asked| asked.term);
            assert_eq!(asked.as_deref(), Some(named), "{written}");
        }
        for text in [
            "",
            "創薬",
            "第33条と第34条",
            "33条件",
            "特許法",
            "創薬の第33条",
            "創薬 特許法第33条",
            "法第5条",
            "同法第5条",
        ] {
            assert_eq!(citation_asked(text), None, "{text}");
        }
    }

    #[test]
    fn the_own_text_of_a_statute_cites_it_without_its_name() {
        for (written, statute, bare) in [
            ("特許法67条の2第1項", Some("特許法"), "第67条の2第1項"),
            ("措法41の19の3", Some("租税特別措置法"), "第41条の19の3"),
            ("番号法施行令第5条", Some("番号法施行令"), "第5条"),
            ("法基通9-2-12", Some("法人税基本通達"), "9-2-12"),
            ("個人情報の保護に関する法律第27条", Some("個人情報の保護に関する法律"), "第27条"),
            ("施行令第5条", None, "第5条"),
            ("33", None, "第33条"),
            ("令和6年文科省告示第12号", None, "告示第12号"),
        ] {
            let asked = citation_asked(written).unwrap();
            assert_eq!(
                (asked.statute.as_deref(), asked.bare.as_str()),
                (statute, bare),
                "{written}"
            );
        }
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
