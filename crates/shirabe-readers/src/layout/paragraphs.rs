//! Paragraphs: the lines of one column, joined where they were broken for want of room.
//!
//! [`paragraphs`] is the way in. Whether a line starts anew is told from its place (gap, indent, how far
//! the line before reaches), its type (size, weight), and only then from its words.

use super::direction::in_line_space;
use super::document::is_entry;
use super::geometry::{median, rows};
use super::segments::Segment;
use super::{Face, PageBlock, Rect, Shape, TextLine};
use crate::characters::{is_japanese, is_letter, narrow, open_bracket};
use crate::dates::is_date;
use crate::repair::private_use;
use crate::structure::numbering::{Class, MARKS, after_label, label};
use crate::structure::sentences::{
    BULLETS, Continuation, Ending, ending, ends_finished, goes_on, may_not_begin, starts_anew,
};
use crate::title_page::is_imprint;
use shirabe_document::line_joining::{LineJoint, line_joint};

/// A line that begins this many ems further to the right than a short one does not go on with it.
/// Measured: at 3.5 nothing changes; at 7 1 of 29 PDFs is divided otherwise.
const SHIFT: f32 = 5.0;

/// A line of a cell that ends so many ems before the border was ended on purpose: a cell is set off from its
/// border by about one.
/// Not measured.
const ROOM_IN_CELL: f32 = 3.0;
/// A line of a cell with fewer characters is a part of a name.
/// Not measured.
const FEWEST_IN_LINE: usize = 12;

/// The lines of a sender, flush at the right, are no longer.
/// Not measured.
const LONGEST_SENDER: usize = 24;
/// 総務省, 報道資料, 事務連絡: what stands alone on a line above a title or below it is no longer.
/// Not measured.
const LONGEST_SHEET: usize = 12;

/// Makes blocks of the segments of one column.
pub(super) fn paragraphs(segments: Vec<Segment>, out: &mut Vec<PageBlock>) {
    let lines = lines(segments);
    if let Some(column) = Column::of(&lines) {
        column.join(lines, out);
    }
}

/// Makes blocks of the segments of a cell whose right border is at `border`: its widest line may be a short one
/// as well.
pub(super) fn paragraphs_of_cell(segments: Vec<Segment>, border: f32, out: &mut Vec<PageBlock>) {
    let lines = lines(segments);
    if let Some(column) = Column::of(&lines) {
        Column { border: Some(border), ..column }.join(lines, out);
    }
}

/// Segments that stand side by side make a line.
fn lines(segments: Vec<Segment>) -> Vec<TextLine> {
    let area = |segment: &Segment| in_line_space(segment.direction, segment.rect);
    let reach = |a: &Segment, b: &Segment| 0.45 * a.size.min(b.size);
    let rows = rows(segments, |segment| area(segment).center_y(), reach);
    let sorted = |mut row: Vec<Segment>| {
        row.sort_by(|a, b| area(a).x0.total_cmp(&area(b).x0).then(a.glyphs.cmp(&b.glyphs)));
        row
    };
    let rows = rows.into_iter().map(sorted).flat_map(with_caption_first).flat_map(parted_by_size);
    rows.filter_map(|row| line(&row)).collect()
}

/// 【（株）一ノ坪製作所（奈良県香芝市）】: what stands in brackets far behind a line that goes on is the caption of
/// what stands beside the text. It is read first, and not in the middle of the sentence.
fn with_caption_first(mut row: Vec<Segment>) -> Vec<Vec<Segment>> {
    let area = |segment: &Segment| in_line_space(segment.direction, segment.rect);
    let is_caption = match row.as_slice() {
        [.., text, caption] => {
            caption.text.starts_with('【')
                && caption.text.ends_with('】')
                && area(caption).x0 - area(text).x1 > 2.0 * text.size
                && !ends_finished(&text.text)
                && text.text.chars().count() >= FEWEST_IN_LINE
        }
        _ => false,
    };
    let caption = if is_caption { row.pop() } else { None };
    caption.map(|caption| vec![caption]).into_iter().chain([row]).collect()
}

