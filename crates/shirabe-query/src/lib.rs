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
mod describe;
mod display;
mod field;
mod keywords;
mod notes;
mod parser;
mod pasted;
mod source;
mod tokens;
mod tree;
mod words;

use std::fmt;

pub use describe::{describe_ja, describe_ja_within};
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
    /// Whether AND is written out, and not only meant by a space.
    pub says_and: bool,
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
    parser::read(raw)
}

impl Parsed {
    /// Says in Japanese what is being looked for, within the query's own scope or `default`.
    pub fn describe_ja(&self, default: Scope) -> Option<String> {
        self.tree.as_ref().map(|tree| describe_ja_within(tree, self.scope.unwrap_or(default)))
    }
}

/// The canonical form of the query, its scope included.
impl fmt::Display for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tree = self.tree.iter().map(Node::to_string);
        let scope = self.scope.iter().map(|scope| format!("{}:{scope}", Scope::FIELD_NAMES[0]));
        f.write_str(&tree.chain(scope).collect::<Vec<_>>().join(" "))
    }
}
