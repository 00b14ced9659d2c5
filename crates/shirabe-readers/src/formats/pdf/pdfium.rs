//! The other engine: pdfium, an installed library, for what the first engine cannot read.
//!
//! It finds the same things on a page, glyphs, lines, boxes and pictures, and what is made of them is the
//! same. It does not tell which glyphs have no known character, so [`is_known`] guesses by what it gives in
//! their place.

use std::path::Path;

use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect as KurboRect};
use hayro_syntax::Pdf;
use pdfium_render::prelude::{
    PdfDocument, PdfPage, PdfPageObject, PdfPageObjectCommon, PdfPageObjectsCommon,
    PdfPageRenderRotation, PdfPageTextChar, PdfPathFillMode, PdfPathSegmentType, PdfPathSegments,
    Pdfium, PdfiumError, PdfiumInternalError,
};

use super::device::{ASCENT, DESCENT, Found, PageDevice, face_of};
use super::document::{Refusal, Source, collect};
use super::extras::extras;
use super::fonts::Fonts;
use super::{information, outline};
use crate::layout::{Direction, Glyph, Mark, Rect};
use crate::limits::Limits;
use crate::recognition::Recognition;

/// A glyph that is turned by more than this, in degrees, runs down or up the page.
const TURNED: std::ops::RangeInclusive<f32> = 45.0..=315.0;

/// The library.
pub struct PdfLibrary(Pdfium);

impl PdfLibrary {
    /// Opens the library at `path`, once in a process.
    ///
    /// # Errors
    /// What the system says of a file that is no such library, in English.
    pub fn open(path: &Path) -> Result<PdfLibrary, String> {
        match Pdfium::bind_to_library(path) {
            Ok(bindings) => Ok(PdfLibrary(Pdfium::new(bindings))),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Opens a PDF and collects its pages, as the first engine does.
    pub(super) fn read(
        &self,
        bytes: &[u8],
        limits: &Limits,
        recognition: &Recognition,
    ) -> Result<Source, Refusal> {
        let document =
            self.0.load_pdf_from_byte_slice(bytes, None).map_err(|error| refusal(&error))?;
        let n_pages = usize::try_from(document.pages().len()).unwrap_or_default();
        if n_pages == 0 {
            return Err(Refusal::Damaged);
        }
        let fonts = Fonts::default();
        let mut numbers = document.pages().as_range();
        let pages = collect(limits, recognition, || {
            numbers.next().map(|number| found(&document, number, &fonts, limits))
        });
        let pdf = Pdf::new(bytes.to_vec()).ok();
        let bookmarks = pdf.as_ref().map(outline::bookmarks).unwrap_or_default();
        let properties = pdf.as_ref().map(information::properties).unwrap_or_default();
        let extras = pdf.as_ref().map(extras).unwrap_or_default();
        Ok(Source { n_pages, pages, bookmarks, properties, extras })
    }
}

fn refusal(error: &PdfiumError) -> Refusal {
    match error {
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PasswordError) => {
            Refusal::Password
        }
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::SecurityError) => {
            Refusal::UnknownEncryption
        }
        _ => Refusal::Damaged,
    }
}

/// What stands on a page. A page that cannot be opened is as one that the first engine gives up on.
fn found(document: &PdfDocument<'_>, number: i32, fonts: &Fonts, limits: &Limits) -> Found {
    let page = document.pages().get(number).expect("the page is there");
    let (width, height) = (page.width().value, page.height().value);
    let mut device = PageDevice::new(width, height, fonts, limits);
    let upright = upright(&page);
    if let Ok(text) = page.text() {
        for char in text.chars().iter() {
            add(&mut device, &char, upright);
        }
    }
    for object in page.objects().iter() {
        add_object(&mut device, &object, upright);
    }
    device.finish()
}

/// From the space of the file, whose origin is below on the left, to the page as it is shown.
fn upright(page: &PdfPage<'_>) -> Affine {
    let boundaries = page.boundaries();
    let frame = boundaries.crop().or_else(|_| boundaries.media()).map(|frame| frame.bounds);
    let (left, bottom) = frame.map_or((0.0, 0.0), |frame| {
        (f64::from(frame.left().value), f64::from(frame.bottom().value))
    });
    let (width, height) = (f64::from(page.width().value), f64::from(page.height().value));
    let turn = match page.rotation() {
        Ok(PdfPageRenderRotation::Degrees90) => Affine::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
        Ok(PdfPageRenderRotation::Degrees180) => Affine::new([-1.0, 0.0, 0.0, 1.0, width, 0.0]),
        Ok(PdfPageRenderRotation::Degrees270) => Affine::new([0.0, -1.0, -1.0, 0.0, width, height]),
        _ => Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, height]),
    };
    turn * Affine::translate((-left, -bottom))
}

