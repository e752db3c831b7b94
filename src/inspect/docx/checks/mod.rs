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
use crate::inspect::results::Results;
use crate::standard::Layout;

/// Judges a document.
pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    paper::check(document, layout, results);
    grid::check(document, layout, results);
    fonts::check(document, layout, results);
    head::check(document, layout, results);
    letter::check(document, layout, results);
    title::check(document, results);
    tail::check(document, results);
    imprint::check(document, layout, results);
    numbers::check(document, layout, results);
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
