//! Bold marks that pair with nothing leave the text.

/// The line without `**`, if it had any.
pub(crate) fn repair(line: &str) -> Option<String> {
    line.contains("**").then(|| line.replace("**", "")).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_leaves_the_word() {
        let line = "疾患iPS細胞**も基礎研究の蓄積から生まれたもの。";
        assert_eq!(repair(line).as_deref(), Some("疾患iPS細胞も基礎研究の蓄積から生まれたもの。"));
    }

    #[test]
    fn a_single_asterisk_is_a_note_mark_and_stays() {
        assert_eq!(repair("感染症有事を見据えた体制整備・研究開発*"), None);
        assert_eq!(repair("****"), None);
    }
}
