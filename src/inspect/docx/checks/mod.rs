//! The points of the standard, as a Word file sets them.

mod body;
mod fonts;
mod footer;
mod head;
mod imprint;
mod section;
mod tail;

use super::body::Para;
use super::package::Package;
use super::props::Styles;
use super::recognise::{Document, is_blank};
use crate::inspect::sheet::Sheet;
use crate::standard::Layout;

/// Judges a document.
pub(super) fn check(
    document: &Document,
    package: &Package,
    styles: &Styles<'_>,
    layout: &Layout,
    sheet: &mut Sheet,
) {
    section::check(document, layout, sheet);
    fonts::check(document, layout, sheet);
    head::check(document, layout, sheet);
    body::check(document, layout, sheet);
    tail::check(document, layout, sheet);
    imprint::check(document, sheet);
    footer::check(document, package, styles, layout, sheet);
}

/// Twips in a millimetre.
const MM: f64 = 1440.0 / 25.4;

/// The height of a line of a paragraph, twips.
fn line_height(para: &Para) -> f64 {
    let size = super::recognise::size(para) * 20.0;
    let size = if is_blank(para) { para.mark.size.map_or(size, |size| size * 20.0) } else { size };
    match (para.props.rule.as_deref(), para.props.line) {
        (Some("exact"), Some(line)) => line,
        (Some("atLeast"), Some(line)) => line.max(size * SINGLE),
        (_, Some(line)) => size * SINGLE * line / 240.0,
        _ => size * SINGLE,
    }
}

/// The height of a single line of a Chinese font, as a multiple of its size.
const SINGLE: f64 = 1.3;

/// What stands empty between two paragraphs, twips.
fn room(document: &Document, above: usize, below: usize) -> f64 {
    let between: f64 = document.paras[above + 1..below]
        .iter()
        .filter(|para| {
            is_blank(para) && !para.in_box && !para.in_table && para.props.frame.is_none()
        })
        .map(|para| line_height(para) + side(para.props.before) + side(para.props.after))
        .sum();
    between + side(document.paras[above].props.after) + side(document.paras[below].props.before)
}

fn side(space: Option<f64>) -> f64 {
    space.unwrap_or(0.0)
}
