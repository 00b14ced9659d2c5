//! Questions: a run that asks in a sentence, instead of naming what it looks for.

use shirabe_text::Segmenter;

/// How questions and requests end, once the marks behind them are taken off. A lone は or とは leaves
/// the rest of the question out (創薬とは、主査は？).
const ENDINGS: [&str; 9] =
    ["か", "かな", "は", "でしょう", "ください", "下さい", "教えて", "知りたい", "かしら"];

/// Words that ask, in SudachiDict's normalised form.
const INTERROGATIVES: [&str; 15] = [
    "何",
    "何処",
    "何時",
    "何故",
    "何れ",
    "誰",
    "どう",
    "どの",
    "どれ",
    "どんな",
    "どちら",
    "幾つ",
    "幾ら",
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
