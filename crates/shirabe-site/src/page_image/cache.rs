//! The images of pages that were painted last: [`Cache`].

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::{Image, PageToPaint};

/// What the images together may take, in bytes: some 600 pages of 100 kB.
const MAX_BYTES: usize = 64 << 20;

/// What an image depends on: the bytes of the file, and what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The file.
    pub(super) sha256: String,
    /// What was asked for.
    pub(super) page: PageToPaint,
}

/// The images, that which was asked for last in front.
#[derive(Default)]
pub(super) struct Cache {
    kept: Mutex<VecDeque<(Key, Image)>>,
}

impl Cache {
    /// The image, which is in front from now on.
    pub(super) fn get(&self, key: &Key) -> Option<Image> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == key)?;
        let found = kept.remove(at)?;
        let image = found.1.clone();
        kept.push_front(found);
        Some(image)
    }

    /// Keeps an image, and lets go of those that nobody asked for longest.
    pub(super) fn keep(&self, key: Key, image: Image) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != key);
        kept.push_front((key, image));
        let mut n_bytes = kept.iter().map(|(_, image)| image.png.len()).sum::<usize>();
        while n_bytes > MAX_BYTES {
            let Some((_, image)) = kept.pop_back() else { break };
            n_bytes -= image.png.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    fn key(number: u32) -> Key {
        let page = PageToPaint { number, dots_per_inch: 1, wordings: Vec::new() };
        Key { sha256: String::new(), page }
    }

    #[test]
    fn what_nobody_asks_for_goes_first() {
        let cache = Cache::default();
        let image =
            Image { png: Bytes::from(vec![0; MAX_BYTES / 2]), n_marks: 0, lacks_font: false };
        cache.keep(key(1), image.clone());
        cache.keep(key(2), image.clone());
        assert!(cache.get(&key(1)).is_some());
        cache.keep(key(3), image);
        let is_kept = [1, 2, 3].map(|number| cache.get(&key(number)).is_some());
        assert_eq!(is_kept, [true, false, true]);
    }
}
