//! Opens a PDF and collects what stands on its pages.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_cmap::{self, CMapName};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page, kurbo,
};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::device::{Found, PageDevice};
use super::extras::{Extras, extras};
use super::fonts::Fonts;
use super::structure_tree::tagged_headings;
use super::{information, outline};
use crate::layout::document::Bookmark;
use crate::layout::{self, GlyphPage, PageParts};
use crate::limits::Limits;
use crate::properties::Properties;
use crate::recognition::{RecognisedWord, Recognition};

/// Why a PDF cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It asks for a password.
    Password,
    /// It is encrypted in a way that is not known.
    UnknownEncryption,
    /// It is not a PDF that can be understood.
    Damaged,
}

/// A PDF, its pages collected.
pub(super) struct Source {
    /// The pages in the file; `pages` are fewer if a limit ended the reading.
    pub(super) n_pages: usize,
    pub(super) pages: Vec<SourcePage>,
    /// The outline, in its order.
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) properties: Properties,
    pub(super) extras: Extras,
}

/// A page, collected.
#[derive(Default)]
pub(super) struct SourcePage {
    pub(super) parts: PageParts,
    /// Glyphs that are not white space.
    pub(super) n_glyphs: usize,
    /// The share of it that pictures cover which have no text over them.
    pub(super) bare_pictures: f64,
    pub(super) legibility: Legibility,
    /// What a recogniser of characters made of it.
    pub(super) recognition: Recognised,
    /// Glyphs that stand for no known character.
    pub(super) n_unknown: usize,
    /// Whether many of its letters are none of its language.
    pub(super) is_garbled: bool,
    /// Whether the limit of glyphs was reached.
    pub(super) is_cut: bool,
    /// Whether the interpreter gave up on it.
    pub(super) is_lost: bool,
}

/// A picture that covers more than this share of the page can hold what a reader misses.
/// A quarter, as the specification of documents asks for.
const LARGE_PICTURE: f64 = 0.25;

impl SourcePage {
    /// Whether pictures on it can say what its text does not.
    pub(super) fn has_unread_picture(&self) -> bool {
        self.bare_pictures >= LARGE_PICTURE
            && self.legibility != Legibility::Picture
            && !self.recognition.is_text()
    }
}

/// Whether what a page says is text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Legibility {
    /// It is.
    #[default]
    Text,
    /// It is a picture, or letters that are drawn.
    Picture,
    /// Too many of its glyphs stand for no known character.
    Nameless,
}

/// What a recogniser of characters made of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Recognised {
    /// It did not look at it.
    #[default]
    Not,
    /// It found nothing.
    Nothing,
    /// It found text.
    Text,
    /// The file holds what a scanner's recogniser found, as letters that are not seen.
    InFile,
}

impl Recognised {
    /// Whether the text of the page comes from a recogniser.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Recognised::Text | Recognised::InFile)
    }
}

impl Source {
    /// The numbers, from 1, of the pages that are so.
    pub(super) fn numbers(&self, is: impl Fn(&SourcePage) -> bool) -> Vec<u32> {
        let found = self.pages.iter().zip(1..).filter(|(page, _)| is(page));
        found.map(|(_, number)| number).collect()
    }
}

/// Opens a PDF and collects its pages within the limits; pages that are pictures take what was recognised
/// on them.
pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    recognition: &Recognition,
) -> Result<Source, Refusal> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Password,
        LoadPdfError::Decryption(_) => Refusal::UnknownEncryption,
        LoadPdfError::Invalid => Refusal::Damaged,
    })?;
    let n_pages = pdf.pages().len();
    if n_pages == 0 {
        return Err(Refusal::Damaged);
    }
    let cache = InterpreterCache::new();
    let settings = settings();
    let mut fonts = Fonts::default();
    let headings = tagged_headings(&pdf);
    let mut pages = pdf.pages().iter();
    let pages = collect(limits, recognition, || {
        pages.next().map(|page| {
            let tags = headings.of_page(page.raw());
            found(page, &cache, &settings, &mut fonts, tags, limits)
        })
    });
    let (bookmarks, properties) = (outline::bookmarks(&pdf), information::properties(&pdf));
    Ok(Source { n_pages, pages, bookmarks, properties, extras: extras(&pdf) })
}

