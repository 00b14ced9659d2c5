//! The headings of all documents, for suggestions: each with the number of sections that have it, so
//! that a document which goes takes its own along.

use std::collections::BTreeMap;
use std::path::Path;

use fs_err as fs;
use shirabe_document::Document;

use crate::IndexError;
use crate::folders::write_durably;

const FILE: &str = "headings.json";
/// Longer headings are sentences, which nobody completes.
const MAX_CHARS: usize = 40;
/// A server keeps all of them in memory.
const MAX_HEADINGS: usize = 50_000;

/// Headings and how often each stands.
#[derive(Debug, Default)]
pub(crate) struct Headings(BTreeMap<String, u32>);

impl Headings {
    pub(crate) fn add(&mut self, document: &Document) {
        for heading in short_headings(document) {
            *self.0.entry(heading.clone()).or_default() += 1;
        }
        let n_too_many = self.0.len().saturating_sub(MAX_HEADINGS);
        (0..n_too_many).for_each(|_| drop(self.0.pop_last()));
    }

    pub(crate) fn remove(&mut self, document: &Document) {
        for heading in short_headings(document) {
            if let Some(n) = self.0.get_mut(heading) {
                *n = n.saturating_sub(1);
            }
        }
    }

    /// The headings that stand somewhere.
    pub(crate) fn into_texts(self) -> Vec<String> {
        self.0.into_iter().filter(|(_, n)| *n > 0).map(|(text, _)| text).collect()
    }

    pub(crate) fn write(&self, dir: &Path) -> Result<(), IndexError> {
        let standing: BTreeMap<&String, &u32> = self.0.iter().filter(|(_, n)| **n > 0).collect();
        let text = serde_json::to_vec(&standing).map_err(std::io::Error::other)?;
        write_durably(&dir.join(FILE), &text)
    }

    pub(crate) fn read(dir: &Path) -> Result<Headings, IndexError> {
        let path = dir.join(FILE);
        let counts = serde_json::from_slice(&fs::read(&path)?);
        counts
            .map(Headings)
            .map_err(|error| IndexError::Damaged { path, reason: error.to_string() })
    }
}

fn short_headings(document: &Document) -> impl Iterator<Item = &String> {
    let headings = document.sections.iter().map(|section| &section.heading);
    headings.filter(|text| text.chars().count() <= MAX_CHARS)
}
