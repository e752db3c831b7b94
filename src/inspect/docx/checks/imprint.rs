//! 版记 (7.4).

use super::head::whole;
use crate::inspect::docx::geometry;
use crate::inspect::docx::recognise::Document;
use crate::inspect::docx::rules::{self, Rule};
use crate::inspect::points::imprint::{
    EVEN, HANG, IMPRINT, LAST_RULE, LEFT, RIGHT, RULES, THICK, THIN, WIDTH,
};
use crate::inspect::results::{Check, Results};
use crate::inspect::targets::{IMPRINT_THICK, IMPRINT_THIN, IMPRINT_TOLERANCE};
use crate::inspect::text::{Form, Part};
use crate::read::docx::{Container, MM};
use crate::standard::Layout;

const ORDER: Check = Check::must("7.4", "抄送在印发机关之上");

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let is_part = |index: &usize| matches!(document.parts[*index], Part::CopiedTo | Part::Printed);
    let lines: Vec<usize> = document.order.iter().copied().filter(is_part).collect();
    let Some(&first) = lines.first() else {
        results.absent(IMPRINT, "版记（普发的公文有版记）");
        return;
    };
    let page = document.places.spots[first].page;
    // A single page is printed on one side anyhow.
    // A line more or less on a page must not decide: word processors differ by that much.
    let row = f64::from(layout.line_pitch.value.0);
    let sure = [-row, row]
        .into_iter()
        .all(|slack| !geometry::places(document.file, slack).spots[first].page.is_multiple_of(2));
    let even = page.is_multiple_of(2) || page == 1 || !sure;
    results.judge(EVEN, even, "双页", format!("约在第 {page} 页"), &document.at(first));
    let office = document.of(Part::Printed).next();
    let copied = document.of(Part::CopiedTo).last();
    if let (Some(office), Some(copied)) = (office, copied) {
        results.judge(
            ORDER,
            copied < office,
            "抄送在上，印发在下",
            if copied < office { "符合" } else { "颠倒" },
            &document.at(office),
        );
    }
    if document.form != Form::Letter {
        rules(document, layout, &lines, results);
    }
    foot(document, &lines, results);
    lines.iter().for_each(|&index| place(document, index, results));
}

/// The paragraphs of the 版记 with the empty ones around them that draw its rules.
fn span(document: &Document<'_>, lines: &[usize]) -> (usize, usize) {
    let (mut from, mut to) = (lines[0], lines[lines.len() - 1]);
    let ruled = |index: usize| {
        let para = document.para(index);
        let bordered =
            [para.props.top, para.props.bottom].into_iter().flatten().any(|border| border.drawn());
        para.is_blank() && (para.shaded_rule().is_some() || bordered || !para.drawings.is_empty())
    };
    while from > 0
        && document.para(from - 1).is_blank()
        && (ruled(from - 1) || (from > 1 && ruled(from - 2)))
    {
        from -= 1;
    }
    let last = document.parts.len();
    while to + 1 < last
        && document.para(to + 1).is_blank()
        && (ruled(to + 1) || (to + 2 < last && ruled(to + 2)))
    {
        to += 1;
    }
    // A text box hangs on a paragraph before it.
    if let Container::Box(drawing) = document.para(lines[0]).place {
        from = from.min(document.story().drawings[drawing].para);
    }
    (from, to)
}

fn rules(document: &Document<'_>, layout: &Layout, lines: &[usize], results: &mut Results) {
    let (from, to) = span(document, lines);
    let at = document.at(lines[0]);
    let found: Vec<Rule> = rules::between(document, from, to);
    let office = document.of(Part::Printed).next().is_some();
    let others = document.of(Part::CopiedTo).next().is_some();
    let wanted = if office && others { 3 } else { 2 };
    let required = format!("{wanted} 条，首条在第一个要素之上，末条在最后一个要素之下");
    results.judge(RULES, found.len() >= wanted, required, format!("{} 条", found.len()), &at);
    for (position, rule) in found.iter().enumerate() {
        if let Some(width) = rule.width {
            results.length(WIDTH, width, layout.text_width.value.0, 2.0, &at);
        }
        let outer = position == 0 || position + 1 == found.len();
        let (check, target) = if outer { (THICK, IMPRINT_THICK) } else { (THIN, IMPRINT_THIN) };
        if found.len() >= wanted {
            results.length(check, rule.thickness, target, IMPRINT_TOLERANCE + 0.01, &at);
        }
    }
}

