//! Headings of documents in running text.
//!
//! [`name`] is the way in. What the document itself says counts first: tags H1 to H6, its outline
//! ([`Bookmark`]), its table of contents ([`contents`]). The type of what they name is learned, so that
//! headings which they leave out are known by their type. Where the document says nothing, numbers that
//! count on (1 → 2 → 3) and type decide.

use std::collections::{BTreeMap, BTreeSet};

use super::PageLayout;
use super::contents::{self, Entry};
use crate::characters::{narrow, skeleton};
use crate::layout::paragraphs::{append, starts_item};
use crate::layout::{Direction, PageBlock, Shape};
use crate::structure::numbering::{Class, Label, label};
use crate::structure::sentences::{BULLETS, ends_finished};
use crate::title_page::{is_imprint, names_annex, stands_beside_title};

/// A longer block is no heading.
/// Measured: at 45 5 of 29 PDFs are divided otherwise; at 90 nothing changes.
const LONGEST: usize = 64;

/// An entry of the document's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bookmark {
    pub(crate) title: String,
    /// 1 for the outermost.
    pub(crate) level: u8,
}

/// Names the headings on pages that are no slides.
pub(super) fn name(pages: &mut [PageLayout], bookmarks: &[Bookmark], body: Body) {
    if let Some(first) = pages.first_mut() {
        join_title(first, body);
    }
    let candidates = candidates(pages);
    let said = said(pages, &candidates, bookmarks);
    let is_said = said.len() >= FEWEST_SAID;
    let looks = if is_said { learned(pages, &candidates, &said, body) } else { BTreeMap::new() };
    let counted = counted(&candidates);
    let left_out = left_out(pages, &candidates, body);
    // Chapters that the list of headings lacks stand above those that it has.
    let has_chapters = is_said
        && left_out.iter().any(|nth| candidates.get(*nth).is_some_and(Candidate::is_chapter));
    let shift = u8::from(has_chapters);
    let crowded = crowded(pages, &candidates, body);
    // Where headings have numbers, these tell the levels better than sizes do.
    let has_numbers = candidates.iter().filter(|candidate| candidate.label.is_some()).count() >= 3;
    let below_said = said.values().max().map_or(LEVEL_OF_QUESTIONS, |level| level + 2);
    for (nth, candidate) in candidates.iter().enumerate() {
        let level = said.get(&nth).map(|level| level + shift).or_else(|| {
            let block = block(pages, candidate).filter(|_| candidate.role != Role::Contents)?;
            if is_title(candidate, block, body) || candidate.role == Role::Annex {
                return Some(1);
            }
            if candidate.role == Role::Question {
                return Some(if has_numbers && !is_said { NO_LEVEL } else { below_said });
            }
            if candidate.role == Role::AboveQuestion && body.differs(block) {
                return Some(below_said.saturating_sub(1).max(1));
            }
            if is_said {
                let by_look = looks.get(&Look::of(block)).copied().filter(|_| body.differs(block));
                let level_left_out = if candidate.is_chapter() { 1 } else { NO_LEVEL };
                return by_look
                    .map(|level| level + shift)
                    .or(left_out.contains(&nth).then_some(level_left_out));
            }
            let is_heading = candidate.is_heading(block, body, counted.contains(&nth));
            let is_label = candidate.label.is_none()
                && !is_frame(&block.text)
                && (crowded.contains(&candidate.page) && !candidate.leads_prose || is_row(block));
            (is_heading && !is_label)
                .then(|| if has_numbers { NO_LEVEL } else { level_by_type(block, body) })
        });
        let block =
            pages.get_mut(candidate.page).and_then(|page| page.blocks.get_mut(candidate.at));
        if let (Some(level), Some(block)) = (level, block) {
            block.shape = Shape::Heading(level);
        }
    }
    for page in pages.iter_mut().filter(|page| !page.is_slide) {
        join_numbers(page);
    }
}

