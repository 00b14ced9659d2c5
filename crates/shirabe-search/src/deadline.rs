//! The deadline of a request: [`Deadline::enter`] sets it, and [`check`] is called wherever work goes
//! through many sections, so that a search, a verification or an export ends with the answer that it was
//! done for.
//!
//! It travels with the thread and not as an argument: everything between a request and its innermost
//! loops would have to carry it. What hands work to other threads takes [`Deadline::current`] there and
//! enters it on each.
//!
//! Invariant: without a deadline (the command line, tests, tools) nothing ends early.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::SearchError;

thread_local! {
    static CURRENT: RefCell<Deadline> = const { RefCell::new(Deadline(None)) };
}

/// When a request ends, at the latest. The default is never.
#[derive(Clone, Debug, Default)]
pub struct Deadline(Option<Arc<End>>);

#[derive(Debug)]
struct End {
    at: Instant,
    is_cancelled: AtomicBool,
}

impl Deadline {
    /// A deadline so long from now.
    pub fn after(limit: Duration) -> Deadline {
        let at = Instant::now() + limit;
        Deadline(Some(Arc::new(End { at, is_cancelled: AtomicBool::new(false) })))
    }

    /// Ends the request now, because nobody waits for its answer any more.
    pub fn cancel(&self) {
        if let Some(end) = &self.0 {
            end.is_cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Does some work under this deadline.
    pub fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
        let _restored = Restored(CURRENT.replace(self.clone()));
        work()
    }

    /// The deadline of the work that this thread is doing.
    pub(crate) fn current() -> Deadline {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Fails once the deadline has passed.
    pub(crate) fn check(&self) -> Result<(), SearchError> {
        let has_passed = self.0.as_ref().is_some_and(|end| {
            end.is_cancelled.load(Ordering::Relaxed) || Instant::now() >= end.at
        });
        if has_passed { Err(SearchError::DeadlinePassed) } else { Ok(()) }
    }
}

/// Fails once the deadline of the work that this thread is doing has passed.
pub(crate) fn check() -> Result<(), SearchError> {
    CURRENT.with_borrow(Deadline::check)
}

/// The deadline that was there before, put back even after a panic.
struct Restored(Deadline);

impl Drop for Restored {
    fn drop(&mut self) {
        CURRENT.set(std::mem::take(&mut self.0));
    }
}

/// Threads of their own for work that takes long, so that short searches never wait behind it for a
/// thread of the common pool. They take the cores that nobody else wants.
#[derive(Debug)]
pub struct Workers(rayon::ThreadPool);

/// How much the threads of [`Workers`] give way, of 19: beside another thread one of these gets a quarter of a
/// core (sched(7): each step is a factor of 1.25), enough to end before its deadline while an ingest takes what
/// it can. Measured with 56 clients that ask short questions and 8 that ask long ones, on two cores: the slowest
/// hundredth of two words takes 547 ms, at 10 463, at 15 425, and 392 where nobody asks anything long.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 5;

impl Workers {
    /// So many threads. Fails where the system gives none.
    pub fn new(n_threads: usize) -> std::io::Result<Workers> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads.max(1))
            .start_handler(|_| give_way())
            .thread_name(|number| format!("long-{number}"));
        pool.build().map(Workers).map_err(std::io::Error::other)
    }

    /// Does some work on these threads.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }
}

/// Lowers the priority of this thread. Linux alone has one for each thread; elsewhere it is left as it is.
fn give_way() {
    // What is refused here costs speed only.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn workers_give_way_and_nobody_else() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        let there = Workers::new(1).unwrap().run(niceness);
        assert_eq!((there, niceness()), ((before + NICENESS).min(19), before));
    }

    #[test]
    fn work_without_a_deadline_never_ends_early() {
        assert!(check().is_ok());
        Deadline::default().cancel();
        assert!(Deadline::default().enter(check).is_ok());
    }

    #[test]
    fn a_deadline_is_seen_while_it_is_entered_only() {
        let passed = Deadline::after(Duration::ZERO);
        assert!(matches!(passed.enter(check), Err(SearchError::DeadlinePassed)));
        assert!(check().is_ok());
        let open = Deadline::after(Duration::from_hours(1));
        assert!(open.enter(check).is_ok());
        open.cancel();
        assert!(open.enter(check).is_err());
    }

    #[test]
    fn it_is_gone_after_a_panic() {
        let passed = Deadline::after(Duration::ZERO);
        let ended = std::panic::catch_unwind(|| passed.enter(|| panic!("in the work")));
        assert!(ended.is_err());
        assert!(check().is_ok());
    }

    #[test]
    fn workers_do_the_work_on_threads_of_their_own() {
        let workers = Workers::new(1).unwrap();
        let here = std::thread::current().id();
        let deadline = Deadline::after(Duration::ZERO);
        let (there, checked) =
            workers.run(|| (std::thread::current().id(), deadline.enter(check).is_err()));
        assert_ne!(here, there);
        assert!(checked);
    }
}
