//! From tokens to a tree, by recursive descent; one function for each level of precedence.
//!
//! From loose to tight: OR, AND (a space), NEAR and BEFORE, then `-`, `=` and fields before a term.
//!
//! Invariant: recursion is bounded by [`MAX_DEPTH`], because deeper brackets are taken out first.

use std::ops::Range;

use crate::Parsed;
use crate::characters::{Character, is_space};
use crate::field::{Field, Scope};
use crate::keywords::{DEFAULT_DISTANCE_CHARS, MAX_DISTANCE_CHARS};
use crate::notes::{self, Notes};
use crate::pasted::{is_pasted, passage};
use crate::source::Source;
use crate::tokens::{Kind, Prefix, Token, tokens};
use crate::tree::{FieldRange, InField, Near, Node, Part, Pattern, Phrase, Regex};
use crate::words::{read_range, read_word};

/// How deep brackets may be nested.
pub(crate) const MAX_DEPTH: usize = 50;

/// Reads a query: its tree, what is to be said about it, and its scope.
pub(crate) fn read(raw: &str) -> Parsed {
    let source = Source::new(raw);
    let mut notes = Notes::default();
    if is_pasted(raw) {
        notes.add(0, notes::PASTED);
        let tree = Some(Node::Phrase(passage(&source.chars)));
        return Parsed { tree, notes: notes.finish(), scope: None, says_and: false };
    }
    let tokens = limit_depth(tokens(&source, &mut notes), &mut notes);
    let says_and = tokens.iter().any(|token| token.kind == Kind::And);
    let mut parser =
        Parser { source: &source, tokens: &tokens, at: 0, notes, scope: None, range_field: None };
    let tree = parser.alternatives();
    let Parser { mut notes, scope, .. } = parser;
    if let Some(tree) = tree.as_ref().filter(|tree| is_negative(tree)) {
        let reason = if matches!(tree, Node::Or(_)) {
            notes::NEGATIVE_ALTERNATIVE
        } else {
            notes::ONLY_NEGATIVE
        };
        notes.add(tree.chars().start, reason);
    }
    Parsed { tree, notes: notes.finish(), scope, says_and }
}

/// Takes out the brackets that are nested too deep, and those without a partner.
fn limit_depth(tokens: Vec<Token>, notes: &mut Notes) -> Vec<Token> {
    let mut depth = 0_usize;
    let mut stays = |token: &Token| match token.kind {
        Kind::Open => {
            depth += 1;
            if depth == MAX_DEPTH + 1 {
                notes.add(token.chars.start, notes::too_deep());
            }
            depth <= MAX_DEPTH
        }
        Kind::Close => {
            let is_inside = (1..=MAX_DEPTH).contains(&depth);
            depth = depth.saturating_sub(1);
            is_inside
        }
        _ => true,
    };
    tokens.into_iter().filter(|token| stays(token)).collect()
}

/// Whether it holds wherever something is absent, so that nearly everything answers to it.
fn is_negative(node: &Node) -> bool {
    match node {
        Node::Not(_) => true,
        Node::And(nodes) => nodes.iter().all(is_negative),
        Node::Or(nodes) => nodes.iter().any(is_negative),
        _ => false,
    }
}

struct Parser<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    at: usize,
    notes: Notes,
    scope: Option<Scope>,
    /// The field around here if its values can be ranges.
    range_field: Option<Field>,
}

/// The signs before a term, added up.
#[derive(Default)]
struct Prefixes {
    nots: usize,
    is_literal: bool,
    field: Option<Field>,
    start: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// `A OR B`
    fn alternatives(&mut self) -> Option<Node> {
        let mut branches = Vec::new();
        loop {
            branches.extend(self.conjunction());
            if !self.skip_all(&Kind::Or) {
                return Node::or(branches);
            }
        }
    }

    /// `A B`, `A AND B`; ends before an OR that has a term on either side.
    fn conjunction(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(token) = self.peek() {
            match &token.kind {
                Kind::Close => break,
                Kind::Or if self.stands_between_terms(&nodes) => break,
                Kind::And if self.stands_between_terms(&nodes) => {
                    self.skip_all(&Kind::And);
                }
                Kind::Or | Kind::And | Kind::Near { .. } => {
                    nodes.push(self.literal_operator(token));
                }
                _ => nodes.extend(self.proximity()),
            }
        }
        Node::and(nodes)
    }

