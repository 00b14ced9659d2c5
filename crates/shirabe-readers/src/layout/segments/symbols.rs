//! Narrow columns of symbols: ○, △, ☆ and − that stand below each other beside a text.
//!
//! Such a column is often nearer to the text than the gap that ends a segment, and its symbols would
//! be read into the sentence.

use super::{GlyphPage, Run};

/// What fills the cells of such a column.
const SYMBOLS: &str = "○●◎〇◯△▲▽▼☆★□■◇◆×✕✖✓✔✗レ−－―—‐-";
/// So many symbols below each other make a column.
/// Not measured.
const FEWEST: usize = 3;
/// They stand below each other within this share of their size.
/// Not measured.
const SWAY: f32 = 0.35;

/// The places of the columns, in line space.
pub(super) struct Columns(Vec<f32>);

/// Finds the columns: runs of one symbol with something before them on their line.
pub(super) fn columns(page: &GlyphPage, runs: &[Run]) -> Columns {
    let mut symbols: Vec<&Run> = runs.iter().filter(|run| is_symbol(page, run)).collect();
    symbols.sort_by(|a, b| a.area.center_x().total_cmp(&b.area.center_x()));
    let mut columns = Vec::new();
    let texts: Vec<&Run> = runs.iter().filter(|run| !is_symbol(page, run)).collect();
    let mut same: Vec<&Run> = Vec::new();
    for symbol in symbols {
        let is_below = same
            .last()
            .is_none_or(|last| symbol.area.center_x() - last.area.center_x() < SWAY * symbol.size);
        if !is_below {
            columns.extend(place(&same, &texts));
            same.clear();
        }
        same.push(symbol);
    }
    columns.extend(place(&same, &texts));
    Columns(columns)
}

/// Where a column stands, if these are one: bullets, which lead a text and follow none, are none.
fn place(symbols: &[&Run], texts: &[&Run]) -> Option<f32> {
    let first = symbols.first()?;
    if symbols.len() < FEWEST {
        return None;
    }
    let is_cell = |symbol: &&&Run| {
        let mut level = texts
            .iter()
            .filter(|text| text.area.overlap_y(symbol.area) > 0.5 * symbol.area.height())
            .map(|text| (text.area.x0 - symbol.area.x1) / symbol.size.max(0.1));
        let (mut follows, mut leads) = (false, false);
        level.by_ref().for_each(|gap| {
            follows |= gap < 0.0;
            leads |= (0.0..LEADS).contains(&gap);
        });
        follows && !leads
    };
    let n_cells = symbols.iter().filter(is_cell).count();
    (n_cells >= FEWEST && n_cells * 2 > symbols.len()).then(|| first.area.center_x())
}

/// A symbol leads the text that begins within so many ems.
/// Not measured.
const LEADS: f32 = 1.5;

fn is_symbol(page: &GlyphPage, run: &Run) -> bool {
    let glyphs = run.glyphs.iter().filter_map(|id| page.glyphs.get(*id as usize));
    let mut inked = glyphs.filter(|glyph| !glyph.c.is_whitespace());
    let first = inked.next();
    first.is_some_and(|glyph| SYMBOLS.contains(glyph.c)) && inked.next().is_none()
}

impl Columns {
    /// Whether a run is a symbol of one of the columns.
    pub(super) fn hold(&self, page: &GlyphPage, run: &Run) -> bool {
        let is_near = |x: &f32| (run.area.center_x() - x).abs() < 2.0 * SWAY * run.size;
        !self.0.is_empty() && self.0.iter().any(is_near) && is_symbol(page, run)
    }
}
