//! Questions: a run that asks in a sentence, instead of naming what it looks for.

use shirabe_text::Segmenter;

/// A longer run is a sentence, which is looked for by what it says. The suggestion dictionary keeps no
/// longer names either; not measured.
pub(crate) const MAX_WORDING_CHARS: usize = 30;

/// How questions and requests end, once the marks behind them are taken off. A lone は or とは leaves
/// the rest of the question out (創薬とは、主査は？).
const ENDINGS: [&str; 14] = [
    "か",
    "かな",
    "は",
    "でしょう",
    "ください",
    "下さい",
    "教えて",
    "知りたい",
    "かしら",
    "なさい",
    "答えよ",
    "こたえよ",
    "述べよ",
    "せよ",
];

/// Words that ask, in SudachiDict's normalised form. It keeps some of them in kana.
const INTERROGATIVES: [&str; 22] = [
    "何",
    "何処",
    "どこ",
    "何時",
    "いつ",
    "何故",
    "なぜ",
    "何れ",
    "誰",
    "だれ",
    "どう",
    "どの",
    "どれ",
    "どんな",
    "どちら",
    "どなた",
    "幾つ",
    "いくつ",
    "幾ら",
    "いくら",
    "如何",
    "何方",
];

/// Whether `text` is a question or a request rather than the wording that is looked for.
pub(crate) fn is_question(text: &str, segmenter: &Segmenter) -> bool {
    let marks = ['。', '．', '.', '？', '?', '！', '!', ' ', '　'];
    let asks_by_mark = text.trim_end().ends_with(['？', '?']);
    let sentence = text.trim_end_matches(marks);
    if asks_by_mark || ENDINGS.iter().any(|ending| sentence.ends_with(ending)) {
        return true;
    }
    segmenter.words(text).iter().any(|word| INTERROGATIVES.contains(&word.normalised.as_str()))
}

/// How many of a query's `n` different words a section must have: one of up to six, two of up to
/// fourteen, three of up to thirty, and so on. The answer need not repeat the question; see
/// `docs/decisions/0003-any-words.md`.
pub(crate) fn n_words_needed(n: usize) -> usize {
    let doublings = (n + 1).checked_ilog2().unwrap_or(0) as usize;
    doublings.saturating_sub(1).max(1).min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_question_needs_more_words_but_few() {
        let needed: Vec<usize> = [0, 1, 2, 6, 7, 14, 15, 30, 31].map(n_words_needed).to_vec();
        assert_eq!(needed, [0, 1, 1, 1, 2, 2, 3, 3, 4]);
    }
}
