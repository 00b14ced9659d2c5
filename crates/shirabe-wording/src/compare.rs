//! Two texts side by side, paragraph by paragraph: [`compare`].
//!
//! Paragraphs are aligned first; where one was replaced by another that resembles it, the characters
//! that differ are told apart from those that stayed.
//!
//! Invariant: the pieces of each side, joined, are the paragraph as it stands.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How much of two paragraphs must agree for one to count as the changed form of the other.
const LEAST_LIKENESS: f32 = 0.4;
/// Work for comparing characters: products of the lengths of two paragraphs, in all.
const MAX_WORK: usize = 40_000_000;
/// Equal runs shorter than this between two changes belong to the change: 「の」 alone says nothing.
const SHORTEST_ISLAND_CHARS: usize = 2;

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The same on both sides: places in old and new.
    Same(usize, usize),
    /// Resembling paragraphs with their pieces.
    Changed {
        /// Their places in old and new.
        places: (usize, usize),
        /// The pieces of the old one.
        old: Vec<Piece>,
        /// The pieces of the new one.
        new: Vec<Piece>,
    },
    /// Only in the old text.
    Removed(usize),
    /// Only in the new text.
    Added(usize),
}

/// A run of characters that stayed or differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// Whether they differ from the other side.
    pub differs: bool,
}

/// The rows for two lists of paragraphs, in reading order.
pub fn compare(old: &[&str], new: &[&str]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut work = MAX_WORK;
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (old_range, new_range) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            rows.extend(old_range.zip(new_range).map(|(a, b)| Row::Same(a, b)));
            continue;
        }
        let n_pairs = old_range.len().min(new_range.len());
        // What was taken out stands before what was put in, not in turn with it.
        let mut added = Vec::new();
        for (a, b) in old_range.clone().zip(new_range.clone()) {
            if let Some(row) = changed(old, new, (a, b), &mut work) {
                rows.append(&mut added);
                rows.push(row);
            } else {
                rows.push(Row::Removed(a));
                added.push(Row::Added(b));
            }
        }
        rows.extend(old_range.skip(n_pairs).map(Row::Removed));
        rows.append(&mut added);
        rows.extend(new_range.skip(n_pairs).map(Row::Added));
    }
    rows
}

fn changed(old: &[&str], new: &[&str], places: (usize, usize), work: &mut usize) -> Option<Row> {
    let chars = |texts: &[&str], place: usize| -> Option<Vec<char>> {
        Some(texts.get(place)?.chars().collect())
    };
    let (a, b) = (chars(old, places.0)?, chars(new, places.1)?);
    *work = work.checked_sub(a.len() * b.len())?;
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let n_same: usize = ops.iter().filter(|op| is_equal(op)).map(|op| op.old_range().len()).sum();
    let likeness = 2.0 * n_same as f32 / (a.len() + b.len()) as f32;
    (likeness >= LEAST_LIKENESS).then(|| {
        let stays = |op: &DiffOp| is_equal(op) && !is_island(op, a.len(), b.len());
        let side = |chars: &[char], range: fn(&DiffOp) -> std::ops::Range<usize>| {
            let mut pieces = Vec::new();
            for op in &ops {
                let text = chars.get(range(op)).unwrap_or_default().iter().collect::<String>();
                push(&mut pieces, text, !stays(op));
            }
            pieces
        };
        Row::Changed { places, old: side(&a, DiffOp::old_range), new: side(&b, DiffOp::new_range) }
    })
}

fn is_equal(op: &DiffOp) -> bool {
    matches!(op, DiffOp::Equal { .. })
}

/// A short equal run that is neither the beginning nor the end of a side.
fn is_island(op: &DiffOp, n_old: usize, n_new: usize) -> bool {
    let (old, new) = (op.old_range(), op.new_range());
    let is_inside = (old.start > 0 || new.start > 0) && (old.end < n_old || new.end < n_new);
    is_inside && old.len() < SHORTEST_ISLAND_CHARS
}

fn push(pieces: &mut Vec<Piece>, text: String, differs: bool) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(&text),
        _ => pieces.push(Piece { text, differs }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &[&str], new: &[&str]) -> String {
        let pieces = |pieces: &[Piece]| -> String {
            let one =
                |p: &Piece| if p.differs { format!("［{}］", p.text) } else { p.text.clone() };
            pieces.iter().map(one).collect()
        };
        let row = |row: &Row| match row {
            Row::Same(a, _) => format!("= {}", old[*a]),
            Row::Changed { old, new, .. } => format!("~ {} → {}", pieces(old), pieces(new)),
            Row::Removed(a) => format!("- {}", old[*a]),
            Row::Added(b) => format!("+ {}", new[*b]),
        };
        compare(old, new).iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_changed_word_is_told_apart_from_what_stayed() {
        insta::assert_snapshot!(
            shown(&["はじめに", "令和6年度の予算は850億円である。", "旧い段落"], &["はじめに", "令和7年度の予算は920億円である。", "おわり"]),
            @r"
            = はじめに
            ~ 令和［6］年度の予算は［85］0億円である。 → 令和［7］年度の予算は［92］0億円である。
            - 旧い段落
            + おわり
            "
        );
    }

    #[test]
    fn a_single_character_that_stayed_is_no_island() {
        insta::assert_snapshot!(shown(&["研究の推進を図るものとする"], &["人材の育成を図るものとする"]), @"~ ［研究の推進］を図るものとする → ［人材の育成］を図るものとする");
    }

    proptest! {
        #[test]
        fn pieces_joined_are_the_paragraphs(
            old in proptest::collection::vec("[あいう研究力]{0,8}", 0..6),
            new in proptest::collection::vec("[あいう研究力]{0,8}", 0..6),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let joined = |pieces: Vec<Piece>| pieces.into_iter().map(|p| p.text).collect::<String>();
            let (mut seen_old, mut seen_new) = (Vec::new(), Vec::new());
            for row in compare(&old, &new) {
                match row {
                    Row::Same(a, b) => {
                        prop_assert_eq!(old[a], new[b]);
                        seen_old.push(a);
                        seen_new.push(b);
                    }
                    Row::Changed { places: (a, b), old: left, new: right } => {
                        prop_assert_eq!(joined(left), old[a]);
                        prop_assert_eq!(joined(right), new[b]);
                        seen_old.push(a);
                        seen_new.push(b);
                    }
                    Row::Removed(a) => seen_old.push(a),
                    Row::Added(b) => seen_new.push(b),
                }
            }
            seen_old.sort_unstable();
            seen_new.sort_unstable();
            prop_assert_eq!(seen_old, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(seen_new, (0..new.len()).collect::<Vec<_>>());
        }
    }
}
