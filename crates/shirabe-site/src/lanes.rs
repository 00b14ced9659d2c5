//! Lanes: short questions and long ones never wait for each other. `Lanes::place` finds a place in the
//! lane of a question; a lane that is full says so at once.
//!
//! Patterns, strict searches, verifications, comparisons and exports are long: they read texts, where
//! others read postings. They have threads of their own, which give way: they take every core while nobody
//! asks anything short, and little otherwise. So does each bulk file, whose threads are nobody else's
//! because they wait for its reader.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use shirabe_search::{Deadline, SearchRequest, Workers};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::WebError;

/// The lane of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Milliseconds.
    Short,
    /// Perhaps seconds.
    Long,
    /// As long as the client takes to read it: bulk files, made piece by piece.
    Bulk,
}

impl Lane {
    const ALL: [Lane; 3] = [Lane::Short, Lane::Long, Lane::Bulk];
}

impl Lane {
    /// The lane of a search.
    pub fn of(request: &SearchRequest) -> Lane {
        let tree = shirabe_query::parse(&request.query).tree;
        let reads_texts = request.strict || tree.is_some_and(|tree| tree.has_patterns());
        if reads_texts { Lane::Long } else { Lane::Short }
    }

    /// Its name in the metrics.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Short => "short",
            Lane::Long => "long",
            Lane::Bulk => "bulk",
        }
    }
}

/// All lanes of a site.
pub(crate) struct Lanes {
    short: Queue,
    long: Queue,
    bulk: Queue,
    /// The threads of the long lane; `None` where the system gave none.
    workers: Option<Arc<Workers>>,
}

/// So many wait for each place; more would wait longer than a visitor does: of short questions, which
/// take milliseconds, 64 are answered in about a second.
const WAITING_PER_PLACE: [(Lane, usize); 2] = [(Lane::Short, 64), (Lane::Long, 4)];
/// Bulk files at the same time: each keeps a generation open, and reads as fast as its client.
const N_BULK: usize = 4;

struct Queue {
    places: Arc<Semaphore>,
    n_places: usize,
    most_waiting: usize,
    n_waiting: AtomicUsize,
    /// When a place was last taken or given back.
    moved: Mutex<Instant>,
}

impl Queue {
    fn new(lane: Lane, n_places: usize) -> Queue {
        let per_place = WAITING_PER_PLACE.iter().find(|(known, _)| *known == lane);
        Queue {
            places: Arc::new(Semaphore::new(n_places)),
            n_places,
            most_waiting: n_places * per_place.map_or(0, |(_, n)| *n),
            n_waiting: AtomicUsize::new(0),
            moved: Mutex::new(Instant::now()),
        }
    }

    fn has_moved(&self) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    async fn place(&self, limit: Duration) -> Result<OwnedSemaphorePermit, WebError> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            self.has_moved();
            return Ok(place);
        }
        let _waiting = Waiting::among(&self.n_waiting, self.most_waiting)?;
        let place = tokio::time::timeout(limit, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(WebError::Busy) };
        self.has_moved();
        Ok(place)
    }
}

