//! 版头 (7.2).

use super::Frame;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::head::{
    LEFT, LETTER_TOP, MARK, MARK_MIDDLE, MARK_TOP, MARK_WIDTH, NUMBER, NUMBER_GAP, NUMBER_PLACE,
    ORDER_TOP, RULE, RULE_COLOUR, RULE_GAP, RULE_WIDTH, SIGNER_PLACE, STACK,
};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::{LETTER_MARK_TOP, ORDER_MARK_OFFSET};
use crate::inspect::text::{Form, Part};
use crate::read::pdf::page::Colour;
use crate::standard::Layout;

/// Between the ink of neighbouring elements that have two lines between them, mm: with plain
/// rows of the grid it is a little more than two lines.
pub(super) const TWO_LINES: (f64, f64) = (17.5, 28.5);

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    if document.form == Form::Report {
        results.absent(MARK, "发文机关标志（普发的公文有版头）");
        return;
    }
    let frame = Frame::new(layout);
    stack(document, &frame, results);
    mark(document, layout, &frame, results);
    if document.form != Form::Letter {
        number_line(document, &frame, results);
    }
    if document.form == Form::File {
        rule(document, layout, &frame, results);
    }
}

/// 份号, 密级 and 紧急程度 stand in this order at the left edge.
fn stack(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let order = [Part::CopyNumber, Part::Secrecy, Part::Urgency];
    let rank = |placed: &Placed| order.iter().position(|part| *part == placed.part);
    let found: Vec<&Placed> =
        document.lines.iter().filter(|placed| rank(placed).is_some()).collect();
    for placed in &found {
        results.length(LEFT, placed.line.left, frame.left, frame.tolerance + 0.5, &placed.at());
    }
    let sorted = found.windows(2).all(|pair| rank(pair[0]) <= rank(pair[1]));
    if let Some(first) = found.first() {
        results.judge(
            STACK,
            sorted,
            "份号、密级、紧急程度自上而下",
            if sorted { "顺序正确" } else { "顺序不对" },
            &first.at(),
        );
        if document.form != Form::Letter {
            let (from, to) = (frame.top - 1.0, frame.top + 6.0);
            results.range(
                Check::must("7.2.1", "版心左上角第一行"),
                first.line.ink.top,
                from,
                to,
                &first.at(),
            );
        }
    }
}

fn mark(document: &Document<'_>, layout: &Layout, frame: &Frame, results: &mut Results) {
    let lines: Vec<&Placed> = document.of(Part::Mark).collect();
    let Some(first) = lines.first() else {
        results.judge(MARK, false, "发文机关标志", "没有", &At::page(1));
        return;
    };
    let ink = lines.iter().map(|placed| placed.line.ink).reduce(|a, b| a.union(b));
    let ink = ink.unwrap_or(first.line.ink);
    let tolerance = layout.mark_offset.tolerance.map_or(1.5, |tolerance| tolerance.0);
    match document.form {
        Form::Letter => {
            results.length(LETTER_TOP, ink.top, LETTER_MARK_TOP, tolerance, &first.at())
        }
        Form::Order => {
            results.length(
                ORDER_TOP,
                ink.top - frame.top,
                ORDER_MARK_OFFSET,
                tolerance,
                &first.at(),
            );
        }
        _ => {
            let target = layout.mark_offset.value.0;
            results.length(MARK_TOP, ink.top - frame.top, target, tolerance, &first.at());
        }
    }
    // Letters are centred on the page by some and on the 版心 by others.
    results.length(MARK_MIDDLE, ink.middle(), frame.middle(), 2.0, &first.at());
    let required = format!("不宽于版心（{} mm）", number(frame.right - frame.left));
    let ok = ink.left >= frame.left - 1.0 && ink.right <= frame.right + 1.0;
    results.judge(MARK_WIDTH, ok, required, format!("{} mm", number(ink.width())), &first.at());
}

fn number_line(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let lines: Vec<&Placed> = document.of(Part::Number).collect();
    let Some(first) = lines.first() else {
        if document.form != Form::Minutes {
            results.judge(NUMBER, false, "发文字号", "没有", &At::page(1));
        }
        return;
    };
    if let Some(mark) =
        document.of(Part::Mark).map(|placed| placed.line.ink.bottom).reduce(f64::max)
    {
        let (from, to) = TWO_LINES;
        results.range(NUMBER_GAP, first.line.ink.top - mark, from, to, &first.at());
    }
    let signers = lines.iter().any(|placed| placed.line.plain().contains("签发人"))
        || document.of(Part::Signer).next().is_some();
    let numbered = lines.iter().find(|placed| placed.line.plain().contains('号'));
    let Some(line) = numbered else { return };
    if signers {
        let target = frame.left + frame.char;
        results.length(NUMBER_PLACE, line.line.left, target, 1.5, &line.at());
        let right = lines.iter().copied().chain(document.of(Part::Signer));
        let right = right.map(|placed| placed.line.right).fold(0.0, f64::max);
        results.length(SIGNER_PLACE, right, frame.right - frame.char, 1.5, &line.at());
    } else {
        results.length(NUMBER_PLACE, line.line.middle(), frame.middle(), 2.0, &line.at());
    }
}

fn rule(document: &Document<'_>, layout: &Layout, frame: &Frame, results: &mut Results) {
    let Some(rule) = document.head_rule() else {
        results.judge(RULE, false, "红色分隔线，与版心等宽", "没有", &At::page(1));
        return;
    };
    let at = At::page(1);
    let red = rule.colour == Colour::Red;
    results.judge(RULE_COLOUR, red, Colour::Red.word(), rule.colour.word(), &at);
    let last = document.of(Part::Number).chain(document.of(Part::Signer));
    if let Some(bottom) = last.map(|placed| placed.line.ink.bottom).reduce(f64::max) {
        let target = layout.head_rule_gap.value.0;
        let tolerance = layout.head_rule_gap.tolerance.map_or(0.5, |tolerance| tolerance.0);
        results.length(RULE_GAP, rule.bounds.top - bottom, target, tolerance, &at);
    }
    let width = frame.right - frame.left;
    results.length(RULE_WIDTH, rule.bounds.width(), width, 1.0, &at);
    results.length(
        Check::must("7.2.7", "分隔线居中"),
        rule.bounds.middle(),
        frame.middle(),
        1.0,
        &at,
    );
}
