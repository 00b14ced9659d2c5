//! `shirabe worker`, the reader that `ingest` starts for each document of a foreign format.

use crate::Outcome;
use crate::args::WorkerArguments;

pub(crate) fn run(arguments: &WorkerArguments) -> anyhow::Result<Outcome> {
    let WorkerArguments { limits, pdfium, font } = arguments;
    shirabe_ingest::worker::serve(limits, pdfium.as_deref(), font.as_deref())?;
    Ok(Outcome::Done)
}
