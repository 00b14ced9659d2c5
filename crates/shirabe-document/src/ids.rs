//! Identifiers: [`DocumentId`], [`SectionId`] and [`ParagraphId`].
//!
//! They stand in permanent links, so they are lower-case ASCII and never change meaning.

use std::fmt;

/// An identifier that does not have the form it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedId {
    /// What was given.
    pub given: String,
    /// What would have been right.
    pub expected: &'static str,
}

impl fmt::Display for MalformedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not an id: write {}", self.given, self.expected)
    }
}

impl std::error::Error for MalformedId {}

/// A document's id: lower-case ASCII letters, digits and single hyphens, such as
/// `mext-lifescience-2025-02`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    const EXPECTED: &'static str =
        "up to 100 lower-case letters, digits and single hyphens, as in mext-lifescience-2025-02";

    /// Reads an id; it is refused rather than corrected.
    pub fn parse(text: &str) -> Result<DocumentId, MalformedId> {
        let fits = !text.is_empty()
            && text.len() <= 100
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if fits {
            Ok(DocumentId(text.to_owned()))
        } else {
            Err(MalformedId { given: text.to_owned(), expected: Self::EXPECTED })
        }
    }

    /// The id for a file that names none: what is ASCII in its name, without the extension.
    /// `資料1 概要(Final).md` becomes `1-final`; a name without any becomes `document`.
    pub fn from_file_name(name: &str) -> DocumentId {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let words: Vec<String> = stem
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let mut id: String = words.join("-").chars().take(100).collect();
        id.truncate(id.trim_end_matches('-').len());
        DocumentId(if id.is_empty() { "document".to_owned() } else { id })
    }

    /// The id of one edition of this document, such as `mext-lifescience-2025-02@2025-02-21`: it stays
    /// with that edition when the document has a newer one.
    #[must_use]
    pub fn pinned(&self, edition: &str) -> DocumentId {
        DocumentId(format!("{}@{edition}", self.base()))
    }

    /// The edition, in the id of one.
    pub fn edition(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, edition)| edition)
    }

    /// The id without an edition.
    pub fn base(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }

    /// The id as it stands in links.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A section's id within its document, such as `s12` for the twelfth section.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(String);

/// A paragraph's id within its document, such as `p87`; paragraphs are counted through the whole
/// document, headings included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphId(String);

impl SectionId {
    /// The id of the section with this number, counted from 1.
    pub fn numbered(number: usize) -> SectionId {
        SectionId(format!("s{number}"))
    }

    /// Reads an id such as `s12`.
    pub fn parse(text: &str) -> Result<SectionId, MalformedId> {
        parse_numbered(text, 's', "s and a number, as in s12").map(SectionId)
    }

    /// The id as it stands in links.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ParagraphId {
    /// The id of the paragraph with this number, counted from 1.
    pub fn numbered(number: usize) -> ParagraphId {
        ParagraphId(format!("p{number}"))
    }

    /// Reads an id such as `p87`.
    pub fn parse(text: &str) -> Result<ParagraphId, MalformedId> {
        parse_numbered(text, 'p', "p and a number, as in p87").map(ParagraphId)
    }

    /// The id as it stands in links.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ParagraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn parse_numbered(text: &str, letter: char, expected: &'static str) -> Result<String, MalformedId> {
    let digits = text.strip_prefix(letter).unwrap_or_default();
    let fits = (1..=9).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    if fits { Ok(text.to_owned()) } else { Err(MalformedId { given: text.to_owned(), expected }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_id_is_lower_case_ascii() {
        assert_eq!(DocumentId::parse("mext-lifescience-2025-02").unwrap().as_str().len(), 24);
        for wrong in ["", "AMED", "a_b", "-a", "a-", "a--b", "文書", "a/b", "../a"] {
            assert!(DocumentId::parse(wrong).is_err(), "{wrong} was accepted");
        }
    }

    #[test]
    fn an_edition_is_pinned_behind_the_id() {
        let id = DocumentId::parse("a-b").unwrap();
        let pinned = id.pinned("2025-02-21");
        assert_eq!(pinned.as_str(), "a-b@2025-02-21");
        assert_eq!((pinned.base(), pinned.edition()), ("a-b", Some("2025-02-21")));
        assert_eq!((id.base(), id.edition()), ("a-b", None));
        assert_eq!(pinned.pinned("2026").as_str(), "a-b@2026");
    }

    #[test]
    fn a_file_name_gives_an_id_that_parses() {
        for (name, id) in [
            ("AMED_dai3ki (2026).txt", "amed-dai3ki-2026"),
            ("資料1 概要(Final).md", "1-final"),
            ("文書.txt", "document"),
            ("corpus/a.b.md", "a-b"),
        ] {
            assert_eq!(DocumentId::from_file_name(name).as_str(), id);
            assert!(DocumentId::parse(id).is_ok());
        }
    }

    #[test]
    fn section_and_paragraph_ids_are_a_letter_and_a_number() {
        assert_eq!(SectionId::parse("s12").unwrap(), SectionId::numbered(12));
        assert_eq!(ParagraphId::parse("p87").unwrap().to_string(), "p87");
        for wrong in ["", "s", "s0", "s01", "12", "p1", "s1a", "s1234567890"] {
            assert!(SectionId::parse(wrong).is_err(), "{wrong} was accepted");
        }
    }
}