/// 第３章 in a box or 別添４, and what the chapter or annex is called beside or below it, are one heading.
fn join_numbers(page: &mut PageLayout) {
    let mut at = 0;
    while at + 1 < page.blocks.len() {
        let [upper, lower] = &page.blocks[at..=at + 1] else { return };
        let (Shape::Heading(number), Shape::Heading(name)) = (upper.shape, lower.shape) else {
            at += 1;
            continue;
        };
        let is_near = lower.rect.y0 - upper.rect.y1 < 2.0 * upper.size.max(lower.size);
        let is_number = is_bare_number(&upper.text) || names_annex(&upper.text);
        if is_near && is_number && label(&lower.text).is_none() && !names_annex(&lower.text) {
            let rest = page.blocks.remove(at + 1);
            if let Some(heading) = page.blocks.get_mut(at) {
                heading.text = format!("{}\u{3000}{}", heading.text.trim_end(), rest.text);
                heading.rect = heading.rect.union(rest.rect);
                heading.lines.extend(rest.lines);
                heading.shape = Shape::Heading(number.min(name));
            }
        }
        at += 1;
    }
}

/// 第３章, 第1部: the number of a part, and nothing else.
pub(super) fn is_bare_number(text: &str) -> bool {
    let is_part = |label: &Label| {
        matches!(label.class, Class::Part | Class::Chapter | Class::Section)
            && label.written.trim() == text.trim()
    };
    label(text).is_some_and(|label| is_part(&label))
}

/// The lines of a title are set in the same large type right below each other; each would be a heading.
fn join_title(page: &mut PageLayout, body: Body) {
    let is_line = |block: &PageBlock| {
        block.shape == Shape::Text
            && block.direction == Direction::Across
            && block.size >= 1.4 * body.size
            && block.text.chars().count() <= LONGEST
            && label(&block.text).is_none()
            && !block.is_boxed
            && !stands_beside_title(&block.text)
    };
    let mut at = 0;
    while at + 1 < page.blocks.len() {
        let [upper, lower] = &page.blocks[at..=at + 1] else { return };
        let gap = lower.rect.y0 - upper.rect.y1;
        let is_one = is_line(upper)
            && is_line(lower)
            && (upper.size - lower.size).abs() < 0.05 * upper.size
            && upper.face == lower.face
            && (-0.5..1.2).contains(&(gap / upper.size))
            && upper.lines.len() + lower.lines.len() <= MOST_LINES_OF_TITLE;
        if !is_one {
            at += 1;
            continue;
        }
        let rest = page.blocks.remove(at + 1);
        if let Some(title) = page.blocks.get_mut(at) {
            append(&mut title.text, &rest.text);
            title.rect = title.rect.union(rest.rect);
            title.lines.extend(rest.lines);
        }
    }
}

/// More lines in large type are no title.
/// Not measured.
const MOST_LINES_OF_TITLE: usize = 4;

/// The level of the questions of 質疑応答 where the document names no heading.
const LEVEL_OF_QUESTIONS: u8 = 3;

/// The level of a heading whose number, or place between numbered ones, tells its level.
const NO_LEVEL: u8 = 0;

/// The large line of the first page.
fn is_title(candidate: &Candidate, block: &PageBlock, body: Body) -> bool {
    // Measured: at 0.98 11 of 29 PDFs are divided otherwise, precision 0.903 → 0.767; at 1.96 3 of
    // 30 PDFs are divided otherwise, precision 0.903 → 0.966.
    candidate.page == 0 && candidate.label.is_none() && block.size >= 1.4 * body.size
}

/// Fewer headings that the document names are not enough to learn from.
/// Measured: at 2 nothing changes; at 4 1 of 29 PDFs is divided otherwise.
const FEWEST_SAID: usize = 3;

/// What the text that is no heading looks like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) size: f32,
    pub(super) is_gothic: bool,
}

impl Body {
    /// Whether a block's type sets it off from the text.
    fn differs(self, block: &PageBlock) -> bool {
        // Measured: at 0.756 8 of 29 PDFs are divided otherwise, precision 0.903 → 0.889; at 1.512
        // 2 of 29 PDFs are divided otherwise.
        let is_larger = block.size >= 1.08 * self.size;
        is_larger || block.face.is_bold || block.face.is_gothic && !self.is_gothic
    }
}

