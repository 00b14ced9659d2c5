//! The tree of a query: [`Node`] and its leaves.
//!
//! Invariants of every tree that [`crate::parse`] returns:
//! 1. `And` and `Or` have at least two children, none of their own kind; `Not` never holds a `Not`.
//! 2. The terms of a [`Near`] are leaves, or an `Or` of leaves.
//! 3. The value of an [`InField`] is a leaf or a [`Near`]: `発行:(A OR B)` becomes `発行:A OR 発行:B`.
//! 4. A leaf's text has a character that is not white space.
//!
//! Positions take no part in equality: `parse(display(t)) == t` compares what is asked for.

use std::ops::Range;

use crate::characters::half_width;
use crate::field::Field;

/// A query, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All must hold within the scope.
    And(Vec<Node>),
    /// At least one must hold.
    Or(Vec<Node>),
    /// Must not hold.
    Not(Box<Node>),
    /// A run of text.
    Phrase(Phrase),
    /// Terms close to each other.
    Near(Near),
    /// A condition on the document's description or on the headings.
    Field(InField),
    /// A range of a field's values.
    Range(FieldRange),
    /// Text with wildcards.
    Pattern(Pattern),
    /// A regular expression.
    Regex(Regex),
}

/// A run of text to be found, such as `創薬` or `"drug discovery"`.
#[derive(Clone, Debug, Eq)]
pub struct Phrase {
    /// The text as typed, without marks and escapes. It may hold spaces.
    pub text: String,
    /// Written in quotation marks: this sequence and its variants, but not its words in any order.
    pub quoted: bool,
    /// Written `=語`: exactly this, without variants.
    pub literal: bool,
    /// Where it stands in the query, marks included.
    pub chars: Range<usize>,
}

/// Terms close to each other.
///
/// Each term occurs, and between one occurrence and the next in the text stand at most
/// `distance_chars` characters.
#[derive(Clone, Debug, Eq)]
pub struct Near {
    /// Two or more leaves, or `Or`s of leaves.
    pub terms: Vec<Node>,
    /// The most characters that may stand between neighbours.
    pub distance_chars: u32,
    /// Whether the terms must come in the order given (`BEFORE`).
    pub is_ordered: bool,
    /// Where it stands in the query.
    pub chars: Range<usize>,
}

/// A field must contain a text, as in `題名:創薬`.
#[derive(Clone, Debug, Eq)]
pub struct InField {
    /// Which field.
    pub field: Field,
    /// What it must hold: a leaf or a [`Near`].
    pub value: Box<Node>,
    /// Where it stands in the query.
    pub chars: Range<usize>,
}

/// A field's value lies between two others, as in `年度:R5..R8`; both ends belong to it.
///
/// The ends are kept as typed: which calendar they are in is for the search to find out.
#[derive(Clone, Debug, Eq)]
pub struct FieldRange {
    /// Which field: 年度, 日付 or 頁.
    pub field: Field,
    /// The first value, such as `R5`; open if absent.
    pub from: Option<String>,
    /// The last value; open if absent. At least one end is there.
    pub to: Option<String>,
    /// Where it stands in the query.
    pub chars: Range<usize>,
}

/// Text with wildcards over characters, such as `人*育成`.
#[derive(Clone, Debug, Eq)]
pub struct Pattern {
    /// Begins and ends with text; two texts are never neighbours, nor are two [`Part::Many`].
    pub parts: Vec<Part>,
    /// Where it stands in the query.
    pub chars: Range<usize>,
}

/// A piece of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Text(String),
    /// `?`: exactly one character.
    One,
    /// `*`: any number of characters, none included.
    Many,
}

/// A regular expression, such as `/第[0-9]+期/`. Its syntax is not checked here.
#[derive(Clone, Debug, Eq)]
pub struct Regex {
    /// What stands between the slashes, `\/` read as `/` and full-width signs as half-width ones.
    pub source: String,
    /// Where it stands in the query, slashes included.
    pub chars: Range<usize>,
}

impl Regex {
    /// Where in the query `raw`, from which this was read, a character of the source stands.
    pub fn place_in(&self, raw: &str, source_chars: usize) -> usize {
        let chars: Vec<char> = raw.chars().collect();
        let get = |i: usize| chars.get(i).copied();
        let mut at = self.chars.start + 1;
        for _ in 0..source_chars {
            at += 1 + usize::from(is_escaped_slash(get(at), get(at + 1)));
        }
        at.min(self.chars.end.saturating_sub(1))
    }
}

/// Whether these two characters of an expression stand for a slash alone.
pub(crate) fn is_escaped_slash(first: Option<char>, second: Option<char>) -> bool {
    first == Some('\\') && second.is_some_and(|second| half_width(second) == '/')
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.quoted, self.literal) == (&other.text, other.quoted, other.literal)
    }
}

impl PartialEq for Near {
    fn eq(&self, other: &Self) -> bool {
        (&self.terms, self.distance_chars, self.is_ordered)
            == (&other.terms, other.distance_chars, other.is_ordered)
    }
}

