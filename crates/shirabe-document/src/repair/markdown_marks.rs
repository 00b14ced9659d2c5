//! Markdown's marks (`#`, `-`, `**`, `|`, escapes, addresses of links) become structure or leave.
//!
//! The reader applies it while reading ([`crate::readers::markdown`]); here is its name.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "markdown-marks",
    label_ja: "Markdown の記号の除去",
    reason_ja: "見出し・箇条書き・太字の記号は、構造や書式を表すもので、文言ではない",
};

#[cfg(test)]
mod tests {
    use crate::repair::test_text::markdown_blocks;

    #[test]
    fn marks_leave_and_the_words_stay() {
        let text = "## 1\\. **文部科学省**の[対応](https://example.jp/)\n\n- *主査*：`宮園`\n\n1. 一\n2. 二";
        insta::assert_snapshot!(markdown_blocks(text), @r"
        1. 文部科学省の対応
        主査：宮園
        1. 一
        2. 二
        ");
    }
}
