//! Watching files: [`Watch`] says when something has changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use crate::IngestError;

/// Changes come in heaps: a heap is complete when nothing has come for this long.
const PAUSE: Duration = Duration::from_millis(500);

/// Files and folders that are watched from [`Watch::begin`] on, so that no change after it is missed.
pub struct Watch {
    events: mpsc::Receiver<notify::Result<notify::Event>>,
    /// It watches for as long as it lives.
    _watcher: notify::RecommendedWatcher,
}

impl Watch {
    /// Begins to watch what is at or below `paths`.
    pub fn begin(paths: &[PathBuf]) -> Result<Watch, IngestError> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the watch ends.
            let _ = sender.send(event);
        })?;
        for path in paths {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(Watch { events, _watcher: watcher })
    }

    /// Calls `changed` each time that something has changed, for as long as it can be watched.
    pub fn follow(self, mut changed: impl FnMut()) -> Result<(), IngestError> {
        while let Ok(first) = self.events.recv() {
            let mut is_a_change = false;
            let mut next = Ok(first);
            while let Ok(event) = next {
                let event: notify::Event = event?;
                let is_access = matches!(event.kind, EventKind::Access(_));
                is_a_change |= !is_access && event.paths.iter().any(|path| is_visible(path));
                next = self.events.recv_timeout(PAUSE);
            }
            if is_a_change {
                changed();
            }
        }
        Ok(())
    }
}

fn is_visible(path: &Path) -> bool {
    path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'))
}
