//! The server over an index: how soon it answers, and what it occupies then.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::latency::Percentiles;
use super::memory::Memory;

/// A server that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(2);

/// What the server showed.
#[derive(Debug, Default)]
pub(crate) struct Served {
    /// From the start of the process to its first answer.
    pub(crate) start: Duration,
    /// After the first answer.
    pub(crate) at_first: Memory,
    /// After each of the queries has been asked.
    pub(crate) after_queries: Memory,
    /// The page of results of each query, asked once more: of what a browser waits for, the server's part.
    pub(crate) pages: Percentiles,
}

/// Starts a server over the index at `root`, asks `queries`, and stops it.
pub(crate) fn serve(root: &Path, queries: &[String]) -> anyhow::Result<Served> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let started = Instant::now();
    let process = Command::new(std::env::current_exe()?)
        .args(["serve", "--listen", &address.to_string(), "--index"])
        .arg(root)
        .stdout(Stdio::null())
        .spawn()
        .context("starting a server")?;
    let mut server = Server { process };
    while !is_answered(address, "/api/v1/search", "研究") {
        anyhow::ensure!(started.elapsed() < PATIENCE, "the server does not answer");
        anyhow::ensure!(server.process.try_wait()?.is_none(), "the server has ended");
        std::thread::sleep(PAUSE);
    }
    let start = started.elapsed();
    let at_first = server.memory();
    for query in queries {
        is_answered(address, "/api/v1/search", query);
    }
    let after_queries = server.memory();
    let pages = queries.iter().map(|query| {
        let started = Instant::now();
        anyhow::ensure!(is_answered(address, "/search", query), "no page for {query}");
        Ok(started.elapsed())
    });
    let pages = Percentiles::of(pages.collect::<anyhow::Result<_>>()?);
    Ok(Served { start, at_first, after_queries, pages })
}

struct Server {
    process: Child,
}

impl Server {
    fn memory(&self) -> Memory {
        Memory::of(&self.process.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether the server answers a search under `path`; it refuses while it is not ready.
fn is_answered(address: SocketAddr, path: &str, query: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let query = query.bytes().fold(String::new(), |out, byte| out + &format!("%{byte:02X}"));
        write!(
            stream,
            "GET {path}?q={query} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
