//! 标题, 主送机关 and the indents of the 正文 (7.3.1–7.3.3).

use super::Frame;
use super::head::TWO_LINES;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::letter::ORDER_GAP;
use crate::inspect::points::title::{BELOW, FIRST_PAGE, FLUSH, FORM, GAP, INDENT, MIDDLE, TITLE};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::shape::{SHAPE, shape};
use crate::inspect::text::{Form, Part};

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    title(document, frame, results);
    let first = document.lines.iter().find(|placed| placed.part.is_body());
    let shown = first.is_some_and(|placed| placed.line.page == 1);
    let found = match first {
        Some(placed) => format!("正文从第 {} 页开始", placed.line.page),
        None => "没有正文".to_owned(),
    };
    results.judge(FIRST_PAGE, shown, "首页必须显示正文", found, &At::page(1));
    if let (Form::Order, Some(first)) = (document.form, first) {
        let number = document.of(Part::Number).map(|placed| placed.line.ink.bottom);
        if let Some(number) = number.reduce(f64::max) {
            let (from, to) = TWO_LINES;
            results.range(ORDER_GAP, first.line.ink.top - number, from, to, &first.at());
        }
    }
    for placed in document.of(Part::Addressees) {
        results.length(FLUSH, placed.line.left, frame.left, 1.5, &placed.at());
    }
    indents(document, frame, results);
}

fn title(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let lines: Vec<&Placed> = document.of(Part::Title).collect();
    let Some(first) = lines.first() else {
        if matches!(document.form, Form::File | Form::Letter) {
            results.judge(TITLE, false, "标题", "没有", &At::page(1));
        }
        return;
    };
    let above = match document.form {
        Form::File => document.head_rule().map(|rule| rule.bounds.bottom),
        Form::Letter => document
            .lines
            .iter()
            .filter(|p| {
                matches!(p.part, Part::Number | Part::CopyNumber | Part::Secrecy | Part::Urgency)
            })
            .map(|placed| placed.line.ink.bottom)
            .reduce(f64::max),
        _ => None,
    };
    if let Some(above) = above {
        let (from, to) = TWO_LINES;
        results.range(GAP, first.line.ink.top - above, from, to, &first.at());
    }
    for placed in &lines {
        results.length(MIDDLE, placed.line.middle(), frame.middle(), 2.0, &placed.at());
    }
    let em = first.line.size() * 25.4 / 72.0;
    let widths: Vec<f64> = lines.iter().map(|p| (p.line.right - p.line.left) / em).collect();
    let found = shape(&widths);
    results.judge(FORM, found == SHAPE, SHAPE, found, &first.at());
    let addressees = document.of(Part::Addressees).next();
    if let (Some(last), Some(next)) = (lines.last(), addressees) {
        let is_next = document.of(Part::Contents).next().is_none();
        if is_next && last.line.page == next.line.page {
            let gap = next.line.ink.top - last.line.ink.bottom;
            results.range(BELOW, gap, ONE_LINE.0, ONE_LINE.1, &next.at());
        }
        let body = document.lines.iter().find(|placed| placed.part.is_body());
        let end = document.of(Part::Addressees).last();
        if let (Some(end), Some(body)) = (end, body)
            && end.line.page == body.line.page
        {
            let check = Check::must("7.3.3", "正文在主送机关下一行");
            results.length(check, body.line.y - end.line.y, frame.row, 2.0, &body.at());
        }
    }
}

/// Between the ink of neighbouring elements that have one line between them, mm.
const ONE_LINE: (f64, f64) = (9.0, 20.0);

fn indents(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let column = document.column;
    for placed in document.lines.iter().filter(|p| p.part.is_body() && p.starts) {
        let page = &document.pages[placed.line.page - 1];
        let centred = (placed.line.middle() - frame.middle()).abs() < 3.0
            && placed.line.left > column + 3.0 * frame.char;
        if centred || page.width > page.height {
            continue;
        }
        // Against the column as it is: a wrong margin is a finding of its own.
        let mirrored = placed.line.page.is_multiple_of(2)
            && (column - (frame.page.0 - frame.right)).abs() < 0.5;
        let from = if mirrored { frame.page.0 - frame.right } else { column };
        let found = (placed.line.left - from) / frame.char;
        let ok = (found - 2.0).abs() <= 0.3;
        results.judge(INDENT, ok, "左空 2 字", format!("左空 {found:.1} 字"), &placed.at());
    }
}
