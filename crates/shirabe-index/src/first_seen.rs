//! When a section first came into the corpus: a moment as a number that sorts, and back.

/// A moment such as `2026-11-30T02:15:28Z` as `20261130021528`; 0 where it is none.
pub(crate) fn number_of_moment(moment: &str) -> u64 {
    let digits: String = moment.chars().take(19).filter(char::is_ascii_digit).collect();
    if digits.len() == 14 { digits.parse().unwrap_or(0) } else { 0 }
}

/// The moment, RFC 3339 in UTC, whose number a column holds; `None` where it is not known.
pub fn moment_of_number(number: u64) -> Option<String> {
    let (day, time) = (number / 1_000_000, number % 1_000_000);
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
    (number > 0)
        .then(|| format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_comes_back() {
        let moment = "2026-11-30T02:15:08Z";
        assert_eq!(number_of_moment(moment), 20_261_130_021_508);
        assert_eq!(moment_of_number(number_of_moment(moment)).as_deref(), Some(moment));
        assert_eq!((number_of_moment("2026"), moment_of_number(0)), (0, None));
    }
}
