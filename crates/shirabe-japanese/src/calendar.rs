//! The calendar: eras, years, fiscal years, months and days.
//!
//! Enter at [`Era`] and [`When`].

use std::ops::RangeInclusive;

/// An era of the Japanese calendar since 一世一元 (1868).
///
/// When a new one begins, the present one ends in [`Era::days`], and papers go on naming its later years: the
/// notations of years in shirabe-text know that of 平成 alone (`LAST_PLANNED_HEISEI`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治
    Meiji,
    /// 大正
    Taisho,
    /// 昭和
    Showa,
    /// 平成
    Heisei,
    /// 令和
    Reiwa,
}

impl Era {
    /// From the oldest to the present one.
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// `令和`
    pub fn name(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// `R`
    pub fn letter(self) -> char {
        match self {
            Era::Meiji => 'M',
            Era::Taisho => 'T',
            Era::Showa => 'S',
            Era::Heisei => 'H',
            Era::Reiwa => 'R',
        }
    }

    /// The era that one character names: ㍾ ㍽ ㍼ ㍻ ㋿ (Unicode, CJK Compatibility).
    pub fn of_sign(sign: char) -> Option<Era> {
        match sign {
            '㍾' => Some(Era::Meiji),
            '㍽' => Some(Era::Taisho),
            '㍼' => Some(Era::Showa),
            '㍻' => Some(Era::Heisei),
            '㋿' => Some(Era::Reiwa),
            _ => None,
        }
    }

    /// The era of a day, `yyyymmdd`; of a day that never was, as the 31st of April, that of the month's end.
    pub fn of_day(yyyymmdd: u32) -> Option<Era> {
        Era::ALL.into_iter().rev().find(|era| *era.days().start() <= yyyymmdd)
    }

    /// The western year of its year one.
    pub fn first_year(self) -> i32 {
        year_of(self.first_day())
    }

    /// First and last day as `yyyymmdd`; the present era has no end.
    pub fn days(self) -> RangeInclusive<u32> {
        let last = match self {
            Era::Meiji => yyyymmdd(1912, 7, 29),
            Era::Taisho => yyyymmdd(1926, 12, 24),
            Era::Showa => yyyymmdd(1989, 1, 7),
            Era::Heisei => yyyymmdd(2019, 4, 30),
            Era::Reiwa => u32::MAX,
        };
        self.first_day()..=last
    }

    /// Whether any day of this western year belongs to the era.
    pub fn has_year(self, year: i32) -> bool {
        (self.first_year()..=year_of(*self.days().end())).contains(&year)
    }

    /// The western year of a year of the era, also of one that never came (平成37年).
    pub fn western(self, year_of_era: u8) -> i32 {
        self.first_year() + i32::from(year_of_era) - 1
    }

    /// Sources: 明治改元の詔（明治元年9月8日 行政官布告, the whole of 慶応4年 becomes 明治元年;
    /// dates before 1873 are of the old calendar, so only years are converted there)・
    /// 大正改元の詔書（1912年7月30日）・昭和改元の詔書（1926年12月25日）・元号法（昭和54年法律第43号）・
    /// 元号を改める政令（昭和64年政令第1号, in force on 1989-01-08; 平成31年政令第143号, on 2019-05-01).
    fn first_day(self) -> u32 {
        match self {
            Era::Meiji => yyyymmdd(1868, 1, 25),
            Era::Taisho => yyyymmdd(1912, 7, 30),
            Era::Showa => yyyymmdd(1926, 12, 25),
            Era::Heisei => yyyymmdd(1989, 1, 8),
            Era::Reiwa => yyyymmdd(2019, 5, 1),
        }
    }
}

/// A year, month, day or fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// 令和7年度: from 1 April of this year.
    FiscalYear(i32),
    /// 令和7年
    Year(i32),
    /// 令和7年2月
    Month(i32, u8),
    /// 令和7年2月21日
    Day(i32, u8, u8),
}

impl When {
    /// The fiscal year in which it lies; a year counts as the fiscal year that begins in it.
    pub fn fiscal_year(self) -> i32 {
        match self {
            When::FiscalYear(year) | When::Year(year) => year,
            When::Month(year, month) | When::Day(year, month, _) => year - i32::from(month < 4),
        }
    }

    /// First and last day, each as `yyyymmdd`.
    pub fn days(self) -> RangeInclusive<u32> {
        match self {
            When::FiscalYear(year) => yyyymmdd(year, 4, 1)..=yyyymmdd(year + 1, 3, 31),
            When::Year(year) => yyyymmdd(year, 1, 1)..=yyyymmdd(year, 12, 31),
            When::Month(year, month) => {
                yyyymmdd(year, month, 1)..=yyyymmdd(year, month, days_in_month(year, month))
            }
            When::Day(year, month, day) => yyyymmdd(year, month, day)..=yyyymmdd(year, month, day),
        }
    }
}

/// The year of a day.
fn year_of(yyyymmdd: u32) -> i32 {
    (yyyymmdd / 10_000).cast_signed()
}

/// A day as a number that sorts and compares like the day.
pub const fn yyyymmdd(year: i32, month: u8, day: u8) -> u32 {
    year as u32 * 10_000 + month as u32 * 100 + day as u32
}

/// The last day of a month (Gregorian calendar, 明治5年太政官布告第337号).
pub fn days_in_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// February; nothing for a number that no month has.
pub fn month_in_english(month: u8) -> &'static str {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::from(month).checked_sub(1).and_then(|at| months.get(at).copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_era_begins_the_day_after_the_one_before() {
        let next_day = |day: u32| match (day / 100 % 100, day % 100) {
            (month, last) if last == u32::from(days_in_month(year_of(day), month as u8)) => {
                day - last + 101
            }
            _ => day + 1,
        };
        for pair in Era::ALL.windows(2) {
            assert_eq!(next_day(*pair[0].days().end()), *pair[1].days().start());
        }
    }

    #[test]
    fn a_year_in_which_the_era_changed_belongs_to_both() {
        assert!(Era::Heisei.has_year(2019) && Era::Reiwa.has_year(2019));
        assert!(!Era::Heisei.has_year(2020) && !Era::Reiwa.has_year(2018));
        assert_eq!(Era::Reiwa.western(7), 2025);
        assert_eq!(Era::Showa.western(64), 1989);
    }
}
