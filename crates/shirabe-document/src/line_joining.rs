//! What to set between two lines that belong together: [`line_joint`].

use shirabe_japanese::is_japanese;

/// What stands between two joined lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineJoint {
    /// Between Japanese characters.
    Nothing,
    /// Between Latin words.
    Space,
    /// Nothing, and the hyphen at the end goes.
    DropHyphen,
}

/// What to set between two lines that belong together.
pub fn line_joint(before: &str, after: &str) -> LineJoint {
    let (before, after) = (before.trim_end(), after.trim_start());
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return LineJoint::Nothing;
    };
    if is_japanese(last) || is_japanese(first) {
        return LineJoint::Nothing;
    }
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    if word.contains("://") || word.starts_with("www.") {
        let is_cut = matches!(last, '/' | '-' | '_' | '=' | '&' | '?' | '.' | '%');
        return if is_cut { LineJoint::Nothing } else { LineJoint::Space };
    }
    let stem = word.strip_suffix(HYPHENS).unwrap_or_default();
    let is_hyphenated = stem.chars().next_back().is_some_and(|c| c.is_ascii_lowercase())
        && first.is_ascii_lowercase();
    match (last, first) {
        (c, _) if HYPHENS.contains(&c) && is_hyphenated && !keeps_its_hyphen(stem) => {
            LineJoint::DropHyphen
        }
        ('-' | '\u{2010}' | '\u{2011}' | '/' | '(' | '[', _)
        | (_, ')' | ']' | ',' | '.' | ';' | ':' | '%') => LineJoint::Nothing,
        _ => LineJoint::Space,
    }
}

/// The hyphen of the keyboard, the hyphen, and the one at which no line should end, with which 官報 ends them.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// Prefixes after which the hyphen is most often part of the word, as in non-clinical.
fn keeps_its_hyphen(stem: &str) -> bool {
    let first_part = stem.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    [
        "non", "self", "co", "ex", "high", "low", "well", "long", "short", "cross", "multi",
        "post", "pre", "semi", "state", "up", "follow", "real",
    ]
    .iter()
    .any(|prefix| prefix.eq_ignore_ascii_case(first_part))
        || first_part.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_get_their_space_and_lose_their_hyphen() {
        for (before, after, expected) in [
            ("研究開", "発の", LineJoint::Nothing),
            ("日本の", "AMED", LineJoint::Nothing),
            ("Japan Agency for", "Medical Research", LineJoint::Space),
            ("EDUCATION,", "CULTURE", LineJoint::Space),
            ("develop-", "ment", LineJoint::DropHyphen),
            ("Adminis\u{2011}", "tration", LineJoint::DropHyphen),
            ("non-", "clinical", LineJoint::Nothing),
            ("COVID-", "19", LineJoint::Nothing),
            ("https://www.mext.go.jp/a-", "b.pdf", LineJoint::Nothing),
        ] {
            assert_eq!(line_joint(before, after), expected, "{before}|{after}");
        }
    }
}