/// A small piece far behind a large one on its line, as the number of the chapter in the corner of a slide, is a
/// line of its own.
fn parted_by_size(row: Vec<Segment>) -> Vec<Vec<Segment>> {
    let area = |segment: &Segment| in_line_space(segment.direction, segment.rect);
    let mut parts: Vec<Vec<Segment>> = Vec::new();
    for segment in row {
        let is_apart = parts.last().and_then(|part| part.last()).is_some_and(|last| {
            segment.size < SMALL_BESIDE * last.size
                && area(&segment).x0 - area(last).x1 > 2.0 * last.size
        });
        match parts.last_mut().filter(|_| !is_apart) {
            Some(part) => part.push(segment),
            None => parts.push(vec![segment]),
        }
    }
    parts
}

/// A piece is small beside another of which it has less than this share of the size.
/// Not measured.
const SMALL_BESIDE: f32 = 0.75;

fn line(row: &[Segment]) -> Option<TextLine> {
    let start = |segment: &Segment| in_line_space(segment.direction, segment.rect).x0;
    let texts: Vec<&str> = row.iter().map(|segment| segment.text.as_str()).collect();
    let text = texts.join("\u{3000}");
    let rect = row.iter().map(|segment| segment.rect).reduce(Rect::union)?;
    let widest = row.iter().max_by_key(|segment| segment.text.chars().count())?;
    Some(TextLine {
        text,
        rect,
        size: widest.size,
        largest: row.iter().map(|segment| segment.largest).fold(0.0, f32::max),
        face: widest.face,
        marks: (row.first()?.marks.0, row.last()?.marks.1),
        direction: widest.direction,
        starts: row.iter().map(start).collect(),
        page: 0,
        glyphs: row.iter().flat_map(|segment| segment.glyphs.iter().copied()).collect(),
    })
}

/// Joins lines into one block; `None` of none.
pub(super) fn joined(lines: Vec<TextLine>, shape: Shape) -> Option<PageBlock> {
    let first = lines.first()?;
    let (size, direction) = (first.size, first.direction);
    let rect = lines.iter().map(|line| line.rect).reduce(Rect::union)?;
    let is_most = |is: &dyn Fn(&TextLine) -> bool| {
        lines.iter().filter(|line| is(line)).count() * 2 > lines.len()
    };
    let face = Face {
        is_bold: is_most(&|line| line.face.is_bold),
        is_gothic: is_most(&|line| line.face.is_gothic),
    };
    let mut text = String::new();
    for line in &lines {
        append(&mut text, &line.text);
    }
    Some(PageBlock { shape, text, lines, rect, size, face, direction, is_boxed: false })
}

/// Sets a line behind the text before it.
pub(crate) fn append(text: &mut String, line: &str) {
    if text.is_empty() {
        text.push_str(line);
        return;
    }
    match line_joint(text, line) {
        LineJoint::Nothing => {}
        LineJoint::Space => text.push(' '),
        LineJoint::DropHyphen => drop(text.pop()),
    }
    text.push_str(line.trim_start());
}

/// What the lines of a column have in common, in line space.
struct Column {
    left: f32,
    right: f32,
    /// The right border of the cell, where it is one.
    border: Option<f32>,
    /// The usual gap between two lines.
    gap: f32,
}

impl Column {
    fn of(lines: &[TextLine]) -> Option<Column> {
        let area = |line: &TextLine| in_line_space(line.direction, line.rect);
        let whole = lines.iter().map(area).reduce(Rect::union)?;
        let gaps = lines.windows(2).map(|pair| area(&pair[1]).y0 - area(&pair[0]).y1);
        let gap = median(gaps.collect()).unwrap_or_default();
        Some(Column { left: whole.x0, right: whole.x1, border: None, gap })
    }

    fn join(&self, lines: Vec<TextLine>, out: &mut Vec<PageBlock>) {
        let mut block: Vec<TextLine> = Vec::new();
        let mut lines = lines.into_iter().peekable();
        while let Some(line) = lines.next() {
            let starts = block.last().is_some_and(|last| {
                self.starts_anew(&block, last, &line)
                    || block.len() == 1 && self.leads_paragraph(last, &line, lines.peek())
            });
            if starts {
                out.extend(joined(std::mem::take(&mut block), Shape::Text));
            }
            block.push(line);
        }
        out.extend(joined(block, Shape::Text));
    }

