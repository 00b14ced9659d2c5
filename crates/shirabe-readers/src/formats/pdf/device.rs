//! A device that paints nothing: it collects glyphs, rules and the extent of pictures.

use std::collections::BTreeMap;

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as KurboRect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro_syntax::object::{Dict, Name, String as PdfString};

use super::actual_text;
use super::document::Legibility;
use super::fonts::Fonts;
use super::kanpo;
use crate::layout::{Direction, Face, Glyph, GlyphPage, Mark, Rect};
use crate::limits::Limits;
use crate::repair::private_use;

/// A filled box thinner than this, in points, is a rule.
/// Not measured.
const THIN: f64 = 3.0;
/// The edges of a filled box wider and higher than this can be the borders of cells.
/// Not measured.
const BOX: f64 = 6.0;
/// A path with more elements is a drawing.
/// A guard for the clock; where it lies was not measured.
const DRAWING: usize = 4_000;
/// A box is painted with at most so many elements: to a corner, to four more, and closed.
const BOX_ELEMENTS: usize = 6;
/// A box with rounded corners has at most so many elements.
/// Not measured.
const ROUNDED: usize = 12;
/// A page with so many paths and no text is a drawing of text.
/// Not measured.
const MANY_PATHS: usize = 150;
/// A page with fewer glyphs and pictures over more than this share of it is a picture.
/// Not measured.
const FEW_GLYPHS: usize = 20;
/// Not measured.
const FEW_PICTURES: f64 = 0.2;
/// Of so many glyphs one may be without a known character.
/// 5 %, as docs/decisions/0005 says; not measured.
const FEW_NAMELESS: usize = 20;
/// The em box: how far letters reach above and below the base line, in thousandths.
/// Together 1,000, the em; 880 and 120 are what Japanese fonts state most often (not counted here).
pub(super) const ASCENT: f64 = 880.0;
pub(super) const DESCENT: f64 = -120.0;

/// A picture with letters over more than this share of it lies behind the text of a slide.
/// Of a slide of 960 × 540 points with 200 letters of 18 points it is an eighth; not measured.
const WRITTEN_ON: f64 = 0.03;
/// A picture of fewer pixels is a colour or a shade.
/// Not measured.
const FEWEST_PIXELS: u64 = 10_000;
/// More pictures are a pattern.
/// A guard for the clock; where it lies was not measured.
const MOST_PICTURES: usize = 500;
/// Invisible letters over pictures that cover more than this share of the page are what a scanner read.
/// Not measured.
const SCANNED: f64 = 0.5;

/// What a page holds.
pub(super) struct Found {
    pub(super) page: GlyphPage,
    pub(super) n_unmapped: usize,
    /// The share of the page that pictures cover which have no text over them.
    pub(super) bare_pictures: f64,
    /// Whether its text is an invisible layer over a scan.
    pub(super) is_scanned: bool,
    /// The share of the page that pictures cover.
    pub(super) pictures: f64,
    /// Whether it is full of paths, as where letters are drawn.
    pub(super) is_drawing: bool,
    pub(super) is_cut: bool,
}

