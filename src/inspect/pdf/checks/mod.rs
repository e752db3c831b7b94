//! The points of the standard, measured on recognised lines.

mod fonts;
mod grid;
mod head;
mod imprint;
mod letter;
mod numbers;
mod paper;
mod seals;
mod tail;
mod title;

use super::recognise::Document;
use crate::inspect::results::Results;
use crate::standard::Layout;

/// Judges a document.
pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let page = Frame::new(layout);
    paper::check(document, &page, results);
    grid::check(document, layout, results);
    fonts::check(document, layout, results);
    head::check(document, layout, results);
    letter::check(document, &page, results);
    title::check(document, &page, results);
    tail::check(document, &page, results);
    imprint::check(document, &page, results);
    numbers::check(document, layout, results);
    seals::check(document, &page, results);
}

/// The 版心 and the grid, mm.
#[derive(Debug, Clone, Copy)]
struct Frame {
    page: (f64, f64),
    page_tolerance: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    tolerance: f64,
    /// A character of the grid.
    char: f64,
    /// A row of the grid.
    row: f64,
    /// A 4号 character.
    small: f64,
}

impl Frame {
    fn new(layout: &Layout) -> Self {
        let (left, top) = (layout.margin_left.value.0, layout.margin_top.value.0);
        Self {
            page: (layout.page_width.value.0, layout.page_height.value.0),
            page_tolerance: layout.page_width.tolerance.map_or(0.2, |tolerance| tolerance.0),
            left,
            right: left + layout.text_width.value.0,
            top,
            bottom: top + layout.text_height.value.0,
            tolerance: layout.margin_left.tolerance.map_or(1.0, |tolerance| tolerance.0),
            char: layout.text_width.value.0 / f64::from(layout.chars_per_line.value),
            row: layout.text_height.value.0 / f64::from(layout.lines_per_page.value),
            small: layout.page_number_size.value.mm().0,
        }
    }

    /// The middle of the 版心.
    fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}
