//! 附件说明, 署名, 成文日期, 附注 and 附件 (7.3.4–7.3.7), 出席 (10.3).

use super::head::whole;
use super::title::{ONE_ROW, middle};
use super::{before, gap};
use crate::inspect::docx::geometry::{self, Segment};
use crate::inspect::docx::recognise::Document;
use crate::inspect::points::tail::{
    DATE, DATE_GAP, LABEL_LEFT, NEW_PAGE, NOTE_ALIGN, NOTE_GAP, NOTE_LEFT, REMARKS_GAP,
    REMARKS_LEFT, ROSTER, SIGNATURE, SIGNATURE_GAP, TITLE_MIDDLE, TITLE_ROW,
};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::SEALED_DATE_RIGHT;
use crate::inspect::text::{Form, Part};
use crate::read::docx::{Container, MM};

pub(super) fn check(document: &Document<'_>, results: &mut Results) {
    note(document, results);
    for index in document.of(Part::Attendance) {
        left(document, index, 2.0, ROSTER, results);
    }
    signature(document, results);
    if let Some(first) = document.of(Part::Remarks).next() {
        left(document, first, 2.0, REMARKS_LEFT, results);
        if let Some(gap) =
            document.of(Part::Date).last().and_then(|date| gap(document, date, first))
        {
            results.judge(
                REMARKS_GAP,
                gap < 4.0,
                "不空行",
                format!("空 {} mm", number(gap)),
                &document.at(first),
            );
        }
    }
    attachments(document, results);
}

/// Judges how many characters a line stands from the left.
fn left(document: &Document<'_>, index: usize, target: f64, check: Check, results: &mut Results) {
    let start = document.segments(index).first().map_or(0.0, |segment| segment.left);
    let chars = start / document.em(index);
    let ok = (chars - target).abs() <= 0.35;
    let required = format!("左空 {} 字", number(target));
    results.judge(check, ok, required, format!("左空 {chars:.1} 字"), &document.at(index));
}

fn note(document: &Document<'_>, results: &mut Results) {
    let notes: Vec<usize> = document.of(Part::AttachmentNote).collect();
    let Some(&first) = notes.first() else { return };
    if let Some(above) = before(document, first).filter(|&above| document.parts[above].is_body())
        && let Some(gap) = gap(document, above, first)
    {
        results.range(NOTE_GAP, gap, ONE_ROW.0, ONE_ROW.1, &document.at(first));
    }
    left(document, first, 2.0, NOTE_LEFT, results);
    for (position, &index) in notes.iter().enumerate() {
        let at = document.at(index);
        let em = document.em(index);
        let start = document.segments(index).first().map_or(0.0, |segment| segment.left) / em;
        if position > 0 {
            let ok = (4.6..=5.4).contains(&start);
            results.judge(NOTE_ALIGN, ok, "与“1.”对齐", format!("左空 {start:.1} 字"), &at);
        }
        let para = document.para(index);
        if geometry::lines(para, document.column(index)) < 2 {
            continue;
        }
        let (hang, ..) = para.indents();
        let hang = hang / em;
        // `附件：` takes three characters; `1.` and the gap before a name about one.
        let (from, to) = if notes.len() > 1 { (5.4, 6.8) } else { (4.6, 5.4) };
        let ok = (from..=to).contains(&hang);
        results.judge(
            NOTE_ALIGN,
            ok,
            "与上一行附件名称的首字对齐",
            format!("左空 {hang:.1} 字"),
            &at,
        );
    }
}

fn signature(document: &Document<'_>, results: &mut Results) {
    let Some(date) = document.of(Part::Date).last() else {
        if document.form != Form::Minutes {
            results.judge(DATE, false, "成文日期", "没有", &At::default());
        }
        return;
    };
    results.judge(DATE, true, "成文日期", document.at(date).place, &document.at(date));
    let names: Vec<usize> = document.of(Part::Signature).filter(|&index| index < date).collect();
    let arranged = matches!(document.para(date).place, Container::Cell(_) | Container::Box(_));
    if !arranged {
        position(document, date, &names, results);
    }
    let stamped = names
        .last()
        .is_some_and(|&name| has_picture(document, name) || is_stamp_line(document, name));
    if let Some(gap) = names.last().and_then(|&name| gap(document, name, date)) {
        let ok = gap < 4.0 || stamped;
        results.judge(DATE_GAP, ok, "不空行", format!("空 {} mm", number(gap)), &document.at(date));
    }
    let first = names.first().copied().unwrap_or(date);
    if let Some(above) = before(document, first)
        && (document.parts[above].is_body() || document.parts[above] == Part::AttachmentNote)
        && let Some(gap) = gap(document, above, first)
    {
        let ok = gap >= ONE_ROW.0;
        results.judge(
            SIGNATURE_GAP,
            ok,
            "至少空一行",
            format!("空 {} mm", number(gap)),
            &document.at(first),
        );
    }
}

