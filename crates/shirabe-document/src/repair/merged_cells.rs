//! A cell that spans rows is written in the first of them only; the short name of a group is filled down.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "merged-cells",
    label_ja: "結合されたセルの補完",
    reason_ja: "縦に結合された先頭のセルは最初の行にしかなく、後の行だけを読むと何の行かが分からない",
};
