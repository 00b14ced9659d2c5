//! Other words for the same thing: ％ = パーセント, ㎡ = 平方メートル, 新型コロナ = COVID-19.
//!
//! SudachiDict puts words into synonym groups; its dictionary does not say how close they are, so they
//! are offered and not searched. Spellings of the same word are the other rules' matter and come first.

use shirabe_japanese::{is_hiragana_letter, is_kana, is_kanji};

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;
use crate::match_form::{Folding, fold};
use crate::spellings::Spellings;

/// SudachiDict's longest word with a synonym group has fewer; the bound keeps hostile input cheap.
const MAX_CHARS: usize = 24;

pub(super) fn expand(phrase: &Phrase<'_>, spellings: &Spellings, findings: &mut Findings<'_>) {
    let mut at = 0;
    while at < phrase.chars.len() {
        let ends = (at + 1..=phrase.chars.len().min(at + MAX_CHARS)).rev();
        let found = ends.filter(|end| phrase.is_whole_words(&(at..*end))).find_map(|end| {
            let form = fold(phrase.part(&(at..end)), Folding::Standard);
            // 国, の or 3 alone is a part of too much.
            let synonyms = if is_short(&form) { Vec::new() } else { spellings.synonyms(&form) };
            let is_reading = |other: &String| {
                other.chars().all(is_hiragana_letter) && !form.chars().all(is_hiragana_letter)
            };
            let is_word =
                |other: &String| !is_short(&fold(other, Folding::Standard)) && !is_reading(other);
            let synonyms: Vec<String> = synonyms.into_iter().filter(is_word).collect();
            (!synonyms.is_empty()).then_some((end, synonyms))
        });
        at = match found {
            Some((end, synonyms)) => {
                findings.add(Rule::Synonym, at..end, synonyms);
                end
            }
            None => at + 1,
        };
    }
}

/// Whether a match form is one letter, numeral, kanji or kana, or digits: anything but a sign.
fn is_short(form: &str) -> bool {
    let is_letter = |c: char| is_kanji(c) || is_kana(c) || c.is_alphanumeric();
    form.chars().all(|c| c.is_ascii_digit())
        || form.chars().nth(1).is_none() && form.chars().all(is_letter)
}
