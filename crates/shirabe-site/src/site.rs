//! What every request shares: the library, the configuration and the places for searches.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use shirabe_document::Date;
use shirabe_http::clients::RateLimit;
use shirabe_search::Deadline;

use crate::catalogue::Catalogue;
use crate::error::WebError;
use crate::lanes::{Lane, Lanes, Place};
use crate::library::{Following, Generation, Library};
use crate::metrics::{AccessRecord, Metrics};
use crate::page_image::{PageImages, PagePainter};

/// How the site is run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme, host and perhaps a path for absolute links, such as `https://shirabe.example.jp` or
    /// `https://example.jp/shirabe`; without it the request's `Host` is taken.
    pub public_url: Option<String>,
    /// The host names under which the site may be asked, beside addresses in numbers and `localhost`:
    /// another name is the sign of DNS rebinding. `None` where they cannot be known.
    pub hosts: Option<Vec<String>>,
    /// Whether `X-Forwarded-For`, `-Proto` and `-Host` are believed.
    pub trusts_proxy: bool,
    /// How many requests one client may send in a minute.
    pub rate_limit: Option<NonZeroU32>,
    /// Who writes the access log.
    pub access_log: Option<fn(&AccessRecord)>,
    /// Whether `/metrics` is answered elsewhere (`shirabe_web::apps`).
    pub metrics_are_apart: bool,
    /// What tells this build of the program from another, such as version and commit: a page that a
    /// browser keeps is asked for anew when it changes. Until it is known, none is kept: a server need not
    /// wait for it.
    pub build: Arc<OnceLock<String>>,
    /// Today's date in Japan, for 参照日 in citations.
    pub today: fn() -> Date,
    /// How long one search may take.
    pub search_timeout: Duration,
    /// How many searches run at the same time; further ones wait.
    pub concurrent_searches: usize,
    /// What paints the pages of documents; without it there are no images of pages.
    pub painter: Option<Arc<dyn PagePainter>>,
}

impl Config {
    /// The usual: open to whoever reaches it, no logs, two searches at a time of five seconds at most.
    pub fn new(today: fn() -> Date) -> Config {
        Config {
            public_url: None,
            hosts: None,
            trusts_proxy: false,
            rate_limit: None,
            access_log: None,
            metrics_are_apart: false,
            build: Arc::default(),
            today,
            search_timeout: Duration::from_secs(5),
            concurrent_searches: 2,
            painter: None,
        }
    }
}

/// The state of the site.
pub struct Site {
    /// How it is run.
    pub config: Config,
    pub(crate) metrics: Metrics,
    pub(crate) images: Arc<PageImages>,
    library: Arc<dyn Library>,
    /// The catalogue of the generation with this number, once somebody asked for it.
    catalogue: Mutex<Option<(u64, Arc<Catalogue>)>>,
    lanes: Arc<Lanes>,
    rate_limit: Option<RateLimit>,
}

impl Site {
    /// A site over a library.
    pub fn new(library: Arc<dyn Library>, config: Config) -> Site {
        let lanes = Lanes::new(config.concurrent_searches);
        let rate_limit = config.rate_limit.map(RateLimit::per_minute);
        let catalogue = Mutex::default();
        let images = Arc::new(PageImages::new(config.concurrent_searches));
        Site { config, metrics: Metrics::default(), images, library, catalogue, lanes, rate_limit }
    }

    /// The catalogue of a generation; whoever asks first makes it, and others wait for it.
    pub fn catalogue(&self, generation: &dyn Generation) -> Result<Arc<Catalogue>, WebError> {
        let number = generation.info().generation;
        let mut kept = self.catalogue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, catalogue)) = kept.as_ref().filter(|(known, _)| *known == number) {
            return Ok(Arc::clone(catalogue));
        }
        let made = Catalogue::of(generation)?;
        *kept = Some((number, Arc::clone(&made)));
        Ok(made)
    }

    /// Asks one generation a short question away from the threads that serve connections.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        self.ask_in(Lane::Short, question).await
    }

    /// Asks one generation a question in a lane. The question is given up with its answer: when its
    /// time is over, and when the visitor has gone.
    pub async fn ask_in<T: Send + 'static>(
        &self,
        lane: Lane,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        self.ask_of(lane, None, question).await
    }

    /// The same of the generation with this number, while it is kept; else of the newest. The answer says
    /// which it was.
    pub async fn ask_of<T: Send + 'static>(
        &self,
        lane: Lane,
        number: Option<u64>,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let limit = self.config.search_timeout;
        let place = self.lanes.place(lane, limit).await?;
        let deadline = Deadline::after(limit);
        let waited_for = WaitedFor(deadline.clone());
        let started = Instant::now();
        let answer =
            self.aside(number, move |generation| place.work(&deadline, || question(generation)));
        let answer = tokio::time::timeout(limit, answer).await.unwrap_or(Err(WebError::TooSlow));
        self.metrics.worked(lane, started.elapsed());
        drop(waited_for);
        answer
    }

    /// A generation to be read piece by piece, and a place among those who do. It is the one with this number,
    /// while it is kept; else the newest.
    pub async fn hold(
        &self,
        number: Option<u64>,
    ) -> Result<(Arc<dyn Generation>, Place), WebError> {
        let place = self.lanes.place(Lane::Bulk, self.config.search_timeout).await?;
        let library = Arc::clone(&self.library);
        let opened = tokio::task::spawn_blocking(move || open(library.as_ref(), number)).await;
        Ok((opened.ok().flatten().ok_or(WebError::Preparing)?, place))
    }

    /// Counts a request of a client; of one too many, how long to wait.
    pub fn admit(&self, client: Option<IpAddr>) -> Result<(), WebError> {
        let (Some(limit), Some(client)) = (&self.rate_limit, client) else { return Ok(()) };
        limit.admit(client).map_err(|wait| WebError::TooOften { wait_s: wait.as_secs() + 1 })
    }

    /// Whether no short question has found a place or left it for so long.
    pub fn is_stuck(&self, limit: Duration) -> bool {
        self.lanes.is_stuck(limit)
    }

    /// The lanes, for what watches the server.
    pub(crate) fn lanes(&self) -> &Lanes {
        &self.lanes
    }

    /// Asks what a generation knows by heart, such as its number: no place is taken, so that what watches
    /// the server is answered while searches queue.
    pub async fn look<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Generation) -> T + Send + 'static,
    ) -> Result<T, WebError> {
        self.aside(None, |generation| Ok(question(generation))).await
    }

    /// How the library stands to the one that it follows.
    pub fn following(&self) -> Option<Following> {
        self.library.following()
    }

    /// A question on a thread that may wait for the disk; already opening a newer generation does.
    async fn aside<T: Send + 'static>(
        &self,
        number: Option<u64>,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let library = Arc::clone(&self.library);
        let task = tokio::task::spawn_blocking(move || {
            let generation = open(library.as_ref(), number).ok_or(WebError::Preparing)?;
            question(generation.as_ref())
        });
        task.await.unwrap_or_else(|panic| {
            tracing::error!(%panic, "a question ended in a panic");
            Err(WebError::Internal)
        })
    }
}

/// The generation with this number, while it is kept; else the newest.
fn open(library: &dyn Library, number: Option<u64>) -> Option<Arc<dyn Generation>> {
    let numbered = number.and_then(|number| library.generation_numbered(number));
    numbered.or_else(|| library.generation())
}

/// The answer that somebody waits for: dropped with the request, it ends the work.
struct WaitedFor(Deadline);

impl Drop for WaitedFor {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
