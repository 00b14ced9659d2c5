//! The fingerprint: what an index was made with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Version of the schema and of the stored shapes.
///
/// 1: bigrams, characters and words with match-form positions; stored sections as JSON.
/// 2: documents with source, digest and summary; headings with counts.
/// 3: stored sections as packed JSON, in larger blocks.
/// 4: addresses that a document once had; sources and editions in the archive.
/// 5: compounds with counts.
/// 6: titles with the documents alone; no field of single characters.
/// 7: what can be suggested, packed.
/// 8: which sections a recogniser of characters has read.
/// 9: which notations of numbers, years and articles stand where.
/// 10: pairs across borders apart; Latin words and numbers; no date where none is known.
/// 11: pages with large pictures, and attached files that were not read.
/// 12: words of each section, and when it first came in.
pub const SCHEMA_VERSION: u32 = 12;

/// What an index was made with. Two indexes with equal fingerprints answer alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    schema: u32,
    analysis: u32,
    dictionary: String,
}

impl Fingerprint {
    /// The fingerprint of this program with the dictionary of the given hash.
    pub fn of_dictionary(hash: &str) -> Fingerprint {
        Fingerprint {
            schema: SCHEMA_VERSION,
            analysis: shirabe_text::ANALYSIS_VERSION,
            dictionary: hash.to_owned(),
        }
    }

    /// Whether what this program stores was stored in the same shapes.
    pub(crate) fn has_this_schema(&self) -> bool {
        self.schema == SCHEMA_VERSION
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short: String = self.dictionary.chars().take(12).collect();
        write!(f, "schema-{}.analysis-{}.dictionary-{short}", self.schema, self.analysis)
    }
}
