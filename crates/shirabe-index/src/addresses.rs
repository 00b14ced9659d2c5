//! What a generation stores of the addresses that a document once had, and back.

use serde::{Deserialize, Serialize};
use shirabe_document::{
    Addresses, Edition, ParagraphId, RetiredParagraph, RetiredSection, SectionId,
};

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct StoredAddresses {
    last_section: usize,
    last_paragraph: usize,
    sections: Vec<StoredSection>,
    paragraphs: Vec<StoredParagraph>,
    editions: Vec<StoredEdition>,
}

#[derive(Serialize, Deserialize)]
struct StoredSection {
    id: String,
    heading: String,
    text: String,
    successors: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredParagraph {
    id: String,
    section: String,
    text: String,
    successors: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredEdition {
    name: String,
    label: Option<String>,
    issued: Option<String>,
    sha256: String,
}

/// Why stored addresses cannot be understood.
type Reason = Box<dyn std::error::Error + Send + Sync>;

impl StoredAddresses {
    /// Whether there is nothing to store, as of a document that was read once.
    pub(crate) fn is_empty(&self) -> bool {
        self.last_section == 0
            && self.last_paragraph == 0
            && self.sections.is_empty()
            && self.paragraphs.is_empty()
            && self.editions.is_empty()
    }

    /// The addresses that were stored.
    pub(crate) fn restore(self) -> Result<Addresses, Reason> {
        let section_ids = |ids: Vec<String>| -> Result<Vec<SectionId>, Reason> {
            ids.iter().map(|id| Ok(SectionId::parse(id)?)).collect()
        };
        let paragraph_ids = |ids: Vec<String>| -> Result<Vec<ParagraphId>, Reason> {
            ids.iter().map(|id| Ok(ParagraphId::parse(id)?)).collect()
        };
        let section = |stored: StoredSection| -> Result<RetiredSection, Reason> {
            Ok(RetiredSection {
                id: SectionId::parse(&stored.id)?,
                heading: stored.heading,
                text: stored.text,
                successors: section_ids(stored.successors)?,
            })
        };
        let paragraph = |stored: StoredParagraph| -> Result<RetiredParagraph, Reason> {
            Ok(RetiredParagraph {
                id: ParagraphId::parse(&stored.id)?,
                section: SectionId::parse(&stored.section)?,
                text: stored.text,
                successors: paragraph_ids(stored.successors)?,
            })
        };
        let edition = |stored: StoredEdition| -> Result<Edition, Reason> {
            Ok(Edition {
                name: stored.name,
                label: stored.label,
                issued: stored.issued.map(|date| date.parse()).transpose()?,
                sha256: stored.sha256,
            })
        };
        Ok(Addresses {
            last_section: self.last_section,
            last_paragraph: self.last_paragraph,
            sections: self.sections.into_iter().map(section).collect::<Result<_, _>>()?,
            paragraphs: self.paragraphs.into_iter().map(paragraph).collect::<Result<_, _>>()?,
            editions: self.editions.into_iter().map(edition).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Addresses> for StoredAddresses {
    fn from(addresses: &Addresses) -> StoredAddresses {
        let section = |retired: &RetiredSection| StoredSection {
            id: retired.id.to_string(),
            heading: retired.heading.clone(),
            text: retired.text.clone(),
            successors: retired.successors.iter().map(ToString::to_string).collect(),
        };
        let paragraph = |retired: &RetiredParagraph| StoredParagraph {
            id: retired.id.to_string(),
            section: retired.section.to_string(),
            text: retired.text.clone(),
            successors: retired.successors.iter().map(ToString::to_string).collect(),
        };
        let edition = |edition: &Edition| StoredEdition {
            name: edition.name.clone(),
            label: edition.label.clone(),
            issued: edition.issued.map(|date| date.to_string()),
            sha256: edition.sha256.clone(),
        };
        StoredAddresses {
            last_section: addresses.last_section,
            last_paragraph: addresses.last_paragraph,
            sections: addresses.sections.iter().map(section).collect(),
            paragraphs: addresses.paragraphs.iter().map(paragraph).collect(),
            editions: addresses.editions.iter().map(edition).collect(),
        }
    }
}
