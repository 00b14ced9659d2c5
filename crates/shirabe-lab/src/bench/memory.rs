//! Memory of a process, as Linux tells it; elsewhere nothing is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use fs_err as fs;

/// How often the peak is looked for.
const EVERY: Duration = Duration::from_millis(20);

/// What a process occupies, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// What is its own: it cannot be given back.
    pub(crate) own: u64,
    /// With the pages of mapped files, which the system takes back when it needs room.
    pub(crate) resident: u64,
}

impl Memory {
    /// What `process` occupies now; `self` is this one.
    pub(crate) fn of(process: &str) -> Memory {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let kilobytes = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        Memory { own: kilobytes("RssAnon:") * 1024, resident: kilobytes("VmRSS:") * 1024 }
    }
}

/// Watches this process until [`Watch::peak`].
pub(crate) struct Watch {
    stop: Arc<AtomicBool>,
    own: Arc<AtomicU64>,
    resident: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

impl Watch {
    pub(crate) fn begin() -> Watch {
        let stop = Arc::new(AtomicBool::new(false));
        let (own, resident) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let seen = (Arc::clone(&stop), Arc::clone(&own), Arc::clone(&resident));
        let thread = std::thread::spawn(move || {
            let (stop, own, resident) = seen;
            while !stop.load(Ordering::Relaxed) {
                let now = Memory::of("self");
                own.fetch_max(now.own, Ordering::Relaxed);
                resident.fetch_max(now.resident, Ordering::Relaxed);
                std::thread::sleep(EVERY);
            }
        });
        Watch { stop, own, resident, thread }
    }

    /// The most that was occupied at any one time.
    pub(crate) fn peak(self) -> Memory {
        self.stop.store(true, Ordering::Relaxed);
        // A watch that died has still seen what it has seen.
        let _ = self.thread.join();
        Memory {
            own: self.own.load(Ordering::Relaxed),
            resident: self.resident.load(Ordering::Relaxed),
        }
    }
}
