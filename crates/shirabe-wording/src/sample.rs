//! Samples that survive a re-ingest: occurrences in the order of a number that depends on themselves alone.

/// FNV-1a, 64 bits; the numbers are of its authors (Fowler, Noll, Vo, `draft-eastlake-fnv`, section 5).
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn seeded(seed: u64) -> Hash {
        Hash(0xcbf2_9ce4_8422_2325).with(&seed.to_le_bytes())
    }

    pub(crate) fn with(self, bytes: &[u8]) -> Hash {
        let mixed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        // A byte that no UTF-8 text has ends each part.
        Hash(bytes.iter().chain([&0xFF]).fold(self.0, mixed))
    }

    /// The number. FNV alone moves its high bits little; this is the finaliser of MurmurHash3 (Appleby).
    pub(crate) fn number(self) -> u64 {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

/// The number by which an occurrence is drawn: it does not depend on any other occurrence, document or
/// segment, so that a corpus that grows changes a sample only by what it adds.
pub(crate) fn draw(seed: u64, document: &str, paragraph: &str, offset_chars: usize) -> u64 {
    let place = Hash::seeded(seed).with(document.as_bytes()).with(paragraph.as_bytes());
    place.with(&(offset_chars as u64).to_le_bytes()).number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_evenly_and_depend_on_the_seed() {
        let below =
            |seed| (0..10_000).filter(|at| draw(seed, "a", "p1", *at) < u64::MAX / 4).count();
        assert!((2_300..2_700).contains(&below(0)) && (2_300..2_700).contains(&below(1)));
        assert_ne!(draw(0, "a", "p1", 3), draw(1, "a", "p1", 3));
        assert_ne!(draw(0, "ap", "1", 3), draw(0, "a", "p1", 3));
    }
}
