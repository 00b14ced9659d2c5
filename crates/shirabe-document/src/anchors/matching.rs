//! Which paragraph of a new reading is which of the previous one: [`paragraphs`].
//!
//! First paragraphs whose text stands once in both; then, between what is matched, those whose text
//! is the same; then the others by a score. Its weights are those of robust text anchors
//! (quote 50, prefix 20, suffix 20, position 2: Hypothesis, Fuzzy Anchoring, 2013).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Pairs;
use crate::ids::ParagraphId;
use crate::model::Document;
use shirabe_japanese::skeleton;

const QUOTE: f32 = 50.0;
const PREFIX: f32 = 20.0;
const SUFFIX: f32 = 20.0;
const POSITION: f32 = 2.0;

/// A paragraph of which less is left has become another, whatever stands around it.
const MIN_SIMILARITY: f32 = 0.5;
/// Away from its neighbours, a paragraph must be nearly the same.
const MIN_SIMILARITY_ALONE: f32 = 0.8;
/// A bigram that stands in more paragraphs names no candidates.
const MAX_PARAGRAPHS_OF_GRAM: usize = 64;
/// Candidates that are scored for each new paragraph.
const MAX_CANDIDATES: usize = 8;

/// A paragraph as it is compared.
struct Words {
    skeleton: String,
    grams: BTreeMap<[char; 2], usize>,
    n_grams: usize,
}

impl Words {
    fn of(text: &str) -> Words {
        let skeleton = skeleton(text);
        let chars: Vec<char> = skeleton.chars().collect();
        let mut grams: BTreeMap<[char; 2], usize> = BTreeMap::new();
        for pair in chars.windows(2) {
            *grams.entry([pair[0], pair[1]]).or_default() += 1;
        }
        Words { skeleton, n_grams: chars.len().saturating_sub(1), grams }
    }

    /// Dice's coefficient over bigrams; texts without any are the same or not at all.
    fn similarity(&self, other: &Words) -> f32 {
        if self.skeleton == other.skeleton {
            return 1.0;
        }
        let n = self.n_grams + other.n_grams;
        let shared: usize =
            self.grams.iter().map(|(gram, n)| other.grams.get(gram).map_or(0, |m| *n.min(m))).sum();
        if n == 0 { 0.0 } else { 2.0 * shared as f32 / n as f32 }
    }
}

/// The old place of each matched paragraph, to its new place; places count paragraphs through the
/// whole document.
pub(super) fn paragraphs(previous: &Document, new: &Document) -> Pairs {
    let (old, new) = (words(previous), words(new));
    let mut matcher = Matcher { old, new, to_new: Pairs::new(), to_old: Pairs::new() };
    matcher.match_unique_texts();
    matcher.match_neighbours();
    matcher.match_repeated_texts();
    matcher.match_similar_texts();
    matcher.to_new
}

fn words(document: &Document) -> Vec<Words> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.map(|block| Words::of(&block.text)).collect()
}

struct Matcher {
    old: Vec<Words>,
    new: Vec<Words>,
    to_new: Pairs,
    to_old: Pairs,
}

impl Matcher {
    fn pair(&mut self, old: usize, new: usize) {
        self.to_new.insert(old, new);
        self.to_old.insert(new, old);
    }

    fn match_unique_texts(&mut self) {
        let (old, new) = (places(&self.old), places(&self.new));
        let pairs: Vec<(usize, usize)> = old
            .iter()
            .filter_map(|(text, old)| match (old.as_slice(), new.get(text).map(Vec::as_slice)) {
                ([old], Some([new])) => Some((*old, *new)),
                _ => None,
            })
            .collect();
        for (old, new) in pairs {
            self.pair(old, new);
        }
    }

