//! `shirabe concordance` and `shirabe frequency`: what the API answers, written to standard output.

use std::io::{BufWriter, Write};

use anyhow::Context;
use shirabe_api::study::{Desk, Refusal, write_concordance, write_frequency};
use shirabe_search::Snapshot;

use crate::Outcome;
use crate::args::{ConcordanceArguments, FrequencyArguments, StudyArguments};
use crate::commands::serve::today;
use crate::setup::Analysis;

type Parameters = Vec<(String, String)>;

pub(crate) fn concordance(arguments: ConcordanceArguments) -> anyhow::Result<Outcome> {
    let ConcordanceArguments { query, study, sort, group, left, right, context, sample, seed } =
        arguments;
    let mut parameters = parameters(query, &study)?;
    let named = [
        ("sort", sort),
        ("group", group),
        ("left", left),
        ("right", right),
        ("context", context),
        ("sample", sample.map(|n| n.to_string())),
        ("seed", Some(seed.to_string())),
    ];
    add(&mut parameters, named);
    answer(&study, |snapshot, desk, out| write_concordance(snapshot, parameters, desk, out))
}

pub(crate) fn frequency(arguments: FrequencyArguments) -> anyhow::Result<Outcome> {
    let FrequencyArguments { wordings, study, by, smooth, ratio } = arguments;
    let mut parameters = parameters(wordings, &study)?;
    let named = [("by", Some(by)), ("smooth", Some(smooth.to_string())), ("ratio", ratio)];
    add(&mut parameters, named);
    answer(&study, |snapshot, desk, out| write_frequency(snapshot, parameters, desk, out))
}

/// What both have, as the parameters of the API.
fn parameters(query: String, study: &StudyArguments) -> anyhow::Result<Parameters> {
    let mut parameters = vec![("q".to_owned(), query)];
    let lists = [("issuer", &study.issuer), ("fy", &study.fy), ("doc", &study.doc)];
    for (name, values) in lists {
        add(&mut parameters, values.iter().map(|value| (name, Some(value.clone()))));
    }
    for set in &study.set {
        let (name, value) = set
            .split_once('=')
            .with_context(|| format!("{set:?} is no parameter: write --set NAME=VALUE"))?;
        add(&mut parameters, [(name, Some(value.to_owned()))]);
    }
    let unique = study.unique.then(|| "sentence".to_owned());
    let (mode, format) = (study.mode.clone(), study.format.clone());
    let named = [("mode", Some(mode)), ("format", Some(format)), ("unique", unique)];
    add(&mut parameters, named);
    Ok(parameters)
}

fn add<'a>(
    parameters: &mut Parameters,
    named: impl IntoIterator<Item = (&'a str, Option<String>)>,
) {
    let named = named.into_iter();
    parameters.extend(named.filter_map(|(name, value)| Some((name.to_owned(), value?))));
}

fn answer(
    study: &StudyArguments,
    write: impl FnOnce(&Snapshot, &Desk, &mut dyn Write) -> Result<u64, Refusal>,
) -> anyhow::Result<Outcome> {
    let engine = Analysis::prepare()?.open_or_ingest(&study.places)?;
    let desk = Desk { site: study.site.clone(), today: today() };
    let mut out = Remembering { out: BufWriter::new(std::io::stdout().lock()), failed: None };
    let written = write(&engine.snapshot(), &desk, &mut out);
    // What is told of a file that could not be written is meant for visitors of a site.
    if let Some(kind) = out.failed {
        return Err(std::io::Error::from(kind).into());
    }
    let n_hits = written?;
    out.flush()?;
    Ok(if n_hits > 0 { Outcome::Done } else { Outcome::NothingFound })
}

/// A writer that remembers how it failed: that a pipe was closed is no fault.
struct Remembering<W> {
    out: W,
    failed: Option<std::io::ErrorKind>,
}

impl<W: Write> Write for Remembering<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes).inspect_err(|error| self.failed = Some(error.kind()))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush().inspect_err(|error| self.failed = Some(error.kind()))
    }
}
