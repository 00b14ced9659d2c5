//! Which bracket closes which.

/// Opening brackets and their partners.
///
/// Source: 始め括弧類 and 終わり括弧類 of JIS X 4051:2004 (JLREQ, W3C, appendix A, cl-01 and cl-02),
/// with their half-width forms, and ＜ ＞, which many papers write for 〈 〉. Left out is ‘ ’, whose
/// closing mark is the apostrophe as well.
const BRACKETS: [(char, char); 17] = [
    ('「', '」'),
    ('『', '』'),
    ('｢', '｣'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
    ('｛', '｝'),
    ('{', '}'),
    ('〈', '〉'),
    ('《', '》'),
    ('＜', '＞'),
    ('“', '”'),
    ('〖', '〗'),
    ('〝', '〟'),
];

/// The bracket that closes what this character opens.
pub fn closing_of(open: char) -> Option<char> {
    BRACKETS.iter().find(|(opening, _)| *opening == open).map(|(_, close)| *close)
}

/// Whether a bracket that is opened by this character could still be closed.
pub fn is_opening(c: char) -> bool {
    closing_of(c).is_some()
}

/// Whether this character closes a bracket.
pub fn is_closing(c: char) -> bool {
    BRACKETS.iter().any(|(_, close)| *close == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bracket_has_one_partner_and_closes_nothing_itself() {
        for (at, (open, close)) in BRACKETS.iter().enumerate() {
            assert!(!is_closing(*open) && !is_opening(*close), "{open}");
            let others = BRACKETS.iter().enumerate().filter(|(other, _)| *other != at);
            assert!(others.clone().all(|(_, (a, b))| a != open && b != close), "{open}");
        }
        assert_eq!(closing_of('「'), Some('」'));
        assert_eq!(closing_of('」'), None);
    }
}
