//! 纸张和版心 (5.1, 5.2.1).

use super::Frame;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::paper::{BOTTOM, LEFT, PAPER, RIGHT};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::text::Part;

const TOP: Check = Check::must("5.2.1", "天头（首行上边缘）");

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    for (index, page) in document.pages.iter().enumerate() {
        let (width, height) = frame.page;
        let near = |a: f64, b: f64| (a - b).abs() <= frame.page_tolerance;
        let upright = near(page.width, width) && near(page.height, height);
        let flat = near(page.width, height) && near(page.height, width);
        let required = format!("A4，{}×{} mm", number(width), number(height));
        let found = format!("{}×{} mm", number(page.width), number(page.height));
        results.judge(PAPER, upright || flat, required, found, &At::page(index + 1));
    }
    for (index, page) in document.pages.iter().enumerate() {
        if page.width < page.height {
            edges(document, index + 1, frame, results);
        }
    }
    right(document, frame, results);
}

/// The lines of a page that keep to the column.
fn column<'a>(document: &'a Document<'_>, page: usize) -> impl Iterator<Item = &'a Placed> {
    let column = |placed: &&Placed| placed.part.is_body() || placed.part == Part::Addressees;
    document.on(page).iter().filter(column)
}

fn edges(document: &Document<'_>, page: usize, frame: &Frame, results: &mut Results) {
    let flush = column(document, page).filter(|placed| !placed.starts);
    let first = flush.min_by(|a, b| a.line.left.total_cmp(&b.line.left));
    if let Some(first) = first {
        let left = first.line.left;
        // For sheets printed on both sides the binding edge of even pages is the right one.
        let mirrored = page.is_multiple_of(2) && (left - (frame.page.0 - frame.right)).abs() <= 0.5;
        let target = if mirrored { frame.page.0 - frame.right } else { frame.left };
        results.length(LEFT, left, target, frame.tolerance, &first.at());
    }
    let lines: Vec<&Placed> = document.on(page).iter().collect();
    let top = lines.iter().min_by(|a, b| a.line.ink.top.total_cmp(&b.line.ink.top));
    if let Some(top) = top.filter(|top| top.part.is_body() && page > 1) {
        // Where the ink begins depends on how a program sets the first line: at the edge, or
        // with some or all of the leading above it.
        let (from, to) = (frame.top - frame.tolerance, frame.top + LEADING + frame.tolerance);
        results.range(TOP, top.line.ink.top, from, to, &top.at());
    }
    let inside = |placed: &&&Placed| {
        !matches!(placed.part, Part::PageNumber | Part::CopiedTo | Part::Printed)
    };
    let low =
        lines.iter().filter(inside).max_by(|a, b| a.line.ink.bottom.total_cmp(&b.line.ink.bottom));
    if let Some(low) = low {
        let bottom = low.line.ink.bottom;
        let ok = bottom <= frame.bottom + frame.tolerance;
        let required = format!("不超过 {} mm", number(frame.bottom));
        results.judge(BOTTOM, ok, required, format!("{} mm", number(bottom)), &low.at());
    }
}

/// Between the upper edge of the 版心 and the ink of its first line, at the most, mm: an exact
/// line of 28.95 pt with its baseline at 4/5.
const LEADING: f64 = 3.6;

fn right(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let upright = |placed: &&Placed| {
        let page = &document.pages[placed.line.page - 1];
        page.width < page.height
    };
    let body = || document.lines.iter().filter(|p| p.part.is_body()).filter(upright);
    let Some(far) = body().max_by(|a, b| a.line.solid.total_cmp(&b.line.solid)) else { return };
    // Short texts never reach the edge.
    let lines = body().filter(|placed| !placed.starts).count();
    let from =
        if lines < 2 { frame.left } else { frame.right - frame.char / 2.0 - frame.tolerance };
    let reached = body().map(|placed| placed.line.right).fold(far.line.solid, f64::max);
    let found =
        if far.line.solid > frame.right { far.line.solid } else { reached.min(frame.right) };
    results.range(RIGHT, found, from, frame.right + frame.tolerance, &far.at());
}
