//! All notations of one year or date.

use shirabe_japanese::numerals::{kanji, kanji_places};

use super::{Era, When};

/// The last year that papers written before 2019 are likely to name in 平成: 平成52年.
const LAST_PLANNED_HEISEI: i32 = 2040;

/// The notations, the likeliest first.
pub(super) fn of(when: When, era: Option<Era>, is_bare: bool) -> Vec<String> {
    let mut notations = plain(when, era);
    if is_bare {
        let year = When::Year(when.fiscal_year());
        let n_usual = 3.min(notations.len());
        let others = plain(year, era);
        notations.splice(n_usual..n_usual, others.into_iter().take(n_usual));
    }
    let mut unique: Vec<String> = Vec::new();
    for notation in notations {
        if !unique.contains(&notation) {
            unique.push(notation);
        }
    }
    unique
}

fn plain(when: When, written: Option<Era>) -> Vec<String> {
    let year = year_of(when);
    let (rest, kanji_rest) = behind_year(when);
    let mut notations = Vec::new();
    let years = years_of_eras(when, written);
    for (era, number) in &years {
        notations.extend(number.iter().map(|n| format!("{}{n}{rest}", era.name())));
    }
    notations.push(format!("{year}{rest}"));
    for (era, number) in &years {
        notations.extend(number.iter().rev().map(|n| format!("{}{n}{rest}", era.letter())));
        notations
            .extend(number.first().map(|n| format!("{}{}{kanji_rest}", era.name(), in_kanji(n))));
    }
    if matches!(when, When::FiscalYear(_)) {
        notations.push(format!("FY{year}"));
    }
    if let When::Day(_, month, day) = when {
        notations.push(format!("{year}-{month:02}-{day:02}"));
        notations.push(format!("{year}/{month}/{day}"));
        notations.push(format!("{year}/{month:02}/{day:02}"));
        notations.push(format!("{year}.{month}.{day}"));
        let letters = years.first().and_then(|(era, n)| Some((era.letter(), n.last()?)));
        notations.extend(letters.map(|(letter, n)| format!("{letter}{n}.{month}.{day}")));
    }
    if let Some((era, number)) = years.first().and_then(|(era, n)| Some((era, n.first()?))) {
        notations.push(format!("{}{number}({year}){rest}", era.name()));
        notations.push(format!("{year}({}{number}){rest}", era.name()));
    }
    notations.push(format!("{}{kanji_rest}", kanji_places(&year.to_string())));
    notations.extend(planned(when, written).map(|n| format!("平成{n}{rest}")));
    notations
}

fn year_of(when: When) -> i32 {
    match when {
        When::FiscalYear(year) | When::Year(year) | When::Month(year, _) | When::Day(year, ..) => {
            year
        }
    }
}

/// What stands behind the number of the year, in digits and in kanji.
fn behind_year(when: When) -> (String, String) {
    let in_words = |n: u8| kanji(u128::from(n));
    match when {
        When::FiscalYear(_) => ("年度".into(), "年度".into()),
        When::Year(_) => ("年".into(), "年".into()),
        When::Month(_, month) => (format!("年{month}月"), format!("年{}月", in_words(month))),
        When::Day(_, month, day) => {
            (format!("年{month}月{day}日"), format!("年{}月{}日", in_words(month), in_words(day)))
        }
    }
}

/// The eras in which it lies, the latest first, with the ways to write its year in each: 元 and 1.
fn years_of_eras(when: When, written: Option<Era>) -> Vec<(Era, Vec<String>)> {
    let year = year_of(when);
    let in_days = |era: &Era| {
        let (days, of_era) = (when.days(), era.days());
        days.start() <= of_era.end() && of_era.start() <= days.end()
    };
    // 令和元年 is not 平成31年 though both are 2019; 令和元年度 is 平成31年度.
    let is_meant = |era: &Era| match when {
        When::FiscalYear(year) => era.has_year(year),
        When::Year(year) => {
            era.has_year(year) && written.is_none_or(|w| !w.has_year(year) || w == *era)
        }
        When::Month(..) | When::Day(..) => in_days(era),
    };
    let number = |era: Era| match year - era.first_year() + 1 {
        1 => vec!["元".to_owned(), "1".to_owned()],
        n => vec![n.to_string()],
    };
    Era::ALL.into_iter().rev().filter(is_meant).map(|era| (era, number(era))).collect()
}

/// The year in 平成 if it came after 平成 but papers of before 2019 may name it: 平成37年度.
fn planned(when: When, written: Option<Era>) -> Option<i32> {
    let year = year_of(when);
    let is_planned = !Era::Heisei.has_year(year)
        && (Era::Heisei.first_year()..=LAST_PLANNED_HEISEI).contains(&year)
        && written != Some(Era::Heisei);
    is_planned.then(|| year - Era::Heisei.first_year() + 1)
}

/// 元 stays, a number becomes kanji.
fn in_kanji(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), kanji)
}

#[cfg(test)]
mod tests {
    use crate::eras::scan;

    fn notations(text: &str) -> String {
        scan(text).iter().map(|m| m.notations().join(" ")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_fiscal_year_has_all_its_notations() {
        insta::assert_snapshot!(notations("令和7年度"), @"令和7年度 2025年度 R7年度 令和七年度 FY2025 令和7(2025)年度 2025(令和7)年度 二〇二五年度 平成37年度");
        assert_eq!(notations("2025年度"), notations("令和7年度"));
        assert_eq!(notations("FY2025"), notations("R7年度"));
    }

    #[test]
    fn a_year_in_which_the_era_changed_keeps_the_two_apart() {
        insta::assert_snapshot!(notations("平成31年"), @"平成31年 2019年 H31年 平成三十一年 平成31(2019)年 2019(平成31)年 二〇一九年");
        insta::assert_snapshot!(notations("令和元年"), @"令和元年 令和1年 2019年 R1年 R元年 令和元(2019)年 2019(令和元)年 二〇一九年");
        insta::assert_snapshot!(notations("2019年"), @"令和元年 令和1年 平成31年 2019年 R1年 R元年 H31年 平成三十一年 令和元(2019)年 2019(令和元)年 二〇一九年");
        assert!(notations("平成31年度").contains("令和元年度"));
    }

    #[test]
    fn a_date_has_all_its_notations_in_the_right_era() {
        insta::assert_snapshot!(notations("2019年4月30日"), @"平成31年4月30日 2019年4月30日 H31年4月30日 平成三十一年四月三十日 2019-04-30 2019/4/30 2019/04/30 2019.4.30 H31.4.30 平成31(2019)年4月30日 2019(平成31)年4月30日 二〇一九年四月三十日");
        insta::assert_snapshot!(notations("2019年5月"), @"令和元年5月 令和1年5月 2019年5月 R1年5月 R元年5月 令和元年五月 令和元(2019)年5月 2019(令和元)年5月 二〇一九年五月");
    }

    #[test]
    fn a_bare_letter_may_be_a_year_or_a_fiscal_year() {
        insta::assert_snapshot!(notations("R7予算"), @"令和7年度 2025年度 R7年度 令和7年 2025年 R7年 令和七年度 FY2025 令和7(2025)年度 2025(令和7)年度 二〇二五年度 平成37年度");
    }
}
