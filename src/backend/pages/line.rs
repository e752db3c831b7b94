//! Finished lines for Typst: `set-lines` in the template. Where each glyph stands was decided
//! by `layout::lines`, so nothing is shaped or broken again; the engine gets frames.
//!
//! A line is `(width, piece…)`: pieces are text in the setting around it, `(fonts, stroke,
//! text)` for another typeface, a space in pt, or a mark where a tag begins or ends. With a
//! width the line is as wide (两端对齐): what is left is spread behind hanzi and marks, never
//! inside words and numbers.

use std::sync::LazyLock;

use comemo::Tracked;
use typst::World;
use typst::diag::{SourceResult, bail};
use typst::engine::Engine;
use typst::foundations::{
    Args, Array, CastInfo, Content, Context, Dict, IntoValue, NativeElement, NativeFuncData,
    NativeFuncPtr, Packed, Scope, StyleChain, Value,
};
use typst::introspection::{Locator, MetadataElem, Tag};
use typst::layout::{Abs, Em, Frame, FrameItem, InlineElem, InlineItem, Point, Size};
use typst::syntax::Span;
use typst::text::{
    BottomEdge, Font, FontInstance, FontVariant, FontVariations, Glyph, Lang, LinebreakElem,
    Region, TextElem, TextItem, TopEdge,
};
use typst::visualize::{FixedStroke, Paint};

use super::tags;
use crate::chars::is_hanzi;

/// `set-lines` for the template.
pub(super) static SET_LINES: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&set_lines),
    name: "set-lines",
    title: "Set Lines",
    docs: "Finished lines, one below the other.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

fn set_lines(
    _: &mut Engine<'_>,
    _: Tracked<'_, Context<'_>>,
    args: &mut Args,
) -> SourceResult<Value> {
    let lines: Array = args.expect("lines")?;
    let mut content = Vec::with_capacity(2 * lines.len());
    for line in lines {
        if !content.is_empty() {
            content.push(LinebreakElem::shared().clone());
        }
        let captured = Packed::new(MetadataElem::new(line));
        content.push(InlineElem::layouter(captured, frame).pack());
    }
    Ok(Content::sequence(content).into_value())
}

fn frame(
    line: &Packed<MetadataElem>,
    engine: &mut Engine<'_>,
    _: Locator<'_>,
    styles: StyleChain<'_>,
    _: Size,
) -> SourceResult<Vec<InlineItem>> {
    let world = engine.world;
    let load =
        |family: &str| world.font(world.book().select(family, FontVariant::default())?).map(plain);
    let setting = Setting::of(styles);
    let mut runs = Vec::new();
    let mut width = None;
    if let Value::Array(line) = &line.value {
        width = line.as_slice().first().and_then(number);
        for piece in line.iter().skip(1) {
            setting.run(piece, styles, &load, &mut runs)?;
        }
    }
    justify(&mut runs, width.map(Abs::pt));
    Ok(vec![InlineItem::Frame(setting.frame(runs))])
}

/// A font as it is.
pub(super) fn plain(font: Font) -> FontInstance {
    font.instantiate(FontVariant::default(), Abs::zero(), &FontVariations::default())
}

/// A stretch of a line.
pub(super) enum Run {
    Text(TextItem),
    Space(Abs),
    /// Where a tag begins or ends.
    Tag(Tag),
}

/// What holds for a whole line.
pub(super) struct Setting {
    pub(super) size: Abs,
    pub(super) tracking: Em,
    /// From the baseline upwards, and downwards.
    pub(super) top: Abs,
    pub(super) bottom: Abs,
    pub(super) fill: Paint,
    pub(super) stroke: Option<FixedStroke>,
    pub(super) lang: Lang,
    pub(super) region: Option<Region>,
}

/// Finds the font of a family.
type Load<'a> = &'a dyn Fn(&str) -> Option<FontInstance>;

impl Setting {
    fn of(styles: StyleChain<'_>) -> Self {
        let size = styles.resolve(TextElem::size);
        let top = match styles.get(TextElem::top_edge) {
            TopEdge::Length(length) => length.at(size),
            TopEdge::Metric(_) => size,
        };
        let bottom = match styles.get(TextElem::bottom_edge) {
            BottomEdge::Length(length) => -length.at(size),
            BottomEdge::Metric(_) => Abs::zero(),
        };
        Self {
            size,
            tracking: Em::from_abs(styles.resolve(TextElem::tracking), size),
            top,
            bottom,
            fill: styles.get_cloned(TextElem::fill),
            stroke: styles.resolve(TextElem::stroke).map(|stroke| stroke.unwrap_or_default()),
            lang: styles.get(TextElem::lang),
            region: styles.get(TextElem::region),
        }
    }

    fn run(
        &self,
        piece: &Value,
        styles: StyleChain<'_>,
        load: Load<'_>,
        runs: &mut Vec<Run>,
    ) -> SourceResult<()> {
        match piece {
            Value::Str(text) => {
                let families = styles.get_ref(TextElem::font);
                let names = families.into_iter().map(|family| family.as_str());
                self.texts(text, names, self.stroke.as_ref(), load, runs)
            }
            Value::Dict(piece) => match tags::read(piece) {
                Some(tag) => {
                    runs.push(Run::Tag(tag));
                    Ok(())
                }
                None => self.other(piece, load, runs),
            },
            space => {
                runs.extend(number(space).map(|space| Run::Space(Abs::pt(space))));
                Ok(())
            }
        }
    }

