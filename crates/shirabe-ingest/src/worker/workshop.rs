//! The parent's side: starting a worker, watching the clock, and telling how it ended.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use shirabe_document::Metadata;

use super::UNCONFINED;
use super::message::{Answer, request_line};
use crate::Limits;

/// How much of standard error is kept, to tell one end from another.
const STDERR_BYTES: u64 = 16 << 10;
/// What a program says whose memory is used up.
const OUT_OF_MEMORY: [&str; 3] =
    ["memory allocation of", "out of memory", "Cannot allocate memory"];
/// How often a worker that has answered is asked whether it has ended.
const POLL: Duration = Duration::from_millis(2);

/// Starts workers.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// The program whose subcommand `worker` calls [`super::serve`].
    pub program: PathBuf,
    /// The limits.
    pub limits: Limits,
}

/// How a worker ended that gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The clock ran out.
    Clock {
        /// Seconds.
        limit: u64,
    },
    /// The processor time ran out.
    Processor {
        /// Seconds.
        limit: u64,
    },
    /// The memory ran out.
    Memory {
        /// Bytes.
        limit: u64,
    },
    /// The stack ran out.
    Stack,
    /// The answer was too long.
    Answer {
        /// Bytes.
        limit: u64,
    },
    /// The reader panicked.
    Panic(String),
    /// It ended otherwise, or its answer makes no sense.
    Other(String),
}

impl Failure {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::Clock { .. } => "clock-limit",
            Failure::Processor { .. } => "cpu-limit",
            Failure::Memory { .. } => "memory-limit",
            Failure::Stack => "stack-limit",
            Failure::Answer { .. } => "answer-limit",
            Failure::Panic(_) => "reader-panicked",
            Failure::Other(_) => "reader-died",
        }
    }

    /// For the curator.
    pub fn message_ja(&self) -> String {
        let mib = |bytes: &u64| bytes >> 20;
        match self {
            Failure::Clock { limit } => {
                format!("読み込みが{limit}秒で終わらないため、打ち切った")
            }
            Failure::Processor { limit } => {
                format!("読み込みの計算時間が上限の{limit}秒を超えたため、打ち切った")
            }
            Failure::Memory { limit } => {
                format!("読み込みに要る記憶域が上限の{} MiBを超えたため、打ち切った", mib(limit))
            }
            Failure::Stack => "入れ子が深すぎるため、読み込みを打ち切った".to_owned(),
            Failure::Answer { limit } => {
                format!("読み込んだ結果が上限の{} MiBを超えるため、捨てた", mib(limit))
            }
            Failure::Panic(reason) | Failure::Other(reason) => {
                format!("読み込みの途中で異常終了した（{reason}）")
            }
        }
    }
}

impl Workshop {
    /// Reads `bytes` in a worker; `n_pages` is a guess that sets the clock.
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        metadata: &Metadata,
        n_pages: u64,
    ) -> Result<Answer, Failure> {
        let other = |error: std::io::Error| Failure::Other(error.to_string());
        let line = request_line(metadata).map_err(other)?;
        let mut child = self.start().map_err(other)?;
        let clock = self.limits.clock(n_pages);
        let (status, answer, complaint) =
            converse(&mut child, &[&line, bytes], self.limits.worker.max_answer_bytes, clock)
                .map_err(other)?;
        for line in complaint.lines().filter_map(|line| line.strip_prefix(UNCONFINED)) {
            tracing::warn!(missing = line, "a reader runs with fewer safeguards");
        }
        let Some(status) = status else {
            return Err(if answer.len() as u64 > self.limits.worker.max_answer_bytes {
                Failure::Answer { limit: self.limits.worker.max_answer_bytes }
            } else {
                Failure::Clock { limit: clock.as_secs() }
            });
        };
        if !status.success() {
            return Err(self.end(status, &complaint));
        }
        Answer::from_bytes(&answer).map_err(|error| Failure::Other(format!("答え: {error}")))
    }

    fn start(&self) -> std::io::Result<Child> {
        Command::new(&self.program)
            .arg("worker")
            .arg(self.limits.to_json())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// What the exit code and the last words of a worker mean.
    fn end(&self, status: ExitStatus, complaint: &str) -> Failure {
        let limits = &self.limits.worker;
        if is_out_of_processor_time(status) {
            return Failure::Processor { limit: limits.max_cpu_seconds };
        }
        if OUT_OF_MEMORY.iter().any(|sign| complaint.contains(sign)) {
            return Failure::Memory { limit: limits.max_memory_bytes };
        }
        if complaint.contains("has overflowed its stack") {
            return Failure::Stack;
        }
        if let Some((_, rest)) = complaint.split_once("panicked at ") {
            let place: String = rest.lines().next().unwrap_or_default().chars().take(200).collect();
            return Failure::Panic(place.trim_end_matches(':').to_owned());
        }
        Failure::Other(status.to_string())
    }
}

#[cfg(unix)]
fn is_out_of_processor_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    /// The number on every Unix that Rust runs on.
    const SIGXCPU: i32 = 24;
    status.signal() == Some(SIGXCPU)
}

#[cfg(not(unix))]
fn is_out_of_processor_time(_: ExitStatus) -> bool {
    false
}

/// Hands over the input, and waits for the answer and the end. Without a status the worker was killed,
/// because the time was up or the answer longer than `max_bytes`.
fn converse(
    child: &mut Child,
    input: &[&[u8]],
    max_bytes: u64,
    clock: Duration,
) -> std::io::Result<(Option<ExitStatus>, Vec<u8>, String)> {
    let deadline = Instant::now() + clock;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A worker that ends early closes its end; what it thought of the input shows in its end.
            let Some(mut stdin) = stdin else { return };
            let _ = input.iter().try_for_each(|part| stdin.write_all(part));
        });
        let complaint = scope.spawn(move || {
            let mut text = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.by_ref().take(STDERR_BYTES).read_to_end(&mut text);
                // The rest is read as well, or the worker would wait for it.
                let _ = std::io::copy(&mut stderr, &mut std::io::sink());
            }
            String::from_utf8_lossy(&text).into_owned()
        });
        let (sender, answers) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            if let Some(stdout) = stdout {
                let _ = stdout.take(max_bytes.saturating_add(1)).read_to_end(&mut answer);
            }
            let _ = sender.send(answer);
        });
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = answers.recv_timeout(left).unwrap_or_default();
        let is_too_long = answer.len() as u64 > max_bytes;
        let status = if is_too_long { None } else { wait_until(child, deadline)? };
        if status.is_none() {
            child.kill()?;
            child.wait()?;
        }
        Ok((status, answer, complaint.join().unwrap_or_default()))
    })
}

fn wait_until(child: &mut Child, deadline: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(Some(status)),
            None if Instant::now() >= deadline => return Ok(None),
            None => std::thread::sleep(POLL),
        }
    }
}
