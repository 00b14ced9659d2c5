//! Watching files: [`Watch`] says when something has changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use crate::IngestError;

/// Changes come in heaps: a heap is complete when nothing has come for this long.
const PAUSE: Duration = Duration::from_millis(500);

/// Files and folders that are watched from [`Watch::begin`] on, so that no change after it is missed.
///
/// A folder that is removed takes the watch of it along; so the folder above is watched as well, and a
/// new folder of that name is watched from then on.
pub struct Watch {
    events: mpsc::Receiver<notify::Result<notify::Event>>,
    /// What was given, absolute.
    roots: Vec<PathBuf>,
    watcher: notify::RecommendedWatcher,
}

impl Watch {
    /// Begins to watch what is at or below `paths`.
    pub fn begin(paths: &[PathBuf]) -> Result<Watch, IngestError> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the watch ends.
            let _ = sender.send(event);
        })?;
        let roots = paths.iter().map(std::path::absolute).collect::<std::io::Result<_>>()?;
        let mut watch = Watch { events, roots, watcher };
        watch.look()?;
        Ok(watch)
    }

    /// Watches every place as it lies there now, and the folder above it.
    fn look(&mut self) -> Result<(), IngestError> {
        for root in &self.roots {
            if let Some(above) = root.parent() {
                self.watcher.watch(above, RecursiveMode::NonRecursive)?;
            }
            if root.is_dir() {
                // A watch of a folder that went would stay blind under the same name.
                let _ = self.watcher.unwatch(root);
                self.watcher.watch(root, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Calls `changed` each time that something has changed, for as long as it can be watched.
    pub fn follow(mut self, mut changed: impl FnMut()) -> Result<(), IngestError> {
        while let Ok(first) = self.events.recv() {
            let (mut is_a_change, mut is_a_place) = (false, false);
            let mut next = Ok(first);
            while let Ok(event) = next {
                let event: notify::Event = event?;
                if !matches!(event.kind, EventKind::Access(_)) {
                    is_a_change |= event.paths.iter().any(|path| self.concerns(path));
                    is_a_place |= event.paths.iter().any(|path| self.roots.contains(path));
                }
                next = self.events.recv_timeout(PAUSE);
            }
            if is_a_place {
                self.look()?;
            }
            if is_a_change {
                changed();
            }
        }
        Ok(())
    }

    /// Whether something at `path` may change what is read. Beside a place that was given lies what is
    /// none of ours, such as the index.
    fn concerns(&self, path: &Path) -> bool {
        let is_visible =
            path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'));
        // A file is described by another one beside it.
        let describes = |root: &PathBuf| {
            path.extension().is_some_and(|extension| extension == "toml")
                && path.parent() == root.parent()
                && !root.is_dir()
        };
        is_visible && self.roots.iter().any(|root| path.starts_with(root) || describes(root))
    }
}
