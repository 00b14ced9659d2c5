//! Short names for contents: [`short`].

use sha2::{Digest, Sha256};

/// 64 bits of SHA-256 as 16 hexadecimal digits: enough to tell the versions of a page apart.
pub(crate) fn short(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let first = hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{first:016x}")
}
