//! Edges: where a spelling must not begin or end, because it would be a part of something longer.
//!
//! AI stands in 生成AI and not in main, 三年 not in 十三年. Enter at [`Edges::of_own`] for the query's own
//! spelling and at `Edges::of_alternative` for another; [`Edges::standing`] decides for one place.
//!
//! Invariant: an edge of kana or of a kanji that is no number is free: Japanese has no white space
//! between words, and what a word is there must not decide what is found.

use shirabe_text::{Expansion, Folding, Rule, fold, is_digit, is_kanji_numeral, is_latin_letter};

/// What the first or the last character of a spelling must not stand inside of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Nothing.
    #[default]
    Free,
    /// A word of Latin letters, or a number in digits. What is found there is set aside.
    Word,
    /// A number with kanji. What is found there is set aside.
    Number,
    /// A word or a number of any kind. What is found there is another number: it does not count as
    /// found at all.
    OtherNumber,
}

/// Both edges of a spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Edges {
    /// Of the first character.
    pub start: Edge,
    /// Of the last one.
    pub end: Edge,
}

/// How an occurrence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As it was asked for.
    Whole,
    /// As a part of a word or a number.
    InsideWord,
    /// As a part of another number than it names.
    OtherNumber,
}

/// Which places of a text lie inside a word or a number.
pub trait Insides {
    /// Inside a word of Latin letters or a number in digits.
    fn is_inside_word(&self, offset: u32) -> bool;
    /// Inside a number with kanji.
    fn is_inside_number(&self, offset: u32) -> bool;
}

/// Which edges of a phrase are numbers, as the rules of spelling read it: 三年 begins with one, 三菱 does
/// not.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumberEdges {
    start: bool,
    end: bool,
}

impl NumberEdges {
    /// Whatever stands there may be a number.
    pub const BOTH: NumberEdges = NumberEdges { start: true, end: true };

    /// Reads them from the expansions of a phrase of so many characters.
    pub fn of<'a>(expansions: impl Iterator<Item = &'a Expansion>, n_chars: usize) -> NumberEdges {
        let mut edges = NumberEdges::default();
        for expansion in expansions.filter(|expansion| is_of_number(expansion.rule)) {
            edges.start |= expansion.chars.start == 0;
            edges.end |= expansion.chars.end == n_chars;
        }
        edges
    }

    /// Whether it matters for a phrase what they are: only kanji can be a number or a word's part.
    pub(crate) fn matter_for(phrase: &str) -> bool {
        let folded = fold(phrase, Folding::Standard);
        folded.starts_with(is_kanji_numeral) || folded.ends_with(is_kanji_numeral)
    }
}

impl Edges {
    /// Those of the spelling that the query has itself, in match form. An address is looked for as it
    /// stands: `mext.go.jp` is a part of every longer one.
    pub fn of_own(folded: &str, numbers: NumberEdges) -> Edges {
        let edge = |character: Option<char>, is_number: bool| match character {
            Some(c) if is_latin_letter(c) || is_digit(c) => Edge::Word,
            Some(c) if is_number && is_kanji_numeral(c) => Edge::Number,
            _ => Edge::Free,
        };
        if is_address(folded) {
            return Edges::default();
        }
        Edges {
            start: edge(folded.chars().next(), numbers.start),
            end: edge(folded.chars().next_back(), numbers.end),
        }
    }

    /// Those of another spelling, in match form. One that a rule of numbers made must not be a part of a
    /// longer number: 一億円 is not in 581億円.
    pub(crate) fn of_alternative(
        folded: &str,
        numbers: NumberEdges,
        mut rules: impl Iterator<Item = Rule>,
    ) -> Edges {
        let own = Edges::of_own(folded, numbers);
        if !rules.any(is_of_number) {
            return own;
        }
        let edge = |own: Edge, character: Option<char>| {
            let is_digit = character.is_some_and(is_digit);
            if own == Edge::Number || is_digit { Edge::OtherNumber } else { own }
        };
        Edges {
            start: edge(own.start, folded.chars().next()),
            end: edge(own.end, folded.chars().next_back()),
        }
    }

    /// The same where parts of words and numbers count as well. Another number never does.
    #[must_use]
    pub fn opened(self) -> Edges {
        let opened = |edge| if edge == Edge::OtherNumber { edge } else { Edge::Free };
        Edges { start: opened(self.start), end: opened(self.end) }
    }

    /// Whether every place will do.
    pub fn are_free(self) -> bool {
        self == Edges::default()
    }

    /// How an occurrence from `start` to `end` of the match form stands.
    pub fn standing(self, start: u32, end: u32, insides: &impl Insides) -> Standing {
        let of_edge = |edge: Edge, at: u32| {
            let (is_inside, standing) = match edge {
                Edge::Free => (false, Standing::Whole),
                Edge::Word => (insides.is_inside_word(at), Standing::InsideWord),
                Edge::Number => (insides.is_inside_number(at), Standing::InsideWord),
                Edge::OtherNumber => (
                    insides.is_inside_word(at) || insides.is_inside_number(at),
                    Standing::OtherNumber,
                ),
            };
            if is_inside { standing } else { Standing::Whole }
        };
        match (of_edge(self.start, start), of_edge(self.end, end)) {
            (Standing::OtherNumber, _) | (_, Standing::OtherNumber) => Standing::OtherNumber,
            (Standing::Whole, Standing::Whole) => Standing::Whole,
            _ => Standing::InsideWord,
        }
    }
}

/// Whether the rule writes a number in another way.
pub(crate) fn is_of_number(rule: Rule) -> bool {
    matches!(rule, Rule::Era | Rule::Number | Rule::Counter)
}

/// Whether a folded phrase is a web or mail address or a part of one that no word is.
fn is_address(folded: &str) -> bool {
    let is_narrow = folded.chars().all(|c| c.is_ascii_graphic());
    let has_domain = folded.split('.').skip(1).any(|part| part.starts_with(is_latin_letter));
    is_narrow && (folded.contains("://") || folded.contains('@') || has_domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(folded: &str) -> (Edge, Edge) {
        let edges = Edges::of_own(folded, NumberEdges { start: true, end: true });
        (edges.start, edges.end)
    }

    #[test]
    fn letters_digits_and_numerals_are_edges_and_japanese_is_free() {
        assert_eq!(own("ai戦略"), (Edge::Word, Edge::Free));
        assert_eq!(own("研究50"), (Edge::Free, Edge::Word));
        assert_eq!(own("三年"), (Edge::Number, Edge::Free));
        assert_eq!(own("(株)"), (Edge::Free, Edge::Free));
        assert_eq!(own("mext.go.jp"), (Edge::Free, Edge::Free));
        assert_eq!(own("50.5"), (Edge::Word, Edge::Word));
        let word = Edges::of_own("三菱", NumberEdges::default());
        assert!(word.are_free());
    }

    #[test]
    fn an_alternative_of_a_number_is_never_opened() {
        let numbers = NumberEdges { start: true, end: false };
        let edges = Edges::of_alternative("五百回", numbers, [Rule::Number].into_iter());
        assert_eq!((edges.opened().start, edges.end), (Edge::OtherNumber, Edge::Free));
        let spelled = Edges::of_alternative("ai取組", numbers, [Rule::Spelling].into_iter());
        assert_eq!((spelled.start, spelled.opened().start), (Edge::Word, Edge::Free));
    }
}
