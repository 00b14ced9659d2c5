//! The ledger: which files a generation was made from, what each was like, and what became of it.
//!
//! It lies in the generation, so that it is never about another one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shirabe_index::GenerationWriter;

use crate::IngestError;
use crate::digest::Stamp;
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Digest {
    /// Of the bytes, the metadata beside them, and the reader.
    pub(crate) content: String,
    /// Of the limits, which matter where the file met one.
    pub(crate) limits: String,
    /// Tells that the bytes are the same without reading them; no part of what they are.
    #[serde(default)]
    pub(crate) stamp: Option<Stamp>,
}

#[derive(Serialize, Deserialize)]
struct StoredEntry {
    digest: Digest,
    file: StoredFile,
}

impl Ledger {
    /// The ledger of what stands before `writer`. Where it cannot be read, the documents still say which
    /// files they came from: everything is read again, and what is gone is noticed.
    pub(crate) fn before(writer: &GenerationWriter) -> Result<Ledger, IngestError> {
        let bytes = writer.previous_attachment(FILE)?.unwrap_or_default();
        let Ok(stored) = serde_json::from_slice::<BTreeMap<String, StoredEntry>>(&bytes) else {
            let unread = |key: String| {
                let report = FileReport::new(&key);
                (key, Entry { digest: Digest::default(), report })
            };
            return Ok(Ledger(writer.previous_sources()?.into_iter().map(unread).collect()));
        };
        let restore =
            |entry: StoredEntry| Entry { digest: entry.digest, report: entry.file.restore() };
        Ok(Ledger(stored.into_iter().map(|(key, entry)| (key, restore(entry))).collect()))
    }

    /// Whether the same files are known as in `other`, with the same outcome.
    pub(crate) fn is_like(&self, other: &Ledger) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|((key, entry), (other_key, other))| {
                key == other_key
                    && entry.digest.content == other.digest.content
                    && entry.digest.limits == other.digest.limits
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
            self.report.problems.iter().any(|problem| problem.code.depends_on_limits())
                || !self.report.state.is_read();
        self.digest.content == now.content
            && (!met_a_limit || self.digest.limits == now.limits)
            // What it did not get may be free now.
            && self.report.n_taken == 0
    }
}
