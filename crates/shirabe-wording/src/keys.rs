//! Keys: by what occurrences are sorted and grouped.

use std::fmt;
use std::str::FromStr;

/// By what occurrences are sorted or grouped. Characters and words are counted outward from the occurrence,
/// from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `left`: what stands before, read outward.
    LeftContext,
    /// `right`: what stands behind.
    RightContext,
    /// `left:2`: the second character before.
    Left(u8),
    /// `right:2`: the second character behind.
    Right(u8),
    /// `left:w2`: the second word before, particles and signs included.
    LeftWord(u8),
    /// `right:w2`: the second word behind.
    RightWord(u8),
    /// `hit`: the spelling that was found.
    Hit,
    /// `section`: the heading.
    Section,
    /// `doc`
    Document,
    /// `issuer`
    Issuer,
    /// `fy`: 年度 of the 発行日
    FiscalYear,
    /// `issued`: 発行日
    Issued,
    /// `type`: 種別
    Kind,
}

/// A key and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The key.
    pub key: Key,
    /// `-` before it: the greatest first.
    pub is_reversed: bool,
}

/// Farther out nobody sorts; not measured.
const MAX_DISTANCE: u8 = 20;

/// The keys that have one name.
const NAMED: [(&str, Key); 10] = [
    ("left", Key::LeftContext),
    ("right", Key::RightContext),
    ("hit", Key::Hit),
    ("section", Key::Section),
    ("doc", Key::Document),
    ("issuer", Key::Issuer),
    ("fy", Key::FiscalYear),
    ("issued", Key::Issued),
    ("type", Key::Kind),
    // Another name of the same, which is never written.
    ("kind", Key::Kind),
];

impl Key {
    /// Whether it is known of a document without reading any text.
    pub(crate) fn is_of_document(self) -> bool {
        matches!(self, Key::Document | Key::Issuer | Key::FiscalYear | Key::Issued | Key::Kind)
    }

    /// Whether a sentence has to be segmented for it.
    pub(crate) fn is_of_words(self) -> bool {
        matches!(self, Key::LeftWord(_) | Key::RightWord(_))
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Key, ()> {
        if let Some((_, key)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(*key);
        }
        let (side, place) = text.split_once(':').ok_or(())?;
        let (is_word, number) = match place.strip_prefix('w') {
            Some(number) => (true, number),
            None => (false, place),
        };
        let number: u8 = number.parse().map_err(|_| ())?;
        if number == 0 || number > MAX_DISTANCE {
            return Err(());
        }
        match (side, is_word) {
            ("left", false) => Ok(Key::Left(number)),
            ("right", false) => Ok(Key::Right(number)),
            ("left", true) => Ok(Key::LeftWord(number)),
            ("right", true) => Ok(Key::RightWord(number)),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Left(n) => write!(f, "left:{n}"),
            Key::Right(n) => write!(f, "right:{n}"),
            Key::LeftWord(n) => write!(f, "left:w{n}"),
            Key::RightWord(n) => write!(f, "right:w{n}"),
            key => {
                let named = NAMED.iter().find(|(_, named)| named == key);
                f.write_str(named.map_or("", |(name, _)| name))
            }
        }
    }
}

impl FromStr for SortKey {
    type Err = ();

    fn from_str(text: &str) -> Result<SortKey, ()> {
        let name = text.strip_prefix('-');
        Ok(SortKey { key: name.unwrap_or(text).parse()?, is_reversed: name.is_some() })
    }
}

impl fmt::Display for SortKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_reversed {
            f.write_str("-")?;
        }
        self.key.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_they_are_written() {
        for text in ["left", "-right:2", "left:w1", "-right:w20", "hit", "doc", "-issued", "type"] {
            assert_eq!(text.parse::<SortKey>().unwrap().to_string(), text);
        }
        assert_eq!("-kind".parse::<SortKey>().unwrap().to_string(), "-type");
        for text in ["", "left:0", "right:21", "left:x", "up:1", "--hit"] {
            assert_eq!(text.parse::<SortKey>(), Err(()), "{text}");
        }
    }
}
