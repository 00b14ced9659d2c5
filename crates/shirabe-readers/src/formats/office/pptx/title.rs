//! Which shape is the title of a slide? [`find`].

use std::collections::BTreeMap;

use super::shape::{Content, Role, Shape};
use super::slide::Size;

/// A title without a mark is this much larger than the text.
const LARGER: f64 = 1.25;
/// And stands in this share of the slide from the top.
const UPPER: f64 = 0.6;
/// And has at most this many characters.
const LONGEST: usize = 80;
/// A first line of this many characters names a slide without larger text.
const LONGEST_LINE: usize = 40;

/// The title by its placeholder, by its size, or as the only short line at the top.
pub(super) fn find(shapes: &[Shape], size: Size) -> Option<usize> {
    let named = shapes.iter().position(|shape| shape.role == Role::Title);
    if named.is_some() {
        return named;
    }
    let short = |longest: usize| {
        move |(_, shape): &(usize, &Shape)| {
            shape.role == Role::Content
                && matches!(shape.content, Content::Text(_))
                && shape.text().text().chars().count() <= longest
        }
    };
    let largest =
        shapes.iter().enumerate().filter(short(LONGEST)).max_by(|(_, a), (_, b)| {
            points(a).cmp(&points(b)).then(b.frame.y.total_cmp(&a.frame.y))
        })?;
    let (at, shape) = largest;
    let usual = usual_points(shapes, at);
    let is_larger = usual.is_none_or(|usual| points(shape) as f64 >= usual as f64 * LARGER);
    if is_larger && shape.frame.middle() <= size.height * UPPER {
        return Some(at);
    }
    let content = shapes.iter().enumerate().filter(|(_, shape)| shape.role == Role::Content);
    let top = content.min_by(|(_, a), (_, b)| a.frame.y.total_cmp(&b.frame.y))?;
    let is_above = shapes.iter().enumerate().all(|(at, shape)| {
        at == top.0 || shape.role.is_frame() || shape.frame.y >= top.1.frame.middle()
    });
    let is_one_line = matches!(&top.1.content, Content::Text(paragraphs) if paragraphs.len() == 1);
    (is_above && is_one_line && short(LONGEST_LINE)(&top)).then_some(top.0)
}

fn points(shape: &Shape) -> i64 {
    match &shape.content {
        Content::Text(paragraphs) => paragraphs.iter().map(|p| p.size).max().unwrap_or(0),
        Content::Table(_) | Content::Chart(_) => 0,
    }
}

/// The size in which most characters of the other shapes are set.
fn usual_points(shapes: &[Shape], title: usize) -> Option<i64> {
    let mut by_size: BTreeMap<i64, usize> = BTreeMap::new();
    for (_, shape) in shapes.iter().enumerate().filter(|(at, _)| *at != title) {
        if let (Content::Text(paragraphs), false) = (&shape.content, shape.role.is_frame()) {
            for paragraph in paragraphs {
                *by_size.entry(paragraph.size).or_default() +=
                    paragraph.passage.text().chars().count();
            }
        }
    }
    by_size.into_iter().max_by_key(|(_, n_chars)| *n_chars).map(|(size, _)| size)
}
