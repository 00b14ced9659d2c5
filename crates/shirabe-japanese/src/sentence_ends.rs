//! Marks that end a sentence.

/// Whether the mark ends a sentence wherever it stands: the full stop of Japanese, and the full-width
/// question and exclamation marks with their doubled forms (U+203C, U+2047–U+2049).
///
/// ! ? . and ． are not among them: they stand in addresses, names and numbers as well.
/// Source: 区切り符号 of 公用文作成の考え方（令和4年1月11日 内閣官房長官通知）Ⅰ-4; JLREQ cl-04, cl-06.
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_points_end_no_sentence_by_themselves() {
        assert!("。｡！？⁉".chars().all(is_sentence_end));
        assert!(!"、，.．!?・".chars().any(is_sentence_end));
    }
}
