//! Wildcards and regular expressions, run over the match form paragraph by paragraph.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};
use shirabe_query::Part;
use shirabe_text::{Folding, MatchForm, fold, slice_chars};

/// A compiled expression of more than this many bytes is refused.
const SIZE_LIMIT_BYTES: usize = 1 << 20;

/// A wildcard pattern or a regular expression, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    /// Folded texts of two or more characters that every match contains.
    required: Vec<String>,
}

impl Pattern {
    /// `?` stands for one character, `*` for any number of characters of one sentence.
    pub(crate) fn from_wildcards(parts: &[Part]) -> Result<Pattern, String> {
        let mut source = String::new();
        for part in parts {
            match part {
                Part::Text(text) => source.push_str(&regex::escape(&fold(text, Folding::Standard))),
                Part::One => source.push('.'),
                // The match form writes 。 as a full stop.
                Part::Many => source.push_str("[^.]*?"),
            }
        }
        Pattern::compile(&source)
    }

    /// A regular expression over the match form: its characters are folded like the text.
    pub(crate) fn from_regex(source: &str) -> Result<Pattern, String> {
        let mut folded = String::new();
        for c in source.chars() {
            if c.is_ascii() {
                folded.push(c);
            } else {
                folded
                    .push_str(&regex::escape(&fold(c.encode_utf8(&mut [0; 4]), Folding::Standard)));
            }
        }
        Pattern::compile(&folded)
    }

    /// The matches in one paragraph of a match form, as character ranges of the form.
    pub(crate) fn matches_in<'a>(
        &'a self,
        form: &'a MatchForm,
        paragraph: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let text = slice_chars(form.as_str(), paragraph.clone());
        let (mut bytes, mut chars) = (0, paragraph.start);
        self.matches(text).map(move |found| {
            // Each match goes on counting where the one before ended.
            let n_chars = |range: Range<usize>| text.get(range).unwrap_or("").chars().count();
            let start = chars + n_chars(bytes..found.start);
            let end = start + n_chars(found.clone());
            (bytes, chars) = (found.end, end);
            start..end
        })
    }

    fn compile(source: &str) -> Result<Pattern, String> {
        let regex = RegexBuilder::new(source)
            .case_insensitive(true)
            .size_limit(SIZE_LIMIT_BYTES)
            .dfa_size_limit(SIZE_LIMIT_BYTES)
            .build()
            .map_err(|error| error.to_string())?;
        let hir = regex_syntax::parse(source).map_err(|error| error.to_string())?;
        let mut required = Vec::new();
        let mut run = String::new();
        collect_required(&hir, &mut run, &mut required);
        finish(&mut run, &mut required);
        Ok(Pattern { regex, required })
    }

    /// Folded texts of two or more characters that every match contains; may be none.
    pub(crate) fn required(&self) -> &[String] {
        &self.required
    }

    /// The matches in a folded text, as byte ranges; empty ones are left out.
    fn matches<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.regex.find_iter(folded).map(|found| found.range()).filter(|range| !range.is_empty())
    }
}

fn collect_required(hir: &Hir, run: &mut String, required: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Literal(literal) => run.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Concat(parts) => {
            for part in parts {
                collect_required(part, run, required);
            }
        }
        HirKind::Capture(capture) => collect_required(&capture.sub, run, required),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            collect_required(&repetition.sub, run, required);
            finish(run, required);
        }
        HirKind::Look(_) | HirKind::Empty => {}
        HirKind::Repetition(_) | HirKind::Class(_) | HirKind::Alternation(_) => {
            finish(run, required);
        }
    }
}

fn finish(run: &mut String, required: &mut Vec<String>) {
    // The form is in lower case; what the reader wrote need not be.
    let folded = fold(run, Folding::Standard);
    if folded.chars().nth(1).is_some() {
        required.push(folded);
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(source: &str) -> String {
        Pattern::from_regex(source).unwrap().required().join(" ")
    }

    #[test]
    fn what_every_match_contains_is_known() {
        assert_eq!(required("第[0-9]+期計画"), "期計画");
        assert_eq!(required("(研究|人材)育成"), "育成");
        assert_eq!(required("研究(力)?低下"), "研究 低下");
        assert_eq!(required("(ab)+cd"), "ab cd");
        assert_eq!(required(".*"), "");
    }

    #[test]
    fn full_width_letters_of_an_expression_are_folded() {
        let pattern = Pattern::from_regex("（[0-9]+）ＡＭＥＤ").unwrap();
        assert_eq!(pattern.matches("前(12)amed").next(), Some(3..11));
    }

    #[test]
    fn an_exploding_expression_is_refused() {
        assert!(Pattern::from_regex("(.{1000}){1000}").is_err());
        assert!(Pattern::from_regex("(").is_err());
    }

    #[test]
    fn a_wildcard_stays_in_its_sentence() {
        let parts = [Part::Text("人".into()), Part::Many, Part::Text("育成".into())];
        let pattern = Pattern::from_wildcards(&parts).unwrap();
        assert_eq!(pattern.matches("人材の育成").count(), 1);
        assert_eq!(pattern.matches("人だ.育成").count(), 0);
    }
}
