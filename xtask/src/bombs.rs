//! Small files that would become large, or take long: [`run`] ingests each beside an ordinary document.
//!
//! The whole ingest ends in time and keeps to its memory, not the reader alone; the bomb costs itself and nothing
//! else: the ordinary document is found.

mod files;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;
use fs_err as fs;

use crate::fuzz;

/// A reader has 20 s, and what it gives may have 20 MB, which are analysed in as long again.
const CLOCK: Duration = Duration::from_mins(1);
/// What an ingest of 20 MB of ordinary text takes, twice.
const MEMORY_MIB: u64 = 1_024;
/// What stands in the ordinary document alone.
const SIGN: &str = "目印となる文言";

/// Ingests every bomb.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let program = fuzz::build(root)?;
    let folder = root.join("target").join("bombs");
    let mut failed = Vec::new();
    for (name, make) in files::BOMBS {
        let bytes = make()?;
        let began = Instant::now();
        match explode(&program, &folder, name, &bytes) {
            Ok((states, peak_mib)) => {
                println!("{name}: {states}, {:.1?}, {peak_mib} MiB", began.elapsed());
            }
            Err(error) => failed.push(format!("{name}: {error:#}")),
        }
    }
    fs::remove_dir_all(&folder)?;
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    println!("bombs: {} ended in time", files::BOMBS.len());
    Ok(())
}

/// The state of the bomb after an ingest, and the memory of the ingest.
fn explode(
    program: &Path,
    folder: &Path,
    name: &str,
    bytes: &[u8],
) -> anyhow::Result<(String, u64)> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let corpus = folder.join("corpus");
    fs::create_dir_all(&corpus)?;
    fs::write(corpus.join(name), bytes)?;
    fs::write(corpus.join("ordinary.md"), format!("# 普通の文書\n\n{SIGN}がここにある。\n"))?;
    let ingested = fuzz::ingest(program, folder, 2, CLOCK)?;
    let is_known = |state: &String| fuzz::STATES.contains(&state.as_str());
    ensure!(ingested.states.iter().all(is_known), "the states are {:?}", ingested.states);
    let peak_mib = ingested.peak_kib / 1024;
    ensure!(peak_mib <= MEMORY_MIB, "the ingest took {peak_mib} MiB");
    let mut search = Command::new(program);
    search.args(["search", "--mode", "exact", SIGN, "--index"]).arg(folder.join("index"));
    let found = search.arg("--corpus").arg(&corpus).output()?;
    ensure!(found.status.success(), "the document beside it is not found");
    Ok((ingested.states.join(" and "), peak_mib))
}
