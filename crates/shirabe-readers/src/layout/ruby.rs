//! Ruby: small kana beside a line are the reading of its words, and leave the text.

use std::collections::BTreeMap;

use super::direction::in_line_space;
use super::segments::Segment;
use super::{Dropped, Rect};
use crate::characters::is_kana;
use shirabe_document::rules;

/// Ruby is at most this share of the size of what it stands beside. JIS X 4051 sets it at one half.
/// Measured: at 0.434 1 of 29 PDFs is divided otherwise, one of seven files of known text is wrong;
/// at 0.868 nothing changes.
const LARGEST: f32 = 0.62;
/// Lines are looked for in bands of this height.
/// Not measured.
const BAND: f32 = 16.0;
/// A band has at most so many lines that are looked at.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_IN_BAND: usize = 200;

/// Parts the readings from the text.
pub(super) fn part(segments: Vec<Segment>) -> (Vec<Segment>, Vec<Dropped>) {
    let may_be_ruby = |segment: &Segment| {
        segment.text.chars().all(|c| is_kana(c) || c.is_whitespace() || c == '・')
    };
    if !segments.iter().any(may_be_ruby) {
        return (segments, Vec::new());
    }
    let mut bands: BTreeMap<(u8, i32), Vec<(Rect, f32)>> = BTreeMap::new();
    for segment in &segments {
        let area = in_line_space(segment.direction, segment.rect);
        let band = (segment.direction as u8, (area.center_y() / BAND).floor() as i32);
        bands.entry(band).or_default().push((area, segment.size));
    }
    let is_ruby = |segment: &Segment| {
        let area = in_line_space(segment.direction, segment.rect);
        let band = (area.center_y() / BAND).floor() as i32;
        let key = segment.direction as u8;
        let near = bands.range((key, band - 1)..=(key, band + 3));
        let mut lines = near.flat_map(|(_, lines)| lines.iter().take(MOST_IN_BAND));
        may_be_ruby(segment)
            && lines.any(|(line, size)| stands_beside(area, segment.size, *line, *size))
    };
    let (readings, text): (Vec<Segment>, Vec<Segment>) = segments.into_iter().partition(is_ruby);
    let glyphs: Vec<u32> = readings.into_iter().flat_map(|segment| segment.glyphs).collect();
    let dropped = (!glyphs.is_empty()).then_some(Dropped { rule: &rules::RUBY, glyphs });
    (text, dropped.into_iter().collect())
}

/// In line space: above the line, touching it, within its length.
fn stands_beside(ruby: Rect, size: f32, line: Rect, size_of_line: f32) -> bool {
    let gap = line.y0 - ruby.y1;
    size <= LARGEST * size_of_line
        && line.center_y() > ruby.center_y()
        && gap < 0.6 * size
        && gap > -0.9 * size
        && line.x0 - size <= ruby.x0
        && line.x1 + size >= ruby.x1
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn a_reading_above_a_word_leaves_the_text() {
        let page = TestPage::new().text(50.0, 100.0, 12.0, "日本医療研究開発機構は支援する").text(
            52.0,
            94.0,
            6.0,
            "にほんいりょう",
        );
        assert_eq!(page.read(), "日本医療研究開発機構は支援する");
    }

    #[test]
    fn a_small_line_of_its_own_stays() {
        let page = TestPage::new().text(50.0, 100.0, 12.0, "見出し").text(
            50.0,
            130.0,
            6.0,
            "ちいさいもじ",
        );
        assert_eq!(page.read(), "見出し\nちいさいもじ");
    }
}
