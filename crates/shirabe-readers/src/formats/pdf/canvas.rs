//! A grey canvas: filled paths and pictures, for eyes that read black on white.
//!
//! No colours, no blending, no anti-aliasing beyond what a recogniser of characters has use for.

use hayro_interpret::FillRule;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, flatten};

/// How often a row is sampled across its height.
const SAMPLES: usize = 4;
/// Flattened curves are at most this far from the true ones, in pixels.
const TOLERANCE: f64 = 0.2;
/// A path that crosses more rows than this is a trap, not a letter.
const MAX_CROSSINGS: usize = 20_000_000;
/// A source pixel is looked at in at most this many places across, however much it shrinks.
const MAX_TAPS: usize = 8;

/// White until something is painted.
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Row by row, 0 for black.
    pub(super) pixels: Vec<u8>,
}

/// What is painted with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    /// 0 for black, 255 for white.
    pub(super) grey: u8,
    /// 0 for nothing, 255 for what hides everything.
    pub(super) opacity: u8,
}

/// A picture; what it lies on shows where it is not opaque.
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
    /// Of another size than the picture, sometimes.
    pub(super) opacity: Option<Box<Grey>>,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, height, pixels: vec![u8::MAX; width * height] }
    }

    /// Fills a path, given in pixels of the canvas, as far as it lies in `clip`.
    pub(super) fn fill(&mut self, path: &BezPath, rule: FillRule, ink: Ink, clip: Rect) {
        let Some((columns, rows)) = self.window(path.bounding_box().intersect(clip)) else {
            return;
        };
        let mut crossings = vec![Vec::new(); rows.len() * SAMPLES];
        let mut n = 0;
        each_line(path, |from, to| {
            n += cross(&mut crossings, rows.start as f64, from, to, MAX_CROSSINGS - n);
        });
        if n >= MAX_CROSSINGS {
            return;
        }
        let mut cover = vec![0.0_f32; columns.len()];
        for (row, samples) in rows.zip(crossings.chunks_mut(SAMPLES)) {
            cover.fill(0.0);
            for sample in samples {
                sample.sort_by(|a, b| a.0.total_cmp(&b.0));
                add_spans(&mut cover, columns.start as f32, sample, rule);
            }
            let start = row * self.width + columns.start;
            let pixels = self.pixels.get_mut(start..start + cover.len()).unwrap_or_default();
            for (pixel, cover) in pixels.iter_mut().zip(&cover) {
                *pixel = blend(*pixel, ink.grey, cover * f32::from(ink.opacity) / 255.0);
            }
        }
    }

    /// Paints a picture, whose pixels `to_canvas` brings to the canvas, as far as it lies in `clip`.
    pub(super) fn draw(&mut self, picture: &Grey, to_canvas: Affine, clip: Rect) {
        let size = Rect::new(0.0, 0.0, picture.width as f64, picture.height as f64);
        let place = to_canvas.transform_rect_bbox(size).intersect(clip);
        let Some((columns, rows)) = self.window(place) else { return };
        if to_canvas.determinant().abs() < 1e-9 {
            return;
        }
        let to_picture = to_canvas.inverse();
        let [a, b, c, d, ..] = to_picture.as_coeffs();
        let step = a.hypot(b).max(c.hypot(d));
        let n_taps = (step.ceil() as usize).clamp(1, MAX_TAPS);
        for row in rows {
            for column in columns.clone() {
                let (grey, opacity) = sampled(picture, to_picture, column, row, n_taps);
                if let Some(pixel) = self.pixels.get_mut(row * self.width + column) {
                    *pixel = blend(*pixel, grey, opacity);
                }
            }
        }
    }

    /// The columns and rows that a rectangle touches.
    fn window(&self, rect: Rect) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        if !rect.is_finite() {
            return None;
        }
        let range = |from: f64, to: f64, n: usize| {
            let (from, to) = (from.floor().max(0.0) as usize, to.ceil().max(0.0) as usize);
            from.min(n)..to.min(n)
        };
        let columns = range(rect.x0, rect.x1, self.width);
        let rows = range(rect.y0, rect.y1, self.height);
        (!columns.is_empty() && !rows.is_empty()).then_some((columns, rows))
    }
}

impl Grey {
    fn at(&self, x: f64, y: f64) -> u8 {
        let column = (x.max(0.0) as usize).min(self.width.saturating_sub(1));
        let row = (y.max(0.0) as usize).min(self.height.saturating_sub(1));
        self.pixels.get(row * self.width + column).copied().unwrap_or(u8::MAX)
    }
}

/// The mean grey and opacity of a picture under one pixel of the canvas.
fn sampled(
    picture: &Grey,
    to_picture: Affine,
    column: usize,
    row: usize,
    n_taps: usize,
) -> (u8, f32) {
    let (mut grey, mut opacity, mut n) = (0.0_f32, 0.0_f32, 0.0_f32);
    let n_all = (n_taps * n_taps) as f32;
    for tap in 0..n_taps * n_taps {
        let within = |nth: usize| (nth as f64 + 0.5) / n_taps as f64;
        let at =
            Point::new(column as f64 + within(tap % n_taps), row as f64 + within(tap / n_taps));
        let at = to_picture * at;
        let (width, height) = (picture.width as f64, picture.height as f64);
        if at.x < 0.0 || at.y < 0.0 || at.x >= width || at.y >= height {
            continue;
        }
        let here = picture.opacity.as_ref().map_or(1.0, |mask| {
            let (x, y) = (mask.width as f64 / width, mask.height as f64 / height);
            f32::from(mask.at(at.x * x, at.y * y)) / 255.0
        });
        grey += f32::from(picture.at(at.x, at.y));
        opacity += here;
        n += 1.0;
    }
    ((grey / n.max(1.0)) as u8, opacity / n_all)
}

