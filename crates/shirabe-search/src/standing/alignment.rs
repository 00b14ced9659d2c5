//! Alignment: where in a text a wording stands that differs, and which of its characters stand there.
//!
//! Enter at [`nearest`] for the stretch of a text, at [`edits`] for the steps to a stretch that is known.
//! What is asked is whether the characters of a draft stand in the source, in their order: words that
//! the draft leaves out cost little, words that the source has not cost much. So an omission is one
//! insertion, and no word of the draft is called wrong because other words stand before it.
//!
//! Gaps are affine (Gotoh 1982, An improved algorithm for matching biological sequences).

use std::collections::HashMap;
use std::ops::Range;

/// What a difference costs. The figures were chosen by hand so that the statements beside them hold, and
/// checked on generated drafts (docs/verification.md).
mod cost {
    /// A character that only the draft has. One such costs more than an omission of 23 characters.
    pub(super) const DELETE: u32 = 30;
    /// A run of them. Small, so that two replaced words stay two even with one character between them.
    pub(super) const DELETE_RUN: u32 = 6;
    /// A character that only the source has.
    pub(super) const INSERT: u32 = 1;
    /// A run of them: 12 keeps scattered characters of a long gap from being matched one by one.
    pub(super) const INSERT_RUN: u32 = 12;
}

/// What it costs to leave out the end of a sentence: a wording seldom goes on in the next one, but two
/// whole clauses may be joined, which is cheaper than three characters that stand nowhere.
pub(crate) const SENTENCE_GATE: u32 = 80;
/// What it costs to reach over the border of a block or cell.
pub(crate) const BORDER_GATE: u32 = 200;

/// A table of more cells takes more memory than the answer is worth: 4 MB.
const MAX_TABLE_CELLS: usize = 4_000_000;
/// Twelve characters that stand once in both texts are the same passage.
const ANCHOR_CHARS: usize = 12;

/// A text with what it costs to leave out each of its characters beyond the usual.
#[derive(Clone, Copy, Debug)]
pub struct Gated<'a> {
    /// The characters.
    pub chars: &'a [char],
    /// What it costs to leave each out.
    pub gates: &'a [u32],
}

impl<'a> Gated<'a> {
    /// A stretch of it.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Gated<'a> {
        Gated { chars: &self.chars[range.clone()], gates: &self.gates[range] }
    }

    fn insert_cost(self, at: usize) -> u32 {
        cost::INSERT + self.gates[at]
    }
}

/// A step from a wording to what stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The same character on both sides.
    Keep,
    /// The text has a character more.
    Insert,
    /// The wording has a character more.
    Delete,
}

/// The stretch of a text that comes nearest to a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nearest {
    /// Where.
    pub(crate) range: Range<usize>,
    /// The steps from the wording to it.
    pub(crate) edits: Vec<Edit>,
}

impl Nearest {
    /// Characters of the wording that stand there.
    pub(crate) fn n_kept(&self) -> usize {
        self.edits.iter().filter(|edit| **edit == Edit::Keep).count()
    }
}

/// The stretch of `text` in which `needle` is kept at the least cost.
pub(crate) fn nearest(needle: &[char], text: Gated<'_>) -> Nearest {
    let edits = aligned(needle, text, Ends { start: true, end: true });
    let n_before = edits.iter().take_while(|edit| **edit == Edit::Insert).count();
    let n_behind = edits.iter().rev().take_while(|edit| **edit == Edit::Insert).count();
    if n_before == edits.len() {
        return Nearest { range: 0..0, edits: vec![Edit::Delete; needle.len()] };
    }
    let edits = edits[n_before..edits.len() - n_behind].to_vec();
    Nearest { range: n_before..text.chars.len() - n_behind, edits }
}

/// The steps from `needle` to the whole of `text`, at the least cost.
pub fn edits(needle: &[char], text: Gated<'_>) -> Vec<Edit> {
    if needle == text.chars {
        return vec![Edit::Keep; needle.len()];
    }
    aligned(needle, text, Ends { start: false, end: false })
}

/// At which ends characters of the text may be left out at no cost.
#[derive(Clone, Copy)]
struct Ends {
    start: bool,
    end: bool,
}

