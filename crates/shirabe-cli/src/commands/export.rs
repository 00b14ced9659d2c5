//! `shirabe export`

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use shirabe_api::export::Export;
use shirabe_api::opensearch::{Bulk, mapping};
use shirabe_site::library::Generation;
use shirabe_site::url::encode;

use crate::Outcome;
use crate::args::{ExportArguments, ExportFormat};
use crate::setup::Analysis;
use crate::terminal::line;

pub(crate) fn run(arguments: &ExportArguments) -> anyhow::Result<Outcome> {
    let snapshot = Analysis::prepare()?.open_or_ingest(&arguments.places)?.snapshot();
    let generation: Arc<dyn Generation> = snapshot;
    if arguments.format == ExportFormat::Opensearch {
        return for_opensearch(generation, arguments);
    }
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

/// A file of requests is not larger: OpenSearch takes up to 100 MB at once (`http.max_content_length`), and
/// advises less. A document with more is a file of its own.
const MAX_BULK_BYTES: usize = 20 << 20;

/// Writes the mapping and the requests into the folder that was named.
fn for_opensearch(
    generation: Arc<dyn Generation>,
    arguments: &ExportArguments,
) -> anyhow::Result<Outcome> {
    let folder = arguments.output.as_ref();
    let folder = folder.context("--format opensearch writes several files: name a folder by -o")?;
    fs_err::create_dir_all(folder)?;
    remove_former(folder)?;
    let bulk = Bulk::of_query(generation, &query(arguments)).map_err(anyhow::Error::msg)?;
    let (mut n_files, mut lines) = (0, Vec::new());
    let mut write = |lines: &mut Vec<u8>| -> anyhow::Result<()> {
        if !lines.is_empty() {
            n_files += 1;
            fs_err::write(folder.join(format!("bulk-{n_files:06}.ndjson")), &lines)?;
            lines.clear();
        }
        Ok(())
    };
    for document in bulk {
        let of_document = document.map_err(anyhow::Error::msg)?;
        if lines.len() + of_document.len() > MAX_BULK_BYTES {
            write(&mut lines)?;
        }
        lines.extend(of_document);
    }
    write(&mut lines)?;
    // Last: where there is a mapping, all requests are there.
    fs_err::write(folder.join("mapping.json"), serde_json::to_vec_pretty(&mapping())?)?;
    line(format!("{n_files} files of requests and mapping.json in {}", folder.display()))?;
    Ok(Outcome::Done)
}

/// Removes what an earlier run has written.
fn remove_former(folder: &Path) -> anyhow::Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name == "mapping.json" || (name.starts_with("bulk-") && name.ends_with(".ndjson")) {
            fs_err::remove_file(folder.join(&*name))?;
        }
    }
    Ok(())
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
