//! Readings and usual spellings of words: what is typed in kana, or spelled otherwise, is compared by
//! them.

use shirabe_japanese::hiragana;

use crate::match_form::{Folding, fold};
use crate::segment::Word;

/// The reading of neighbouring words in hiragana, in match form; words without one are left out.
pub fn reading(words: &[Word]) -> String {
    let katakana: String = words.iter().map(|word| word.reading.as_str()).collect();
    folded_reading(&katakana)
}

/// A reading as [`Word::reading`] has it, in hiragana and match form.
pub fn folded_reading(katakana: &str) -> String {
    hiragana(&fold(katakana, Folding::Standard))
}

/// Neighbouring words as the dictionary spells them: 取り組み状況 for 取組状況.
pub fn normalised(words: &[Word]) -> String {
    words.iter().map(|word| word.normalised.as_str()).collect()
}
