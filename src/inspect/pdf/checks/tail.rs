//! 附件说明, 署名, 成文日期, 附注 and 附件 (7.3.4–7.3.7).

use super::Frame;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::tail::{
    DATE, DATE_GAP, LABEL_LEFT, NEW_PAGE, NOTE_ALIGN, NOTE_GAP, NOTE_LEFT, REMARKS_GAP,
    REMARKS_LEFT, ROSTER, SIGNATURE, SIGNATURE_GAP, TITLE_MIDDLE, TITLE_ROW,
};
use crate::inspect::results::{At, Results};
use crate::inspect::targets::SEALED_DATE_RIGHT;
use crate::inspect::text::{Form, Part};

pub(super) fn check(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    note(document, frame, results);
    for placed in document.of(Part::Attendance).filter(|placed| placed.starts) {
        results.length(ROSTER, placed.line.left, frame.left + 2.0 * frame.char, 1.5, &placed.at());
    }
    signature(document, frame, results);
    remarks(document, frame, results);
    attachments(document, frame, results);
}

/// The line above another on the same page.
fn above<'a>(document: &'a Document<'_>, placed: &Placed) -> Option<&'a Placed> {
    document
        .lines
        .iter()
        .filter(|other| other.line.page == placed.line.page && other.line.y < placed.line.y - 1.0)
        .max_by(|a, b| a.line.y.total_cmp(&b.line.y))
}

fn note(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let lines: Vec<&Placed> = document.of(Part::AttachmentNote).collect();
    let Some(first) = lines.first() else { return };
    if let Some(before) = above(document, first).filter(|before| before.part.is_body()) {
        let gap = first.line.y - before.line.y - frame.row;
        let lines = gap / frame.row;
        let ok = (lines - 1.0).abs() < 0.35;
        results.judge(NOTE_GAP, ok, "空一行", format!("空 {lines:.1} 行"), &first.at());
    }
    let left = first.line.left - frame.left;
    let found = format!("左空 {:.1} 字", left / frame.char);
    let ok = (left - 2.0 * frame.char).abs() < 1.5;
    results.judge(NOTE_LEFT, ok, "左空 2 字", found, &first.at());
    let several = lines.iter().filter(|placed| placed.starts).count() > 1;
    for placed in &lines[1..] {
        // `附件：` takes three characters; `1.` and the space before a name take about one.
        let chars = (placed.line.left - frame.left) / frame.char;
        let (from, to) = match (placed.starts, several) {
            (true, _) => (4.7, 5.3),
            (false, true) => (5.4, 6.7),
            (false, false) => (4.7, 5.3),
        };
        let ok = (from..=to).contains(&chars);
        let required = if placed.starts {
            "与“1.”对齐"
        } else {
            "与上一行附件名称的首字对齐"
        };
        results.judge(NOTE_ALIGN, ok, required, format!("左空 {chars:.1} 字"), &placed.at());
    }
}

fn signature(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let Some(date) = document.of(Part::Date).last() else {
        if document.form != Form::Minutes {
            results.judge(DATE, false, "成文日期", "没有", &At::default());
        }
        return;
    };
    let names: Vec<&Placed> = document.of(Part::Signature).collect();
    let right = |placed: &Placed| (frame.right - placed.line.right) / frame.char;
    let near = |value: f64, target: f64| (value - target).abs() <= 0.7;
    let date_right = right(date);
    let plain = |name: &&Placed| {
        let shift = (date.line.left - name.line.left) / frame.char;
        // A date nearly as long as the name ends at the edge at the latest.
        (near(shift, 2.0) && (near(right(name), 2.0) || near(date_right, 2.0)))
            || (near(right(name), 2.0) && near(date_right, 0.0) && shift > 0.0 && shift < 2.1)
    };
    let centred = names.last().is_some_and(|name| centred_name(name, date));
    let stamped = names.last().is_some_and(|name| {
        let rows = (date.line.y - name.line.y) / frame.row;
        (1.4..6.0).contains(&rows) && near(date_right, SEALED_DATE_RIGHT)
    });
    let sealed = date_right > SEALED_DATE_RIGHT - 1.5 && (centred || stamped);
    let is_plain = names.iter().any(plain);
    let alone = names.is_empty() && (near(date_right, SEALED_DATE_RIGHT) || near(date_right, 2.0));
    let ok = is_plain || sealed || alone;
    let found = match names.last() {
        Some(name) => format!("署名右空 {:.1} 字，日期右空 {date_right:.1} 字", right(name)),
        None => format!("没有署名，日期右空 {date_right:.1} 字"),
    };
    let required =
        "不加盖印章：署名右空 2 字，日期首字比署名首字右移 2 字；加盖印章：日期右空 4 字，署名居中";
    results.judge(SIGNATURE, ok, required, found, &date.at());
    if let Some(last) = names.last().filter(|name| name.line.page == date.line.page) {
        let gap = (date.line.y - last.line.y) / frame.row;
        let ok = (gap - 1.0).abs() < 0.35 || stamped;
        results.judge(DATE_GAP, ok, "相隔一行", format!("相隔 {gap:.1} 行"), &date.at());
    }
    gap_above(document, frame, names.first().copied().unwrap_or(date), is_plain, results);
}

