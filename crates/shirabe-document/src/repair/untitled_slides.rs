//! A slide without a title gets its number as heading, so that it can be cited.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "untitled-slides",
    label_ja: "題のないスライドの見出し",
    reason_ja: "一枚のスライドを一つの節とするので、題がないものには番号の見出しを加える",
};
