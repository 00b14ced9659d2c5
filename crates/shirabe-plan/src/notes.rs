//! What is to be said of a query: [`QueryNote`], and why it was read as words: [`ReadAsWords`]. How it is
//! said in Japanese stands in shirabe-site.

use std::time::Duration;

use crate::pattern::Unusable;

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
    /// What is remarked.
    pub remark: Remark,
    /// Where in the raw query.
    pub position_chars: usize,
}

/// What is remarked on a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// How the query was written and read, in the words of the query language.
    Reading(String),
    /// An expression was not searched for.
    Unusable(Unusable),
    /// The field takes no wildcards and no expressions.
    NoPatternInField,
    /// No year, date or page can be read from a condition, which was not used.
    UnreadableValue,
    /// No citation of law can be read from a condition, which was not used.
    NoCitation,
    /// The time for reading texts ended before all sections were read.
    TimeEnded {
        /// Sections that were read.
        n_read: usize,
        /// Sections that were not, and are in no count.
        n_unread: usize,
        /// The time.
        limit: Duration,
    },
    /// Results are counted and cannot be shown, because the index is damaged where they lie.
    UnreadableSections(usize),
}
