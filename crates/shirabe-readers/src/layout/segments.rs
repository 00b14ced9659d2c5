//! Segments: stretches of glyphs on one line, up to the next wide gap or vertical rule.
//!
//! Glyphs that follow each other in the order of painting make runs; runs that follow each other on the
//! page make segments. The marks of notes (small, raised digits behind a word) leave the text here.

mod marks;
mod symbols;
mod wide_words;

use std::collections::{BTreeMap, BTreeSet};

use marks::Raised;

use super::direction::{Direction, in_line_space};
use super::geometry::median;
use super::{Dropped, Face, Glyph, GlyphPage, Mark, Rect};
use crate::characters::{is_closing, is_japanese, is_opening};
use shirabe_document::rules;

/// Punctuation is set closer than its em box is wide: 」、「 overlap by half an em each (JIS X 4051).
/// Measured: -0.525 and -1.05 change nothing.
const NARROWEST_GAP: f32 = -0.75;
/// A wider gap, in ems, ends a run: what fills it may be painted later, in another font.
/// Measured: 0.42 and 0.84 change nothing.
const GAP_IN_RUN: f32 = 0.6;
/// A wider gap, in ems, ends a segment.
/// Measured: at 0.91 1 of 29 PDFs is divided otherwise; at 1.82 3 of 29 PDFs are divided otherwise.
const WIDEST_GAP: f32 = 1.3;
/// From this gap on, in ems, a space is set between Latin letters and digits.
/// Measured: 0.154 and 0.308 change nothing.
const LATIN_SPACE: f32 = 0.22;
/// From this gap on, in ems, a space is set between any characters.
/// Measured: 0.49 and 0.98 change nothing.
const ANY_SPACE: f32 = 0.7;

/// A stretch of text on one line.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) rect: Rect,
    /// The size that takes most of its length.
    pub(super) size: f32,
    /// The largest size that takes a good part of its length.
    pub(super) largest: f32,
    pub(super) face: Face,
    /// The marks of its first and its last glyph.
    pub(super) marks: (Mark, Mark),
    pub(super) is_artifact: bool,
    pub(super) direction: Direction,
    pub(super) glyphs: Vec<u32>,
}

/// All segments of a page, and the marks of notes that were in them.
pub(super) fn segments(page: &GlyphPage, kept: &[u32]) -> (Vec<Segment>, Vec<Dropped>) {
    let mut out = Vec::new();
    let mut marks: Vec<u32> = Vec::new();
    for direction in Direction::ALL {
        let barriers = Barriers::of(page, direction);
        let runs = chain(page, runs(page, kept, direction, &barriers), &barriers);
        let notes = marks::notes(page, &runs);
        for run in runs {
            out.extend(compose(page, run, direction, &notes, &mut marks));
        }
    }
    let has_marks = !marks.is_empty();
    let dropped = has_marks.then_some(Dropped { rule: &rules::NOTE_MARKS, glyphs: marks });
    (out, dropped.into_iter().collect())
}

/// The rules that part what stands on one line.
struct Barriers {
    rules: Vec<Rect>,
    /// Long ones through which no glyph goes, though some stand close on either side.
    of_columns: Vec<Rect>,
}

impl Barriers {
    fn of(page: &GlyphPage, direction: Direction) -> Barriers {
        let rules = page.rules.iter().map(|rule| in_line_space(direction, *rule));
        let mut rules: Vec<Rect> =
            rules.filter(|rule| rule.width() < 3.0 && rule.height() > 6.0).collect();
        rules.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let long = rules.iter().filter(|rule| rule.height() > LONG_RULE);
        let long: Vec<Rect> = long.copied().collect();
        let few = if long.len() > MOST_LONG_RULES { Vec::new() } else { long };
        let of_columns = if few.is_empty() { few } else { parting_columns(page, direction, few) };
        Barriers { rules, of_columns }
    }

