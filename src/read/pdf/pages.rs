//! From bytes to pages, through the interpreter that Typst itself uses.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Stream};
use hayro_interpret::hayro_syntax::page::{Page as Source, Resources};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, GlyphDrawMode, Image, ImageData,
    InterpreterCache, InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape as _};

use super::page::{Colour, FontName, Glyph, Page, PagePicture, Rectangle, Shape};
use super::{cmaps, scan};
use crate::diag::Code;
use crate::guard::{Budget, PAGES, Refusal};
use crate::read::faces;

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;

/// Opens a file.
pub(crate) fn open(bytes: Vec<u8>) -> Result<Pdf, Refusal> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => {
            Refusal::new(Code::InspectEncrypted, "PDF 加了密码，读不出内容")
        }
        LoadPdfError::Invalid => Refusal::new(Code::InspectDamaged, "PDF 的结构已损坏，读不出页面"),
    })
}

/// Reads all pages.
pub(crate) fn pages(bytes: Vec<u8>) -> Result<Vec<Page>, Refusal> {
    scan::check(&bytes)?;
    let pdf = open(bytes)?;
    let count = pdf.pages().len();
    if count > PAGES {
        let message = format!("PDF 有 {count} 页，超过了 {PAGES} 页的上限");
        return Err(Refusal::new(Code::InspectTooLarge, message));
    }
    if count == 0 {
        return Err(Refusal::new(Code::InspectDamaged, "PDF 里没有页面"));
    }
    let cache = InterpreterCache::new();
    let mut collector = Collector::new();
    let pages = pdf.pages().iter().map(|page| read(page, &pdf, &cache, &mut collector)).collect();
    Ok(pages)
}

fn read<'a>(
    source: &Source<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    collector: &mut Collector,
) -> Page {
    let (width, height) = source.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let start = Affine::scale(MM) * Affine::new(source.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, width * MM, height * MM);
    let mut context = Context::new(start, bounds, cache, pdf.xref(), settings());
    collector.page = Page { width: width * MM, height: height * MM, ..Page::default() };
    collector.name_fonts(source.resources(), 0);
    interpret_page(source, &mut context, collector);
    std::mem::take(&mut collector.page)
}

fn settings() -> InterpreterSettings {
    InterpreterSettings {
        // Text in fonts that are not in the file is still text; any outlines will do.
        font_resolver: Arc::new(|_| Some((Arc::new(cmaps::OUTLINES), 0))),
        cmap_resolver: Arc::new(cmaps::resolve),
        warning_sink: Arc::new(|_| {}),
        render_annotations: true,
    }
}

/// Collects what the interpreter draws.
struct Collector {
    page: Page,
    fonts: HashMap<u128, Rc<FontName>>,
    bounds: HashMap<(u128, u32), Option<Rect>>,
    unknown: Rc<FontName>,
    budget: Budget,
}

impl Collector {
    fn new() -> Self {
        let unknown =
            FontName {
                name: "（无名字体）".to_owned(), face: faces::Face::Other, bold: false
            };
        Self {
            page: Page::default(),
            fonts: HashMap::new(),
            bounds: HashMap::new(),
            unknown: Rc::new(unknown),
            budget: Budget::new(),
        }
    }

    /// The interpreter tells fonts apart by a key of their dictionaries; this maps the key to
    /// the name.
    fn name_fonts(&mut self, resources: &Resources<'_>, depth: usize) {
        const DEEPEST: usize = 6;
        for key in resources.fonts.keys() {
            let Some(font) = resources.fonts.get::<Dict<'_>>(&*key) else { continue };
            self.budget.spend();
            self.fonts.entry(font.cache_key()).or_insert_with(|| Rc::new(name(&font)));
        }
        if depth == DEEPEST {
            return;
        }
        for key in resources.x_objects.keys() {
            self.budget.spend();
            let Some(form) = resources.x_objects.get::<Stream<'_>>(&*key) else { continue };
            if let Some(own) = form.dict().get::<Dict<'_>>(b"Resources") {
                let own = Resources::from_parent(own, resources.clone());
                self.name_fonts(&own, depth + 1);
            }
        }
    }

    fn font(&self, key: u128) -> Rc<FontName> {
        self.fonts.get(&key).cloned().unwrap_or_else(|| Rc::clone(&self.unknown))
    }

    fn shape(&mut self, bounds: Rect, paint: &Paint<'_>) {
        self.budget.spend();
        if !bounds.is_finite() {
            return;
        }
        let colour = colour(paint);
        self.page.shapes.push(Shape { bounds: rect(bounds), colour });
    }
}

