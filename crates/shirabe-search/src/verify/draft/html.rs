//! `<blockquote>` and `<q>` in a draft: [`block_quotes`], [`tag_at`], [`plain`].
//!
//! A draft is no web page: what is no tag is text, and a quotation that is not closed is none.

use std::ops::Range;

use super::block_quotes::BlockQuote;

/// A tag with its attributes is not longer; a `<` without a near `>` is text.
const MAX_TAG_CHARS: usize = 500;

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

/// The outermost `<blockquote>`s that are closed.
pub(super) fn block_quotes(chars: &[char]) -> Vec<BlockQuote> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(tag) = tag_at(chars, at) else {
            at += 1;
            continue;
        };
        if tag.name == "blockquote" {
            if !tag.is_closing {
                open.push((at, tag.end));
            } else if let Some((start, inner)) = open.pop()
                && open.is_empty()
            {
                found.extend(block_quote(chars, inner..at, start..tag.end));
            }
        }
        at = tag.end;
    }
    found
}

fn block_quote(chars: &[char], inner: Range<usize>, outer: Range<usize>) -> Option<BlockQuote> {
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
    (!text.is_empty()).then_some(BlockQuote { text, chars: outer, source })
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

/// Text without tags, a line for each block, and with the characters that are written as references.
pub(super) fn plain(html: &str) -> String {
    let chars: Vec<char> = html.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some(tag) = tag_at(&chars, at) {
            if ["br", "p", "div", "li", "tr", "blockquote"].contains(&tag.name.as_str()) {
                text.push('\n');
            }
            at = tag.end;
        } else {
            text.push(chars[at]);
            at += 1;
        }
    }
    for (reference, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")]
    {
        text = text.replace(reference, c);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