    /// The same text next to what is matched already is the same paragraph.
    fn match_neighbours(&mut self) {
        let starts: Vec<(usize, usize)> =
            self.to_new.iter().map(|(old, new)| (*old, *new)).collect();
        for (old, new) in starts {
            self.walk(old, new, 1);
            self.walk(old, new, -1);
        }
        // Both ends of the document are neighbours, too.
        if self.is_free_and_same(0, 0) {
            self.pair(0, 0);
            self.walk(0, 0, 1);
        }
    }

    fn walk(&mut self, mut old: usize, mut new: usize, step: isize) {
        while let (Some(next_old), Some(next_new)) =
            (old.checked_add_signed(step), new.checked_add_signed(step))
            && self.is_free_and_same(next_old, next_new)
        {
            self.pair(next_old, next_new);
            (old, new) = (next_old, next_new);
        }
    }

    fn is_free_and_same(&self, old: usize, new: usize) -> bool {
        let same = match (self.old.get(old), self.new.get(new)) {
            (Some(old), Some(new)) => old.skeleton == new.skeleton,
            _ => false,
        };
        same && !self.to_new.contains_key(&old) && !self.to_old.contains_key(&new)
    }

    /// What stands several times, such as 現状・課題 or a row of dashes: best neighbours first.
    fn match_repeated_texts(&mut self) {
        let (old, new) = (self.free_places(Side::Old), self.free_places(Side::New));
        let mut scored = Vec::new();
        for (text, old) in &old {
            for old in old {
                let new = new.get(text).into_iter().flatten();
                // Of a text that stands everywhere, the nearest places are enough.
                let mut new: Vec<usize> = new.copied().collect();
                new.sort_by_key(|new| (new.abs_diff(*old), *new));
                scored.extend(
                    new.into_iter()
                        .take(MAX_CANDIDATES)
                        .map(|new| (self.score(*old, new), *old, new)),
                );
            }
        }
        self.assign(scored);
    }

    fn match_similar_texts(&mut self) {
        let mut scored = Vec::new();
        let by_gram = self.free_by_gram();
        for new in 0..self.new.len() {
            if self.to_old.contains_key(&new) {
                continue;
            }
            for old in self.candidates(new, &by_gram) {
                let similarity = self.old[old].similarity(&self.new[new]);
                let score = self.score(old, new);
                let is_beside = self.has_same_neighbour(old, new);
                if similarity >= MIN_SIMILARITY_ALONE || (is_beside && similarity >= MIN_SIMILARITY)
                {
                    scored.push((score, old, new));
                }
            }
        }
        self.assign(scored);
    }

    /// Old paragraphs that share bigrams with a new one, and those between its matched neighbours.
    fn candidates(&self, new: usize, by_gram: &HashMap<[char; 2], Vec<usize>>) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for gram in self.new[new].grams.keys() {
            let old = by_gram.get(gram).filter(|old| old.len() <= MAX_PARAGRAPHS_OF_GRAM);
            for old in old.into_iter().flatten() {
                *shared.entry(*old).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, usize)> = shared.into_iter().map(|(old, n)| (n, old)).collect();
        ranked.sort_by_key(|(n, old)| (std::cmp::Reverse(*n), *old));
        let mut found: BTreeSet<usize> =
            ranked.into_iter().take(MAX_CANDIDATES).map(|(_, old)| old).collect();
        let before = new.checked_sub(1).and_then(|new| self.to_old.get(&new)).map(|old| old + 1);
        let after = self.to_old.get(&(new + 1)).and_then(|old| old.checked_sub(1));
        let beside = [before, after].into_iter().flatten();
        found.extend(beside.filter(|old| *old < self.old.len() && !self.to_new.contains_key(old)));
        found.into_iter().collect()
    }

    fn free_by_gram(&self) -> HashMap<[char; 2], Vec<usize>> {
        let mut by_gram: HashMap<[char; 2], Vec<usize>> = HashMap::new();
        for (old, words) in self.old.iter().enumerate() {
            if !self.to_new.contains_key(&old) {
                for gram in words.grams.keys() {
                    by_gram.entry(*gram).or_default().push(old);
                }
            }
        }
        by_gram
    }

