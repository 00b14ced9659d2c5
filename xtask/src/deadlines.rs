//! The heaviest questions that are known, at a server of a generated corpus of many megabytes: [`run`].
//!
//! Each is answered in time, or is told that there is too much to do; the processor rests soon after the answer;
//! and meanwhile others are answered as if it had not been asked.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use fs_err as fs;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use crate::fuzz::{self, Mutator};
use crate::server::{self, Server};

/// A question waits for a place and works for 5 s each at most; a machine that is busy adds a little.
const ANSWERED: Duration = Duration::from_secs(12);
/// How long the processor is watched after an answer; work that goes on would fill it.
const WATCHED: Duration = Duration::from_secs(3);
/// What may be used of it: the last steps between two looks at the clock.
const AFTERWARDS: Duration = Duration::from_secs(1);
/// Of a hundred others that ask meanwhile, 99 are answered in this time.
const MEANWHILE: Duration = Duration::from_secs(1);
/// Others ask so often.
const PAUSE: Duration = Duration::from_millis(50);

/// What others ask meanwhile: a sign of life, and pages that read the index.
const OTHERS: [&str; 3] = ["/healthz", "/search?q=%E7%9C%81%E4%BB%A4", "/d/law0/s1"];

/// Files of the corpus have so many bytes at least: far below the limits of a file (not measured against others).
const FILE_BYTES: usize = 500_000;
/// What its sentences are put together from: words that the questions are about, so that they stand everywhere.
const PIECES: [&str; 12] = [
    "規定による",
    "政令で定めるところにより、",
    "省令で定める",
    "必要な事項を",
    "内閣総理大臣は、",
    "届出をした者の",
    "研究開発の成果を",
    "前項の",
    "施行の日から三十日以内に",
    "公表するものとする。",
    "速やかに報告しなければならない。",
    "この限りでない。",
];

/// A question that takes long.
struct Question {
    name: &'static str,
    target: String,
    /// What is sent, if anything is.
    draft: String,
}

/// Asks the heaviest questions of a corpus of so many megabytes.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path, n_megabytes: usize) -> anyhow::Result<()> {
    let program = fuzz::build(root)?;
    let folder = root.join("target").join("deadlines");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let corpus = folder.join("corpus");
    write_corpus(&corpus, n_megabytes * 1_000_000)?;
    let mut ingest = Command::new(&program);
    ingest.arg("ingest").arg("--corpus").arg(&corpus).arg("--index").arg(folder.join("index"));
    let ingested = ingest.output().context("the program does not start")?;
    ensure!(ingested.status.success(), "{}", String::from_utf8_lossy(&ingested.stderr));
    let mut server = Server::start(&program, &corpus, &folder)?;
    // What is read once a generation is read before.
    OTHERS.iter().try_for_each(|target| server::get(server.address, target).map(drop))?;
    let before = server.usage()?.memory_mib;
    for question in questions() {
        println!("{}", ask(&server, &question).with_context(|| question.name)?);
    }
    let after = server.usage()?.memory_mib;
    let said = server.end()?;
    ensure!(!said.contains("panicked"), "a request made the server panic:\n{said}");
    println!("deadlines: {n_megabytes} MB; memory {before} MiB before, {after} MiB afterwards");
    fs::remove_dir_all(&folder)?;
    Ok(())
}

fn write_corpus(folder: &Path, n_bytes: usize) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let mut chance = Mutator::new(5);
    let mut written = 0;
    for nth in 0.. {
        if written >= n_bytes {
            break;
        }
        let mut text = format!("# 第{nth}法\n");
        for article in 1.. {
            if text.len() >= FILE_BYTES {
                break;
            }
            write!(text, "\n## 第{article}条\n\n")?;
            for _ in 0..40 {
                text.push_str(PIECES[chance.below(PIECES.len())]);
            }
            text.push('\n');
        }
        written += text.len();
        fs::write(folder.join(format!("law{nth}.md")), text)?;
    }
    Ok(())
}

