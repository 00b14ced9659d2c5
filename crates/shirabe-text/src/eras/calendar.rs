//! The eras and the little of the calendar that conversions need.

use std::ops::RangeInclusive;

/// An era of the Japanese calendar since 一世一元 (1868).
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

    /// The western year of its year one.
    pub fn first_year(self) -> i32 {
        (self.first_day() / 10_000) as i32
    }

    /// First and last day as `yyyymmdd`; the present era has no end.
    pub fn days(self) -> RangeInclusive<u32> {
        let last = match self {
            Era::Meiji => 1912_07_29,
            Era::Taisho => 1926_12_24,
            Era::Showa => 1989_01_07,
            Era::Heisei => 2019_04_30,
            Era::Reiwa => u32::MAX,
        };
        self.first_day()..=last
    }

    /// Whether any day of this western year belongs to the era.
    pub fn has_year(self, year: i32) -> bool {
        year >= self.first_year() && (year as u32) <= self.days().end() / 10_000
    }

    /// The western year of a year of the era, also of one that never came (平成37年).
    pub(super) fn western(self, year_of_era: u32) -> i32 {
        self.first_year() + year_of_era as i32 - 1
    }

    /// Sources: 明治改元の詔（明治元年9月8日 行政官布告, the whole of 慶応4年 becomes 明治元年;
    /// dates before 1873 are of the old calendar, so only years are converted there)・
    /// 大正改元の詔書（1912年7月30日）・昭和改元の詔書（1926年12月25日）・元号法（昭和54年法律第43号）・
    /// 元号を改める政令（昭和64年政令第1号, in force on 1989-01-08; 平成31年政令第143号, on 2019-05-01).
    fn first_day(self) -> u32 {
        match self {
            Era::Meiji => 1868_01_25,
            Era::Taisho => 1912_07_30,
            Era::Showa => 1926_12_25,
            Era::Heisei => 1989_01_08,
            Era::Reiwa => 2019_05_01,
        }
    }
}

pub(super) fn yyyymmdd(year: i32, month: u8, day: u8) -> u32 {
    year as u32 * 10_000 + u32::from(month) * 100 + u32::from(day)
}

pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_era_begins_the_day_after_the_one_before() {
        let next_day = |day: u32| match (day / 100 % 100, day % 100) {
            (month, last)
                if last == u32::from(days_in_month((day / 10_000) as i32, month as u8)) =>
            {
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
