//! Latency: how long answers take, with their snippets, for one client and for several.

use std::path::Path;
use std::time::{Duration, Instant};

use fs_err as fs;

use super::queries::QuerySet;
use shirabe_cli::Analysis;

/// Clients that ask at the same time.
pub(crate) const N_CLIENTS: usize = 8;

/// What one set of queries took, in milliseconds.
pub(crate) struct Latencies {
    pub(crate) name: &'static str,
    /// Sections that the queries find, in the middle.
    pub(crate) n_sections: usize,
    /// Queries that were refused, or stopped before everything was searched, when they were asked first.
    pub(crate) n_not_whole: usize,
    pub(crate) n_questions: usize,
    /// With nothing of the index in the system's memory.
    pub(crate) cold: Percentiles,
    /// With all of it there, by one client; whatever the engine remembers of former queries is
    /// thrown away before each round.
    pub(crate) warm: Percentiles,
    /// The same by [`N_CLIENTS`] at the same time.
    pub(crate) crowd: Percentiles,
}

/// Half of the answers, 95 % and 99 % of them, take no longer; in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Percentiles {
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
}

impl Percentiles {
    pub(super) fn of(mut samples: Vec<Duration>) -> Percentiles {
        samples.sort_unstable();
        let at = |part: f64| {
            let last = samples.len().saturating_sub(1);
            let n = (samples.len() as f64 * part).ceil() as usize;
            samples.get(n.saturating_sub(1).min(last)).map_or(0.0, |d| d.as_secs_f64() * 1e3)
        };
        Percentiles { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }
}

/// Asks every query of `set` of the index at `root`.
pub(crate) fn measure(
    set: &QuerySet,
    analysis: &Analysis,
    root: &Path,
    duration: Duration,
) -> anyhow::Result<Latencies> {
    forget(root)?;
    let asker = Asker { set, analysis, root };
    let snapshot = analysis.open(root)?.snapshot();
    let (mut cold, mut n_found, mut n_not_whole) = (Vec::new(), Vec::new(), 0);
    for question in &set.questions {
        let started = Instant::now();
        let answer = question.ask(&snapshot)?;
        cold.push(started.elapsed());
        n_found.push(answer.n_found);
        n_not_whole += usize::from(!answer.is_whole);
    }
    n_found.sort_unstable();
    let warm = asker.rounds(duration, 0)?;
    let crowd = std::thread::scope(|scope| -> anyhow::Result<Vec<Duration>> {
        let client = |number| move || asker.rounds(duration, number);
        let clients: Vec<_> = (0..N_CLIENTS).map(|number| scope.spawn(client(number))).collect();
        let mut crowd = Vec::new();
        for client in clients {
            crowd.extend(client.join().map_err(|_| anyhow::anyhow!("a client died"))??);
        }
        Ok(crowd)
    })?;
    Ok(Latencies {
        name: set.name,
        n_not_whole,
        n_questions: set.questions.len(),
        n_sections: n_found.get(n_found.len() / 2).copied().unwrap_or(0),
        cold: Percentiles::of(cold),
        warm: Percentiles::of(warm),
        crowd: Percentiles::of(crowd),
    })
}

#[derive(Clone, Copy)]
struct Asker<'a> {
    set: &'a QuerySet,
    analysis: &'a Analysis,
    root: &'a Path,
}

impl Asker<'_> {
    /// Asks all queries, round after round, each round of an engine that knows nothing yet and
    /// beginning with number `first`; at least one round.
    fn rounds(self, duration: Duration, first: usize) -> anyhow::Result<Vec<Duration>> {
        let begun = Instant::now();
        let questions = &self.set.questions;
        let mut samples = Vec::new();
        while samples.is_empty() || begun.elapsed() < duration {
            let snapshot = self.analysis.open(self.root)?.snapshot();
            // As a server does beside its first questions.
            snapshot.read_ahead()?;
            for question in questions.iter().cycle().skip(first).take(questions.len()) {
                let started = Instant::now();
                question.ask(&snapshot)?;
                samples.push(started.elapsed());
            }
        }
        Ok(samples)
    }
}

/// Makes the system forget what it keeps in memory of the files in `folder`.
fn forget(folder: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            forget(&entry.path())?;
        } else {
            let file = fs::File::open(entry.path())?;
            file.sync_all()?;
            #[cfg(target_os = "linux")]
            rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
        }
    }
    Ok(())
}
