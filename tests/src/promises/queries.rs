//! The query language: [`a_query_is_read`].

use shirabe_query::{Scope, parse};

/// A query grows by what has to be escaped and by operators that are written out (`|` becomes ` OR `), never by
/// more: the longest name of a field or an operator has 6 characters.
const MOST_GROWTH: usize = 8;

/// Whatever is typed is read, its canonical form is read as the same, positions lie in the query, and what was
/// understood can be described.
pub fn a_query_is_read(bytes: &[u8]) {
    let query = String::from_utf8_lossy(bytes);
    let n_chars = query.chars().count();
    let parsed = parse(&query);
    let canonical = parsed.to_string();
    let again = parse(&canonical);
    assert_eq!(again.tree, parsed.tree, "{canonical}");
    assert_eq!(again.scope, parsed.scope, "{canonical}");
    assert_eq!(again.to_string(), canonical);
    let n_canonical = canonical.chars().count();
    assert!(n_canonical <= n_chars.saturating_mul(MOST_GROWTH), "{n_canonical} characters");
    assert!(parsed.notes.iter().all(|note| note.position_chars < n_chars), "{:?}", parsed.notes);
    if let Some(tree) = &parsed.tree {
        let chars = tree.chars();
        assert!(chars.start < chars.end && chars.end <= n_chars, "{chars:?} of {n_chars}");
    }
    let described = parsed.describe_ja(Scope::default());
    assert_eq!(described.is_some(), parsed.tree.is_some());
}
