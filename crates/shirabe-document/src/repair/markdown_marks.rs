//! Markdown's marks (`#`, `-`, `**`, `|`, escapes, addresses of links) become structure or leave.
//!
//! The reader applies it while reading ([`crate::readers::markdown`]); here is its name.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "markdown-marks",
    label_ja: "Markdown の記号の除去",
    reason_ja: "見出し・箇条書き・太字の記号は、構造や書式を表すもので、文言ではない",
};
