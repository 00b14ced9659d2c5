//! Broken and heavy requests from several clients at once, against a running server: [`run`].
//!
//! No answer may be an error of the server but 503 (it says that there is more to do than it can), nothing may
//! panic, and when all is over the server answers at once. Requests are made in the same way on every run.

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use fs_err as fs;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use crate::fuzz::{self, Mutator};
use crate::server::{self, Server};

/// Clients that ask at once: three times the cores of the machine that this was measured on, so that some wait.
const N_CLIENTS: u64 = 6;
/// A longer query, each byte written as three, is refused by its length alone: addresses may have 32 KiB.
const LONGEST_QUERY: usize = 8 * 1024;
/// When all is over, the page that says that the server lives comes in this time.
const AT_ONCE: Duration = Duration::from_secs(1);

/// What the requests are made of: the address, to which a query is added.
const ADDRESSES: [&str; 16] = [
    "/search?q=",
    "/search.json?q=",
    "/search.csv?q=",
    "/search.atom?q=",
    "/concordance?q=",
    "/concordance.tsv?q=",
    "/frequency?q=",
    "/timeline?q=",
    "/results?q=",
    "/opensearch/suggest?q=",
    "/documents?q=",
    "/glossary?q=",
    "/compare?a=",
    "/unapi?id=",
    "/d/",
    "/verify?text=",
];
/// The queries that are broken: of every form of the language, and the heaviest that are known.
const QUERIES: [&str; 14] = [
    "研究開発",
    "\"健康・医療戦略\" AND 創薬 -予算",
    "（脳神経科学 OR がん）/20/ 統合",
    "/.{0,300}事項.{0,300}x/",
    "/(.{0,30}研究){1,8}x/",
    "発行機関:文部科学省 年度:2024..2025",
    "条:第3条第2項",
    "１３０件/年 ～ 令和7年2月21日",
    "*AI* ?医療",
    "title:戦略 kind:計画 from:2024-04 to:2025-03",
    "の",
    "\"\"\"((((NOT NOT NOT",
    "ＣＯ２　OR　CO₂",
    "amed-dai3ki-2026-02/s1?q=",
];

/// Sends broken requests for so many seconds to a server of the shipped corpus.
#[expect(clippy::print_stdout, reason = "this is the output of the command")]
pub(crate) fn run(root: &Path, n_seconds: u64) -> anyhow::Result<()> {
    let folder = root.join("target").join("load");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut server = Server::start(&fuzz::build(root)?, &root.join("corpus"), &folder)?;
    let end = Instant::now() + Duration::from_secs(n_seconds);
    let clients: Vec<_> = (0..N_CLIENTS)
        .map(|nth| {
            let address = server.address;
            thread::spawn(move || ask(address, Mutator::new(17 + nth), end))
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.join().map_err(|_| anyhow::anyhow!("a client died"))??);
    }
    times.sort_unstable();
    let began = Instant::now();
    ensure!(server::get(server.address, "/healthz")? == 200, "the server is not well afterwards");
    ensure!(began.elapsed() < AT_ONCE, "afterwards an answer took {:?}", began.elapsed());
    let said = server.end()?;
    ensure!(!said.contains("panicked"), "a request made the server panic:\n{said}");
    let slow = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    println!("load: {} requests in {n_seconds} s, 99 % within {slow:?}: none failed", times.len());
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Asks until the end; gives how long each answer took.
fn ask(address: SocketAddr, mut mutator: Mutator, end: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    while Instant::now() < end {
        let path = ADDRESSES[mutator.below(ADDRESSES.len())];
        let query = QUERIES[mutator.below(QUERIES.len())].as_bytes().to_vec();
        // One in four is asked as it stands: what is whole goes further than what is broken.
        let mut query = if mutator.below(4) == 0 { query } else { mutator.mutate(&query) };
        query.truncate(LONGEST_QUERY);
        let target = format!("{path}{}", percent_encode(&query, NON_ALPHANUMERIC));
        let began = Instant::now();
        let status = server::get(address, &target).with_context(|| target.clone())?;
        ensure!(status < 500 || status == 503, "{status} to {target}");
        times.push(began.elapsed());
    }
    Ok(times)
}
