//! EQ fields: how Word wrote readings beside words, and fractions, before it had elements for them
//! ([`reading`]). Such a field has a code and no result.

use crate::formats::block_builder::Passage;
use shirabe_document::rules;

/// What an EQ field shows, if it is understood: `EQ \* jc2 \o\ad(\s\up 9(けんきゅう),研究)` is 研究 with its
/// reading, `EQ \f(1,2)` is 1/2.
pub(super) fn reading(code: &str) -> Option<Passage> {
    let code = code.trim().strip_prefix("EQ")?;
    let mut passage = Passage::default();
    if let Some(parts) = arguments(code, "\\o") {
        for part in &parts {
            match raised(part) {
                Some(reading) => passage.push_aside(reading, &rules::RUBY),
                None => passage.push(part),
            }
        }
    } else {
        let parts = arguments(code, "\\f")?;
        passage.push(&parts.join("/"));
    }
    (!passage.is_blank()).then_some(passage)
}

/// The arguments of a switch: those in the first brackets behind it.
fn arguments(code: &str, switch: &str) -> Option<Vec<String>> {
    let (_, rest) = code.split_once(switch)?;
    let (_, rest) = rest.split_once('(')?;
    let mut arguments = vec![String::new()];
    let mut depth = 0;
    for c in rest.chars() {
        match c {
            ')' if depth == 0 => return Some(arguments),
            // Lists are parted by a comma, or by a semicolon where that is the comma of numbers.
            ',' | ';' if depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        arguments.last_mut()?.push(c);
    }
    None
}

/// The text of `\s\up 9(けんきゅう)`.
fn raised(argument: &str) -> Option<&str> {
    let rest = argument.trim().strip_prefix("\\s")?;
    let (_, text) = rest.split_once('(')?;
    text.trim_end().strip_suffix(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_stays_and_its_reading_stands_beside_it() {
        let code =
            " EQ \\* jc2 \\* \"Font:ＭＳ 明朝\" \\* hps10 \\o\\ad(\\s\\up 9(けんきゅう),研究) ";
        let passage = reading(code).unwrap();
        assert_eq!((passage.text(), passage.shown()), ("研究", "けんきゅう研究"));
        assert_eq!(reading("EQ \\f(1,2)").unwrap().text(), "1/2");
        assert_eq!(reading("PAGE"), None);
        assert_eq!(reading("EQ \\o(開"), None);
    }
}