/// A block that may be a heading.
struct Candidate {
    page: usize,
    at: usize,
    label: Option<Label>,
    role: Role,
    /// Whether running text, and no item of the same kind, follows.
    leads_text: bool,
    /// Whether a sentence or more follows.
    leads_prose: bool,
}

/// What a candidate is by its words and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Line,
    /// A line of a table of contents.
    Contents,
    /// The question of an answer that follows.
    Question,
    /// What stands above a question.
    AboveQuestion,
    /// The name of an annex that begins with this page.
    Annex,
}

/// A shorter block is no running text.
/// Not measured.
const PROSE: usize = 25;

/// What a block looks like: its size in half points, its face, the class of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look(i32, bool, bool, Option<Class>);

impl Look {
    fn of(block: &PageBlock) -> Look {
        let class = label(&block.text).map(|label| label.class);
        Look((block.size * 2.0).round() as i32, block.face.is_bold, block.face.is_gothic, class)
    }
}

fn block<'a>(pages: &'a [PageLayout], candidate: &Candidate) -> Option<&'a PageBlock> {
    pages.get(candidate.page)?.blocks.get(candidate.at)
}

fn may_be_heading(block: &PageBlock) -> bool {
    let n_chars = block.text.chars().count();
    let is_bulleted = block.text.starts_with(BULLETS)
        || block.text.starts_with(['※', '→', '⇒', '↑', '↓', '〒', '＊', '*', '-']);
    let tagged = block.tagged_level().is_some()
        && block.shape == Shape::Text
        && n_chars <= 2 * LONGEST
        && !is_bulleted;
    tagged
        || block.shape == Shape::Text
            && block.direction != Direction::Up
            && (2..=LONGEST).contains(&n_chars)
            && !ends_finished(&block.text)
            && !block.text.ends_with(['、', '，'])
            && !is_bulleted
}

/// On a page with so many lines in small boxes these are the fields and buttons of a screen, or the labels
/// of a chart.
/// Not measured.
const FEWEST_FIELDS: usize = 4;

fn candidates(pages: &[PageLayout]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (nth, page) in pages.iter().enumerate().filter(|(_, page)| !page.is_slide) {
        let is_screen = page.blocks.iter().filter(|block| block.is_boxed).count() >= FEWEST_FIELDS;
        let may_be = |block: &PageBlock| {
            may_be_heading(block)
                && (block.tagged_level().is_some()
                    || !(block.is_boxed && is_screen || is_imprint(&block.text, nth == 0)))
        };
        for (at, block) in page.blocks.iter().enumerate() {
            let next = page.blocks.get(at + 1).or_else(|| pages.get(nth + 1)?.blocks.first());
            let role = role(pages, nth, at);
            if role != Role::Question && role != Role::AboveQuestion && !may_be(block) {
                continue;
            }
            let label = label(&block.text).filter(|_| starts_item(&block.text));
            let class = label.as_ref().map(|label| label.class);
            let leads_text =
                next.is_some_and(|next| class_of(&next.text) != class || class.is_none());
            let is_prose = |next: &PageBlock| {
                next.shape == Shape::Text && next.text.chars().nth(PROSE).is_some()
            };
            let leads_prose = next.is_some_and(is_prose);
            found.push(Candidate { page: nth, at, label, role, leads_text, leads_prose });
        }
    }
    found
}

fn class_of(text: &str) -> Option<Class> {
    label(text).map(|label| label.class)
}

/// What the block at `at` of the page number `nth` is; an answer may stand on the next page.
fn role(pages: &[PageLayout], nth: usize, at: usize) -> Role {
    let blocks = |nth: usize| pages.get(nth).map(|page| page.blocks.as_slice()).unwrap_or_default();
    let n_here = blocks(nth).len();
    let block =
        |at: usize| blocks(nth).get(at).or_else(|| blocks(nth + 1).get(at.checked_sub(n_here)?));
    let asks = |at: usize| block(at).is_some_and(|asks| is_question(asks, block(at + 1)));
    let text = block(at).map_or("", |block| block.text.as_str());
    if contents::is_entry(text) {
        Role::Contents
    } else if asks(at) {
        Role::Question
    } else if asks(at + 1) && text.chars().count() <= LONGEST {
        Role::AboveQuestion
    } else if nth > 0 && at == 0 && names_annex(text) {
        Role::Annex
    } else {
        Role::Line
    }
}

