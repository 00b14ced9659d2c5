//! Leaders: in a table of contents, dots lead to the page number at the other side of the column.
//!
//! Set apart by a wide gap, the numbers would look like a column of their own.

use std::collections::BTreeMap;

use super::Direction;
use super::segments::Segment;
use crate::characters::narrow;

/// A title stands at most so far before its leader, in points.
/// Measured: 231 and 462 change nothing.
const FARTHEST: f32 = 330.0;
/// Lines are looked for in bands of this height.
/// Measured: 5.6 and 11.2 change nothing.
const BAND: f32 = 8.0;
/// So many segments of a band are looked at.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_IN_BAND: usize = 200;

/// Puts each leader behind the segment before it on its line.
pub(super) fn join(segments: Vec<Segment>) -> Vec<Segment> {
    if !segments.iter().any(|segment| is_leader(&segment.text) || ends_in_dots(&segment.text)) {
        return segments;
    }
    let (mut leaders, mut titles): (Vec<Segment>, Vec<Segment>) =
        segments.into_iter().partition(|s| is_leader(&s.text) || is_number(&s.text));
    leaders.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0).then(a.glyphs.cmp(&b.glyphs)));
    let mut bands: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (at, title) in titles.iter().enumerate().filter(|(_, t)| t.direction == Direction::Across) {
        bands.entry(band(title)).or_default().push(at);
    }
    let mut alone = Vec::new();
    for leader in leaders {
        let near = bands.range(band(&leader) - 2..=band(&leader) + 2);
        let near = near.flat_map(|(_, at)| at.iter().take(MOST_IN_BAND));
        let gap =
            |at: usize| titles.get(at).map_or(f32::MAX, |title| leader.rect.x0 - title.rect.x1);
        let is_before = |at: &usize| {
            let title = titles.get(*at);
            let is_level = title.is_some_and(|title| {
                title.rect.overlap_y(leader.rect)
                    >= 0.5 * title.rect.height().min(leader.rect.height())
            });
            let is_led = is_leader(&leader.text) || title.is_some_and(|t| ends_in_dots(&t.text));
            is_level && is_led && (-2.0..FARTHEST).contains(&gap(*at))
        };
        let nearest = near
            .copied()
            .filter(is_before)
            .min_by(|a, b| gap(*a).total_cmp(&gap(*b)).then(a.cmp(b)));
        match nearest.and_then(|at| titles.get_mut(at)) {
            Some(title) => {
                title.text.push(' ');
                title.text.push_str(&leader.text);
                title.rect = title.rect.union(leader.rect);
                title.glyphs.extend(leader.glyphs);
            }
            None => alone.push(leader),
        }
    }
    titles.extend(alone);
    titles
}

fn band(segment: &Segment) -> i32 {
    (segment.rect.center_y() / BAND).floor() as i32
}

/// A page number that stands apart from its leader.
fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.chars().count()) && text.chars().all(|c| narrow(c).is_ascii_digit())
}

fn ends_in_dots(text: &str) -> bool {
    let is_dot = |c: &char| matches!(c, '…' | '‥' | '・' | '･' | '.' | '．' | '_' | '＿');
    text.chars().rev().filter(|c| !c.is_whitespace()).take_while(is_dot).count() >= 3
}

/// ・・・８, …… 12, ........ iv
fn is_leader(text: &str) -> bool {
    let is_dot = |c: char| matches!(c, '…' | '‥' | '・' | '･' | '.' | '．' | '_' | '＿');
    let n_dots = text.chars().filter(|c| is_dot(*c)).count();
    let has_ellipsis = text.starts_with(['…', '‥']);
    let is_rest = |c: char| {
        is_dot(c) || c.is_whitespace() || narrow(c).is_ascii_digit() || "ivxP-".contains(c)
    };
    text.starts_with(is_dot) && (n_dots >= 3 || has_ellipsis) && text.chars().all(is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_page::TestPage;

    #[test]
    fn two_columns_of_contents_are_read_one_after_the_other() {
        let mut page = TestPage::new();
        for (nth, (left, right)) in
            [("現在の課題", "今後の施策"), ("職員室", "創出"), ("紙", "改訂")].iter().enumerate()
        {
            let y = 100.0 + 20.0 * nth as f32;
            page = page
                .text(50.0, y, 10.0, left)
                .text(200.0, y, 10.0, "・・・４")
                .text(300.0, y + 7.0, 10.0, right)
                .text(450.0, y + 7.0, 10.0, "・・・２１");
        }
        insta::assert_snapshot!(page.read(), @r"
        現在の課題 ・・・４
        職員室 ・・・４
        紙 ・・・４
        今後の施策 ・・・２１
        創出 ・・・２１
        改訂 ・・・２１
        ");
    }

    #[test]
    fn dots_alone_are_leaders_and_words_are_not() {
        assert!(["・・・８", "…… 12", "........ iv", "・・・"].into_iter().all(is_leader));
        assert!(!["・項目", "…と思う", "1.2", "令和"].into_iter().any(is_leader));
    }
}
