//! What stands around the text of a page leaves the flow: headers, footers, menus.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "page-frames",
    label_ja: "本文の外にある文字の分離",
    reason_ja: "ヘッダー、フッター、案内の目次などは文書の文言ではなく、件数を水増しする",
};
