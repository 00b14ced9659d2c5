//! `shirabe index`: what there is, whether it is sound, what can go.

use std::collections::BTreeSet;
use std::path::Path;

use shirabe_document::DocumentId;
use shirabe_index::{Fault, IndexStatus, Remedy};
use shirabe_ingest::ForgetReport;

use crate::Outcome;
use crate::args::{IndexArguments, IndexCommand};
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line, one_line};

pub(crate) fn run(arguments: &IndexArguments) -> anyhow::Result<Outcome> {
    let root = arguments.index.as_path();
    match &arguments.command {
        IndexCommand::Status => status(root),
        IndexCommand::Verify => verify(root),
        IndexCommand::Prune => prune(root),
        IndexCommand::Forget { document, edition, reason } => {
            forget(root, document, edition.as_deref(), reason)
        }
    }
}

fn status(root: &Path) -> anyhow::Result<Outcome> {
    let status = IndexStatus::of(root)?;
    for generation in &status.generations {
        let is_current = status.current == Some(generation.number);
        let mark = if is_current { "serves" } else { "former" };
        line(format!(
            "{}  {mark}  {} documents, {} sections, {} MB",
            heading(&format!("generation {}", generation.number)),
            generation.n_documents,
            generation.n_sections,
            generation.n_bytes / 1_000_000
        ))?;
        line(faint(&format!("  built {} with {}", generation.built, generation.fingerprint)))?;
    }
    for fault in &status.faults {
        line(fault)?;
    }
    match &status.writer {
        Some(holder) => line(format!("an ingest is going on: {holder}"))?,
        None => line("no ingest is going on")?,
    }
    let is_sound = status.current.is_some() && status.faults.is_empty();
    Ok(if is_sound { Outcome::Done } else { Outcome::Incomplete })
}

fn verify(root: &Path) -> anyhow::Result<Outcome> {
    let (checked, faults) = shirabe_index::verify(root)?;
    for Fault { place, reason, .. } in &faults {
        line(format!("{} {}", heading(&one_line(place)), one_line(reason)))?;
    }
    line(format!(
        "generation {}: {} documents and {} sections read, {} faults",
        checked.number,
        checked.n_documents,
        checked.n_sections,
        faults.len()
    ))?;
    if faults.is_empty() {
        return Ok(Outcome::Done);
    }
    let remedies: BTreeSet<&Remedy> = faults.iter().map(|fault| &fault.remedy).collect();
    // What reads everything again does also what an ingest would.
    let is_covered =
        |remedy: &Remedy| *remedy == Remedy::Ingest && remedies.contains(&Remedy::Reread);
    for remedy in remedies.iter().filter(|remedy| !is_covered(remedy)) {
        line(format!("to mend it: {remedy}"))?;
    }
    Ok(Outcome::Incomplete)
}

fn prune(root: &Path) -> anyhow::Result<Outcome> {
    let pruned = shirabe_index::prune(root, &format!("process {}", std::process::id()))?;
    line(format!("{} generations removed", pruned.removed.len()))?;
    for number in pruned.read {
        line(format!("generation {number} stays: it is being read"))?;
    }
    line(format!("{} sources removed that nothing names any more", pruned.n_sources))?;
    Ok(Outcome::Done)
}

fn forget(
    root: &Path,
    document: &str,
    edition: Option<&str>,
    reason: &str,
) -> anyhow::Result<Outcome> {
    let id = DocumentId::parse(document)?;
    let ForgetReport { was_served, n_editions, read } =
        Analysis::prepare()?.forget(root, id, edition, reason)?;
    let what = edition.map_or_else(|| document.to_owned(), |name| format!("{document}@{name}"));
    let from = if was_served { "the index and the archive" } else { "the archive" };
    line(format!("{what} is taken down, out of {from}; {n_editions} editions went"))?;
    for number in &read {
        line(format!(
            "generation {number} still has it and is being read: run `shirabe index prune` when the server has moved on"
        ))?;
    }
    Ok(if read.is_empty() { Outcome::Done } else { Outcome::Incomplete })
}
