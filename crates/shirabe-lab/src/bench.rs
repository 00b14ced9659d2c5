//! `shirabe-lab bench`: how fast, how large?
//!
//! For each size: the index is built and compared with reading and segmenting alone, then every set
//! of queries is asked cold and warm, then a server is started over it. [`report`] prints the tables
//! that `docs/performance.md` keeps.

mod build;
mod latency;
mod memory;
mod queries;
mod report;
mod server;
mod texts;

use std::path::Path;
use std::time::Duration;

use crate::args::BenchArguments;
use shirabe_cli::Analysis;
use shirabe_cli::Outcome;

use build::Built;
use latency::Latencies;
use queries::query_sets;
use server::Served;

/// Everything that was measured at one size.
struct Measured {
    megabytes: u64,
    /// `None` where the index was there already.
    built: Option<Built>,
    n_sections: usize,
    index_bytes: u64,
    latencies: Vec<Latencies>,
    served: Served,
}

pub(crate) fn run(arguments: &BenchArguments) -> anyhow::Result<Outcome> {
    for path in &arguments.text {
        anyhow::ensure!(
            path.is_file(),
            "no text at {}: give JSONL files with id, title and text (plain or gzip)",
            path.display()
        );
    }
    let temporary = tempfile::tempdir()?;
    let work = arguments.work.as_deref().unwrap_or(temporary.path());
    let analysis = Analysis::prepare()?;
    report::begin()?;
    for megabytes in &arguments.size {
        let root = work.join(format!("{megabytes}MB"));
        report::add(&measure(arguments, *megabytes, &analysis, &root)?)?;
    }
    Ok(Outcome::Done)
}

fn measure(
    arguments: &BenchArguments,
    megabytes: u64,
    analysis: &Analysis,
    root: &Path,
) -> anyhow::Result<Measured> {
    let built = if arguments.reuse {
        None
    } else {
        Some(build::build(arguments, megabytes, analysis, root)?)
    };
    let sets = query_sets();
    let duration = Duration::from_secs(arguments.seconds);
    let mut latencies = Vec::with_capacity(sets.len());
    for set in &sets {
        latencies.push(latency::measure(set, analysis, root, duration)?);
    }
    let n_sections = analysis.open(root)?.snapshot().corpus_size()?.n_sections;
    let questions = sets.iter().flat_map(|set| &set.questions);
    let queries: Vec<String> =
        questions.filter_map(|question| question.query().map(str::to_owned)).collect();
    let index_bytes = build::size_of(root)?;
    let served = server::serve(root, &queries)?;
    Ok(Measured { megabytes, built, n_sections, index_bytes, latencies, served })
}
