//! From the steps of an alignment to differences that tear no word and no number: [`whole`].

use std::ops::Range;

use shirabe_japanese::numerals::is_numeral;
use shirabe_search::standing::Edit;

/// A stretch of each text that differs; one of both may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
}

/// Two texts, with the places of the second at which a word begins, its end included.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) ours: &'a [char],
    pub(super) theirs: &'a [char],
    pub(super) words: &'a [bool],
}

/// An insertion as short as this may be a part of a word (強化, 強靱化); a longer one is an omission, whose
/// ends are where the author cut.
const SHORT: usize = 2;

/// The differences of an alignment, each with the whole words and numbers that it touches.
pub(super) fn whole(edits: &[Edit], sides: Sides<'_>) -> Vec<Hunk> {
    let found = hunks(edits);
    let ends = (sides.ours.len(), sides.theirs.len());
    let mut whole: Vec<Hunk> = Vec::with_capacity(found.len());
    for (n, hunk) in found.iter().enumerate() {
        // A difference before it may have reached it already.
        let floor = whole.last().map_or((0, 0), |last| (last.ours.end, last.theirs.end));
        let next = found.get(n + 1).map_or(ends, |next| (next.ours.start, next.theirs.start));
        let room = Room { floor, ceiling: next };
        let mut hunk = hunk.clone();
        if let Some(last) =
            whole.last_mut().filter(|_| hunk.theirs.start < floor.1 || hunk.ours.start < floor.0)
        {
            last.ours.end = last.ours.end.max(hunk.ours.end);
            last.theirs.end = last.theirs.end.max(hunk.theirs.end);
            continue;
        }
        slide(&mut hunk, sides, room);
        widen(&mut hunk, sides, room);
        match whole.last_mut() {
            Some(last)
                if hunk.theirs.start == last.theirs.end && hunk.ours.start == last.ours.end =>
            {
                (last.ours.end, last.theirs.end) = (hunk.ours.end, hunk.theirs.end);
            }
            _ => whole.push(hunk),
        }
    }
    joined(whole)
}

/// The steps again; a wording of so many characters.
pub(super) fn steps(hunks: &[Hunk], n_ours: usize) -> Vec<Edit> {
    let mut steps = Vec::new();
    let mut at = 0;
    for hunk in hunks {
        steps.extend(std::iter::repeat_n(Edit::Keep, hunk.ours.start - at));
        steps.extend(std::iter::repeat_n(Edit::Delete, hunk.ours.len()));
        steps.extend(std::iter::repeat_n(Edit::Insert, hunk.theirs.len()));
        at = hunk.ours.end;
    }
    steps.extend(std::iter::repeat_n(Edit::Keep, n_ours - at));
    steps
}

/// Whether a number goes through a place: in the form, 。 is a point and 、 a comma as well.
fn is_number_at(chars: &[char], at: usize) -> bool {
    let is_digit =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    match chars.get(at) {
        Some(',' | '.') => is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)),
        Some(c) => is_numeral(*c),
        None => false,
    }
}

/// As far as a difference may reach: the ends of its neighbours.
#[derive(Clone, Copy)]
struct Room {
    floor: (usize, usize),
    ceiling: (usize, usize),
}

impl Room {
    fn before(self, hunk: &Hunk) -> usize {
        (hunk.ours.start - self.floor.0).min(hunk.theirs.start - self.floor.1)
    }

    fn behind(self, hunk: &Hunk) -> usize {
        (self.ceiling.0 - hunk.ours.end).min(self.ceiling.1 - hunk.theirs.end)
    }
}

/// Neighbours that a widened one has met are one.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut joined: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks {
        match joined.last_mut() {
            Some(last)
                if hunk.ours.start <= last.ours.end && hunk.theirs.start <= last.theirs.end =>
            {
                (last.ours.end, last.theirs.end) = (hunk.ours.end, hunk.theirs.end);
            }
            _ => joined.push(hunk),
        }
    }
    joined
}

fn hunks(edits: &[Edit]) -> Vec<Hunk> {
    let mut found: Vec<Hunk> = Vec::new();
    let (mut n, mut at) = (0, 0);
    let mut is_open = false;
    for edit in edits {
        if *edit == Edit::Keep {
            is_open = false;
        } else if !is_open {
            found.push(Hunk { ours: n..n, theirs: at..at });
            is_open = true;
        }
        n += usize::from(*edit != Edit::Insert);
        at += usize::from(*edit != Edit::Delete);
        if let Some(hunk) = found.last_mut().filter(|_| is_open) {
            (hunk.ours.end, hunk.theirs.end) = (n, at);
        }
    }
    found
}

