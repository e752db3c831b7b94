//! The points of the standard, measured on recognised paragraphs.

mod fonts;
mod grid;
mod head;
mod imprint;
mod letter;
mod numbers;
mod paper;
mod tail;
mod title;

use super::recognise::Document;
use crate::inspect::sheet::Sheet;
use crate::standard::Layout;

/// Judges a document.
pub(super) fn check(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    paper::check(document, layout, sheet);
    grid::check(document, layout, sheet);
    fonts::check(document, layout, sheet);
    head::check(document, layout, sheet);
    letter::check(document, layout, sheet);
    title::check(document, sheet);
    tail::check(document, sheet);
    imprint::check(document, layout, sheet);
    numbers::check(document, layout, sheet);
}

/// Blank lines between two paragraphs of a page in mm, as far as the column tells.
fn gap(document: &Document<'_>, above: usize, below: usize) -> Option<f64> {
    let (a, b) = (document.places.spots[above], document.places.spots[below]);
    (a.page == b.page && b.top >= a.bottom - 0.1).then_some(b.top - a.bottom)
}

/// The paragraph with text above another in the column.
fn before(document: &Document<'_>, index: usize) -> Option<usize> {
    document.order.iter().copied().rfind(|other| *other < index)
}
