//! Pages made by hand, for tests.

use super::{Direction, Face, Glyph, GlyphPage, Mark, Rect};
use crate::characters::columns;

/// Builds a page of A4.
pub(crate) struct TestPage(GlyphPage);

impl TestPage {
    pub(crate) fn new() -> TestPage {
        TestPage(GlyphPage { width: 595.0, height: 842.0, ..GlyphPage::default() })
    }

    /// A line of text with its upper left corner at `x`, `y`.
    pub(crate) fn text(self, x: f32, y: f32, size: f32, text: &str) -> TestPage {
        self.set(x, y, size, None, false, text)
    }

    pub(crate) fn bold(self, x: f32, y: f32, size: f32, text: &str) -> TestPage {
        self.set(x, y, size, None, true, text)
    }

    /// A line whose letters are `advance` wide.
    pub(crate) fn narrow(self, x: f32, y: f32, size: f32, advance: f32, text: &str) -> TestPage {
        self.set(x, y, size, Some(advance), false, text)
    }

    fn set(
        mut self,
        x: f32,
        y: f32,
        size: f32,
        advance: Option<f32>,
        is_bold: bool,
        text: &str,
    ) -> TestPage {
        let mut x = x;
        for c in text.chars() {
            let width = advance.unwrap_or(size * columns(&c.to_string()) as f32 / 2.0);
            let rect = Rect::new(x, y, x + width, y + size);
            self.push(c, rect, size, is_bold, Direction::Across);
            x += width;
        }
        self
    }

    /// A column of vertical text with its upper left corner at `x`, `y`.
    pub(crate) fn column(mut self, x: f32, y: f32, size: f32, text: &str) -> TestPage {
        for (nth, c) in text.chars().enumerate() {
            let top = y + size * nth as f32;
            self.push(c, Rect::new(x, top, x + size, top + size), size, false, Direction::Down);
        }
        self
    }

    fn push(&mut self, c: char, rect: Rect, size: f32, is_bold: bool, direction: Direction) {
        let glyph = Glyph {
            c,
            rect,
            size,
            face: Face { is_bold, is_gothic: false },
            direction,
            mark: Mark::default(),
            is_turned: false,
            is_artifact: false,
        };
        self.0.glyphs.push(glyph);
    }

    /// A rule.
    pub(crate) fn rule(mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> TestPage {
        self.0.rules.push(Rect::new(x0, y0, x1, y1));
        self
    }

    /// A framed box.
    pub(crate) fn frame(mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> TestPage {
        self.0.boxes.push(Rect::new(x0, y0, x1, y1));
        self.grid(&[x0, x1], &[y0, y1])
    }

    /// A grid of rules.
    pub(crate) fn grid(mut self, xs: &[f32], ys: &[f32]) -> TestPage {
        for x in xs {
            self = self.rule(*x, ys[0], *x, ys[ys.len() - 1]);
        }
        for y in ys {
            self = self.rule(xs[0], *y, xs[xs.len() - 1], *y);
        }
        self
    }

    pub(crate) fn build(self) -> GlyphPage {
        self.0
    }

    /// The blocks of the page, one a line.
    pub(crate) fn read(self) -> String {
        let blocks = super::blocks(&mut super::parts(self.0));
        let texts: Vec<String> =
            blocks.iter().map(|block| block.text.replace('\t', "｜")).collect();
        texts.join("\n")
    }
}
