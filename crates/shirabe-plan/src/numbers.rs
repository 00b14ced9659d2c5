//! Sets of document numbers, one bit each: numbers are given out without gaps.

/// A set of document numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers(Vec<u64>);

impl Numbers {
    /// All numbers up to `greatest`, and up to 63 more.
    pub fn up_to(greatest: u64) -> Numbers {
        Numbers(vec![u64::MAX; place(greatest).0 + 1])
    }

    /// Adds a number.
    pub fn insert(&mut self, number: u64) {
        let (word, bit) = place(number);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    /// Whether it has a number.
    pub fn contains(&self, number: u64) -> bool {
        let (word, bit) = place(number);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// The numbers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        let numbers = |(word, bits): (u64, &u64)| {
            let bits = *bits;
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        };
        (0..).zip(&self.0).flat_map(numbers)
    }

    /// How many numbers it has.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// The numbers of both.
    #[must_use]
    pub fn and(&self, other: &Numbers) -> Numbers {
        self.combined(other, |a, b| a & b)
    }

    /// The numbers of either.
    #[must_use]
    pub fn or(&self, other: &Numbers) -> Numbers {
        self.combined(other, |a, b| a | b)
    }

    /// The numbers that the other set lacks.
    #[must_use]
    pub fn without(&self, other: &Numbers) -> Numbers {
        self.combined(other, |a, b| a & !b)
    }

    fn combined(&self, other: &Numbers, combine: impl Fn(u64, u64) -> u64) -> Numbers {
        let bits = |numbers: &Numbers, word| numbers.0.get(word).copied().unwrap_or(0);
        let n_words = self.0.len().max(other.0.len());
        Numbers((0..n_words).map(|word| combine(bits(self, word), bits(other, word))).collect())
    }
}

impl FromIterator<u64> for Numbers {
    fn from_iter<T: IntoIterator<Item = u64>>(numbers: T) -> Numbers {
        let mut set = Numbers::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

/// The word of a number, and its bit there.
fn place(number: u64) -> (usize, u64) {
    (usize::try_from(number / 64).unwrap_or(usize::MAX), 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_combined_number_by_number() {
        let set = |numbers: &[u64]| numbers.iter().copied().collect::<Numbers>();
        let (a, b) = (set(&[1, 64, 200]), set(&[1, 65]));
        let listed = |set: &Numbers| (0..256).filter(|n| set.contains(*n)).collect::<Vec<_>>();
        assert_eq!(listed(&a.and(&b)), [1]);
        assert_eq!(listed(&a.or(&b)), [1, 64, 65, 200]);
        assert_eq!(listed(&a.without(&b)), [64, 200]);
        assert_eq!(listed(&Numbers::up_to(3).without(&b)).len(), 63);
        assert_eq!((a.count(), b.count()), (3, 2));
        assert_eq!(a.iter().collect::<Vec<_>>(), [1, 64, 200]);
    }
}
