//! Pasted text: a passage is looked for by what it says, and its signs are no operators.
//!
//! People copy a paragraph into the search box to find where it comes from. Its brackets, quotations and
//! dashes belong to it; read as operators they would make conditions that nobody meant.

use std::ops::Range;

use crate::characters::{JOINED, is_space, is_straight_quote};
use crate::keywords::field_at;
use crate::tree::Phrase;

/// A shorter text may be an expression: the longest that people type have some eighty characters (not
/// measured on a log).
const MIN_CHARS: usize = 100;

/// Whether `text` is a passage and no expression: long, with the marks of a sentence, without a written
/// operator, a field, or a sign that only expressions have.
pub(crate) fn is_pasted(text: &str) -> bool {
    let text = text.trim();
    let chars: Vec<char> = text.chars().collect();
    let begins_word = |at: usize| at == 0 || chars.get(at - 1).is_some_and(|c| is_space(*c));
    let has_field = || (0..chars.len()).any(|at| begins_word(at) && field_at(&chars, at).is_some());
    let inside = text.strip_suffix('?').unwrap_or(text);
    let has_sign = inside.contains(|c: char| is_quote(c) || matches!(c, '\\' | '*' | '?' | '~'));
    let has_operator = [" AND ", " OR ", " NOT ", " NEAR/", " BEFORE/"]
        .iter()
        .any(|operator| text.contains(operator));
    text.contains(['。', '、', '，'])
        && !has_sign
        && !has_operator
        && !text.starts_with(['/', '／', '=', '-', '('])
        && chars.len() >= MIN_CHARS
        && !has_field()
}

fn is_quote(c: char) -> bool {
    is_straight_quote(c) || matches!(c, '“' | '”')
}

/// The passage as one phrase, its lines joined.
pub(crate) fn passage(chars: &[char]) -> Phrase {
    let visible = |c: &&char| !is_space(**c) && **c != JOINED;
    let start = chars.iter().position(|c| visible(&c)).unwrap_or(0);
    let end = chars.iter().rposition(|c| visible(&c)).map_or(start, |last| last + 1);
    let inside: Range<usize> = start..end;
    let text = chars.get(inside.clone()).unwrap_or_default().iter();
    let text = text.filter(|c| **c != JOINED).map(|c| if c.is_control() { ' ' } else { *c });
    Phrase { text: text.collect(), quoted: false, literal: false, chars: inside }
}

#[cfg(test)]
mod tests {
    use crate::{Node, parse};

    fn passage() -> String {
        let sentence = "国は、「基本方針」（令和7年2月）に基づき、地方公共団体 及び事業者と-連携して|取組を進める。";
        sentence.repeat(3)
    }

    #[test]
    fn the_signs_of_a_pasted_passage_are_text() {
        let text = passage();
        let parsed = parse(&text);
        assert!(matches!(&parsed.tree, Some(Node::Phrase(phrase)) if phrase.text == text));
        assert_eq!(parsed.notes.len(), 1);
        assert_eq!(parse(&parsed.tree.clone().unwrap().to_string()).tree, parsed.tree);
    }

    #[test]
    fn lines_of_a_pasted_passage_are_joined() {
        let broken = passage().replace("公共団体", "公共\n団体");
        assert_eq!(parse(&broken).tree.unwrap().to_string(), passage());
    }

    #[test]
    fn what_is_short_quoted_or_has_an_operator_is_an_expression() {
        for query in [
            "国は、「基本方針」に基づき".to_owned(),
            format!("\"{}\"", passage()),
            format!("{} OR 予算", passage()),
        ] {
            let notes = parse(&query).notes;
            assert!(notes.iter().all(|note| note.message != crate::notes::PASTED), "{query}");
        }
    }
}
