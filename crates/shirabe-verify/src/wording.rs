//! The wording of a quotation as it is compared: its parts between 中略 and …, folded.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use shirabe_text::{Folding, MatchForm};

/// A stretch of a quotation without an omission.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Where it stands in the quotation.
    pub(crate) chars: Range<usize>,
    /// Its words.
    pub(crate) text: String,
    /// What exact matching compares.
    pub(crate) form: MatchForm,
    /// The characters of the form.
    pub(crate) folded: Vec<char>,
}

impl Part {
    pub(crate) fn of(text: &str, chars: Range<usize>) -> Part {
        let text: String = text.chars().skip(chars.start).take(chars.len()).collect();
        let form = MatchForm::of(&text, Folding::Standard);
        let folded = form.as_str().chars().collect();
        Part { chars, text, form, folded }
    }

    /// The quotation in one part, whatever it holds.
    pub(crate) fn whole(text: &str) -> Part {
        Part::of(text, 0..text.chars().count())
    }
}

/// What stands for words left out: （中略）, 〔略〕, …, ‥, 「・・・」 and three full stops or more.
static OMISSION: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"[（(〔［\[【〈<＜]\s*(?:前|中|後|以下)?\s*略\s*[）)〕］\]】〉>＞]|[…‥⋯]+|・{3,}|\.{3,}|．{3,}|。{3,}";
    Regex::new(pattern).expect("the pattern is right")
});

/// How often a quotation leaves words out.
pub(crate) fn n_omissions(text: &str) -> usize {
    OMISSION.find_iter(text).count()
}

/// The parts between omissions that are long enough to be looked for.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut byte) = (0, 0, 0);
    for found in OMISSION.find_iter(text) {
        at += text.get(byte..found.start()).map_or(0, |skipped| skipped.chars().count());
        parts.push(start..at);
        at += found.as_str().chars().count();
        byte = found.end();
        start = at;
    }
    parts.push(start..text.chars().count());
    // One character is no wording, and stands everywhere.
    parts
        .into_iter()
        .map(|chars| Part::of(text, chars))
        .filter(|part| part.folded.len() > 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> String {
        let parts =
            parts(text).into_iter().map(|part| format!("{}{}", part.chars.start, part.text));
        parts.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn omissions_cut_a_quotation_into_parts() {
        assert_eq!(outline("創薬力を（中略）強化する"), "0創薬力を|8強化する");
        assert_eq!(outline("創薬力を……強化〔略〕する。"), "0創薬力を|6強化|11する。");
        assert_eq!(outline("…創薬力を・・・"), "1創薬力を");
        assert_eq!(outline("創薬力・基盤"), "0創薬力・基盤");
        assert_eq!(outline("（中略）"), "");
    }
}