/// 問１．適用対象者を教えてください。, Q2 …: what asks, where its answer follows.
fn is_question(block: &PageBlock, next: Option<&PageBlock>) -> bool {
    let begins = |text: &str, words: &[&str], goes_on: &dyn Fn(Option<char>) -> bool| {
        let text = text.trim_start_matches(|c: char| "（(【［[".contains(c) || c.is_whitespace());
        let rest = words.iter().find_map(|word| text.strip_prefix(word));
        rest.is_some_and(|rest| goes_on(rest.trim_start().chars().next().map(narrow)))
    };
    let has_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_set_off =
        |c: Option<char>| c.is_none_or(|c| c.is_ascii_digit() || ".:)】］]、".contains(c));
    let is_text = |block: &PageBlock| block.shape == Shape::Text;
    is_text(block)
        && block.text.chars().count() <= LONGEST_QUESTION
        && begins(&block.text, &["問", "質問", "Ｑ", "Q"], &has_number)
        && next.is_some_and(|next| {
            is_text(next) && begins(&next.text, &["答", "回答", "Ａ", "A"], &is_set_off)
        })
}

/// A longer question is text.
/// Not measured.
const LONGEST_QUESTION: usize = 160;

/// The candidates that are no lines of a table of contents, with their numbers.
fn outside_contents(candidates: &[Candidate]) -> impl Iterator<Item = (usize, &Candidate)> {
    candidates.iter().enumerate().filter(|(_, candidate)| candidate.role != Role::Contents)
}

/// The candidates that the document names as headings, with their levels.
fn said(
    pages: &[PageLayout],
    candidates: &[Candidate],
    bookmarks: &[Bookmark],
) -> BTreeMap<usize, u8> {
    let mut said: BTreeMap<usize, u8> = BTreeMap::new();
    for (nth, candidate) in outside_contents(candidates) {
        if let Some(level) = block(pages, candidate).and_then(PageBlock::tagged_level) {
            said.insert(nth, level);
        }
    }
    let entries = contents::entries(pages);
    let named = bookmarks.iter().map(|b| (key(&b.title), b.level));
    let named = named.chain(entries.iter().map(|Entry { title, level, .. }| (key(title), *level)));
    let mut levels: BTreeMap<String, u8> = BTreeMap::new();
    for (title, level) in named.filter(|(title, _)| title.chars().count() >= 2) {
        levels.entry(title).or_insert(level);
    }
    for (nth, candidate) in outside_contents(candidates) {
        let title = block(pages, candidate).map(|block| key(&block.text)).unwrap_or_default();
        if let Some(level) = levels.get(&title) {
            said.entry(nth).or_insert(*level);
        }
    }
    said
}

/// A heading's text without its number, for comparing; only letters count.
fn key(text: &str) -> String {
    let text = skeleton(text);
    let rest = label(&text)
        .map_or(text.as_str(), |label| crate::structure::numbering::after_label(&text, &label));
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".-－・()".contains(c));
    rest.chars().filter(|c| crate::characters::is_letter(*c)).collect()
}

/// The looks of what the document names, unless running text has them too.
fn learned(
    pages: &[PageLayout],
    candidates: &[Candidate],
    said: &BTreeMap<usize, u8>,
    body: Body,
) -> BTreeMap<Look, u8> {
    let mut counts: BTreeMap<Look, (usize, usize, u8)> = BTreeMap::new();
    for (nth, candidate) in outside_contents(candidates) {
        let Some(block) = block(pages, candidate).filter(|block| body.differs(block)) else {
            continue;
        };
        let (n_said, n_all, lowest) = counts.entry(Look::of(block)).or_default();
        *n_all += 1;
        if let Some(level) = said.get(&nth) {
            *n_said += 1;
            *lowest = (*lowest).max(*level);
        }
    }
    let credible = |(look, (n_said, n_all, level)): (Look, (usize, usize, u8))| {
        (n_said >= 1 && n_said * 2 >= n_all).then_some((look, level))
    };
    counts.into_iter().filter_map(credible).collect()
}

