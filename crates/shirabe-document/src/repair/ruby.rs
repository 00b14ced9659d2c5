//! Readings beside words leave the text. The readers find them.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "ruby",
    label_ja: "ふりがなの分離",
    reason_ja: "ふりがなが本文の行に交じると、語が途中で切れて見つからなくなる",
};