/// The steps to the whole text; what is left out at a free end is inserted there.
fn aligned(needle: &[char], text: Gated<'_>, free: Ends) -> Vec<Edit> {
    let n_cells = (needle.len() + 1).saturating_mul(text.chars.len() + 1);
    if n_cells <= MAX_TABLE_CELLS {
        return Table::of(needle, text, free).steps();
    }
    let anchors = anchors(needle, text.chars);
    if anchors.is_empty() {
        let deleted = std::iter::repeat_n(Edit::Delete, needle.len());
        return deleted.chain(std::iter::repeat_n(Edit::Insert, text.chars.len())).collect();
    }
    let mut steps = Vec::with_capacity(needle.len().max(text.chars.len()));
    let (mut n, mut at) = (0, 0);
    for (anchor, place) in anchors {
        let ends = Ends { start: free.start && n == 0, end: false };
        steps.extend(aligned(&needle[n..anchor], text.slice(at..place), ends));
        steps.extend(std::iter::repeat_n(Edit::Keep, ANCHOR_CHARS));
        (n, at) = (anchor + ANCHOR_CHARS, place + ANCHOR_CHARS);
    }
    let rest = text.slice(at..text.chars.len());
    steps.extend(aligned(&needle[n..], rest, Ends { start: false, end: free.end }));
    steps
}

/// Stretches that stand once in both, apart from each other and in the same order in both.
fn anchors(needle: &[char], text: &[char]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&[char], (usize, Option<usize>, bool)> = HashMap::new();
    for (at, stretch) in needle.windows(ANCHOR_CHARS).enumerate() {
        places.entry(stretch).and_modify(|place| place.2 = false).or_insert((at, None, true));
    }
    for (at, stretch) in text.windows(ANCHOR_CHARS).enumerate() {
        if let Some(place) = places.get_mut(stretch) {
            place.2 &= place.1.is_none();
            place.1 = Some(at);
        }
    }
    let once = places.into_values().filter(|(_, _, is_once)| *is_once);
    let mut pairs: Vec<(usize, usize)> = once.filter_map(|(n, at, _)| Some((n, at?))).collect();
    pairs.sort_unstable();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (n, at) in rising(&pairs) {
        let follows =
            |last: &(usize, usize)| n >= last.0 + ANCHOR_CHARS && at >= last.1 + ANCHOR_CHARS;
        if kept.last().is_none_or(follows) {
            kept.push((n, at));
        }
    }
    kept
}

/// The longest row of pairs whose second numbers rise (patience sorting).
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (n, (_, at)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|top| pairs[*top].1 < *at);
        before[n] = pile.checked_sub(1).map(|left| tops[left]);
        if pile == tops.len() {
            tops.push(n);
        } else {
            tops[pile] = n;
        }
    }
    let mut row = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied();
    while let Some(n) = at {
        row.push(pairs[n]);
        at = before[n];
    }
    row.reverse();
    row
}

/// What the last step was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Keep,
    Delete,
    Insert,
}

/// A cost that no way has, and to which one can be added.
const FAR: u32 = u32::MAX / 2;

/// The way back through all beginnings of two texts: for each state the state before it.
struct Table {
    n_needle: usize,
    n_text: usize,
    /// Two bits for each of the three states.
    back: Vec<u8>,
    last: State,
}

/// The costs of a row, by the last step.
#[derive(Clone)]
struct Row {
    keep: Vec<u32>,
    delete: Vec<u32>,
    insert: Vec<u32>,
}

impl Row {
    fn far(width: usize) -> Row {
        Row { keep: vec![FAR; width], delete: vec![FAR; width], insert: vec![FAR; width] }
    }
}

/// The least of the costs after keeping, deleting and inserting; of equal ones the first.
fn least(keep: u32, delete: u32, insert: u32) -> (u32, State) {
    if keep <= delete && keep <= insert {
        (keep, State::Keep)
    } else if delete <= insert {
        (delete, State::Delete)
    } else {
        (insert, State::Insert)
    }
}

fn packed(keep: State, delete: State, insert: State) -> u8 {
    keep as u8 | (delete as u8) << 2 | (insert as u8) << 4
}

