//! Wildcards and regular expressions, run over the match form paragraph by paragraph.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::{Hir, HirKind};
use shirabe_query::Part;
use shirabe_text::{Folding, MatchForm, fold, slice_chars};

use super::edges::{Edges, Insides, NumberEdges, Standing};

/// A compiled expression of more than this many bytes is refused.
const SIZE_LIMIT_BYTES: usize = 1 << 20;

/// A wildcard pattern or a regular expression, ready to run.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    edges: Edges,
    /// Whether it asks for borders of words, so that it has to see the spaces between Latin words, which
    /// the match form has not: `\bAI` in Medical AI.
    sees_spaces: bool,
    /// Folded texts of two or more characters that every match contains.
    required: Vec<String>,
}

impl Pattern {
    /// `?` stands for one character, `*` for any number of characters of one sentence.
    pub(crate) fn from_wildcards(parts: &[Part]) -> Result<Pattern, PatternError> {
        let mut source = String::new();
        // A `*` at an edge says that the edge is open; what it stands for is no part of the match.
        let is_many = |part: &Part| matches!(part, Part::Many);
        let first = parts.iter().position(|part| !is_many(part)).unwrap_or(parts.len());
        let last = parts.iter().rposition(|part| !is_many(part)).map_or(first, |last| last + 1);
        for part in &parts[first..last] {
            match part {
                Part::Text(text) => source.push_str(&regex::escape(&fold(text, Folding::Standard))),
                Part::One => source.push('.'),
                // The match form writes 。 as a full stop.
                Part::Many => source.push_str("[^.]*?"),
            }
        }
        let mut pattern = Pattern::compile(&source)?;
        let text = |part: Option<&Part>| match part {
            Some(Part::Text(text)) => fold(text, Folding::Standard),
            _ => String::new(),
        };
        let (first, last) = (text(parts.first()), text(parts.last()));
        pattern.edges.start = Edges::of_own(&first, NumberEdges::default()).start;
        pattern.edges.end = Edges::of_own(&last, NumberEdges::default()).end;
        Ok(pattern)
    }

    /// The same, where parts of words and numbers count as well.
    pub(crate) fn opened(self) -> Pattern {
        Pattern { edges: self.edges.opened(), ..self }
    }

    /// A regular expression over the match form: its characters are folded like the text, and `\b` is
    /// a border between Latin and Japanese letters too.
    pub(crate) fn from_regex(source: &str) -> Result<Pattern, PatternError> {
        let mut folded = String::new();
        // Where the folded form of each character of the source ends.
        let mut ends = Vec::new();
        let mut chars = source.chars().peekable();
        let mut in_class = false;
        let sees_spaces = has_border(source);
        while let Some(c) = chars.next() {
            match c {
                '\\' => {
                    let next = chars.next();
                    let is_border = next == Some('b') && !in_class && chars.peek() != Some(&'{');
                    folded.push_str(if is_border { "(?:\\b|(?-u:" } else { "" });
                    folded.push('\\');
                    ends.push(folded.len());
                    if let Some(next) = next {
                        push_folded(&mut folded, next);
                    }
                    folded.push_str(if is_border { "))" } else { "" });
                }
                '[' | ']' => {
                    in_class = c == '[';
                    folded.push(c);
                }
                // A space that the text may have at a line end or not at all.
                ' ' | '　' if sees_spaces && !in_class => folded.push_str("(?: ?)"),
                c => push_folded(&mut folded, c),
            }
            ends.push(folded.len());
        }
        let pattern = Pattern::compile(&folded).map_err(|error| PatternError {
            at_chars: error.at_chars.map(|at| ends.partition_point(|end| *end <= at)),
            ..error
        })?;
        Ok(Pattern { sees_spaces, ..pattern })
    }