impl Found {
    /// Glyphs that are not white space.
    pub(super) fn n_glyphs(&self) -> usize {
        self.page.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()).count()
    }

    /// Glyphs that stand for no known character: nameless, or named by a private code.
    pub(super) fn n_unknown(&self) -> usize {
        let is_unknown = |glyph: &&Glyph| {
            glyph.c == char::REPLACEMENT_CHARACTER || private_use::is_unknown(glyph.c)
        };
        self.page.glyphs.iter().filter(is_unknown).count()
    }

    /// Whether a table of characters that is wrong made letters of western Europe of Japanese ones: they
    /// are many, also beside those of words that can be in a language of western Europe.
    pub(super) fn is_garbled(&self) -> bool {
        let n =
            |is: &dyn Fn(char) -> bool| self.page.glyphs.iter().filter(|glyph| is(glyph.c)).count();
        let n_odd = n(&|c| {
            matches!(c, '\u{80}'..='\u{A0}' | '\u{A4}' | '\u{A6}' | '\u{A8}' | '\u{AA}'..='\u{AD}'
            | '\u{AF}' | '\u{B4}' | '\u{B8}' | '\u{BA}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
        });
        let n_latin = n(&|c| c.is_ascii_alphabetic());
        n_odd >= FEW_GLYPHS && n_odd * FEW_NAMELESS > self.n_glyphs() && n_odd * 4 > n_latin
    }

    /// Whether what the page says is text.
    pub(super) fn legibility(&self) -> Legibility {
        let n_glyphs = self.n_glyphs();
        if n_glyphs < FEW_GLYPHS && (self.pictures > FEW_PICTURES || self.is_drawing) {
            return Legibility::Picture;
        }
        let is_nameless = self.n_unmapped * FEW_NAMELESS > n_glyphs;
        if is_nameless { Legibility::Nameless } else { Legibility::Text }
    }
}

/// Collects one page.
pub(super) struct PageDevice<'f> {
    /// The levels of the sequences of marked content that the structure tree names as headings.
    pub(super) tags: BTreeMap<u32, u8>,
    page: GlyphPage,
    fonts: &'f Fonts,
    max_glyphs: usize,
    max_rules: usize,
    n_unmapped: usize,
    n_paths: usize,
    /// The area under pictures, in square points.
    area_of_pictures: f64,
    /// Where pictures of many pixels lie.
    pictures: Vec<KurboRect>,
    n_invisible: usize,
    is_cut: bool,
    marked: Vec<Marked>,
    /// The first glyph of the last run that was filled, and how many it had: a stroke over it makes it
    /// bold.
    filled: Option<(Affine, usize)>,
}

/// An open sequence of marked content.
struct Marked {
    is_artifact: bool,
    /// The author's text and the first glyph that it stands for.
    actual_text: Option<(String, usize)>,
    mark: Mark,
}

impl<'f> PageDevice<'f> {
    pub(super) fn new(width: f32, height: f32, fonts: &'f Fonts, limits: &Limits) -> Self {
        PageDevice {
            tags: BTreeMap::new(),
            page: GlyphPage { width, height, ..GlyphPage::default() },
            fonts,
            max_glyphs: limits.max_page_glyphs,
            max_rules: limits.max_page_rules,
            n_unmapped: 0,
            n_paths: 0,
            area_of_pictures: 0.0,
            pictures: Vec::new(),
            n_invisible: 0,
            is_cut: false,
            marked: Vec::new(),
            filled: None,
        }
    }