fn unpacked(bits: u8) -> State {
    match bits & 3 {
        0 => State::Keep,
        1 => State::Delete,
        _ => State::Insert,
    }
}

impl Table {
    fn of(needle: &[char], text: Gated<'_>, free: Ends) -> Table {
        let width = text.chars.len() + 1;
        let mut back = Vec::with_capacity(width * (needle.len() + 1));
        let mut row = Row::far(width);
        row.keep[0] = 0;
        back.push(packed(State::Keep, State::Keep, State::Keep));
        for at in 1..width {
            let (step, opened) =
                if free.start { (0, 0) } else { (text.insert_cost(at - 1), cost::INSERT_RUN) };
            let (before, state) = least(row.keep[at - 1] + opened, FAR, row.insert[at - 1]);
            row.insert[at] = before + step;
            back.push(packed(State::Keep, State::Keep, state));
        }
        let mut above = row.clone();
        for (n, wanted) in needle.iter().enumerate() {
            // Behind the last character of the draft the rest of the text costs nothing.
            let is_last = free.end && n + 1 == needle.len();
            for at in 0..width {
                let (from, by_delete) = least(
                    above.keep[at] + cost::DELETE_RUN,
                    above.delete[at],
                    above.insert[at] + cost::DELETE_RUN,
                );
                row.delete[at] = (from + cost::DELETE).min(FAR);
                let (mut by_keep, mut by_insert) = (State::Keep, State::Keep);
                (row.keep[at], row.insert[at]) = (FAR, FAR);
                if at > 0 {
                    if text.chars[at - 1] == *wanted {
                        let (from, state) =
                            least(above.keep[at - 1], above.delete[at - 1], above.insert[at - 1]);
                        (row.keep[at], by_keep) = (from, state);
                    }
                    let (step, opened) =
                        if is_last { (0, 0) } else { (text.insert_cost(at - 1), cost::INSERT_RUN) };
                    let (from, state) = least(
                        row.keep[at - 1] + opened,
                        row.delete[at - 1] + opened,
                        row.insert[at - 1],
                    );
                    (row.insert[at], by_insert) = ((from + step).min(FAR), state);
                }
                back.push(packed(by_keep, by_delete, by_insert));
            }
            std::mem::swap(&mut above, &mut row);
        }
        let end = width - 1;
        let (_, last) = least(above.keep[end], above.delete[end], above.insert[end]);
        Table { n_needle: needle.len(), n_text: text.chars.len(), back, last }
    }

