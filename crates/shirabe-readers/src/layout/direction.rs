//! In which direction is it written? Vertical writing, turned pages and turned labels.
//!
//! Line space is the plane in which text runs to the right and lines follow downwards, whatever the
//! direction on the page: everything that looks at lines works there ([`in_line_space`]).

use super::paragraphs::paragraphs;
use super::segments::Segment;
use super::{GlyphPage, PageBlock, Rect};
use crate::characters::{is_kana, is_kanji};

/// How the letters of a line follow each other on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Direction {
    /// To the right; lines downwards.
    #[default]
    Across,
    /// Downwards; lines to the left: 縦書き, and text turned clockwise.
    Down,
    /// Upwards; lines to the right: text turned counter-clockwise.
    Up,
}

impl Direction {
    pub(crate) const ALL: [Direction; 3] = [Direction::Across, Direction::Down, Direction::Up];
}

/// A rectangle of the page in line space.
pub(crate) fn in_line_space(direction: Direction, rect: Rect) -> Rect {
    match direction {
        Direction::Across => rect,
        Direction::Down => Rect::new(rect.y0, -rect.x1, rect.y1, -rect.x0),
        Direction::Up => Rect::new(-rect.y1, rect.x0, -rect.y0, rect.x1),
    }
}

/// At least so many characters straight below each other are a vertical line.
/// Measured: 2 and 4 change nothing.
const FEWEST_IN_COLUMN: usize = 3;
/// Steps of vertical writing, as shares of the size.
/// Not measured.
const STEP: std::ops::Range<f32> = 0.45..1.35;

/// Turns a turned page upright, and finds the vertical writing that no font declares.
pub(super) fn settle(page: &mut GlyphPage, kept: &mut [u32]) {
    turn_upright(page);
    set_down(page, kept, FEWEST_IN_COLUMN);
    let of = |page: &GlyphPage, direction| {
        page.glyphs.iter().filter(|glyph| glyph.direction == direction).count()
    };
    // On a page in vertical writing the short columns are its readings and the ends of its lines.
    if of(page, Direction::Down) * 10 > page.glyphs.len() * 6 && of(page, Direction::Across) > 0 {
        set_down(page, kept, 1);
    }
}

/// Makes columns of so many glyphs vertical writing.
fn set_down(page: &mut GlyphPage, kept: &[u32], fewest: usize) {
    let mut start = 0;
    while start < kept.len() {
        let mut end = start + 1;
        while end < kept.len() && is_below(page, kept.get(end - 1), kept.get(end)) {
            end += 1;
        }
        let column = kept.get(start..end).unwrap_or_default();
        let is_mostly_written =
            || column.iter().filter(|id| is_written(page, **id)).count() * 2 >= column.len();
        let is_beside =
            |a: Option<&u32>, b: Option<&u32>| column.len() == 1 && are_beside(page, a, b);
        let stands_in_row = || {
            is_beside(start.checked_sub(1).and_then(|at| kept.get(at)), kept.get(start))
                || is_beside(kept.get(start), kept.get(end))
        };
        if column.len() >= fewest && is_mostly_written() && !stands_in_row() {
            for id in column {
                if let Some(glyph) = page.glyphs.get_mut(*id as usize) {
                    glyph.direction = Direction::Down;
                }
            }
        }
        start = end;
    }
}

/// Whether two glyphs follow each other on a horizontal line.
fn are_beside(page: &GlyphPage, left: Option<&u32>, right: Option<&u32>) -> bool {
    let glyph = |id: Option<&u32>| id.and_then(|id| page.glyphs.get(*id as usize));
    let (Some(a), Some(b)) = (glyph(left), glyph(right)) else { return false };
    let em = a.size.max(b.size);
    a.direction == Direction::Across
        && b.direction == Direction::Across
        && (a.rect.center_y() - b.rect.center_y()).abs() < 0.25 * em
        && STEP.contains(&((b.rect.center_x() - a.rect.center_x()) / em.max(0.1)))
}

/// Kanji and kana: ○ above ○ above ○ is a column of a table.
fn is_written(page: &GlyphPage, id: u32) -> bool {
    page.glyphs.get(id as usize).is_some_and(|glyph| is_kanji(glyph.c) || is_kana(glyph.c))
}

