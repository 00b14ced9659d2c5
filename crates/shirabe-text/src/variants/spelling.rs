//! Spellings of one word in the dictionary: 取り組み = 取組, つながる = 繋がる, サーバー = サーバ.
//!
//! SudachiDict gives every surface a normalised form; surfaces that share one, with the same part of
//! speech, inflection and reading, are spellings of one word. The inflection makes the stem change
//! alone: つながった → 繋がった. The groups hold much that nobody writes, so each spelling must be
//! [`plausible`] as well.
//!
//! Left alone are words that only hold a sentence together, numbers, proper names (but for the が of
//! [`place_name`]), words of one
//! character (一 and ひと), kana of two (いま, もの, ため stand everywhere) and words in Latin letters, which
//! are another language but for those in the table of `official` (Web).
//! Direction makes no difference: what a spelling finds finds it.

mod place_name;
mod plausible;

use shirabe_japanese::is_hiragana_letter;

use super::Rule;
use super::findings::Findings;
use super::phrase::Phrase;
use crate::segment::{Segmenter, Word, WordClass};
use crate::spellings::Spellings;

use self::plausible::{is_plausible, sound};

/// Words that hold more characters have one spelling in practice; the bound keeps hostile input cheap.
const MAX_CHARS_OF_WORD: usize = 24;
/// Beyond this many, the spellings of a word are rarities.
const MAX_SPELLINGS: usize = 12;

pub(super) fn expand(
    phrase: &Phrase<'_>,
    segmenter: &Segmenter,
    spellings: &Spellings,
    findings: &mut Findings<'_>,
) {
    for word in &phrase.words {
        if word.chars.len() > MAX_CHARS_OF_WORD {
            continue;
        }
        let of_word = alternatives(word, spellings);
        findings.add(Rule::Spelling, word.chars.clone(), place_name::alternatives(word));
        if !of_word.is_empty() || word.short_units.len() < 2 {
            findings.add(Rule::Spelling, word.chars.clone(), of_word);
            continue;
        }
        for unit in &word.short_units {
            // A unit alone has no reading or part of speech: look it up as a word of its own.
            if let [as_word] = segmenter.words(&unit.surface).as_slice() {
                findings.add(Rule::Spelling, unit.chars.clone(), alternatives(as_word, spellings));
            }
        }
    }
}

/// The spellings of a word besides its own, the closest first.
fn alternatives(word: &Word, spellings: &Spellings) -> Vec<String> {
    if is_left_alone(word) {
        return Vec::new();
    }
    let reading = sound(if word.reading.is_empty() { &word.surface } else { &word.reading });
    let mut surfaces: Vec<String> = Vec::new();
    for spelling in spellings.of(&word.normalised) {
        let is_same_word = spelling.part_of_speech == word.part_of_speech
            && sound(&spelling.reading) == reading
            && spelling.surface != word.surface;
        if is_same_word && !surfaces.contains(&spelling.surface) {
            surfaces.push(spelling.surface);
        }
    }
    // What nobody finds is not looked from either.
    let is_own_cut_short = is_cut_short(&word.surface, &surfaces);
    let group: Vec<String> = surfaces.iter().chain([&word.surface]).cloned().collect();
    let mut kept: Vec<String> = Vec::new();
    for surface in &surfaces {
        if is_plausible(word, surface) && !is_cut_short(surface, &group) && !is_own_cut_short {
            kept.push(surface.clone());
        }
    }
    kept.sort_by_key(|surface| distance(&word.surface, surface));
    kept.truncate(MAX_SPELLINGS);
    kept
}

fn is_left_alone(word: &Word) -> bool {
    let n_chars = word.surface.chars().count();
    word.class != WordClass::Content
        || ["名詞,固有名詞", "名詞,数詞"].iter().any(|name| word.part_of_speech.starts_with(name))
        || n_chars < 2
        || word.surface.is_ascii()
        || (n_chars == 2 && word.surface.chars().all(is_hiragana_letter))
}

/// Whether the spelling has okurigana inside but lost those at the end: 売り上 of 売り上げ.
fn is_cut_short(surface: &str, group: &[String]) -> bool {
    let has_kana = surface.chars().any(is_hiragana_letter);
    has_kana && group.iter().any(|other| other.len() > surface.len() && other.starts_with(surface))
}

/// How many characters two spellings do not share.
fn distance(own: &str, other: &str) -> usize {
    let lost = own.chars().filter(|c| !other.contains(*c)).count();
    lost + other.chars().filter(|c| !own.contains(*c)).count()
}
