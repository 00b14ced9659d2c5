//! What every request shares: the library, the configuration and the places for searches.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use shirabe_document::Date;
use tokio::sync::Semaphore;

use crate::catalogue::Catalogue;
use crate::error::WebError;
use crate::library::{Generation, Library};
use crate::metrics::Metrics;

/// How the site is run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme and host for absolute links, such as `https://shirabe.example.jp`; without it the
    /// request's `Host` is taken.
    pub public_url: Option<String>,
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
}

/// The state of the site.
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) metrics: Metrics,
    library: Arc<dyn Library>,
    /// The catalogue of the generation with this number, once somebody asked for it.
    catalogue: Mutex<Option<(u64, Arc<Catalogue>)>>,
    places: Arc<Semaphore>,
}

impl Site {
    pub(crate) fn new(library: Arc<dyn Library>, config: Config) -> Site {
        let places = Arc::new(Semaphore::new(config.concurrent_searches.max(1)));
        let catalogue = Mutex::default();
        Site { config, metrics: Metrics::default(), library, catalogue, places }
    }

    /// The catalogue of a generation; whoever asks first makes it, and others wait for it.
    pub(crate) fn catalogue(
        &self,
        generation: &dyn Generation,
    ) -> Result<Arc<Catalogue>, WebError> {
        let number = generation.info().generation;
        let mut kept = self.catalogue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, catalogue)) = kept.as_ref().filter(|(known, _)| *known == number) {
            return Ok(Arc::clone(catalogue));
        }
        let made = Catalogue::of(generation)?;
        *kept = Some((number, Arc::clone(&made)));
        Ok(made)
    }

    /// Asks one generation a question away from the threads that serve connections.
    ///
    /// A place is taken for as long as the question runs, even if the visitor has gone, so that
    /// slow searches cannot pile up.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let limit = self.config.search_timeout;
        let waiting = tokio::time::timeout(limit, Arc::clone(&self.places).acquire_owned());
        let Ok(Ok(place)) = waiting.await else { return Err(WebError::Busy) };
        let answer = self.aside(move |generation| {
            let _place = place;
            question(generation)
        });
        tokio::time::timeout(limit, answer).await.unwrap_or(Err(WebError::TooSlow))
    }

    /// Asks what a generation knows by heart, such as its number: no place is taken, so that what watches
    /// the server is answered while searches queue.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Generation) -> T + Send + 'static,
    ) -> Result<T, WebError> {
        self.aside(|generation| Ok(question(generation))).await
    }

    /// A question on a thread that may wait for the disk; already opening a newer generation does.
    async fn aside<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Generation) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let library = Arc::clone(&self.library);
        let task = tokio::task::spawn_blocking(move || {
            let generation = library.generation().ok_or(WebError::Preparing)?;
            question(generation.as_ref())
        });
        task.await.unwrap_or_else(|panic| {
            tracing::error!(%panic, "a question ended in a panic");
            Err(WebError::Internal)
        })
    }
}
