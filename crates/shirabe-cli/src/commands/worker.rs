//! `shirabe worker`, the reader that `ingest` starts for each document of a foreign format, and
//! `shirabe convert`, which becomes LibreOffice.

use crate::Outcome;
use crate::args::{ConvertArguments, WorkerArguments};

pub(crate) fn run(arguments: &WorkerArguments) -> anyhow::Result<Outcome> {
    let WorkerArguments { limits, pdfium, font, must_be_confined } = arguments;
    let (pdfium, font) = (pdfium.as_deref(), font.as_deref());
    shirabe_ingest::worker::serve(limits, pdfium, font, *must_be_confined)?;
    Ok(Outcome::Done)
}

/// Returns only where LibreOffice could not be started.
pub(crate) fn convert(arguments: &ConvertArguments) -> anyhow::Result<Outcome> {
    let ConvertArguments { limits, soffice, folder, source, to } = arguments;
    match shirabe_ingest::conversion::serve(limits, soffice, folder, source, to)? {}
}
