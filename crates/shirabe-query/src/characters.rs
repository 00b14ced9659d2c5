//! Which characters are operators: one small table, so that full-width signs read like half-width ones.

/// The half-width form of a full-width ASCII character; every other character is itself.
///
/// Source: Unicode, Halfwidth and Fullwidth Forms, U+FF01..U+FF5E. The full-width backslash is left
/// alone, because nobody types it to escape something.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '＼' => c,
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