fn add(device: &mut PageDevice<'_>, char: &PdfPageTextChar<'_>, upright: Affine) {
    // What the library adds itself is white space where it sees a gap.
    if char.is_generated().unwrap_or(false) {
        return;
    }
    let (Ok(bounds), Ok((x, y))) = (char.loose_bounds(), char.origin()) else { return };
    let size = char.scaled_font_size().value;
    let angle = char.angle_degrees().unwrap_or_default();
    let (left, right) = (f64::from(bounds.left().value), f64::from(bounds.right().value));
    let is_turned = TURNED.contains(&angle) && !(135.0..=225.0).contains(&angle);
    let rect = if is_turned {
        KurboRect::new(left, f64::from(bounds.bottom().value), right, f64::from(bounds.top().value))
    } else {
        // The em box, as the layout expects it, on the base line.
        let (y, em) = (f64::from(y.value), f64::from(size) / 1_000.0);
        KurboRect::new(left.min(f64::from(x.value)), y + DESCENT * em, right, y + ASCENT * em)
    };
    let rect = upright.transform_rect_bbox(rect);
    let direction = match (is_turned, angle < 180.0) {
        (false, _) => Direction::Across,
        (true, true) => Direction::Up,
        (true, false) => Direction::Down,
    };
    let glyph = Glyph {
        c: ' ',
        rect: Rect::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32),
        size,
        face: face_of(&char.font_name(), None),
        direction,
        mark: Mark::default(),
        is_turned,
        is_artifact: false,
    };
    device.glyph(char.unicode_char().filter(|c| is_known(*c)), glyph);
}

/// Whether a character can be what is shown. In place of one that it does not know the library gives the
/// number of the glyph, which as a character is a control or a letter of a script that no Japanese
/// document is written in.
fn is_known(c: char) -> bool {
    matches!(
        u32::from(c),
        0x09..=0x0D
            | 0x20..=0x7E
            | 0xA0..=0xFF
            // Greek, Cyrillic
            | 0x0370..=0x045F
            // Punctuation and signs
            | 0x2000..=0x2BFF
            // Radicals, kana, kanji; not the rare ones of extension A
            | 0x2E80..=0x33FF
            | 0x4E00..=0x9FFF
            // Signs of symbol fonts, which the layout knows
            | 0xF000..=0xF0FF
            | 0xF900..=0xFAFF
            | 0xFE10..=0xFE4F
            | 0xFF01..=0xFFEF
            | 0x1_F000..=0x3_FFFF
    )
}

/// Lines, boxes and pictures of the page itself; those of forms in it are not looked at.
fn add_object(device: &mut PageDevice<'_>, object: &PdfPageObject<'_>, upright: Affine) {
    if let Some(drawing) = object.as_path_object() {
        let mut path = BezPath::new();
        let Ok(matrix) = drawing.matrix() else { return };
        for segment in drawing.segments().transform(matrix).iter() {
            let (x, y) = segment.point();
            let to = Point::new(f64::from(x.value), f64::from(y.value));
            match segment.segment_type() {
                PdfPathSegmentType::MoveTo => path.move_to(to),
                _ if path.elements().is_empty() => path.move_to(to),
                _ => path.line_to(to),
            }
            if segment.is_close() {
                path.close_path();
            }
        }
        let is_drawn = drawing.is_stroked().unwrap_or(false);
        let is_filled = drawing.fill_mode().is_ok_and(|mode| mode != PdfPathFillMode::None);
        if !path.elements().is_empty() && (is_drawn || is_filled) {
            device.path(&path, upright, is_drawn);
        }
    } else if let Some(image) = object.as_image_object()
        && let Ok(bounds) = object.bounds()
    {
        let n_pixels = match (image.width(), image.height()) {
            (Ok(width), Ok(height)) => {
                u64::from(width.unsigned_abs()) * u64::from(height.unsigned_abs())
            }
            _ => 0,
        };
        let rect = KurboRect::new(
            f64::from(bounds.left().value),
            f64::from(bounds.bottom().value),
            f64::from(bounds.right().value),
            f64::from(bounds.top().value),
        );
        device.picture(upright.transform_rect_bbox(rect), n_pixels);
    }
}
