//! What is to be said of a query: [`QueryNote`], and why it was read as words: [`ReadAsWords`].

/// Why a query is no wording that somebody would look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAsWords {
    /// It asks something.
    Question,
    /// It is a sentence or more.
    LongRun,
}

impl ReadAsWords {
    /// The name for programs.
    pub fn code(self) -> &'static str {
        match self {
            ReadAsWords::Question => "question",
            ReadAsWords::LongRun => "long_run",
        }
    }
}

/// One remark on the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryNote {
    /// In Japanese.
    pub message: String,
    /// Where in the raw query.
    pub position_chars: usize,
}