    pub(super) fn finish(mut self) -> Found {
        while !self.marked.is_empty() {
            self.close();
        }
        let (width, height) = (self.page.width, self.page.height);
        // What lies outside of the page is not shown.
        self.page.glyphs.retain(|glyph| {
            let rect = glyph.rect;
            rect.x1 > -2.0 && rect.y1 > -2.0 && rect.x0 < width + 2.0 && rect.y0 < height + 2.0
        });
        let area = (f64::from(width) * f64::from(height)).max(1.0);
        let pictures = self.area_of_pictures / area;
        let n_glyphs = self.page.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()).count();
        Found {
            bare_pictures: self.area_without_text() / area,
            is_scanned: self.n_invisible * 10 > n_glyphs * 9 && pictures > SCANNED,
            page: self.page,
            n_unmapped: self.n_unmapped,
            pictures,
            is_drawing: self.n_paths > MANY_PATHS,
            is_cut: self.is_cut,
        }
    }

    /// The area of the pictures that have no text over them.
    fn area_without_text(&self) -> f64 {
        let is_bare = |picture: &&KurboRect| {
            let stands_on = |glyph: &&Glyph| {
                let (x, y) = (glyph.rect.center_x(), glyph.rect.center_y());
                picture.contains(Point::new(f64::from(x), f64::from(y)))
            };
            let letters = self.page.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace());
            let over = letters.filter(stands_on).map(|glyph| f64::from(glyph.size).powi(2));
            over.sum::<f64>() < WRITTEN_ON * picture.area()
        };
        // A picture in a picture is counted once.
        let mut bare: Vec<KurboRect> = self.pictures.iter().filter(is_bare).copied().collect();
        bare.sort_by(|a, b| b.area().total_cmp(&a.area()));
        let mut counted: Vec<KurboRect> = Vec::new();
        for picture in bare {
            let is_new = counted.iter().all(|other| !other.contains(picture.center()));
            counted.extend(is_new.then_some(picture));
        }
        counted.iter().map(KurboRect::area).sum()
    }

    /// A path that is drawn, or else filled.
    pub(super) fn path(&mut self, path: &BezPath, transform: Affine, is_drawn: bool) {
        self.n_paths += 1;
        let n = path.elements().len();
        if n > DRAWING {
            return;
        }
        let rect = || (transform * path.clone()).bounding_box();
        if is_drawn {
            self.stroked(path, transform);
            if (4..=ROUNDED).contains(&n) {
                self.framed_box(rect());
            }
        } else if n <= BOX_ELEMENTS {
            self.filled_box(rect());
        } else if let Some(boxes) = boxes_of(path) {
            for part in boxes {
                self.filled_box((transform * part).bounding_box());
            }
        } else {
            let rect = rect();
            if rect.width() < THIN || rect.height() < THIN {
                self.filled_box(rect);
            } else if n <= ROUNDED {
                self.framed_box(rect);
            }
        }
    }

    /// A picture of so many pixels in this place.
    pub(super) fn picture(&mut self, rect: KurboRect, n_pixels: u64) {
        let (width, height) = (f64::from(self.page.width), f64::from(self.page.height));
        let rect = rect.intersect(KurboRect::new(0.0, 0.0, width, height));
        if rect.is_finite() {
            self.area_of_pictures += rect.area();
            if n_pixels >= FEWEST_PIXELS && self.pictures.len() < MOST_PICTURES {
                self.pictures.push(rect);
            }
        }
    }

    /// A glyph, if there is room for it. Without a known character it stands for none.
    pub(super) fn glyph(&mut self, c: Option<char>, glyph: Glyph) {
        if self.page.glyphs.len() >= self.max_glyphs {
            self.is_cut = true;
            return;
        }
        self.n_unmapped += usize::from(c.is_none());
        self.page.glyphs.push(Glyph { c: c.unwrap_or(char::REPLACEMENT_CHARACTER), ..glyph });
    }

    fn rule(&mut self, a: Point, b: Point) {
        let rect = KurboRect::from_points(a, b);
        if self.page.rules.len() < self.max_rules && rect.is_finite() {
            self.page.rules.push(narrowed(rect));
        }
    }

    fn filled_box(&mut self, rect: KurboRect) {
        let corner = |x, y| Point::new(x, y);
        if rect.width() < THIN || rect.height() < THIN {
            self.rule(corner(rect.x0, rect.y0), corner(rect.x1, rect.y1));
        } else if rect.width() > BOX && rect.height() > BOX {
            self.framed_box(rect);
            self.rule(corner(rect.x0, rect.y0), corner(rect.x1, rect.y0));
            self.rule(corner(rect.x0, rect.y1), corner(rect.x1, rect.y1));
            self.rule(corner(rect.x0, rect.y0), corner(rect.x0, rect.y1));
            self.rule(corner(rect.x1, rect.y0), corner(rect.x1, rect.y1));
        }
    }

    fn framed_box(&mut self, rect: KurboRect) {
        let is_box = rect.width() > BOX && rect.height() > BOX && rect.is_finite();
        if is_box && self.page.boxes.len() < self.max_rules {
            self.page.boxes.push(narrowed(rect));
        }
    }

    fn stroked(&mut self, path: &BezPath, transform: Affine) {
        let (mut here, mut start) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (here, start) = (to, to),
                PathEl::LineTo(to) => {
                    self.rule(transform * here, transform * to);
                    here = to;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => here = to,
                PathEl::ClosePath => {
                    self.rule(transform * here, transform * start);
                    here = start;
                }
            }
        }
    }

    fn close(&mut self) {
        let Some(marked) = self.marked.pop() else { return };
        if let Some((text, start)) = marked.actual_text {
            actual_text::replace(&mut self.page.glyphs, start, &text);
        }
    }

    /// What the open sequences say: the innermost number, and the level of any heading.
    fn mark(&self) -> Mark {
        Mark {
            id: self.marked.iter().rev().find_map(|marked| marked.mark.id),
            heading: self.marked.iter().map(|marked| marked.mark.heading).max().unwrap_or_default(),
        }
    }

    /// Whether this stroke goes over glyphs that were just filled; they are bold then.
    fn makes_bold(&mut self, run: &GlyphRun<'_, '_>, transform: Affine, mode: &DrawMode) -> bool {
        let first = run.glyphs().first().map(|glyph| transform * glyph.transform());
        let n = run.glyphs().len();
        let last = self.filled.take();
        if !matches!(mode, DrawMode::Stroke(_)) {
            self.filled = first.map(|first| (first, n));
            return false;
        }
        let is_same = last.is_some_and(|(at, of)| Some(at) == first && of == n);
        if is_same {
            let start = self.page.glyphs.len().saturating_sub(n);
            for glyph in self.page.glyphs.get_mut(start..).unwrap_or_default() {
                glyph.face.is_bold = true;
            }
        }
        is_same
    }

    fn characters(&mut self, glyph: &PdfGlyph<'_>) -> BfString {
        let stated = glyph.as_unicode();
        if let Some(shown) = stated.as_ref().and_then(|stated| of_private_font(glyph, stated)) {
            return BfString::String(shown);
        }
        stated.filter(is_known).or_else(|| self.by_collection(glyph)).unwrap_or_else(|| {
            self.n_unmapped += 1;
            BfString::Char(char::REPLACEMENT_CHARACTER)
        })
    }

    fn by_collection(&self, glyph: &PdfGlyph<'_>) -> Option<BfString> {
        let PdfGlyph::Outline(outline) = glyph else { return None };
        let name = outline.font_data()?.postscript_name?;
        self.fonts.character(&name, glyph.char_code())
    }

    fn push(&mut self, characters: &BfString, glyph: Glyph) {
        match characters {
            BfString::Char(c) => self.page.glyphs.push(Glyph { c: *c, ..glyph }),
            BfString::String(text) => {
                let n = text.chars().count().max(1) as f32;
                let area = area_of_half(text, glyph.rect);
                let step = area.width() / n;
                for (nth, c) in text.chars().enumerate() {
                    let x0 = area.x0 + step * nth as f32;
                    let rect = Rect { x0, x1: x0 + step, ..glyph.rect };
                    self.page.glyphs.push(Glyph { c, rect, ..glyph });
                }
            }
        }
    }
}

