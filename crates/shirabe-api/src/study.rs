//! Concordances and frequencies for the command line: what the API answers, written to any writer.

use std::io::Write;

use shirabe_document::Date;
use shirabe_site::error::WebError;
use shirabe_site::format::Answer;
use shirabe_site::library::Generation;
use shirabe_site::origin::Origin;
use shirabe_site::params::{ConcordanceParams, FrequencyParams};

use crate::asked::check_names;
use crate::concordance;
use crate::frequency;

/// Why there is no answer, in Japanese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl From<WebError> for Refusal {
    fn from(error: WebError) -> Refusal {
        Refusal(error.detail())
    }
}

/// What is written with: the address of the site for links, and the day.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Such as `http://127.0.0.1:8080`.
    pub site: String,
    /// Today.
    pub today: Date,
}

/// Writes the concordance that these parameters of `/api/v1/concordance` ask for. Gives how many
/// occurrences there are.
pub fn write_concordance(
    generation: &dyn Generation,
    parameters: Vec<(String, String)>,
    desk: &Desk,
    out: &mut dyn Write,
) -> Result<u64, Refusal> {
    check_names("/api/v1/concordance", &parameters)?;
    let params = ConcordanceParams::parse(parameters)?;
    params.search.require_query()?;
    let n_hits = generation.concordance(&params.request(), 0..0).map_err(WebError::from)?;
    match params.answer {
        Answer::File(format) => {
            let origin = Origin::at(&desk.site);
            concordance::write_file(generation, &params, (&origin, desk.today), format, out)?;
        }
        Answer::Svg => return Err(concordance::no_chart().into()),
        Answer::Json => {
            let value = concordance::concordance_value(generation, &params)?;
            writeln!(out, "{value}").map_err(|error| Refusal(error.to_string()))?;
        }
    }
    Ok(n_hits.head.counts.n_hits)
}

/// Writes the frequencies that these parameters of `/api/v1/frequency` ask for. Gives how many occurrences
/// there are.
pub fn write_frequency(
    generation: &dyn Generation,
    parameters: Vec<(String, String)>,
    desk: &Desk,
    out: &mut dyn Write,
) -> Result<u64, Refusal> {
    check_names("/api/v1/frequency", &parameters)?;
    let params = FrequencyParams::parse(parameters)?;
    params.search.require_query()?;
    let found = generation.frequency(&params.request()).map_err(WebError::from)?;
    let origin = Origin::at(&desk.site);
    let write = |text: String, out: &mut dyn Write| {
        writeln!(out, "{text}").map_err(|error| Refusal(error.to_string()))
    };
    match params.answer {
        Answer::File(format) => {
            frequency::write_file(generation, &found, &params, (&origin, desk.today), format, out)?;
        }
        Answer::Svg => write(frequency::drawn(&found, &params)?, out)?,
        Answer::Json => {
            let value = frequency::frequency_value(&found, &params, generation.info())?;
            write(value.to_string(), out)?;
        }
    }
    Ok(found.wordings.iter().map(|wording| wording.cell.n_hits).sum())
}
