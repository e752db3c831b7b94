//! 版记 (7.4).

use super::Frame;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::imprint::{
    EVEN, HANG, IMPRINT, LAST_RULE, LEFT, RIGHT, RULES, THICK, THIN, WIDTH,
};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::targets::{IMPRINT_THICK, IMPRINT_THIN, IMPRINT_TOLERANCE};
use crate::inspect::text::{Form, Part};
use crate::read::pdf::page::Rule;

const LAST_PAGE: Check = Check::must("7.4.1", "版记在末页");

/// How far the last rule may lie from the edge, mm: word processors push it down a little.
const DRIFT: (f64, f64) = (1.0, 6.0);

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let lines: Vec<&Placed> = document
        .lines
        .iter()
        .filter(|placed| matches!(placed.part, Part::CopiedTo | Part::Printed))
        .collect();
    let Some(first) = lines.first() else {
        results.absent(IMPRINT, "版记（普发的公文有版记）");
        return;
    };
    let page = first.line.page;
    let ok = page == document.pages.len();
    let found = format!("第 {page} 页，共 {} 页", document.pages.len());
    results.judge(LAST_PAGE, ok, "末页", found, &first.at());
    let found = format!("第 {page} 页");
    results.judge(EVEN, page.is_multiple_of(2), "双页", found, &first.at());
    if document.form != Form::Letter {
        rules(document, frame, &lines, results);
    }
    places(frame, &lines, results);
}

fn rules(document: &Document<'_>, frame: &Frame, lines: &[&Placed], results: &mut Results) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let page = first.line.page;
    let at = At::page(page);
    let near = |rule: &&Rule| {
        rule.y() > first.line.ink.top - 12.0 && rule.y() < last.line.ink.bottom + 12.0
    };
    let rules: Vec<&Rule> = document.rules[page - 1].iter().filter(near).collect();
    let office = lines.iter().any(|placed| placed.part == Part::Printed);
    let others = lines.iter().any(|placed| placed.part == Part::CopiedTo);
    let wanted = if office && others { 3 } else { 2 };
    let over = rules.first().is_some_and(|rule| rule.y() < first.line.ink.top);
    let under = rules.last().is_some_and(|rule| rule.y() > last.line.ink.bottom);
    let ok = rules.len() >= wanted && over && under;
    let required = format!("{wanted} 条，首条在第一个要素之上，末条在最后一个要素之下");
    results.judge(RULES, ok, required, format!("{} 条", rules.len()), &at);
    if let Some(rule) = rules.last().filter(|_| under) {
        let (from, to) = (frame.bottom - DRIFT.0, frame.bottom + DRIFT.1);
        results.range(LAST_RULE, rule.y(), from, to, &at);
    }
    for (index, rule) in rules.iter().enumerate() {
        results.length(WIDTH, rule.bounds.width(), frame.right - frame.left, 1.0, &at);
        let outer = index == 0 || index + 1 == rules.len();
        let (check, target) = if outer { (THICK, IMPRINT_THICK) } else { (THIN, IMPRINT_THIN) };
        results.length(check, rule.bounds.height(), target, IMPRINT_TOLERANCE, &at);
    }
}

fn places(frame: &Frame, lines: &[&Placed], results: &mut Results) {
    for placed in lines {
        let left = placed.line.left - frame.left;
        if placed.part == Part::CopiedTo && !placed.starts {
            results.length(HANG, left, 4.0 * frame.small, 2.0, &placed.at());
        } else {
            results.length(LEFT, left, frame.small, 1.2, &placed.at());
        }
        if placed.part == Part::Printed && placed.line.text.contains('\t') {
            results.length(RIGHT, frame.right - placed.line.right, frame.small, 1.5, &placed.at());
        }
    }
}