/// The boxes that one path paints, as some programs paint all rules of a table at once; `None` where one of its
/// parts is no box.
fn boxes_of(path: &BezPath) -> Option<Vec<BezPath>> {
    let mut parts: Vec<Vec<PathEl>> = Vec::new();
    for element in path.elements() {
        match (element, parts.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => parts.push(vec![*element]),
            (_, Some(open)) => open.push(*element),
        }
    }
    let parts: Vec<BezPath> = parts.into_iter().map(BezPath::from_vec).collect();
    parts.iter().all(is_box).then_some(parts)
}

/// Whether a path goes from corner to corner of an upright box.
fn is_box(path: &BezPath) -> bool {
    /// In units of the path; corners are computed, not stated.
    const NEAR: f64 = 0.1;
    let area = path.bounding_box();
    let is_near = |a: f64, b: f64| (a - b).abs() < NEAR;
    let is_corner = |point: Point| {
        (is_near(point.x, area.x0) || is_near(point.x, area.x1))
            && (is_near(point.y, area.y0) || is_near(point.y, area.y1))
    };
    path.elements().len() <= BOX_ELEMENTS
        && path.elements().iter().all(|element| match *element {
            PathEl::MoveTo(to) | PathEl::LineTo(to) => is_corner(to),
            PathEl::ClosePath => true,
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => false,
        })
}