    /// Whether `line` begins a block of its own after `last`, the last line of `block`.
    fn starts_anew(&self, block: &[TextLine], last: &TextLine, line: &TextLine) -> bool {
        let (above, here) =
            (in_line_space(last.direction, last.rect), in_line_space(line.direction, line.rect));
        let size = line.size;
        // Measured: at 0.084 3 of 29 PDFs are divided otherwise; at 0.168 1 of 29 PDFs is divided
        // otherwise.
        let differ = |a: f32, b: f32| (a - b).abs() > 0.12 * a.max(b);
        let is_set_differently = differ(size, last.size) && differ(line.largest, last.largest);
        if is_set_differently && !closes_small_bracket(last, line)
            || heads_smaller_text(block, line)
        {
            return true;
        }
        // Measured: 1.4 and 2.8 change nothing.
        let is_tall = here.y0 - above.y1 > self.gap + 2.0 * size;
        if stand_in_columns(last, line)
            || ends_in_figure(last)
            || leads_to_number(&last.text) && leads_to_number(&line.text)
        {
            // Rows of a table without rules.
            return true;
        }
        if let (Some(before), Some(after)) = (last.marks.1.id, line.marks.0.id)
            && before == after
            && !is_tall
            && !(starts_item(&line.text) && last.text.ends_with(['。', '】', '）', ')']))
            && !repeats_bullet(block, line)
        {
            return false;
        }
        if looks_different(last, line) || is_entry(&last.text) || stands_alone(last, line) {
            return true;
        }
        // Measured: 0.42 and 0.84 change nothing.
        if here.y0 - above.y1 > self.gap + 0.6 * size {
            return true;
        }
        let room = self.right - above.x1;
        // Measured: at 1.54 nothing changes; at 3.08 2 of 29 PDFs are divided otherwise.
        // Short words below each other with room between them are a list, although all are as long.
        let is_list = above.width() < 5.0 * size && here.y0 - above.y1 > 0.8 * size;
        let is_full = room <= 2.2 * size && !is_list;
        let is_open = open_bracket(&last.text).is_some() || ending(&last.text) == Ending::Open;
        // 〜について ends a title as well as it leads on.
        if (!is_open || is_imprint(&line.text, true)) && self.is_set_apart(last, line) {
            return true;
        }
        if starts_item(&line.text) {
            return !(is_full && is_open);
        }
        if counts_on_from(block, line)
            || !is_open && (are_named_rows(block, line) || self.leaves_room(last, line))
        {
            return true;
        }
        let is_finished = ends_finished(&last.text);
        // …例えば below 判断する。 is an example of it.
        if is_finished && (is_out_of_item(block, line) || line.text.starts_with('…')) {
            return true;
        }
        let indent = here.x0 - self.left;
        // Measured: 0.49 and 0.98 change nothing.
        let is_indented = indent > 0.7 * size && above.x0 - self.left < 0.4 * size;
        let hangs =
            // Measured: 3.15 and 6.3 change nothing.
            block.first().is_some_and(|first| starts_item(&first.text)) && indent < 4.5 * size;
        if is_full {
            return is_indented && is_finished && !hangs;
        }
        self.starts_after_short_line(last, line, room, is_finished || is_indented && !hangs)
    }

    /// Whether two lines are set in other places of the column, as the parts of a letter are: one of them at the
    /// right or centred, and not as the lines of one title are.
    fn is_set_apart(&self, last: &TextLine, line: &TextLine) -> bool {
        let (above, here) =
            (in_line_space(last.direction, last.rect), in_line_space(line.direction, line.rect));
        let size = line.size;
        let is_centred = (above.center_x() - here.center_x()).abs() < size;
        let is_full = here.x0 - self.left < size && self.right - here.x1 < 2.2 * size;
        let is_set_back = above.x0 - here.x0 > SHIFT * size && (is_full || !is_centred);
        let is_inside = |rect: Rect| rect.x0 - self.left > 2.0 * size;
        let is_short = |line: &TextLine| line.text.chars().count() <= LONGEST_SENDER;
        let is_flush_right = (above.x1 - here.x1).abs() < 0.5 * size
            && (above.x0 - here.x0).abs() > 1.5 * size
            && above.x0.min(here.x0) - self.left > SHIFT * size
            && is_short(last)
            && is_short(line);
        let is_sheet = |line: &TextLine| {
            line.text.chars().count() <= LONGEST_SHEET && is_imprint(&line.text, true)
        };
        let is_placed =
            (above.x0 - here.x0).abs() > 0.3 * size || is_inside(above) && is_inside(here);
        let has_sheet = is_centred && is_placed && (is_sheet(last) || is_sheet(line));
        is_set_back || is_flush_right || has_sheet
    }