    /// `A NEAR/20 B`, `A BEFORE/20 B`
    fn proximity(&mut self) -> Option<Node> {
        let mut terms = vec![self.term()?];
        let mut links = Vec::new();
        while let Some(token) = self.peek() {
            let Kind::Near { is_ordered, distance_chars } = token.kind else { break };
            if !self.stands_between_terms(&terms) {
                break;
            }
            self.at += 1;
            if let Some(term) = self.term() {
                terms.push(term);
                links.push((is_ordered, self.distance(distance_chars, token.chars.start), token));
            }
        }
        let Some(&(is_ordered, distance_chars, first)) = links.first() else {
            return terms.pop();
        };
        if !terms.iter().all(Node::is_spot) {
            self.notes.add(first.chars.start, notes::NEAR_WITH_OTHERS);
            return Node::and(terms);
        }
        if links.iter().all(|link| (link.0, link.1) == (is_ordered, distance_chars)) {
            return Some(near(terms, distance_chars, is_ordered));
        }
        let pairs = terms.windows(2).zip(&links);
        Node::and(pairs.map(|(pair, link)| near(pair.to_vec(), link.1, link.0)))
    }

    /// A leaf or a group, with what stands before it.
    fn term(&mut self) -> Option<Node> {
        let mut prefixes = Prefixes { start: self.peek()?.chars.start, ..Prefixes::default() };
        let mut last = None;
        while let Some(token) = self.peek() {
            let Kind::Prefix(prefix) = token.kind else { break };
            let next = self.tokens.get(self.at + 1);
            if next.is_none_or(|next| !next.begins_term()) {
                last = Some(token);
                break;
            }
            prefixes.add(prefix);
            self.at += 1;
        }
        if let Some(token) = last {
            let operator = self.literal_operator(token);
            return Some(self.apply(&prefixes, operator));
        }
        let outer = self.range_field;
        self.range_field = prefixes.field.or(outer).filter(|field| field.has_ranges());
        let node = self.bare_term(&prefixes);
        self.range_field = outer;
        node.map(|node| self.apply(&prefixes, node))
    }

    fn bare_term(&mut self, prefixes: &Prefixes) -> Option<Node> {
        let token = self.peek()?;
        self.at += 1;
        match &token.kind {
            Kind::Open => {
                let node = self.alternatives();
                if self.peek().is_some_and(|token| token.kind == Kind::Close) {
                    self.at += 1;
                }
                node
            }
            Kind::Word(word) => Some(self.word(word, token)),
            Kind::Quoted { content, within_chars: Some(distance) } => {
                Some(self.words_near(content, *distance, token))
            }
            Kind::Quoted { content, within_chars: None } => {
                Some(self.leaf(content, true, token.chars.clone()))
            }
            Kind::Regex(source) => {
                Some(Node::Regex(Regex { source: source.clone(), chars: token.chars.clone() }))
            }
            Kind::Scope(scope) => {
                self.set_scope(*scope, token, prefixes);
                None
            }
            Kind::Close | Kind::Or | Kind::And | Kind::Near { .. } | Kind::Prefix(_) => None,
        }
    }

    fn word(&mut self, word: &[Character], token: &Token) -> Node {
        if let Some((field, (from, to))) = self.range_field.zip(read_range(word)) {
            let end = |text: String| Some(text).filter(|text| !text.chars().all(is_space));
            let range =
                FieldRange { field, from: end(from), to: end(to), chars: token.chars.clone() };
            if range.from.is_some() || range.to.is_some() {
                return Node::Range(range);
            }
            self.notes.add(token.chars.start, notes::empty_range(field));
        }
        self.leaf(word, false, token.chars.clone())
    }

    fn leaf(&mut self, word: &[Character], quoted: bool, chars: Range<usize>) -> Node {
        let mut word = read_word(word, quoted);
        if word.is_trimmed {
            self.notes.add(chars.start, notes::OUTER_WILDCARDS);
        }
        match (word.parts.pop(), word.parts.is_empty()) {
            (Some(Part::Text(text)), true) => {
                Node::Phrase(Phrase { text, quoted, literal: false, chars })
            }
            (last, _) => {
                word.parts.extend(last);
                Node::Pattern(Pattern { parts: word.parts, chars })
            }
        }
    }

    /// `"A B"~20`
    fn words_near(&mut self, content: &[Character], distance: u32, token: &Token) -> Node {
        let mut words = Vec::new();
        let mut position = token.chars.start + 1;
        for word in content.split(|c| !c.escaped && is_space(c.value)) {
            let length: usize = word.iter().map(|c| 1 + usize::from(c.escaped)).sum();
            if !word.iter().all(|c| is_space(c.value)) {
                words.push((word, position..position + length));
            }
            position += length + 1;
        }
        if words.len() < 2 {
            self.notes.add(token.chars.start, notes::ONE_WORD_NEAR);
            return self.leaf(content, true, token.chars.clone());
        }
        let distance = self.distance(Some(distance), token.chars.start);
        let mut terms = Vec::new();
        for (word, chars) in words {
            let mut term = self.leaf(word, true, chars);
            if let Node::Phrase(phrase) = &mut term {
                phrase.quoted = false;
            }
            terms.push(term);
        }
        near(terms, distance, false)
    }