/// The candidates whose number follows, or is followed by, that of another of their class.
fn counted(candidates: &[Candidate]) -> BTreeSet<usize> {
    let mut last: BTreeMap<Class, (usize, u32)> = BTreeMap::new();
    let mut counted = BTreeSet::new();
    for (nth, candidate) in outside_contents(candidates) {
        let Some(label) = candidate.label.as_ref().filter(|label| label.ordinal > 0) else {
            continue;
        };
        if let Some((before, ordinal)) = last.get(&label.class).copied()
            && ordinal + 1 == label.ordinal
        {
            counted.extend([before, nth]);
        }
        last.insert(label.class, (nth, label.ordinal));
    }
    counted
}

impl Candidate {
    fn is_chapter(&self) -> bool {
        let class = self.label.as_ref().map(|label| label.class);
        matches!(class, Some(Class::Part | Class::Chapter))
    }

    fn is_heading(&self, block: &PageBlock, body: Body, counts_on: bool) -> bool {
        let ratio = block.size / body.size.max(1.0);
        let n_chars = block.text.chars().count();
        let is_division = self.label.as_ref().is_some_and(|label| label.class.names_a_division());
        // （注文は確定されません） says something of what stands beside it.
        let is_aside = block.text.starts_with(['（', '(']) && block.text.ends_with(['）', ')']);
        let is_named = is_frame(&block.text);
        let is_numbered = self.label.as_ref().is_some_and(|label| label.ordinal > 0);
        let is_plain_number =
            // Measured: at 0.665 1 of 29 PDFs is divided otherwise; at 1.33 5 of 29 PDFs are
            // divided otherwise.
            is_numbered && counts_on && n_chars <= 40 && self.leads_text && ratio >= 0.95;
        // Measured: at 0.84 8 of 29 PDFs are divided otherwise; at 1.68 1 of 29 PDFs is divided
        // otherwise.
        let stands_out = ratio >= 1.2
            || body.differs(block)
                && n_chars <= 45
                && (is_numbered || self.leads_text && !is_aside);
        is_division || is_named || stands_out || is_plain_number
    }
}

/// What a document that names its headings left out, as a table of contents leaves out what stands below its
/// last level: divisions, and numbered lines that count on from 1, all of which stand over text.
fn left_out(pages: &[PageLayout], candidates: &[Candidate], body: Body) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut runs: BTreeMap<Class, Vec<usize>> = BTreeMap::new();
    let mut close = |run: Vec<usize>| {
        let members = || run.iter().filter_map(|nth| candidates.get(*nth));
        let n_over_prose = members().filter(|candidate| candidate.leads_prose).count();
        let are_short = members().all(|candidate| {
            block(pages, candidate).is_some_and(|block| {
                let longest = if body.differs(block) { LONGEST } else { LONGEST_LEFT_OUT };
                block.text.chars().count() <= longest && block.size >= 0.95 * body.size
            })
        });
        let are_headings = members().all(|candidate| candidate.leads_text) && are_short;
        if run.len() >= 2 && are_headings && n_over_prose * 3 >= run.len() * 2 {
            found.extend(run);
        }
    };
    let mut divisions = Vec::new();
    let pages_of_contents = contents::pages(pages);
    let is_text = |candidate: &Candidate| !pages_of_contents.contains(&candidate.page);
    for (nth, candidate) in outside_contents(candidates).filter(|(_, c)| is_text(c)) {
        let Some(label) = candidate.label.as_ref().filter(|label| label.ordinal > 0) else {
            continue;
        };
        divisions.extend(label.class.names_a_division().then_some(nth));
        let run = runs.entry(label.class).or_default();
        if label.ordinal as usize == run.len() + 1 {
            run.push(nth);
        } else {
            close(std::mem::take(run));
            run.extend((label.ordinal == 1).then_some(nth));
        }
    }
    runs.into_values().for_each(close);
    found.extend(divisions);
    found
}

