//! What can go wrong with the dictionary, and what a person can do about it.

use std::io;
use std::path::PathBuf;

use crate::source::WHEEL;

/// Why there is no dictionary.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DictionaryError {
    /// pip is there, but did not bring the file: no network, a proxy, another hash.
    #[error(
        "cannot download the dictionary: {reason}\n\
         check the network and try again, or fetch {WHEEL} from PyPI elsewhere and run `shirabe dictionary install PATH`"
    )]
    Download {
        /// What pip said last.
        reason: String,
    },
    /// There is no `python3 -m pip` to download with.
    #[error(
        "cannot download the dictionary: python3 with pip is not installed\n\
         install it (Debian: `apt install python3-pip`), or fetch {WHEEL} from PyPI elsewhere and run `shirabe dictionary install PATH`"
    )]
    NoPip,
    /// The file is no SudachiDict, or a damaged one.
    #[error("{path} cannot be used: {reason}\ngive a SudachiDict wheel (sudachidict_core-*.whl) or its system.dic", path = .path.display())]
    Source {
        /// The wheel or `system.dic`.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Neither `XDG_CACHE_HOME` nor a home folder is known.
    #[error("there is no place for the dictionary\nset XDG_CACHE_HOME to a folder")]
    NoCacheFolder,
    /// lindera refused what was converted.
    #[error(
        "cannot build the dictionary: {reason}\nplease report this with the version of SudachiDict"
    )]
    Build {
        /// lindera's words.
        reason: String,
    },
    /// The prepared dictionary is there, but cannot be read.
    #[error("the dictionary in {path} is damaged: {reason}\nremove that folder and try again", path = .path.display())]
    Damaged {
        /// The folder of the prepared dictionary.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The disk is full, a folder may not be written, …
    #[error("cannot prepare the dictionary: {0}")]
    Io(#[from] io::Error),
}
