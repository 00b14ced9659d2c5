//! Assistance: what helps a reader to ask: suggestions, what may have been meant, what to try where
//! nothing is found, and how a text is analysed.

pub(crate) mod absence;
pub(crate) mod analysis;
pub(crate) mod spelling_correction;
pub(crate) mod suggest;
pub(crate) mod titles;
