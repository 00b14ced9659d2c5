//! Dates and times: [`written`].

use super::Digits;
use super::code::{Section, Token};
use shirabe_japanese::Era;
use shirabe_japanese::calendar::{month_in_english, yyyymmdd};

const SECONDS_A_DAY: f64 = 86_400.0;
/// 1899-12-30 in days from 1970-01-01: Excel counts from 1900-01-01 as 1, and knows a 29 February 1900.
const EPOCH: i64 = -25_569;
/// 1904-01-01 in the same days.
const EPOCH_1904: i64 = -24_107;
/// 9999-12-31, the last day that Excel shows.
const LAST: f64 = 2_958_466.0;
const WEEKDAYS_JA: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];
const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A moment, taken apart.
struct Moment {
    year: i32,
    month: u8,
    day: u8,
    /// 0 for Sunday.
    weekday: usize,
    /// Of the day.
    seconds: u64,
    /// From the beginning of counting.
    elapsed_seconds: u64,
    /// Hundredths of a second.
    hundredths: u64,
}

impl Moment {
    fn of(value: f64, is_1904: bool) -> Option<Moment> {
        if !(0.0..LAST).contains(&value) {
            return None;
        }
        // Times are kept in parts of a day; a hundredth of a second is the finest that is shown.
        let hundredths = (value * SECONDS_A_DAY * 100.0).round() as u64;
        let elapsed_seconds = hundredths / 100;
        let days = i64::try_from(elapsed_seconds / 86_400).ok()?;
        let epoch = match (is_1904, days) {
            (true, _) => EPOCH_1904,
            // Before the day that never was.
            (false, ..60) => EPOCH + 1,
            _ => EPOCH,
        };
        let (year, month, day) = civil(days + epoch);
        let weekday = (days + epoch + 4).rem_euclid(7) as usize;
        let seconds = elapsed_seconds % 86_400;
        let hundredths = hundredths % 100;
        Some(Moment { year, month, day, weekday, seconds, elapsed_seconds, hundredths })
    }

    fn era(&self) -> Option<Era> {
        Era::of_day(yyyymmdd(self.year, self.month, self.day))
    }
}

/// Year, month and day of a day counted from 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`).
fn civil(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year_of_era + days.div_euclid(146_097) * 400 + i64::from(month <= 2);
    (year as i32, month as u8, day as u8)
}

/// The moment in a format; `None` if it is none that is shown.
pub(super) fn written(section: &Section, value: f64, is_1904: bool) -> Option<String> {
    let moment = Moment::of(value, is_1904)?;
    let has_halves = section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::Date(letters) if letters.contains('/')));
    let mut out = String::new();
    for (at, token) in section.tokens.iter().enumerate() {
        match token {
            Token::Literal(literal) => out.push_str(literal),
            Token::Elapsed('h') => out.push_str(&(moment.elapsed_seconds / 3_600).to_string()),
            Token::Elapsed('m') => out.push_str(&(moment.elapsed_seconds / 60).to_string()),
            Token::Elapsed(_) => out.push_str(&moment.elapsed_seconds.to_string()),
            Token::Date(letters) if letters.starts_with('m') && is_minute(&section.tokens, at) => {
                out.push_str(&padded(section.digits, moment.seconds / 60 % 60, letters.len()));
            }
            Token::Date(letters) => out.push_str(&part(section, &moment, letters, has_halves)),
            Token::Point => out.push('.'),
            Token::Digit(_) => out.push_str(&(moment.hundredths / 10).to_string()),
            Token::Comma => out.push(','),
            Token::Percent => out.push('%'),
            Token::Exponent | Token::Text | Token::General => {}
        }
    }
    Some(out)
}

/// `m` is a minute right after hours or right before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let is = |token: Option<&Token>, letter: char| match token {
        Some(Token::Date(letters)) => letters.starts_with(letter),
        Some(Token::Elapsed(elapsed)) => *elapsed == letter,
        _ => false,
    };
    let is_part = |token: &&Token| matches!(token, Token::Date(_) | Token::Elapsed(_));
    let before = tokens.get(..at).unwrap_or_default().iter().rev().find(is_part);
    let after = tokens.get(at + 1..).unwrap_or_default().iter().find(is_part);
    is(before, 'h') || is(after, 's')
}

fn part(section: &Section, moment: &Moment, letters: &str, has_halves: bool) -> String {
    let hour = moment.seconds / 3_600;
    let is_morning = hour < 12;
    let number = |n: u64| padded(section.digits, n, letters.len());
    match letters {
        "am/pm" if section.is_japanese => (if is_morning { "午前" } else { "午後" }).to_owned(),
        "am/pm" => (if is_morning { "AM" } else { "PM" }).to_owned(),
        "a/p" => (if is_morning { "A" } else { "P" }).to_owned(),
        _ if letters.starts_with('y') && letters.len() <= 2 => {
            padded(section.digits, moment.year.unsigned_abs().into(), 0).chars().skip(2).collect()
        }
        _ if letters.starts_with('y') => section.digits.listed(&moment.year.to_string()),
        "g" => moment.era().map(|era| era.letter().to_string()).unwrap_or_default(),
        "gg" => moment.era().map_or(String::new(), |era| era.name().chars().take(1).collect()),
        _ if letters.starts_with('g') => moment.era().map(Era::name).unwrap_or_default().to_owned(),
        _ if letters.starts_with(['e', 'r']) => year_of_era(section, moment, letters),
        "mmm" => month(moment).chars().take(3).collect(),
        "mmmm" => month(moment).to_owned(),
        "mmmmm" => month(moment).chars().take(1).collect(),
        "m" | "mm" => number(moment.month.into()),
        "ddd" => weekday(moment, &WEEKDAYS).chars().take(3).collect(),
        "dddd" => weekday(moment, &WEEKDAYS).to_owned(),
        "d" | "dd" => number(moment.day.into()),
        "aaa" => weekday(moment, &WEEKDAYS_JA).to_owned(),
        "aaaa" => format!("{}曜日", weekday(moment, &WEEKDAYS_JA)),
        _ if letters.starts_with('h') && has_halves => number((hour + 11) % 12 + 1),
        _ if letters.starts_with('h') => number(hour),
        _ if letters.starts_with('s') => number(moment.seconds % 60),
        _ => String::new(),
    }
}

/// `e` and `ee` are the year of the era, `rr` with the era before it.
fn year_of_era(section: &Section, moment: &Moment, letters: &str) -> String {
    let Some(era) = moment.era() else { return moment.year.to_string() };
    let year = u64::try_from(moment.year - era.first_year() + 1).unwrap_or_default();
    let width = if letters == "ee" { 2 } else { 1 };
    let year = if section.has_gannen && year == 1 {
        "元".to_owned()
    } else {
        padded(section.digits, year, width)
    };
    if letters == "rr" { format!("{}{year}", era.name()) } else { year }
}

fn month(moment: &Moment) -> &'static str {
    month_in_english(moment.month)
}

fn weekday(moment: &Moment, names: &[&'static str; 7]) -> &'static str {
    names.get(moment.weekday).copied().unwrap_or_default()
}

fn padded(digits: Digits, n: u64, width: usize) -> String {
    match digits {
        Digits::Usual => format!("{n:0width$}"),
        _ => digits.spelled(n),
    }
}
