//! Radicals and strokes become the ideographs that they look like.

use super::radicals_data::EQUIVALENT;

/// The line with ideographs, if it had radicals.
pub(crate) fn repair(line: &str) -> Option<String> {
    line.contains(is_radical).then(|| line.chars().map(ideograph).collect()).filter(|l| l != line)
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{31C0}'..='\u{31EF}')
}

fn ideograph(c: char) -> char {
    let found = EQUIVALENT.binary_search_by_key(&c, |(radical, _)| *radical);
    found.ok().and_then(|at| EQUIVALENT.get(at)).map_or(c, |(_, ideograph)| *ideograph)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_of_both_blocks_become_ideographs() {
        assert_eq!(repair("⻑期、⾼齢、⺠間、⽣命").as_deref(), Some("長期、高齢、民間、生命"));
    }

    #[test]
    fn ideographs_stay() {
        assert_eq!(repair("長期、高齢、民間、生命"), None);
    }

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(EQUIVALENT.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(EQUIVALENT.iter().all(|(radical, _)| is_radical(*radical)));
    }
}