/// Whether a date stands under the middle of the last name above it.
fn centred_name(name: &Placed, date: &Placed) -> bool {
    name.line
        .pieces
        .last()
        .is_some_and(|(left, right)| ((left + right) / 2.0 - date.line.middle()).abs() < 3.0)
}

/// Without a seal one blank line; with one, room for it.
fn gap_above(
    document: &Document<'_>,
    frame: &Frame,
    first: &Placed,
    plain: bool,
    results: &mut Results,
) {
    let Some(before) = above(document, first) else { return };
    if !(before.part.is_body() || before.part == Part::AttachmentNote) {
        return;
    }
    let lines = (first.line.y - before.line.y) / frame.row - 1.0;
    let pictures = &document.pages[first.line.page - 1].pictures;
    let ok = if plain && pictures.is_empty() { (lines - 1.0).abs() < 0.35 } else { lines > 0.65 };
    results.judge(SIGNATURE_GAP, ok, "空一行", format!("空 {lines:.1} 行"), &first.at());
}

fn remarks(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    let Some(first) = document.of(Part::Remarks).next() else { return };
    let left = (first.line.left - frame.left) / frame.char;
    let ok = (left - 2.0).abs() < 0.3;
    results.judge(REMARKS_LEFT, ok, "左空 2 字", format!("左空 {left:.1} 字"), &first.at());
    let date = document.of(Part::Date).last();
    if let Some(date) = date.filter(|date| date.line.page == first.line.page) {
        let gap = (first.line.y - date.line.y) / frame.row;
        let ok = (gap - 1.0).abs() < 0.35;
        results.judge(REMARKS_GAP, ok, "相隔一行", format!("相隔 {gap:.1} 行"), &first.at());
    }
}

fn attachments(document: &Document<'_>, frame: &Frame, results: &mut Results) {
    for (index, label) in document.lines.iter().enumerate() {
        if label.part != Part::AttachmentLabel {
            continue;
        }
        let alone = above(document, label).is_none();
        let found = if alone { "在页首" } else { "上方还有文字" };
        results.judge(NEW_PAGE, alone, "另面编排", found, &label.at());
        results.length(LABEL_LEFT, label.line.left, frame.left, 1.5, &label.at());
        let title =
            document.lines[index + 1..].iter().find(|placed| placed.part != Part::PageNumber);
        let Some(title) = title.filter(|placed| placed.line.page == label.line.page) else {
            continue;
        };
        if title.part != Part::AttachmentTitle {
            continue;
        }
        let rows = (title.line.y - label.line.y) / frame.row;
        let ok = (1.75..2.6).contains(&rows);
        results.judge(TITLE_ROW, ok, "在第三行", format!("在第 {:.0} 行", rows + 1.0), &title.at());
    }
    for placed in document.of(Part::AttachmentTitle) {
        let page = &document.pages[placed.line.page - 1];
        if page.width < page.height {
            results.length(TITLE_MIDDLE, placed.line.middle(), frame.middle(), 2.0, &placed.at());
        }
    }
}
