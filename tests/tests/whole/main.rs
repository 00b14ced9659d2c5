//! The whole program on real texts: what it finds, and that it stays so.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod analysis;
mod drafts;
mod generated;
mod index_samples;
mod oracle;
mod promises;
mod queries;
mod ranking;
mod readings;

use std::path::{Path, PathBuf};

/// A file or folder of this package's fixtures.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}
