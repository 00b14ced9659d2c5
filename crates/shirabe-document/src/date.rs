//! [`Date`]: a day, a month or a year, as precisely as a document states it.

use std::fmt;
use std::str::FromStr;

use shirabe_japanese::calendar::days_in_month;

/// A calendar date whose month or day may be unknown. Displayed as `2025-02-21`, `2025-02` or `2025`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Western year.
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// A date known to the day, if there is such a day.
    pub fn day(year: i32, month: u8, day: u8) -> Option<Date> {
        Date::new(year, Some(month), Some(day))
    }

    /// A date as far as it is known, if there is such a date.
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Date> {
        Date { year, month, day }.checked()
    }

    /// 年度: April to March (財政法 第11条). A date without a month counts as its own year.
    pub fn fiscal_year(self) -> i32 {
        if self.month.is_some_and(|month| month < 4) { self.year - 1 } else { self.year }
    }

    /// `20250221`, with zeros for what is unknown: sorts and compares like the date.
    pub fn as_number(self) -> u32 {
        let year = u32::try_from(self.year).unwrap_or(0);
        year * 10_000 + u32::from(self.month.unwrap_or(0)) * 100 + u32::from(self.day.unwrap_or(0))
    }

    fn checked(self) -> Option<Date> {
        let last_day = match self.month {
            None => return (self.day.is_none() && self.has_a_usual_year()).then_some(self),
            Some(month @ 1..=12) => days_in_month(self.year, month),
            Some(_) => return None,
        };
        let day_exists = self.day.is_none_or(|day| (1..=last_day).contains(&day));
        (day_exists && self.has_a_usual_year()).then_some(self)
    }

    fn has_a_usual_year(self) -> bool {
        (1..=9999).contains(&self.year)
    }
}

/// A text that is no date of the form `2025-02-21`, `2025-02` or `2025`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedDate(
    /// What was given.
    pub String,
);

impl fmt::Display for MalformedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a date: write 2025-02-21, 2025-02 or 2025", self.0)
    }
}

impl std::error::Error for MalformedDate {}

impl FromStr for Date {
    type Err = MalformedDate;

    fn from_str(text: &str) -> Result<Date, MalformedDate> {
        let malformed = || MalformedDate(text.to_owned());
        let mut parts = text.split('-');
        let mut part = |length: usize| match parts.next() {
            None => Ok(None),
            Some(digits)
                if digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()) =>
            {
                Ok(digits.parse::<u16>().ok())
            }
            Some(_) => Err(malformed()),
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(malformed());
        }
        let small = |value: Option<u16>| value.and_then(|value| u8::try_from(value).ok());
        let date = Date {
            year: i32::from(year.ok_or_else(malformed)?),
            month: small(month),
            day: small(day),
        };
        date.checked().ok_or_else(malformed)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_as_it_is_shown() {
        for text in ["2025-02-21", "2026-02", "2024", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in
            ["2025-02-29", "2025-13", "2025-00", "2025-1-1", "令和7年", "", "2025-02-21-1", "0000"]
        {
            assert!(text.parse::<Date>().is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn january_belongs_to_the_fiscal_year_before() {
        let year = |text: &str| text.parse::<Date>().unwrap().fiscal_year();
        assert_eq!([year("2025-03-31"), year("2025-04-01"), year("2025")], [2024, 2025, 2025]);
    }

    #[test]
    fn dates_sort_by_number_as_they_sort_by_day() {
        let number = |text: &str| text.parse::<Date>().unwrap().as_number();
        assert_eq!(number("2025-02-21"), 20_250_221);
        assert!(number("2025") < number("2025-01") && number("2025-01") < number("2025-01-01"));
    }
}
