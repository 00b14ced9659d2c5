//! Words set wide: 事　務　連　絡, each letter further from the next than words are.

use super::{Barriers, GlyphPage, Run};
use crate::characters::{is_kana, is_kanji};

/// A word of fewer letters is told from cells by nothing.
/// Not measured.
const FEWEST: usize = 4;
/// Its letters stand at most so many ems apart.
/// Not measured.
const WIDEST: f32 = 3.2;
/// And equally far apart, within this share of the size.
/// Not measured.
const SWAY: f32 = 0.15;

/// Makes one run of runs of one letter that stand equally far apart on a line on which nothing else stands
/// near them.
pub(super) fn close_up(page: &GlyphPage, runs: Vec<Run>, barriers: &Barriers) -> Vec<Run> {
    let (mut letters, mut out): (Vec<Run>, Vec<Run>) =
        runs.into_iter().partition(|run| is_letter(page, run));
    if letters.len() < FEWEST {
        out.extend(letters);
        return out;
    }
    letters.sort_by(|a, b| {
        let level = |run: &Run| (run.area.center_y() * 2.0).round();
        level(a).total_cmp(&level(b)).then(a.area.x0.total_cmp(&b.area.x0))
    });
    let mut word: Vec<Run> = Vec::new();
    for letter in letters {
        if word.last().is_some_and(|last| !goes_on(&word, last, &letter, barriers)) {
            finish(std::mem::take(&mut word), &mut out);
        }
        word.push(letter);
    }
    finish(word, &mut out);
    out
}

fn is_letter(page: &GlyphPage, run: &Run) -> bool {
    let glyphs = run.glyphs.iter().filter_map(|id| page.glyphs.get(*id as usize));
    let mut inked = glyphs.filter(|glyph| !glyph.c.is_whitespace());
    let first = inked.next();
    first.is_some_and(|glyph| is_kanji(glyph.c) || is_kana(glyph.c)) && inked.next().is_none()
}

fn goes_on(word: &[Run], last: &Run, letter: &Run, barriers: &Barriers) -> bool {
    let gap = letter.area.x0 - last.area.x1;
    let size = letter.size.max(0.1);
    let is_even = word.windows(2).all(|pair| {
        ((pair[1].area.x0 - pair[0].area.x0) - (letter.area.x0 - last.area.x0)).abs() < SWAY * size
    });
    (letter.area.center_y() - last.area.center_y()).abs() < SWAY * size
        && (letter.size - last.size).abs() < 0.05 * size
        && gap > 0.0
        && gap < WIDEST * size
        && is_even
        && !barriers.part(last.area.x1, letter.area.x0, letter.area.center_y())
}

fn finish(word: Vec<Run>, out: &mut Vec<Run>) {
    if word.len() < FEWEST {
        out.extend(word);
        return;
    }
    let whole = word.into_iter().reduce(|mut word, letter| {
        word.glyphs.extend(letter.glyphs);
        word.area = word.area.union(letter.area);
        word
    });
    out.extend(whole);
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;

    #[test]
    fn a_word_set_wide_is_one_line() {
        let page = TestPage::new()
            .text(376.0, 100.0, 12.0, "事")
            .text(412.0, 100.0, 12.0, "務")
            .text(448.0, 100.0, 12.0, "連")
            .text(484.0, 100.0, 12.0, "絡")
            .text(376.0, 118.0, 12.0, "令和８年２月６日");
        assert_eq!(page.read(), "事 務 連 絡\n令和８年２月６日");
    }
}
