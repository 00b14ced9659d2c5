//! Mutated documents of every format through `shirabe ingest`: [`run`].
//!
//! The program must live, and every file must end in a state that has a name. Files are mutated in the
//! same way on every run, so that a failure can be looked at again.

mod mutation;
mod package;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use fs_err as fs;
use serde_json::Value;

pub(crate) use mutation::Mutator;

/// Files of one ingest.
const BATCH: usize = 500;
/// An ingest of so many ends in this time: one file of a hundred takes its reader's whole 20 s.
const BATCH_CLOCK: Duration = Duration::from_mins(10);
/// What may become of a file.
pub(crate) const STATES: [&str; 7] =
    ["ok", "partial", "needs_ocr", "password", "damaged", "rejected", "crashed"];

/// Runs `n_files` mutations of the documents in `seeds` through the program in `root`.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path, n_files: usize, seeds: &[PathBuf]) -> anyhow::Result<()> {
    let program = build(root)?;
    let originals = originals(root, seeds)?;
    let folder = root.join("target").join("fuzz");
    let mut mutator = Mutator::new(7);
    let mut tally = Tally::default();
    let start = Instant::now();
    while tally.n_files < n_files {
        let n = BATCH.min(n_files - tally.n_files);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let corpus = folder.join("corpus");
        fs::create_dir_all(&corpus)?;
        for number in 0..n {
            let (name, bytes) = &originals[(tally.n_files + number) % originals.len()];
            let path = corpus.join(format!("{:06}-{name}", tally.n_files + number));
            fs::write(path, broken(bytes, &mut mutator))?;
        }
        tally.add(&ingest(&program, &folder, n, BATCH_CLOCK)?, n)?;
        println!("{} files, {:.0} s: {tally}", tally.n_files, start.elapsed().as_secs_f64());
    }
    fs::remove_dir_all(&folder)?;
    println!("fuzz: every file of {} ended in a state with a name", tally.n_files);
    Ok(())
}

/// A broken copy of a file; of every second package a part is broken, and the others as a whole.
fn broken(bytes: &[u8], mutator: &mut Mutator) -> Vec<u8> {
    let is_inside = mutator.below(2) == 0;
    let inside = is_inside.then(|| package::break_part(bytes, mutator)).flatten();
    inside.unwrap_or_else(|| mutator.mutate(bytes))
}

/// The program to try: the one that `SHIRABE` names, or the release program, built.
pub(crate) fn build(root: &Path) -> anyhow::Result<PathBuf> {
    if let Some(program) = std::env::var_os("SHIRABE") {
        return Ok(PathBuf::from(program));
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--locked", "--package", "shirabe-cli"])
        .current_dir(root)
        .status()?;
    ensure!(built.success(), "the program cannot be built");
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    Ok(target.unwrap_or_else(|| root.join("target")).join("release").join("shirabe"))
}

/// The documents to mutate: those in the folders that are named, or the fixtures and the corpus.
fn originals(root: &Path, seeds: &[PathBuf]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let usual = ["corpus", "crates/shirabe-readers/tests/fixtures"].map(|path| root.join(path));
    let folders = if seeds.is_empty() { &usual } else { seeds };
    let mut originals = Vec::new();
    for folder in folders {
        collect(folder, &mut originals)?;
    }
    ensure!(!originals.is_empty(), "there are no documents to mutate");
    originals.sort();
    Ok(originals)
}

fn collect(folder: &Path, originals: &mut Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    const FORMATS: [&str; 12] =
        ["pdf", "docx", "pptx", "xlsx", "xlsm", "xls", "ods", "html", "htm", "md", "txt", "jsonl"];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, originals)?;
        } else if FORMATS.contains(&extension.as_str()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            originals.push((name, fs::read(&path)?));
        }
    }
    Ok(())
}

/// What one ingest did.
pub(crate) struct Ingested {
    /// The state of each file.
    pub(crate) states: Vec<String>,
    /// The most memory that the process was seen to use, its readers apart.
    pub(crate) peak_kib: u64,
}

/// Ingests the folder's `corpus` of so many files into its `index`, within so much time.
pub(crate) fn ingest(
    program: &Path,
    folder: &Path,
    n_files: usize,
    clock: Duration,
) -> anyhow::Result<Ingested> {
    let report = folder.join("report.json");
    let log = fs::File::create(folder.join("stderr"))?;
    let mut child = Command::new(program)
        .arg("ingest")
        .arg("--corpus")
        .arg(folder.join("corpus"))
        .arg("--index")
        .arg(folder.join("index"))
        .arg("--report")
        .arg(&report)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log.into_file())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let (code, peak_kib) = watch(&mut child, clock)?;
    let said = fs::read_to_string(folder.join("stderr"))?;
    if !matches!(code, Some(0 | 1)) {
        bail!("the program ended with {code:?}; see {}: {said}", folder.display());
    }
    let report: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let files = report["files"].as_array().context("the report has no files")?;
    ensure!(files.len() == n_files, "{} of {n_files} files are in the report", files.len());
    let state = |file: &Value| file["state"].as_str().unwrap_or_default().to_owned();
    Ok(Ingested { states: files.iter().map(state).collect(), peak_kib })
}

/// Waits for the end, so long and no longer; gives the exit code and the most memory that the process was seen to
/// use.
fn watch(child: &mut Child, clock: Duration) -> anyhow::Result<(Option<i32>, u64)> {
    let began = Instant::now();
    let status_file = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak_kib = 0;
    loop {
        // Where the system does not tell, the figure stays 0.
        let status = fs::read_to_string(&status_file).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        peak_kib = peak_kib.max(kib.unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            return Ok((status.code(), peak_kib));
        }
        if began.elapsed() > clock {
            child.kill()?;
            child.wait()?;
            bail!("the program had not ended after {clock:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What all ingests did.
#[derive(Default)]
struct Tally {
    n_files: usize,
    states: BTreeMap<String, usize>,
    peak_kib: u64,
}

impl Tally {
    fn add(&mut self, ingested: &Ingested, n_files: usize) -> anyhow::Result<()> {
        self.n_files += n_files;
        self.peak_kib = self.peak_kib.max(ingested.peak_kib);
        for state in &ingested.states {
            ensure!(STATES.contains(&state.as_str()), "a file ended in the state {state:?}");
            *self.states.entry(state.clone()).or_default() += 1;
        }
        Ok(())
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (state, n) in &self.states {
            write!(f, "{state} {n}, ")?;
        }
        write!(f, "at most {} MiB", self.peak_kib / 1024)
    }
}
