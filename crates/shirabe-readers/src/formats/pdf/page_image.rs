//! The image of a page for people: [`page_image`] paints it in colour, with the places of wordings marked.
//!
//! 1. [`places`] finds the wordings among the glyphs of the page, in reading order,
//! 2. hayro paints the page,
//! 3. the places are marked on the pixels,
//! 4. [`palette`] reduces the colours, so that the file is small.
//!
//! The boxes of glyphs are found again each time and stored nowhere. 86 pages of 29 PDFs cost 66 and 77 ms of
//! processor time each in two runs without marks, and 80 and 71 ms in two where every の was marked: what it
//! takes to find them is lost in what painting varies by. A box has four numbers of four bytes, for every
//! character of the index.

mod palette;
mod places;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{FontData, FontQuery};
use hayro_interpret::hayro_cmap::CidFamily;
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use super::document::settings;
use crate::layout::Rect;
use crate::limits::Limits;
use crate::page_image::{FontSource, PageImage, PageImageRequest};

/// A page of more pixels gets fewer dots per inch: A3 at 110 dots per inch has 2.3 million.
const MAX_PIXELS: f64 = 2_400_000.0;
/// The largest file; what takes more is painted coarser. With 110 dots per inch and 256 colours none
/// of 86 pages of 29 PDFs (slides, leaflets, forms, statistics) had more than 204 kB.
const MAX_PNG_BYTES: usize = 300_000;
/// How much coarser the next attempt is.
const COARSER: f64 = 0.8;
/// After so many attempts the image stays as it is: a fifth of the dots each way.
const MAX_ATTEMPTS: usize = 8;
const POINTS_PER_INCH: f64 = 72.0;
/// A mark is this much larger than the glyphs under it, in points.
const MARGIN: f32 = 1.0;
/// What the paper is multiplied with under a mark: the yellow of the marks on the pages of the site.
const MARK: [u8; 3] = [255, 226, 89];
/// The frame of a mark, which shows also where colours do not.
const FRAME: [u8; 3] = [160, 90, 0];

/// Paints a page. `None` if there is no such page.
pub(crate) fn page_image(
    bytes: &[u8],
    request: &PageImageRequest,
    limits: &Limits,
    fonts: &FontSource,
) -> Option<PageImage> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let page = pdf.pages().get((request.number as usize).checked_sub(1)?)?;
    let places = places::places(page, &request.wordings, limits);
    let (settings, lacks_font) = settings_with(fonts);
    let cache = RenderCache::new();
    let mut dots_per_inch = fitting(page, f64::from(request.dots_per_inch));
    let n_attempts = Cell::new(0);
    loop {
        n_attempts.set(n_attempts.get() + 1);
        let scale = (dots_per_inch / POINTS_PER_INCH) as f32;
        let png = png(&paint(page, &cache, &settings, scale), &places, scale)?;
        if png.len() <= MAX_PNG_BYTES || n_attempts.get() == MAX_ATTEMPTS {
            let lacks_font = lacks_font.load(Ordering::Relaxed);
            return Some(PageImage { png, n_marks: places.len() as u32, lacks_font });
        }
        dots_per_inch *= COARSER;
    }
}

/// The dots per inch that are wanted, or as many as the page has room for.
fn fitting(page: &Page<'_>, wanted: f64) -> f64 {
    let (width, height) = page.render_dimensions();
    let area = f64::from(width.max(1.0)) * f64::from(height.max(1.0));
    let most = POINTS_PER_INCH * (MAX_PIXELS / area).sqrt();
    wanted.clamp(1.0, most.max(1.0))
}

fn paint<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
    scale: f32,
) -> Pixmap {
    let paper = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    hayro::render(page, cache, settings, &RenderSettings::default(), &paper)
}

/// Settings with a font for Japanese text whose own is not in the file, and whether one was missed.
fn settings_with(fonts: &FontSource) -> (InterpreterSettings, Arc<AtomicBool>) {
    let mut settings = settings();
    let usual = settings.font_resolver.clone();
    let lacks_font = Arc::new(AtomicBool::new(false));
    let (missed, fonts) = (Arc::clone(&lacks_font), Arc::clone(fonts));
    let font = std::sync::OnceLock::new();
    settings.font_resolver = Arc::new(move |query| {
        if !is_japanese(query) {
            return usual(query);
        }
        let font = font.get_or_init(|| fonts().map(|bytes| Arc::new(bytes) as FontData));
        if font.is_none() {
            missed.store(true, Ordering::Relaxed);
        }
        font.clone().map(|font| (font, 0)).or_else(|| usual(query))
    });
    (settings, lacks_font)
}

fn is_japanese(query: &FontQuery) -> bool {
    let FontQuery::Fallback(font) = query else { return false };
    let collection = font.character_collection.as_ref();
    collection.is_some_and(|collection| collection.family == CidFamily::AdobeJapan1)
}

/// The file of a painted page with its places marked.
fn png(painted: &Pixmap, places: &[places::Place], scale: f32) -> Option<Vec<u8>> {
    let (width, height) = (usize::from(painted.width()), usize::from(painted.height()));
    let (pixels, _) = painted.data_as_u8_slice().as_chunks::<4>();
    // The paper is white, so that no pixel is transparent.
    let mut pixels: Vec<[u8; 3]> = pixels.iter().map(|[r, g, b, _]| [*r, *g, *b]).collect();
    for rect in places.iter().flat_map(|place| &place.rects) {
        mark(&mut pixels, (width, height), *rect, scale);
    }
    palette::png(&pixels, width as u32, height as u32)
}

/// Lays colour on the paper under a rectangle, given in points, and a frame around it.
fn mark(pixels: &mut [[u8; 3]], (width, height): (usize, usize), rect: Rect, scale: f32) {
    if !rect.is_finite() {
        return;
    }
    let pixel = |at: f32, most: usize| ((at * scale).round().max(0.0) as usize).min(most);
    let (left, right) = (pixel(rect.x0 - MARGIN, width), pixel(rect.x1 + MARGIN, width));
    let (top, bottom) = (pixel(rect.y0 - MARGIN, height), pixel(rect.y1 + MARGIN, height));
    for y in top..bottom {
        let row = pixels.get_mut(y * width + left..y * width + right).unwrap_or_default();
        let is_edge = y == top || y + 1 == bottom;
        let last = row.len().saturating_sub(1);
        for (x, pixel) in row.iter_mut().enumerate() {
            if is_edge || x == 0 || x == last {
                *pixel = FRAME;
                continue;
            }
            for (shade, mark) in pixel.iter_mut().zip(MARK) {
                *shade = (u16::from(*shade) * u16::from(mark) / 255) as u8;
            }
        }
    }
}