/// One of those that wait, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Waiting<'_> {
    fn among(n_waiting: &AtomicUsize, most: usize) -> Result<Waiting<'_>, WebError> {
        let n_before = n_waiting.fetch_add(1, Ordering::Relaxed);
        let waiting = Waiting(n_waiting);
        if n_before < most { Ok(waiting) } else { Err(WebError::Busy) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A place in a lane. Work holds it until it is done, even if the visitor has gone, so that slow work
/// cannot pile up.
pub struct Place {
    _permit: OwnedSemaphorePermit,
    lanes: Arc<Lanes>,
    lane: Lane,
    /// The threads of a long or bulk place; `None` of a short one, and where the system gave none.
    workers: Option<Arc<Workers>>,
}

impl Place {
    /// Does the work of this place under a deadline.
    pub fn work<T: Send>(&self, deadline: &Deadline, work: impl FnOnce() -> T + Send) -> T {
        let limited = || deadline.enter(work);
        match &self.workers {
            Some(workers) => workers.run(limited),
            None => limited(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lanes.queue(self.lane).has_moved();
    }
}

impl Lanes {
    /// Lanes for so many questions at a time.
    pub(crate) fn new(n_places: usize) -> Arc<Lanes> {
        let n_long = (n_places / 2).max(1);
        Arc::new(Lanes {
            short: Queue::new(Lane::Short, n_places.max(1)),
            long: Queue::new(Lane::Long, n_long),
            bulk: Queue::new(Lane::Bulk, N_BULK),
            workers: workers(n_places),
        })
    }

    fn queue(&self, lane: Lane) -> &Queue {
        match lane {
            Lane::Short => &self.short,
            Lane::Long => &self.long,
            Lane::Bulk => &self.bulk,
        }
    }

    /// A place in a lane, after waiting for it for at most `limit`.
    pub(crate) async fn place(
        self: &Arc<Self>,
        lane: Lane,
        limit: Duration,
    ) -> Result<Place, WebError> {
        let permit = self.queue(lane).place(limit).await?;
        let workers = match lane {
            Lane::Short => None,
            Lane::Long => self.workers.clone(),
            Lane::Bulk => workers(self.short.n_places),
        };
        Ok(Place { _permit: permit, lanes: Arc::clone(self), lane, workers })
    }

    /// Whether no short question has found a place or left it for so long: the server lives, but
    /// answers nobody.
    pub(crate) fn is_stuck(&self, limit: Duration) -> bool {
        let moved = *self.short.moved.lock().unwrap_or_else(PoisonError::into_inner);
        self.short.places.available_permits() == 0 && moved.elapsed() > limit
    }

    /// Of each lane: how many work in it, and how many wait.
    pub(crate) fn lengths(&self) -> [(Lane, usize, usize); 3] {
        Lane::ALL.map(|lane| {
            let queue = self.queue(lane);
            let n_working = queue.n_places - queue.places.available_permits();
            (lane, n_working, queue.n_waiting.load(Ordering::Relaxed))
        })
    }
}

/// So many threads that give way.
fn workers(n_threads: usize) -> Option<Arc<Workers>> {
    let workers = Workers::new(n_threads)
        .inspect_err(|error| tracing::warn!(%error, "long questions have no threads of their own"));
    workers.ok().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn a_lane_that_is_full_leaves_the_other_free() {
        let lanes = Lanes::new(2);
        let long = lanes.place(Lane::Long, SOON).await;
        assert!(long.is_ok());
        assert!(matches!(lanes.place(Lane::Long, SOON).await, Err(WebError::Busy)));
        assert!(lanes.place(Lane::Short, SOON).await.is_ok());
        assert_eq!(lanes.lengths()[1], (Lane::Long, 1, 0));
        drop(long);
        assert!(lanes.place(Lane::Long, SOON).await.is_ok());
    }

    #[tokio::test]
    async fn who_comes_to_a_full_queue_is_told_at_once() {
        let lanes = Lanes::new(1);
        let first = lanes.place(Lane::Long, SOON).await;
        let an_hour = Duration::from_hours(1);
        let waiting: Vec<_> = (0..4)
            .map(|_| {
                let lanes = Arc::clone(&lanes);
                tokio::spawn(async move { lanes.place(Lane::Long, an_hour).await.is_ok() })
            })
            .collect();
        while lanes.lengths()[1].2 < 4 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(lanes.place(Lane::Long, an_hour).await, Err(WebError::Busy)));
        drop(first);
        for waiting in waiting {
            assert!(waiting.await.unwrap());
        }
        assert_eq!(lanes.lengths()[1], (Lane::Long, 0, 0));
    }

    #[tokio::test]
    async fn a_server_whose_places_do_not_come_free_is_stuck() {
        let lanes = Lanes::new(1);
        assert!(!lanes.is_stuck(Duration::ZERO));
        let place = lanes.place(Lane::Short, SOON).await;
        std::thread::sleep(SOON);
        assert!(lanes.is_stuck(Duration::ZERO));
        assert!(!lanes.is_stuck(Duration::from_hours(1)));
        drop(place);
        assert!(!lanes.is_stuck(Duration::ZERO));
    }

    #[test]
    fn searches_that_read_texts_are_long() {
        let lane = |query: &str, strict: bool| {
            let query = query.to_owned();
            Lane::of(&SearchRequest { query, strict, ..SearchRequest::default() })
        };
        assert_eq!(lane("創薬 人材", false), Lane::Short);
        assert_eq!(lane("創薬 人材", true), Lane::Long);
        assert_eq!(lane("創薬 OR -(研*力)", false), Lane::Long);
        assert_eq!(lane("/第[0-9]期/", false), Lane::Long);
    }
}
