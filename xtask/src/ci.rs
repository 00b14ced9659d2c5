//! Everything that must hold before a change is taken, but for `cargo test`. [`STEPS`] is the list.
//!
//! Each step is printed with its time; the first that fails ends the run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::Context;

use crate::{corpus, deadlines, fuzz, load, soak, tidy};

/// The steps, quick ones first.
const STEPS: &[(&str, Step)] = &[
    ("format", |root| cargo(root, &["fmt", "--all", "--", "--check"])),
    ("tidy", tidy::run),
    ("xtask", |root| cargo(root, &["test", "--quiet", "--locked", "--package", "xtask"])),
    ("lab", |root| cargo(root, &["test", "--quiet", "--locked", "--package", "shirabe-lab"])),
    ("audit", audit),
    ("clippy", |root| {
        cargo(root, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
    }),
    ("documentation", documentation),
    ("fuzz", |root| fuzz::run(root, FUZZED_FILES, &[])),
    ("soak", |root| soak::run(root, KILLS, 0)),
    ("load", |root| load::run(root, LOADED_SECONDS)),
    ("deadlines", |root| deadlines::run(root, HEAVY_MEGABYTES)),
    ("corpus", corpus::run),
    ("citations", |root| python(root, "citations")),
    ("assistants", |root| python(root, "assistants")),
    ("notebooks", |root| python(root, "notebooks")),
    ("operation", |root| python(root, "operation")),
    ("browser", browser),
];

/// Enough to notice what breaks easily; `cargo xtask fuzz 10000` is for a quiet hour.
const FUZZED_FILES: usize = 300;

/// A slice of the 1,000 of `cargo xtask soak`: one takes about a second.
const KILLS: u64 = 20;

/// A slice of the 30 minutes of `cargo xtask load 1800`.
const LOADED_SECONDS: u64 = 20;

/// So much text takes any of the heaviest questions beyond its deadline where nothing ends it.
const HEAVY_MEGABYTES: usize = 20;

type Step = fn(&Path) -> anyhow::Result<()>;

/// How long the database of known vulnerabilities may take to answer.
const ADVISORIES_TIMEOUT: Duration = Duration::from_mins(1);

/// Runs the steps called `names` in the checkout at `root`, or all if there are none.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path, names: &[&str]) -> anyhow::Result<()> {
    let known: Vec<_> = STEPS.iter().map(|(name, _)| *name).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        anyhow::bail!("there is no step \"{name}\"; the steps are {}", known.join(", "));
    }
    let start = Instant::now();
    let steps: Vec<_> =
        STEPS.iter().filter(|(name, _)| names.is_empty() || names.contains(name)).collect();
    for (name, step) in &steps {
        println!("==> {name}");
        let start = Instant::now();
        step(root).with_context(|| format!("step \"{name}\" failed"))?;
        println!("<== {name}: ok, {:.1} s\n", start.elapsed().as_secs_f64());
    }
    println!("ci: {} steps passed in {:.1} s", steps.len(), start.elapsed().as_secs_f64());
    Ok(())
}

fn documentation(root: &Path) -> anyhow::Result<()> {
    let mut command = cargo_command(root);
    command.args(["doc", "--workspace", "--no-deps", "--locked", "--quiet"]);
    succeed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Licences, bans and sources always; advisories only where their database can be reached.
#[expect(clippy::print_stdout, reason = "what was not checked has to be said")]
fn audit(root: &Path) -> anyhow::Result<()> {
    let installed = cargo_command(root).args(["deny", "--version"]).output();
    anyhow::ensure!(
        installed.is_ok_and(|output| output.status.success()),
        "cargo-deny is missing: run .ci/run, or `cargo install --locked cargo-deny`"
    );
    cargo(root, &["deny", "--all-features", "check", "licenses", "bans", "sources"])?;
    if fetch_advisories(root)? {
        cargo(root, &["deny", "--all-features", "check", "advisories", "--disable-fetch"])
    } else {
        println!("advisories: NOT checked, their database cannot be reached from here");
        Ok(())
    }
}

/// Whether the advisory database could be fetched. Without network that fails, or never ends.
fn fetch_advisories(root: &Path) -> anyhow::Result<bool> {
    let mut command = cargo_command(root);
    command.args(["deny", "fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().context("cannot start cargo")?;
    let start = Instant::now();
    while start.elapsed() < ADVISORIES_TIMEOUT {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill().context("cannot stop cargo-deny")?;
    child.wait()?;
    Ok(false)
}

/// The real server, used by programs that this project did not write: readers of citations, the SDK of
/// assistants, what draws the notebooks, and what an office puts around it: a store, a proxy, a watcher.
fn python(root: &Path, name: &str) -> anyhow::Result<()> {
    let folder = root.join("tests").join(name);
    let packages = folder.join(".packages");
    anyhow::ensure!(
        packages.is_dir(),
        "{} is missing: run .ci/run, or `python3 -m pip install --target {} --requirement {}`",
        packages.display(),
        packages.display(),
        folder.join("requirements.txt").display()
    );
    cargo(root, &["build", "--release", "--locked", "--package", "shirabe-cli"])?;
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", &packages).arg("-B").arg(folder.join("check.py"));
    command.arg(root.join("target").join("release").join("shirabe")).arg(root.join("corpus"));
    succeed(&mut command)
}

/// The real server in a real browser.
fn browser(root: &Path) -> anyhow::Result<()> {
    let folder = root.join("tests").join("browser");
    let tests = browser_tests(&folder)?;
    anyhow::ensure!(!tests.is_empty(), "there is no *.test.mjs in {}", folder.display());
    cargo(root, &["build", "--release", "--locked", "--package", "shirabe-cli"])?;
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec"]).args(tests).current_dir(&folder);
    succeed(&mut command)
}

fn browser_tests(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().contains(".test.")) {
            tests.push(path);
        }
    }
    tests.sort();
    Ok(tests)
}

pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    succeed(cargo_command(root).args(arguments))
}

/// The cargo that started us.
pub(crate) fn cargo_command(root: &Path) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    command
}

pub(crate) fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    anyhow::ensure!(status.success(), "{program} ended with {status}");
    Ok(())
}
