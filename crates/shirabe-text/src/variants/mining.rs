//! Abbreviations that a document defines: 日本医療研究開発機構（AMED）, …（以下「機構」という。）
//!
//! Enter at [`mine_abbreviations`]. For each pair of brackets:
//!
//! 1. [`definition`] says whether its content defines a short name, and how;
//! 2. [`long_form`] finds where the long name before the bracket begins;
//! 3. the pair is kept if the short name fits the long one, as far as its kind can be checked.
//!
//! What is missed: names with a particle inside (特色ある研究大学…) lose their beginning, and 以下「…」
//! outside brackets is not read. What may be wrong: an example in brackets that is a bare acronym,
//! 資金配分機関（NSF）.

mod definition;
mod long_form;

use std::ops::Range;

use self::definition::{Definition, is_acronym, read_definition};
use self::long_form::{LongForm, acronym_before, latin_long_form, long_form_before};
use super::Abbreviation;
use crate::segment::Segmenter;

/// What stands in brackets longer than this does not define a name.
const MAX_CHARS_IN_BRACKETS: usize = 80;

/// The abbreviations that a text defines, with the place of each definition (`char`s), from the long
/// name to the closing bracket. Definitions that stand twice are given twice.
pub fn mine_abbreviations(text: &str, segmenter: &Segmenter) -> Vec<(Abbreviation, Range<usize>)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (open, character) in chars.iter().enumerate() {
        if !matches!(character, '（' | '(') {
            continue;
        }
        let Some(close) = closing(&chars, open) else { continue };
        let inner: String = chars.get(open + 1..close).unwrap_or_default().iter().collect();
        if let Some((abbreviation, start)) = read(&chars, open, inner.trim(), segmenter) {
            found.push((abbreviation, start..close + 1));
        }
    }
    found
}

/// The definition that the brackets at `open` make, and where its long name begins.
fn read(
    chars: &[char],
    open: usize,
    inner: &str,
    segmenter: &Segmenter,
) -> Option<(Abbreviation, usize)> {
    if let Some((short, start)) = acronym_before(chars, open)
        && definition::is_spelled_out(&short, inner)
    {
        return Some((Abbreviation { long: inner.to_owned(), short }, start));
    }
    let definition = read_definition(inner)?;
    let long = match &definition {
        Definition::Acronym(short) | Definition::Explicit(short) if is_acronym(short) => {
            latin_long_form(chars, open, short)
                .or_else(|| long_form_before(chars, open, short, segmenter))
        }
        Definition::Acronym(short)
        | Definition::Explicit(short)
        | Definition::Contraction(short) => long_form_before(chars, open, short, segmenter),
    };
    let LongForm { text: long, start } = long?;
    definition.fits(&long).then(|| (Abbreviation { long, short: definition.into_short() }, start))
}

/// Where the bracket closes, if that is near and nothing opens in between.
fn closing(chars: &[char], open: usize) -> Option<usize> {
    let inner = chars.get(open + 1..)?.iter().take(MAX_CHARS_IN_BRACKETS);
    let end = inner.clone().position(|c| matches!(c, '）' | ')' | '（' | '(' | '\n'))? + open + 1;
    matches!(chars.get(end), Some('）' | ')')).then_some(end)
}
