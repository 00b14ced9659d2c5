//! Place names with the particle が: 霞が関 = 霞ヶ関 = 霞ケ関.
//!
//! 公用文 writes the places themselves as their town does, and papers as their writers do.

use shirabe_japanese::is_kanji;

use crate::segment::Word;

const GA: &[char] = &['が', 'ヶ', 'ケ', 'ガ'];

/// The other ways to write a place name that has が between two kanji.
pub(super) fn alternatives(word: &Word) -> Vec<String> {
    let chars: Vec<char> = word.surface.chars().collect();
    let is_ga = |w: &[char]| is_kanji(w[0]) && GA.contains(&w[1]) && is_kanji(w[2]);
    let Some(at) = chars.windows(3).position(is_ga).map(|at| at + 1) else { return Vec::new() };
    if !word.part_of_speech.starts_with("名詞,固有名詞,地名") {
        return Vec::new();
    }
    let with = |ga: &char| -> String {
        chars.iter().enumerate().map(|(index, c)| if index == at { *ga } else { *c }).collect()
    };
    GA.iter().map(with).collect()
}
