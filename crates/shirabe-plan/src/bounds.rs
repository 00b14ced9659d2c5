//! Bounds: how long a search may read texts for its patterns.
//!
//! Wildcards and regular expressions are matched against the text of the sections that have the
//! characters which every match contains. None is refused: where the time ends before the sections do,
//! the answer says how many were read and how many were not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::notes::Remark;

/// Reading and matching 20,000 sections takes about half a second on two cores.
const TIME: Duration = Duration::from_millis(500);

/// The time for reading texts that one search has, and what it did with it. Shared by its passes.
#[derive(Debug)]
pub struct ReadingTime {
    ends: Instant,
    n_read: AtomicUsize,
    n_unread: AtomicUsize,
}

impl ReadingTime {
    /// From now on.
    pub fn start() -> ReadingTime {
        ReadingTime::until(Instant::now() + TIME)
    }

    fn until(ends: Instant) -> ReadingTime {
        ReadingTime { ends, n_read: AtomicUsize::new(0), n_unread: AtomicUsize::new(0) }
    }

    /// Whether one more section may be read; counts it either way.
    pub fn allows_one_more(&self) -> bool {
        let is_allowed = Instant::now() < self.ends;
        let counter = if is_allowed { &self.n_read } else { &self.n_unread };
        counter.fetch_add(1, Ordering::Relaxed);
        is_allowed
    }

    /// What a reader must know of an answer that is not complete.
    pub fn remark(&self) -> Option<Remark> {
        let (n_read, n_unread) =
            (self.n_read.load(Ordering::Relaxed), self.n_unread.load(Ordering::Relaxed));
        (n_unread > 0).then_some(Remark::TimeEnded { n_read, n_unread, limit: TIME })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_in_time_is_said() {
        let time = ReadingTime::start();
        assert!(time.allows_one_more());
        assert_eq!(time.remark(), None);
        let past = ReadingTime::until(Instant::now());
        assert!(!past.allows_one_more() && !past.allows_one_more());
        assert_eq!(past.remark(), Some(Remark::TimeEnded { n_read: 0, n_unread: 2, limit: TIME }));
    }
}