/// A longer numbered line is an item.
/// Not measured.
const LONGEST_LEFT_OUT: usize = 40;

/// Pieces that stand apart on one line: the fields of a screen, the row of a table.
fn is_row(block: &PageBlock) -> bool {
    block.lines.first().is_some_and(|line| line.starts.len() > 1)
}

/// With more lines on a page that only their type sets off, these are the labels of a chart or of a screen.
/// Not measured.
const MOST_BY_TYPE: usize = 7;

/// The pages on which type tells nothing.
fn crowded(pages: &[PageLayout], candidates: &[Candidate], body: Body) -> BTreeSet<usize> {
    let mut n_by_type: BTreeMap<usize, usize> = BTreeMap::new();
    let alone = outside_contents(candidates).filter(|(_, c)| c.label.is_none() && !c.leads_prose);
    for (_, candidate) in alone {
        let Some(block) = block(pages, candidate) else { continue };
        if candidate.is_heading(block, body, false) {
            *n_by_type.entry(candidate.page).or_default() += 1;
        }
    }
    n_by_type.into_iter().filter(|(_, n)| *n > MOST_BY_TYPE).map(|(page, _)| page).collect()
}

fn level_by_type(block: &PageBlock, body: Body) -> u8 {
    match block.size / body.size.max(1.0) {
        ratio if ratio >= 1.5 => 1,
        ratio if ratio >= 1.2 => 2,
        _ => 3,
    }
}

fn is_frame(text: &str) -> bool {
    [
        "はじめに",
        "おわりに",
        "終わりに",
        "まえがき",
        "あとがき",
        "目次",
        "概要",
        "要旨",
        "附則",
        "参考文献",
    ]
    .contains(&skeleton(text).as_str())
}

#[cfg(test)]
mod tests {
    use crate::layout::test_page::TestPage;
    use crate::layout::{Shape, document, parts};

    fn headings(pages: Vec<TestPage>) -> Vec<String> {
        let pages =
            document::read(pages.into_iter().map(|page| parts(page.build())).collect(), &[]);
        let blocks = pages.iter().flat_map(|page| &page.blocks);
        let is_heading =
            |block: &&crate::layout::PageBlock| matches!(block.shape, Shape::Heading(_));
        blocks.filter(is_heading).map(|block| block.text.clone()).collect()
    }

    const PROSE: &str = "本文の文章がここに長く続いており、ここで終わる。";

    fn table_of_contents() -> TestPage {
        TestPage::new()
            .text(50.0, 60.0, 10.0, "目次")
            .text(50.0, 90.0, 10.0, "１　背景と目的 ………………… 1")
            .text(50.0, 110.0, 10.0, "２　用語の定義 ………………… 1")
            .text(50.0, 130.0, 10.0, "３　考え方 ……………………… 2")
    }

    #[test]
    fn the_number_of_a_chapter_in_a_box_and_its_name_are_one_heading() {
        let page = TestPage::new()
            .bold(50.0, 50.0, 20.0, "第３章")
            .bold(150.0, 52.0, 16.0, "データ流通を巡る新たな潮流")
            .text(
                50.0,
                120.0,
                10.0,
                "通信の高度化に伴い、多様なサービスが登場し、国民の認知度も向上した。",
            );
        let pages = document::read(vec![parts(page.build())], &[]);
        let headings: Vec<&str> = pages[0]
            .blocks
            .iter()
            .filter(|block| matches!(block.shape, Shape::Heading(_)))
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(headings, ["第３章\u{3000}データ流通を巡る新たな潮流"]);
    }

