//! `shirabe-lab evaluate`: how good are the rankings?
//!
//! Indexes a retrieval set in BEIR form into a temporary place, asks every query as a person would
//! type it, and compares the answers with the judgements.

pub(crate) mod beir;
mod metrics;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Write;

use anyhow::Context;
use fs_err as fs;
use rayon::prelude::*;
use shirabe_index::GenerationWriter;
use shirabe_search::{Engine, RankedSection, SearchRequest, Weights};

use crate::args::EvaluateArguments;
use shirabe_cli::Analysis;
use shirabe_cli::Outcome;
use shirabe_cli::line;

use beir::Query;
use metrics::Metrics;

/// How deep a ranking is judged.
const DEPTH: usize = 100;

/// One query's answers, best first, with their scores.
type Ranking = Vec<(String, f32)>;

pub(crate) fn run(arguments: &EvaluateArguments) -> anyhow::Result<Outcome> {
    let analysis = Analysis::prepare()?;
    let queries = beir::queries(&arguments.queries)?;
    let judgements = beir::judgements(&arguments.qrels)?;
    let mut settings: Vec<&str> = arguments.weights.iter().map(String::as_str).collect();
    if settings.is_empty() {
        settings.push("");
    }
    let weights = settings.iter().map(|setting| {
        let changes = setting.split(',').map(str::trim).filter(|change| !change.is_empty());
        Weights::default().with(changes).map_err(anyhow::Error::msg)
    });
    let weights = weights.collect::<anyhow::Result<Vec<Weights>>>()?;
    let folder = tempfile::tempdir()?;
    let names = index(arguments, &analysis, folder.path())?;
    for (setting, weights) in settings.into_iter().zip(weights) {
        let engine = analysis.open_with(folder.path(), weights)?;
        let rankings = ask(&engine, &queries, &names)?;
        report(setting, &Metrics::of(&queries, &rankings, &judgements))?;
        if let Some(path) = &arguments.run {
            write_run(path, &queries, &rankings)
                .with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(Outcome::Done)
}

fn report(setting: &str, metrics: &Metrics) -> std::io::Result<()> {
    line(format!(
        "queries {:5}  nDCG@10 {:.4}  MRR@10 {:.4}  R@1 {:.4}  R@5 {:.4}  R@10 {:.4}  R@100 {:.4}  {setting}",
        metrics.n_queries,
        metrics.ndcg_10,
        metrics.mrr_10,
        metrics.recall[0],
        metrics.recall[1],
        metrics.recall[2],
        metrics.recall[3]
    ))
}

/// Indexes the texts; gives the names that the set has for them, by document id.
fn index(
    arguments: &EvaluateArguments,
    analysis: &Analysis,
    root: &std::path::Path,
) -> anyhow::Result<BTreeMap<String, String>> {
    let writer = GenerationWriter::create(root, analysis.sections.clone(), "evaluate")?;
    let texts = beir::texts(&arguments.corpus)?;
    texts
        .par_iter()
        .enumerate()
        .try_for_each(|(number, text)| writer.add(&text.document(number)))?;
    writer.publish(analysis.fingerprint.clone(), String::new())?;
    let names =
        texts.into_iter().enumerate().map(|(number, text)| (beir::document_id(number), text.id));
    Ok(names.collect())
}

fn ask(
    engine: &Engine,
    queries: &[Query],
    names: &BTreeMap<String, String>,
) -> anyhow::Result<Vec<Ranking>> {
    let snapshot = engine.snapshot();
    let answer = |query: &Query| {
        let request = SearchRequest {
            query: query.text.clone(),
            limit: DEPTH,
            partial: true,
            ..SearchRequest::default()
        };
        snapshot.ranking(&request)
    };
    let rankings: Vec<Vec<RankedSection>> =
        queries.par_iter().map(answer).collect::<Result<_, _>>()?;
    let mut found = BTreeMap::new();
    for section in rankings.iter().flatten() {
        if let Entry::Vacant(entry) = found.entry(section.document) {
            let id = snapshot.document_id(section.document)?;
            entry.insert(id.and_then(|id| names.get(&id).cloned()).unwrap_or_default());
        }
    }
    let scored = |section: &RankedSection| (found[&section.document].clone(), section.score);
    Ok(rankings.iter().map(|ranking| ranking.iter().map(scored).collect()).collect())
}

/// The rankings in the form of TREC runs: query, Q0, text, rank, score, system.
fn write_run(
    path: &std::path::Path,
    queries: &[Query],
    rankings: &[Ranking],
) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(fs::File::create(path)?);
    for (query, ranking) in queries.iter().zip(rankings) {
        for (rank, (text, score)) in ranking.iter().enumerate() {
            writeln!(out, "{} Q0 {text} {} {score} shirabe", query.id, rank + 1)?;
        }
    }
    out.flush()
}