    fn score(&self, old: usize, new: usize) -> f32 {
        let similar = |old: Option<usize>, new: Option<usize>| match (old, new) {
            (None, None) => 1.0,
            (Some(old), Some(new)) => match (self.old.get(old), self.new.get(new)) {
                (Some(old), Some(new)) => old.similarity(new),
                (None, None) => 1.0,
                _ => 0.0,
            },
            _ => 0.0,
        };
        let place = |at: usize, n: usize| at as f32 / n.max(1) as f32;
        let apart = (place(old, self.old.len()) - place(new, self.new.len())).abs();
        QUOTE * similar(Some(old), Some(new))
            + PREFIX * similar(old.checked_sub(1), new.checked_sub(1))
            + SUFFIX * similar(Some(old + 1), Some(new + 1))
            + POSITION * (1.0 - apart)
    }

    /// Whether what stands before or behind was matched, or ends the document.
    fn has_same_neighbour(&self, old: usize, new: usize) -> bool {
        let before = match (old.checked_sub(1), new.checked_sub(1)) {
            (None, None) => true,
            (Some(old), Some(new)) => self.to_new.get(&old) == Some(&new),
            _ => false,
        };
        let ends = old + 1 == self.old.len() && new + 1 == self.new.len();
        before || ends || self.to_new.get(&(old + 1)) == Some(&(new + 1))
    }

    /// Pairs the best first; each paragraph once. Equal scores go by place, so that the order is total.
    fn assign(&mut self, mut scored: Vec<(f32, usize, usize)>) {
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, old, new) in scored {
            if !self.to_new.contains_key(&old) && !self.to_old.contains_key(&new) {
                self.pair(old, new);
            }
        }
    }

    fn free_places(&self, side: Side) -> BTreeMap<&str, Vec<usize>> {
        let (words, taken) = match side {
            Side::Old => (&self.old, &self.to_new),
            Side::New => (&self.new, &self.to_old),
        };
        let mut free = places(words);
        free.retain(|_, places| {
            places.retain(|place| !taken.contains_key(place));
            !places.is_empty()
        });
        free
    }
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

/// Where each text stands.
fn places(words: &[Words]) -> BTreeMap<&str, Vec<usize>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, words) in words.iter().enumerate() {
        places.entry(&words.skeleton).or_default().push(place);
    }
    places
}

/// A text shorter than this stands in others by chance; in characters without white space.
const MIN_HELD_CHARS: usize = 8;

/// The paragraphs of a document, asked for the words of one that is gone.
pub(super) struct Holders {
    paragraphs: Vec<(ParagraphId, String)>,
}

impl Holders {
    pub(super) fn of(document: &Document) -> Holders {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        Holders {
            paragraphs: blocks.map(|block| (block.id.clone(), skeleton(&block.text))).collect(),
        }
    }

    /// The paragraphs that have the whole text, as after a join of two; or of which it had several
    /// whole, as after a cut in two; or that are the same.
    pub(super) fn of_words(&self, text: &str) -> Vec<ParagraphId> {
        let gone = skeleton(text);
        let same = self.paragraphs.iter().filter(|(_, text)| *text == gone);
        let same: Vec<ParagraphId> = same.map(|(id, _)| id.clone()).collect();
        if !same.is_empty() || gone.chars().count() < MIN_HELD_CHARS {
            return same;
        }
        let holding = self.paragraphs.iter().filter(|(_, text)| text.contains(&gone));
        let holding: Vec<ParagraphId> = holding.map(|(id, _)| id.clone()).collect();
        if !holding.is_empty() {
            return holding;
        }
        let long = |text: &str| text.chars().count() >= MIN_HELD_CHARS;
        let held = self.paragraphs.iter().filter(|(_, text)| long(text) && gone.contains(text));
        held.map(|(id, _)| id.clone()).collect()
    }
}
