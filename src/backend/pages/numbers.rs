//! 页码, put on the finished pages. In the template they would have to be asked for, and the
//! engine would set every document twice to know the answer.

use typst::diag::SourceResult;
use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Angle, Em, Frame, FrameItem, Point, Transform};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::text::{FontVariant, Lang, Region};
use typst::visualize::Color;
use typst_layout::{Page, PagedDocument};

use super::line::{Setting, bold, plain};
use crate::backend::RenderJob;
use crate::fonts::FontForm;
use crate::layout::{PageNumber, place_page_number};
use crate::model::Format;
use crate::standard::{NumberPlace, page_number};
use crate::units::Mm;

/// The document with its page numbers: none on the first page of a letter, and none on a
/// blank page and the one with the 版记 behind it.
pub(super) fn numbered(
    document: &PagedDocument,
    job: &RenderJob<'_>,
    form: FontForm,
) -> SourceResult<PagedDocument> {
    let writer = Writer::new(job, form);
    let first = if job.document.format == Format::Letter { 2 } else { 1 };
    let last = document.pages().len().saturating_sub(job.ending.unnumbered());
    let mut pages = document.pages().to_vec();
    for (number, page) in (1..=last).zip(&mut pages).skip(first - 1) {
        writer.add(number, page)?;
    }
    Ok(PagedDocument::new(pages.into(), typst::model::Document::info(document).clone()))
}

struct Writer<'a> {
    job: &'a RenderJob<'a>,
    form: FontForm,
    place: PageNumber,
    families: Vec<String>,
    setting: Setting,
}

impl<'a> Writer<'a> {
    fn new(job: &'a RenderJob<'a>, form: FontForm) -> Self {
        let style = page_number(job.layout);
        let (pitch, share) = (style.pitch.pt().0, job.layout.baseline.value);
        let size = Abs::pt(style.size.0);
        Self {
            job,
            form,
            place: place_page_number(job.layout, job.fonts),
            families: job.fonts.families(style.role),
            setting: Setting {
                size,
                tracking: Em::from_abs(Abs::pt(style.spacing.pt().0), size),
                top: Abs::pt(pitch * share),
                bottom: Abs::pt(pitch * (1.0 - share)),
                fill: Color::BLACK.into(),
                stroke: style.bold.map(|stroke| bold(stroke.0)),
                lang: Lang::CHINESE,
                region: "CN".parse::<Region>().ok(),
            },
        }
    }

    fn add(&self, number: usize, page: &mut Page) -> SourceResult<()> {
        let text = format!("{}{number}{}", self.place.before, self.place.after);
        let fonts = self.job.fonts;
        let load = |family: &str| {
            let index = fonts.book().select(family, FontVariant::default())?;
            fonts.entry(index, self.form).cloned().map(plain)
        };
        let mut runs = Vec::new();
        let families = self.families.iter().map(String::as_str);
        self.setting.texts(&text, families, self.setting.stroke.as_ref(), &load, &mut runs)?;
        let frame = self.setting.frame(runs);
        let size = page.frame.size();
        let (place, frame) = if size.x > size.y {
            (self.on_landscape(number, &frame), turned(frame))
        } else {
            (self.on_portrait(number, &frame), frame)
        };
        push_artifact(&mut page.frame, number, place, frame);
        Ok(())
    }

    /// Where the line begins on a portrait page.
    fn on_portrait(&self, number: usize, frame: &Frame) -> Point {
        Point::new(self.along(number, frame), self.top())
    }

    /// 横排表格: the page is turned by a quarter to the left for reading, so the number stands
    /// where portrait pages have it.
    fn on_landscape(&self, number: usize, frame: &Frame) -> Point {
        let height = Abs::pt(self.job.layout.page_height.value.pt().0);
        Point::new(height - self.top() - frame.height(), self.along(number, frame))
    }

    /// From the upper edge of a portrait page to the top of the line.
    fn top(&self) -> Abs {
        let layout = self.job.layout;
        let foot = layout.page_height.value.pt().0 - layout.margin_bottom.value.pt().0;
        Abs::pt(foot + self.place.baseline.0) - self.setting.top
    }

    /// From the left edge of a portrait page: right on odd pages and left on even ones, or in
    /// the middle.
    fn along(&self, number: usize, frame: &Frame) -> Abs {
        let [left, right] = self.sides();
        let width = frame.width().to_pt();
        Abs::pt(match self.job.layout.page_number_place.value {
            NumberPlace::Centre => (left + right - width) / 2.0,
            NumberPlace::Outside if number.is_multiple_of(2) => left + self.place.inset.0,
            NumberPlace::Outside => right - self.place.inset.0 - width,
        })
    }

    /// The edges of the 版心, from the left edge of a portrait page, pt.
    fn sides(&self) -> [f64; 2] {
        let layout = self.job.layout;
        let from = |edge: Mm| edge.pt().0;
        let width = from(layout.page_width.value);
        [from(layout.margin_left.value), width - from(layout.margin_right.value)]
    }
}

/// A line that runs downwards.
fn turned(mut frame: Frame) -> Frame {
    let (width, height) = (frame.width(), frame.height());
    frame.transform(
        Transform::translate(height, Abs::zero()).pre_concat(Transform::rotate(Angle::deg(90.0))),
    );
    frame.size_mut().x = height;
    frame.size_mut().y = width;
    frame
}

/// What is no part of the text is marked so (PDF/UA-1, 7.1).
fn push_artifact(page: &mut Frame, number: usize, place: Point, frame: Frame) {
    let location = Location::new(typst::utils::hash128(&("page number", number)));
    let mut element = ArtifactElem::new(Content::empty()).with_kind(ArtifactKind::Footer).pack();
    element.set_location(location);
    let flags = TagFlags { introspectable: false, tagged: true };
    page.push(Point::zero(), FrameItem::Tag(Tag::Start(element, flags)));
    page.push_frame(place, frame);
    page.push(Point::zero(), FrameItem::Tag(Tag::End(location, location.hash(), flags)));
}
