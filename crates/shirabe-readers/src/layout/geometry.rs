//! Rectangles and the little statistics that layout needs.

/// A rectangle; y runs downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Rect {
    pub(crate) fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Rect {
        Rect { x0, y0, x1, y1 }
    }

    pub(crate) fn width(self) -> f32 {
        self.x1 - self.x0
    }

    pub(crate) fn height(self) -> f32 {
        self.y1 - self.y0
    }

    pub(crate) fn center_x(self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    pub(crate) fn center_y(self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }

    pub(crate) fn union(self, other: Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// How far the two overlap in height; negative if they are apart.
    pub(crate) fn overlap_y(self, other: Rect) -> f32 {
        self.y1.min(other.y1) - self.y0.max(other.y0)
    }

    /// Whether the middle of the other lies in this, give or take `margin`.
    pub(crate) fn holds(self, other: Rect, margin: f32) -> bool {
        let (x, y) = (other.center_x(), other.center_y());
        x > self.x0 - margin && x < self.x1 + margin && y > self.y0 - margin && y < self.y1 + margin
    }

    pub(crate) fn is_finite(self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|n| n.is_finite())
    }
}

/// The upper median; `None` of nothing.
pub(crate) fn median(mut numbers: Vec<f32>) -> Option<f32> {
    numbers.sort_unstable_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

/// The gaps between intervals, in their order.
pub(crate) fn valleys(mut intervals: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    intervals.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut end: Option<f32> = None;
    for (a, b) in intervals {
        if let Some(end) = end.filter(|end| a > *end) {
            out.push((end, a));
        }
        end = Some(end.map_or(b, |end| end.max(b)));
    }
    out
}

/// Puts positions into rows: those that follow each other, sorted by `key`, within `reach` of the first
/// of their row.
pub(crate) fn rows<T>(
    mut things: Vec<T>,
    key: impl Fn(&T) -> f32,
    reach: impl Fn(&T, &T) -> f32,
) -> Vec<Vec<T>> {
    things.sort_by(|a, b| key(a).total_cmp(&key(b)));
    let mut rows: Vec<Vec<T>> = Vec::new();
    for thing in things {
        let row = rows.last_mut().filter(|row| {
            row.first().is_some_and(|first| key(&thing) - key(first) < reach(first, &thing))
        });
        match row {
            Some(row) => row.push(thing),
            None => rows.push(vec![thing]),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valleys_lie_between_merged_intervals() {
        assert_eq!(valleys(vec![(5.0, 6.0), (0.0, 2.0), (1.0, 3.0)]), [(3.0, 5.0)]);
        assert!(valleys(vec![(0.0, 9.0), (1.0, 2.0)]).is_empty());
    }

    #[test]
    fn rows_are_counted_from_their_first_member() {
        // A tolerance between neighbours would chain all of these into one row.
        let found = rows(vec![0.0_f32, 2.0, 4.0, 6.0, 8.0], |n| *n, |_, _| 5.0);
        assert_eq!(found, [vec![0.0, 2.0, 4.0], vec![6.0, 8.0]]);
    }

    #[test]
    fn not_a_number_sorts_without_a_panic() {
        assert_eq!(median(vec![f32::NAN, 1.0, 2.0]), Some(2.0));
        assert_eq!(rows(vec![f32::NAN, 1.0], |n| *n, |_, _| 1.0).len(), 2);
    }
}
