//! Checks of the rules that a compiler does not know. [`CHECKS`] is the list.
//!
//! A check takes the [`Repository`] and returns its faults; each says where, what and why. Every check
//! has a test in which it is seen to fail.

mod contents;
mod homes;
mod layers;
mod manifests;
mod map;
mod sources;

use std::fmt;
use std::path::Path;

use crate::repository::Repository;

/// All checks, by what they make sure of.
const CHECKS: &[(&str, Check)] = &[
    ("crates depend on each other in one direction", layers::check),
    ("each outside library has one home", homes::check),
    ("manifests take versions and lints from the workspace", manifests::check),
    ("ARCHITECTURE.md is a map of what is there", map::check),
    ("every source file says what it is", sources::check_openings),
    ("nothing is left undone", sources::check_stubs),
    ("modules are named after the domain", sources::check_names),
    ("core crates do not touch the world", sources::check_purity),
    ("nothing names this machine", contents::check_places),
    ("files are small", contents::check_sizes),
];

type Check = fn(&Repository) -> Vec<Fault>;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    path: String,
    line: Option<usize>,
    /// What is wrong, and why that is a rule.
    reason: String,
}

impl Fault {
    fn new(path: impl Into<String>, reason: impl Into<String>) -> Fault {
        Fault { path: path.into(), line: None, reason: reason.into() }
    }

    /// At the line with this index.
    fn at(path: impl Into<String>, index: usize, reason: impl Into<String>) -> Fault {
        Fault { line: Some(index + 1), ..Fault::new(path, reason) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.reason),
            None => write!(f, "{}: {}", self.path, self.reason),
        }
    }
}

/// Runs every check on the checkout at `root`, and prints what is wrong.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let repository = Repository::read(root)?;
    let mut n_faults = 0;
    for (promise, check) in CHECKS {
        let faults = check(&repository);
        println!("{} {promise}", if faults.is_empty() { "ok    " } else { "FAILED" });
        for fault in &faults {
            println!("         {fault}");
        }
        n_faults += faults.len();
    }
    anyhow::ensure!(n_faults == 0, "{n_faults} rules broken, see above");
    println!("tidy: {} checks on {} files", CHECKS.len(), repository.files.len());
    Ok(())
}

/// The faults of a check, one a line.
#[cfg(test)]
fn faults(check: Check, files: &[(&str, &str)]) -> String {
    let faults = check(&Repository::of(files));
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}