    /// Whether a rule between two columns stands between glyphs that touch over it: the box of a closing
    /// bracket reaches half an em beyond what is seen of it.
    fn part_columns(&self, from: f32, to: f32, y: f32, em: f32) -> bool {
        self.of_columns.iter().any(|rule| {
            (rule.y0 - 0.5 * em..=rule.y1 + 0.5 * em).contains(&y)
                && from - 0.6 * em < rule.x0
                && rule.x0 < to + 0.3 * em
        })
    }

    /// Whether one stands between two places on the line at `y`.
    fn part(&self, from: f32, to: f32, y: f32) -> bool {
        let start = self.rules.partition_point(|rule| rule.x0 < from);
        let between = self.rules.get(start..).unwrap_or_default().iter();
        let mut between = between.take_while(|rule| rule.x0 <= to).take(MOST_BARRIERS);
        between.any(|rule| rule.y0 <= y && rule.y1 >= y)
    }
}

/// Those of the rules that part columns.
fn parting_columns(page: &GlyphPage, direction: Direction, mut rules: Vec<Rect>) -> Vec<Rect> {
    let inked = page.glyphs.iter().filter(|g| g.direction == direction && !g.c.is_whitespace());
    let inked: Vec<(&Glyph, Rect)> =
        inked.map(|glyph| (glyph, in_line_space(direction, glyph.rect))).collect();
    rules.retain(|rule| parts_columns(&inked, *rule));
    rules
}

/// Whether glyphs stand close to a rule on either side on several lines, and none goes through it.
fn parts_columns(inked: &[(&Glyph, Rect)], rule: Rect) -> bool {
    let (mut n_left, mut n_right) = (0, 0);
    let x = rule.center_x();
    for (glyph, area) in inked {
        let is_near = area.x0 < x + glyph.size && area.x1 > x - glyph.size;
        if !is_near || !(rule.y0..=rule.y1).contains(&area.center_y()) {
            continue;
        }
        let em = glyph.size;
        let (x0, x1) = match glyph.c {
            c if is_closing(c) => (area.x0, area.center_x()),
            c if is_opening(c) => (area.center_x(), area.x1),
            _ => (area.x0, area.x1),
        };
        if x0 < x - 0.2 * em && x1 > x + 0.2 * em {
            return false;
        }
        n_left += usize::from(x1 <= x + 0.2 * em && x1 > x - em);
        n_right += usize::from(x0 >= x - 0.2 * em && x0 < x + em);
    }
    n_left >= FEWEST_BESIDE && n_right >= FEWEST_BESIDE
}

/// A rule that is longer, in points, can part columns.
/// Not measured.
const LONG_RULE: f32 = 60.0;
/// More long rules are a table.
/// A guard for the clock; where it lies was not measured.
const MOST_LONG_RULES: usize = 24;
/// So many glyphs stand close to a rule between columns, on either side.
/// Not measured.
const FEWEST_BESIDE: usize = 2;

/// Of the rules that stand between two glyphs, so many are looked at.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_BARRIERS: usize = 400;

/// Glyphs that follow each other, in line space.
struct Run {
    glyphs: Vec<u32>,
    area: Rect,
    size: f32,
}

impl Run {
    /// Whether something at `area` goes on with this run; the gap between them if so.
    fn gap_to(&self, area: Rect, size: f32, widest: f32, barriers: &Barriers) -> Option<f32> {
        let em = self.size.max(size);
        let gap = area.x0 - self.area.x1;
        let lower = self.area.height().min(area.height());
        // Measured: 0.35 and 0.7 change nothing.
        let is_level = self.area.overlap_y(area) >= 0.5 * lower
            && (self.area.center_y() - area.center_y()).abs() <= 0.45 * em;
        let fits = is_level && gap > NARROWEST_GAP * em && gap <= widest * em;
        if !fits {
            return None;
        }
        let from = self.area.x1 - 0.25 * size;
        let to = area.x0 + 0.25 * size;
        let is_parted = gap > 0.05 * em && barriers.part(from, to, area.center_y())
            || barriers.part_columns(self.area.x1, area.x0, area.center_y(), em);
        (!is_parted).then_some(gap)
    }

    fn push(&mut self, id: u32, area: Rect, size: f32) {
        self.glyphs.push(id);
        self.area = self.area.union(area);
        self.size = self.size.max(size);
    }
}

