//! Conversions between the three ways of counting a text: `char`s (public), UTF-16 units (for
//! browsers) and bytes (inside only).
//!
//! Out-of-range positions are cut to the end of the text; nothing here panics.

use std::ops::Range;

/// The part of `text` between two `char` offsets.
///
/// `slice_chars("我が国の政策", 3..6)` is `"の政策"`; what lies beyond the end is left out.
pub fn slice_chars(text: &str, chars: Range<usize>) -> &str {
    text.get(char_to_byte(text, chars)).unwrap_or_default()
}

/// `char` offsets to byte offsets.
pub fn char_to_byte(text: &str, chars: Range<usize>) -> Range<usize> {
    let start = byte_of_char(text, chars.start);
    let rest = text.get(start..).unwrap_or_default();
    start..start + byte_of_char(rest, chars.end.saturating_sub(chars.start))
}

/// `char` offsets to offsets in UTF-16 units, as JavaScript counts strings.
pub fn char_to_utf16(text: &str, chars: Range<usize>) -> Range<usize> {
    let mut units = text.chars().map(char::len_utf16);
    let start: usize = units.by_ref().take(chars.start).sum();
    start..start + units.take(chars.end.saturating_sub(chars.start)).sum::<usize>()
}

/// Offsets in UTF-16 units to `char` offsets; a position inside a surrogate pair takes in the
/// whole character.
pub fn utf16_to_char(text: &str, units: Range<usize>) -> Range<usize> {
    let (mut unit, mut start, mut end) = (0, None, 0);
    for (index, character) in text.chars().enumerate() {
        let next = unit + character.len_utf16();
        if start.is_none() && next > units.start {
            start = Some(index);
        }
        if unit < units.end {
            end = index + 1;
        }
        unit = next;
    }
    let start = start.unwrap_or_else(|| text.chars().count());
    start..end.max(start)
}

/// A byte offset to a `char` offset; a position inside a character counts as its start.
pub fn byte_to_char(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    text.get(..byte).unwrap_or_default().chars().count()
}

fn byte_of_char(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_counts_characters_not_bytes() {
        assert_eq!(slice_chars("我が国の政策", 3..6), "の政策");
        assert_eq!(slice_chars("我が国", 1..99), "が国");
        assert_eq!(slice_chars("我が国", 7..9), "");
    }

    #[test]
    fn a_reversed_range_is_empty() {
        let reversed = Range { start: 2, end: 1 };
        assert_eq!(slice_chars("我が国", reversed.clone()), "");
        assert_eq!(char_to_utf16("我が国", reversed), 2..2);
    }

    #[test]
    fn a_character_outside_the_basic_plane_takes_two_utf16_units() {
        assert_eq!(char_to_utf16("𠮟る", 1..2), 2..3);
        assert_eq!(utf16_to_char("𠮟る", 2..3), 1..2);
    }

    #[test]
    fn half_a_surrogate_pair_takes_in_the_whole_character() {
        assert_eq!(utf16_to_char("a𠮟b", 2..3), 1..2);
        assert_eq!(utf16_to_char("a𠮟b", 1..2), 1..2);
    }

    #[test]
    fn a_byte_inside_a_character_counts_as_its_start() {
        assert_eq!(byte_to_char("我が国", 4), 1);
        assert_eq!(byte_to_char("我が国", 99), 3);
    }
}
