//! The parent's side: starting a worker, watching the clock, and telling how it ended.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use shirabe_document::{Metadata, ProblemCode};
use shirabe_readers::{PageImage, PageImageRequest, Picture, Recognition};

use super::message::{Answer, Task, image_from_bytes, picture_from_bytes, request_lines};
use super::{CONFINED, UNCONFINED};
use crate::Limits;
use crate::conversation::{Conversation, converse, spawn_in_group};
use crate::conversion::Converter;
use crate::ocr::{Missing, Recogniser};

/// What a program says whose memory is used up.
const OUT_OF_MEMORY: [&str; 3] =
    ["memory allocation of", "out of memory", "Cannot allocate memory"];

/// Starts workers.
#[derive(Clone, Debug)]
pub struct WorkerPool {
    /// The program whose subcommand `worker` calls [`super::serve`].
    pub program: PathBuf,
    /// The limits.
    pub limits: Limits,
    /// What reads pages that are pictures, where that is wanted.
    pub recogniser: Option<Result<Recogniser, Missing>>,
    /// What turns older office files into those that are read, where that is wanted.
    pub converter: Option<Converter>,
    /// Where pdfium lies, the library that reads PDF where the usual engine cannot.
    pub pdfium: Option<PathBuf>,
    /// Whether a reader refuses to read where something is missing that confines it.
    pub must_be_confined: bool,
    /// What the readers said of their confinement so far.
    pub confinement: Confinement,
}

/// What readers that ran said of what confines them; shared by all who have a clone of it.
#[derive(Clone, Debug, Default)]
pub struct Confinement(Arc<Mutex<Option<BTreeSet<String>>>>);

impl Confinement {
    /// What was missing; `None` where no reader has run.
    pub fn missing(&self) -> Option<Vec<String>> {
        let said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.as_ref().map(|missing| missing.iter().cloned().collect())
    }

    /// Hears what a reader wrote to standard error.
    fn hear(&self, complaint: &str) {
        let missing: Vec<&str> =
            complaint.lines().filter_map(|line| line.strip_prefix(UNCONFINED)).collect();
        if missing.is_empty() && !complaint.lines().any(|line| line == CONFINED) {
            return;
        }
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.get_or_insert_default().extend(missing.into_iter().map(str::to_owned));
    }
}

/// What reads a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine<'a> {
    /// Our own.
    Usual,
    /// The library that lies there.
    Pdfium(&'a Path),
    /// Our own, with the font that lies there for Japanese text whose own is not in the file.
    WithFont(&'a Path),
}

/// A page is painted in a tenth of a second; a visitor does not wait longer than this for one that takes
/// more, in seconds.
const PAINTING_SECONDS: u64 = 10;

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
    /// What kind of problem it is.
    pub fn code(&self) -> ProblemCode {
        match self {
            Failure::Clock { .. } => ProblemCode::ClockLimit,
            Failure::Processor { .. } => ProblemCode::CpuLimit,
            Failure::Memory { .. } => ProblemCode::MemoryLimit,
            Failure::Stack => ProblemCode::StackLimit,
            Failure::Answer { .. } => ProblemCode::AnswerLimit,
            Failure::Panic(_) => ProblemCode::ReaderPanicked,
            Failure::Other(_) => ProblemCode::ReaderDied,
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

impl WorkerPool {
    /// Reads `bytes` in a worker, with what was recognised on its pages; `n_pages` is a guess that sets the
    /// clock.
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        metadata: &Metadata,
        recognition: &Recognition,
        n_pages: u64,
        engine: Engine<'_>,
    ) -> Result<Answer, Failure> {
        let task = Task::Read(recognition.clone());
        let answer = self.ask(bytes, metadata, &task, n_pages, engine)?;
        Answer::from_bytes(&answer).map_err(|error| Failure::Other(format!("答え: {error}")))
    }

    /// Asks a reader what confines it, by having it read nothing much.
    pub fn probe(&self) -> Result<(), Failure> {
        let metadata = Metadata { source_file: "probe.txt".to_owned(), ..Metadata::default() };
        let task = Task::Read(Recognition::default());
        self.ask(b"probe", &metadata, &task, 1, Engine::Usual).map(drop)
    }

    /// Paints a page in a worker. `None` if there is no such page.
    pub(crate) fn picture(
        &self,
        bytes: &[u8],
        metadata: &Metadata,
        page: u32,
    ) -> Result<Option<Picture>, Failure> {
        let answer = self.ask(bytes, metadata, &Task::Paint(page), 1, Engine::Usual)?;
        picture_from_bytes(answer).map_err(|error| Failure::Other(format!("答え: {error}")))
    }

    /// Paints a page for people in a worker, with the font at `font` where the file lacks one for Japanese.
    /// `None` if there is no such page.
    ///
    /// # Errors
    /// Where the worker gave no answer, or one that is none.
    pub fn page_image(
        &self,
        bytes: &[u8],
        request: PageImageRequest,
        font: Option<&Path>,
    ) -> Result<Option<PageImage>, Failure> {
        let mut pool = self.clone();
        let worker = &mut pool.limits.worker;
        worker.clock_seconds = worker.clock_seconds.min(PAINTING_SECONDS);
        worker.max_clock_seconds = worker.max_clock_seconds.min(PAINTING_SECONDS);
        worker.max_cpu_seconds = worker.max_cpu_seconds.min(PAINTING_SECONDS);
        let engine = font.map_or(Engine::Usual, Engine::WithFont);
        let answer = pool.ask(bytes, &Metadata::default(), &Task::Show(request), 1, engine)?;
        image_from_bytes(answer).map_err(|error| Failure::Other(format!("答え: {error}")))
    }

    /// Has a worker do something with `bytes`. Gives its answer, which may be anything.
    fn ask(
        &self,
        bytes: &[u8],
        metadata: &Metadata,
        task: &Task,
        n_pages: u64,
        engine: Engine<'_>,
    ) -> Result<Vec<u8>, Failure> {
        let other = |error: std::io::Error| Failure::Other(error.to_string());
        let lines = request_lines(metadata, task).map_err(other)?;
        let mut limits = self.limits.of_pages(n_pages);
        if let Engine::Pdfium(_) = engine {
            limits.worker.max_memory_bytes = limits.worker.max_pdfium_memory_bytes;
        }
        let mut child = self.start(&limits, engine).map_err(other)?;
        let clock = self.limits.clock(n_pages);
        let max_bytes = self.limits.worker.max_answer_bytes;
        let Conversation { status, answer, complaint } =
            converse(&mut child, &[&lines, bytes], max_bytes, clock).map_err(other)?;
        self.confinement.hear(&complaint);
        let Some(status) = status else {
            return Err(if answer.len() as u64 > max_bytes {
                Failure::Answer { limit: max_bytes }
            } else {
                Failure::Clock { limit: clock.as_secs() }
            });
        };
        if !status.success() {
            return Err(end(&limits, status, &complaint));
        }
        Ok(answer)
    }

    fn start(&self, limits: &Limits, engine: Engine<'_>) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.arg("worker").arg(limits.to_json());
        match engine {
            Engine::Usual => &mut command,
            Engine::Pdfium(path) => command.arg(path),
            Engine::WithFont(path) => command.arg("--font").arg(path),
        };
        command
            .args(self.must_be_confined.then_some("--must-be-confined"))
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        spawn_in_group(&mut command)
    }
}

/// What the exit code and the last words of a worker mean.
fn end(limits: &Limits, status: ExitStatus, complaint: &str) -> Failure {
    let limits = &limits.worker;
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