    /// Whether the numbered line `last` is a heading above a paragraph: the line below it is indented, as
    /// the first of a paragraph is, and the one after that goes back.
    fn leads_paragraph(&self, last: &TextLine, line: &TextLine, next: Option<&TextLine>) -> bool {
        let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
        let end = |line: &TextLine| in_line_space(line.direction, line.rect).x1;
        let Some(next) = next.filter(|next| next.direction == line.direction) else { return false };
        let size = line.size;
        let is_first = start(line) - start(next) > 0.7 * size
            && start(line) - start(next) < 2.5 * size
            && start(next) >= start(last) - 0.5 * size;
        is_first
            && starts_item(&last.text)
            && !starts_item(&next.text)
            && ending(&last.text) != Ending::Open
            && goes_on(&line.text) == Continuation::Unknown
            && self.right - end(last) > size
            && self.right - end(line) < 2.2 * size
    }

    /// Whether a line of a cell ends so far before the border that the next would have gone on with it. A short
    /// name is broken where it looks well: 脳神経科学／統合.
    fn leaves_room(&self, last: &TextLine, line: &TextLine) -> bool {
        let area = |line: &TextLine| in_line_space(line.direction, line.rect);
        let Some(border) = self.border else { return false };
        (area(last).x0 - area(line).x0).abs() < 0.5 * line.size
            && border - area(last).x1 > ROOM_IN_CELL * line.size
            && last.text.chars().count() >= FEWEST_IN_LINE
            && goes_on(&line.text) == Continuation::Unknown
    }

    fn starts_after_short_line(
        &self,
        last: &TextLine,
        line: &TextLine,
        room: f32,
        is_set_off: bool,
    ) -> bool {
        let is_unfinished =
            ending(&last.text) == Ending::Open || goes_on(&line.text) == Continuation::Certain;
        // Below a title, what is set at the right says when and by whom.
        let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
        let is_shifted = start(line) - start(last) > SHIFT * line.size;
        // Measured: at 0.245 4 of 29 PDFs are divided otherwise; at 0.49 5 of 29 PDFs are divided
        // otherwise, recall 0.918 → 0.869, precision 0.903 → 0.898.
        let is_very_short = room > 0.35 * (self.right - self.left) && room > 6.0 * line.size;
        // Measured: at 8 nothing changes; at 17 1 of 29 PDFs is divided otherwise.
        let has_few = last.text.chars().count() < 12;
        is_set_off
            || is_shifted && !is_unfinished
            || starts_anew(&line.text) && !is_unfinished
            || (has_few || is_very_short)
                && !is_unfinished
                && goes_on(&line.text) == Continuation::Unknown
            || last.text.ends_with(['）', ')', '」', '】'])
                && open_bracket(&last.text).is_none()
                && is_very_short
    }
}

/// Whether a line that begins with a number is a heading, a little larger than the indented text below it.
fn heads_smaller_text(block: &[TextLine], line: &TextLine) -> bool {
    let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
    let [only] = block else { return false };
    only.text.starts_with(|c: char| narrow(c).is_ascii_digit() || "第(（".contains(c))
        && only.size > 1.06 * line.size
        && only.largest > 1.06 * line.largest
        && start(line) - start(only) > 0.7 * line.size
}

