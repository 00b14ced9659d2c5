//! Boxes: what stands in one box is read together.
//!
//! White stripes alone do not tell two boxes of a slide apart that stand close to each other. A box
//! counts if it holds two pieces or more and cuts through none; the innermost are gathered first.

use super::direction::Direction;
use super::{PageBlock, Piece, Rect, Shape, in_order};

/// More boxes are a pattern.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST: usize = 400;
/// Smaller boxes, in points, hold one line.
/// Measured: at 12.6 1 of 29 PDFs is divided otherwise; at 25.2 nothing changes.
const LEAST_HEIGHT: f32 = 18.0;
/// Measured: 21 and 42 change nothing.
const LEAST_WIDTH: f32 = 30.0;
/// A piece with less of its area than this inside, but more than its rest, is cut by the box.
/// Measured: at 0.56 1 of 29 PDFs is divided otherwise; at 1.12 2 of 29 PDFs are divided otherwise.
const INSIDE: f32 = 0.8;

/// Gathers the pieces in each box into one.
pub(super) fn gather(boxes: &[Rect], columns: &[Rect], mut pieces: Vec<Piece>) -> Vec<Piece> {
    for frame in frames(boxes) {
        let shares: Vec<f32> =
            pieces.iter().map(|piece| share_inside(piece.rect(), frame)).collect();
        let is_cut = shares.iter().any(|share| (1.0 - INSIDE..INSIDE).contains(share));
        let n_inside = shares.iter().filter(|share| **share >= INSIDE).count();
        if is_cut || n_inside < 2 || n_inside == pieces.len() {
            continue;
        }
        let mut inside = Vec::new();
        let mut outside = Vec::new();
        for (piece, share) in pieces.into_iter().zip(shares) {
            if share >= INSIDE { inside.push(piece) } else { outside.push(piece) }
        }
        outside.push(Piece::Whole(in_order(Direction::Across, columns, inside)));
        pieces = outside;
    }
    pieces
}

/// A box that is wider than this share of the page is the bar of a heading.
/// Not measured.
const BAR: f32 = 0.5;
/// A box that is higher than so many lines holds more than one.
/// Not measured.
const ONE_LINE: f32 = 3.5;

/// Marks the blocks of one line that stand in a small box.
pub(super) fn mark(boxes: &[Rect], width_of_page: f32, blocks: &mut [PageBlock]) {
    if boxes.len() > MOST {
        return;
    }
    for block in blocks.iter_mut().filter(|b| b.shape == Shape::Text && b.lines.len() == 1) {
        let (rect, size) = (block.rect, block.size);
        block.is_boxed = boxes.iter().any(|frame| {
            frame.width() < BAR * width_of_page
                && frame.height() < ONE_LINE * size
                && share_inside(rect, *frame) >= INSIDE
        });
    }
}

/// The boxes that can hold something, the smallest first, each once.
fn frames(boxes: &[Rect]) -> Vec<Rect> {
    let can_hold = |rect: &&Rect| {
        rect.is_finite() && rect.height() >= LEAST_HEIGHT && rect.width() >= LEAST_WIDTH
    };
    let mut frames: Vec<Rect> = boxes.iter().filter(can_hold).copied().collect();
    let area = |rect: &Rect| rect.width() * rect.height();
    frames.sort_by(|a, b| {
        let by_place = || a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0));
        area(a).total_cmp(&area(b)).then_with(by_place)
    });
    frames.dedup_by(|a, b| {
        (a.x0 - b.x0).abs() < 2.0
            && (a.y0 - b.y0).abs() < 2.0
            && (a.x1 - b.x1).abs() < 2.0
            && (a.y1 - b.y1).abs() < 2.0
    });
    if frames.len() > MOST { Vec::new() } else { frames }
}

fn share_inside(rect: Rect, frame: Rect) -> f32 {
    let width = rect.x1.min(frame.x1) - rect.x0.max(frame.x0);
    let height = rect.overlap_y(frame);
    let area = (rect.width() * rect.height()).max(0.01);
    (width.max(0.0) * height.max(0.0) / area).min(1.0)
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn two_boxes_side_by_side_are_read_one_after_the_other() {
        let page = |page: TestPage| {
            page.text(55.0, 105.0, 10.0, "左の枠の一行目は右の枠に")
                .text(55.0, 119.0, 10.0, "接している")
                .text(178.0, 105.0, 10.0, "右の枠の一行目が左の枠に")
                .text(178.0, 119.0, 10.0, "接している")
        };
        let boxed =
            TestPage::new().frame(50.0, 100.0, 176.0, 135.0).frame(176.0, 100.0, 300.0, 135.0);
        insta::assert_snapshot!(page(boxed).read(), @r"
        左の枠の一行目は右の枠に接している
        右の枠の一行目が左の枠に接している
        ");
    }

    #[test]
    fn a_box_that_cuts_through_a_line_holds_nothing() {
        let page = TestPage::new()
            .frame(50.0, 95.0, 100.0, 150.0)
            .text(55.0, 105.0, 10.0, "枠を越える一行目の文で")
            .text(55.0, 119.0, 10.0, "ある。");
        assert_eq!(page.read(), "枠を越える一行目の文である。");
    }
}