/// What only one side has may stand at several places, as the second の of のの: it is moved to where it
/// tears no word.
fn slide(hunk: &mut Hunk, sides: Sides<'_>, room: Room) {
    let (chars, range) = match (hunk.ours.is_empty(), hunk.theirs.is_empty()) {
        (true, false) => (sides.theirs, hunk.theirs.clone()),
        (false, true) => (sides.ours, hunk.ours.clone()),
        _ => return,
    };
    let n_left = (0..room.before(hunk))
        .take_while(|n| chars[range.start - 1 - n] == chars[range.end - 1 - n])
        .count();
    let n_right = (0..room.behind(hunk))
        .take_while(|n| chars[range.start + n] == chars[range.end + n])
        .count();
    let moved = |at: usize, (left, right): (usize, usize)| at + right - left;
    let n_torn = |by: (usize, usize)| {
        let ends = [hunk.theirs.start, hunk.theirs.end].map(|at| sides.words.get(moved(at, by)));
        ends.iter().filter(|begins| **begins != Some(&true)).count()
    };
    let places = (0..=n_left).map(|n| (n, 0)).chain((1..=n_right).map(|n| (0, n)));
    let best = places.min_by_key(|by| (n_torn(*by), by.0.max(by.1)));
    let Some(by) = best else { return };
    let all_moved = |range: &Range<usize>| moved(range.start, by)..moved(range.end, by);
    *hunk = Hunk { ours: all_moved(&hunk.ours), theirs: all_moved(&hunk.theirs) };
}

/// Takes in the rest of the word or number that the difference tears.
fn widen(hunk: &mut Hunk, sides: Sides<'_>, room: Room) {
    let (ours, theirs) = (sides.ours, sides.theirs);
    let is_number = hunk.ours.clone().all(|at| is_number_at(ours, at))
        && hunk.theirs.clone().all(|at| is_number_at(theirs, at));
    let is_replaced = !hunk.ours.is_empty() && !hunk.theirs.is_empty();
    let has_word_break = (hunk.theirs.start..=hunk.theirs.end).any(|at| sides.words[at]);
    let is_inside_word = hunk.ours.is_empty() && hunk.theirs.len() <= SHORT && !has_word_break;
    let (n_before, n_behind) = (room.before(hunk), room.behind(hunk));
    let (first, last) = (hunk.theirs.start, hunk.theirs.end);
    // 11 and 581 differ in 11億円 and 581億円: digits are taken in beside digits, kanji beside kanji.
    let differing = if hunk.theirs.is_empty() {
        &ours[hunk.ours.clone()]
    } else {
        &theirs[hunk.theirs.clone()]
    };
    let may_be_number = is_number || is_replaced;
    let starts_with = differing.first().filter(|_| may_be_number).copied();
    let ends_with = differing.last().filter(|_| may_be_number).copied();
    let is_digit = |c: char| c.is_ascii_digit() || (is_number && matches!(c, ',' | '.'));
    let goes_on = |edge: Option<char>, at: usize| {
        let is_alike = edge.is_some_and(|edge| {
            let in_digits = matches!(theirs[at], '0'..='9' | ',' | '.');
            (is_digit(edge) || is_numeral(edge)) && is_digit(edge) == in_digits
        });
        is_alike && is_number_at(theirs, at)
    };
    // Where a number ends its digits do, whatever the dictionary takes together with its unit.
    let tears = |edge: Option<char>, at: usize| {
        let is_digit = edge.is_some_and(is_digit);
        (is_replaced || is_inside_word) && !is_digit && !sides.words[at]
    };
    let is_left = |n: &usize| tears(starts_with, first - n) || goes_on(starts_with, first - n - 1);
    let is_right = |n: &usize| tears(ends_with, last + n) || goes_on(ends_with, last + n);
    let left = (0..n_before).take_while(is_left).count();
    let right = (0..n_behind).take_while(is_right).count();
    *hunk = Hunk {
        ours: hunk.ours.start - left..hunk.ours.end + right,
        theirs: first - left..last + right,
    };
}
