//! `shirabe worker`, the reader that `ingest` starts for each document of a foreign format.

use crate::Outcome;
use crate::args::WorkerArguments;

pub(crate) fn run(arguments: &WorkerArguments) -> anyhow::Result<Outcome> {
    shirabe_ingest::worker::serve(&arguments.limits, arguments.pdfium.as_deref())?;
    Ok(Outcome::Done)
}
