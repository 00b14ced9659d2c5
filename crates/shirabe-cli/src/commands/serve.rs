//! `shirabe serve`

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context;
use sha2::{Digest, Sha256};
use shirabe_document::Date;
use shirabe_http::connections::{self, Patience};
use shirabe_search::Engine;
use shirabe_site::Config;
use shirabe_site::library::{Following, Generation, Library};
use shirabe_site::metrics::AccessRecord;
use shirabe_site::page_image::PagePainter;

use crate::Outcome;
use crate::args::{AccessLogFormat, ServeArguments};
use crate::commands::following::{self, Seen};
use crate::commands::painting;
use crate::setup::{Analysis, now};
use crate::terminal::{self, line};

/// The engine, once it is there.
#[derive(Default)]
struct Served {
    engine: OnceLock<Engine>,
    /// Where it follows another machine.
    seen: OnceLock<Arc<Seen>>,
}

impl Library for Served {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        let snapshot: Arc<dyn Generation> = self.engine.get()?.snapshot();
        Some(snapshot)
    }

    fn generation_numbered(&self, number: u64) -> Option<Arc<dyn Generation>> {
        let snapshot: Arc<dyn Generation> = self.engine.get()?.snapshot_numbered(number)?;
        Some(snapshot)
    }

    fn following(&self) -> Option<Following> {
        self.seen.get().map(|seen| seen.following())
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
    let config = config(arguments, painting::painter()?);
    let known = Arc::clone(&config.build);
    // The program has many megabytes; the first answers do not wait for its hash.
    let hashing = std::thread::spawn(move || known.set(build()));
    warn_of_names(arguments);
    let (app, watched) = shirabe_web::apps(library.clone(), config);
    if let Some(address) = arguments.metrics_listen {
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind(address))
            .with_context(|| format!("listening at {address}"))?;
        let patience = Patience { n_connections: WATCHERS, ..Patience::with_descriptors(0) };
        runtime.spawn(connections::serve(listener, watched, patience, std::future::pending()));
    }
    let (descriptors, _) = rlimit::Resource::NOFILE.get()?;
    let patience = Patience::with_descriptors(descriptors);
    let server = connections::serve(listener, app, patience, stop(Arc::clone(&library)));
    let server = runtime.spawn(server);

    // The server answers 503 meanwhile, so that what watches it knows that it lives.
    let engine = open(arguments, &library)?;
    engine.read_ahead();
    let info = engine.snapshot().info();
    anyhow::ensure!(library.engine.set(engine).is_ok(), "the engine is set once");
    anyhow::ensure!(hashing.join().is_ok_and(|set| set.is_ok()), "the program is hashed once");
    line(format!("Shirabe serves generation {} at http://{address}/", info.generation))?;
    line(format!("ready after {:.1} s; stop with Ctrl-C", started.elapsed().as_secs_f64()))?;
    runtime.block_on(server)??;
    // A question that is under way looks at its deadline before this is over.
    runtime.shutdown_timeout(Duration::from_secs(2));
    Ok(Outcome::Done)
}

/// Opens the index, after making it of the corpus or taking it from the source that is followed.
fn open(arguments: &ServeArguments, library: &Served) -> anyhow::Result<Engine> {
    let analysis = Analysis::prepare()?;
    let Some(source) = &arguments.follow else {
        return analysis.open_or_ingest(&arguments.places);
    };
    following::begin(source, arguments, &analysis, |seen| {
        library.seen.get_or_init(|| seen);
    })?;
    Ok(analysis.open(&arguments.places.index)?)
}

/// What a shell is told of a process that was ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Ends when the process is asked to stop. A second request ends it at once; so does the first while the
/// index is being made, which is as safe as a kill at any moment (`docs/ingest.md`).
async fn stop(library: Arc<Served>) {
    let mut signals = Signals::listen();
    signals.next().await;
    if library.engine.get().is_none() {
        std::process::exit(0);
    }
    tokio::spawn(async move {
        signals.next().await;
        std::process::exit(INTERRUPTED);
    });
}

/// What asks the process to stop.
struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
}

impl Signals {
    fn listen() -> Signals {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let terminate = signal(SignalKind::terminate())
                .inspect_err(|error| tracing::warn!(%error, "SIGTERM ends the process at once"));
            Signals { terminate: terminate.ok() }
        }
        #[cfg(not(unix))]
        Signals {}
    }

    /// Ends with the next one.
    async fn next(&mut self) {
        let interrupt = async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                tracing::warn!(%error, "Ctrl-C is not heard");
                std::future::pending::<()>().await;
            }
        };
        #[cfg(unix)]
        if let Some(terminate) = &mut self.terminate {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        interrupt.await;
    }
}

/// Connections of what watches the server: a scraper or two, and a person.
const WATCHERS: usize = 16;

/// How the site is run.
fn config(arguments: &ServeArguments, painter: Arc<dyn PagePainter>) -> Config {
    Config {
        public_url: arguments.public_url.clone(),
        hosts: hosts(arguments),
        trusts_proxy: arguments.trust_proxy,
        rate_limit: arguments.rate_limit,
        access_log: arguments.access_log.map(|format| match format {
            AccessLogFormat::Text => log_as_text as fn(&AccessRecord),
            AccessLogFormat::Json => log_as_json,
        }),
        metrics_are_apart: arguments.metrics_listen.is_some(),
        concurrent_searches: std::thread::available_parallelism().map_or(2, usize::from),
        painter: Some(painter),
        ..Config::new(today)
    }
}

/// The names under which the site may be asked. Whoever listens on this machine only is asked as
/// `localhost`; whoever listens beyond it and says no name may have any.
fn hosts(arguments: &ServeArguments) -> Option<Vec<String>> {
    let rest = arguments.public_url.as_deref().and_then(|url| url.split_once("://"));
    let public = rest.and_then(|(_, rest)| rest.split(['/', ':']).next()).map(str::to_owned);
    let names: Vec<String> = public.into_iter().chain(arguments.allow_host.clone()).collect();
    (arguments.listen.ip().is_loopback() || !names.is_empty()).then_some(names)
}

/// Says that the names in links are those that visitors choose.
fn warn_of_names(arguments: &ServeArguments) {
    if hosts(arguments).is_none() {
        terminal::note(
            "permalinks and citations take the host name that a visitor asks for; \
             --public-url sets it, and --allow-host limits it",
        );
    }
}

fn log_as_text(record: &AccessRecord) {
    let AccessRecord { client, method, address, status, duration, n_bytes } = record;
    let client = client.map_or_else(|| "-".to_owned(), |client| client.to_string());
    let n_bytes = n_bytes.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let ms = duration.as_millis();
    let now = now();
    terminal::note(format!("{now} {client} {method} {address} {status} {n_bytes} {ms}ms"));
}

fn log_as_json(record: &AccessRecord) {
    let AccessRecord { client, method, address, status, duration, n_bytes } = record;
    let line = serde_json::json!({
        "time": jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        "client": client.map(|client| client.to_string()),
        "method": method,
        "address": address,
        "status": status,
        "bytes": n_bytes,
        "seconds": duration.as_secs_f64(),
    });
    terminal::note(line);
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
