//! `shirabe ingest`

mod table;

use std::path::PathBuf;

use anyhow::Context;
use fs_err as fs;
use shirabe_ingest::{Converter, IngestReport, Settings, Watch, write_sidecars};

use crate::Outcome;
use crate::args::IngestArguments;
use crate::setup::{Analysis, Reread};
use crate::terminal::line;

use table::{Detail, Table};

pub(crate) fn run(arguments: &IngestArguments) -> anyhow::Result<Outcome> {
    let settings = settings(arguments)?;
    let analysis = Analysis::prepare_to_write()?;
    let paths = if arguments.paths.is_empty() {
        vec![arguments.places.corpus.clone()]
    } else {
        arguments.paths.clone()
    };
    let reread = if arguments.reread { Reread::Everything } else { Reread::Changed };
    // What changes while the first ingest runs is followed as well.
    let watch = arguments.watch.then(|| Watch::begin(&paths)).transpose()?;
    let report = once(&analysis, arguments, &paths, settings.clone(), reread)?;
    if let Some(watch) = watch {
        line(Table::watching(arguments.lang))?;
        watch.follow(|| again(&analysis, arguments, &paths, &settings))?;
    }
    Ok(if report.is_complete() { Outcome::Done } else { Outcome::Incomplete })
}

fn settings(arguments: &IngestArguments) -> anyhow::Result<Settings> {
    let text = match &arguments.config {
        Some(path) => fs::read_to_string(path)?,
        None => String::new(),
    };
    let named = || match &arguments.config {
        Some(path) => format!("reading {}", path.display()),
        None => "reading --limit".to_owned(),
    };
    let settings = Settings::read(&text, &arguments.limit).with_context(named)?;
    let ocr = settings.ocr || arguments.ocr;
    let convert = settings.convert || arguments.convert;
    if convert && Converter::find().is_none() {
        crate::terminal::warn(
            "--convert: LibreOffice (soffice) is not on the path; older office files stay unread",
        );
    }
    let must_be_confined = settings.must_be_confined || arguments.require_sandbox;
    Ok(Settings { ocr, convert, must_be_confined, ..settings })
}

/// One ingest, with its table and its report.
fn once(
    analysis: &Analysis,
    arguments: &IngestArguments,
    paths: &[PathBuf],
    settings: Settings,
    reread: Reread,
) -> anyhow::Result<IngestReport> {
    let report = analysis.ingest_paths(paths, &arguments.places.index, settings, reread)?;
    let detail = if arguments.all { Detail::All } else { Detail::Notable };
    for text in Table::of(&report, arguments.lang, detail).lines() {
        line(text)?;
    }
    if arguments.write_sidecars {
        for path in write_sidecars(&report, paths)? {
            line(Table::wrote(&path, arguments.lang))?;
        }
    }
    if let Some(path) = &arguments.report {
        fs::write(path, report.to_json()? + "\n")?;
    }
    Ok(report)
}

/// An ingest while watching: what goes wrong is said, and the watch goes on.
fn again(analysis: &Analysis, arguments: &IngestArguments, paths: &[PathBuf], settings: &Settings) {
    if let Err(error) = once(analysis, arguments, paths, settings.clone(), Reread::Changed) {
        crate::terminal::print_error(&error);
    }
}
