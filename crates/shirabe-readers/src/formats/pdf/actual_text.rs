//! ActualText: what the author says that the painted glyphs mean (ISO 32000-2, 14.9.4).
//!
//! Skia (Chromium) paints 生 as the radical ⽣ and puts the truth here.

use crate::layout::{Glyph, Rect};

/// Reads a text string: UTF-16 or UTF-8 with a byte-order mark, else Latin-1 as the nearest to
/// PDFDocEncoding (ISO 32000-2, 7.9.2.2).
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let (pairs, _) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(rest).into_owned();
    }
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Replaces the glyphs from `start` on by the text, at their place.
pub(super) fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let painted: Vec<Glyph> = glyphs.get(start..).unwrap_or_default().to_vec();
    let Some(first) = painted.first().copied() else { return };
    let chars: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
    glyphs.truncate(start);
    if chars.len() == painted.len() {
        glyphs.extend(painted.iter().zip(chars).map(|(glyph, c)| Glyph { c, ..*glyph }));
        return;
    }
    // The characters share the room of what was painted on the first line.
    let on_line = |glyph: &&Glyph| (glyph.rect.y0 - first.rect.y0).abs() < 0.5 * first.size;
    let room = painted.iter().filter(on_line).map(|glyph| glyph.rect).reduce(Rect::union);
    let room = room.unwrap_or(first.rect);
    let step = room.width() / chars.len().max(1) as f32;
    glyphs.extend(chars.into_iter().enumerate().map(|(nth, c)| {
        let x0 = room.x0 + step * nth as f32;
        Glyph { c, rect: Rect::new(x0, room.y0, x0 + step, room.y1), ..first }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Direction, Face, Mark};

    fn glyph(c: char, x0: f32) -> Glyph {
        Glyph {
            c,
            rect: Rect::new(x0, 0.0, x0 + 10.0, 10.0),
            size: 10.0,
            face: Face::default(),
            direction: Direction::Across,
            mark: Mark::default(),
            is_turned: false,
            is_artifact: false,
        }
    }

    fn replaced(painted: &str, text: &str) -> String {
        let mut glyphs: Vec<Glyph> =
            painted.chars().enumerate().map(|(n, c)| glyph(c, 10.0 * n as f32)).collect();
        replace(&mut glyphs, 1, text);
        glyphs.iter().map(|glyph| glyph.c).collect()
    }

    #[test]
    fn the_authors_text_stands_for_the_glyphs() {
        assert_eq!(replaced("、⽣命", "生命"), "、生命");
        assert_eq!(replaced("、ﬁ", "fi"), "、fi");
        assert_eq!(replaced("、--", ""), "、");
    }

    #[test]
    fn text_strings_are_decoded_by_their_mark() {
        assert_eq!(decode(&[0xFE, 0xFF, 0x75, 0x1F]), "生");
        assert_eq!(decode(b"\xEF\xBB\xBF\xE7\x94\x9F"), "生");
        assert_eq!(decode(b"fi"), "fi");
    }
}
