//! Presentations: [`read`] makes a section of every slide.
//!
//! 1. [`slide`] reads the shapes of each slide with their places, which the layout may supply,
//! 2. [`frames`] tells what stands on most slides at the same place: footers and numbers,
//! 3. [`title`] finds the title of a slide that names none,
//! 4. [`order`] puts the rest in the order in which a person reads it.

use super::archive::{Archive, Fault};
use super::embedded::Embedded;
use super::{properties, xml};
use crate::characters::narrow;
use crate::draft::Ledger;
use crate::formats::block_builder::{BlockBuilder, Passage};
use crate::reading::{PageCounts, Reading};
use shape::{Content, Paragraph, Role, Shape};
use shirabe_document::model::{BlockKind, Page};
use shirabe_document::rules;
use shirabe_document::{Confidence, ProblemCode};
use slide::Slide;

mod frames;
mod inherited;
mod order;
mod shape;
mod slide;
mod text;
mod title;

/// Reads the presentation in a package.
pub(super) fn read(archive: &mut Archive<'_>, ledger: &mut Ledger) -> Result<Reading, Fault> {
    let main = archive.main_part("ppt/presentation.xml", ledger);
    let text = archive.required(&main)?;
    let document = xml::parse(&text, &main, archive.limits())?;
    let relationships = archive.relationships(&main, ledger);
    let root = document.root_element();
    let size = xml::child(root, "sldSz");
    let extent = |name| size.and_then(|size| xml::number(size, name)).filter(|n| *n > 0);
    let size = slide::Size {
        width: extent("cx").unwrap_or(9_144_000) as f64,
        height: extent("cy").unwrap_or(6_858_000) as f64,
    };
    let ids = xml::all(root, "sldId").filter_map(|node| {
        node.attributes().find(|a| a.name() == "id" && a.namespace().is_some()).map(|a| a.value())
    });
    let parts = ids.filter_map(|id| relationships.get(id)).map(|r| r.part.clone());
    let mut slides: Vec<Slide> = Vec::new();
    for part in parts.collect::<Vec<_>>() {
        slides.push(match slide::read(&part, archive, ledger) {
            Ok(slide) => slide,
            Err(fault) => {
                fault.report_part(ledger);
                Slide::default()
            }
        });
    }
    report(&slides, ledger);
    let mut properties = properties::read(archive, ledger);
    frames::mark(&mut slides, size);
    let titles: Vec<Option<usize>> =
        slides.iter().map(|slide| title::find(&slide.shapes, size)).collect();
    if let (Some(slide), Some(Some(at))) = (slides.first(), titles.first()) {
        let title = slide.shapes.get(*at).map(|title| title.in_one_line().text().to_owned());
        properties.styled_title = title.map(|title| (title, Confidence::Likely));
    }
    let has_dividers =
        slides.iter().skip(1).zip(titles.iter().skip(1)).any(|(s, t)| is_divider(s, *t));
    let mut block_builder = BlockBuilder::new(ledger);
    let n_slides = slides.len() as u32;
    let n_empty = slides.iter().filter(|slide| !slide.has_text()).count() as u32;
    for ((number, slide), title) in (1..).zip(slides).zip(titles) {
        let level = if has_dividers && !is_divider(&slide, title) { 2 } else { 1 };
        write(slide, title, Place { number, level }, size, &mut block_builder);
    }
    let pages = Some(PageCounts::new(n_slides, n_empty));
    Ok(Reading { properties, pages, encoding: "Office Open XML", ..block_builder.finish() })
}

/// Says what is not as it seems: slides that are skipped when the presentation is shown, files within it.
fn report(slides: &[Slide], ledger: &mut Ledger) {
    let hidden = (1..).zip(slides).filter(|(_, slide)| slide.is_hidden);
    let hidden: Vec<String> = hidden.map(|(number, _): (u32, _)| number.to_string()).collect();
    if !hidden.is_empty() {
        let message = format!("非表示のスライド（{}枚目）も本文に含めた", hidden.join("、"));
        ledger.problem(ProblemCode::HiddenSlides, message, None);
    }
    let mut embedded = Embedded::default();
    for slide in slides {
        embedded.add(slide.embedded);
    }
    embedded.report(ledger);
}

/// A slide with a title and nothing else opens a part.
fn is_divider(slide: &Slide, title: Option<usize>) -> bool {
    let mut others = slide.shapes.iter().enumerate().filter(|(at, _)| Some(*at) != title);
    title.is_some() && others.all(|(_, shape)| shape.role.is_frame()) && !slide.has_picture
}

#[derive(Clone, Copy)]
struct Place {
    number: u32,
    level: u8,
}

fn write(
    slide: Slide,
    title: Option<usize>,
    place: Place,
    size: slide::Size,
    block_builder: &mut BlockBuilder<'_>,
) {
    if !slide.has_text() && slide.notes.is_empty() {
        return;
    }
    block_builder.turn_to(Page { printed: slide.printed_number(), file: Some(place.number) });
    let n_before = block_builder.n_blocks();
    if let Some(title) = title.and_then(|at| slide.shapes.get(at)) {
        let heading = title.in_one_line();
        if let Some(draft) = block_builder.block(BlockKind::Heading, &heading) {
            draft.mark_level = Some(place.level);
        }
    }
    if block_builder.n_blocks() == n_before {
        let heading = format!("スライド{}", place.number);
        if let Some(draft) = block_builder.invent_heading(&heading, &rules::UNTITLED_SLIDES) {
            draft.mark_level = Some(place.level);
        }
    }
    let rest = slide.shapes.into_iter().enumerate().filter(|(at, _)| Some(*at) != title);
    let (frames, rest): (Vec<Shape>, Vec<Shape>) =
        rest.map(|(_, shape)| shape).partition(|shape| shape.role.is_frame());
    for shape in order::in_reading_order(rest, size) {
        match shape.content {
            Content::Table(grid) => grid.write(block_builder),
            Content::Chart(chart) => chart.write(block_builder),
            Content::Text(paragraphs) => {
                for paragraph in &paragraphs {
                    write_paragraph(paragraph, block_builder);
                }
            }
        }
    }
    if slide.has_picture {
        block_builder.note_picture();
    }
    for note in &slide.notes {
        block_builder.block(BlockKind::Note, note);
    }
    for frame in frames {
        block_builder.remove(&rules::PAGE_FRAMES, frame.text().text());
    }
}

fn write_paragraph(paragraph: &Paragraph, block_builder: &mut BlockBuilder<'_>) {
    let kind = if paragraph.depth > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
    if let Some(draft) = block_builder.block(kind, &paragraph.passage) {
        draft.depth = paragraph.depth;
    }
}

impl Slide {
    fn has_text(&self) -> bool {
        self.shapes.iter().any(|shape| !shape.role.is_frame())
    }

    /// The number that is printed on the slide.
    fn printed_number(&self) -> Option<String> {
        let number = self.shapes.iter().filter(|shape| shape.role == Role::Number);
        let digits = |shape: &Shape| -> String {
            shape.text().text().chars().map(narrow).filter(char::is_ascii_digit).collect()
        };
        number.map(digits).find(|digits| (1..=4).contains(&digits.len()))
    }
}

impl Shape {
    /// All of its text, a paragraph a line.
    fn text(&self) -> Passage {
        let mut out = Passage::default();
        if let Content::Text(paragraphs) = &self.content {
            for paragraph in paragraphs {
                if !out.is_blank() {
                    out.push("\n");
                }
                out.append(&paragraph.passage);
            }
        }
        out
    }

    fn in_one_line(&self) -> Passage {
        self.text().in_one_line()
    }
}