/// Patterns whose automaton is large and runs over every text; drafts that are all quotation and all parts; and
/// a word that stands everywhere, in its own spelling alone. Each is asked twice at once.
fn questions() -> Vec<Question> {
    let search = |name, query: &str, conditions: &str| {
        let query = percent_encode(query.as_bytes(), NON_ALPHANUMERIC);
        Question { name, target: format!("/search?q={query}{conditions}"), draft: String::new() }
    };
    let verify = |name, draft: String| Question { name, target: "/api/v1/verify".into(), draft };
    let twelve: Vec<_> = (3..15).map(|n| format!("/(.{{0,30}}事項){{1,{n}}}x/")).collect();
    let mut chance = Mutator::new(3);
    let words = ["規定", "政令", "省令", "事項", "届出", "前項", "施行", "公表", "報告", "成果"];
    let parts = (0..680).map(|_| {
        let parts: Vec<_> = (0..31).map(|_| words[chance.below(words.len())]).collect();
        format!("「{}」", parts.join("…"))
    });
    vec![
        search("a pattern with two gaps", "/.{0,300}事項.{0,300}x/", ""),
        search("a pattern that repeats a gap", "/(.{0,30}事項){1,8}x/", ""),
        search("twelve patterns", &twelve.join(" OR "), ""),
        search("a particle in its own spelling", "の", "&strict=1"),
        verify("680 quotations of 31 parts", parts.collect()),
        verify("a quotation of 21,000 parts", format!("「{}」", "規定…政令…省令…".repeat(7_000))),
        verify(
            "a quotation of 26,000 characters",
            format!("「{}」", "規定による政令で定める".repeat(2_360)),
        ),
        verify("63,990 times one particle", format!("「{}」", "の".repeat(63_990))),
    ]
}

/// Asks a question while others ask theirs; a line about how it went.
fn ask(server: &Server, question: &Question) -> anyhow::Result<String> {
    let address = server.address;
    let is_over = AtomicBool::new(false);
    let began = Instant::now();
    let (answers, others) = thread::scope(|scope| {
        let others = scope.spawn(|| ask_meanwhile(address, &is_over));
        let asked = [(); 2].map(|()| scope.spawn(|| answer(address, question)));
        let answers = asked.map(thread::ScopedJoinHandle::join);
        is_over.store(true, Ordering::Relaxed);
        (answers, others.join())
    });
    let took = began.elapsed();
    let statuses = answers.into_iter().map(|joined| joined.map_err(died)?);
    let statuses: Vec<u16> = statuses.collect::<anyhow::Result<_>>()?;
    let is_answer = |status: &u16| [200, 503].contains(status);
    ensure!(statuses.iter().all(is_answer), "answered with {statuses:?}");
    ensure!(took < ANSWERED, "answered after {took:?}");
    let used = server.usage()?.cpu;
    thread::sleep(WATCHED);
    let used = server.usage()?.cpu.saturating_sub(used);
    ensure!(used < AFTERWARDS, "{used:?} of the processor used after the answer");
    let mut times = others.map_err(died)??;
    times.sort_unstable();
    let slow = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    ensure!(slow < MEANWHILE, "of {} others, one in a hundred waited {slow:?}", times.len());
    Ok(format!(
        "{}: {statuses:?} after {took:.2?}, {used:?} of the processor afterwards; {} others, 99 % within {slow:.2?}",
        question.name,
        times.len()
    ))
}

fn answer(address: SocketAddr, question: &Question) -> anyhow::Result<u16> {
    if question.draft.is_empty() {
        server::get(address, &question.target)
    } else {
        server::post(address, &question.target, &question.draft)
    }
}

/// Asks until the question is over; gives how long each answer took.
fn ask_meanwhile(address: SocketAddr, is_over: &AtomicBool) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    for target in OTHERS.iter().cycle() {
        let began = Instant::now();
        let status = server::get(address, target)?;
        ensure!(status == 200, "{status} to {target} meanwhile");
        times.push(began.elapsed());
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(PAUSE);
    }
    Ok(times)
}

fn died(_: Box<dyn std::any::Any + Send>) -> anyhow::Error {
    anyhow::anyhow!("a client died")
}
