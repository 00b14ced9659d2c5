//! Which section of a new reading is which of the previous one, by the paragraphs they share.

use std::collections::BTreeMap;

use super::Pairs;
use crate::model::{Document, Section};
use shirabe_japanese::skeleton;

/// A section keeps its id if it has this share of the old one's text, or the old one's heading and
/// some of its text.
const MIN_SHARE: f32 = 0.5;

/// How much of each old section stands in each new one, in characters of matched paragraphs.
struct Shared {
    /// By old and new place.
    n_chars: BTreeMap<(usize, usize), usize>,
    /// Whether the heading was matched to the heading.
    with_heading: BTreeMap<(usize, usize), bool>,
}

/// The old place of each section that goes on, to its new place.
pub(super) fn pairs(previous: &Document, new: &Document, paragraphs: &Pairs) -> Pairs {
    let shared = Shared::of(previous, new, paragraphs);
    let mut scored: Vec<(f32, usize, usize)> = Vec::new();
    for ((old, at), n_chars) in &shared.n_chars {
        let (Some(before), Some(after)) = (previous.sections.get(*old), new.sections.get(*at))
        else {
            continue;
        };
        let has_heading = shared.with_heading.get(&(*old, *at)).copied().unwrap_or(false);
        let same_path = before.path == after.path;
        let share = *n_chars as f32 / size(before).max(1) as f32;
        let back = *n_chars as f32 / size(after).max(1) as f32;
        if has_heading || share >= MIN_SHARE && back >= MIN_SHARE {
            let bonus = f32::from(u8::from(has_heading)) + 0.5 * f32::from(u8::from(same_path));
            scored.push((share + back + bonus, *old, *at));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut to_new, mut to_old) = (Pairs::new(), Pairs::new());
    for (_, old, at) in scored {
        if !to_new.contains_key(&old) && !to_old.contains_key(&at) {
            to_new.insert(old, at);
            to_old.insert(at, old);
        }
    }
    to_new
}

/// The new sections in which the text of each old one stands, the most of it first.
pub(super) fn successors(
    previous: &Document,
    new: &Document,
    paragraphs: &Pairs,
) -> BTreeMap<usize, Vec<usize>> {
    let shared = Shared::of(previous, new, paragraphs);
    let mut by_old: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for ((old, at), n_chars) in shared.n_chars {
        by_old.entry(old).or_default().push((n_chars, at));
    }
    let ordered = |mut found: Vec<(usize, usize)>| {
        found.sort_by_key(|(n_chars, at)| (std::cmp::Reverse(*n_chars), *at));
        let all: usize = found.iter().map(|(n_chars, _)| n_chars).sum();
        // A stray line that two sections share does not make the one the successor of the other.
        let found = found.into_iter().filter(|(n_chars, _)| n_chars * 5 >= all);
        found.map(|(_, at)| at).collect()
    };
    by_old.into_iter().map(|(old, found)| (old, ordered(found))).collect()
}

impl Shared {
    fn of(previous: &Document, new: &Document, paragraphs: &Pairs) -> Shared {
        let (old_places, new_places) = (places(previous), places(new));
        let mut shared = Shared { n_chars: BTreeMap::new(), with_heading: BTreeMap::new() };
        for (old, at) in paragraphs {
            let (Some(before), Some(after)) = (old_places.get(*old), new_places.get(*at)) else {
                continue;
            };
            let key = (before.section, after.section);
            *shared.n_chars.entry(key).or_default() += before.n_chars;
            if before.is_heading && after.is_heading {
                shared.with_heading.insert(key, true);
            }
        }
        shared
    }
}

/// Where a paragraph stands.
struct Place {
    section: usize,
    is_heading: bool,
    n_chars: usize,
}

fn places(document: &Document) -> Vec<Place> {
    let sections = document.sections.iter().enumerate();
    let places = sections.flat_map(|(section, content)| {
        content.blocks.iter().enumerate().map(move |(nth, block)| Place {
            section,
            is_heading: nth == 0,
            n_chars: skeleton(&block.text).chars().count().max(1),
        })
    });
    places.collect()
}

fn size(section: &Section) -> usize {
    section.blocks.iter().map(|block| skeleton(&block.text).chars().count().max(1)).sum()
}
