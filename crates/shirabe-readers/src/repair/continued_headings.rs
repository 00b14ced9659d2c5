//! 「…（続き）」 is tied to the section that it goes on.

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
