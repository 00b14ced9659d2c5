//! What must stand next to an occurrence: [`Neighbour`].

use regex::{Regex, RegexBuilder};
use shirabe_text::{Folding, fold};

/// A condition on what stands right before or right behind an occurrence, in its block or cell: a text, a
/// text with `*` and `?`, or a regular expression between slashes. It is compared with the match form,
/// which has no white space.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// As it was typed.
    pub text: String,
    regex: Regex,
}

/// A condition that cannot be read, with the reason as the regular expression library has it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MalformedNeighbour(String);

impl Neighbour {
    /// What must stand before; an occurrence follows right behind it.
    pub fn before(text: &str) -> Result<Neighbour, MalformedNeighbour> {
        Neighbour::new(text, |body| format!("(?:{body})$"))
    }

    /// What must stand behind.
    pub fn behind(text: &str) -> Result<Neighbour, MalformedNeighbour> {
        Neighbour::new(text, |body| format!("^(?:{body})"))
    }

    fn new(
        text: &str,
        anchored: impl FnOnce(String) -> String,
    ) -> Result<Neighbour, MalformedNeighbour> {
        let slashes = ['/', '／'];
        let within = text.strip_prefix(slashes).and_then(|text| text.strip_suffix(slashes));
        let body = within.map_or_else(|| with_wildcards(text), folded_pattern);
        let built = RegexBuilder::new(&anchored(body)).case_insensitive(true).build();
        let regex = built.map_err(|error| MalformedNeighbour(error.to_string()))?;
        Ok(Neighbour { text: text.to_owned(), regex })
    }

    pub(crate) fn stands_at(&self, context: &str) -> bool {
        self.regex.is_match(context)
    }
}

/// A pattern whose characters are those of the match form. Letters of ASCII keep their case, for \S is not \s;
/// full-width signs are operators as half-width ones are; what is folded into a sign (。 into a full stop) is
/// none.
fn folded_pattern(pattern: &str) -> String {
    let folded = |c: char| {
        let text = fold(c.encode_utf8(&mut [0; 4]), Folding::Standard);
        // U+FF01..=U+FF5E are the full-width forms of ASCII (Unicode, Halfwidth and Fullwidth Forms).
        if matches!(c, '\u{FF01}'..='\u{FF5E}') { text } else { regex::escape(&text) }
    };
    pattern.chars().map(|c| if c.is_ascii() { c.to_string() } else { folded(c) }).collect()
}

/// A folded text as a regular expression, in which `*` stands for any run and `?` for any character.
fn with_wildcards(text: &str) -> String {
    let folded = fold(text, Folding::Standard);
    let parts = folded.chars().map(|c| match c {
        '*' => ".*".to_owned(),
        '?' => ".".to_owned(),
        other => regex::escape(&other.to_string()),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> String {
        fold(text, Folding::Standard)
    }

    #[test]
    fn a_neighbour_touches_the_occurrence() {
        let before =
            |text: &str, context: &str| Neighbour::before(text).unwrap().stands_at(&form(context));
        let behind =
            |text: &str, context: &str| Neighbour::behind(text).unwrap().stands_at(&form(context));
        assert!(before("を", "研究力を") && !before("を", "研究をする"));
        assert!(behind("/した|する/", "する。") && !behind("/した|する/", "とした"));
        assert!(
            before("研究?を", "研究力を")
                && behind("し*。", "している。")
                && behind("ＡＩ", "aiの")
        );
        assert!(behind("/。/", "。") && !behind("/。/", "を") && behind("/［０-９］＋件/", "10件"));
        assert!(behind("/^$/", "") && !behind("/^$/", "。"));
        assert!(Neighbour::behind("/(/").is_err() && behind("(", "(注)"));
    }
}
