//! The characters of a query with what has to be known before reading on: where quotations and
//! regular expressions end, and which brackets group.
//!
//! [`Source::new`] prepares it in one pass. People paste whole sentences into a search box, so a
//! bracket is an operator only where it looks like one:
//! - `(…)` groups if it is a word of its own, or if it holds an operator: `(A B)`, `A(B OR C)`. In
//!   `生命科学・創薬研究支援基盤事業（BINDS）` and `子会社の範囲(2)` it is text.
//! - `「…」` quotes if it is a word of its own. In `「奈良の大仏」の高さは` it is text.
//!
//! Invariant: preparing takes time linear in the length of the query.

use std::ops::Range;

use crate::characters::{
    JOINED, goes_on_behind, goes_on_with, half_width, is_corner_close, is_corner_open,
    is_curly_quote, is_minus, is_space, is_straight_quote, is_tilde,
};
use crate::keywords::{field_at, keyword_at, number};

/// What a bracket does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// It is text.
    Literal,
    /// It opens or closes a group.
    Group,
    /// It opens a group that goes on to the end of the query.
    Unclosed,
}

/// A quotation: where its content stands, and where reading goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) content: Range<usize>,
    pub(crate) end: usize,
    /// The distance of `"A B"~20`.
    pub(crate) within_chars: Option<u32>,
}

/// A query, prepared for reading.
pub(crate) struct Source {
    /// The characters as typed, but for line breaks inside of Japanese words, which are [`JOINED`].
    pub(crate) chars: Vec<char>,
    /// Where the first such line break is.
    pub(crate) first_joint: Option<usize>,
    brackets: Vec<Bracket>,
    /// For each 「 its 」.
    corner_ends: Vec<Option<usize>>,
    /// For each position the next slash that can end a regular expression: half-width, full-width.
    slash_ends: [Vec<Option<usize>>; 2],
    escaped: Vec<bool>,
}

impl Source {
    pub(crate) fn new(raw: &str) -> Source {
        let mut chars: Vec<char> = raw.chars().collect();
        let first_joint = join_lines(&mut chars);
        let escaped = escaped(&chars);
        let mut source = Source {
            first_joint,
            brackets: vec![Bracket::Literal; chars.len()],
            corner_ends: corner_ends(&chars, &escaped),
            slash_ends: [Vec::new(), Vec::new()],
            chars,
            escaped,
        };
        source.slash_ends = [source.slash_ends_of('/'), source.slash_ends_of('／')];
        source.sort_brackets();
        source
    }

    pub(crate) fn get(&self, i: usize) -> Option<char> {
        self.chars.get(i).copied()
    }

    /// What the bracket at `i` does; of any other character, that it is text.
    pub(crate) fn bracket(&self, i: usize) -> Bracket {
        self.brackets.get(i).copied().unwrap_or(Bracket::Literal)
    }

    /// Whether a word cannot reach across position `i`.
    pub(crate) fn is_break(&self, i: usize) -> bool {
        self.get(i).is_none_or(|c| is_space(c) || half_width(c) == '|')
            || self.bracket(i) != Bracket::Literal
    }

    /// Whether a term can begin at `i`.
    pub(crate) fn can_go_on(&self, i: usize) -> bool {
        !self.is_break(i)
            || (self.bracket(i) != Bracket::Literal
                && self.get(i).is_some_and(|c| half_width(c) == '('))
    }

    /// The quotation that opens at `i`, which is the beginning of a word. `None` if nothing closes
    /// it, it is empty, or it is part of a sentence.
    pub(crate) fn quotation(&self, i: usize) -> Option<Quotation> {
        let open = self.get(i)?;
        let close = if is_corner_open(open) {
            let close = self.corner_ends.get(i).copied().flatten()?;
            self.corners_stand_alone(close + 1).then_some(close)?
        } else if is_straight_quote(open) {
            self.next(i + 1, is_straight_quote).or_else(|| self.next(i + 1, is_curly_quote))?
        } else if is_curly_quote(open) {
            self.next(i + 1, |c| is_curly_quote(c) || is_straight_quote(c))?
        } else {
            return None;
        };
        if self.is_blank(i + 1..close) {
            return None;
        }
        let (within_chars, end) = match self.distance(close + 1) {
            Some((distance, end)) => (Some(distance), end),
            None => (None, close + 1),
        };
        Some(Quotation { content: i + 1..close, end, within_chars })
    }

