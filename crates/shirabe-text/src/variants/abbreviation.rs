//! Short names that documents define: 日本医療研究開発機構 = AMED.
//!
//! Unlike the other rules' parts, a long name may hold parts that have spellings of their own.

use std::ops::Range;

use shirabe_japanese::half_width;

use super::findings::Findings;
use super::phrase::Phrase;
use super::{Abbreviation, Rule};
use crate::match_form::{Folding, fold};

/// At most this many parts of a phrase are expanded by this rule.
const MAX_PARTS: usize = 8;

pub(super) fn expand(phrase: &Phrase<'_>, known: &[Abbreviation], findings: &mut Findings<'_>) {
    let mut parts: Vec<(Range<usize>, Vec<String>)> = Vec::new();
    for Abbreviation { long, short } in known {
        for (term, other) in [(long, short), (short, long)] {
            let folded = fold(term, Folding::Standard);
            for chars in phrase.form.find_all(&folded) {
                if !is_name(phrase, &chars) {
                    continue;
                }
                if let Some((_, others)) = parts.iter_mut().find(|(part, _)| *part == chars) {
                    others.push(other.clone());
                } else if parts.len() < MAX_PARTS {
                    parts.push((chars, vec![other.clone()]));
                }
            }
        }
    }
    for (chars, others) in parts {
        findings.add(Rule::Abbreviation, chars, others);
    }
}

/// Whether the part is a name and not a piece of a longer word: DB in DBMS, 機構 in 機構改革 is one.
fn is_name(phrase: &Phrase<'_>, chars: &Range<usize>) -> bool {
    let is_letter = |at: Option<usize>| {
        let character = at.and_then(|at| phrase.chars.get(at));
        character.is_some_and(|c| half_width(*c).is_ascii_alphanumeric())
    };
    let is_cut =
        |outside: Option<usize>, inside: Option<usize>| is_letter(outside) && is_letter(inside);
    let (first, last) = (Some(chars.start), chars.end.checked_sub(1));
    let is_inside_a_token =
        is_cut(chars.start.checked_sub(1), first) || is_cut(Some(chars.end), last);
    !is_inside_a_token && (is_letter(first) || phrase.is_whole_words(chars))
}
