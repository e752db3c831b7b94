//! 信函格式 (10.1) and 命令（令）格式 (10.2).

use super::gap;
use super::head::{TWO_ROWS, whole};
use crate::inspect::docx::recognise::Document;
use crate::inspect::docx::rules::{self, Rule};
use crate::inspect::points::letter::{
    BOTTOM, COLOUR, IMPRINT, LENGTH, LOWER, NUMBER, ORDER_GAP, THICKNESS, UPPER,
};
use crate::inspect::results::{At, Results};
use crate::inspect::targets::{LETTER_RULE, LETTER_RULE_BOTTOM};
use crate::inspect::text::{Form, Part};
use crate::read::docx::Colour;
use crate::read::docx::MM;
use crate::standard::Layout;

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    match document.form {
        Form::Letter => letter(document, layout, results),
        Form::Order => order(document, results),
        _ => {}
    }
}

fn order(document: &Document<'_>, results: &mut Results) {
    let body = document.order.iter().copied().find(|&index| document.parts[index].is_body());
    if let (Some(number), Some(body)) = (document.of(Part::Number).last(), body)
        && let Some(gap) = gap(document, number, body)
    {
        let (from, to) = TWO_ROWS;
        results.range(ORDER_GAP, gap, from, to, &document.at(body));
    }
}

fn letter(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let at = At::page(1);
    let height = layout.page_height.value.0;
    let all = rules::between(document, 0, document.parts.len().saturating_sub(1));
    let long = |rule: &Rule| {
        let imprint = matches!(document.parts[rule.para], Part::CopiedTo | Part::Printed);
        !imprint
            && rule.width.is_some_and(|width| width > 140.0)
            && (rule.colour == Colour::Red || rule.width.is_some_and(|w| w > 162.0))
    };
    let low = |rule: &Rule| rule.top.is_some_and(|top| top > height * 0.7);
    let (lower, upper): (Vec<Rule>, Vec<Rule>) = all.into_iter().filter(long).partition(low);
    // In the footer the lower rule stands as well.
    let footed = in_footer(document);
    let lines =
        |rules: &[Rule]| rules.iter().map(|rule| if rule.double { 2 } else { 1 }).sum::<usize>();
    results.judge(UPPER, lines(&upper) == 2, "双线", format!("{} 条线", lines(&upper)), &at);
    let found = if footed { 2 } else { lines(&lower) };
    results.judge(LOWER, found == 2, "双线", format!("{found} 条线"), &at);
    for rule in upper.iter().chain(&lower) {
        if let Some(width) = rule.width {
            results.length(LENGTH, width, LETTER_RULE, 1.0, &at);
        }
        let red = rule.colour == Colour::Red;
        results.judge(COLOUR, red, Colour::Red.word(), rule.colour.word(), &at);
    }
    if let Some(rule) = lower.last()
        && let Some(top) = rule.top
    {
        let bottom = height - top - rule.thickness;
        results.length(BOTTOM, bottom, LETTER_RULE_BOTTOM, 1.5, &at);
    }
    if let ([a, b], [c, d]) = (&upper[..], &lower[..]) {
        let ok = a.thickness > b.thickness && d.thickness > c.thickness;
        let found = if ok { "符合" } else { "粗细不对" };
        results.judge(THICKNESS, ok, "上线上粗下细，下线上细下粗", found, &at);
    }
    for index in document.of(Part::Number) {
        let Some(line) = whole(&document.segments(index)) else { continue };
        results.length(
            NUMBER,
            (document.column(index) - line.right) * MM,
            0.0,
            2.5,
            &document.at(index),
        );
    }
    if let Some(office) = document.of(Part::Printed).next() {
        results.judge(IMPRINT, false, "不加", document.para(office).plain(), &document.at(office));
    }
}

/// Whether the footer of the first page draws the lower rule.
fn in_footer(document: &Document<'_>) -> bool {
    let Some(section) = document.story().sections.first() else { return false };
    let slot = if section.title_page { 2 } else { 0 };
    let footer = section.footers[slot].as_ref().and_then(|id| document.file.footers.get(id));
    footer.is_some_and(|footer| {
        let bordered = footer.paras.iter().any(|para| {
            [para.props.top, para.props.bottom]
                .into_iter()
                .flatten()
                .any(|border| border.double && border.drawn())
        });
        let drawn = footer
            .drawings
            .iter()
            .filter(|drawing| crate::inspect::docx::recognise::is_rule(drawing));
        bordered || drawn.map(|drawing| if drawing.double { 2 } else { 1 }).sum::<usize>() >= 2
    })
}
