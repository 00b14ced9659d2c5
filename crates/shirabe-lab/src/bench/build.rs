//! Building: how fast texts become an index, beside how fast they can be read and segmented.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use fs_err as fs;
use rayon::prelude::*;
use shirabe_document::Document;
use shirabe_index::GenerationWriter;

use super::memory::{Memory, Watch};
use super::texts::Texts;
use crate::args::BenchArguments;
use shirabe_cli::Analysis;
use shirabe_cli::Bar;

/// Reading and segmenting alone are measured on this much text.
const SAMPLE_BYTES: u64 = 20_000_000;
/// The baselines are measured so often; the median counts.
const N_BASELINES: usize = 3;

/// What building an index took.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// Bytes of the sections' texts.
    pub(crate) text_bytes: u64,
    pub(crate) n_documents: u64,
    pub(crate) seconds: f64,
    pub(crate) index_bytes: u64,
    pub(crate) peak: Memory,
    /// Bytes of text a second, with all cores, of reading alone and of segmenting alone.
    pub(crate) reading_rate: f64,
    pub(crate) segmenting_rate: f64,
}

impl Built {
    /// Bytes of text a second.
    pub(crate) fn rate(&self) -> f64 {
        self.text_bytes as f64 / self.seconds.max(1e-9)
    }

    /// The time that segmenting alone would have taken, as a part of the time that the ingest took.
    pub(crate) fn against_segmenting(&self) -> f64 {
        self.rate() / self.segmenting_rate.max(1.0)
    }
}

/// Builds an index of `megabytes` at `root`. The baselines are measured right before and behind, so
/// that they meet the same load.
pub(crate) fn build(
    arguments: &BenchArguments,
    megabytes: u64,
    analysis: &Analysis,
    root: &Path,
) -> anyhow::Result<Built> {
    let wanted_bytes = megabytes * 1_000_000;
    let mut baselines = vec![Baseline::measure(arguments, wanted_bytes, analysis)?];
    let mut built = ingest(arguments, wanted_bytes, analysis, root)?;
    while baselines.len() < N_BASELINES {
        baselines.push(Baseline::measure(arguments, wanted_bytes, analysis)?);
    }
    built.reading_rate = median(baselines.iter().map(|baseline| baseline.reading_rate));
    built.segmenting_rate = median(baselines.iter().map(|baseline| baseline.segmenting_rate));
    built.index_bytes = size_of(root)?;
    Ok(built)
}

fn ingest(
    arguments: &BenchArguments,
    wanted_bytes: u64,
    analysis: &Analysis,
    root: &Path,
) -> anyhow::Result<Built> {
    let bar = Bar::bytes("Building the index");
    let (n_bytes, n_documents) = (AtomicU64::new(0), AtomicU64::new(0));
    let watch = Watch::begin();
    let started = Instant::now();
    let writer = GenerationWriter::create(root, analysis.sections.clone(), "bench")?;
    Texts::new(&arguments.text, wanted_bytes).par_bridge().try_for_each(|line| {
        let document = line?.parse()?.document();
        writer.add(&document)?;
        let done = n_bytes.fetch_add(n_text_bytes(&document), Ordering::Relaxed);
        n_documents.fetch_add(1, Ordering::Relaxed);
        shirabe_ingest::Progress::advance(&bar, done.min(wanted_bytes), wanted_bytes);
        anyhow::Ok(())
    })?;
    writer.publish(analysis.fingerprint.clone(), String::new())?;
    let seconds = started.elapsed().as_secs_f64();
    bar.finish();
    Ok(Built {
        text_bytes: n_bytes.into_inner(),
        n_documents: n_documents.into_inner(),
        seconds,
        peak: watch.peak(),
        ..Built::default()
    })
}

struct Baseline {
    reading_rate: f64,
    segmenting_rate: f64,
}

impl Baseline {
    fn measure(
        arguments: &BenchArguments,
        wanted_bytes: u64,
        analysis: &Analysis,
    ) -> anyhow::Result<Baseline> {
        let texts = Texts::new(&arguments.text, wanted_bytes.min(SAMPLE_BYTES));
        let lines = texts.collect::<anyhow::Result<Vec<_>>>()?;
        let started = Instant::now();
        let documents = lines
            .into_par_iter()
            .map(|line| Ok(line.parse()?.document()))
            .collect::<anyhow::Result<Vec<Document>>>()?;
        let n_bytes = documents.iter().map(n_text_bytes).sum::<u64>() as f64;
        let reading_rate = n_bytes / started.elapsed().as_secs_f64().max(1e-9);
        let started = Instant::now();
        let segmenter = analysis.sections.segmenter();
        let n_terms = AtomicU64::new(0);
        documents.par_iter().flat_map_iter(|document| &document.sections).for_each(|section| {
            let mut n = 0;
            segmenter.for_each_term(&section.text(), |_| n += 1);
            n_terms.fetch_add(n, Ordering::Relaxed);
        });
        anyhow::ensure!(n_terms.into_inner() > 0, "the texts have no word");
        let segmenting_rate = n_bytes / started.elapsed().as_secs_f64().max(1e-9);
        Ok(Baseline { reading_rate, segmenting_rate })
    }
}

fn n_text_bytes(document: &Document) -> u64 {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.map(|block| block.text.len() as u64 + 1).sum()
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Bytes of all files in the folder and those below it.
pub(crate) fn size_of(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        sum += if metadata.is_dir() { size_of(&entry.path())? } else { metadata.len() };
    }
    Ok(sum)
}
