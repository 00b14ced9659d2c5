//! Latin ligatures become their letters.

/// Source: Unicode block Alphabetic Presentation Forms, U+FB00–U+FB06.
const LIGATURES: [(char, &str); 7] = [
    ('\u{FB00}', "ff"),
    ('\u{FB01}', "fi"),
    ('\u{FB02}', "fl"),
    ('\u{FB03}', "ffi"),
    ('\u{FB04}', "ffl"),
    ('\u{FB05}', "st"),
    ('\u{FB06}', "st"),
];

/// The line with letters, if it had ligatures.
pub(crate) fn repair(line: &str) -> Option<String> {
    if !line.contains(|c| matches!(c, '\u{FB00}'..='\u{FB06}')) {
        return None;
    }
    let mut letters = String::with_capacity(line.len());
    for c in line.chars() {
        match LIGATURES.iter().find(|(ligature, _)| *ligature == c) {
            Some((_, spelled)) => letters.push_str(spelled),
            None => letters.push(c),
        }
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ligature_is_spelled_out() {
        assert_eq!(repair("ﬁnancial eﬀect, Oﬃce").as_deref(), Some("financial effect, Office"));
        assert_eq!(repair("financial"), None);
    }
}