fn runs(page: &GlyphPage, kept: &[u32], direction: Direction, barriers: &Barriers) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_open = false;
    for id in kept {
        let Some(glyph) = page.glyphs.get(*id as usize) else { continue };
        if glyph.direction != direction {
            is_open = false;
            continue;
        }
        let area = in_line_space(direction, glyph.rect);
        let open = runs.last_mut().filter(|_| is_open);
        let going_on =
            open.filter(|run| run.gap_to(area, glyph.size, GAP_IN_RUN, barriers).is_some());
        let is_space = glyph.c.is_whitespace();
        match going_on {
            Some(run) if is_space => {
                run.glyphs.push(*id);
                run.area.x1 = run.area.x1.max(area.x1);
            }
            Some(run) => run.push(*id, area, glyph.size),
            None if is_space => is_open = false,
            None => {
                runs.push(Run { glyphs: vec![*id], area, size: glyph.size });
                is_open = true;
            }
        }
    }
    runs
}

/// Of the runs that started at one height, so many are looked at.
/// A guard for the clock against pages made to do harm; where it lies was not measured.
const MOST_BACK: usize = 8;

/// Puts runs together that were painted apart but stand on one line.
fn chain(page: &GlyphPage, mut runs: Vec<Run>, barriers: &Barriers) -> Vec<Run> {
    let columns = symbols::columns(page, &runs);
    runs = wide_words::close_up(page, runs, barriers);
    runs.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0).then(a.glyphs.cmp(&b.glyphs)));
    let mut out: Vec<Run> = Vec::new();
    let mut by_height: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for run in runs {
        if columns.hold(page, &run) {
            out.push(run);
            continue;
        }
        let center = run.area.center_y();
        let reach = 0.45 * run.size.clamp(2.0, 200.0) * 1.6;
        let heights = bucket(center - reach)..=bucket(center + reach);
        let near = by_height.range(heights).flat_map(|(_, at)| at.iter().rev().take(MOST_BACK));
        let fits = near.filter_map(|at| {
            let gap = out.get(*at)?.gap_to(run.area, run.size, WIDEST_GAP, barriers)?;
            Some((gap.abs(), *at))
        });
        let nearest = fits.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some(open) = nearest.and_then(|(_, at)| out.get_mut(at)) {
            open.glyphs.extend(run.glyphs);
            open.area = open.area.union(run.area);
            open.size = open.size.max(run.size);
        } else {
            by_height.entry(bucket(center)).or_default().push(out.len());
            out.push(run);
        }
    }
    out
}

fn bucket(y: f32) -> i32 {
    (y / 4.0).floor() as i32
}

/// Writes a run out as text.
fn compose(
    page: &GlyphPage,
    run: Run,
    direction: Direction,
    notes: &BTreeSet<u32>,
    marks: &mut Vec<u32>,
) -> Option<Segment> {
    let ids = run.glyphs;
    let glyphs: Vec<(u32, &Glyph)> =
        ids.iter().filter_map(|id| Some((*id, page.glyphs.get(*id as usize)?))).collect();
    let inked: Vec<&Glyph> =
        glyphs.iter().map(|(_, glyph)| *glyph).filter(|glyph| !glyph.c.is_whitespace()).collect();
    let (size, largest) = sizes(&inked, direction)?;
    let of_size = |glyph: &&&Glyph| (glyph.size - size).abs() < 0.1 * size;
    let centers = inked.iter().filter(of_size).map(|g| in_line_space(direction, g.rect).center_y());
    let middle = median(centers.collect()).unwrap_or(run.area.center_y());
    let mut writer = Writer { text: String::new(), glyphs: Vec::new(), rect: None, end: None };
    let raised = if direction == Direction::Across {
        marks::marks(&glyphs, (size, middle), notes)
    } else {
        vec![Raised::No; glyphs.len()]
    };
    for ((id, glyph), raised) in glyphs.into_iter().zip(raised) {
        let area = in_line_space(direction, glyph.rect);
        if direction == Direction::Across && writer.is_mark_of_a_note(glyph.c, raised) {
            marks.push(id);
            writer.end = writer.end.map(|end| end.max(area.x1));
        } else {
            writer.write(id, glyph, area);
        }
    }
    let is_most = |is: &dyn Fn(&Glyph) -> bool| {
        inked.iter().filter(|glyph| is(glyph)).count() * 2 > inked.len()
    };
    let text = writer.text.trim().to_owned();
    (!text.is_empty()).then(|| Segment {
        text,
        rect: writer.rect.unwrap_or_default(),
        size,
        largest,
        face: Face {
            is_bold: is_most(&|glyph| glyph.face.is_bold),
            is_gothic: is_most(&|glyph| glyph.face.is_gothic),
        },
        marks: (
            inked.first().map(|glyph| glyph.mark).unwrap_or_default(),
            inked.last().map(|glyph| glyph.mark).unwrap_or_default(),
        ),
        is_artifact: is_most(&|glyph| glyph.is_artifact),
        direction,
        glyphs: writer.glyphs,
    })
}