/// Where the characters of one glyph stand. The two halves of ⑾, „(1" and „1)", are painted in one em box: the
/// first keeps to its left half, the second to its right half.
fn area_of_half(text: &str, area: Rect) -> Rect {
    match (text.starts_with('('), text.ends_with(')')) {
        (true, false) => Rect { x1: area.center_x(), ..area },
        (false, true) => Rect { x0: area.center_x(), ..area },
        _ => area,
    }
}

/// What a private character shows in the fonts of 官報.
fn of_private_font(glyph: &PdfGlyph<'_>, stated: &BfString) -> Option<String> {
    let BfString::Char(c @ '\u{E000}'..='\u{F8FF}') = stated else { return None };
    let PdfGlyph::Outline(outline) = glyph else { return None };
    kanpo::character(&outline.font_data()?.postscript_name?, *c)
}

/// Word and Acrobat name the sequence by its place in the structure: H1 to H6 (ISO 32000-2, 14.8.4).
fn heading(tag: &[u8]) -> u8 {
    match tag {
        [b'H', level @ b'1'..=b'6'] => level - b'0',
        _ => 0,
    }
}

fn glyph_shows(characters: &BfString) -> bool {
    !matches!(characters, BfString::Char(c) if c.is_whitespace())
}

/// A NUL stands for a character that the producer did not know.
fn is_known(characters: &BfString) -> bool {
    !matches!(characters, BfString::Char('\0' | char::REPLACEMENT_CHARACTER))
}

