//! `shirabe-lab evaluate`: how good are the rankings?
//!
//! Indexes a retrieval set in BEIR form into a temporary place, asks every query as a person would
//! type it, and compares the answers with the judgements.

pub(crate) mod beir;
mod bootstrap;
mod metrics;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
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
use bootstrap::Difference;
use metrics::{Metrics, ndcg_by_query};

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
    // What each setting is compared with: the run that was given, or the first setting.
    let mut baseline = match &arguments.against {
        Some(path) => Some(beir::run(path, &queries)?),
        None => None,
    };
    for (setting, weights) in settings.into_iter().zip(weights) {
        let engine = analysis.open_with(folder.path(), weights)?;
        let rankings = ask(&engine, &queries, &names)?;
        report(setting, &Metrics::of(&queries, &rankings, &judgements))?;
        if let Some(column) = &arguments.by {
            report_by(column, &queries, &rankings, &judgements)?;
        }
        match &baseline {
            Some(baseline) => compare(&queries, &rankings, baseline, &judgements)?,
            None => baseline = Some(rankings.clone()),
        }
        if let Some(path) = &arguments.run {
            write_run(path, &queries, &rankings)
                .with_context(|| format!("writing {}", path.display()))?;
        }
    }
    Ok(Outcome::Done)
}

/// The figures of the queries for each value of a column.
fn report_by(
    column: &str,
    queries: &[Query],
    rankings: &[Ranking],
    judgements: &beir::Judgements,
) -> std::io::Result<()> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, query) in queries.iter().enumerate() {
        let value = query.others.get(column);
        let value = value.map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        places.entry(value.unwrap_or_default()).or_default().push(place);
    }
    for (value, places) in places {
        let (mut some, mut answers) = (Vec::new(), Vec::new());
        for place in places {
            some.push(queries[place].clone());
            answers.push(rankings[place].clone());
        }
        report(&format!("{column}={value}"), &Metrics::of(&some, &answers, judgements))?;
    }
    Ok(())
}

/// How much better a ranking is than the baseline, query by query.
fn compare(
    queries: &[Query],
    rankings: &[Ranking],
    baseline: &[Ranking],
    judgements: &beir::Judgements,
) -> std::io::Result<()> {
    let values = |rankings| -> Vec<f64> {
        ndcg_by_query(queries, rankings, judgements).into_iter().map(|(_, ndcg)| ndcg).collect()
    };
    let Difference { mean, low, high, p } = Difference::of(&values(rankings), &values(baseline));
    line(format!(
        "    nDCG@10 against the baseline {mean:+.4} (95 % {low:+.4} to {high:+.4}, p {p:.3})"
    ))
}

fn report(setting: &str, metrics: &Metrics) -> std::io::Result<()> {
    line(format!(
        "queries {:5}  nDCG@10 {:.4}  MRR@10 {:.4}  R@1 {:.4}  R@5 {:.4}  R@10 {:.4}  R@100 {:.4}  empty {}  below ten {}  {setting}",
        metrics.n_queries,
        metrics.ndcg_10,
        metrics.mrr_10,
        metrics.recall[0],
        metrics.recall[1],
        metrics.recall[2],
        metrics.recall[3],
        metrics.n_empty,
        metrics.n_few
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
    texts.par_iter().enumerate().try_for_each(|(number, text)| {
        let is_divided = arguments.split;
        writer.add(&if is_divided { text.divided(number) } else { text.document(number) })
    })?;
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
        let request =
            SearchRequest { query: query.text.clone(), limit: DEPTH, ..SearchRequest::default() };
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
    // A text that was divided stands where its best section does.
    let once = |ranking: &Vec<RankedSection>| {
        let mut seen = BTreeSet::new();
        ranking.iter().filter(|s| seen.insert(s.document)).map(scored).collect()
    };
    Ok(rankings.iter().map(once).collect())
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
