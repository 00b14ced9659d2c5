//! Numbers as one term each: SudachiDict cuts 850 into 8, 5 and 0, and keeps 四月 in one.

use shirabe_japanese::numerals::canonical;

/// What a number in kanji may count or number in one word of the dictionary (四月, 一回, 十条 the
/// place). Not 人, つ, 円 and the like: 一人 is more than one person, 一円 no coin.
const COUNTERS: [char; 8] = ['年', '月', '日', '回', '条', '項', '号', '章'];

/// The units of a folded surface that is a number in kanji and a counter: length in `char`s and term
/// of each, so that 四月 has the same terms as 4月.
pub fn counted_units(surface: &str) -> Option<Vec<(usize, String)>> {
    let numeral = surface.strip_suffix(COUNTERS)?;
    let counter = surface.get(numeral.len()..)?;
    let number = canonical(numeral)?;
    Some(vec![(numeral.chars().count(), number), (1, counter.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_kanji_has_the_terms_of_one_in_digits() {
        assert_eq!(counted_units("四月"), Some(vec![(1, "4".into()), (1, "月".into())]));
        assert_eq!(counted_units("二十日"), Some(vec![(2, "20".into()), (1, "日".into())]));
        assert_eq!(counted_units("正月"), None);
        assert_eq!(counted_units("月"), None);
    }
}
