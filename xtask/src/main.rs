//! The project's own chores: `cargo xtask tidy` and `cargo xtask ci`.
//!
//! [`tidy`] checks the rules that a compiler does not know; [`ci`] runs everything that must hold
//! before a change is taken, but for `cargo test`.

mod ci;
mod repository;
mod tidy;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

const USAGE: &str = "\
usage: cargo xtask tidy         check layout, layers and file contents
       cargo xtask ci [STEP]..  run every check but `cargo test`, or those named; stop at the first
                                that fails";

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
        _ => anyhow::bail!("{USAGE}"),
    }
}

/// The top folder of the checkout, which is the folder above this package.
fn root() -> anyhow::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("start me as `cargo xtask`")?;
    let root = PathBuf::from(package).parent().map(PathBuf::from);
    root.context("the package has no folder above it")
}