    /// Whether the 「 at `i` has its 」.
    pub(crate) fn is_closed_corner(&self, i: usize) -> bool {
        self.corner_ends.get(i).copied().flatten().is_some()
    }

    /// Whether nothing stands between the 「 at `i` and its 」.
    pub(crate) fn is_empty_corner(&self, i: usize) -> bool {
        let close = self.corner_ends.get(i).copied().flatten();
        close.is_some_and(|close| self.is_blank(i + 1..close))
    }

    /// The end slash of the regular expression that begins at `i`, which is the beginning of a word.
    pub(crate) fn regex_end(&self, i: usize) -> Option<usize> {
        let open = self.get(i)?;
        let ends = match open {
            '/' => &self.slash_ends[0],
            '／' => &self.slash_ends[1],
            _ => return None,
        };
        let first = self.get(i + 1).filter(|&c| !is_space(c) && c != open);
        first.and_then(|_| ends.get(i + 2).copied().flatten())
    }

    /// Whether the word ends before `i`, as far as that can be said without knowing the brackets.
    fn ends_word(&self, i: usize) -> bool {
        self.get(i).is_none_or(|c| is_space(c) || matches!(half_width(c), ')' | '|'))
    }

    /// Whether after a 」 the quotation is over, or followed by others that stand alone.
    fn corners_stand_alone(&self, mut i: usize) -> bool {
        while self.get(i).is_some_and(is_corner_open) {
            match self.corner_ends.get(i).copied().flatten() {
                Some(close) => i = close + 1,
                None => return false,
            }
        }
        self.ends_word(i) || self.distance(i).is_some() || keyword_at(&self.chars, i).is_some()
    }

    /// The distance written at `i` as `~20`, and its end.
    fn distance(&self, i: usize) -> Option<(u32, usize)> {
        self.get(i).filter(|&c| is_tilde(c))?;
        let (distance, end) = number(&self.chars, i + 1)?;
        self.ends_word(end).then_some((distance, end))
    }

    fn next(&self, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
        (from..self.chars.len()).find(|&i| wanted(self.chars[i]) && !self.escaped[i])
    }

    /// Whether nothing but white space stands here, be it escaped or not.
    fn is_blank(&self, mut range: Range<usize>) -> bool {
        let is_space_at = |i| self.get(i).is_some_and(is_space);
        range.all(|i| is_space_at(i) || (self.chars[i] == '\\' && is_space_at(i + 1)))
    }

    fn slash_ends_of(&self, slash: char) -> Vec<Option<usize>> {
        let mut ends = vec![None; self.chars.len()];
        let mut next = None;
        for i in (1..self.chars.len()).rev() {
            let can_end = self.chars[i] == slash
                && !self.escaped[i]
                && !is_space(self.chars[i - 1])
                && self.ends_word(i + 1);
            if can_end {
                next = Some(i);
            }
            ends[i] = next;
        }
        ends
    }

    /// Finds out which brackets group.
    fn sort_brackets(&mut self) {
        let mut open: Vec<OpenBracket> = Vec::new();
        let mut at_start = true;
        let mut i = 0;
        while let Some(c) = self.get(i) {
            let here = i;
            i += 1;
            if is_space(c) {
                at_start = true;
                continue;
            }
            match half_width(c) {
                '(' => {
                    open.push(OpenBracket {
                        at: here,
                        at_start,
                        has_operator: false,
                        is_empty: true,
                    });
                    continue;
                }
                ')' => {
                    at_start = self.close_bracket(open.pop(), here);
                    if let Some(outer) = open.last_mut() {
                        outer.is_empty = false;
                    }
                    continue;
                }
                _ => {}
            }
            let (end, kind) = self.skip(here, at_start);
            i = end;
            if let Some(bracket) = open.last_mut() {
                bracket.is_empty = false;
                bracket.has_operator |= kind == Skipped::Operator;
            }
            at_start = kind != Skipped::Text;
        }
        self.leave_open(open);
    }

