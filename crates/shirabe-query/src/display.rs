//! From tree to canonical text, which parses to the same tree.
//!
//! A backslash goes before a character only where it would be an operator, so that most words look
//! as they were typed.

use std::fmt::{self, Write};

use crate::characters::{
    Character, closes_sentence, half_width, is_corner_close, is_corner_open, is_dot, is_minus,
    is_quote_open, is_range_sign, is_space, is_straight_quote,
};
use crate::field::Field;
use crate::keywords::{field_at, keyword_at};
use crate::pasted::is_pasted;
use crate::tree::{FieldRange, InField, Near, Node, Part, Pattern, Phrase, Regex};
use crate::words::ends_sentence;

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Its signs are no operators as they stand.
            Node::Phrase(phrase)
                if !phrase.quoted && !phrase.literal && is_pasted(&phrase.text) =>
            {
                f.write_str(&phrase.text)
            }
            // Written with spaces alone, a long one would be read as a passage.
            Node::And(nodes) if is_pasted(&InContext { node: self, field: None }.to_string()) => {
                write_all(f, nodes, " AND ", |node| matches!(node, Node::Or(_)))
            }
            _ => write_node(f, self, None),
        }
    }
}

fn write_node(f: &mut fmt::Formatter<'_>, node: &Node, field: Option<Field>) -> fmt::Result {
    match node {
        Node::And(nodes) => write_all(f, nodes, " ", |node| matches!(node, Node::Or(_))),
        Node::Or(nodes) => write_all(f, nodes, " OR ", |_| false),
        Node::Not(inner) => {
            f.write_char('-')?;
            let is_group = matches!(**inner, Node::And(_) | Node::Or(_) | Node::Near(_));
            write_in_brackets(f, inner, is_group, field)
        }
        Node::Phrase(phrase) => f.write_str(&phrase_text(phrase, field)),
        Node::Near(near) => write_near(f, near, field),
        Node::Field(InField { field, value, .. }) => {
            write!(f, "{field}:")?;
            write_in_brackets(f, value, !value.is_leaf(), Some(*field))
        }
        Node::Range(range) => f.write_str(&range_text(range)),
        Node::Pattern(pattern) => f.write_str(&pattern_text(pattern, field)),
        Node::Regex(Regex { source, .. }) => write!(f, "/{}/", source.replace('/', "\\/")),
    }
}

fn write_all(
    f: &mut fmt::Formatter<'_>,
    nodes: &[Node],
    separator: &str,
    needs_brackets: impl Fn(&Node) -> bool,
) -> fmt::Result {
    for (i, node) in nodes.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        write_in_brackets(f, node, needs_brackets(node), None)?;
    }
    Ok(())
}

fn write_in_brackets(
    f: &mut fmt::Formatter<'_>,
    node: &Node,
    needs_brackets: bool,
    field: Option<Field>,
) -> fmt::Result {
    if !needs_brackets {
        return write_node(f, node, field);
    }
    f.write_char('(')?;
    write_node(f, node, field)?;
    f.write_char(')')
}

fn write_near(f: &mut fmt::Formatter<'_>, near: &Near, field: Option<Field>) -> fmt::Result {
    let operator = if near.is_ordered { "BEFORE" } else { "NEAR" };
    for (i, term) in near.terms.iter().enumerate() {
        if i > 0 {
            write!(f, " {operator}/{} ", near.distance_chars)?;
        }
        if let Node::Or(nodes) = term {
            let terms = nodes.iter().map(|node| InContext { node, field }.to_string());
            write!(f, "({})", terms.collect::<Vec<_>>().join(" OR "))?;
        } else {
            write_node(f, term, field)?;
        }
    }
    Ok(())
}

/// A node as it is written within a field.
struct InContext<'a> {
    node: &'a Node,
    field: Option<Field>,
}

impl fmt::Display for InContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(f, self.node, self.field)
    }
}

fn phrase_text(phrase: &Phrase, field: Option<Field>) -> String {
    let text = text_characters(&phrase.text);
    let sign = if phrase.literal { "=" } else { "" };
    let text = if phrase.quoted { quoted(&text) } else { word(&text, field) };
    format!("{sign}{text}")
}

fn pattern_text(pattern: &Pattern, field: Option<Field>) -> String {
    let mut characters = Vec::new();
    for part in &pattern.parts {
        match part {
            Part::Text(text) => characters.extend(text_characters(text)),
            Part::One => characters.push(Character { value: '?', escaped: false }),
            Part::Many => characters.push(Character { value: '*', escaped: false }),
        }
    }
    let closing =
        characters.iter().rposition(|c| !closes_sentence(c.value)).map_or(0, |last| last + 1);
    let is_unclear = |i: usize| i >= closing || ends_sentence(&characters, i);
    let mut pieces = characters.iter().enumerate();
    let needs_quotes = pieces.any(|(i, c)| is_space(c.value) || (c.is('?') && is_unclear(i)));
    if needs_quotes { quoted(&characters) } else { word(&characters, field) }
}

