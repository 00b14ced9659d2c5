//! Progress of a preparation, for whoever shows it.

/// Told what is being done. The calls come from one thread at a time.
pub trait Progress: Sync {
    /// A new stage begins: `downloading SudachiDict`.
    fn stage(&self, name: &str);
    /// So much of the stage is done; the unit (bytes, words) is the stage's own.
    fn advance(&self, done: u64, total: Option<u64>);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &str) {}
    fn advance(&self, _done: u64, _total: Option<u64>) {}
}
