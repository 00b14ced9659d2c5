//! Operators that are words (OR, NEAR/20) and field names, read at a given place.

use crate::characters::{half_width, is_quote_open, is_space};
use crate::field::{Field, Scope};

/// The most characters that NEAR and BEFORE can be asked to bridge.
pub(crate) const MAX_DISTANCE_CHARS: u32 = 10_000;

/// The distance of a NEAR or BEFORE that does not say one.
pub(crate) const DEFAULT_DISTANCE_CHARS: u32 = 20;

/// Names are short: nothing longer is looked up.
const MAX_NAME_CHARS: usize = 10;

/// An operator that is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    And,
    Or,
    Not,
    Near { is_ordered: bool, distance_chars: Option<u32> },
}

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Field(Field),
    Scope,
}

/// The keyword that begins at `i`, and its end. Capital letters only: 「research and development」
/// is text.
pub(crate) fn keyword_at(chars: &[char], i: usize) -> Option<(Keyword, usize)> {
    let letters: String = chars
        .iter()
        .skip(i)
        .map(|&c| half_width(c))
        .take_while(char::is_ascii_uppercase)
        .take(7)
        .collect();
    let end = i + letters.len();
    let (keyword, end) = match letters.as_str() {
        "AND" => (Keyword::And, end),
        "OR" => (Keyword::Or, end),
        "NOT" => (Keyword::Not, end),
        "NEAR" | "BEFORE" => {
            let slash = chars.get(end).is_some_and(|&c| half_width(c) == '/');
            let number = slash.then(|| number(chars, end + 1)).flatten();
            let distance_chars = number.map(|(distance, _)| distance);
            let is_ordered = letters == "BEFORE";
            (Keyword::Near { is_ordered, distance_chars }, number.map_or(end, |(_, end)| end))
        }
        _ => return None,
    };
    let is_over = chars.get(end).is_none_or(|&c| {
        is_space(c) || is_quote_open(c) || matches!(half_width(c), '(' | ')' | '|')
    });
    is_over.then_some((keyword, end))
}

/// The field name that begins at `i`, and the end of its colon.
pub(crate) fn field_at(chars: &[char], i: usize) -> Option<(Name, usize)> {
    let after = chars.iter().skip(i);
    let length = after.clone().take(MAX_NAME_CHARS + 1).position(|&c| half_width(c) == ':')?;
    let name: String = after.take(length).collect();
    let name = match Field::from_name(&name) {
        Some(field) => Name::Field(field),
        None if Scope::is_field_name(&name) => Name::Scope,
        None => return None,
    };
    Some((name, i + length + 1))
}

/// The number in digits of either width that begins at `i`, and its end.
pub(crate) fn number(chars: &[char], i: usize) -> Option<(u32, usize)> {
    let digits = chars.iter().skip(i).map_while(|&c| half_width(c).to_digit(10));
    let (mut value, mut end) = (0_u32, i);
    for digit in digits {
        value = value.saturating_mul(10).saturating_add(digit);
        end += 1;
    }
    (end > i).then_some((value, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword(text: &str) -> Option<(Keyword, usize)> {
        keyword_at(&text.chars().collect::<Vec<_>>(), 0)
    }

    #[test]
    fn keywords_are_capital_words_of_any_width() {
        let near = |is_ordered, distance_chars| Keyword::Near { is_ordered, distance_chars };
        assert_eq!(keyword("OR 人材"), Some((Keyword::Or, 2)));
        assert_eq!(keyword("ＡＮＤ"), Some((Keyword::And, 3)));
        assert_eq!(keyword("NEAR/20 人材"), Some((near(false, Some(20)), 7)));
        assert_eq!(keyword("ＢＥＦＯＲＥ／２０"), Some((near(true, Some(20)), 9)));
        assert_eq!(keyword("NEAR"), Some((near(false, None), 4)));
    }

    #[test]
    fn other_words_are_no_keywords() {
        for text in ["or", "ORCID", "OR法", "NEAR/", "NEAR/x", "NEAR/20x", "NOTE", ""] {
            assert_eq!(keyword(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_too_large_saturates() {
        let chars: Vec<char> = "99999999999 ".chars().collect();
        assert_eq!(number(&chars, 0), Some((u32::MAX, 11)));
    }
}
