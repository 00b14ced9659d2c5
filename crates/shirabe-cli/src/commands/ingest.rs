//! `shirabe ingest`

use shirabe_ingest::FileState;

use crate::Outcome;
use crate::args::IngestArguments;
use crate::setup::Analysis;
use crate::terminal::{faint, heading, line};

pub(crate) fn run(arguments: &IngestArguments) -> anyhow::Result<Outcome> {
    let report = Analysis::prepare()?.ingest(&arguments.places)?;
    let mut n_failed = 0;
    for file in &report.files {
        match &file.state {
            FileState::Added { id, title, n_sections, n_repairs } => {
                line(format!("{} {title}", heading(id)))?;
                line(faint(&format!(
                    "  {}: {n_sections} sections, {n_repairs} repairs",
                    file.path
                )))?;
            }
            FileState::Failed { reason } => {
                n_failed += 1;
                line(format!("{} {reason}", heading("not read:")))?;
            }
        }
        for problem in &file.problems {
            let place = problem.place.as_ref().map(|place| format!("line {}: ", place.lines.start));
            line(format!("  {}{}", place.unwrap_or_default(), problem.message))?;
        }
    }
    line(format!(
        "generation {} serves {} documents",
        report.generation,
        report.files.len() - n_failed
    ))?;
    Ok(Outcome::Done)
}