    /// The matches in one block of a match form, as character ranges of the form, and whether each is
    /// whole or a part of a word or number.
    pub fn matches_in<'a, I: Insides + 'a>(
        &self,
        form: &MatchForm,
        block: Range<usize>,
        insides: &impl Fn() -> &'a I,
    ) -> Vec<(Range<usize>, Standing)> {
        let spaced = self.sees_spaces.then(|| Spaced::of(form, block.clone()));
        let text = match &spaced {
            Some(spaced) => spaced.text.as_str(),
            None => slice_chars(form.as_str(), block.clone()),
        };
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut found = Vec::new();
        let (mut bytes, mut chars) = (0, block.start);
        for next in self.regex.find_iter(text).filter(|next| !next.is_empty()) {
            // Each match goes on counting where the one before ended.
            let n_chars = |range: Range<usize>| text.get(range).unwrap_or("").chars().count();
            let start = chars + n_chars(bytes..next.start());
            let end = start + n_chars(next.range());
            (bytes, chars) = (next.end(), end);
            let (start, end) = match &spaced {
                Some(spaced) => (spaced.in_form(start), spaced.in_form(end)),
                None => (start, end),
            };
            if start == end {
                continue;
            }
            let standing = if self.edges.are_free() {
                Standing::Whole
            } else {
                self.edges.standing(offset(start), offset(end), insides())
            };
            found.push((start..end, standing));
        }
        found
    }

    /// Compiles a pattern; the place in an error counts bytes of `source`.
    fn compile(source: &str) -> Result<Pattern, PatternError> {
        let hir = regex_syntax::parse(source).map_err(|error| PatternError::of(&error))?;
        let regex = RegexBuilder::new(source)
            .case_insensitive(true)
            .size_limit(SIZE_LIMIT_BYTES)
            .dfa_size_limit(SIZE_LIMIT_BYTES)
            .build()
            .map_err(|_| PatternError { reason: Unusable::TooLarge, at_chars: None })?;
        let mut required = Vec::new();
        let mut run = String::new();
        collect_required(&hir, &mut run, &mut required);
        finish(&mut run, &mut required);
        Ok(Pattern { regex, required, edges: Edges::default(), sees_spaces: false })
    }

    /// Folded texts of two or more characters that every match contains; may be none.
    pub fn required(&self) -> &[String] {
        &self.required
    }
}

/// A part of a match form with the spaces that stand between Latin words in the text.
struct Spaced {
    text: String,
    /// Where the spaces are, as offsets into the form with spaces.
    spaces: Vec<usize>,
}

impl Spaced {
    fn of(form: &MatchForm, part: Range<usize>) -> Spaced {
        let (mut text, mut spaces) = (String::new(), Vec::new());
        let mut before: Option<(char, usize)> = None;
        for (at, c) in part.clone().zip(slice_chars(form.as_str(), part.clone()).chars()) {
            let source = form.text_range(at..at + 1);
            let is_parted = before.is_some_and(|(before, end)| {
                end < source.start && before.is_ascii_alphanumeric() && c.is_ascii_alphanumeric()
            });
            if is_parted {
                spaces.push(at + spaces.len());
                text.push(' ');
            }
            text.push(c);
            before = Some((c, source.end));
        }
        Spaced { text, spaces }
    }

    /// The offset into the form of an offset into the form with spaces.
    fn in_form(&self, at: usize) -> usize {
        at - self.spaces.partition_point(|space| *space < at)
    }
}

/// Whether an expression has a `\b`.
fn has_border(source: &str) -> bool {
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.next() == Some('b') {
            return true;
        }
    }
    false
}

/// Why a pattern cannot be used, and where, counted in characters of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatternError {
    /// What cannot be used.
    pub reason: Unusable,
    /// Where.
    pub at_chars: Option<usize>,
}

/// What cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    LookAround,
    /// `\1`
    Backreference,
    /// A bracket without its partner.
    Bracket,
    /// `*` or `+` with nothing before it.
    Repetition,
    /// More memory than a search may take.
    TooLarge,
    /// Anything else.
    Malformed,
}

impl PatternError {
    fn of(error: &regex_syntax::Error) -> PatternError {
        let (reason, span) = match error {
            regex_syntax::Error::Parse(error) => (reason_of(error.kind()), Some(error.span())),
            regex_syntax::Error::Translate(error) => (Unusable::Malformed, Some(error.span())),
            _ => (Unusable::Malformed, None),
        };
        PatternError { reason, at_chars: span.map(|span| span.start.offset) }
    }
}