/// Whether a line ends a remark in brackets that the line above began in the smaller type of remarks:
/// ① 推奨【環境省を中心に、関係省庁が協力／連携】.
fn closes_small_bracket(last: &TextLine, line: &TextLine) -> bool {
    line.size < last.size
        && line.text.chars().count() <= LONGEST_REST
        && line.text.ends_with(['】', '）', ')', '］'])
        && open_bracket(&last.text).is_some()
        && open_bracket(&line.text).is_none()
}

/// The rest of a remark in brackets is no longer.
/// Not measured.
const LONGEST_REST: usize = 24;

/// Whether a line begins with the bullet of the block's first line, at the same place: programs tag a whole
/// list as one paragraph.
fn repeats_bullet(block: &[TextLine], line: &TextLine) -> bool {
    let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
    let bullet = |line: &TextLine| {
        let first = line.text.chars().next().map(private_use::readable)?;
        (BULLETS.contains(&first) || MARKS.contains(&first)).then_some(first)
    };
    block.first().is_some_and(|first| {
        bullet(first).is_some()
            && bullet(first) == bullet(line)
            && (start(first) - start(line)).abs() < 0.3 * line.size
            && starts_item(&line.text)
    })
}

/// Whether a line begins further to the left than the number of the item above it.
fn is_out_of_item(block: &[TextLine], line: &TextLine) -> bool {
    let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
    block.first().is_some_and(|first| {
        starts_item(&first.text) && start(line) < start(first) - 0.5 * line.size
    })
}

/// Whether a line begins with the kanji numeral after that of the block above it: 四 …, 五 …, as the items of
/// laws do.
fn counts_on_from(block: &[TextLine], line: &TextLine) -> bool {
    let number = |line: &TextLine| {
        let (numeral, _) = line.text.split_once(char::is_whitespace)?;
        label(&format!("{numeral}\u{3000}項")).filter(|label| label.class == Class::KanjiNumber)
    };
    let first = block.first().and_then(number);
    first.zip(number(line)).is_some_and(|(first, here)| first.ordinal + 1 == here.ordinal)
}

/// Whether a line and the block above it begin at one place with a name that is set off.
fn are_named_rows(block: &[TextLine], line: &TextLine) -> bool {
    let start = |line: &TextLine| in_line_space(line.direction, line.rect).x0;
    block.first().is_some_and(|first| {
        begins_with_name(&first.text)
            && begins_with_name(&line.text)
            && (start(first) - start(line)).abs() < 0.3 * line.size
    })
}

/// 横浜市等　PPA事業, 鳥取県　とっとり健康省エネ住宅: a name that is set off, and what it has.
pub(super) fn begins_with_name(text: &str) -> bool {
    let Some((name, rest)) = text.split_once([' ', '\u{3000}']) else { return false };
    let is_name = |c: char| is_japanese(c) && is_letter(c) || c == '・';
    LENGTHS_OF_NAME.contains(&name.chars().count())
        && name.chars().all(is_name)
        && rest.chars().nth(LONGEST_NAME).is_some()
        && rest.starts_with(|c: char| !c.is_whitespace())
}

/// The names at the head of rows are so long; 大阪府・大阪市 has seven characters.
/// Not measured.
const LENGTHS_OF_NAME: std::ops::RangeInclusive<usize> = 2..=LONGEST_NAME;
const LONGEST_NAME: usize = 8;

/// Whether one of two lines is a day and nothing else: the day of a letter, of an edition.
fn stands_alone(last: &TextLine, line: &TextLine) -> bool {
    let is_day = |line: &TextLine| line.text.contains('月') && is_date(&line.text);
    ending(&last.text) != Ending::Open
        && (is_day(line) || is_day(last) && goes_on(&line.text) == Continuation::Unknown)
}

/// Whether pieces of two lines begin at one place, as cells of a table without rules do.
fn stand_in_columns(a: &TextLine, b: &TextLine) -> bool {
    let later = |line: &TextLine| -> Vec<f32> { line.starts.iter().skip(1).copied().collect() };
    let near = |x: &f32| later(b).iter().any(|other| (x - other).abs() < 0.7 * b.size);
    a.starts.len() > 1 && b.starts.len() > 1 && later(a).iter().any(near)
}