/// The size of the middle of a line's length, and the largest size that takes a twelfth of it: a line
/// most of which stands in small brackets is still a line of the text.
fn sizes(glyphs: &[&Glyph], direction: Direction) -> Option<(f32, f32)> {
    let mut widths: Vec<(f32, f32)> = glyphs
        .iter()
        .map(|glyph| (glyph.size, in_line_space(direction, glyph.rect).width().max(0.01)))
        .collect();
    widths.sort_by(|a, b| b.0.total_cmp(&a.0));
    let whole: f32 = widths.iter().map(|(_, width)| width).sum();
    let at = |share: f32| {
        let mut sum = 0.0;
        let reaches = |(_, width): &&(f32, f32)| {
            sum += width;
            sum >= share * whole
        };
        widths.iter().find(reaches).or(widths.last()).map(|(size, _)| *size)
    };
    Some((at(0.5)?, at(1.0 / 12.0)?))
}

struct Writer {
    text: String,
    glyphs: Vec<u32>,
    /// On the page.
    rect: Option<Rect>,
    /// Where the last glyph ended, in line space.
    end: Option<f32>,
}

impl Writer {
    fn write(&mut self, id: u32, glyph: &Glyph, area: Rect) {
        let last = self.text.chars().next_back();
        if glyph.c.is_whitespace() {
            if last.is_some_and(|last| !last.is_whitespace()) {
                self.text.push(glyph.c);
            }
            self.end = Some(self.end.map_or(area.x1, |end| end.max(area.x1)));
            return;
        }
        if let (Some(last), Some(end)) = (last.filter(|last| !last.is_whitespace()), self.end) {
            let gap = (area.x0 - end) / glyph.size.max(0.1);
            let is_latin = is_latin(last) && is_latin(glyph.c);
            if gap > ANY_SPACE || gap > LATIN_SPACE && is_latin {
                self.text.push(' ');
            }
        }
        self.text.push(glyph.c);
        self.glyphs.push(id);
        self.rect = Some(self.rect.map_or(glyph.rect, |rect| rect.union(glyph.rect)));
        self.end = Some(self.end.map_or(area.x1, |end| end.max(area.x1)));
    }

    /// A raised number behind a word, as in 8,600万¹, is the mark of a note; read on, it would change
    /// the figure. m² and 10³ are no marks, nor is a number at the start of the note itself; behind other
    /// Latin letters, as in ゲストOS⁷, it is one if the page has that note.
    fn is_mark_of_a_note(&self, c: char, raised: Raised) -> bool {
        let before = self.text.trim_end();
        let Some(last) = before.chars().next_back() else { return false };
        if is_superscript_digit(c) {
            return is_japanese(last);
        }
        let has_two = before.chars().nth(1).is_some();
        let letters = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = before.get(letters.len()..).unwrap_or_default();
        let is_power = match raised {
            Raised::OfNote => UNITS.contains(&letters),
            _ => (1..=3).contains(&letters.len()),
        };
        raised != Raised::No && has_two && !is_power && !before.ends_with("10")
    }
}

/// Units that are raised to powers.
const UNITS: [&str; 9] = ["m", "km", "cm", "mm", "nm", "s", "x", "R", "ft"];

