//! A query with one place pointed out: [`CaretView::at`].

/// The query cut in three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaretView {
    /// What stands before the place.
    pub before: String,
    /// The character at the place; a space at the end of the query.
    pub at: String,
    /// What stands behind it.
    pub after: String,
}

/// How much of a long query is shown on either side.
const AROUND_CHARS: usize = 30;

impl CaretView {
    /// Points at a character of `query`; `None` if there is no query to point into.
    pub(crate) fn at(query: &str, position_chars: usize) -> Option<CaretView> {
        let chars: Vec<char> = query.chars().collect();
        if chars.is_empty() {
            return None;
        }
        let place = position_chars.min(chars.len());
        let first = place.saturating_sub(AROUND_CHARS);
        let at = chars.get(place).copied().unwrap_or(' ');
        Some(CaretView {
            before: chars.iter().take(place).skip(first).collect(),
            at: at.to_string(),
            after: chars.iter().skip(place + 1).take(AROUND_CHARS).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str, position_chars: usize) -> String {
        CaretView::at(query, position_chars)
            .map_or_else(String::new, |c| format!("{}［{}］{}", c.before, c.at, c.after))
    }

    #[test]
    fn the_character_at_the_position_is_pointed_out() {
        insta::assert_snapshot!(shown("創薬 (研究", 3), @"創薬 ［(］研究");
    }

    #[test]
    fn the_end_of_the_query_is_pointed_out_as_a_space() {
        insta::assert_snapshot!(shown("創薬", 9), @"創薬［ ］");
    }
}
