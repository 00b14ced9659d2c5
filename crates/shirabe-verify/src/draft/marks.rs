//! The marks of quotation in a stretch of a draft, and which closes which: [`read`].
//!
//! Marks may be written as characters, as character references of HTML, or as `<q>` and `<blockquote>`.
//! Tags and comments are no words: marks inside them are told apart.
//!
//! Invariant: every opening mark is in [`Marks::all`] or in [`Marks::markup`], each once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::html;

/// What closes an opening mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closer {
    /// A character.
    Mark(char),
    /// The end tag of an element.
    Element(&'static str),
}

/// Opening marks and what closes each. A straight mark opens what the next one closes; “ is often closed
/// by a straight one, and ｢ by 」.
///
/// Source: 始め括弧類 and 終わり括弧類 of JIS X 4051:2004 that mark quotations; the quotation marks of
/// Unicode's general category Pi and Pf. 〈 〉 and 【 】 mark titles and headings, and ' is an apostrophe.
const MARKS: [(char, &[Closer]); 14] = [
    ('「', &[Closer::Mark('」'), Closer::Mark('｣')]),
    ('『', &[Closer::Mark('』')]),
    ('｢', &[Closer::Mark('｣'), Closer::Mark('」')]),
    ('﹁', &[Closer::Mark('﹂')]),
    ('﹃', &[Closer::Mark('﹄')]),
    ('“', &[Closer::Mark('”'), Closer::Mark('"'), Closer::Mark('＂')]),
    ('„', &[Closer::Mark('“'), Closer::Mark('”')]),
    ('〝', &[Closer::Mark('〟'), Closer::Mark('〞')]),
    ('"', &[Closer::Mark('"'), Closer::Mark('”')]),
    ('＂', &[Closer::Mark('＂'), Closer::Mark('”')]),
    ('‘', &[Closer::Mark('’')]),
    ('«', &[Closer::Mark('»')]),
    ('‹', &[Closer::Mark('›')]),
    ('《', &[Closer::Mark('》')]),
];

/// ”引用” is typed with the closing mark on both sides.
const CURLY: char = '”';

/// The elements that mark a quotation.
const ELEMENTS: [(&str, &[Closer]); 2] =
    [("q", &[Closer::Element("q")]), ("blockquote", &[Closer::Element("blockquote")])];

/// The marks of one stretch.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Those that are closed.
    pub(super) pairs: Vec<Pair>,
    /// The words behind every opening mark, closed or not, in order.
    pub(super) all: Vec<Range<usize>>,
    /// The words behind opening marks in tags and comments.
    pub(super) markup: Vec<Range<usize>>,
    /// What is left.
    pub(super) rest: Paragraph,
}

/// A quotation with what marks it.
#[derive(Debug)]
pub(super) struct Pair {
    /// What stands inside.
    pub(super) inner: Range<usize>,
    /// With the brackets or tags.
    pub(super) outer: Range<usize>,
}

/// What one paragraph leaves open, and what closes nothing in it.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) openings: Vec<Unclosed>,
    closings: Vec<(usize, Closer)>,
}

/// A mark that nothing closes in its paragraph.
#[derive(Debug)]
pub(super) struct Unclosed {
    /// What stands behind it in its paragraph.
    pub(super) words: Range<usize>,
    closers: &'static [Closer],
}

/// The marks of a stretch of the draft.
pub(super) fn read(chars: &[char], range: Range<usize>) -> Marks {
    let last_curly = chars[range.clone()].iter().rposition(|c| *c == CURLY);
    let mut scan = Scan {
        chars,
        end: range.end,
        last_curly: last_curly.map(|at| at + range.start),
        open: Vec::new(),
        n_open: BTreeMap::new(),
        found: Marks::default(),
    };
    let mut at = range.start;
    while at < range.end {
        let end = scan.take(at).min(range.end);
        at = end.max(at + 1);
    }
    scan.finish()
}

/// What opens a quotation that is not closed yet.
struct Opening {
    outer_start: usize,
    inner_start: usize,
    closers: &'static [Closer],
}

struct Scan<'a> {
    chars: &'a [char],
    end: usize,
    /// The last ” of the stretch.
    last_curly: Option<usize>,
    open: Vec<Opening>,
    /// How many of the open ones each closer would close.
    n_open: BTreeMap<Closer, usize>,
    found: Marks,
}

