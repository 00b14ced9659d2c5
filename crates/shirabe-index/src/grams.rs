//! Pairs of neighbouring characters over the match form.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;

/// Stands behind the last character of a text and between two texts of one field. It is white space,
/// which no match form has, so no phrase reaches over it.
pub(crate) const END: char = ' ';

/// The pairs of neighbouring characters of a text, each at the offset of its first. The last character
/// makes a pair with a mark of the end, a space: every character begins one pair.
pub fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let behind = text.chars().skip(1).chain([END]);
    text.chars().zip(behind)
}

/// The pairs of a field that begin with `character`: together they stand wherever it does.
pub fn pairs_from(
    inverted: &InvertedIndexReader,
    character: char,
) -> std::io::Result<Vec<TermInfo>> {
    let mut buffer = [0; 4];
    let prefix = character.encode_utf8(&mut buffer).as_bytes();
    let mut pairs = inverted.terms().range().ge(prefix).into_stream()?;
    let mut infos = Vec::new();
    while pairs.advance() && pairs.key().starts_with(prefix) {
        infos.push(pairs.value().clone());
    }
    Ok(infos)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> String {
        let pairs: Vec<String> =
            pairs(text).map(|(first, second)| format!("{first}{second}")).collect();
        pairs.join("|")
    }

    #[test]
    fn every_character_begins_one_pair() {
        assert_eq!(list("創薬力"), "創薬|薬力|力 ");
        assert_eq!(list("創"), "創 ");
        assert_eq!(list("総則 創薬"), "総則|則 | 創|創薬|薬 ");
        assert_eq!(list(""), "");
    }
}
