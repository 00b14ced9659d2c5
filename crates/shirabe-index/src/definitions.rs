//! The abbreviations that the documents define, each with the place of its definition.

use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};
use shirabe_document::Document;
use shirabe_text::{Segmenter, mine_abbreviations};

use crate::IndexError;
use crate::folders::write_durably;

const FILE: &str = "definitions.json";

/// A server keeps all of them in memory, and reads them when it starts.
const MAX_DEFINITIONS: usize = 20_000;
/// What is defined more often is a phrase of the trade: the first places will do.
const MAX_PLACES: usize = 10;

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

/// The definitions in their order, without those beyond the bounds: the names that are defined most
/// often stay.
pub(crate) fn worth_keeping(definitions: &mut Vec<Definition>) -> Vec<Definition> {
    definitions.sort();
    definitions.dedup();
    let mut names: Vec<&[Definition]> =
        definitions.chunk_by(|a, b| (&a.short, &a.long) == (&b.short, &b.long)).collect();
    // The sort is stable: names that are defined as often stay in their order.
    names.sort_by_key(|places| std::cmp::Reverse(places.len().min(MAX_PLACES)));
    let places = names.iter().flat_map(|places| places.iter().take(MAX_PLACES));
    let mut kept: Vec<Definition> = places.take(MAX_DEFINITIONS).cloned().collect();
    kept.sort();
    kept
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_that_is_defined_everywhere_the_first_places_are_kept() {
        let definition = |short: &str, document: usize| Definition {
            short: short.to_owned(),
            long: format!("{short}の長い名"),
            document: format!("d{document:02}"),
            section: "s1".to_owned(),
            paragraph: "p1".to_owned(),
        };
        let mut all: Vec<Definition> = (0..20).map(|n| definition("機構", n)).rev().collect();
        all.push(definition("AMED", 3));
        let kept = worth_keeping(&mut all);
        let documents: Vec<&str> = kept.iter().map(|found| found.document.as_str()).collect();
        let first = ["d00", "d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08", "d09"];
        assert_eq!(documents, [&["d03"][..], &first].concat());
    }
}
