//! What stands on most slides at the same place is no content: [`mark`].

use std::collections::BTreeMap;

use super::shape::{Role, Shape};
use super::slide::{Size, Slide};
use crate::characters::{narrow, skeleton};

/// Headers and footers stand in this share of the height at either edge.
const EDGE: f64 = 0.12;
/// On at least so many slides.
const FEWEST: usize = 3;
/// Places are alike within this share of the width or the height.
const GRAIN: f64 = 0.02;

/// Gives shapes at the edges whose text returns, digits aside, on half of the slides their role.
pub(super) fn mark(slides: &mut [Slide], size: Size) {
    let mut seen: BTreeMap<(String, i64, i64), usize> = BTreeMap::new();
    for slide in slides.iter_mut() {
        slide.weigh_pictures(size);
        let mut keys: Vec<_> = slide.shapes.iter().filter_map(|shape| key(shape, size)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let enough = FEWEST.max(slides.len().div_ceil(2));
    for shape in slides.iter_mut().flat_map(|slide| &mut slide.shapes) {
        let Some(key) = key(shape, size) else { continue };
        if seen.get(&key).is_some_and(|n| *n >= enough) {
            shape.role = if is_number(shape) { Role::Number } else { Role::Furniture };
        }
    }
}

fn key(shape: &Shape, size: Size) -> Option<(String, i64, i64)> {
    let frame = shape.frame;
    let is_at_edge = frame.bottom() <= size.height * EDGE || frame.y >= size.height * (1.0 - EDGE);
    if shape.role != Role::Content || !is_at_edge {
        return None;
    }
    let text = skeleton(shape.text().text());
    let mut masked = String::new();
    for c in text.chars() {
        let c = if c.is_numeric() { '0' } else { c };
        if c != '0' || !masked.ends_with('0') {
            masked.push(c);
        }
    }
    let place = |at: f64, extent: f64| (at / (extent * GRAIN)).round() as i64;
    (!masked.is_empty()).then(|| (masked, place(frame.x, size.width), place(frame.y, size.height)))
}

fn is_number(shape: &Shape) -> bool {
    let text = shape.text();
    let mut chars = text.text().chars().filter(|c| !c.is_whitespace()).map(narrow).peekable();
    chars.peek().is_some() && chars.all(|c| c.is_ascii_digit() || matches!(c, '-' | '/'))
}
