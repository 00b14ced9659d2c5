//! Compounds with marks that may be left out: ライフ・サイエンス, IL-6, TGF-β, COVID-19.
//!
//! A compound is a value like a number: its key is what remains without the marks, so ライフサイエンス finds
//! ライフ・サイエンス and the other way. Middle dots join katakana, hyphens Latin and Greek letters with digits.

use std::ops::Range;

use shirabe_japanese::{half_width, is_katakana};

use super::WrittenValue;
use crate::match_form::{Folding, fold};

/// More parts are a list of things, not one.
const MAX_PARTS: usize = 6;
/// One letter of katakana is no word: ア・イ are items.
const LEAST_KATAKANA: usize = 2;
/// Shorter names without a mark are too many things: L6, 5G.
const LEAST_CHARS: usize = 3;

/// A run of letters of one kind, with marks between its parts or without.
#[derive(Debug)]
pub(crate) struct Compound {
    /// Place in the text.
    pub(crate) chars: Range<usize>,
    /// What stands between the marks, half-width.
    parts: Vec<String>,
    mark: char,
}

impl Compound {
    /// Without its marks.
    pub(crate) fn joined(&self) -> String {
        self.parts.concat()
    }

    /// Whether it has marks.
    pub(crate) fn is_marked(&self) -> bool {
        self.parts.len() > 1
    }

    /// Equal for compounds that differ in marks only.
    pub(crate) fn key(&self) -> String {
        key_of(&self.parts)
    }
}

fn key_of(parts: &[String]) -> String {
    format!("w{}", fold(&parts.concat(), Folding::Standard))
}

/// The compounds of a text that may have a mark, or do.
pub(crate) fn compounds_in(text: &str) -> Vec<Compound> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let read = [('・', is_word_katakana as fn(char) -> bool), ('-', is_name_letter)]
            .into_iter()
            .find_map(|(mark, is_part)| read(&chars, at, mark, is_part));
        match read {
            Some(compound) => {
                at = compound.chars.end;
                found.extend(is_compound(&compound).then_some(compound));
            }
            None => at += 1,
        }
    }
    found
}

/// The marked compounds of a text, and those that are parts of them.
pub(super) fn written(text: &str) -> Vec<WrittenValue> {
    let mut written = Vec::new();
    for compound in compounds_in(text).iter().filter(|compound| compound.is_marked()) {
        let n_parts = compound.parts.len();
        for start in 0..n_parts {
            for end in start + 2..=n_parts {
                let parts = &compound.parts[start..end];
                let mark = compound.mark.to_string();
                written.push(WrittenValue { key: key_of(parts), written: parts.join(&mark) });
            }
        }
    }
    written
}

fn read(chars: &[char], at: usize, mark: char, is_part: fn(char) -> bool) -> Option<Compound> {
    let is_part_at = |at: usize| chars.get(at).is_some_and(|c| is_part(*c));
    if !is_part_at(at) {
        return None;
    }
    let (mut parts, mut end) = (vec![String::new()], at);
    while let Some(c) = chars.get(end).copied() {
        let part = parts.last_mut().filter(|_| is_part(c));
        match part {
            Some(part) => part.push(half_width(c)),
            None if is_mark(c, mark) && is_part_at(end + 1) => parts.push(String::new()),
            None => break,
        }
        end += 1;
    }
    Some(Compound { chars: at..end, parts, mark })
}

fn is_compound(compound: &Compound) -> bool {
    let parts = &compound.parts;
    let n_chars: usize = parts.iter().map(|part| part.chars().count()).sum();
    let is_name = compound.mark == '-';
    let has_letter = |part: &String| part.chars().any(char::is_alphabetic);
    parts.len() <= MAX_PARTS
        && n_chars >= LEAST_CHARS
        && if is_name {
            parts.first().is_some_and(has_letter)
        } else {
            parts.iter().all(|part| part.chars().count() >= LEAST_KATAKANA)
        }
}

fn is_word_katakana(c: char) -> bool {
    is_katakana(c)
}

/// Latin and Greek letters, and digits.
fn is_name_letter(c: char) -> bool {
    half_width(c).is_ascii_alphanumeric() || matches!(c, 'Α'..='ω')
}

fn is_mark(c: char, mark: char) -> bool {
    match mark {
        '・' => matches!(c, '・' | '･'),
        _ => matches!(c, '-' | '－' | '‐' | '‑' | '–' | '−'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_is_written_with_each_run_of_its_parts() {
        let shown: Vec<String> = written("ライフ・サイエンス・ラボとIL-6、ア・イ、2-1")
            .into_iter()
            .map(|found| format!("{} {}", found.key, found.written))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        wライフサイエンス ライフ・サイエンス
        wライフサイエンスラボ ライフ・サイエンス・ラボ
        wサイエンスラボ サイエンス・ラボ
        wil6 IL-6
        ");
    }
}