    /// Steps over what begins at `i`, which is neither white space nor a bracket.
    fn skip(&self, i: usize, at_start: bool) -> (usize, Skipped) {
        let c = self.chars[i];
        if c == '\\' {
            return (i + 2, Skipped::Text);
        }
        if half_width(c) == '|' {
            return (i + 1, Skipped::Operator);
        }
        if !at_start {
            return (i + 1, Skipped::Text);
        }
        if let Some(quotation) = self.quotation(i) {
            return (quotation.end, Skipped::Prefix);
        }
        if let Some(end) = self.regex_end(i) {
            return (end + 1, Skipped::Text);
        }
        if let Some((_, end)) = keyword_at(&self.chars, i) {
            let stands_free = (i == 0 || is_space(self.chars[i - 1]))
                && self.get(end).is_some_and(|c| is_space(c) || half_width(c) == '(');
            return (end, if stands_free { Skipped::Operator } else { Skipped::Prefix });
        }
        if let Some((_, end)) = field_at(&self.chars, i) {
            return (end, Skipped::Prefix);
        }
        let is_prefix = is_minus(c) || half_width(c) == '=';
        (i + 1, if is_prefix { Skipped::Prefix } else { Skipped::Text })
    }

    /// Decides on a pair of brackets; returns whether it groups.
    fn close_bracket(&mut self, open: Option<OpenBracket>, close: usize) -> bool {
        let Some(open) = open else { return false };
        let stands_alone = open.at_start && self.ends_word(close + 1);
        let groups = !open.is_empty && (stands_alone || open.has_operator);
        if groups {
            self.brackets[open.at] = Bracket::Group;
            self.brackets[close] = Bracket::Group;
        }
        groups
    }

    /// Decides on the brackets that nothing closes, innermost first.
    fn leave_open(&mut self, mut open: Vec<OpenBracket>) {
        let mut has_content = false;
        while let Some(bracket) = open.pop() {
            has_content |= !bracket.is_empty;
            if has_content && (bracket.at_start || bracket.has_operator) {
                self.brackets[bracket.at] = Bracket::Unclosed;
            }
        }
    }
}

struct OpenBracket {
    at: usize,
    at_start: bool,
    has_operator: bool,
    is_empty: bool,
}

#[derive(PartialEq, Eq)]
enum Skipped {
    Text,
    /// A word begins after it.
    Prefix,
    /// A word begins after it, and the bracket around it groups.
    Operator,
}

/// Joins lines that break inside of Japanese words; gives the place of the first that did.
fn join_lines(chars: &mut [char]) -> Option<usize> {
    let mut first = None;
    let mut at = 0;
    while at < chars.len() {
        let n = chars[at..].iter().take_while(|c| c.is_whitespace()).count();
        let end = at + n;
        let breaks =
            chars[at..end].iter().any(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
        let before = at.checked_sub(1).map(|before| chars[before]);
        let joins =
            before.is_some_and(goes_on_behind) && chars.get(end).copied().is_some_and(goes_on_with);
        if breaks && joins {
            chars[at..end].fill(JOINED);
            first = first.or(Some(at));
        }
        at = end + 1;
    }
    first
}

/// For each character whether a backslash stands before it that is not escaped itself.
fn escaped(chars: &[char]) -> Vec<bool> {
    let mut after_backslash = false;
    chars
        .iter()
        .map(|&c| {
            let is_escaped = after_backslash;
            after_backslash = c == '\\' && !is_escaped;
            is_escaped
        })
        .collect()
}

fn corner_ends(chars: &[char], escaped: &[bool]) -> Vec<Option<usize>> {
    let mut ends = vec![None; chars.len()];
    let mut open = Vec::new();
    for (i, (&c, _)) in chars.iter().zip(escaped).enumerate().filter(|(_, (_, escaped))| !**escaped)
    {
        if is_corner_open(c) {
            open.push(i);
        } else if let Some(start) = is_corner_close(c).then(|| open.pop()).flatten() {
            ends[start] = Some(i);
        }
    }
    ends
}
