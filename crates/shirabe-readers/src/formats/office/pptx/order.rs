//! The order in which a person reads the shapes of a slide: [`in_reading_order`].
//!
//! The slide is cut along white bands, again and again (XY-cut): into columns where two stand side by
//! side, else into rows. Rows of short labels and their texts stay rows.

use super::shape::{Content, Frame, Shape};
use super::slide::Size;

/// Columns overlap in height by at least this share of the lower one.
const SIDE_BY_SIDE: f64 = 0.3;
/// Frames touch and overlap a little on real slides: they are taken smaller by this share of the slide.
const SLACK: f64 = 0.006;
/// What stands beside a label is this much wider.
const WIDER: f64 = 1.5;
/// A label has at most so many characters.
const LONGEST_LABEL: usize = 14;

/// Sorts the shapes of a slide.
pub(super) fn in_reading_order(shapes: Vec<Shape>, size: Size) -> Vec<Shape> {
    let slack = size.height.min(size.width) * SLACK;
    let boxes = shapes.iter().enumerate().map(|(nth, shape)| Boxed {
        nth,
        frame: shrunk(shape.frame, slack),
        is_label: is_label(shape),
    });
    let mut order = Vec::with_capacity(shapes.len());
    cut(boxes.collect(), &mut order, 0);
    let mut shapes: Vec<Option<Shape>> = shapes.into_iter().map(Some).collect();
    order.into_iter().filter_map(|nth| shapes.get_mut(nth).and_then(Option::take)).collect()
}

#[derive(Clone, Copy, Debug)]
struct Boxed {
    nth: usize,
    frame: Frame,
    is_label: bool,
}

fn shrunk(frame: Frame, slack: f64) -> Frame {
    let (dx, dy) = (slack.min(frame.width / 4.0), slack.min(frame.height / 4.0));
    Frame {
        x: frame.x + dx,
        y: frame.y + dy,
        width: frame.width - 2.0 * dx,
        height: frame.height - 2.0 * dy,
    }
}

fn is_label(shape: &Shape) -> bool {
    let is_text = matches!(shape.content, Content::Text(_));
    is_text && shape.text().text().chars().count() <= LONGEST_LABEL
}

/// Deeper than this only odd files go.
const DEEPEST: usize = 64;

fn cut(mut boxes: Vec<Boxed>, order: &mut Vec<usize>, depth: usize) {
    if boxes.len() > 1 && depth < DEEPEST {
        let columns = split(&boxes, Frame::left_right);
        let rows = split(&boxes, Frame::top_bottom);
        let parts = match (columns, rows) {
            (Some(columns), Some(rows)) => {
                if are_columns(&columns) && !are_labelled_rows(&rows) {
                    Some(columns)
                } else {
                    Some(rows)
                }
            }
            (columns, rows) => columns.or(rows),
        };
        if let Some([first, second]) = parts {
            cut(first, order, depth + 1);
            cut(second, order, depth + 1);
            return;
        }
    }
    boxes.sort_by(|a, b| {
        let row = |boxed: &Boxed| boxed.frame.y;
        row(a).total_cmp(&row(b)).then(a.frame.x.total_cmp(&b.frame.x)).then(a.nth.cmp(&b.nth))
    });
    order.extend(boxes.iter().map(|boxed| boxed.nth));
}

impl Frame {
    fn left_right(self) -> (f64, f64) {
        (self.x, self.right())
    }

    fn top_bottom(self) -> (f64, f64) {
        (self.y, self.bottom())
    }
}

/// Cuts at the first band that no box reaches into.
fn split(boxes: &[Boxed], extent: fn(Frame) -> (f64, f64)) -> Option<[Vec<Boxed>; 2]> {
    let mut sorted: Vec<Boxed> = boxes.to_vec();
    sorted.sort_by(|a, b| extent(a.frame).0.total_cmp(&extent(b.frame).0).then(a.nth.cmp(&b.nth)));
    let mut end = f64::NEG_INFINITY;
    let at = sorted.iter().position(|boxed| {
        let (start, stop) = extent(boxed.frame);
        let is_free = end > f64::NEG_INFINITY && start >= end;
        end = end.max(stop);
        is_free
    })?;
    let second = sorted.split_off(at);
    Some([sorted, second])
}

fn hull(boxes: &[Boxed]) -> (f64, f64) {
    let tops = boxes.iter().map(|boxed| boxed.frame.y).fold(f64::INFINITY, f64::min);
    let bottoms = boxes.iter().map(|boxed| boxed.frame.bottom()).fold(f64::NEG_INFINITY, f64::max);
    (tops, bottoms)
}

fn are_columns([left, right]: &[Vec<Boxed>; 2]) -> bool {
    let ((top, bottom), (top_right, bottom_right)) = (hull(left), hull(right));
    let shared = bottom.min(bottom_right) - top.max(top_right);
    let lower = (bottom - top).min(bottom_right - top_right);
    lower > 0.0 && shared >= lower * SIDE_BY_SIDE
}

/// Whether the leftmost box of every row is a label and something wider stands beside it.
fn are_labelled_rows(rows: &[Vec<Boxed>; 2]) -> bool {
    let is_labelled = |row: &Vec<Boxed>| {
        let first = row.iter().min_by(|a, b| a.frame.x.total_cmp(&b.frame.x));
        let widest = row.iter().map(|boxed| boxed.frame.width).fold(0.0, f64::max);
        first.is_some_and(|first| first.is_label && widest >= first.frame.width * WIDER)
    };
    rows.iter().all(is_labelled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::block_builder::Passage;
    use crate::formats::office::pptx::shape::{Paragraph, Role};

    /// Each shape is its text and its place in hundredths of the slide.
    fn read(shapes: &[(&str, [i32; 4])]) -> String {
        let shapes = shapes.iter().map(|(text, place)| {
            let [x, y, width, height] = place.map(f64::from);
            let paragraph = Paragraph { passage: Passage::of(text), ..Paragraph::default() };
            Shape {
                frame: Frame { x, y, width, height },
                role: Role::Content,
                content: Content::Text(vec![paragraph]),
            }
        });
        let size = Size { width: 100.0, height: 100.0 };
        let ordered = in_reading_order(shapes.collect(), size);
        ordered.iter().map(|shape| shape.text().text().to_owned()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn columns_are_read_one_after_the_other_under_what_spans_them() {
        let shapes = [
            ("右の本文である。", [52, 30, 45, 40]),
            ("右見出し", [52, 20, 45, 8]),
            ("左の本文である。", [3, 30, 45, 40]),
            ("社会実装につながる基礎研究", [3, 20, 45, 8]),
            ("全幅", [3, 5, 94, 10]),
        ];
        assert_eq!(
            read(&shapes),
            "全幅|社会実装につながる基礎研究|左の本文である。|右見出し|右の本文である。"
        );
    }

    #[test]
    fn labels_stay_with_what_stands_beside_them() {
        let shapes = [
            ("目的", [3, 20, 15, 20]),
            ("研究開発を推進することを目的とする。", [20, 20, 70, 20]),
            ("対象", [3, 50, 15, 20]),
            ("大学及び国立研究開発法人を対象とする。", [20, 50, 70, 20]),
        ];
        assert_eq!(
            read(&shapes),
            "目的|研究開発を推進することを目的とする。|対象|大学及び国立研究開発法人を対象とする。"
        );
    }
}