fn narrowed(rect: KurboRect) -> Rect {
    Rect::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

impl<'a> Device<'a> for PageDevice<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.path(path, props.transform, !matches!(mode, DrawMode::Fill(_)));
    }

    fn draw_rect(&mut self, rect: &KurboRect, props: DrawProps<'a>, _: &DrawMode) {
        self.n_paths += 1;
        self.filled_box(props.transform.transform_rect_bbox(*rect));
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let size = KurboRect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let n_pixels = u64::from(image.width()) * u64::from(image.height());
        self.picture(props.transform.transform_rect_bbox(size), n_pixels);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.makes_bold(run, props.transform, mode) {
            return;
        }
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        let face = run.glyphs().first().map(|glyph| face(glyph)).unwrap_or_default();
        let mark = self.mark();
        let is_artifact = self.marked.iter().any(|marked| marked.is_artifact);
        let is_invisible = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            if self.page.glyphs.len() >= self.max_glyphs {
                self.is_cut = true;
                return;
            }
            let characters = self.characters(glyph);
            let to_page = props.transform * glyph.transform();
            let (direction, is_turned) = direction(to_page, is_vertical);
            let [_, _, c, d, _, _] = to_page.as_coeffs();
            let corners =
                (to_page * Point::new(0.0, DESCENT), to_page * Point::new(advance(glyph), ASCENT));
            let glyph = Glyph {
                c: ' ',
                rect: narrowed(KurboRect::from_points(corners.0, corners.1)),
                size: (c.hypot(d) * 1_000.0) as f32,
                face,
                direction,
                mark,
                is_turned,
                is_artifact,
            };
            self.n_invisible += usize::from(is_invisible && glyph_shows(&characters));
            self.push(&characters, glyph);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let kind = properties.and_then(|properties| properties.get::<Name<'_>>(b"Type".as_slice()));
        let is_artifact =
            tag == b"Artifact" && kind.is_some_and(|kind| kind.as_str() == "Pagination");
        let text = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText".as_slice()));
        let start = self.page.glyphs.len();
        let actual_text = text.map(|text| (actual_text::decode(text.as_bytes()), start));
        let id = properties.and_then(|properties| properties.get::<u32>(b"MCID".as_slice()));
        let in_tree = id.and_then(|id| self.tags.get(&id)).copied();
        let mark = Mark { id, heading: in_tree.unwrap_or_else(|| heading(tag)) };
        self.marked.push(Marked { is_artifact, actual_text, mark });
    }

    fn end_marked_content(&mut self) {
        self.close();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The way of the letters on the page, and whether they are turned. Vertical fonts stand upright.
fn direction(to_page: Affine, is_vertical: bool) -> (Direction, bool) {
    let [a, b, ..] = to_page.as_coeffs();
    if is_vertical {
        return (Direction::Down, false);
    }
    if a.abs() >= b.abs() {
        return (Direction::Across, false);
    }
    (if b > 0.0 { Direction::Down } else { Direction::Up }, true)
}

fn advance(glyph: &PdfGlyph<'_>) -> f64 {
    let advance = match glyph {
        PdfGlyph::Outline(outline) => outline.advance_width(),
        PdfGlyph::Type3(drawing) => drawing.advance_width(),
    };
    f64::from(advance.unwrap_or(1_000.0))
}

fn face(glyph: &PdfGlyph<'_>) -> Face {
    let PdfGlyph::Outline(outline) = glyph else { return Face::default() };
    let Some(font) = outline.font_data() else { return Face::default() };
    face_of(&font.postscript_name.unwrap_or_default(), font.weight)
}

/// What a font looks like, by its PostScript name and its weight, of which 400 is the usual.
pub(super) fn face_of(name: &str, weight: Option<u32>) -> Face {
    let has_one_of = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let is_heavy = weight.is_some_and(|weight| weight >= 600);
    Face { is_bold: is_heavy || has_one_of(&HEAVY), is_gothic: has_one_of(&GOTHIC) }
}

/// Parts of the names of heavy fonts.
const HEAVY: [&str; 10] =
    ["Bold", "Heavy", "Black", "-W6", "-W7", "-W8", "-W9", "-EB", "-DB", "-UB"];
/// Parts of the names of fonts without serifs.
const GOTHIC: [&str; 11] = [
    "Gothic",
    "gothic",
    "Meiryo",
    "Kaku",
    "Sans",
    "Arial",
    "Helvetica",
    "Maru",
    "HGG",
    "HGS",
    "UDDigi",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn path(corners: &[[f64; 2]]) -> BezPath {
        let mut path = BezPath::new();
        for part in corners.chunks(4) {
            for (nth, [x, y]) in part.iter().enumerate() {
                if nth == 0 { path.move_to((*x, *y)) } else { path.line_to((*x, *y)) }
            }
            path.close_path();
        }
        path
    }

    #[test]
    fn all_rules_of_a_table_can_be_one_path() {
        let rules = [[0.0, 0.0], [9.0, 0.0], [9.0, 1.0], [0.0, 1.0]];
        let down = [[0.0, 0.0], [1.0, 0.0], [1.0, 9.0], [0.0, 9.0]];
        let both = [rules, down].concat();
        assert_eq!(boxes_of(&path(&both)).map(|boxes| boxes.len()), Some(2));
        let arrow = [[0.0, 0.0], [9.0, 4.0], [0.0, 9.0], [2.0, 4.0]];
        assert!(boxes_of(&path(&[rules, arrow].concat())).is_none());
    }

    #[test]
    fn two_halves_of_a_number_share_one_em_box() {
        let area = Rect::new(10.0, 0.0, 20.0, 10.0);
        assert_eq!(area_of_half("(1", area), Rect::new(10.0, 0.0, 15.0, 10.0));
        assert_eq!(area_of_half("1)", area), Rect::new(15.0, 0.0, 20.0, 10.0));
        assert_eq!(area_of_half("(ア)", area), area);
    }
}
