//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use shirabe_cli::ServeArguments;

/// Measures Shirabe: its rankings, its speed, its size.
#[derive(Debug, Parser)]
#[command(name = "shirabe-lab", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure the ranking on a retrieval set in BEIR form (JSONL and TSV, plain or gzip).
    #[command(
        after_help = "Example: shirabe-lab evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv"
    )]
    Evaluate(EvaluateArguments),
    /// Measure speed, size and memory on a large text, and print a table.
    #[command(
        after_help = "Example: shirabe-lab bench --text laws-100MB.jsonl.gz --size 10 --size 100 --size 1000"
    )]
    Bench(BenchArguments),
    /// Serve an index, as `shirabe serve` does; started by bench.
    #[command(hide = true)]
    Serve(ServeArguments),
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArguments {
    /// Texts: one JSON object a line with id, title, text and, where it has one, section: its heading.
    #[arg(long, value_name = "FILE")]
    pub(crate) corpus: PathBuf,
    /// Queries: one JSON object a line with id, text and any further columns.
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: PathBuf,
    /// Judgements: query-id, corpus-id and score, separated by tabs.
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: PathBuf,
    /// Write the rankings as a TREC run.
    #[arg(long, value_name = "FILE")]
    pub(crate) run: Option<PathBuf>,
    /// Measure other weights of the ranking, such as `bigrams=0.3,title=0`. May be given several times:
    /// each is measured on the same index.
    #[arg(long, value_name = "NAME=VALUE,…")]
    pub(crate) weights: Vec<String>,
    /// Compare with the rankings of this TREC run: by how much nDCG@10 differs, and how surely.
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// Show the figures for each value of this column of the queries as well.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Option<String>,
    /// Divide long texts into sections as ingest does.
    #[arg(long)]
    pub(crate) split: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// Texts: one JSON object a line with id, title, text; plain or gzip. What is missing to the size
    /// wanted is filled up with the same texts, their years and names changed.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) text: Vec<PathBuf>,
    /// How many megabytes of text to index; may be given several times.
    #[arg(long, value_name = "MB", default_values_t = [10, 100, 1000])]
    pub(crate) size: Vec<u64>,
    /// Where to build the indexes; by default a temporary folder that is removed at the end.
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
    /// Ask the indexes that an earlier run left in the folder of `--work`, without building them.
    #[arg(long, requires = "work")]
    pub(crate) reuse: bool,
    /// For how many seconds each set of queries is asked over and over.
    #[arg(long, value_name = "SECONDS", default_value_t = 4)]
    pub(crate) seconds: u64,
}
