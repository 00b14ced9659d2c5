//! The picture of a page, for a program that recognises characters: [`picture`].
//!
//! What is painted are the page's pictures and drawings. Text is left out where the reader has it already,
//! and painted where its characters are not known.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::kurbo::{Affine, BezPath, Rect, Shape, Stroke, StrokeOpts, stroke};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, FillRule, Image, ImageData,
    ImageDrawProps, InterpreterCache, LumaData, Paint, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;

use super::canvas::{Canvas, Grey, Ink};
use super::document::{Legibility, legibility, settings};
use crate::limits::Limits;
use crate::recognition::Picture;

/// What recognisers are made for.
/// 300 is what Tesseract's documentation asks for (ImproveQuality).
const DOTS_PER_INCH: f64 = 300.0;
const POINTS_PER_INCH: f64 = 72.0;
/// Strokes differ from the true ones by at most this much, in points.
/// A fifth of a pixel at 300 dots per inch; not measured.
const TOLERANCE: f64 = 0.05;

/// Paints a page, counted from 1. `None` if there is no such page.
pub(crate) fn picture(bytes: &[u8], number: u32, limits: &Limits) -> Option<Picture> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let page = pdf.pages().get((number as usize).checked_sub(1)?)?;
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width).max(1.0), f64::from(height).max(1.0));
    // A poster gets fewer dots per inch, not more memory.
    let fitting = (limits.max_picture_pixels as f64 / (width * height)).sqrt();
    let dots_per_inch = (fitting * POINTS_PER_INCH).min(DOTS_PER_INCH).floor().max(1.0);
    let scale = dots_per_inch / POINTS_PER_INCH;
    let area = Rect::new(0.0, 0.0, width * scale, height * scale);
    let to_canvas = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    let cache = InterpreterCache::new();
    let mut context = Context::new(to_canvas, area, &cache, page.xref(), settings());
    let canvas = Canvas::new(area.width().ceil() as usize, area.height().ceil() as usize);
    let mut painter = Painter {
        canvas,
        clips: vec![area],
        has_text: legibility(page, &cache, limits) == Legibility::Nameless,
    };
    interpret_page(page, &mut context, &mut painter);
    let Canvas { width, height, pixels } = painter.canvas;
    let (width, height) = (width as u32, height as u32);
    Some(Picture { width, height, pixels, dots_per_inch: dots_per_inch as u32 })
}

struct Painter {
    canvas: Canvas,
    /// What is painted on, the innermost last: the boxes around the clip paths.
    clips: Vec<Rect>,
    /// Whether text is painted.
    has_text: bool,
}

impl Painter {
    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or_default()
    }

    fn fill(&mut self, path: &BezPath, rule: FillRule, props: &DrawProps<'_>) {
        let clip = self.clip();
        if let Some(ink) = ink(&props.paint) {
            self.canvas.fill(&(props.transform * path.clone()), rule, ink, clip);
        }
    }
}

impl<'a> Device<'a> for Painter {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if let DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) = mode {
            self.fill(path, *rule, &props);
        }
        if let DrawMode::Stroke(line) | DrawMode::FillAndStroke(_, line) = mode {
            let style = Stroke::new(f64::from(line.line_width));
            let outline =
                stroke(path.elements().iter().copied(), &style, &StrokeOpts::default(), TOLERANCE);
            self.fill(&outline, FillRule::NonZero, &props);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let clip = self.clip();
        let canvas = &mut self.canvas;
        let mut draw = |picture: &Grey, (x, y): (f32, f32)| {
            let fitted = Affine::scale_non_uniform(f64::from(x), f64::from(y));
            canvas.draw(picture, props.transform * fitted, clip);
        };
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |image, alpha| {
                    let scale_factors = image.scale_factors();
                    let opacity = alpha.map(|alpha| Box::new(grey(alpha)));
                    draw(&Grey { opacity, ..shades(image) }, scale_factors);
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let Some(ink) = ink(paint) else { return };
                    let (scale_factors, mask) = (mask.scale_factors, grey(mask));
                    let pixels = vec![ink.grey; mask.pixels.len()];
                    let (width, height) = (mask.width, mask.height);
                    let opacity = Some(Box::new(mask));
                    draw(&Grey { width, height, pixels, opacity }, scale_factors);
                },
                None,
            ),
        }
    }

    fn push_clip_path(&mut self, path: &ClipPath) {
        self.push_clip_rect(&path.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.clips.push(self.clip().intersect(*rect));
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.has_text || matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            match &**glyph {
                Glyph::Outline(outline) => {
                    let path = glyph.transform() * outline.outline();
                    self.fill(&path, FillRule::NonZero, &props);
                }
                Glyph::Type3(drawing) => {
                    drawing.interpret(self, props.transform, glyph.transform(), &props.paint);
                }
            }
        }
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
}

/// Patterns and gradients lie behind text, so they stay white.
fn ink(paint: &Paint<'_>) -> Option<Ink> {
    let Paint::Color(color) = paint else { return None };
    let [r, g, b, opacity] = color.to_rgba().to_rgba8();
    Some(Ink { grey: luminance([r, g, b]), opacity })
}

/// ITU-R BT.601, in thousandths.
fn luminance([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1_000) as u8
}

fn grey(luma: LumaData) -> Grey {
    let LumaData { data: pixels, width, height, .. } = luma;
    Grey { width: width as usize, height: height as usize, pixels, opacity: None }
}

fn shades(image: ImageData) -> Grey {
    match image {
        ImageData::Luma(luma) => grey(luma),
        ImageData::Rgb(rgb) => {
            let (colours, _) = rgb.data.as_chunks::<3>();
            let pixels = colours.iter().map(|colour| luminance(*colour)).collect();
            let (width, height) = (rgb.width as usize, rgb.height as usize);
            Grey { width, height, pixels, opacity: None }
        }
    }
}
