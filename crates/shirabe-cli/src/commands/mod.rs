//! The subcommands.

pub(crate) mod analyze;
pub(crate) mod cite;
pub(crate) mod dictionary;
pub(crate) mod doctor;
pub(crate) mod export;
mod following;
pub(crate) mod index;
pub(crate) mod ingest;
pub(crate) mod inspect;
mod painting;
pub(crate) mod replicate;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod study;
pub(crate) mod verify;
pub(crate) mod worker;
