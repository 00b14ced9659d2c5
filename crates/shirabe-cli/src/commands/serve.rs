//! `shirabe serve`

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context;
use sha2::{Digest, Sha256};
use shirabe_document::Date;
use shirabe_search::Engine;
use shirabe_web::{Config, Generation, Library};

use crate::Outcome;
use crate::args::ServeArguments;
use crate::setup::Analysis;
use crate::terminal::line;

/// The engine, once it is there.
#[derive(Default)]
struct Served {
    engine: OnceLock<Engine>,
}

impl Library for Served {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        let snapshot: Arc<dyn Generation> = self.engine.get()?.snapshot();
        Some(snapshot)
    }
}

/// Serves the pages and the API until the process is asked to stop, after preparing what is missing.
pub fn run(arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let library = Arc::new(Served::default());
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(arguments.listen))
        .with_context(|| format!("listening at {}", arguments.listen))?;
    let address = listener.local_addr()?;
    let config = config(arguments.public_url.clone());
    let known = Arc::clone(&config.build);
    // The program has many megabytes; the first answers do not wait for its hash.
    let hashing = std::thread::spawn(move || known.set(build()));
    let app = shirabe_web::app(library.clone(), config);
    let server = runtime.spawn(shirabe_web::serve(listener, app, stop()));

    // The server answers 503 meanwhile, so that what watches it knows that it lives.
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let info = engine.snapshot().info();
    anyhow::ensure!(library.engine.set(engine).is_ok(), "the engine is set once");
    anyhow::ensure!(hashing.join().is_ok_and(|set| set.is_ok()), "the program is hashed once");
    line(format!("Shirabe serves generation {} at http://{address}/", info.generation))?;
    line(format!("ready after {:.1} s; stop with Ctrl-C", started.elapsed().as_secs_f64()))?;
    runtime.block_on(server)??;
    Ok(Outcome::Done)
}

/// Ends when the process is asked to stop.
async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler the process runs on until it is killed.
    let _ = interrupt.await;
}

/// How the site is run.
fn config(public_url: Option<String>) -> Config {
    Config {
        public_url,
        build: Arc::default(),
        today,
        search_timeout: Duration::from_secs(5),
        concurrent_searches: std::thread::available_parallelism().map_or(2, usize::from),
    }
}

/// What this program is, to the byte: a page that a browser keeps is asked for anew after every change
/// of the program, and two servers of the same build agree.
fn build() -> String {
    let version = env!("CARGO_PKG_VERSION");
    match std::env::current_exe().and_then(|path| hash(&path)) {
        Ok(hash) => format!("{version} {hash}"),
        Err(error) => {
            tracing::warn!(%error, "the program cannot read itself; browsers may keep old pages");
            version.to_owned()
        }
    }
}

fn hash(path: &Path) -> std::io::Result<String> {
    let mut reader = BufReader::with_capacity(1 << 16, fs_err::File::open(path)?);
    let mut hasher = Sha256::new();
    loop {
        let read = reader.fill_buf()?;
        let n_bytes = read.len();
        if n_bytes == 0 {
            break;
        }
        hasher.update(read);
        reader.consume(n_bytes);
    }
    let digits = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    Ok(digits.concat())
}

/// Today in Japan, which has kept UTC+9 without summer time since 1952.
pub(crate) fn today() -> Date {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)));
    let number = |n: i8| u8::try_from(n).unwrap_or(1);
    Date {
        year: i32::from(now.year()),
        month: Some(number(now.month())),
        day: Some(number(now.day())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_programs_differ_in_their_build() {
        let folder = tempfile::tempdir().unwrap();
        let named = |name: &str, content: &str| {
            let path = folder.path().join(name);
            fs_err::write(&path, content).unwrap();
            hash(&path).unwrap()
        };
        assert_eq!(named("a", "1"), named("b", "1"));
        assert_ne!(named("a", "1"), named("c", "2"));
        assert!(build().len() > env!("CARGO_PKG_VERSION").len());
    }
}