impl PartialEq for InField {
    fn eq(&self, other: &Self) -> bool {
        (self.field, &self.value) == (other.field, &other.value)
    }
}

impl PartialEq for FieldRange {
    fn eq(&self, other: &Self) -> bool {
        (self.field, &self.from, &self.to) == (other.field, &other.from, &other.to)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// A leaf that hits can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf<'a> {
    /// A run of text.
    Phrase(&'a Phrase),
    /// Text with wildcards.
    Pattern(&'a Pattern),
    /// A regular expression.
    Regex(&'a Regex),
}

impl Node {
    /// All of `nodes`, flattened; `None` if there is none.
    pub fn and(nodes: impl IntoIterator<Item = Node>) -> Option<Node> {
        let mut flat = Vec::new();
        for node in nodes {
            match node {
                Node::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Node::And(flat)) } else { flat.pop() }
    }

    /// Any of `nodes`, flattened; `None` if there is none.
    pub fn or(nodes: impl IntoIterator<Item = Node>) -> Option<Node> {
        let mut flat = Vec::new();
        for node in nodes {
            match node {
                Node::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Node::Or(flat)) } else { flat.pop() }
    }

    /// The contrary of `node`; a double negation cancels out.
    #[expect(clippy::should_implement_trait, reason = "`!node` would hide what this costs a query")]
    pub fn not(node: Node) -> Node {
        match node {
            Node::Not(inner) => *inner,
            other => Node::Not(Box::new(other)),
        }
    }

    /// Whether any part is a pattern, which is matched against texts.
    pub fn has_patterns(&self) -> bool {
        match self {
            Node::And(parts) | Node::Or(parts) => parts.iter().any(Node::has_patterns),
            Node::Near(near) => near.terms.iter().any(Node::has_patterns),
            Node::Not(part) => part.has_patterns(),
            Node::Field(field) => field.value.has_patterns(),
            Node::Pattern(_) | Node::Regex(_) => true,
            Node::Phrase(_) | Node::Range(_) => false,
        }
    }

    /// The leaves that a hit in the text can come from, in the order of the query: nothing under a
    /// `Not` or in a field.
    pub fn positive_leaves(&self) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        self.collect_positive(&mut leaves);
        leaves
    }

    /// The phrases among [`Node::positive_leaves`].
    pub fn positive_phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.positive_leaves().into_iter().filter_map(|leaf| match leaf {
            Leaf::Phrase(phrase) => Some(phrase),
            Leaf::Pattern(_) | Leaf::Regex(_) => None,
        })
    }

    /// Where it stands in the query: from its first leaf to its last.
    pub fn chars(&self) -> Range<usize> {
        match self {
            Node::And(nodes) | Node::Or(nodes) => {
                let start = nodes.first().map_or(0, |node| node.chars().start);
                start..nodes.last().map_or(start, |node| node.chars().end)
            }
            Node::Not(node) => node.chars(),
            Node::Phrase(Phrase { chars, .. })
            | Node::Near(Near { chars, .. })
            | Node::Field(InField { chars, .. })
            | Node::Range(FieldRange { chars, .. })
            | Node::Pattern(Pattern { chars, .. })
            | Node::Regex(Regex { chars, .. }) => chars.clone(),
        }
    }

    /// Whether it is one run of text, a pattern or a regular expression.
    pub fn is_leaf(&self) -> bool {
        matches!(self, Node::Phrase(_) | Node::Pattern(_) | Node::Regex(_))
    }

    /// Whether it can be a term of a [`Near`]: a leaf, or an `Or` of leaves.
    pub fn is_spot(&self) -> bool {
        match self {
            Node::Or(nodes) => nodes.iter().all(Node::is_leaf),
            other => other.is_leaf(),
        }
    }

    /// Lets a single term begin at `start`, where the signs before it stand.
    pub(crate) fn widen(&mut self, start: usize) {
        match self {
            Node::And(_) | Node::Or(_) | Node::Not(_) => {}
            Node::Phrase(Phrase { chars, .. })
            | Node::Near(Near { chars, .. })
            | Node::Field(InField { chars, .. })
            | Node::Range(FieldRange { chars, .. })
            | Node::Pattern(Pattern { chars, .. })
            | Node::Regex(Regex { chars, .. }) => chars.start = start,
        }
    }

    fn collect_positive<'a>(&'a self, leaves: &mut Vec<Leaf<'a>>) {
        match self {
            Node::And(nodes) | Node::Or(nodes) => {
                for node in nodes {
                    node.collect_positive(leaves);
                }
            }
            Node::Near(near) => {
                for term in &near.terms {
                    term.collect_positive(leaves);
                }
            }
            Node::Phrase(phrase) => leaves.push(Leaf::Phrase(phrase)),
            Node::Pattern(pattern) => leaves.push(Leaf::Pattern(pattern)),
            Node::Regex(regex) => leaves.push(Leaf::Regex(regex)),
            Node::Not(_) | Node::Field(_) | Node::Range(_) => {}
        }
    }
}