fn range_text(range: &FieldRange) -> String {
    let end = |end: &Option<String>| end.as_deref().map(text_characters).unwrap_or_default();
    let (from, to) = (end(&range.from), end(&range.to));
    let escape_from = |i: usize| {
        let next_is_dot = from.get(i + 1).is_none_or(|next| is_dot(next.value));
        is_range_sign(from[i].value) || (is_dot(from[i].value) && next_is_dot)
    };
    let mut signs = vec![false; from.len() + to.len()];
    for (i, sign) in signs.iter_mut().enumerate().take(from.len()) {
        *sign = escape_from(i);
    }
    if let (Some(sign), Some(first)) = (signs.get_mut(from.len()), to.first()) {
        *sign = is_dot(first.value);
    }
    let all: Vec<_> = from.iter().chain(&to).copied().collect();
    let mut pieces = escaped(&all, &signs);
    pieces.insert(from.len(), "..".to_owned());
    format!("{}:{}", range.field, protect_start(pieces.concat()))
}

/// Text of which no character is an operator.
fn text_characters(text: &str) -> Vec<Character> {
    text.chars().map(|value| Character { value, escaped: true }).collect()
}

/// Writes a word without quotation marks; characters that are not `escaped` are wildcards.
fn word(characters: &[Character], field: Option<Field>) -> String {
    let in_ranges = field.is_some_and(Field::has_ranges);
    let is_range = |c: &Character| in_ranges && (is_dot(c.value) || is_range_sign(c.value));
    let signs: Vec<_> = characters.iter().map(is_range).collect();
    protect_start(escaped(characters, &signs).concat())
}

/// Writes each character with the backslash it needs; `signs` need one anyway.
fn escaped(characters: &[Character], signs: &[bool]) -> Vec<String> {
    let mut needs = signs.to_vec();
    for (i, c) in characters.iter().enumerate().filter(|(_, c)| c.escaped) {
        let is_first = i == 0 && begins_something(characters);
        let is_last = i + 1 == characters.len() && is_minus(c.value) && c.value != 'ー';
        let is_always = is_space(c.value) || matches!(half_width(c.value), '\\' | '|' | '*');
        needs[i] |= is_first || is_last || is_always;
    }
    for i in unpaired_brackets(characters) {
        needs[i] = true;
    }
    escape_question_marks(characters, &mut needs, false);
    characters
        .iter()
        .zip(needs)
        .map(|(c, needs)| if needs { format!("\\{}", c.value) } else { c.value.to_string() })
        .collect()
}

/// Whether the first character would be an operator.
fn begins_something(word: &[Character]) -> bool {
    let Some(first) = word.first().map(|c| c.value) else { return false };
    is_minus(first)
        || matches!(half_width(first), '=' | '/')
        || (is_quote_open(first) && !begins_sentence(word))
}

/// Whether the quotation at the beginning is plainly part of a sentence: 「創薬」とは.
fn begins_sentence(word: &[Character]) -> bool {
    let mut depth = 0_usize;
    let close = word.iter().position(|c| {
        depth += usize::from(is_corner_open(c.value));
        depth -= usize::from(is_corner_close(c.value) && depth > 0);
        depth == 0
    });
    let after = close.filter(|&close| close > 0).and_then(|close| word.get(close + 1));
    after.is_some_and(|c| c.value.is_alphanumeric() && !half_width(c.value).is_ascii_uppercase())
}

/// The brackets that would not be read as text: unpaired ones, and a pair around the beginning.
fn unpaired_brackets(characters: &[Character]) -> Vec<usize> {
    let mut open = Vec::new();
    let mut unpaired = Vec::new();
    for (i, c) in characters.iter().enumerate() {
        match half_width(c.value) {
            '(' => open.push(i),
            ')' => match open.pop() {
                Some(0) => unpaired.extend([0, i]),
                Some(_) => {}
                None => unpaired.push(i),
            },
            _ => {}
        }
    }
    unpaired.extend(open);
    unpaired
}

/// A question mark is a wildcard unless it ends a sentence.
fn escape_question_marks(characters: &[Character], needs: &mut [bool], in_quotes: bool) {
    let mut is_closing = characters.iter().all(|c| c.escaped);
    for (i, c) in characters.iter().enumerate().rev() {
        let is_question = c.escaped && half_width(c.value) == '?';
        is_closing &=
            c.escaped && !needs[i] && (is_question || (!in_quotes && closes_sentence(c.value)));
        let is_text = is_closing || (!in_quotes && ends_sentence(characters, i));
        needs[i] |= is_question && !is_text;
    }
}

/// Keeps a word from being read as a keyword or a field.
fn protect_start(word: String) -> String {
    let characters: Vec<_> = word.chars().collect();
    if keyword_at(&characters, 0).is_some() {
        return format!("\\{word}");
    }
    let Some((_, after_colon)) = field_at(&characters, 0) else { return word };
    let (name, rest) = characters.split_at(after_colon - 1);
    name.iter().chain(&['\\']).chain(rest).collect()
}

/// Writes text in quotation marks.
fn quoted(characters: &[Character]) -> String {
    let is_sign = |c: &Character| {
        c.escaped && (is_straight_quote(c.value) || matches!(half_width(c.value), '\\' | '*'))
    };
    let mut needs: Vec<_> = characters.iter().map(is_sign).collect();
    escape_question_marks(characters, &mut needs, true);
    let mut text = String::from('"');
    for (c, needs) in characters.iter().zip(needs) {
        if needs {
            text.push('\\');
        }
        text.push(c.value);
    }
    text.push('"');
    text
}