/// ピロクトンオラミン　0.05, 住宅地の場合　月間15千本: pieces that stand apart on one line, the last of them a
/// figure or a sign, are a row of a table without rules.
fn ends_in_figure(line: &TextLine) -> bool {
    let last = line.text.rsplit('\u{3000}').next().unwrap_or_default();
    let is_short = (1..=8).contains(&last.chars().count());
    let is_figure = last.contains(|c: char| narrow(c).is_ascii_digit()) && !ends_finished(last);
    let is_sign = last.chars().all(|c| "○◯〇●×△▲－-☆★◎".contains(c));
    line.starts.len() > 1 && is_short && (is_figure || is_sign) && ending(last) == Ending::Closed
}

/// 第２期 7: set off by white space, a page number ends the line of a table of contents.
fn leads_to_number(text: &str) -> bool {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(text.len() - rest.len())) && rest.ends_with(char::is_whitespace)
}

/// Whether one of two lines is a short one in another weight, or in ゴシック体 beside 明朝体. Latin
/// letters have fonts of their own, which say nothing.
fn looks_different(a: &TextLine, b: &TextLine) -> bool {
    let is_written = |line: &TextLine| {
        line.text.chars().filter(|c| is_japanese(*c)).count() * 2 > line.text.chars().count()
    };
    let is_short = a.text.chars().count().min(b.text.chars().count()) < 40;
    let differ = a.face.is_bold != b.face.is_bold
        || a.face.is_gothic != b.face.is_gothic && is_written(a) && is_written(b);
    is_short && differ
}