fn reason_of(kind: &ErrorKind) -> Unusable {
    match kind {
        ErrorKind::UnsupportedLookAround => Unusable::LookAround,
        ErrorKind::UnsupportedBackreference => Unusable::Backreference,
        ErrorKind::ClassUnclosed | ErrorKind::GroupUnclosed | ErrorKind::GroupUnopened => {
            Unusable::Bracket
        }
        ErrorKind::RepetitionMissing => Unusable::Repetition,
        ErrorKind::NestLimitExceeded(_) | ErrorKind::CaptureLimitExceeded => Unusable::TooLarge,
        _ => Unusable::Malformed,
    }
}

/// Adds a character as the match form has it; only ASCII has a meaning in an expression.
fn push_folded(source: &mut String, c: char) {
    if c.is_ascii() {
        source.push(c);
    } else {
        source.push_str(&regex::escape(&fold(c.encode_utf8(&mut [0; 4]), Folding::Standard)));
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
    use crate::insides::InsidesOfText;

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

    fn matched(pattern: &Pattern, text: &str) -> String {
        let form = MatchForm::of(text, Folding::Standard);
        let insides = InsidesOfText::of(text, &form);
        let found = pattern.matches_in(&form, 0..form.len_chars(), &|| &insides);
        let shown = found.into_iter().map(|(range, standing)| {
            let part = slice_chars(text, form.text_range(range));
            if standing == Standing::Whole { part.to_owned() } else { format!("({part})") }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn regex(source: &str, text: &str) -> String {
        matched(&Pattern::from_regex(source).unwrap(), text)
    }

    #[test]
    fn full_width_letters_of_an_expression_are_folded() {
        assert_eq!(regex("（[0-9]+）ＡＭＥＤ", "前(12)amed"), "(12)amed");
    }

    #[test]
    fn an_exploding_expression_is_refused() {
        assert!(Pattern::from_regex("(.{1000}){1000}").is_err());
        assert!(Pattern::from_regex("(").is_err());
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_place() {
        let refused = |source: &str| {
            let error = Pattern::from_regex(source).unwrap_err();
            (error.reason, error.at_chars)
        };
        assert_eq!(refused("研究力(?!の)"), (Unusable::LookAround, Some(3)));
        assert_eq!(refused("(?<=第)期"), (Unusable::LookAround, Some(0)));
        assert_eq!(refused(r"ＡＢ\b(.)\1"), (Unusable::Backreference, Some(7)));
        assert_eq!(refused("研究)"), (Unusable::Bracket, Some(2)));
        assert_eq!(refused("第[0-9期"), (Unusable::Bracket, Some(1)));
        assert_eq!(refused("+期"), (Unusable::Repetition, Some(0)));
        assert_eq!(refused("(.{1000}){1000}"), (Unusable::TooLarge, None));
    }

    #[test]
    fn a_border_lies_between_latin_and_japanese_letters() {
        let n = |source: &str, text: &str| regex(source, text).split_whitespace().count();
        assert_eq!(n(r"\bAI\b", "生成aiとai戦略,aids,main,(ai)"), 3);
        assert_eq!(n(r"\b研究", "「研究」と基礎研究"), 1);
        assert_eq!(n(r"[a-z]\b", "生成ai"), 1);
        assert_eq!(regex(r"\bAI\b", "Medical AI and mail"), "AI");
        assert_eq!(regex(r"\bMedical AI\b", "Medical AI、MedicalAI"), "Medical AI MedicalAI");
        assert_eq!(regex(r"の\b[A-Z]+\b", "国のOpen Data"), "のOpen");
    }

    #[test]
    fn a_wildcard_stays_in_its_sentence() {
        let parts = [Part::Text("人".into()), Part::Many, Part::Text("育成".into())];
        let pattern = Pattern::from_wildcards(&parts).unwrap();
        assert_eq!(matched(&pattern, "人材の育成"), "人材の育成");
        assert_eq!(matched(&pattern, "人だ.育成"), "");
    }

    #[test]
    fn a_wildcard_beside_letters_opens_that_edge() {
        let wildcards =
            |parts: &[Part]| matched(&Pattern::from_wildcards(parts).unwrap(), "AI AIDS main");
        let ai = || Part::Text("AI".into());
        assert_eq!(wildcards(&[Part::Many, ai(), Part::Many]), "AI AI ai");
        assert_eq!(wildcards(&[ai(), Part::Many]), "AI AI (ai)");
        assert_eq!(wildcards(&[Part::Many, ai()]), "AI (AI) (ai)");
    }
}
