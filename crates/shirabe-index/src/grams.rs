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

/// The pairs of a text with their offsets, a border counting as its end: no phrase reaches over it.
/// `borders` are the offsets behind borders, ascending.
pub(crate) fn pairs_within<'a>(
    text: &'a str,
    borders: &'a [usize],
) -> impl Iterator<Item = (usize, (char, char))> + 'a {
    let mut borders = borders.iter().copied().peekable();
    pairs(text).enumerate().map(move |(at, (first, second))| {
        while borders.next_if(|border| *border <= at).is_some() {}
        let is_last = borders.peek() == Some(&(at + 1));
        (at, (first, if is_last { END } else { second }))
    })
}

/// The pairs of a text that have a border between them, each at the offset of its first character.
pub(crate) fn pairs_across<'a>(
    text: &'a str,
    borders: &'a [usize],
) -> impl Iterator<Item = (usize, (char, char))> + 'a {
    let mut borders = borders.iter().copied().peekable();
    pairs(text).enumerate().filter(move |(at, (_, second))| {
        while borders.next_if(|border| *border <= *at).is_some() {}
        borders.peek() == Some(&(at + 1)) && *second != END
    })
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
    fn pairs_with_a_border_between_them_stand_apart() {
        let listed = |pairs: Vec<(usize, (char, char))>| -> String {
            let shown =
                pairs.into_iter().map(|(at, (first, second))| format!("{at}{first}{second}"));
            shown.collect::<Vec<_>>().join("|")
        };
        let borders = [0, 2, 3, 4];
        assert_eq!(listed(pairs_within("創薬力国", &borders).collect()), "0創薬|1薬 |2力 |3国 ");
        assert_eq!(listed(pairs_across("創薬力国", &borders).collect()), "1薬力|2力国");
    }

    #[test]
    fn every_character_begins_one_pair() {
        assert_eq!(list("創薬力"), "創薬|薬力|力 ");
        assert_eq!(list("創"), "創 ");
        assert_eq!(list("総則 創薬"), "総則|則 | 創|創薬|薬 ");
        assert_eq!(list(""), "");
    }
}