impl Scan<'_> {
    /// Reads what stands at `at`, and returns where it ends.
    fn take(&mut self, at: usize) -> usize {
        if let Some(end) = html::comment_at(self.chars, at).filter(|end| *end <= self.end) {
            self.markup(at..end, |_| true);
            return end;
        }
        if let Some(tag) = html::tag_at(self.chars, at).filter(|tag| tag.end <= self.end) {
            // Straight marks hold the values of attributes.
            self.markup(at..tag.end, |c| !matches!(c, '"' | '＂'));
            let element = ELEMENTS.iter().find(|(name, _)| *name == tag.name);
            match element {
                Some((name, _)) if tag.is_closing => {
                    self.close(Closer::Element(name), at..tag.end);
                }
                Some((_, closers)) => self.open(closers, at..tag.end),
                None => {}
            }
            return tag.end;
        }
        let (c, end) = html::character_at(self.chars, at);
        self.mark(c, at..end);
        end
    }

    fn mark(&mut self, c: char, place: Range<usize>) {
        let closer = Closer::Mark(c);
        if self.may_close(c, place.end) && self.close(closer, place.clone()) {
            return;
        }
        if let Some((_, closers)) = MARKS.iter().find(|(opening, _)| *opening == c) {
            self.open(closers, place);
        } else if c == CURLY && self.last_curly.is_some_and(|last| last > place.start) {
            self.open(&[Closer::Mark(CURLY)], place);
        } else if MARKS.iter().any(|(_, closers)| closers.contains(&closer)) {
            self.found.rest.closings.push((place.start, closer));
        }
    }

    /// Whether a character can close anything here.
    fn may_close(&self, c: char, end: usize) -> bool {
        match c {
            // An apostrophe stands inside a word.
            '’' => !self.chars.get(end).is_some_and(char::is_ascii_alphanumeric),
            // “ is closed by a straight mark only where no ” closes it.
            '"' | '＂' => {
                let nearest = self.open.last().is_some_and(|o| o.closers == MARKS[5].1);
                !nearest || self.last_curly.is_none_or(|last| last < end)
            }
            _ => true,
        }
    }

    fn open(&mut self, closers: &'static [Closer], place: Range<usize>) {
        for closer in closers {
            *self.n_open.entry(*closer).or_default() += 1;
        }
        let (outer_start, inner_start) = (place.start, place.end);
        self.open.push(Opening { outer_start, inner_start, closers });
    }

    /// Closes the nearest opening mark that `closer` closes; those inside it stay open.
    fn close(&mut self, closer: Closer, place: Range<usize>) -> bool {
        if self.n_open.get(&closer).is_none_or(|n| *n == 0) {
            return false;
        }
        while let Some(Opening { outer_start, inner_start, closers }) = self.open.pop() {
            for other in closers {
                if let Some(n) = self.n_open.get_mut(other) {
                    *n -= 1;
                }
            }
            self.found.all.push(inner_start..place.start);
            if closers.contains(&closer) {
                let (inner, outer) = (inner_start..place.start, outer_start..place.end);
                self.found.pairs.push(Pair { inner, outer });
                return true;
            }
            self.found.rest.openings.push(Unclosed { words: inner_start..self.end, closers });
        }
        false
    }

    /// Marks inside a tag or a comment.
    fn markup(&mut self, place: Range<usize>, counts: impl Fn(char) -> bool) {
        for at in place.clone() {
            let c = self.chars[at];
            if counts(c) && MARKS.iter().any(|(opening, _)| *opening == c) {
                self.found.markup.push(at + 1..place.end);
            }
        }
    }

    fn finish(mut self) -> Marks {
        for Opening { inner_start, closers, .. } in self.open {
            let words = inner_start..self.end;
            self.found.all.push(words.clone());
            self.found.rest.openings.push(Unclosed { words, closers });
        }
        self.found.all.sort_by_key(|words| (words.start, words.end));
        self.found.rest.openings.sort_by_key(|opening| opening.words.start);
        self.found
    }
}

/// The marks that no paragraph closes, with whether a later one does, and then what stands between.
pub(super) fn across_paragraphs(paragraphs: &[Paragraph]) -> Vec<(Range<usize>, bool)> {
    let mut open: Vec<&Unclosed> = Vec::new();
    let mut n_open: BTreeMap<Closer, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for paragraph in paragraphs {
        // What closes nothing in its paragraph can only close what an earlier one left open.
        for (at, closer) in &paragraph.closings {
            if n_open.get(closer).is_none_or(|n| *n == 0) {
                continue;
            }
            while let Some(opening) = open.pop() {
                for other in opening.closers {
                    n_open.entry(*other).and_modify(|n| *n -= 1);
                }
                let closes = opening.closers.contains(closer);
                let end = if closes { *at } else { opening.words.end };
                found.push((opening.words.start..end, closes));
                if closes {
                    break;
                }
            }
        }
        for opening in &paragraph.openings {
            for closer in opening.closers {
                *n_open.entry(*closer).or_default() += 1;
            }
            open.push(opening);
        }
    }
    found.extend(open.into_iter().map(|opening| (opening.words.clone(), false)));
    found
}
