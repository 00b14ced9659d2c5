//! What is painted twice is read once; what nobody can see is not read.

use super::{Dropped, Glyph, GlyphPage};
use crate::repair::control_characters;
use shirabe_document::rules;

/// Of two like characters closer than this share of the size, one is a shadow or makes the other bold.
/// Measured: 0.126 and 0.252 change nothing.
const SHADOW: f32 = 0.18;
/// Narrow letters follow each other closely: the two also overlap by this share of their width.
/// Measured: 0.42 and 0.84 change nothing.
const OVERLAP: f32 = 0.6;

/// The glyphs to be read, in the order of painting, and the ones dropped.
pub(super) fn clean(page: &GlyphPage) -> (Vec<u32>, Vec<Dropped>) {
    let mut kept: Vec<u32> = Vec::with_capacity(page.glyphs.len());
    let mut unseen: Vec<u32> = Vec::new();
    for (id, glyph) in (0..).zip(&page.glyphs) {
        if control_characters::is_invisible(glyph.c) {
            unseen.push(id);
        } else if glyph.rect.is_finite() && glyph.size.is_finite() {
            kept.push(id);
        } else {
            unseen.push(id);
        }
    }
    let shadows = shadows(&page.glyphs, &kept);
    kept.retain(|id| shadows.binary_search(id).is_err());
    let dropped = [(&rules::CONTROL_CHARACTERS, unseen), (&rules::DOUBLED_CHARACTERS, shadows)];
    let dropped = dropped.into_iter().filter(|(_, glyphs)| !glyphs.is_empty());
    (kept, dropped.map(|(rule, glyphs)| Dropped { rule, glyphs }).collect())
}

/// Where a glyph is looked for: its character and size, and a column of the width of its tolerance.
type Cell = (char, i32, i32);

/// Glyphs that repeat an earlier one at its place, sorted. Two passes over columns that are shifted by
/// half a column find every pair.
fn shadows(glyphs: &[Glyph], kept: &[u32]) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for shift in [0.0, 0.5] {
        let mut keyed: Vec<(Cell, f32, u32)> = kept
            .iter()
            .filter_map(|id| glyphs.get(*id as usize).map(|glyph| (id, glyph)))
            .filter(|(_, glyph)| !glyph.c.is_whitespace())
            .map(|(id, glyph)| (cell(glyph, shift), glyph.rect.center_y(), *id))
            .collect();
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut last: Option<(Cell, u32)> = None;
        for (cell, _, id) in keyed {
            let twin = last.filter(|(of, _)| *of == cell).and_then(|(_, twin)| {
                let (a, b) = (glyphs.get(twin as usize)?, glyphs.get(id as usize)?);
                is_shadow(a, b).then_some(twin)
            });
            match twin {
                Some(twin) => {
                    found.push(twin.max(id));
                    last = Some((cell, twin.min(id)));
                }
                None => last = Some((cell, id)),
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn tolerance(glyph: &Glyph) -> f32 {
    (glyph.size * SHADOW).max(0.4)
}

fn cell(glyph: &Glyph, shift: f32) -> Cell {
    let column = glyph.rect.center_x() / (2.0 * tolerance(glyph)) + shift;
    (glyph.c, (glyph.size * 4.0).round() as i32, column.floor() as i32)
}

fn is_shadow(a: &Glyph, b: &Glyph) -> bool {
    let dx = (a.rect.center_x() - b.rect.center_x()).abs();
    let dy = (a.rect.center_y() - b.rect.center_y()).abs();
    let reach = tolerance(a);
    let (width, height) = (a.rect.width().max(0.4), a.rect.height().max(0.4));
    dx < reach && dy < reach && dx < OVERLAP * width && dy < OVERLAP * height
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_page::TestPage;

    fn kept(page: &GlyphPage) -> String {
        let (kept, _) = clean(page);
        kept.iter().map(|id| page.glyphs[*id as usize].c).collect()
    }

    #[test]
    fn a_shadow_is_read_once() {
        let page = TestPage::new().text(50.0, 50.0, 20.0, "背景").text(51.0, 51.0, 20.0, "背景");
        assert_eq!(kept(&page.build()), "背景");
    }

    #[test]
    fn narrow_letters_that_follow_each_other_stay() {
        let page = TestPage::new().narrow(50.0, 50.0, 10.0, 1.5, "illll11").build();
        assert_eq!(kept(&page), "illll11");
    }

    #[test]
    fn shadows_are_found_across_the_border_of_two_columns() {
        for shift in 0..40_u8 {
            let x = 50.0 + f32::from(shift) * 0.1;
            let page = TestPage::new().text(x, 50.0, 10.0, "影").text(x + 0.9, 50.0, 10.0, "影");
            assert_eq!(kept(&page.build()), "影", "at {x}");
        }
    }

    #[test]
    fn many_glyphs_at_one_place_are_no_trouble() {
        let mut page = TestPage::new();
        for _ in 0..2_000 {
            page = page.text(50.0, 50.0, 10.0, "同");
        }
        assert_eq!(kept(&page.build()), "同");
    }
}
