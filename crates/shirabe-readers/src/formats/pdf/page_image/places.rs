//! Where wordings stand on a page: [`places`].

use hayro_interpret::InterpreterCache;
use hayro_syntax::page::Page;

use crate::characters::narrow;
use crate::formats::pdf::document::glyph_page;
use crate::layout::{self, Direction, Rect};
use crate::limits::Limits;
use crate::repair::{ligatures, private_use, radicals};

/// Where a wording stands: one rectangle a line, in points from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) rects: Vec<Rect>,
}

/// A character of the page, as it is compared, and where it stands.
struct Standing {
    c: char,
    rect: Rect,
    direction: Direction,
    /// Lines of the page are counted in reading order.
    line: usize,
}

/// Every place at which one of the wordings stands, in the order of the wordings. Characters are compared
/// as the reader repairs them, without white space, and by their narrow forms.
pub(super) fn places(page: &Page<'_>, wordings: &[String], limits: &Limits) -> Vec<Place> {
    let wordings: Vec<Vec<char>> = wordings.iter().map(|wording| folded(wording)).collect();
    if wordings.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let standing = standing(page, limits);
    let chars: Vec<char> = standing.iter().map(|standing| standing.c).collect();
    let mut places: Vec<Place> = Vec::new();
    for wording in wordings.iter().filter(|wording| !wording.is_empty()) {
        let mut start = 0;
        while let Some(found) = find(&chars, wording, start) {
            start = found + wording.len();
            let place = Place { rects: rects(standing.get(found..start).unwrap_or_default()) };
            // Two spellings of one place.
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}

fn find(chars: &[char], wording: &[char], start: usize) -> Option<usize> {
    let rest = chars.get(start..)?;
    rest.windows(wording.len()).position(|window| window == wording).map(|at| start + at)
}

/// The characters of a page in reading order.
fn standing(page: &Page<'_>, limits: &Limits) -> Vec<Standing> {
    let cache = InterpreterCache::new();
    let glyphs = glyph_page(page, &cache, limits);
    // The layout turns a page whose letters are turned; the image stays as it is.
    let places: Vec<(Rect, Direction)> =
        glyphs.glyphs.iter().map(|glyph| (glyph.rect, glyph.direction)).collect();
    let pages = layout::document::read(vec![layout::parts(glyphs)], &[]);
    let Some(page) = pages.first() else { return Vec::new() };
    let in_text = page.blocks.iter().flat_map(|block| &block.lines).map(|line| &line.glyphs);
    let aside = page.dropped.iter().map(|dropped| &dropped.glyphs);
    let mut standing = Vec::new();
    for (line, glyphs) in in_text.chain(aside).enumerate() {
        for id in glyphs {
            let at = *id as usize;
            let (Some(c), Some((rect, direction))) = (page.chars.get(at), places.get(at)) else {
                continue;
            };
            let c = folded(c.encode_utf8(&mut [0; 4]));
            let (rect, direction) = (*rect, *direction);
            standing.extend(c.into_iter().map(|c| Standing { c, rect, direction, line }));
        }
    }
    standing
}

/// One rectangle for each stretch on one line.
fn rects(standing: &[Standing]) -> Vec<Rect> {
    let mut rects: Vec<(usize, Direction, Rect)> = Vec::new();
    for Standing { rect, direction, line, .. } in standing {
        match rects.last_mut() {
            Some((last, along, whole))
                if last == line && along == direction && touches(*whole, *rect) =>
            {
                *whole = whole.union(*rect);
            }
            _ => rects.push((*line, *direction, *rect)),
        }
    }
    rects.into_iter().map(|(_, _, rect)| rect).collect()
}

/// Whether two stretches of a line are near enough for one box: the cells of a row are lines of one block,
/// and a box over all of them would mark what lies between.
fn touches(a: Rect, b: Rect) -> bool {
    let em = a.height().min(a.width()).max(b.height().min(b.width()));
    let apart_x = a.x0.max(b.x0) - a.x1.min(b.x1);
    let apart_y = a.y0.max(b.y0) - a.y1.min(b.y1);
    apart_x <= 2.0 * em && apart_y <= 2.0 * em
}

/// A text as it is compared.
fn folded(text: &str) -> Vec<char> {
    let text = radicals::repair(text).unwrap_or_else(|| text.to_owned());
    let text = ligatures::repair(&text).unwrap_or(text);
    let text = private_use::repair(&text).unwrap_or(text);
    let visible = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    visible.map(narrow).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_compared_as_it_is_read() {
        assert_eq!(folded("⾼ﬁ Ａ１\u{F06C}"), ['高', 'f', 'i', 'a', '1', '●']);
    }

    #[test]
    fn a_wording_over_two_lines_has_two_boxes_and_far_cells_are_apart() {
        let at = |x: f32, line: usize| Standing {
            c: '字',
            rect: Rect::new(x, 10.0 * line as f32, x + 10.0, 10.0 * line as f32 + 10.0),
            direction: Direction::Across,
            line,
        };
        let boxes = rects(&[at(0.0, 0), at(10.0, 0), at(0.0, 1), at(200.0, 1)]);
        let widths: Vec<f32> = boxes.iter().map(|rect| rect.width()).collect();
        assert_eq!(widths, [20.0, 10.0, 10.0]);
    }
}
