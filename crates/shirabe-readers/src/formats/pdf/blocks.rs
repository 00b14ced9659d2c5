//! Pages written out: the lines of the source, the blocks, and what was taken out of them.
//!
//! The source is written from the glyphs, the blocks from the layout, so that the balance of characters
//! shows a glyph that the layout lost.

use crate::draft::{Draft, Ledger, Line};
use crate::layout::document::PageLayout;
use crate::layout::{PageBlock, Shape, TextLine};
use shirabe_document::line_joining::{LineJoint, line_joint};
use shirabe_document::model::{BlockKind, Page, PageTurn};
use shirabe_document::rules;

/// The text of the source and the blocks.
pub(super) fn write(pages: &[PageLayout], ledger: &mut Ledger) -> (String, Vec<Draft>) {
    let numbers = number_lines(pages);
    let mut source = Source::new(pages, numbers.n_lines);
    let mut drafts = Vec::new();
    for (nth, page) in pages.iter().enumerate() {
        let starts = numbers.of_blocks.get(nth).map(Vec::as_slice).unwrap_or_default();
        for (block, start) in page.blocks.iter().zip(starts) {
            drafts.push(draft(pages, nth, block, start, ledger));
            for (line, number) in block.lines.iter().zip(start) {
                source.write(*number, line.page, &line.glyphs);
            }
        }
        let dropped = numbers.of_dropped.get(nth).copied().unwrap_or_default();
        for (dropped, number) in page.dropped.iter().zip(dropped..) {
            let text = source.write(number, nth, &dropped.glyphs);
            ledger.remove(dropped.rule, number..number + 1, &text);
        }
        let last = dropped + page.dropped.len() as u32;
        source.write_rest(last, nth);
    }
    (source.lines.join("\n"), drafts)
}

/// The numbers of all lines, from 1, page by page; what was taken out of a page follows its blocks.
struct LineNumbers {
    /// For each page and block the numbers of its lines.
    of_blocks: Vec<Vec<Vec<u32>>>,
    /// For each page the number of the first line that was taken out.
    of_dropped: Vec<u32>,
    n_lines: u32,
}

fn number_lines(pages: &[PageLayout]) -> LineNumbers {
    // A block that goes over a border has lines on both pages.
    let mut by_page: Vec<Vec<(usize, usize, usize)>> = vec![Vec::new(); pages.len()];
    for (nth, page) in pages.iter().enumerate() {
        for (at, block) in page.blocks.iter().enumerate() {
            for (line_at, line) in block.lines.iter().enumerate() {
                if let Some(lines) = by_page.get_mut(line.page) {
                    lines.push((nth, at, line_at));
                }
            }
        }
    }
    let mut of_blocks: Vec<Vec<Vec<u32>>> = pages
        .iter()
        .map(|page| page.blocks.iter().map(|block| vec![0; block.lines.len()]).collect())
        .collect();
    let mut of_dropped = Vec::with_capacity(pages.len());
    let mut next = 1;
    for (page, lines) in pages.iter().zip(by_page) {
        for (nth, at, line_at) in lines {
            let block = of_blocks.get_mut(nth).and_then(|blocks| blocks.get_mut(at));
            if let Some(number) = block.and_then(|lines| lines.get_mut(line_at)) {
                *number = next;
            }
            next += 1;
        }
        of_dropped.push(next);
        // One more for glyphs that stand nowhere.
        next += page.dropped.len() as u32 + 1;
    }
    LineNumbers { of_blocks, of_dropped, n_lines: next - 1 }
}

/// The lines of the source, written from the glyphs; each glyph once.
struct Source<'a> {
    pages: &'a [PageLayout],
    lines: Vec<String>,
    is_written: Vec<Vec<bool>>,
}

