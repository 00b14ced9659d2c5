//! Pages that are pictures: [`Picture`] goes out to a recogniser of characters, [`Recognition`] comes back.
//!
//! The reader itself knows no recogniser. Where it is given words for a page that has none, it reads them
//! as it reads the glyphs of a page, and says so.

use std::collections::BTreeMap;

use crate::layout::{Direction, Face, Glyph, GlyphPage, Mark, Rect};

/// A page, painted grey on white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row, 0 for black, 255 for white.
    pub pixels: Vec<u8>,
    /// Dots per inch of the page.
    pub dots_per_inch: u32,
}

/// What a recogniser found, by the number of the page in the file, counted from 1. A page without a word is
/// one in which nothing was found.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Recognition {
    /// The words of each page that was looked at, in reading order.
    pub pages: BTreeMap<u32, Vec<RecognisedWord>>,
}

/// A word in a picture.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RecognisedWord {
    /// Its characters, without white space.
    pub text: String,
    /// Where it stands, in points from the upper left corner of the page: left, top, right, bottom.
    pub place: [f32; 4],
    /// Which line of the page it stands on: top and bottom of the line, in points.
    pub line: [f32; 2],
    /// The size of its letters, in points.
    pub size: f32,
}

impl RecognisedWord {
    /// Puts its characters on a page, side by side.
    pub(crate) fn write_on(&self, page: &mut GlyphPage) {
        let [left, _, right, _] = self.place;
        let [top, bottom] = self.line;
        let n_chars = self.text.chars().count().max(1) as f32;
        let step = (right - left) / n_chars;
        for (nth, c) in self.text.chars().enumerate() {
            let x0 = left + step * nth as f32;
            page.glyphs.push(Glyph {
                c,
                rect: Rect::new(x0, top, x0 + step, bottom),
                size: self.size,
                face: Face::default(),
                direction: Direction::Across,
                mark: Mark::default(),
                is_turned: false,
                is_artifact: false,
            });
        }
    }
}
