//! `shirabe export`

use std::io::{BufWriter, Write as _};
use std::sync::Arc;

use anyhow::Context as _;
use shirabe_api::export::Export;
use shirabe_site::library::Generation;
use shirabe_site::url::encode;

use crate::Outcome;
use crate::args::ExportArguments;
use crate::setup::Analysis;

pub(crate) fn run(arguments: &ExportArguments) -> anyhow::Result<Outcome> {
    let snapshot = Analysis::prepare()?.open_or_ingest(&arguments.places)?.snapshot();
    let generation: Arc<dyn Generation> = snapshot;
    let mut export = Export::of_query(generation, &query(arguments)).map_err(anyhow::Error::msg)?;
    match &arguments.output {
        Some(path) => {
            // A file that is there completely or not at all: the last line is written last.
            let mut file = BufWriter::new(fs_err::File::create(path)?);
            std::io::copy(&mut export, &mut file)?;
            file.flush().with_context(|| format!("writing {}", path.display()))?;
        }
        None => {
            std::io::copy(&mut export, &mut std::io::stdout().lock())?;
        }
    }
    Ok(Outcome::Done)
}

/// The conditions, as the address of the API has them.
fn query(arguments: &ExportArguments) -> String {
    let one = |name: &str, value: &str| format!("{name}={}", encode(value));
    let mut pairs = vec![one("unit", &arguments.unit)];
    pairs.extend(arguments.issuer.iter().map(|value| one("issuer", value)));
    pairs.extend(arguments.kind.iter().map(|value| one("type", value)));
    pairs.extend(arguments.doc.iter().map(|value| one("doc", value)));
    pairs.extend(arguments.fy.iter().map(|value| one("fy", &value.to_string())));
    pairs.extend(arguments.from.iter().map(|value| one("from", value)));
    pairs.extend(arguments.to.iter().map(|value| one("to", value)));
    pairs.extend(arguments.after.iter().map(|value| one("after", value)));
    pairs.join("&")
}