fn has_picture(document: &Document<'_>, index: usize) -> bool {
    !document.para(index).drawings.is_empty()
}

/// 职务 with the room for 签名章 beside it.
fn is_stamp_line(document: &Document<'_>, index: usize) -> bool {
    let text = document.para(index).text();
    let pieces = text.split(['\t', '　', ' ']).filter(|piece| !piece.trim().is_empty()).count();
    document.form == Form::Order
        || (pieces == 2 && document.para(index).place == Container::Flow && text.contains('\t'))
}

fn position(document: &Document<'_>, date: usize, names: &[usize], results: &mut Results) {
    let em = document.em(date);
    let column = document.column(date);
    let Some(day) = whole(&document.segments(date)) else { return };
    let right = |line: &Segment| (column - line.right) / em;
    let near = |value: f64, target: f64| (value - target).abs() <= 0.8;
    let lines: Vec<(usize, Vec<Segment>)> = names
        .iter()
        .map(|&name| (name, document.segments(name)))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let date_right = right(&day);
    let plain = |line: &[Segment]| {
        let Some(name) = whole(line) else { return false };
        let shift = (day.left - name.left) / em;
        (near(shift, 2.0) && (near(right(&name), 2.0) || near(date_right, 2.0)))
            || (near(right(&name), 2.0) && near(date_right, 0.0) && shift > 0.0 && shift < 2.2)
    };
    let is_plain = lines.iter().any(|(_, line)| plain(line));
    let over = |line: &Segment| (line.middle() - day.middle()).abs() / em < 1.0;
    let several = lines.len() > 1 || lines.iter().any(|(_, line)| line.len() > 1);
    let centred = lines.last().and_then(|(_, line)| line.last()).is_some_and(over);
    let enough = if several { 0.0 } else { SEALED_DATE_RIGHT - 1.0 };
    let stamped = lines
        .last()
        .is_some_and(|(name, _)| has_picture(document, *name) || is_stamp_line(document, *name))
        && near(date_right, SEALED_DATE_RIGHT);
    let alone = lines.is_empty() && (near(date_right, SEALED_DATE_RIGHT) || near(date_right, 2.0));
    let sealed = centred && date_right > enough;
    let name_right = lines.last().and_then(|(_, line)| whole(line)).map(|line| right(&line));
    let found = match name_right {
        Some(name) => format!("署名右空 {name:.1} 字，日期右空 {date_right:.1} 字"),
        None => format!("没有署名，日期右空 {date_right:.1} 字"),
    };
    let required =
        "不加盖印章：署名右空 2 字，日期首字比署名首字右移 2 字；加盖印章：日期右空 4 字，署名居中";
    results.judge(
        SIGNATURE,
        is_plain || sealed || stamped || alone,
        required,
        found,
        &document.at(date),
    );
}

fn attachments(document: &Document<'_>, results: &mut Results) {
    for label in document.of(Part::AttachmentLabel) {
        let at = document.at(label);
        let para = document.para(label);
        let above = before(document, label).map(|above| document.para(above));
        let section = above.is_none_or(|above| above.section < para.section);
        let blank = (0..label)
            .rev()
            .map(|index| document.para(index))
            .take_while(|above| above.is_blank())
            .any(|above| above.new_page);
        let alone = para.new_page || section || blank;
        let found = if alone { "另面" } else { "接排" };
        results.judge(NEW_PAGE, alone, "另面编排", found, &at);
        let left = document.segments(label).first().map_or(0.0, |segment| segment.left);
        results.length(LABEL_LEFT, left * MM, 0.0, 1.5, &at);
        let next = document.order.iter().copied().find(|&index| index > label);
        let Some(title) = next.filter(|&next| document.parts[next] == Part::AttachmentTitle) else {
            continue;
        };
        if let Some(gap) = gap(document, label, title) {
            let ok = (ONE_ROW.0..=ONE_ROW.1).contains(&gap);
            let found = format!("空 {} mm", number(gap));
            results.judge(TITLE_ROW, ok, "在第三行（空一行）", found, &document.at(title));
        }
    }
    for title in document.of(Part::AttachmentTitle) {
        middle(document, title, TITLE_MIDDLE, results);
    }
}
