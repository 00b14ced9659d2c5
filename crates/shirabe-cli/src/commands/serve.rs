//! `shirabe serve`

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context;
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

pub(crate) fn run(arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let library = Arc::new(Served::default());
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(arguments.listen))
        .with_context(|| format!("listening at {}", arguments.listen))?;
    let address = listener.local_addr()?;
    let app = shirabe_web::app(library.clone(), config());
    let server = runtime.spawn(shirabe_web::serve(listener, app, stop()));

    // The server answers 503 meanwhile, so that what watches it knows that it lives.
    let engine = Analysis::prepare()?.open_or_ingest(&arguments.places)?;
    let info = engine.snapshot().info();
    anyhow::ensure!(library.engine.set(engine).is_ok(), "the engine is set once");
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
fn config() -> Config {
    Config {
        public_url: None,
        build: env!("CARGO_PKG_VERSION").to_owned(),
        today,
        search_timeout: Duration::from_secs(5),
        concurrent_searches: std::thread::available_parallelism().map_or(2, usize::from),
    }
}

/// Today in Japan, which has kept UTC+9 without summer time since 1952.
fn today() -> Date {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)));
    let number = |n: i8| u8::try_from(n).unwrap_or(1);
    Date {
        year: i32::from(now.year()),
        month: Some(number(now.month())),
        day: Some(number(now.day())),
    }
}
