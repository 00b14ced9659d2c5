//! A long run of what must never lose anything: [`run`] kills ingests, and feeds broken documents.
//!
//! Kills come at moments spread over the whole run of an ingest. After each, the index must be sound and
//! answer as before the ingest or as after it, and at the end it must answer as one that was made at once.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use fs_err as fs;

use crate::fuzz::{self, Mutator};

/// Documents of the corpus that is ingested; half of them change between two kills.
const N_DOCUMENTS: u64 = 40;

/// Runs `n_kills` kills and `n_files` broken documents.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path, n_kills: u64, n_files: usize) -> anyhow::Result<()> {
    let program = fuzz::build(root)?;
    let folder = root.join("target").join("soak");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let library = Library { program, folder: folder.clone() };
    let start = Instant::now();
    let n_in_mid_run = library.kill(n_kills)?;
    println!(
        "soak: {n_kills} kills, {n_in_mid_run} of them in mid-run, {:.0} s: nothing lost",
        start.elapsed().as_secs_f64()
    );
    fs::remove_dir_all(&folder)?;
    if n_files > 0 { fuzz::run(root, n_files, &[]) } else { Ok(()) }
}

struct Library {
    program: PathBuf,
    folder: PathBuf,
}

impl Library {
    fn kill(&self, n_kills: u64) -> anyhow::Result<u64> {
        fs::create_dir_all(self.folder.join("corpus"))?;
        let mut chance = Mutator::new(11);
        self.edit(0)?;
        let began = Instant::now();
        ensure!(self.ingest("index").output()?.status.success(), "the first ingest failed");
        let whole_run = began.elapsed();
        let (mut served, mut n_in_mid_run) = (0, 0);
        for version in 1..=n_kills {
            self.edit(version)?;
            let mut child = self.ingest("index").spawn()?;
            std::thread::sleep(moment(whole_run, chance.below(1000)));
            n_in_mid_run += u64::from(child.try_wait()?.is_none());
            child.kill()?;
            child.wait()?;
            served = self.check(served, version)?;
        }
        // What so many deaths have left must be equal to what was never disturbed.
        self.edit(n_kills)?;
        for index in ["index", "fresh"] {
            ensure!(self.ingest(index).output()?.status.success(), "the last ingest failed");
        }
        let answers = ["index", "fresh"].map(|index| self.answer(index));
        let [lived, fresh] = answers;
        ensure!(lived? == fresh?, "an index that was killed over and over answers otherwise");
        Ok(n_in_mid_run)
    }

    /// Changes every second document.
    fn edit(&self, version: u64) -> anyhow::Result<()> {
        for n in 0..N_DOCUMENTS {
            let version = if n % 2 == 0 { version } else { 0 };
            let text = format!("# 第{n}章\n\nこれは第{n}章の第{version}版の文言である。\n");
            fs::write(self.folder.join("corpus").join(format!("d{n}.md")), text)?;
        }
        Ok(())
    }

    fn ingest(&self, index: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("ingest").arg("--corpus").arg(self.folder.join("corpus"));
        command.arg("--index").arg(self.folder.join(index));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// After a kill: which of two versions is served, when everything is sound.
    fn check(&self, former: u64, latest: u64) -> anyhow::Result<u64> {
        let verified = Command::new(&self.program)
            .args(["index", "verify", "--index"])
            .arg(self.folder.join("index"))
            .output()?;
        let told = String::from_utf8_lossy(&verified.stdout).into_owned();
        ensure!(verified.status.success(), "after kill {latest}: {told}");
        let mut served = Vec::new();
        for version in [former, latest] {
            // The first and the last of those that change: of one version, and not of two.
            let mut found = Vec::new();
            for n in [0, N_DOCUMENTS - 2] {
                let query = format!("\"第{n}章の第{version}版の文言\"");
                found.push(self.search("index", &query)?.status.success());
            }
            ensure!(found[0] == found[1], "after kill {latest}: half of version {version}");
            served.extend(found[0].then_some(version));
        }
        ensure!(
            self.search("index", "\"第1章の第0版の文言\"")?.status.success(),
            "kill {latest}: lost"
        );
        served.dedup();
        ensure!(served.len() == 1, "after kill {latest}: versions {served:?}");
        served.first().copied().context("no version is served")
    }

    fn search(&self, index: &str, query: &str) -> anyhow::Result<Output> {
        let mut command = Command::new(&self.program);
        command.args(["search", "--mode", "exact", query, "--index"]).arg(self.folder.join(index));
        command.arg("--corpus").arg(self.folder.join("corpus"));
        Ok(command.output()?)
    }

    /// What the index answers to a question about all documents, but for the number of its generation.
    fn answer(&self, index: &str) -> anyhow::Result<String> {
        let mut command = Command::new(&self.program);
        command.args(["search", "--limit", "100", "版の文言", "--index"]);
        command.arg(self.folder.join(index)).arg("--corpus").arg(self.folder.join("corpus"));
        let said = String::from_utf8(command.output()?.stdout)?;
        Ok(said.lines().filter(|line| !line.contains("世代")).collect::<Vec<_>>().join("\n"))
    }
}

/// A moment of an ingest, in thousandths of the first run, which read all documents and not half of them:
/// some kills come too late.
fn moment(whole_run: Duration, thousandths: usize) -> Duration {
    whole_run.mul_f64(thousandths as f64 / 1000.0)
}
