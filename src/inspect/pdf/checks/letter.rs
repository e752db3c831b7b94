//! 信函格式 (10.1).

use super::Frame;
use crate::inspect::pdf::recognise::Document;
use crate::inspect::points::letter::{
    BOTTOM, COLOUR, IMPRINT, LENGTH, LOWER, NUMBER, THICKNESS, UPPER,
};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::targets::{LETTER_RULE, LETTER_RULE_BOTTOM, LETTER_RULE_GAP};
use crate::inspect::text::{Form, Part};
use crate::read::pdf::page::{Colour, Rule};

const GAP: Check = Check::must("10.1", "信函标志至上双线");
const MIDDLE: Check = Check::must("10.1", "信函双线居中");

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    if document.form != Form::Letter {
        return;
    }
    let at = At::page(1);
    let Some(rules) = document.rules.first() else { return };
    let long = || rules.iter().filter(|rule| rule.bounds.width() > 140.0);
    let upper: Vec<&Rule> = long().filter(|rule| rule.y() < 100.0).collect();
    let lower: Vec<&Rule> = long().filter(|rule| rule.y() > 250.0).collect();
    results.judge(UPPER, upper.len() == 2, "双线", format!("{} 条线", upper.len()), &at);
    results.judge(LOWER, lower.len() == 2, "双线", format!("{} 条线", lower.len()), &at);
    let mark = document.of(Part::Mark).map(|placed| placed.line.ink.bottom).reduce(f64::max);
    if let (Some(mark), Some(rule)) = (mark, upper.first()) {
        results.length(GAP, rule.bounds.top - mark, LETTER_RULE_GAP, 1.0, &at);
    }
    if let Some(rule) = lower.last() {
        let found = frame.page.1 - rule.bounds.bottom;
        results.length(BOTTOM, found, LETTER_RULE_BOTTOM, 1.0, &at);
    }
    for rule in upper.iter().chain(&lower) {
        results.length(LENGTH, rule.bounds.width(), LETTER_RULE, 0.5, &at);
        // The clause centres them; on the page for some, on the 版心 for others.
        results.range(
            MIDDLE,
            rule.bounds.middle(),
            frame.page.0 / 2.0 - 0.5,
            frame.middle() + 0.5,
            &at,
        );
        let red = rule.colour == Colour::Red;
        results.judge(COLOUR, red, Colour::Red.word(), rule.colour.word(), &at);
    }
    let thicker = |a: &Rule, b: &Rule| a.bounds.height() > b.bounds.height();
    if let ([a, b], [c, d]) = (&upper[..], &lower[..]) {
        let ok = thicker(a, b) && thicker(d, c);
        let found = if ok { "符合" } else { "粗细不对" };
        results.judge(THICKNESS, ok, "上线上粗下细，下线上细下粗", found, &at);
    }
    for placed in document.of(Part::Number) {
        results.length(NUMBER, placed.line.right, frame.right, 1.5, &placed.at());
    }
    let office = document.of(Part::Printed).next();
    if let Some(office) = office {
        results.judge(IMPRINT, false, "不加", office.line.text.clone(), &office.at());
    }
}
