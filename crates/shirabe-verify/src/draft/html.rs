//! HTML in a draft: [`block_quotes`], [`paragraphs`], and what stands at a place: [`tag_at`],
//! [`comment_at`], [`character_at`].
//!
//! A draft is no web page: what is no tag is text, and a quotation that is not closed is none.

use std::ops::Range;

use super::block_quotes::BlockQuote;
use super::plain::plain;

/// A tag with its attributes is not longer; a `<` without a near `>` is text.
const MAX_TAG_CHARS: usize = 500;
/// A comment is not longer; what opens one and is not closed soon is text.
const MAX_COMMENT_CHARS: usize = 4_000;
/// The longest reference that is read: `&#x0010FFFF;`.
const MAX_REFERENCE_CHARS: usize = 12;

/// Elements that end a paragraph where they begin and where they end (HTML Standard, 3.2.5.4).
const PARAGRAPHS: [&str; 29] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "figure",
    "blockquote",
];

/// The references that people type (HTML Standard, 13.5); the others are known to nobody by heart.
const REFERENCES: [(&str, char); 17] = [
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("mdash", '—'),
];

/// A tag in a draft.
#[derive(Debug)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_closing: bool,
    /// The place behind its `>`.
    pub(super) end: usize,
}

/// The tag that begins at a place.
pub(super) fn tag_at(chars: &[char], at: usize) -> Option<Tag> {
    if chars.get(at) != Some(&'<') {
        return None;
    }
    let is_closing = chars.get(at + 1) == Some(&'/');
    let start = at + 1 + usize::from(is_closing);
    let rest = chars.get(start..chars.len().min(start + MAX_TAG_CHARS))?;
    let n_name = rest.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let name: String = rest.iter().take(n_name).map(char::to_ascii_lowercase).collect();
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let follows = rest.get(n_name).filter(|c| c.is_whitespace() || **c == '>' || **c == '/');
    follows.filter(|_| begins_well)?;
    let n_inside = rest.iter().position(|c| *c == '>')?;
    let has_other = rest.iter().take(n_inside).any(|c| *c == '<');
    (!has_other).then_some(Tag { name, is_closing, end: start + n_inside + 1 })
}

/// The tags in a part of a draft that stand in no comment, with the places where they begin.
fn tags(chars: &[char], part: Range<usize>) -> impl Iterator<Item = (usize, Tag)> {
    let mut at = part.start;
    std::iter::from_fn(move || {
        while at < part.end {
            let begin = at;
            if let Some(end) = comment_at(chars, at) {
                at = end;
            } else if let Some(tag) = tag_at(chars, at) {
                at = tag.end;
                return Some((begin, tag));
            } else {
                at += 1;
            }
        }
        None
    })
}

/// The outermost `<blockquote>`s that are closed. One that is not closed is text, with a tag in it.
pub(super) fn block_quotes(chars: &[char]) -> Vec<BlockQuote> {
    let mut closed: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, tag) in tags(chars, 0..chars.len()) {
        if tag.name == "blockquote" {
            if !tag.is_closing {
                open.push((at, tag.end));
            } else if let Some((start, inner)) = open.pop() {
                // Those inside end before it.
                while closed.last().is_some_and(|(_, outer)| outer.start > start) {
                    closed.pop();
                }
                closed.push((inner..at, start..tag.end));
            }
        }
    }
    closed.into_iter().map(|(inner, outer)| block_quote(chars, inner, outer)).collect()
}

/// A part of the draft cut where elements of HTML begin and end paragraphs.
pub(super) fn paragraphs(chars: &[char], part: Range<usize>) -> Vec<Range<usize>> {
    let mut cut = Vec::new();
    let mut start = part.start;
    for (at, tag) in tags(chars, part.clone()) {
        if PARAGRAPHS.contains(&tag.name.as_str()) && at > start {
            cut.push(start..at);
            start = at;
        }
    }
    cut.push(start..part.end);
    cut
}

/// The place behind the comment that begins here.
pub(super) fn comment_at(chars: &[char], at: usize) -> Option<usize> {
    let opens = chars.get(at..at + 4)? == ['<', '!', '-', '-'];
    let longest = chars.len().min(at + 4 + MAX_COMMENT_CHARS);
    let rest = chars.get(at + 4..longest).filter(|_| opens)?;
    let end = rest.windows(3).position(|three| three == ['-', '-', '>'])?;
    Some(at + 4 + end + 3)
}

/// The character at a place, which may be written as a reference, and the place behind it.
pub(super) fn character_at(chars: &[char], at: usize) -> (char, usize) {
    let plain = (chars[at], at + 1);
    if chars[at] != '&' {
        return plain;
    }
    let rest = chars.get(at + 1..chars.len().min(at + 1 + MAX_REFERENCE_CHARS)).unwrap_or_default();
    let Some(n_name) = rest.iter().position(|c| *c == ';') else { return plain };
    let name: String = rest[..n_name].iter().collect();
    let read = match name.strip_prefix('#') {
        Some(number) => {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16),
                None => number.parse(),
            };
            number.ok().and_then(char::from_u32)
        }
        None => REFERENCES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    };
    read.map_or(plain, |c| (c, at + 1 + n_name + 1))
}

fn block_quote(chars: &[char], inner: Range<usize>, outer: Range<usize>) -> BlockQuote {
    let mut words: Vec<char> = chars[inner].to_vec();
    let mut source = String::new();
    for name in ["footer", "cite"] {
        if let Some((inner, outer)) = element(&words, name) {
            source = plain(&words[inner].iter().collect::<String>());
            words.drain(outer);
            break;
        }
    }
    let text = plain(&words.iter().collect::<String>());
    BlockQuote { text, chars: outer, source, is_element: true }
}

/// The last element of this name: what is inside, and all of it.
fn element(chars: &[char], name: &str) -> Option<(Range<usize>, Range<usize>)> {
    let is_it = |tag: &Tag, is_closing| tag.name == name && tag.is_closing == is_closing;
    let at = |is_closing| {
        (0..chars.len()).rev().find_map(move |at| {
            tag_at(chars, at).filter(|tag| is_it(tag, is_closing)).map(|tag| at..tag.end)
        })
    };
    let (opening, closing) = (at(false)?, at(true)?);
    if opening.end > closing.start {
        return None;
    }
    Some((opening.end..closing.start, opening.start..closing.end))
}
