//! The documents in the order of their titles, 五十音順: [`Catalogue`], made once a generation, and
//! the rows of the syllabary under which names are put: [`Row`].

use std::sync::Arc;

use shirabe_japanese::{hiragana, is_kana, is_kanji, narrow, skeleton};
use shirabe_search::DocumentSummary;

use crate::error::WebError;
use crate::library::Generation;

/// A row of the syllabary, a Latin letter, or what is neither, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// A place in `KANA`.
    Kana(usize),
    /// `A` to `Z`.
    Latin(char),
    /// Digits and signs.
    Other,
}

/// Name in an address, and first characters. 五十音 with the voiced and small letters beside the plain
/// ones, as the indexes of printed books have them (SIST 13, 索引作成).
const KANA: [(&str, &str); 10] = [
    ("a", "あいうえおぁぃぅぇぉゔ"),
    ("ka", "かきくけこがぎぐげごゕゖ"),
    ("sa", "さしすせそざじずぜぞ"),
    ("ta", "たちつてとだぢづでどっ"),
    ("na", "なにぬねの"),
    ("ha", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ma", "まみむめも"),
    ("ya", "やゆよゃゅょ"),
    ("ra", "らりるれろ"),
    ("wa", "わをんゎ"),
];

impl Row {
    /// The row of a name that reads so: by its first letter or digit, a kanji by its reading.
    pub fn of(name: &str, reading: &str) -> Row {
        let first = name.chars().map(narrow).find(|c| c.is_alphanumeric());
        let kana = match first {
            Some(c) if c.is_ascii_alphabetic() => return Row::Latin(c.to_ascii_uppercase()),
            Some(c) if is_kana(c) => hiragana(&c.to_string()).chars().next(),
            Some(c) if is_kanji(c) => reading.chars().next(),
            _ => None,
        };
        let row = kana.and_then(|kana| KANA.iter().position(|(_, all)| all.contains(kana)));
        row.map_or(Row::Other, Row::Kana)
    }

    /// The row with this name in an address.
    pub fn named(name: &str) -> Option<Row> {
        let mut chars = name.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) if letter.is_ascii_uppercase() => Some(Row::Latin(letter)),
            _ if name == "other" => Some(Row::Other),
            _ => KANA.iter().position(|(known, _)| *known == name).map(Row::Kana),
        }
    }

    /// Whether the row is one of the syllabary.
    pub fn is_of_kana(self) -> bool {
        matches!(self, Row::Kana(_))
    }

    /// For readers.
    pub fn label(self) -> String {
        match self {
            Row::Kana(row) => {
                KANA.get(row).and_then(|row| row.1.chars().next()).into_iter().collect()
            }
            Row::Latin(letter) => letter.to_string(),
            Row::Other => "数字ほか".to_owned(),
        }
    }

    /// In an address.
    pub fn name(self) -> String {
        match self {
            Row::Kana(row) => KANA.get(row).map_or("", |row| row.0).to_owned(),
            Row::Latin(letter) => letter.to_string(),
            Row::Other => "other".to_owned(),
        }
    }
}

/// One document, ready to be looked up by its title.
pub struct Entry {
    /// The document.
    pub document: DocumentSummary,
    /// Where its title stands in the syllabary.
    pub row: Row,
    /// What the title is compared by: without white space, narrow, in small letters.
    pub title: String,
    /// How the title reads.
    pub reading: String,
}

/// All documents of a generation.
pub struct Catalogue {
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
    /// Asks a generation for all of it.
    pub fn of(generation: &dyn Generation) -> Result<Arc<Catalogue>, WebError> {
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
    pub fn titled(&self) -> impl Iterator<Item = &Entry> {
        self.by_title.iter().filter_map(|place| self.newest.get(*place))
    }
}

impl Entry {
    /// What its place within its row depends on: Latin letters and digits stand by themselves.
    fn key(&self) -> &str {
        if self.row.is_of_kana() { &self.reading } else { &self.title }
    }

    /// Whether the title has all of `words`, as written or as it reads.
    pub fn has_words(&self, words: &[String]) -> bool {
        words.iter().all(|word| {
            self.title.contains(word.as_str()) || self.reading.contains(&hiragana(word))
        })
    }
}

/// A text as titles are compared by it.
pub fn comparable(text: &str) -> String {
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
        assert_eq!(row("ＡＭＥＤとは", "とは"), "A");
        assert_eq!(row("eスポーツ", "すぽーつ"), "E");
        assert_eq!(row("2025年版", "ねんはん"), "数字ほか");
        assert_eq!(row("令和7年版", "れいわねんはん"), "ら");
        assert_eq!(row("", ""), "数字ほか");
        for name in ["a", "wa", "A", "Z", "other"] {
            assert_eq!(Row::named(name).map(Row::name).as_deref(), Some(name));
        }
        assert_eq!(Row::named("x"), None);
    }
}
