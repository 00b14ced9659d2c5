//! From characters to tokens: [`tokens`] cuts a query into words, quotations and operators.
//!
//! Everything that needs a look at the surrounding characters is decided here or in
//! [`crate::source`], so that the parser sees only tokens.

use std::ops::Range;

use crate::characters::{
    Character, JOINED, can_be_escaped, half_width, is_corner_open, is_minus, is_operator_sign,
    is_quote_open, is_space, is_word_character,
};
use crate::field::{Field, Scope};
use crate::keywords::{Keyword, Name, field_at, keyword_at};
use crate::notes::{self, Notes};
use crate::source::{Bracket, Source};
use crate::tree::is_escaped_slash;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Where it stands in the query.
    pub(crate) chars: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word(Vec<Character>),
    Quoted { content: Vec<Character>, within_chars: Option<u32> },
    Regex(String),
    Open,
    Close,
    Or,
    And,
    Near { is_ordered: bool, distance_chars: Option<u32> },
    Prefix(Prefix),
    Scope(Scope),
}

/// What stands before a term and changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// `-` or NOT
    Not,
    /// `=`
    Literal,
    /// `題名:`
    Field(Field),
}

/// Cuts a query into tokens.
pub(crate) fn tokens(source: &Source, notes: &mut Notes) -> Vec<Token> {
    let mut reader = Reader { source, notes, at: 0, tokens: Vec::new(), after_prefix: false };
    while let Some(c) = source.get(reader.at) {
        if is_space(c) {
            if !c.is_whitespace() {
                reader.notes.add(reader.at, notes::CONTROL_CHARACTERS);
            }
            reader.at += 1;
            reader.after_prefix = false;
        } else {
            reader.token(c);
        }
    }
    let tokens = reader.tokens;
    if let Some(at) = source.first_joint {
        notes.add(at, notes::JOINED_LINES);
    }
    hint_at_operators(&tokens, notes);
    tokens
}

/// Says of words that are operators elsewhere how the operator is written here.
fn hint_at_operators(tokens: &[Token], notes: &mut Notes) {
    for (i, token) in tokens.iter().enumerate() {
        let Kind::Word(word) = &token.kind else { continue };
        let narrow: Vec<char> = word.iter().map(|c| half_width(c.value)).collect();
        let is_and = |at: usize| {
            let stands_between =
                |neighbour: Option<&char>| neighbour.copied().is_some_and(is_word_character);
            let before = at.checked_sub(1).and_then(|before| narrow.get(before));
            narrow[at] == '&'
                && !word[at].escaped
                && (narrow.len() == 1
                    || narrow.get(at + 1) == Some(&'&')
                    || (stands_between(before) && stands_between(narrow.get(at + 1))))
        };
        if let Some(at) = (0..narrow.len()).find(|at| is_and(*at)) {
            notes.add(token.chars.start + at, notes::AMPERSAND);
        }
        let upper: String = narrow.iter().map(char::to_ascii_uppercase).collect();
        let neighbours =
            [i.checked_sub(1).and_then(|before| tokens.get(before)), tokens.get(i + 1)];
        let is_among_japanese = neighbours.into_iter().all(|token| token.is_some_and(is_japanese));
        if is_among_japanese && !word[0].escaped && matches!(upper.as_str(), "AND" | "OR" | "NOT") {
            let typed: String = word.iter().map(|c| c.value).collect();
            notes.add(token.chars.start, notes::operator_in_small_letters(&typed, &upper));
        }
    }
}

/// Whether a token is a word or a quotation with Japanese in it: 「research and development」 is English.
fn is_japanese(token: &Token) -> bool {
    match &token.kind {
        Kind::Word(content) | Kind::Quoted { content, .. } => {
            content.iter().any(|c| is_word_character(c.value))
        }
        _ => false,
    }
}

struct Reader<'a> {
    source: &'a Source,
    notes: &'a mut Notes,
    at: usize,
    tokens: Vec<Token>,
    /// Directly after `-`, `=` or `題名:` an OR is a word like any other.
    after_prefix: bool,
}

