//! The abbreviations that the documents define, each with the place of its definition.

use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};
use shirabe_document::Document;
use shirabe_text::{Segmenter, mine_abbreviations};

use crate::IndexError;
use crate::folders::write_durably;

const FILE: &str = "definitions.json";

/// An abbreviation and the place that defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Definition {
    /// Such as AMED.
    pub short: String,
    /// Such as 日本医療研究開発機構.
    pub long: String,
    /// The document's id.
    pub document: String,
    /// The section's id.
    pub section: String,
    /// The paragraph's id.
    pub paragraph: String,
}

#[derive(Serialize, Deserialize)]
struct StoredDefinition(String, String, String, String, String);

/// The definitions in `document`, each once a section.
pub(crate) fn definitions_in(document: &Document, segmenter: &Segmenter) -> Vec<Definition> {
    let mut found = Vec::new();
    for section in &document.sections {
        for (abbreviation, chars) in mine_abbreviations(&section.text(), segmenter) {
            let Some(block) = section.block_at(chars.start) else { continue };
            found.push(Definition {
                short: abbreviation.short,
                long: abbreviation.long,
                document: document.id.to_string(),
                section: section.id.to_string(),
                paragraph: block.id.to_string(),
            });
        }
    }
    found.dedup_by(|a, b| (&a.short, &a.long, &a.section) == (&b.short, &b.long, &b.section));
    found
}

pub(crate) fn write_definitions(dir: &Path, definitions: &[Definition]) -> Result<(), IndexError> {
    let stored: Vec<StoredDefinition> = definitions
        .iter()
        .cloned()
        .map(|d| StoredDefinition(d.short, d.long, d.document, d.section, d.paragraph))
        .collect();
    let text = serde_json::to_vec(&stored).map_err(std::io::Error::other)?;
    write_durably(&dir.join(FILE), &text)
}

pub(crate) fn read_definitions(dir: &Path) -> Result<Vec<Definition>, IndexError> {
    let path = dir.join(FILE);
    let stored: Vec<StoredDefinition> = serde_json::from_str(&fs::read_to_string(&path)?)
        .map_err(|error| IndexError::Damaged { path, reason: error.to_string() })?;
    let restore = |StoredDefinition(short, long, document, section, paragraph)| Definition {
        short,
        long,
        document,
        section,
        paragraph,
    };
    Ok(stored.into_iter().map(restore).collect())
}