/// Whether a line begins with the mark or number of an item or heading.
pub(crate) fn starts_item(text: &str) -> bool {
    let text = text.trim_start();
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let first = private_use::readable(first);
    if first == '〓' && private_use::is_private(text.chars().next().unwrap_or_default()) {
        // What a font of symbols shows before a word is a bullet, whichever.
        return second.is_some_and(char::is_whitespace);
    }
    if let Some(rest) = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_prefix('※')) {
        // （※１）…, （※）…
        let rest = rest.trim_start_matches(|c| narrow(c).is_ascii_digit());
        return rest.starts_with(['）', ')']);
    }
    let is_mark =
        BULLETS.contains(&first) || MARKS.contains(&first) || "※→⇒＊▷►※★☆△▽".contains(first);
    if is_mark {
        return second.is_some_and(|second| second != first && !may_not_begin(second));
    }
    if "-－–—".contains(first) {
        return second.is_some_and(char::is_whitespace);
    }
    // iii. …
    let roman = text.trim_start_matches(['i', 'v', 'x']);
    if (1..=5).contains(&(text.len() - roman.len()))
        && let Some(rest) = roman.strip_prefix(['.', '．'])
    {
        return rest.starts_with(char::is_whitespace);
    }
    // Ａ：…, B: …
    if narrow(first).is_ascii_uppercase() && matches!(second, Some('：' | ':')) {
        return chars.next().is_some_and(is_japanese);
    }
    label(text).is_some_and(|label| {
        if matches!(label.class, Class::Angle | Class::Lenticular) {
            return true;
        }
        let rest = after_label(text, &label);
        let is_set_off = text
            .strip_prefix(label.written.as_str())
            .is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let is_word = rest
            .chars()
            .next()
            .is_some_and(|c| may_not_begin(c) || "及又並は、に".contains(c) && !is_set_off);
        // 五　前各号に掲げるもの: a kanji numeral is a label only where it is set off.
        let is_sentence = label.class != Class::KanjiNumber
            && rest.chars().next().is_some_and(is_japanese)
            && goes_on(rest) == Continuation::Certain;
        !label.written.is_empty() && !is_word && !is_sentence
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_page::TestPage;
    use proptest::prelude::*;

    #[test]
    fn lines_broken_inside_a_word_are_joined() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "日本の医療分野の研究開")
            .text(50.0, 64.0, 10.0, "発の推進と、その成果の")
            .text(50.0, 78.0, 10.0, "円滑な実用化を図る。");
        assert_eq!(page.read(), "日本の医療分野の研究開発の推進と、その成果の円滑な実用化を図る。");
    }

    #[test]
    fn items_of_a_list_that_is_tagged_as_one_paragraph_are_parted() {
        let mut page = TestPage::new()
            .text(50.0, 50.0, 10.0, "● ＺＥＢの導入促進")
            .text(50.0, 64.0, 10.0, "● 省エネ設備等の導入促進措置の検討並びに市場の創出")
            .text(70.0, 78.0, 10.0, "に向けた方策の検討")
            .build();
        for glyph in &mut page.glyphs {
            glyph.mark.id = Some(7);
        }
        let blocks = crate::layout::blocks(&mut crate::layout::parts(page));
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "● ＺＥＢの導入促進",
                "● 省エネ設備等の導入促進措置の検討並びに市場の創出に向けた方策の検討"
            ]
        );
    }

    #[test]
    fn a_remark_in_small_type_may_end_on_the_next_line() {
        let page = TestPage::new()
            .text(50.0, 50.0, 12.0, "① 環境配慮行動に対するポイント付与等の推奨")
            .text(302.0, 52.0, 9.0, "【環境省を中心に、関係省庁が")
            .text(60.0, 66.0, 9.0, "連携】");
        let text = page.read();
        assert!(text.lines().any(|line| line.ends_with("関係省庁が連携】")), "{text}");
    }

    #[test]
    fn a_numbered_note_and_a_bullet_of_a_symbol_font_begin_an_item() {
        for line in ["（※１）返品の手続", "(※)返品の手続", "\u{F0FF} 返品の手続", "\u{F0B2} 返品"]
        {
            assert!(starts_item(line), "{line}");
        }
        assert!(!starts_item("（※印の欄）に記入する。") && !starts_item("\u{E7B2}の額"));
    }

    #[test]
    fn an_indent_a_wide_gap_and_an_item_start_anew() {
        let page = TestPage::new()
            .text(60.0, 50.0, 10.0, "一つ目の段落の文章であり")
            .text(50.0, 64.0, 10.0, "二行目で終わる文である。")
            .text(60.0, 78.0, 10.0, "二つ目の段落は長い文で終")
            .text(50.0, 92.0, 10.0, "わる。")
            .text(50.0, 106.0, 10.0, "・箇条の一つ目の項目が続")
            .text(60.0, 120.0, 10.0, "いている")
            .text(50.0, 134.0, 10.0, "・箇条の二つ目")
            .text(50.0, 170.0, 10.0, "離れた段落");
        insta::assert_snapshot!(page.read(), @r"
        一つ目の段落の文章であり二行目で終わる文である。
        二つ目の段落は長い文で終わる。
        ・箇条の一つ目の項目が続いている
        ・箇条の二つ目
        離れた段落
        ");
    }

    #[test]
    fn a_line_at_the_right_does_not_go_on_with_a_title() {
        let page = TestPage::new()
            .text(120.0, 50.0, 10.0, "○ 小売販売業許可等取扱要領")
            .text(220.0, 64.0, 10.0, "制定：平成12年12月27日")
            .text(50.0, 90.0, 10.0, "この要領において用いる用語の意義は、次に定めるところによる")
            .text(50.0, 104.0, 10.0, "ものとする。");
        insta::assert_snapshot!(page.read(), @r"
        ○ 小売販売業許可等取扱要領
        制定：平成12年12月27日
        この要領において用いる用語の意義は、次に定めるところによるものとする。
        ");
    }

    #[test]
    fn a_larger_or_bold_line_is_a_block_of_its_own() {
        let page = TestPage::new()
            .bold(50.0, 50.0, 10.0, "見出しである")
            .text(50.0, 64.0, 10.0, "本文の最初の行はここまで")
            .text(50.0, 80.0, 14.0, "大きい見出し")
            .text(50.0, 98.0, 10.0, "本文");
        insta::assert_snapshot!(page.read(), @r"
        見出しである
        本文の最初の行はここまで
        大きい見出し
        本文
        ");
    }

    #[test]
    fn a_numbered_line_above_an_indented_paragraph_is_a_block_of_its_own() {
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, "⑧　有償支給原材料等の対価の早期決済")
            .text(70.0, 64.0, 10.0, "親事業者が有償支給する原材料等で製造")
            .text(60.0, 78.0, 10.0, "を行っている場合、支払期日より早く支払")
            .text(60.0, 92.0, 10.0, "わせること。");
        insta::assert_snapshot!(page.read(), @r"
        ⑧　有償支給原材料等の対価の早期決済
        親事業者が有償支給する原材料等で製造を行っている場合、支払期日より早く支払わせること。
        ");
    }

    #[test]
    fn a_full_line_is_not_the_end_of_what_the_next_line_does_not_go_on_with() {
        // 外へ出る行, 次の号, 名前で始まる行, 見出しより小さい文
        let out_of_item = TestPage::new()
            .text(70.0, 50.0, 10.0, "①外部の診断を受けて蓄積する。")
            .text(60.0, 64.0, 10.0, "事業者（他社の基盤を利用する）");
        assert_eq!(out_of_item.read().lines().count(), 2);
        let items = TestPage::new().text(50.0, 50.0, 10.0, "四 返礼品等の内容に関する書類").text(
            50.0,
            64.0,
            10.0,
            "五 前各号に掲げるもののほか、",
        );
        assert_eq!(items.read().lines().count(), 2);
        let rows = TestPage::new().text(50.0, 50.0, 10.0, "北上市　庁舎の遊休地で発電する").text(
            50.0,
            64.0,
            10.0,
            "福島市　熱による発電や農業活用",
        );
        assert_eq!(rows.read().lines().count(), 2);
        let heading = TestPage::new().text(50.0, 50.0, 10.8, "３．２原動機の保護の条件").text(
            70.0,
            64.0,
            10.0,
            "次の範囲では許容しない",
        );
        assert_eq!(heading.read().lines().count(), 2);
    }

    #[test]
    fn a_caption_beside_a_sentence_is_read_before_it() {
        let (first, second) = (
            "●スチール製のオフィス家具の会社は、知識や経験に",
            "かかわらず採用する。題の下まで続く長い文を書く。",
        );
        let page = TestPage::new()
            .text(50.0, 50.0, 10.0, first)
            .text(315.0, 50.0, 10.0, "【甲製作所】")
            .text(80.0, 64.0, 10.0, second);
        assert_eq!(page.read(), format!("【甲製作所】\n{first}{second}"));
    }

    #[test]
    fn a_small_piece_far_behind_a_large_one_is_no_part_of_it() {
        let page = TestPage::new().text(50.0, 50.0, 20.0, "人材育成の取組").text(
            400.0,
            55.0,
            12.0,
            "第２章",
        );
        assert_eq!(page.read(), "人材育成の取組\n第２章");
    }

    #[test]
    fn a_number_inside_a_sentence_starts_nothing() {
        for line in [
            "①、②に掲げる",
            "（２）に掲げる事項",
            "1.5倍に増加した",
            "第２項の規定",
            "○○大学",
            "②を実施する",
        ] {
            assert!(!starts_item(line), "{line}");
        }
        for line in
            ["①基礎研究", "（２）事項", "１．背景", "第２章　総則", "○大学", "ア　対象", "- 項目"]
        {
            assert!(starts_item(line), "{line}");
        }
    }

    #[test]
    fn the_hyphen_of_a_web_address_stays() {
        let mut text = String::from("https://www.mext.go.jp/content/20230308-");
        append(&mut text, "mxt_jogai01.pdf");
        assert_eq!(text, "https://www.mext.go.jp/content/20230308-mxt_jogai01.pdf");
        let mut text = String::from("develop-");
        append(&mut text, "ment");
        assert_eq!(text, "development");
    }

    proptest! {
        #[test]
        fn joining_drops_and_adds_no_character_but_a_hyphen(lines in prop::collection::vec("[ぁ-んa-z0-9、。/:.（）-]{1,12}", 1..8)) {
            let mut text = String::new();
            let mut n_hyphens = 0;
            for line in &lines {
                n_hyphens += usize::from(!text.is_empty() && line_joint(&text, line) == LineJoint::DropHyphen);
                append(&mut text, line);
            }
            let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let all: String = lines.iter().map(|line| ink(line)).collect();
            prop_assert_eq!(ink(&text).chars().count() + n_hyphens, all.chars().count());
            prop_assert_eq!(ink(&text).replace('-', ""), all.replace('-', ""));
        }
    }
}