fn blend(below: u8, above: u8, opacity: f32) -> u8 {
    let (below, above) = (f32::from(below), f32::from(above));
    (below + (above - below) * opacity.clamp(0.0, 1.0)).round() as u8
}

/// The straight lines of a path, its parts closed.
fn each_line(path: &BezPath, mut line: impl FnMut(Point, Point)) {
    let (mut here, mut start) = (Point::ZERO, Point::ZERO);
    flatten(path, TOLERANCE, |element| match element {
        PathEl::MoveTo(to) => {
            line(here, start);
            (here, start) = (to, to);
        }
        PathEl::LineTo(to) => {
            line(here, to);
            here = to;
        }
        PathEl::ClosePath => {
            line(here, start);
            here = start;
        }
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    line(here, start);
}

/// Notes where a line crosses the samples of the rows from `top` on, and which way. Gives how often, at
/// most `max`.
fn cross(crossings: &mut [Vec<(f32, i32)>], top: f64, from: Point, to: Point, max: usize) -> usize {
    let (upper, lower, way) = if from.y <= to.y { (from, to, 1) } else { (to, from, -1) };
    let sample = |y: f64| ((y - top) * SAMPLES as f64 - 0.5).ceil().max(0.0) as usize;
    let range = sample(upper.y)..sample(lower.y).min(crossings.len());
    let slope = (lower.x - upper.x) / (lower.y - upper.y);
    let mut n = 0;
    for nth in range.take(max) {
        let y = top + (nth as f64 + 0.5) / SAMPLES as f64;
        if let Some(sample) = crossings.get_mut(nth) {
            sample.push(((upper.x + (y - upper.y) * slope) as f32, way));
        }
        n += 1;
    }
    n
}

/// Adds what lies inside along one sample of a row; `left` is the column where `cover` begins.
fn add_spans(cover: &mut [f32], left: f32, crossings: &[(f32, i32)], rule: FillRule) {
    let mut winding = 0;
    for pair in crossings.windows(2) {
        let [(from, way), (to, _)] = pair else { continue };
        winding += way;
        let is_inside = match rule {
            FillRule::NonZero => winding != 0,
            FillRule::EvenOdd => winding % 2 != 0,
        };
        if !is_inside {
            continue;
        }
        let (from, to) = ((from - left).max(0.0), (to - left).min(cover.len() as f32));
        let first = from as usize;
        for (column, cover) in cover.iter_mut().enumerate().take(to.ceil() as usize).skip(first) {
            let column = column as f32;
            let width = (to.min(column + 1.0) - from.max(column)).max(0.0);
            *cover += width / SAMPLES as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Ink = Ink { grey: 0, opacity: 255 };

    /// The canvas in letters: `#` black, `+` between, `.` white.
    fn drawn(canvas: &Canvas) -> Vec<String> {
        let shade = |pixel: &u8| match pixel {
            0..=20 => '#',
            21..=234 => '+',
            _ => '.',
        };
        canvas.pixels.chunks(canvas.width).map(|row| row.iter().map(shade).collect()).collect()
    }

    fn everywhere() -> Rect {
        Rect::new(0.0, 0.0, 1_000.0, 1_000.0)
    }

    #[test]
    fn a_path_is_filled_by_its_rule_and_not_outside_of_the_clip() {
        let mut path = Rect::new(1.0, 1.0, 6.0, 5.0).to_path(0.1);
        path.extend(Rect::new(2.0, 2.0, 4.5, 4.0).to_path(0.1));
        let mut canvas = Canvas::new(7, 6);
        canvas.fill(&path, FillRule::EvenOdd, BLACK, everywhere());
        assert_eq!(
            drawn(&canvas),
            [".......", ".#####.", ".#..+#.", ".#..+#.", ".#####.", "......."]
        );
        let mut canvas = Canvas::new(7, 2);
        canvas.fill(&path, FillRule::NonZero, BLACK, Rect::new(0.0, 0.0, 3.0, 9.0));
        assert_eq!(drawn(&canvas), [".......", ".##...."]);
    }

    #[test]
    fn a_picture_is_turned_and_shrunk_with_what_it_hides() {
        let opacity = Grey { width: 2, height: 1, pixels: vec![255, 0], opacity: None };
        let picture = Grey {
            width: 4,
            height: 2,
            pixels: vec![0, 0, 255, 0, 0, 0, 255, 0],
            opacity: Some(Box::new(opacity)),
        };
        let mut canvas = Canvas::new(4, 2);
        canvas.draw(&picture, Affine::IDENTITY, everywhere());
        assert_eq!(drawn(&canvas), ["##..", "##.."]);
        let whole = Grey { opacity: None, ..picture };
        let mut canvas = Canvas::new(2, 4);
        let turned = Affine::new([0.0, 1.0, -1.0, 0.0, 2.0, 0.0]);
        canvas.draw(&whole, turned, everywhere());
        assert_eq!(drawn(&canvas), ["##", "##", "..", "##"]);
        let mut canvas = Canvas::new(2, 1);
        canvas.draw(&whole, Affine::scale(0.5), everywhere());
        assert_eq!(drawn(&canvas), ["#+"]);
    }

    #[test]
    fn a_path_over_endless_rows_ends() {
        let mut canvas = Canvas::new(3, 3);
        let path = Rect::new(-1e12, -1e12, 1e12, 1e12).to_path(0.1);
        canvas.fill(&path, FillRule::NonZero, BLACK, Rect::new(0.0, 0.0, 3.0, 3.0));
        assert_eq!(drawn(&canvas), ["###", "###", "###"]);
    }
}
