//! Ways in which a file gets broken, by accident and on purpose.

use std::ops::Range;

/// Mutates files, in the same way on every run.
pub(crate) struct Mutator {
    state: u64,
}

/// What numbers are replaced by: those at which arithmetic goes wrong.
const NUMBERS: [&[u8]; 6] =
    [b"-1", b"0", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308"];
/// What is put in between: beginnings of things that have to end.
const PIECES: [&[u8]; 10] = [
    b"<<",
    b"[",
    b"(",
    b"stream\n",
    b"<div><table>",
    b"<w:p><w:r>",
    b"&#x110000;",
    b"\x00\xFF\xFE",
    b"%PDF-",
    b"PK\x03\x04",
];

impl Mutator {
    pub(crate) fn new(seed: u64) -> Mutator {
        Mutator { state: seed }
    }

    /// One to three mutations of `original`.
    pub(crate) fn mutate(&mut self, original: &[u8]) -> Vec<u8> {
        let mut bytes = original.to_vec();
        for _ in 0..=self.below(3) {
            match self.below(7) {
                0 => self.cut_off(&mut bytes),
                1 => self.change_bytes(&mut bytes),
                2 => drop(bytes.drain(self.range(bytes.len(), 5))),
                3 => self.repeat(&mut bytes),
                4 => self.change_numbers(&mut bytes),
                5 => self.put_in(&mut bytes),
                _ => self.swap(&mut bytes),
            }
        }
        bytes
    }

    fn cut_off(&mut self, bytes: &mut Vec<u8>) {
        let length = self.below(bytes.len() + 1);
        bytes.truncate(length);
    }

    fn change_bytes(&mut self, bytes: &mut [u8]) {
        let n = [1, 5, 20, 100, 1000][self.below(5)];
        for _ in 0..n {
            let (at, value) = (self.below(bytes.len()), self.below(256) as u8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
    }

    fn repeat(&mut self, bytes: &mut Vec<u8>) {
        let part = bytes[self.range(bytes.len(), 10)].to_vec();
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, part);
    }

    fn change_numbers(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..4 {
            let from = self.below(bytes.len());
            let Some(start) = bytes.iter().skip(from).position(u8::is_ascii_digit) else { return };
            let start = from + start;
            let n_digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number = NUMBERS[self.below(NUMBERS.len())];
            bytes.splice(start..start + n_digits, number.iter().copied());
        }
    }

    fn put_in(&mut self, bytes: &mut Vec<u8>) {
        let piece = PIECES[self.below(PIECES.len())].repeat([1, 10, 1000, 50_000][self.below(4)]);
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, piece);
    }

    fn swap(&mut self, bytes: &mut Vec<u8>) {
        let part: Vec<u8> = bytes.drain(self.range(bytes.len(), 10)).collect();
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, part);
    }

    /// A stretch of at most one `fraction`th of `length`.
    fn range(&mut self, length: usize, fraction: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let n = self.below(length / fraction + 1);
        start..(start + n).min(length)
    }

    /// Knuth's generator, MMIX.
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % bound.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_breaks_files_in_the_same_way() {
        let original = "1 0 obj << /Length 12 >> stream 文書 endstream".as_bytes();
        let broken = |seed| -> Vec<Vec<u8>> {
            let mut mutator = Mutator::new(seed);
            (0..200).map(|_| mutator.mutate(original)).collect()
        };
        assert_eq!(broken(7), broken(7));
        assert_ne!(broken(7), broken(8));
        assert!(broken(7).iter().filter(|bytes| *bytes != original).count() > 150);
        assert!(Mutator::new(7).mutate(b"").len() < 1_000_000);
    }
}
