//! 「…（続き）」 is tied to the section that it goes on.

use super::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "continued-headings",
    label_ja: "（続き）の見出しの結び付け",
    reason_ja: "次の頁に続く節は同じ見出しで二度始まる。元の節と同じ高さに置き、続きと示す",
};

/// The heading without 「（続き）」, if it has one at its end.
pub(crate) fn base(heading: &str) -> Option<&str> {
    let heading = heading.trim_end();
    let bare = heading.strip_suffix(['）', ')'])?;
    let bare = ["続き", "つづき", "続", "承前"].iter().find_map(|word| bare.strip_suffix(word))?;
    bare.strip_suffix(['（', '(']).map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_that_goes_on_is_what_stands_before_the_bracket() {
        assert_eq!(base("2. 今後の在り方（続き）"), Some("2. 今後の在り方"));
        assert_eq!(base("特筆すべき点(続き)"), Some("特筆すべき点"));
        assert_eq!(base("手続き"), None);
        assert_eq!(base("申請（手続き）"), None);
    }
}
