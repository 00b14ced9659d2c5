//! Making the lattice cheap: words that can never win are left out, and the context ids are numbered
//! anew. Neither changes how a text is cut into words.
//!
//! Enter at [`Lattice::new`]. Segmentation waits for memory, not for arithmetic: for each word that
//! may begin at a place it looks up a cost for each word that may end there, all over a matrix of
//! 72 MB.
//!
//! - A word is needless if another one of the same surface is as cheap before and behind every
//!   possible neighbour: the readings of a name, all but the cheapest, and rare inflections. These
//!   are 5 % of the dictionary, but a quarter of what stands in the lattice of a text.
//! - With the frequent ids first, the costs looked up lie in a few cache lines. How often an id
//!   occurs is estimated from the word costs: a surface weighs as much as its cheapest word.

use std::collections::HashMap;

use crate::sudachi::{Matrix, Parameters};

/// Costs are about -700 times the natural logarithm of a probability (MeCab's `cost-factor`).
const COST_PER_NAT: f64 = 700.0;

/// A word of the lattice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its id in the source.
    pub(crate) word: u32,
    /// Stands for its surface: words of one surface have the same.
    pub(crate) surface: u64,
    pub(crate) left: u16,
    pub(crate) right: u16,
    pub(crate) cost: i16,
}

impl Entry {
    /// `None` for a word that stands in no lattice, or whose ids the matrix lacks.
    pub(crate) fn new(
        word: u32,
        surface: u64,
        parameters: Parameters,
        matrix: &Matrix<'_>,
    ) -> Option<Entry> {
        let left = u16::try_from(parameters.left_id).ok().filter(|id| *id < matrix.n_behind)?;
        let right = u16::try_from(parameters.right_id).ok().filter(|id| *id < matrix.n_before)?;
        Some(Entry { word, surface, left, right, cost: parameters.cost })
    }
}

/// The words that are needed, by id in the source, with their new context ids.
#[derive(Debug)]
pub(crate) struct Lattice {
    pub(crate) entries: Vec<Entry>,
    left: Vec<u16>,
    right: Vec<u16>,
}

impl Lattice {
    pub(crate) fn new(matrix: &Matrix<'_>, mut entries: Vec<Entry>) -> Lattice {
        entries.sort_by_key(|entry| (entry.surface, entry.cost, entry.word));
        let (left, right) = numberings(matrix, &entries);
        let mut neighbours = Neighbours::new(matrix, &entries);
        let mut needed: Vec<Entry> = Vec::new();
        for words in entries.chunk_by(|a, b| a.surface == b.surface) {
            let mut is_needed =
                |word: &&Entry| !words.iter().any(|other| neighbours.prefer(other, word));
            needed.extend(words.iter().filter(&mut is_needed));
        }
        needed.sort_by_key(|entry| entry.word);
        Lattice { entries: needed, left, right }
    }

    /// The new left and right context id for old ones.
    pub(crate) fn ids(&self, left: u16, right: u16) -> Option<(u16, u16)> {
        Some((*self.left.get(usize::from(left))?, *self.right.get(usize::from(right))?))
    }

    /// The costs of the matrix in the new order, one row for each left id.
    pub(crate) fn rows<'a>(&'a self, matrix: &'a Matrix<'_>) -> impl Iterator<Item = Vec<u8>> + 'a {
        let old_right = inverse(&self.right);
        inverse(&self.left).into_iter().map(move |left| {
            let row = matrix.row(left);
            old_right
                .iter()
                .flat_map(|right| row.get(*right).copied().unwrap_or_default())
                .collect()
        })
    }
}

/// How words of one surface compare before and behind all words there are.
struct Neighbours {
    /// Costs by left id, then by right id of the word before, of those that occur.
    before: HashMap<u16, Vec<i16>>,
    /// Costs by right id, then by left id of the word behind, of those that occur.
    behind: HashMap<u16, Vec<i16>>,
    worst_before: HashMap<(u16, u16), i32>,
    worst_behind: HashMap<(u16, u16), i32>,
}