/// Collects the pages that `next` finds, within the limits. Pages that are pictures take what was
/// recognised on them.
pub(super) fn collect(
    limits: &Limits,
    recognition: &Recognition,
    mut next: impl FnMut() -> Option<Found>,
) -> Vec<SourcePage> {
    let mut pages = Vec::new();
    let mut n_glyphs = 0;
    for number in (1..).take(limits.max_pages) {
        let words = recognition.pages.get(&number).map(Vec::as_slice);
        let read = catch_unwind(AssertUnwindSafe(|| next().map(|found| page(found, words))));
        let page = match read {
            Ok(None) => break,
            Ok(Some(page)) => page,
            Err(_) => SourcePage { is_lost: true, ..SourcePage::default() },
        };
        n_glyphs += page.parts.chars.len();
        pages.push(page);
        if n_glyphs > limits.max_glyphs {
            break;
        }
    }
    pages
}

fn page(mut found: Found, words: Option<&[RecognisedWord]>) -> SourcePage {
    if found.is_scanned {
        // Scanners set a space behind each letter; the gaps between the words tell them better.
        found.page.glyphs.retain(|glyph| !glyph.c.is_whitespace());
    }
    let legibility = found.legibility();
    let recognition = match words.filter(|_| legibility != Legibility::Text) {
        None if found.is_scanned => Recognised::InFile,
        None => Recognised::Not,
        Some([]) => Recognised::Nothing,
        Some(words) => {
            if legibility == Legibility::Nameless {
                found.page.glyphs.clear();
            }
            for word in words {
                word.write_on(&mut found.page);
            }
            Recognised::Text
        }
    };
    SourcePage {
        n_glyphs: found.n_glyphs(),
        n_unknown: found.n_unknown(),
        is_garbled: found.is_garbled(),
        legibility,
        recognition,
        bare_pictures: found.bare_pictures,
        is_cut: found.is_cut,
        is_lost: false,
        parts: layout::parts(found.page),
    }
}

/// What stands on a page.
fn found<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    fonts: &mut Fonts,
    tags: BTreeMap<u32, u8>,
    limits: &Limits,
) -> Found {
    let (width, height) = page.render_dimensions();
    let area = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(upright, area, cache, page.xref(), settings.clone());
    fonts.look_at(page.resources());
    let mut device = PageDevice::new(width, height, fonts, limits);
    device.tags = tags;
    interpret_page(page, &mut context, &mut device);
    device.finish()
}

/// Whether what a page says is text.
pub(super) fn legibility<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    limits: &Limits,
) -> Legibility {
    let mut fonts = Fonts::default();
    found(page, cache, &settings(), &mut fonts, BTreeMap::new(), limits).legibility()
}

/// The glyphs of a page.
pub(super) fn glyph_page<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    limits: &Limits,
) -> GlyphPage {
    found(page, cache, &settings(), &mut Fonts::default(), BTreeMap::new(), limits).page
}

/// The interpreter knows the 61 predefined CMaps; JIS X 0213 and the 2004 forms are added by the CMap
/// that maps the same codes: they differ in the shapes of characters only.
pub(super) fn settings() -> InterpreterSettings {
    let mut settings = InterpreterSettings::default();
    let known = settings.cmap_resolver.clone();
    settings.cmap_resolver = Arc::new(move |name| {
        known(name).or_else(|| {
            let name = String::from_utf8_lossy(name.to_bytes()).into_owned();
            let twin = twin(&name)?;
            hayro_cmap::load_embedded(CMapName::from_bytes(twin))
        })
    });
    settings
}

fn twin(name: &str) -> Option<&'static [u8]> {
    let is_vertical = name.ends_with("-V");
    let is_later =
        ["UniJIS2004-UTF16", "UniJISX0213-UTF16", "UniJISX02132004-UTF16", "UniJISPro-UTF16"]
            .iter()
            .any(|later| name.starts_with(later));
    is_later.then_some(if is_vertical { b"UniJIS-UTF16-V" } else { b"UniJIS-UTF16-H" })
}