/// Whether the 版记 ends at the lower edge of the 版心.
fn foot(document: &Document<'_>, lines: &[usize], results: &mut Results) {
    /// In the column, the place comes from an estimate of the whole page.
    const PLAY: f64 = 22.0;
    const DRIFT: f64 = 6.0;
    let last = lines[lines.len() - 1];
    let at = document.at(last);
    let story = document.story();
    let para = document.para(last);
    let section = document.section(last);
    let edge = (section.height - section.bottom.abs()) * MM;
    let bound = |ok: bool, found: &str, results: &mut Results| {
        results.judge(LAST_RULE, ok, "在版心下边缘", found, &at);
    };
    match (para.place, &para.props.frame) {
        (_, Some(frame)) if frame.y_align == "bottom" => {
            bound(matches!(frame.v_anchor.as_str(), "margin"), "图文框在版心底部", results);
        }
        (_, Some(frame)) => {
            let start = match frame.v_anchor.as_str() {
                "page" => frame.y.unwrap_or(0.0),
                "margin" => section.top + frame.y.unwrap_or(0.0),
                _ => return,
            };
            let own: f64 = story
                .paras
                .iter()
                .filter(|other| other.props.frame.as_ref() == Some(frame))
                .map(|other| {
                    geometry::height(other, section, frame.width.unwrap_or(section.column()))
                })
                .sum();
            let bottom = (start + frame.height.unwrap_or(own)) * MM;
            results.range(LAST_RULE, bottom, edge - DRIFT, edge + DRIFT, &at);
        }
        (Container::Box(drawing), _) => {
            let drawing = &story.drawings[drawing];
            let bottom = match (drawing.y_align.as_str(), drawing.y_from.as_str(), drawing.y) {
                ("bottom", "margin", _) => edge,
                (_, "page", Some(y)) => y + drawing.height,
                (_, "margin", Some(y)) => section.top * MM + y + drawing.height,
                _ => return,
            };
            results.range(LAST_RULE, bottom, edge - DRIFT, edge + DRIFT, &at);
        }
        (Container::Cell(table), _) if story.tables[table].float.is_some() => {
            let bottom = document.places.tables[table].bottom;
            results.range(LAST_RULE, bottom, edge - DRIFT * 1.5, edge + DRIFT, &at);
        }
        (Container::Cell(table), _) => {
            let bottom = document.places.tables[table].bottom;
            results.range(LAST_RULE, bottom, edge - PLAY, edge + PLAY, &at);
        }
        (Container::Flow, _) => {
            let bottom = document.places.spots[last].bottom;
            results.range(LAST_RULE, bottom, edge - PLAY, edge + PLAY, &at);
        }
    }
}

fn place(document: &Document<'_>, index: usize, results: &mut Results) {
    let at = document.at(index);
    let em = document.em(index) * MM;
    let segments = document.segments(index);
    let Some(line) = whole(&segments) else { return };
    let para = document.para(index);
    let story = document.story();
    // The edge of the 版记 is that of its box; text in a cell keeps off its edges.
    let (inset, last_cell, first_cell) = match para.place {
        Container::Cell(table) => {
            let table = &story.tables[table];
            let row = table
                .rows
                .iter()
                .find(|row| row.cells.iter().any(|cell| cell.paras.contains(&index)));
            let is = |cell: Option<&crate::read::docx::TableCell>| {
                cell.is_some_and(|cell| cell.paras.contains(&index))
            };
            let (first, last) =
                row.map_or((true, true), |row| (is(row.cells.first()), is(row.cells.last())));
            (table.margins.0 * MM, last, first)
        }
        _ => (0.0, true, true),
    };
    if matches!(para.place, Container::Box(_)) {
        return;
    }
    if first_cell {
        results.length(LEFT, line.left * MM + inset, em, 2.0, &at);
    }
    let column = document.column(index);
    if document.parts[index] == Part::Printed && last_cell && (segments.len() > 1 || !first_cell) {
        let right = (column - line.right) * MM + inset;
        results.length(RIGHT, right, em, 2.5, &at);
    }
    if document.parts[index] == Part::CopiedTo && geometry::lines(para, column) > 1 {
        let (hang, ..) = para.indents();
        results.length(HANG, hang * MM + inset, 4.0 * em, 2.5, &at);
    }
}
