//! 印章 (7.3.5.1): red, not overlapping, on the text that they confirm.

use super::Frame;
use crate::inspect::pdf::recognise::Document;
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::LINE;
use crate::inspect::text::Part;
use crate::read::pdf::page::{Colour, Rectangle};

const APART: Check = Check::must("7.3.5.1", "印章不相交或相切");
const INSIDE: Check = Check::must("7.3.5.1", "印章不超出版心");
const ON_TEXT: Check = Check::must("7.3.5.1", "印章压住署名或成文日期");
const DISTANCE: Check = Check::must("7.3.5.1", "印章顶端距正文（或附件说明）一行之内");

/// Sizes of seals, mm.
const SIZES: std::ops::RangeInclusive<f64> = 30.0..=65.0;

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    for index in 0..document.pages.len() {
        let seals = seals(document, index);
        if !seals.is_empty() {
            page(document, frame, index + 1, &seals, results);
        }
    }
}

/// Red pictures, and red drawings that come together to something round.
fn seals(document: &Document<'_>, index: usize) -> Vec<Rectangle> {
    let page = &document.pages[index];
    let round = |bounds: &Rectangle| {
        SIZES.contains(&bounds.width())
            && SIZES.contains(&bounds.height())
            && (bounds.width() / bounds.height() - 1.0).abs() < 0.15
    };
    let pictures = page.pictures.iter().filter(|picture| picture.red).map(|picture| picture.bounds);
    let drawn = page.shapes.iter().filter(|shape| shape.colour == Colour::Red);
    let mut found: Vec<Rectangle> = Vec::new();
    for bounds in pictures.chain(drawn.map(|shape| shape.bounds)).filter(round) {
        let same = |other: &Rectangle| {
            (bounds.middle() - other.middle()).abs() < 3.0 && (bounds.top - other.top).abs() < 3.0
        };
        if !found.iter().any(same) {
            found.push(bounds);
        }
    }
    found
}

fn page(
    document: &Document<'_>,
    frame: &Frame,
    page: usize,
    seals: &[Rectangle],
    results: &mut Results,
) {
    let at = At::page(page);
    let touching = seals
        .iter()
        .enumerate()
        .any(|(index, seal)| seals[index + 1..].iter().any(|other| touch(seal, other)));
    let found = if touching { "相交或相切" } else { "互不接触" };
    results.judge(APART, !touching, "互不相交或相切", found, &at);
    for seal in seals {
        let ok = seal.left >= frame.left - 1.0 && seal.right <= frame.right + 1.0;
        let found = format!("{}～{} mm", number(seal.left), number(seal.right));
        let required = format!("{}～{} mm", number(frame.left), number(frame.right));
        results.judge(INSIDE, ok, required, found, &at);
        let on = document.lines.iter().any(|placed| {
            placed.line.page == page
                && matches!(placed.part, Part::Signature | Part::Date)
                && placed.line.ink.meets(seal, 0.0)
        });
        results.judge(ON_TEXT, on, "压住署名或成文日期", if on { "压住" } else { "没有压住" }, &at);
    }
    let top = seals.iter().map(|seal| seal.top).reduce(f64::min);
    let text = document
        .lines
        .iter()
        .filter(|placed| placed.line.page == page)
        .filter(|placed| placed.part.is_body() || placed.part == Part::AttachmentNote)
        .map(|placed| placed.line.ink.bottom)
        .reduce(f64::max);
    if let (Some(top), Some(text)) = (top, text) {
        let ok = top - text <= LINE + 1.0;
        let required = format!("不超过 {} mm", number(LINE));
        results.judge(DISTANCE, ok, required, format!("{} mm", number(top - text)), &at);
    }
}

/// Round seals touch when their middles are no further apart than their radii together.
fn touch(a: &Rectangle, b: &Rectangle) -> bool {
    let down = (a.top + a.bottom - b.top - b.bottom) / 2.0;
    let across = a.middle() - b.middle();
    across.hypot(down) <= (a.width() + b.width()) / 2.0
}
