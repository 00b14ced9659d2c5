//! All occurrences of a wording, for what is said of them together.
//!
//! Enter by [`Occurrences::of`]: one pass over the index names the sections, in the order of the
//! documents' dates, with how often the wording stands in each. [`Occurrences::open`] reads one of them and
//! says where. [`DocumentTable`] has what is counted by: dates, issuers, and how much text there is.
//! Keys, groups, rates and files are made of these in `shirabe-wording`.
//!
//! Invariants: nothing is cut; a section that is opened has as many marks as the pass counted.

mod documents;
mod kept;
mod occurrences;

pub use documents::{DocumentExtent, DocumentRow, DocumentTable, Extent};
pub(crate) use kept::KeptAnswers;
pub use occurrences::{Occurrences, OpenedSection, SectionPlace};