impl Reader<'_> {
    /// Reads the token that begins here, with the character `c`.
    fn token(&mut self, c: char) {
        match self.source.bracket(self.at) {
            Bracket::Group if half_width(c) == ')' => return self.push(Kind::Close, self.at + 1),
            Bracket::Group => return self.push(Kind::Open, self.at + 1),
            Bracket::Unclosed => {
                self.notes.add(self.at, notes::UNCLOSED_BRACKET);
                return self.push(Kind::Open, self.at + 1);
            }
            Bracket::Literal => {}
        }
        if half_width(c) == '|' {
            return self.push(Kind::Or, self.at + 1);
        }
        if is_quote_open(c) && self.quoted(c) {
            return;
        }
        if let Some(end) = self.source.regex_end(self.at) {
            return self.regex(end);
        }
        if self.keyword() || self.field() || self.sign(c) {
            return;
        }
        self.word();
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.after_prefix = matches!(kind, Kind::Prefix(_));
        self.tokens.push(Token { kind, chars: self.at..end });
        self.at = end;
    }

    fn quoted(&mut self, mark: char) -> bool {
        if let Some(quotation) = self.source.quotation(self.at) {
            let content = self.unescape(quotation.content.clone());
            let kind = Kind::Quoted { content, within_chars: quotation.within_chars };
            self.push(kind, quotation.end);
            return true;
        }
        if is_corner_open(mark) && self.source.is_closed_corner(self.at) {
            if !self.source.is_empty_corner(self.at) {
                self.notes.add(self.at, notes::QUOTE_IN_SENTENCE);
            }
            return false;
        }
        let end = self.word_end(self.at + 1);
        let content = self.unescape(self.at + 1..end);
        let has_text = content.iter().any(|c| !is_operator_sign(c.value) && !is_space(c.value));
        if has_text {
            self.notes.add(self.at, notes::unclosed_quote(mark));
            self.push(Kind::Quoted { content, within_chars: None }, end);
        }
        has_text
    }

    /// Full-width signs have the meaning of half-width ones, as everywhere in a query.
    fn regex(&mut self, end: usize) {
        let mut text = String::new();
        let mut i = self.at + 1;
        while let Some(c) = self.source.get(i).filter(|_| i < end) {
            let next = self.source.get(i + 1).filter(|_| i + 1 < end);
            i += 1;
            if c == JOINED {
                continue;
            }
            if c == '\\'
                && let Some(next) = next
            {
                i += 1;
                if !is_escaped_slash(Some(c), Some(next)) {
                    text.push('\\');
                }
                text.push(half_width(next));
            } else {
                text.push(half_width(c));
            }
        }
        self.push(Kind::Regex(text), end + 1);
    }

    fn keyword(&mut self) -> bool {
        if self.after_prefix {
            return false;
        }
        let Some((keyword, end)) = keyword_at(&self.source.chars, self.at) else { return false };
        let is_bracket = self.source.get(end).is_some_and(|c| matches!(half_width(c), '(' | ')'));
        if is_bracket && self.source.bracket(end) == Bracket::Literal {
            return false;
        }
        let kind = match keyword {
            Keyword::And => Kind::And,
            Keyword::Or => Kind::Or,
            Keyword::Not => Kind::Prefix(Prefix::Not),
            Keyword::Near { is_ordered, distance_chars } => {
                Kind::Near { is_ordered, distance_chars }
            }
        };
        self.push(kind, end);
        true
    }

    fn field(&mut self) -> bool {
        match field_at(&self.source.chars, self.at) {
            Some((Name::Field(field), end)) => self.push(Kind::Prefix(Prefix::Field(field)), end),
            Some((Name::Scope, end)) => return self.scope(end),
            None => return false,
        }
        true
    }

    /// `範囲:文`, where a space may follow the colon.
    fn scope(&mut self, after_colon: usize) -> bool {
        let spaces = self.source.chars.iter().skip(after_colon).take_while(|&&c| is_space(c));
        let value = after_colon + spaces.count();
        let end = self.word_end(value);
        let name: String = self.unescape(value..end).iter().map(|c| c.value).collect();
        let Some(scope) = Scope::from_name(&name) else {
            self.notes.add(self.at, notes::unknown_scope(&name));
            return false;
        };
        self.push(Kind::Scope(scope), end);
        true
    }

    /// `-` or `=` before a term.
    fn sign(&mut self, c: char) -> bool {
        let next = self.source.get(self.at + 1);
        let Some(next) = next.filter(|_| self.source.can_go_on(self.at + 1)) else {
            return false;
        };
        if half_width(c) == '=' && half_width(next) != '=' {
            self.push(Kind::Prefix(Prefix::Literal), self.at + 1);
            return true;
        }
        if !is_minus(c) || is_minus(next) || self.is_subtitle(next) {
            return false;
        }
        if c == 'ー' {
            self.notes.add(self.at, notes::KANA_MINUS);
        } else if half_width(next).is_ascii_digit() {
            let word = self.unescape(self.at + 1..self.word_end(self.at + 1));
            let word: String = word.iter().map(|c| c.value).collect();
            self.notes.add(self.at, notes::minus_before_number(&word));
        }
        self.push(Kind::Prefix(Prefix::Not), self.at + 1);
        true
    }

    /// Whether the minus here and one at the end enclose a subtitle: －創薬の現状－.
    fn is_subtitle(&self, next: char) -> bool {
        if !next.is_alphanumeric() || field_at(&self.source.chars, self.at + 1).is_some() {
            return false;
        }
        let word = self.unescape(self.at + 1..self.word_end(self.at + 1));
        word.last().is_some_and(|c| !c.escaped && c.value != 'ー' && is_minus(c.value))
    }

    fn word(&mut self) {
        let start = self.at;
        let end = self.word_end(start);
        let mut word = self.unescape(start..end);
        if word.iter().all(|c| is_space(c.value)) {
            word = self.verbatim(start..end);
        }
        self.take_keyword_escape(&mut word);
        if word.iter().all(|c| !c.escaped && is_operator_sign(c.value)) {
            let text: String = word.iter().map(|c| c.value).collect();
            self.notes.add(start, notes::signs_only(&text));
        } else {
            self.note_unopened_bracket(&word, start);
        }
        self.push(Kind::Word(word), end);
    }

    /// In `\OR` the backslash says that OR is a word.
    fn take_keyword_escape(&self, word: &mut Vec<Character>) {
        let is_escape = word.first().is_some_and(|c| c.is('\\'))
            && keyword_at(&self.source.chars, self.at + 1).is_some();
        if is_escape {
            word.remove(0);
            if let Some(first) = word.first_mut() {
                first.escaped = true;
            }
        }
    }

    fn note_unopened_bracket(&mut self, word: &[Character], start: usize) {
        let opens = word.iter().filter(|c| c.is('(')).count();
        let closes = word.iter().filter(|c| c.is(')')).count();
        if closes > opens && word.last().is_some_and(|c| c.is(')')) {
            self.notes.add(start, notes::UNOPENED_BRACKET);
        }
    }

    /// Where the word ends that goes on at `i`.
    fn word_end(&self, mut i: usize) -> usize {
        loop {
            if self.source.get(i) == Some('\\')
                && self.source.get(i + 1).is_some_and(can_be_escaped)
            {
                i += 2;
            } else if self.source.is_break(i) {
                return i;
            } else {
                i += 1;
            }
        }
    }

    /// The characters of a range, backslashes included.
    fn verbatim(&self, range: Range<usize>) -> Vec<Character> {
        let chars = self.source.chars.get(range).unwrap_or_default();
        let chars = chars.iter().filter(|c| **c != JOINED);
        chars.map(|&value| Character { value, escaped: false }).collect()
    }

    /// The characters of a range without the backslashes that escape others.
    fn unescape(&self, range: Range<usize>) -> Vec<Character> {
        let mut characters = Vec::with_capacity(range.len());
        let mut i = range.start;
        while let Some(value) = self.source.get(i).filter(|_| i < range.end) {
            let next = self.source.get(i + 1).filter(|&c| i + 1 < range.end && can_be_escaped(c));
            let escaped = next.filter(|_| value == '\\');
            let value = escaped.unwrap_or(value);
            if value != JOINED {
                characters.push(Character { value, escaped: escaped.is_some() });
            }
            i += 1 + usize::from(escaped.is_some());
        }
        characters
    }
}