    /// A text in another typeface.
    fn other(&self, piece: &Dict, load: Load<'_>, runs: &mut Vec<Run>) -> SourceResult<()> {
        let fonts = match piece.get("fonts") {
            Ok(Value::Array(names)) => names.as_slice(),
            _ => &[],
        };
        let names = fonts.iter().filter_map(|name| match name {
            Value::Str(name) => Some(name.as_str()),
            _ => None,
        });
        let stroke = piece.get("stroke").ok().and_then(number).map(bold);
        match piece.get("text") {
            Ok(Value::Str(text)) => self.texts(text, names, stroke.as_ref(), load, runs),
            _ => Ok(()),
        }
    }

    /// A text in as few fonts as it takes: each character is set in the first that has it.
    pub(super) fn texts<'a>(
        &self,
        text: &str,
        mut families: impl Iterator<Item = &'a str>,
        stroke: Option<&FixedStroke>,
        load: Load<'_>,
        runs: &mut Vec<Run>,
    ) -> SourceResult<()> {
        let mut fonts: Vec<FontInstance> = Vec::new();
        let mut last = None;
        for c in text.chars() {
            let (rank, id) = loop {
                let ids = fonts.iter().map(|font| font.ttf().glyph_index(c));
                let found = ids.enumerate().find_map(|(rank, id)| Some((rank, id?.0)));
                if let Some(found) = found {
                    break found;
                }
                match families.next().and_then(load) {
                    Some(font) => fonts.push(font),
                    None => bail!(Span::detached(), "没有字体有“{c}”"),
                }
            };
            if last.replace(rank) != Some(rank) {
                runs.push(Run::Text(self.empty(fonts[rank].clone(), stroke)));
            }
            if let Some(Run::Text(run)) = runs.last_mut() {
                self.add(run, id, c)?;
            }
        }
        Ok(())
    }

    fn empty(&self, font: FontInstance, stroke: Option<&FixedStroke>) -> TextItem {
        TextItem {
            font,
            size: self.size,
            fill: self.fill.clone(),
            stroke: stroke.cloned(),
            lang: self.lang,
            region: self.region,
            text: Default::default(),
            glyphs: Vec::new(),
        }
    }

    fn add(&self, run: &mut TextItem, id: u16, c: char) -> SourceResult<()> {
        let start = run.text.len();
        run.text.push(c);
        let (Ok(start), Ok(end)) = (u16::try_from(start), u16::try_from(run.text.len())) else {
            bail!(Span::detached(), "一行太长");
        };
        run.glyphs.push(Glyph {
            id,
            x_advance: run.font.x_advance(id).unwrap_or(Em::one()) + self.tracking,
            x_offset: Em::zero(),
            y_advance: Em::zero(),
            y_offset: Em::zero(),
            range: start..end,
            span: (Span::detached(), 0),
        });
        Ok(())
    }

    pub(super) fn frame(&self, runs: Vec<Run>) -> Frame {
        let mut frame = Frame::soft(Size::new(Abs::zero(), self.top + self.bottom));
        frame.set_baseline(self.top);
        let mut x = Abs::zero();
        for run in runs {
            match run {
                Run::Space(space) => x += space,
                Run::Tag(tag) => frame.push(Point::with_x(x), FrameItem::Tag(tag)),
                Run::Text(text) => {
                    let width = text.width();
                    frame.push(Point::new(x, self.top), FrameItem::Text(text));
                    x += width;
                }
            }
        }
        frame.size_mut().x = x;
        frame
    }
}

/// The stroke that makes text bold.
pub(super) fn bold(thickness: f64) -> FixedStroke {
    FixedStroke { thickness: Abs::pt(thickness), ..FixedStroke::default() }
}

/// Spreads what is left of `width` behind all glyphs that allow it, but for the last one.
fn justify(runs: &mut [Run], width: Option<Abs>) {
    let Some(width) = width else { return };
    let mut left = width;
    let mut size = Abs::zero();
    let mut places: Vec<(bool, &mut Glyph)> = Vec::new();
    for run in runs {
        match run {
            Run::Space(space) => left -= *space,
            Run::Tag(_) => {}
            Run::Text(item) => {
                left -= item.width();
                size = item.size;
                let TextItem { text, glyphs, .. } = item;
                let may = |glyph: &Glyph| text[glyph.range()].chars().all(gives_way);
                places.extend(glyphs.iter_mut().map(|glyph| (may(glyph), glyph)));
            }
        }
    }
    places.pop();
    places.retain(|(may, _)| *may);
    if !places.is_empty() && size > Abs::zero() {
        let each = Em::from_abs(left / places.len() as f64, size);
        places.into_iter().for_each(|(_, glyph)| glyph.x_advance += each);
    }
}

/// Whether room may grow behind a character: not in words and numbers, nor inside dashes and
/// ellipses, which are two characters each.
fn gives_way(c: char) -> bool {
    let is_word = c.is_alphanumeric() && !is_hanzi(c);
    c.is_whitespace() || !(c.is_ascii() || is_word || matches!(c, '—' | '…'))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        Value::Int(number) => Some(*number as f64),
        _ => None,
    }
}
