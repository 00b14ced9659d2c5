//! The documents in the order of their titles, 五十音順: [`Catalogue`], made once a generation, and
//! the rows of the syllabary under which names are put: [`Row`].

use std::sync::Arc;

use shirabe_japanese::{hiragana, is_kana, is_kanji, narrow, skeleton};
use shirabe_search::DocumentSummary;

use crate::error::WebError;
use crate::library::Generation;

/// A row of the syllabary, or what has none, by its place in [`ROWS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row(usize);

/// Name for readers, name in an address, first characters. 五十音 with the voiced and small letters
/// beside the plain ones, as the indexes of printed books have them (SIST 13, 索引作成).
const ROWS: [(&str, &str, &str); 12] = [
    ("あ", "a", "あいうえおぁぃぅぇぉゔ"),
    ("か", "ka", "かきくけこがぎぐげごゕゖ"),
    ("さ", "sa", "さしすせそざじずぜぞ"),
    ("た", "ta", "たちつてとだぢづでどっ"),
    ("な", "na", "なにぬねの"),
    ("は", "ha", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ま", "ma", "まみむめも"),
    ("や", "ya", "やゆよゃゅょ"),
    ("ら", "ra", "らりるれろ"),
    ("わ", "wa", "わをんゎ"),
    ("A–Z", "latin", ""),
    ("数字ほか", "other", ""),
];

impl Row {
    /// The row of a name that reads so: by its first letter or digit, a kanji by its reading.
    pub(crate) fn of(name: &str, reading: &str) -> Row {
        let first = name.chars().map(narrow).find(|c| c.is_alphanumeric());
        let kana = match first {
            Some(c) if is_kana(c) => hiragana(&c.to_string()).chars().next(),
            Some(c) if is_kanji(c) => reading.chars().next(),
            _ => None,
        };
        let row = kana.and_then(|kana| ROWS.iter().position(|(_, _, all)| all.contains(kana)));
        let is_latin = first.is_some_and(|c| c.is_ascii_alphabetic());
        Row(row.unwrap_or(if is_latin { ROWS.len() - 2 } else { ROWS.len() - 1 }))
    }

    /// The row with this name in an address.
    pub(crate) fn named(name: &str) -> Option<Row> {
        ROWS.iter().position(|(_, known, _)| *known == name).map(Row)
    }

    /// Whether the row is one of the syllabary.
    pub(crate) fn is_of_kana(self) -> bool {
        ROWS.get(self.0).is_some_and(|row| !row.2.is_empty())
    }

    /// For readers.
    pub(crate) fn label(self) -> &'static str {
        ROWS.get(self.0).map_or("", |row| row.0)
    }

    /// In an address.
    pub(crate) fn name(self) -> &'static str {
        ROWS.get(self.0).map_or("", |row| row.1)
    }
}

/// One document, ready to be looked up by its title.
pub(crate) struct Entry {
    pub document: DocumentSummary,
    /// Where its title stands in the syllabary.
    pub row: Row,
    /// What the title is compared by: without white space, narrow, in small letters.
    pub title: String,
    /// How the title reads.
    pub reading: String,
}

/// All documents of a generation.
pub(crate) struct Catalogue {
    /// Newest first.
    pub newest: Vec<Entry>,
    /// The places of [`Catalogue::newest`] in the order of titles.
    pub by_title: Vec<usize>,
    /// Compounds that many sections have, as examples of what can be looked for.
    pub examples: Vec<String>,
}

/// Examples below the search box: one line.
const N_EXAMPLES: usize = 6;

impl Catalogue {
    pub(crate) fn of(generation: &dyn Generation) -> Result<Arc<Catalogue>, WebError> {
        let entry = |document: &DocumentSummary| {
            let reading = generation.reading(&document.title);
            Entry {
                row: Row::of(&document.title, &reading),
                title: comparable(&document.title),
                reading,
                document: document.clone(),
            }
        };
        let newest: Vec<Entry> = generation.documents()?.iter().map(entry).collect();
        let mut by_title: Vec<usize> = (0..newest.len()).collect();
        by_title.sort_by_key(|place| {
            newest.get(*place).map(|entry| (entry.row, entry.key(), &entry.title, *place))
        });
        let examples = generation.frequent_compounds(N_EXAMPLES)?;
        Ok(Arc::new(Catalogue { newest, by_title, examples }))
    }

    /// The documents in the order of their titles.
    pub(crate) fn titled(&self) -> impl Iterator<Item = &Entry> {
        self.by_title.iter().filter_map(|place| self.newest.get(*place))
    }
}

impl Entry {
    /// What its place within its row depends on: Latin letters and digits stand by themselves.
    fn key(&self) -> &str {
        if self.row.is_of_kana() { &self.reading } else { &self.title }
    }

    /// Whether the title has all of `words`, as written or as it reads.
    pub(crate) fn has_words(&self, words: &[String]) -> bool {
        words.iter().all(|word| {
            self.title.contains(word.as_str()) || self.reading.contains(&hiragana(word))
        })
    }
}

/// A text as titles are compared by it.
pub(crate) fn comparable(text: &str) -> String {
    skeleton(text).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_under_its_first_sound() {
        let row = |name: &str, reading: &str| Row::of(name, reading).label();
        assert_eq!(row("（別紙）がん対策", "べっしがんたいさく"), "は");
        assert_eq!(row("ガイドライン", "がいどらいん"), "か");
        assert_eq!(row("ＡＭＥＤとは", "とは"), "A–Z");
        assert_eq!(row("2025年版", "ねんはん"), "数字ほか");
        assert_eq!(row("令和7年版", "れいわねんはん"), "ら");
        assert_eq!(row("", ""), "数字ほか");
        assert!((0..ROWS.len()).map(Row).all(|row| Row::named(row.name()) == Some(row)));
    }
}
