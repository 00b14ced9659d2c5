//! The real program, run as a person runs it: standard output, standard error and exit code.
//!
//! Enter by [`program::Program`]: each test has its own folder with its own index.

#[cfg(unix)]
mod addresses;
#[cfg(unix)]
mod conversion;
mod damage;
mod export;
#[cfg(unix)]
mod faults;
#[cfg(unix)]
mod forget;
mod hostile;
mod ingest;
mod ledger;
#[cfg(unix)]
mod operation;
#[cfg(unix)]
mod page_images;
mod pdfium;
mod program;
mod quotations;
#[cfg(unix)]
mod recognition;
#[cfg(unix)]
mod replicas;
mod search;
#[cfg(unix)]
mod serve;
mod spellings;
mod wordings;
