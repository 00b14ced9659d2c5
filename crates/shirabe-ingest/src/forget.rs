//! Taking a document down for good: [`forget`].

use std::path::Path;

use shirabe_document::DocumentId;
use shirabe_document::anchors::edition_name;
use shirabe_index::{
    Archive, Fingerprint, Forgotten, GenerationWriter, SectionAnalyzer, Start, other_generations,
};

use crate::IngestError;
use crate::ledger::{Digest, Ledger};

/// What is to be taken down, and what is needed for it.
pub struct ForgetRequest<'a> {
    /// The folder of the index.
    pub index: &'a Path,
    /// The analysis.
    pub analyzer: SectionAnalyzer,
    /// What the index must have been made with.
    pub fingerprint: Fingerprint,
    /// The time, RFC 3339.
    pub now: String,
    /// Who writes, for others who want to.
    pub holder: String,
    /// The document.
    pub document: DocumentId,
    /// One edition of it; otherwise it goes with all its editions.
    pub edition: Option<String>,
    /// Why, for those who ask for its address.
    pub reason: String,
}

/// What was taken down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForgetReport {
    /// Whether it was in the index, and not in the archive alone.
    pub was_served: bool,
    /// Editions that went.
    pub n_editions: usize,
    /// The numbers of generations that still hold it, because somebody reads them.
    pub read: Vec<u64>,
}

/// Takes a document or one of its editions out of the index, the archive and all former generations, and
/// remembers why. What reads the corpus later does not take it in again.
pub fn forget(request: &ForgetRequest<'_>) -> Result<ForgetReport, IngestError> {
    let writer = GenerationWriter::update(
        request.index,
        request.analyzer.clone(),
        &request.fingerprint,
        &request.holder,
        Start::Copy,
    )?;
    if !writer.is_update() {
        writer.discard()?;
        return Err(IngestError::NotReady(request.index.to_owned()));
    }
    let archive = Archive::of_index(request.index);
    let (id, edition) = (&request.document, request.edition.as_deref());
    let served = writer.previous(id)?;
    let editions = archive.editions(id)?;
    let is_known = (served.is_some() && edition.is_none()) || archive.knows(id, edition);
    let is_latest = |name| served.as_ref().is_some_and(|d| edition_name(&d.metadata) == name);
    if edition.is_some_and(is_latest) {
        return Err(IngestError::LatestEdition(id.to_string()));
    }
    if !is_known {
        let name = edition.map_or_else(|| id.to_string(), |name| id.pinned(name).to_string());
        return Err(IngestError::NoSuchDocument(name));
    }
    archive.keep_forgotten(&Forgotten {
        document: id.to_string(),
        edition: request.edition.clone(),
        reason: request.reason.clone(),
        when: request.now.clone(),
    })?;
    let mut sources = archive.remove_texts(id, edition)?;
    let mut report = ForgetReport {
        was_served: served.is_some() && edition.is_none(),
        n_editions: edition.map_or(editions.len(), |_| 1),
        read: Vec::new(),
    };
    match served.filter(|_| edition.is_none()) {
        None => writer.discard()?,
        Some(document) => {
            sources.insert(document.metadata.sha256);
            report.read = take_out(request, writer)?;
        }
    }
    archive.remove_sources(&sources, &shirabe_index::sources_in_use(request.index)?)?;
    archive.record()?;
    Ok(report)
}

/// Publishes a generation without the document, and leaves no other that has it but those that are read.
fn take_out(
    request: &ForgetRequest<'_>,
    writer: GenerationWriter,
) -> Result<Vec<u64>, IngestError> {
    let id = &request.document;
    let mut ledger = Ledger::before(&writer)?;
    // A file with other documents is read again, and this one left out.
    for entry in ledger.0.values_mut().filter(|entry| entry.report.id.is_empty()) {
        entry.digest = Digest::default();
    }
    ledger.0.retain(|_, entry| entry.report.id != id.as_str());
    writer.remove(id)?;
    ledger.write(&writer)?;
    let number = writer.publish_without_traces(request.fingerprint.clone(), request.now.clone())?;
    Ok(other_generations(request.index, number)?)
}
