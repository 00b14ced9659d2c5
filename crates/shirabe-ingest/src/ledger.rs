//! The ledger: which files a generation was made from, what each was like, and what became of it.
//!
//! It lies in the generation, so that it is never about another one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shirabe_document::{ProblemCode, Severity};
use shirabe_index::{Generation, GenerationWriter};

use crate::IngestError;
use crate::report::{FileReport, StoredFile};

const FILE: &str = "sources.json";

/// Every file by its key, which is its absolute path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(pub(crate) BTreeMap<String, Entry>);

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What it was made from.
    pub(crate) digest: Digest,
    /// What became of it.
    pub(crate) report: FileReport,
}

/// Tells whether a file would be read into the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digest {
    /// Of the bytes, the metadata beside them, and the reader.
    pub(crate) content: String,
    /// Of the limits, which matter where the file met one.
    pub(crate) limits: String,
}

#[derive(Serialize, Deserialize)]
struct StoredEntry {
    digest: Digest,
    file: StoredFile,
}

impl Ledger {
    /// The ledger of a generation; one that cannot be read is empty, and everything is read again.
    pub(crate) fn of(generation: &Generation) -> Ledger {
        let bytes = generation.attachment(FILE).ok().flatten().unwrap_or_default();
        let stored: BTreeMap<String, StoredEntry> =
            serde_json::from_slice(&bytes).unwrap_or_default();
        let restore =
            |entry: StoredEntry| Entry { digest: entry.digest, report: entry.file.restore() };
        Ledger(stored.into_iter().map(|(key, entry)| (key, restore(entry))).collect())
    }

    /// Whether the same files are known as in `other`, with the same outcome.
    pub(crate) fn is_like(&self, other: &Ledger) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|((key, entry), (other_key, other))| {
                key == other_key
                    && entry.digest == other.digest
                    && entry.report.state == other.report.state
            })
    }

    pub(crate) fn write(&self, writer: &GenerationWriter) -> Result<(), IngestError> {
        let store = |entry: &Entry| StoredEntry {
            digest: entry.digest.clone(),
            file: StoredFile::from(&entry.report),
        };
        let stored: BTreeMap<&String, StoredEntry> =
            self.0.iter().map(|(key, entry)| (key, store(entry))).collect();
        let bytes = serde_json::to_vec(&stored).map_err(std::io::Error::other)?;
        Ok(writer.attach(FILE, &bytes)?)
    }
}

impl Entry {
    /// Whether the file need not be read again.
    pub(crate) fn stands(&self, now: &Digest) -> bool {
        let met_a_limit =
            self.report.problems.iter().any(|problem| depends_on_limits(problem.code))
                || !self.report.state.is_read();
        self.digest.content == now.content && (!met_a_limit || self.digest.limits == now.limits)
    }
}

/// Whether a problem could be another one under other limits or with a recogniser of characters. What
/// stands in the bytes themselves, or was recognised with doubt, stays as it is.
fn depends_on_limits(code: ProblemCode) -> bool {
    let is_lasting = matches!(
        code,
        ProblemCode::InvalidBytes | ProblemCode::UnaccountedCharacters | ProblemCode::OcrDoubtful
    );
    code.severity() != Severity::Remark && !is_lasting
}