    fn distance(&mut self, distance: Option<u32>, position: usize) -> u32 {
        match distance {
            None => self.notes.add(position, notes::near_without_distance()),
            Some(distance) if distance > MAX_DISTANCE_CHARS => {
                self.notes.add(position, notes::distance_too_large());
            }
            Some(_) => {}
        }
        distance.unwrap_or(DEFAULT_DISTANCE_CHARS).min(MAX_DISTANCE_CHARS)
    }

    fn set_scope(&mut self, scope: Scope, token: &Token, prefixes: &Prefixes) {
        if prefixes.nots > 0 || prefixes.is_literal || prefixes.field.is_some() {
            self.notes.add(token.chars.start, notes::SCOPE_WITH_PREFIX);
        }
        if self.scope.is_some_and(|earlier| earlier != scope) {
            self.notes.add(token.chars.start, notes::second_scope(scope));
        }
        self.scope = Some(scope);
    }

    /// Whether the operator here has a term before and after it.
    fn stands_between_terms(&self, before: &[Node]) -> bool {
        let operator = self.peek().map(|token| &token.kind);
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let after = rest.iter().find(|token| Some(&token.kind) != operator);
        !before.is_empty() && after.is_some_and(Token::begins_term)
    }

    /// Steps over `kind` as often as it stands here; whether it did.
    fn skip_all(&mut self, kind: &Kind) -> bool {
        let start = self.at;
        while self.peek().is_some_and(|token| token.kind == *kind) {
            self.at += 1;
        }
        self.at > start
    }

    /// An operator that has nothing to act on is a word; repeated, it is still one.
    fn literal_operator(&mut self, token: &Token) -> Node {
        self.skip_all(&token.kind);
        let text: String =
            self.source.chars.get(token.chars.clone()).unwrap_or_default().iter().collect();
        self.notes.add(token.chars.start, notes::nothing_to_act_on(&text));
        Node::Phrase(Phrase { text, quoted: false, literal: false, chars: token.chars.clone() })
    }

    fn apply(&mut self, prefixes: &Prefixes, mut node: Node) -> Node {
        if prefixes.is_literal {
            set_literal(&mut node);
        }
        if let Some(field) = prefixes.field {
            node.widen(prefixes.start);
            node = self.in_field(field, node);
        }
        if prefixes.nots > 1 || (prefixes.nots > 0 && matches!(node, Node::Not(_))) {
            self.notes.add(prefixes.start, notes::DOUBLE_NEGATION);
        }
        if prefixes.nots % 2 == 1 { Node::not(node) } else { node }
    }

    fn in_field(&mut self, field: Field, node: Node) -> Node {
        let mut each = |nodes: Vec<Node>| -> Vec<Node> {
            nodes.into_iter().map(|node| self.in_field(field, node)).collect()
        };
        match node {
            Node::And(nodes) => Node::And(each(nodes)),
            Node::Or(nodes) => Node::Or(each(nodes)),
            Node::Not(node) => Node::not(self.in_field(field, *node)),
            Node::Field(InField { field: inner, .. })
            | Node::Range(FieldRange { field: inner, .. }) => {
                if inner != field {
                    self.notes.add(node.chars().start, notes::field_in_field(inner));
                }
                node
            }
            leaf => {
                let chars = leaf.chars();
                Node::Field(InField { field, value: Box::new(leaf), chars })
            }
        }
    }
}

impl Prefixes {
    fn add(&mut self, prefix: Prefix) {
        match prefix {
            Prefix::Not => self.nots += 1,
            Prefix::Literal => self.is_literal = true,
            Prefix::Field(field) => self.field = Some(field),
        }
    }
}

impl Token {
    fn begins_term(&self) -> bool {
        match self.kind {
            Kind::Close | Kind::Or | Kind::And | Kind::Near { .. } => false,
            Kind::Word(_)
            | Kind::Quoted { .. }
            | Kind::Regex(_)
            | Kind::Open
            | Kind::Prefix(_)
            | Kind::Scope(_) => true,
        }
    }
}

fn near(terms: Vec<Node>, distance_chars: u32, is_ordered: bool) -> Node {
    let start = terms.first().map_or(0, |term| term.chars().start);
    let end = terms.last().map_or(start, |term| term.chars().end);
    Node::Near(Near { terms, distance_chars, is_ordered, chars: start..end })
}

fn set_literal(node: &mut Node) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter_mut().for_each(set_literal),
        Node::Not(node) => set_literal(node),
        Node::Near(near) => near.terms.iter_mut().for_each(set_literal),
        Node::Field(field) => set_literal(&mut field.value),
        Node::Phrase(phrase) => phrase.literal = true,
        Node::Range(_) | Node::Pattern(_) | Node::Regex(_) => {}
    }
}