    #[test]
    fn the_table_of_contents_names_the_headings() {
        let body = TestPage::new()
            .text(50.0, 60.0, 10.0, "１　背景と目的")
            .text(50.0, 90.0, 10.0, PROSE)
            .text(50.0, 120.0, 10.0, "２　用語の定義")
            .text(50.0, 150.0, 10.0, PROSE)
            .text(50.0, 180.0, 10.0, "３　考え方")
            .text(50.0, 210.0, 10.0, PROSE);
        assert_eq!(
            headings(vec![table_of_contents(), body]),
            ["１　背景と目的", "２　用語の定義", "３　考え方"]
        );
    }

    #[test]
    fn numbers_that_count_on_over_text_are_headings_and_lists_are_not() {
        let page = TestPage::new()
            .text(50.0, 60.0, 10.0, "１　背景と目的")
            .text(50.0, 90.0, 10.0, PROSE)
            .text(50.0, 120.0, 10.0, "２　用語の定義")
            .text(50.0, 150.0, 10.0, PROSE)
            .text(50.0, 180.0, 10.0, "（１）甲の項目")
            .text(50.0, 194.0, 10.0, "（２）乙の項目")
            .text(50.0, 208.0, 10.0, "（３）丙の項目");
        assert_eq!(headings(vec![page]), ["１　背景と目的", "２　用語の定義"]);
    }

    #[test]
    fn what_the_table_of_contents_leaves_out_is_a_heading_where_all_of_it_stands_over_text() {
        let prose = format!("{PROSE}本文はさらに続く。");
        let body = TestPage::new()
            .text(50.0, 60.0, 10.0, "第１章　総論")
            .text(50.0, 90.0, 10.0, "１　背景と目的")
            .text(50.0, 120.0, 10.0, "（１）問題となり得る事例")
            .text(50.0, 150.0, 10.0, &prose)
            .text(50.0, 180.0, 10.0, "（２）関連法規の留意点")
            .text(50.0, 210.0, 10.0, &prose)
            .text(50.0, 240.0, 10.0, "２　用語の定義")
            .text(50.0, 270.0, 10.0, &prose)
            .text(50.0, 300.0, 10.0, "３　考え方")
            .text(50.0, 330.0, 10.0, "①甲の項目は次のとおりであり、ここで述べたとおりとする。")
            .text(50.0, 360.0, 10.0, "②乙の項目")
            .text(50.0, 390.0, 10.0, &prose);
        assert_eq!(
            headings(vec![table_of_contents(), body]),
            [
                "第１章　総論",
                "１　背景と目的",
                "（１）問題となり得る事例",
                "（２）関連法規の留意点",
                "２　用語の定義",
                "３　考え方"
            ]
        );
    }

    #[test]
    fn a_question_is_a_heading_where_its_answer_follows() {
        let page = TestPage::new()
            .bold(50.0, 60.0, 10.0, "○経過措置")
            .text(50.0, 90.0, 10.0, "問１．適用対象者を教えてください。")
            .text(50.0, 120.0, 10.0, "（答）")
            .text(50.0, 150.0, 10.0, PROSE)
            .text(50.0, 180.0, 10.0, "問２のとおり、次のように取り扱う。")
            .text(50.0, 210.0, 10.0, PROSE);
        assert_eq!(headings(vec![page]), ["○経過措置", "問１．適用対象者を教えてください。"]);
    }

    #[test]
    fn an_annex_begins_with_its_page() {
        let first = TestPage::new().text(50.0, 60.0, 10.0, PROSE).text(50.0, 90.0, 10.0, PROSE);
        let annex = TestPage::new()
            .text(50.0, 60.0, 10.0, "別表第２（第３条関係）")
            .text(50.0, 90.0, 10.0, PROSE)
            .text(50.0, 120.0, 10.0, "別表第１")
            .text(50.0, 150.0, 10.0, PROSE);
        assert_eq!(headings(vec![first, annex]), ["別表第２（第３条関係）"]);
    }

    #[test]
    fn a_bold_line_over_text_is_a_heading() {
        let page = TestPage::new()
            .bold(50.0, 60.0, 10.0, "制度の概要")
            .text(50.0, 90.0, 10.0, PROSE)
            .text(50.0, 120.0, 10.0, PROSE);
        assert_eq!(headings(vec![page]), ["制度の概要"]);
    }
}
