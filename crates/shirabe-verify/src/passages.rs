//! From the places of the parts to passages: stretches of one section, or of one document, that hold
//! all parts in their order. Enter at [`passages`].

use std::collections::BTreeMap;

use shirabe_search::standing::Place;

/// One place for every part, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Combination {
    pub(crate) places: Vec<Place>,
}

impl Combination {
    /// Characters that differ, of all parts.
    pub(crate) fn distance(&self) -> usize {
        self.places.iter().map(|place| place.distance).sum()
    }

    /// Whether a part reaches over the border of a block or cell.
    pub(crate) fn crosses(&self) -> bool {
        self.places.iter().any(|place| place.crosses)
    }
}

/// More places of all parts together in one section are not compared with each other.
const MAX_PLACES_OF_GROUP: usize = 100;

/// The combinations with the least distance: of one section each, or, if there is no section that
/// has all parts, of one document each. A single part makes a combination of each of its places.
pub(crate) fn passages(parts: &[Vec<Place>]) -> Vec<Combination> {
    if let [only] = parts {
        let alone = |place: &Place| Combination { places: vec![place.clone()] };
        return nearest_ones(only.iter().map(alone).collect());
    }
    let in_sections = grouped(parts, |place| (place.document, Some(place.order)));
    let found = if in_sections.is_empty() {
        grouped(parts, |place| (place.document, None::<u64>))
    } else {
        in_sections
    };
    nearest_ones(found)
}

/// Those with the least distance, in the order of the corpus.
fn nearest_ones(mut found: Vec<Combination>) -> Vec<Combination> {
    let least = found.iter().map(Combination::distance).min().unwrap_or(0);
    found.retain(|combination| combination.distance() == least);
    found.sort_by_key(|combination| combination.places.first().map(Place::key));
    found
}

/// The best combination of each group of places.
fn grouped<K: Ord>(parts: &[Vec<Place>], group: impl Fn(&Place) -> K) -> Vec<Combination> {
    let mut groups: BTreeMap<K, Vec<Vec<Place>>> = BTreeMap::new();
    for place in parts.first().into_iter().flatten() {
        groups.entry(group(place)).or_insert_with(|| vec![Vec::new(); parts.len()]);
    }
    for (nth, places) in parts.iter().enumerate() {
        for place in places {
            if let Some(of_group) = groups.get_mut(&group(place)) {
                of_group[nth].push(place.clone());
            }
        }
    }
    let combination = |mut parts: Vec<Vec<Place>>| {
        let most = MAX_PLACES_OF_GROUP / parts.len().max(1);
        for places in &mut parts {
            places.sort_by_key(Place::key);
            places.truncate(most);
        }
        chain(&parts)
    };
    groups.into_values().filter_map(combination).collect()
}

/// The way through all parts in the order of the text with the least distance; of several, the
/// one whose parts stand closest together.
fn chain(parts: &[Vec<Place>]) -> Option<Combination> {
    let mut ways: Vec<Combination> =
        parts.first()?.iter().map(|place| Combination { places: vec![place.clone()] }).collect();
    for part in parts.get(1..)? {
        let mut longer = Vec::with_capacity(part.len());
        for place in part {
            let before =
                ways.iter().filter(|way| way.places.last().is_some_and(|p| precedes(p, place)));
            // The last of equals stands closest.
            let best = before.rev().min_by_key(|way| way.distance());
            longer.extend(best.map(|way| {
                let mut way = way.clone();
                way.places.push(place.clone());
                way
            }));
        }
        ways = longer;
    }
    ways.into_iter().min_by_key(|way| (way.distance(), length(way)))
}

fn precedes(first: &Place, second: &Place) -> bool {
    (first.order, first.form.end) <= (second.order, second.form.start)
}

/// How far the parts stand apart, in sections and characters.
fn length(way: &Combination) -> (u64, usize) {
    match (way.places.first(), way.places.last()) {
        (Some(first), Some(last)) => {
            (last.order - first.order, last.form.end.saturating_sub(first.form.start))
        }
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use shirabe_search::standing::SectionAddress;

    use super::*;

    /// A place by document, section, start and distance; three characters long.
    fn place((document, order, start, distance): (u64, u64, usize, usize)) -> Place {
        let address = SectionAddress::new(0, (document * 100 + order) as u32);
        Place {
            address,
            document,
            order,
            form: start..start + 3,
            distance,
            n_kept: 3,
            crosses: false,
        }
    }

    fn outline(parts: &[&[(u64, u64, usize, usize)]]) -> String {
        let parts: Vec<Vec<Place>> =
            parts.iter().map(|part| part.iter().copied().map(place).collect()).collect();
        let shown = passages(&parts).into_iter().map(|combination| {
            let places = combination.places.iter();
            places
                .map(|p| format!("{}.{}.{}", p.document, p.order, p.form.start))
                .collect::<Vec<_>>()
        });
        shown.map(|places| places.join("→")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_exact_place_of_one_part_counts() {
        assert_eq!(outline(&[&[(2, 0, 5, 0), (1, 3, 0, 0), (1, 3, 9, 0)]]), "1.3.0 1.3.9 2.0.5");
        assert_eq!(outline(&[&[(2, 0, 5, 2), (1, 3, 0, 1)]]), "1.3.0");
    }

    #[test]
    fn parts_must_stand_in_order_and_close_together() {
        assert_eq!(outline(&[&[(1, 0, 0, 0), (1, 0, 9, 0)], &[(1, 0, 20, 0)]]), "1.0.9→1.0.20");
        assert_eq!(outline(&[&[(1, 0, 9, 0)], &[(1, 0, 0, 0)]]), "");
        assert_eq!(outline(&[&[(1, 0, 9, 0)], &[(1, 0, 11, 0)]]), "");
    }

    #[test]
    fn parts_of_one_section_come_before_parts_of_one_document() {
        let first: &[_] = &[(1, 0, 0, 0), (2, 0, 0, 0)];
        assert_eq!(outline(&[first, &[(1, 4, 0, 0), (2, 0, 5, 0)]]), "2.0.0→2.0.5");
        assert_eq!(outline(&[first, &[(1, 4, 0, 0), (3, 0, 5, 0)]]), "1.0.0→1.4.0");
    }
}