/// The name of a font, without the tag of a subset; old Chinese names are in GBK.
fn name(font: &Dict<'_>) -> FontName {
    let name = font.get::<Name<'_>>(b"BaseFont").or_else(|| font.get::<Name<'_>>(b"Name"));
    let bytes = name.as_deref().unwrap_or_default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    };
    let plain = match text.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest.to_owned(),
        _ => text,
    };
    let (face, bold) = (faces::face(&plain), faces::is_bold(&plain));
    FontName { name: plain, face, bold }
}

fn colour(paint: &Paint<'_>) -> Colour {
    match paint {
        Paint::Color(colour) => Colour::of(colour.to_rgba().components()),
        Paint::Pattern(_) => Colour::Other,
    }
}

fn rect(bounds: Rect) -> Rectangle {
    Rectangle { left: bounds.x0, top: bounds.y0, right: bounds.x1, bottom: bounds.y1 }
}

impl<'a> Device<'a> for Collector {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, at: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        let bounds = (at * path.clone()).bounding_box();
        let bounds = match mode {
            PathDrawMode::Fill(_) => bounds,
            PathDrawMode::Stroke(stroke) => {
                let half = f64::from(stroke.line_width) * at.determinant().abs().sqrt() / 2.0;
                // A straight stroke grows sideways only.
                let (x, y) = match (bounds.width() < 1e-6, bounds.height() < 1e-6) {
                    (false, true) => (0.0, half),
                    (true, false) => (half, 0.0),
                    _ => (half, half),
                };
                bounds.inflate(x, y)
            }
        };
        self.shape(bounds, paint);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.budget.spend();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.spend();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        at: Affine,
        within: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.budget.spend();
        let whole = at * within;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{FFFD}".to_owned(),
        };
        let (ink, advance, font) = match glyph {
            Drawn::Outline(outline) => {
                let key = outline.font_cache_key();
                let id = (key, outline.glyph_id().to_u32());
                let bounds = self.bounds.entry(id).or_insert_with(|| {
                    let path = outline.outline();
                    (!path.elements().is_empty()).then(|| path.bounding_box())
                });
                (*bounds, f64::from(outline.advance_width().unwrap_or(1000.0)), self.font(key))
            }
            Drawn::Type3(_) => (None, 500.0, Rc::clone(&self.unknown)),
        };
        let origin = whole * Point::ORIGIN;
        let along = whole * Point::new(advance, 0.0) - origin;
        let up = whole * Point::new(0.0, 1000.0) - origin;
        if !origin.is_finite() || !along.is_finite() || !up.is_finite() {
            return;
        }
        let turn = if along.x.abs() >= along.y.abs() {
            0
        } else if along.y < 0.0 {
            1
        } else {
            3
        };
        let drawn = Glyph {
            text,
            x: origin.x,
            y: origin.y,
            advance: along.hypot(),
            size: up.hypot() / MM,
            ink: ink.map(|bounds| rect(whole.transform_rect_bbox(bounds))),
            font,
            colour: colour(paint),
            bold: matches!(mode, GlyphDrawMode::Stroke(_)),
            turn,
        };
        self.page.glyphs.push(drawn);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, at: Affine) {
        self.budget.spend();
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let bounds = at.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        if bounds.is_finite() {
            let red = is_red(&image);
            self.page.pictures.push(PagePicture { bounds: rect(bounds), red });
        }
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Larger pictures are scans, not seals, and are not unpacked.
const SEAL_PIXELS: u64 = 16_000_000;

/// Whether most of a picture's ink is red.
fn is_red(image: &Image<'_, '_>) -> bool {
    if u64::from(image.width()) * u64::from(image.height()) > SEAL_PIXELS {
        return false;
    }
    let mut red = false;
    match image {
        Image::Stencil(stencil) => {
            stencil.with_stencil(|_, paint| red = colour(paint) == Colour::Red, None);
        }
        Image::Raster(raster) => raster.with_rgba(
            |data, alpha| {
                let ImageData::Rgb(data) = data else { return };
                let alpha = alpha.map(|alpha| alpha.data).unwrap_or_default();
                let (mut all, mut reds) = (0_u64, 0_u64);
                for (index, pixel) in data.data.chunks_exact(3).enumerate() {
                    let part = |value: u8| f32::from(value) / 255.0;
                    let opacity = alpha.get(index).map_or(1.0, |alpha| part(*alpha));
                    match Colour::of([part(pixel[0]), part(pixel[1]), part(pixel[2]), opacity]) {
                        Colour::White => {}
                        Colour::Red => (all, reds) = (all + 1, reds + 1),
                        _ => all += 1,
                    }
                }
                red = all > 0 && reds * 2 > all;
            },
            None,
        ),
    }
    red
}
