//! The project's own chores: `cargo xtask tidy`, `ci`, `fuzz`, `bombs`, `soak`, `load` and `deadlines`.
//!
//! [`tidy`] checks the rules that a compiler does not know; [`ci`] runs everything that must hold
//! before a change is taken, but for `cargo test`; [`fuzz`] feeds broken documents to the program, and
//! [`bombs`] small ones that would become large; [`soak`] kills it over and over; [`load`] sends it broken
//! requests, and [`deadlines`] the heaviest ones.

mod bombs;
mod ci;
mod corpus;
mod deadlines;
mod fuzz;
mod load;
mod repository;
mod server;
mod soak;
mod tidy;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

const USAGE: &str = "\
usage: cargo xtask tidy         check layout, layers and file contents
       cargo xtask ci [STEP]..  run every check but `cargo test`, or those named; stop at the first
                                that fails
       cargo xtask fuzz N [DIR].. run N broken copies of the documents in the folders through ingest
       cargo xtask soak KILLS FILES  kill ingests over and over, then read broken files
       cargo xtask load SECONDS      send broken and heavy requests to a server
       cargo xtask bombs             ingest small files that would become large or take long
       cargo xtask deadlines MB      ask a server of that much text the heaviest questions

fuzz, bombs, soak, load and deadlines build the release program, or take the one that SHIRABE names";

#[expect(clippy::print_stderr, reason = "an error of a chore belongs on the terminal")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let root = root()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tidy"] => tidy::run(&root),
        ["ci", steps @ ..] => ci::run(&root, steps),
        ["fuzz", n_files, seeds @ ..] => {
            let n_files = n_files.parse().context("how many files?")?;
            fuzz::run(&root, n_files, &seeds.iter().map(PathBuf::from).collect::<Vec<_>>())
        }
        ["soak", n_kills, n_files] => {
            let n_kills = n_kills.parse().context("how many kills?")?;
            soak::run(&root, n_kills, n_files.parse().context("how many files?")?)
        }
        ["bombs"] => bombs::run(&root),
        ["deadlines", n_megabytes] => {
            deadlines::run(&root, n_megabytes.parse().context("how many megabytes?")?)
        }
        ["load", n_seconds] => load::run(&root, n_seconds.parse().context("how many seconds?")?),
        _ => anyhow::bail!("{USAGE}"),
    }
}

/// The top folder of the checkout, which is the folder above this package.
fn root() -> anyhow::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("start me as `cargo xtask`")?;
    let root = PathBuf::from(package).parent().map(PathBuf::from);
    root.context("the package has no folder above it")
}