    /// The steps on the cheapest way, found from the end.
    fn steps(&self) -> Vec<Edit> {
        let (mut n, mut at, mut state) = (self.n_needle, self.n_text, self.last);
        let mut steps = Vec::with_capacity(n.max(at));
        while n > 0 || at > 0 {
            let bits = self.back[n * (self.n_text + 1) + at];
            let (edit, before) = match state {
                State::Keep => (Edit::Keep, unpacked(bits)),
                State::Delete => (Edit::Delete, unpacked(bits >> 2)),
                State::Insert => (Edit::Insert, unpacked(bits >> 4)),
            };
            n -= usize::from(edit != Edit::Insert);
            at -= usize::from(edit != Edit::Delete);
            steps.push(edit);
            state = before;
        }
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn gates(text: &[char]) -> Vec<u32> {
        text.iter().map(|c| if *c == '。' { SENTENCE_GATE } else { 0 }).collect()
    }

    /// What only the wording has as [-…-], what only the text has as {+…+}, in the nearest stretch.
    fn shown(needle: &str, text: &str) -> String {
        let (needle, text) = (chars(needle), chars(text));
        let gates = gates(&text);
        let found = nearest(&needle, Gated { chars: &text, gates: &gates });
        written(&needle, &text[found.range.clone()], &found.edits)
    }

    fn written(needle: &[char], text: &[char], edits: &[Edit]) -> String {
        let (mut n, mut at, mut shown) = (0, 0, String::new());
        for edit in edits {
            match edit {
                Edit::Keep => shown.push(needle[n]),
                Edit::Delete => shown.extend(['[', '-', needle[n], '-', ']']),
                Edit::Insert => shown.extend(['{', '+', text[at], '+', '}']),
            }
            n += usize::from(*edit != Edit::Insert);
            at += usize::from(*edit != Edit::Delete);
        }
        shown.replace("-][-", "").replace("+}{+", "")
    }

    #[test]
    fn the_nearest_stretch_is_found_anywhere() {
        assert_eq!(
            shown("研究体制の整備", "新たな研究環境の整備を進める"),
            "研究{+環境+}[-体制-]の整備"
        );
        assert_eq!(shown("研究環境の整備", "研究環境の整備"), "研究環境の整備");
        assert_eq!(shown("取り組み", "その取組を"), "取[-り-]組[-み-]");
        assert_eq!(shown("国が県域を結ぶ", "国を県域が結ぶ"), "国{+を+}[-が-]県域{+が+}[-を-]結ぶ");
        assert_eq!(shown("い", ""), "[-い-]");
        assert_eq!(shown("", "い"), "");
    }

    #[test]
    fn an_omission_is_one_insertion_and_no_deletion() {
        assert_eq!(
            shown(
                "政府情報システムは、クラウドサービスの利用を第一候補とする",
                "なお、政府情報システムは、クラウド・バイ・デフォルト原則、すなわち、クラウドサービスの利用を第一候補とする"
            ),
            "政府情報システムは{+、クラウド・バイ・デフォルト原則、すなわち+}、クラウドサービスの利用を第一候補とする"
        );
        assert_eq!(
            shown("政の利用を第一とする", "行政サービス改革の一環として利用を第一とする"),
            "政{+サービス改革+}の{+一環として+}利用を第一とする"
        );
    }

    #[test]
    fn a_long_pair_is_cut_at_what_stands_once_in_both() {
        let sentence = |n: usize| format!("第{n}の施策として研究環境の整備その{n}を進める。");
        let text: String = (0..200).map(sentence).collect();
        let draft = text.replace("その77を", "その七十七を").replace("第150の", "");
        let found = shown(&draft, &text);
        assert!(
            found.contains("その{+77+}[-七十七-]を") && found.contains("{+第150の+}"),
            "{found}"
        );
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_one_text_to_the_other(a in "[あいう]{0,12}", b in "[あいう。]{0,12}") {
            let (a, b) = (chars(&a), chars(&b));
            let gates = gates(&b);
            let steps = edits(&a, Gated { chars: &b, gates: &gates });
            let n = |wanted: &[Edit]| steps.iter().filter(|step| wanted.contains(step)).count();
            prop_assert_eq!(n(&[Edit::Keep, Edit::Delete]), a.len());
            prop_assert_eq!(n(&[Edit::Keep, Edit::Insert]), b.len());
            let (mut i, mut j) = (0, 0);
            for step in &steps {
                if *step == Edit::Keep {
                    prop_assert_eq!(a[i], b[j]);
                }
                i += usize::from(*step != Edit::Insert);
                j += usize::from(*step != Edit::Delete);
            }
        }

        #[test]
        fn no_stretch_costs_less_than_the_nearest(a in "[あい]{1,6}", b in "[あい。]{1,10}") {
            let (a, b) = (chars(&a), chars(&b));
            let gates = gates(&b);
            let text = Gated { chars: &b, gates: &gates };
            let cost = |edits: &[Edit], start: usize| {
                let (mut at, mut before, mut cost) = (start, Edit::Keep, 0);
                for edit in edits {
                    cost += match edit {
                        Edit::Keep => 0,
                        Edit::Delete => cost::DELETE + if before == Edit::Delete { 0 } else { cost::DELETE_RUN },
                        Edit::Insert => text.insert_cost(at) + if before == Edit::Insert { 0 } else { cost::INSERT_RUN },
                    };
                    at += usize::from(*edit != Edit::Delete);
                    before = *edit;
                }
                cost
            };
            let found = nearest(&a, text);
            let least = cost(&found.edits, found.range.start);
            for start in 0..=b.len() {
                for end in start..=b.len() {
                    let edits = edits(&a, text.slice(start..end));
                    prop_assert!(cost(&edits, start) >= least);
                }
            }
        }
    }
}
