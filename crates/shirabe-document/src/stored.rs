//! How the model is written where only this program reads it back: the index, and the answer of a worker.
//!
//! Ids, dates and names are written as their text and checked when they are read; the rest is derived
//! beside the types. Public JSON has shapes of its own, in the crates that speak it.

use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::rules::Rule;
use crate::{
    BlockKind, Confidence, Date, DocumentId, Field, Format, Origin, Page, PageTurn, ParagraphId,
    Place, ProblemCode, SectionId,
};

/// Types with a stored name: `as_str`, and `parse` that gives what there is to read.
macro_rules! stored_as_name {
    ($($kind:ty: $read:expr),* $(,)?) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                let name = String::deserialize(deserializer)?;
                let read: fn(&str) -> Option<$kind> = $read;
                read(&name).ok_or_else(|| {
                    D::Error::custom(format!("{name:?} is no {}", stringify!($kind)))
                })
            }
        }
    )*};
}

stored_as_name! {
    DocumentId: |text| DocumentId::parse(text).ok(),
    SectionId: |text| SectionId::parse(text).ok(),
    ParagraphId: |text| ParagraphId::parse(text).ok(),
    BlockKind: BlockKind::parse,
    Format: Format::parse,
    Field: Field::parse,
    Confidence: Confidence::parse,
    Origin: Origin::parse,
    // What another version of the program met is a problem all the same.
    ProblemCode: |name| Some(ProblemCode::parse(name).unwrap_or(ProblemCode::Unknown)),
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A page is the pair of its printed number and its number in the file: there is one for each block.
type StoredPage = (Option<String>, Option<u32>);

impl From<Page> for StoredPage {
    fn from(page: Page) -> StoredPage {
        (page.printed, page.file)
    }
}

impl From<StoredPage> for Page {
    fn from((printed, file): StoredPage) -> Page {
        Page { printed, file }
    }
}

impl From<PageTurn> for (usize, Page) {
    fn from(turn: PageTurn) -> (usize, Page) {
        (turn.at_chars, turn.page)
    }
}

impl From<(usize, Page)> for PageTurn {
    fn from((at_chars, page): (usize, Page)) -> PageTurn {
        PageTurn { at_chars, page }
    }
}

/// Lines are the pair of the first and the one after the last.
pub(crate) mod lines {
    use super::{Deserialize, Deserializer, Range, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
    pub(crate) fn serialize<S: Serializer>(
        lines: &Option<Range<u32>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        lines.as_ref().map(|lines| (lines.start, lines.end)).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Range<u32>>, D::Error> {
        let lines = Option::<(u32, u32)>::deserialize(deserializer)?;
        Ok(lines.map(|(start, end)| start..end))
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.lines.start, self.lines.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Place, D::Error> {
        let (start, end) = Deserialize::deserialize(deserializer)?;
        Ok(Place { lines: start..end })
    }
}

/// The name of a rule of this version, or `unknown`.
pub(crate) fn rule_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static str, D::Error> {
    let name = String::deserialize(deserializer)?;
    Ok(Rule::named(&name).map_or("unknown", |rule| rule.name))
}

/// A list of values that does not say so holds those that are used.
pub(crate) fn usually() -> bool {
    true
}
