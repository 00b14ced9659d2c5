//! From blocks to sections: what a line, a block and a heading are, and how they make a document.

pub(crate) mod agenda;
pub(crate) mod asides;
pub(crate) mod assembly;
pub(crate) mod kinds;
pub(crate) mod measure;
pub(crate) mod numbering;
pub(crate) mod outline;
pub(crate) mod sentences;