impl<'a> Source<'a> {
    fn new(pages: &'a [PageLayout], n_lines: u32) -> Source<'a> {
        let is_written = pages.iter().map(|page| vec![false; page.chars.len()]).collect();
        Source { pages, lines: vec![String::new(); n_lines as usize], is_written }
    }

    fn write(&mut self, number: u32, page: usize, glyphs: &[u32]) -> String {
        let mut text = String::with_capacity(glyphs.len() * 3);
        let chars = self.pages.get(page).map(|page| page.chars.as_slice()).unwrap_or_default();
        let Some(is_written) = self.is_written.get_mut(page) else { return text };
        for id in glyphs {
            let at = *id as usize;
            if let (Some(c), Some(is_written @ false)) = (chars.get(at), is_written.get_mut(at)) {
                text.push(shown(*c));
                *is_written = true;
            }
        }
        if let Some(line) = self.lines.get_mut((number as usize).wrapping_sub(1)) {
            line.clone_from(&text);
        }
        text
    }

    /// Glyphs that are in no line and were not taken out: the balance reports them.
    fn write_rest(&mut self, number: u32, page: usize) {
        let chars = self.pages.get(page).map(|page| page.chars.as_slice()).unwrap_or_default();
        let is_written = self.is_written.get(page).map(Vec::as_slice).unwrap_or_default();
        let rest = (0..).zip(chars.iter().zip(is_written));
        let rest = rest.filter(|(_, (c, is_written))| !**is_written && !c.is_whitespace());
        let rest: Vec<u32> = rest.map(|(id, _)| id).collect();
        if !rest.is_empty() {
            self.write(number, page, &rest);
        }
    }
}

/// Line ends inside a line of the source would shift the numbers.
fn shown(c: char) -> char {
    if matches!(c, '\n' | '\r') { ' ' } else { c }
}

fn draft(
    pages: &[PageLayout],
    nth: usize,
    block: &PageBlock,
    numbers: &[u32],
    ledger: &mut Ledger,
) -> Draft {
    record_hyphens(&block.lines, numbers, ledger);
    let mut parts = parts(block, numbers);
    let first = if parts.is_empty() { Line::new(block.text.clone(), 1) } else { parts.remove(0).1 };
    let mut draft = Draft::new(kind(block.shape), first);
    draft.page = Some(page(pages, nth));
    for (page_at, line) in parts {
        draft.lines.push(line);
        draft.page_turns.push(PageTurn { at_chars: 0, page: page(pages, page_at) });
    }
    draft.mark_level = match block.shape {
        Shape::Heading(level @ 1..) => Some(level),
        _ => None,
    };
    draft.n_blank_before = 1;
    draft
}

/// The text of the block on each of its pages.
fn parts(block: &PageBlock, numbers: &[u32]) -> Vec<(usize, Line)> {
    let is_row = matches!(block.shape, Shape::Row { .. });
    let mut parts: Vec<(usize, Line)> = Vec::new();
    for (line, number) in block.lines.iter().zip(numbers) {
        match parts.last_mut() {
            Some((page, part)) if *page == line.page => {
                crate::layout::append(&mut part.text, &line.text);
                part.at = part.at.start.min(*number)..part.at.end.max(number + 1);
            }
            _ => parts.push((line.page, Line::new(line.text.clone(), *number))),
        }
    }
    if let (true, Some((_, part))) = (is_row, parts.first_mut()) {
        part.text.clone_from(&block.text);
    }
    parts
}

fn page(pages: &[PageLayout], nth: usize) -> Page {
    let printed = pages.get(nth).and_then(|page| page.label.clone());
    Page { printed, file: Some(nth as u32 + 1) }
}

fn kind(shape: Shape) -> BlockKind {
    match shape {
        Shape::Text => BlockKind::Paragraph,
        Shape::Heading(_) => BlockKind::Heading,
        Shape::Row { is_head: true, .. } => BlockKind::TableHeader,
        Shape::Row { .. } => BlockKind::TableRow,
        Shape::Note => BlockKind::Note,
    }
}

/// A hyphen that parted a word at a line's end is no character of the word.
fn record_hyphens(lines: &[TextLine], numbers: &[u32], ledger: &mut Ledger) {
    for (pair, number) in lines.windows(2).zip(numbers) {
        let [before, after] = pair else { continue };
        if before.page == after.page
            && line_joint(&before.text, &after.text) == LineJoint::DropHyphen
        {
            let broken = format!("{}\n{}", before.text, after.text);
            let mut whole = before.text.clone();
            crate::layout::append(&mut whole, &after.text);
            ledger.change(&rules::SOFT_BREAKS, *number..number + 2, &broken, &whole);
        }
    }
}