fn is_superscript_digit(c: char) -> bool {
    matches!(c, '\u{B9}' | '\u{B2}' | '\u{B3}' | '\u{2070}' | '\u{2074}'..='\u{2079}')
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !is_japanese(c) || ",.;:)%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_page::TestPage;

    fn found(page: TestPage) -> Vec<String> {
        let page = page.build();
        let ids: Vec<u32> = (0..page.glyphs.len() as u32).collect();
        let mut found = segments(&page, &ids).0;
        found.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
        found.into_iter().map(|segment| segment.text).collect()
    }

    #[test]
    fn a_wide_gap_or_a_rule_ends_a_segment() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "左の段")
            .text(100.0, 50.0, 10.0, "右の段")
            .text(50.0, 70.0, 10.0, "甲")
            .text(63.0, 70.0, 10.0, "乙")
            .rule(61.0, 65.0, 61.0, 85.0);
        assert_eq!(found(page), ["左の段", "右の段", "甲", "乙"]);
    }

    #[test]
    fn pieces_painted_in_any_order_make_one_line() {
        let page = TestPage::new()
            .text(80.0, 50.0, 10.0, "研究開発")
            .text(50.0, 50.0, 10.0, "医療の")
            .text(50.0, 62.0, 10.0, "次の行");
        assert_eq!(found(page), ["医療の研究開発", "次の行"]);
    }

    #[test]
    fn a_character_painted_later_in_another_font_stands_in_its_gap() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "髙橋委員、")
            .text(110.0, 50.0, 10.0, "野委員")
            .text(100.0, 50.0, 10.0, "𠮷");
        assert_eq!(found(page), ["髙橋委員、𠮷野委員"]);
    }

    #[test]
    fn punctuation_set_close_keeps_its_place() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "すること」")
            .text(95.0, 50.0, 10.0, "、")
            .text(100.0, 50.0, 10.0, "「内部");
        assert_eq!(found(page), ["すること」、「内部"]);
    }

    #[test]
    fn latin_words_are_parted_by_their_gap() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "Single")
            .text(83.0, 50.0, 10.0, "IRB")
            .text(99.0, 50.0, 10.0, "の原則");
        assert_eq!(found(page), ["Single IRBの原則"]);
    }

    #[test]
    fn the_mark_of_a_note_does_not_change_a_figure() {
        let page = TestPage::new().text(50.0, 52.0, 10.0, "8,600万").text(85.0, 50.0, 6.0, "1");
        let page = page.text(88.0, 52.0, 10.0, "人").text(50.0, 82.0, 10.0, "面積は5m");
        let page = page.text(90.0, 80.0, 6.0, "2").text(50.0, 112.0, 10.0, "住宅\u{B9}の数");
        assert_eq!(found(page), ["8,600万人", "面積は5m2", "住宅の数"]);
    }

    #[test]
    fn a_sample_size_set_small_and_high_is_text() {
        let page = TestPage::new().text(50.0, 52.0, 10.0, "製造業の割合").text(
            110.0,
            50.0,
            6.0,
            "（n=2,057）",
        );
        assert_eq!(found(page), ["製造業の割合（n=2,057）"]);
    }

    #[test]
    fn a_large_mark_leaves_the_text_where_its_note_stands_on_the_page() {
        let marked = |note: &str| {
            TestPage::new()
                .text(50.0, 52.0, 10.0, "実装を支援しています")
                .text(150.0, 51.0, 9.0, "1")
                .text(154.5, 52.0, 10.0, "。")
                .text(50.0, 700.0, 7.0, note)
        };
        assert_eq!(found(marked("1 総務省調べ"))[0], "実装を支援しています。");
        assert_eq!(found(marked("資料：総務省"))[0], "実装を支援しています1。");
    }

    #[test]
    fn a_raised_number_before_a_note_stays_with_it() {
        let page = TestPage::new().text(50.0, 50.0, 6.0, "1").text(53.0, 52.0, 9.0, "総務省調べ");
        assert_eq!(found(page), ["1総務省調べ"]);
    }
}
