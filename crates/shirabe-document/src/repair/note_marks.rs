//! Raised marks of notes leave the words that they stand behind. The layout finds them.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "note-marks",
    label_ja: "上付きの注番号の分離",
    reason_ja: "「8,600万¹」の注番号を続けて読むと「8,600万1」となり、数値が変わる",
};