fn is_below(page: &GlyphPage, upper: Option<&u32>, lower: Option<&u32>) -> bool {
    let glyph = |id: Option<&u32>| id.and_then(|id| page.glyphs.get(*id as usize));
    let (Some(a), Some(b)) = (glyph(upper), glyph(lower)) else { return false };
    let em = a.size.max(b.size);
    let dy = b.rect.center_y() - a.rect.center_y();
    let dx = (a.rect.center_x() - b.rect.center_x()).abs();
    a.direction == Direction::Across
        && b.direction == Direction::Across
        && dx < 0.25 * em
        && STEP.contains(&(dy / em.max(0.1)))
}

/// A page whose glyphs are mostly turned was laid out in landscape: it is read as if it stood upright.
fn turn_upright(page: &mut GlyphPage) {
    for direction in [Direction::Up, Direction::Down] {
        let is_turned = |g: &&super::Glyph| g.is_turned && g.direction == direction;
        let n_turned = page.glyphs.iter().filter(is_turned).count();
        if n_turned * 10 <= page.glyphs.len() * 6 {
            continue;
        }
        let (width, height) = (page.width, page.height);
        let (dx, dy) = if direction == Direction::Up { (height, 0.0) } else { (0.0, width) };
        let turn = |rect: Rect| {
            let rect = in_line_space(direction, rect);
            Rect::new(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
        };
        for glyph in &mut page.glyphs {
            glyph.rect = turn(glyph.rect);
            glyph.direction = match glyph.direction {
                same if same == direction => Direction::Across,
                Direction::Across if direction == Direction::Up => Direction::Down,
                _ => Direction::Up,
            };
        }
        for rule in page.rules.iter_mut().chain(&mut page.boxes) {
            *rule = turn(*rule);
        }
        (page.width, page.height) = (height, width);
        follow_painting(page);
        return;
    }
}

/// Fewer lines do not tell in which order they were painted.
/// Not measured.
const FEWEST_PAINTED: usize = 6;

/// Turns a page over whose lines were painted from its lower edge up, each of them: a program that sets a
/// table sideways and places its lines from the wrong edge still writes them in the order of the text.
fn follow_painting(page: &mut GlyphPage) {
    let mut heights: Vec<f32> = Vec::new();
    for glyph in page.glyphs.iter().filter(|glyph| glyph.direction == Direction::Across) {
        let y = glyph.rect.center_y();
        if heights.last().is_none_or(|last| (y - last).abs() > 0.5 * glyph.size) {
            heights.push(y);
        }
    }
    let climbs = heights.windows(2).all(|pair| pair[1] < pair[0]);
    if heights.len() < FEWEST_PAINTED || !climbs {
        return;
    }
    let height = page.height;
    let turn = |rect: Rect| Rect::new(rect.x0, height - rect.y1, rect.x1, height - rect.y0);
    for glyph in &mut page.glyphs {
        glyph.rect = turn(glyph.rect);
    }
    for rule in page.rules.iter_mut().chain(&mut page.boxes) {
        *rule = turn(*rule);
    }
}

/// The direction in which most of the page is written.
pub(super) fn main(segments: &[Segment]) -> Direction {
    let n_chars = |direction: Direction| -> usize {
        let along = segments.iter().filter(|segment| segment.direction == direction);
        along.map(|segment| segment.text.chars().count()).sum()
    };
    let n_all = segments.iter().map(|segment| segment.text.chars().count()).sum::<usize>();
    Direction::ALL
        .into_iter()
        .find(|direction| n_chars(*direction) * 2 > n_all)
        .unwrap_or(Direction::Across)
}

/// Lines that run in another direction than the page, put together where they follow each other.
pub(super) fn labels(segments: &[Segment]) -> Vec<Vec<PageBlock>> {
    let mut labels = Vec::new();
    for direction in Direction::ALL {
        let mut lines: Vec<Segment> =
            segments.iter().filter(|segment| segment.direction == direction).cloned().collect();
        let area = |segment: &Segment| in_line_space(direction, segment.rect);
        lines.sort_by(|a, b| {
            area(a).y0.total_cmp(&area(b).y0).then(area(a).x0.total_cmp(&area(b).x0))
        });
        let mut groups: Vec<Vec<Segment>> = Vec::new();
        for line in lines {
            let (rect, size) = (area(&line), line.size);
            let follows = |group: &&mut Vec<Segment>| {
                group.last().is_some_and(|last| {
                    let above = area(last);
                    let gap = rect.y0 - above.y1;
                    gap > -0.3 * size && gap < 0.8 * size && (rect.x0 - above.x0).abs() < 2.0 * size
                })
            };
            match groups.iter_mut().rev().take(MOST_GROUPS_BACK).find(follows) {
                Some(group) => group.push(line),
                None => groups.push(vec![line]),
            }
        }
        labels.extend(groups.into_iter().map(|group| {
            let mut blocks = Vec::new();
            paragraphs(group, &mut blocks);
            blocks
        }));
    }
    labels
}

/// A line is added to one of this many labels before it.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_GROUPS_BACK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_page::TestPage;

    #[test]
    fn characters_straight_below_each_other_are_vertical_writing() {
        let mut page = GlyphPage { width: 595.0, height: 842.0, ..GlyphPage::default() };
        for (nth, c) in "健康医療".chars().enumerate() {
            let one = TestPage::new().text(50.0, 100.0 + 12.0 * nth as f32, 12.0, &c.to_string());
            page.glyphs.extend(one.build().glyphs);
        }
        settle(&mut page, &mut [0, 1, 2, 3]);
        assert!(page.glyphs.iter().all(|glyph| glyph.direction == Direction::Down));
    }

    #[test]
    fn a_sideways_page_whose_lines_are_painted_from_its_foot_is_read_as_painted() {
        let lines =
            ["別表", "区分と金額", "甲の経費", "乙の経費", "丙の経費", "合計の額", "（注）"];
        let mut page = GlyphPage { width: 595.0, height: 842.0, ..GlyphPage::default() };
        for (nth, line) in lines.iter().enumerate() {
            let one = TestPage::new().text(100.0, 400.0 - 40.0 * nth as f32, 10.0, line).build();
            page.glyphs.extend(one.glyphs.into_iter().map(|glyph| {
                let r = glyph.rect;
                let rect = Rect::new(r.y0, 842.0 - r.x1, r.y1, 842.0 - r.x0);
                super::super::Glyph { rect, direction: Direction::Up, is_turned: true, ..glyph }
            }));
        }
        let blocks = crate::layout::blocks(&mut crate::layout::parts(page));
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, lines);
    }

    #[test]
    fn a_column_of_circles_is_no_vertical_writing() {
        let mut page = GlyphPage { width: 595.0, height: 842.0, ..GlyphPage::default() };
        for nth in 0..4_u8 {
            let one = TestPage::new().text(50.0, 100.0 + 12.0 * f32::from(nth), 12.0, "○");
            page.glyphs.extend(one.build().glyphs);
        }
        settle(&mut page, &mut [0, 1, 2, 3]);
        assert!(page.glyphs.iter().all(|glyph| glyph.direction == Direction::Across));
    }

    #[test]
    fn vertical_writing_is_read_in_columns_from_the_right() {
        let page = TestPage::new().column(300.0, 100.0, 12.0, "日本の医療分野の研究開").column(
            280.0,
            100.0,
            12.0,
            "発を推進する。",
        );
        assert_eq!(page.read(), "日本の医療分野の研究開発を推進する。");
    }

    #[test]
    fn a_turned_page_is_read_as_if_it_stood_upright() {
        let mut page = TestPage::new()
            .text(100.0, 60.0, 12.0, "横長の頁の一行目は長い")
            .text(100.0, 76.0, 12.0, "二行目")
            .build();
        let (width, height) = (page.width, page.height);
        for glyph in &mut page.glyphs {
            let r = glyph.rect;
            // Counter-clockwise by a quarter.
            glyph.rect = Rect::new(r.y0, height - r.x1, r.y1, height - r.x0);
            glyph.direction = Direction::Up;
            glyph.is_turned = true;
        }
        let mut parts = crate::layout::parts(page);
        assert_eq!((parts.width, parts.height), (height, width));
        assert_eq!(crate::layout::blocks(&mut parts)[0].text, "横長の頁の一行目は長い二行目");
    }
}