impl Neighbours {
    fn new(matrix: &Matrix<'_>, entries: &[Entry]) -> Neighbours {
        // Number 0 is the edge of a sentence.
        let occurring = |ids: &mut dyn Iterator<Item = u16>| {
            let mut ids: Vec<u16> = ids.chain([0]).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let left = occurring(&mut entries.iter().map(|entry| entry.left));
        let right = occurring(&mut entries.iter().map(|entry| entry.right));
        let mut before = HashMap::new();
        let mut behind: HashMap<u16, Vec<i16>> = right.iter().map(|id| (*id, Vec::new())).collect();
        for id in &left {
            let row = matrix.row(usize::from(*id));
            let cost =
                |right: &u16| row.get(usize::from(*right)).map_or(0, |c| i16::from_le_bytes(*c));
            let costs: Vec<i16> = right.iter().map(cost).collect();
            for (right, cost) in right.iter().zip(&costs) {
                behind.entry(*right).or_default().push(*cost);
            }
            before.insert(*id, costs);
        }
        let (worst_before, worst_behind) = (HashMap::new(), HashMap::new());
        Neighbours { before, behind, worst_before, worst_behind }
    }

    /// Whether `a` is at least as cheap as `b` wherever `b` may stand; of two that are as cheap
    /// everywhere, the first word is preferred.
    fn prefer(&mut self, a: &Entry, b: &Entry) -> bool {
        a.word != b.word
            && self.worst_surplus(a, b) <= 0
            && (a.word < b.word || self.worst_surplus(b, a) > 0)
    }

    /// By how much `a` is dearer than `b` where the difference is largest.
    fn worst_surplus(&mut self, a: &Entry, b: &Entry) -> i32 {
        let before = worst(&mut self.worst_before, &self.before, (a.left, b.left));
        let behind = worst(&mut self.worst_behind, &self.behind, (a.right, b.right));
        i32::from(a.cost) - i32::from(b.cost) + before + behind
    }
}

/// By how much the first id costs more than the second where the difference is largest.
fn worst(
    known: &mut HashMap<(u16, u16), i32>,
    costs: &HashMap<u16, Vec<i16>>,
    (a, b): (u16, u16),
) -> i32 {
    if a == b {
        return 0;
    }
    *known.entry((a, b)).or_insert_with(|| {
        let (Some(of_a), Some(of_b)) = (costs.get(&a), costs.get(&b)) else { return i32::MAX / 4 };
        let differences = of_a.iter().zip(of_b).map(|(a, b)| i32::from(*a) - i32::from(*b));
        differences.max().unwrap_or(0)
    })
}

/// New left and right numbers by old ones. Number 0, the edge of a sentence, stays 0.
fn numberings(matrix: &Matrix<'_>, entries: &[Entry]) -> (Vec<u16>, Vec<u16>) {
    let mut left = vec![0.0; usize::from(matrix.n_behind)];
    let mut right = vec![0.0; usize::from(matrix.n_before)];
    for words in entries.chunk_by(|a, b| a.surface == b.surface) {
        let cheapest = words.iter().map(|word| word.cost).min().unwrap_or(0);
        let weight = (-f64::from(cheapest) / COST_PER_NAT).exp();
        for word in words {
            for (weights, id) in [(&mut left, word.left), (&mut right, word.right)] {
                weights
                    .get_mut(usize::from(id))
                    .into_iter()
                    .for_each(|sum: &mut f64| *sum += weight);
            }
        }
    }
    (numbering(&left), numbering(&right))
}

/// New numbers by old ones, the heaviest first.
fn numbering(weights: &[f64]) -> Vec<u16> {
    let mut old: Vec<(usize, f64)> = weights.iter().copied().enumerate().skip(1).collect();
    old.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut numbers = vec![0; weights.len()];
    for (number, (old, _)) in (1..).zip(old) {
        numbers.get_mut(old).into_iter().for_each(|place| *place = number);
    }
    numbers
}

/// Old numbers by new ones.
fn inverse(numbers: &[u16]) -> Vec<usize> {
    let mut old: Vec<usize> = (0..numbers.len()).collect();
    old.sort_by_key(|id| numbers.get(*id));
    old
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three contexts. Behind the edge of a sentence, a word with left id 2 costs 10 more than one with
    /// left id 1, behind words 5 less; both right ids cost the same.
    const COSTS: [i16; 9] = [0, 5, 5, 0, 20, 20, 10, 15, 15];

    fn matrix(costs: &[u8]) -> Matrix<'_> {
        Matrix { n_before: 3, n_behind: 3, costs }
    }

    /// Which of these words (surface, left, right, cost) are needed.
    fn needed(words: &[(u64, u16, u16, i16)]) -> Vec<u32> {
        let costs: Vec<u8> = COSTS.iter().flat_map(|cost| cost.to_le_bytes()).collect();
        let entries = (0..).zip(words).map(|(word, (surface, left, right, cost))| Entry {
            word,
            surface: *surface,
            left: *left,
            right: *right,
            cost: *cost,
        });
        let lattice = Lattice::new(&matrix(&costs), entries.collect());
        lattice.entries.iter().map(|entry| entry.word).collect()
    }

    #[test]
    fn of_words_alike_the_cheapest_is_needed() {
        assert_eq!(needed(&[(7, 1, 1, 100), (7, 1, 1, 90), (7, 1, 1, 90)]), [1]);
    }

    #[test]
    fn a_word_that_is_dearer_in_every_context_is_needless() {
        assert_eq!(needed(&[(7, 2, 1, 100), (7, 1, 1, 95)]), [1]);
        assert_eq!(needed(&[(7, 2, 1, 100), (7, 1, 1, 96)]), [0, 1], "dearer behind words only");
        assert_eq!(needed(&[(7, 2, 1, 100), (7, 1, 1, 109)]), [0, 1], "dearer at the edge only");
        assert_eq!(needed(&[(7, 2, 1, 100), (7, 1, 1, 110)]), [0]);
        assert_eq!(needed(&[(7, 1, 2, 100), (7, 1, 1, 100)]), [0], "as cheap: the first");
    }

    #[test]
    fn words_of_different_surfaces_do_not_compete() {
        assert_eq!(needed(&[(7, 1, 1, 100), (8, 1, 1, 90)]), [0, 1]);
    }

    #[test]
    fn the_new_numbers_change_no_cost() {
        let costs: Vec<u8> = COSTS.iter().flat_map(|cost| cost.to_le_bytes()).collect();
        let matrix = matrix(&costs);
        let word =
            |word, left, right| Entry { word, surface: word.into(), left, right, cost: -900 };
        let lattice = Lattice::new(&matrix, vec![word(1, 2, 2), word(2, 2, 2), word(3, 1, 1)]);
        assert_eq!(lattice.ids(0, 0), Some((0, 0)));
        assert_eq!(lattice.ids(2, 2), Some((1, 1)), "the frequent ids come first");
        assert_eq!(lattice.ids(3, 0), None);
        let rows: Vec<Vec<u8>> = lattice.rows(&matrix).collect();
        for (left, right) in (0..3).flat_map(|left| (0..3).map(move |right| (left, right))) {
            let (new_left, new_right) = lattice.ids(left, right).unwrap();
            let new = &rows[usize::from(new_left)][2 * usize::from(new_right)..][..2];
            assert_eq!(new, matrix.row(left.into())[usize::from(right)], "{left} {right}");
        }
    }
}
