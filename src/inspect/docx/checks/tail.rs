//! 附件说明, 署名, 成文日期, 附注 and 附件 (7.3.4–7.3.7).

use super::{MM, room};
use crate::inspect::docx::body::Para;
use crate::inspect::docx::recognise::{Document, align, chars, is_blank, lead, off_centre, plain};
use crate::inspect::sheet::{At, Check, Sheet};
use crate::inspect::text::{Form, Part};
use crate::standard::Layout;

const NOTE_GAP: Check = Check::must("7.3.4", "附件说明上空一行");
const NOTE_LEFT: Check = Check::must("7.3.4", "附件说明左空");
const NOTE_ALIGN: Check = Check::must("7.3.4", "附件名称对齐");
const DATE: Check = Check::must("7.3.5", "成文日期");
const PLACE: Check = Check::must("7.3.5", "署名和成文日期位置");
const GAP: Check = Check::must("7.3.5", "署名上方空行");
const DATE_GAP: Check = Check::must("7.3.5", "成文日期在署名下一行");
const REMARKS_LEFT: Check = Check::must("7.3.6", "附注左空");
const REMARKS_GAP: Check = Check::must("7.3.6", "附注在成文日期下一行");
const NEW_PAGE: Check = Check::must("7.3.7", "附件另面编排");
const LABEL: Check = Check::must("7.3.7", "附件顺序号顶格");
const TITLE_ROW: Check = Check::must("7.3.7", "附件标题在第三行");
const TITLE_MIDDLE: Check = Check::must("7.3.7", "附件标题居中");
const ROSTER: Check = Check::usual("10.3", "出席、请假、列席左空");

/// One blank line, twips.
const ONE_LINE: (f64, f64) = (250.0, 900.0);

pub(super) fn check(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    note(document, sheet);
    for (index, para) in document.of(Part::Attendance) {
        let ok = (lead(para) - 2.0).abs() < 0.3;
        let opens = plain(para).chars().nth(2).is_some_and(|c| matches!(c, '：' | ':'));
        if opens {
            sheet.judge(
                ROSTER,
                ok,
                "左空 2 字",
                format!("左空 {:.1} 字", lead(para)),
                &document.at(index),
            );
        }
    }
    signature(document, layout, sheet);
    remarks(document, sheet);
    attachments(document, sheet);
}

fn lines(check: Check, gap: f64, at: &At, sheet: &mut Sheet) {
    let (from, to) = ONE_LINE;
    sheet.range(check, gap / MM, from / MM, to / MM, at);
}

/// The paragraph with words above another.
fn above(document: &Document, index: usize) -> Option<usize> {
    (0..index).rev().find(|&i| !is_blank(&document.paras[i]))
}

fn note(document: &Document, sheet: &mut Sheet) {
    let items: Vec<(usize, &Para)> = document.of(Part::AttachmentNote).collect();
    let Some((first, para)) = items.first() else { return };
    let at = document.at(*first);
    if let Some(above) = above(document, *first).filter(|&i| document.parts[i].is_body()) {
        lines(NOTE_GAP, room(document, above, *first), &at, sheet);
    }
    let found = lead(para);
    sheet.judge(
        NOTE_LEFT,
        (found - 2.0).abs() < 0.3,
        "左空 2 字",
        format!("左空 {found:.1} 字"),
        &at,
    );
    for (index, para) in &items {
        let left = chars(para, para.props.left, para.props.left_chars);
        let first = lead(para);
        // Short names need no hanging indent.
        let wraps = plain(para).chars().count() > 22;
        let (from, to) = if items.len() > 1 { (5.4, 6.7) } else { (4.6, 5.4) };
        let at = document.at(*index);
        if wraps && !para.text.contains('\n') {
            let ok = (from..=to).contains(&left);
            let required = "回行与附件名称的首字对齐";
            sheet.judge(NOTE_ALIGN, ok, required, format!("左空 {left:.1} 字"), &at);
        }
        if *index != items[0].0 {
            let ok = (4.6..=5.4).contains(&first) || para.text.starts_with('\t');
            sheet.judge(NOTE_ALIGN, ok, "与“1.”对齐", format!("左空 {first:.1} 字"), &at);
        }
    }
}

/// The width of a text, characters: digits are half as wide, and stand a little off hanzi.
fn width(text: &str) -> f64 {
    let wide = |c: char| !c.is_ascii();
    let chars: Vec<char> = text.trim().chars().collect();
    let own: f64 = chars.iter().map(|c| if wide(*c) { 1.0 } else { 0.5 }).sum();
    let joins = chars.windows(2).filter(|pair| wide(pair[0]) != wide(pair[1])).count();
    own + 0.2 * joins as f64
}

/// How far a paragraph ends from the right edge, characters; none if that cannot be told.
fn right(para: &Para, layout: &Layout) -> Option<f64> {
    let indent = chars(para, para.props.right, para.props.right_chars);
    let trailing: f64 = para
        .text
        .chars()
        .rev()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\u{3000}' { 1.0 } else { 0.5 })
        .sum();
    if para.text.trim().contains('\t') || para.text.starts_with('\t') || para.in_table {
        return None;
    }
    let full = f64::from(layout.chars_per_line.value);
    match align(para) {
        "right" => Some(indent + trailing),
        "center" => {
            let left = chars(para, para.props.left, para.props.left_chars);
            Some((full - left - indent - width(&para.text)) / 2.0 + indent)
        }
        _ => Some(full - lead(para) - width(&para.text)),
    }
}

fn signature(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    let Some((date_index, date)) = document.of(Part::Date).last() else {
        if document.form != Form::Minutes {
            sheet.judge(DATE, false, "成文日期", "没有", &At::default());
        }
        return;
    };
    let at = document.at(date_index);
    let names: Vec<(usize, &Para)> = document.of(Part::Signature).collect();
    let measured: Vec<(f64, f64)> = names
        .iter()
        .filter_map(|(_, name)| Some((right(name, layout)?, width(&name.text))))
        .collect();
    let near = |value: f64, target: f64| (value - target).abs() <= 0.8;
    let mut plain_form = false;
    if let Some(date_right) = right(date, layout) {
        let date_width = width(&date.text);
        plain_form = measured.iter().any(|(name_right, name_width)| {
            let shift = name_right + name_width - date_right - date_width;
            (near(shift, 2.0) && (near(*name_right, 2.0) || near(date_right, 2.0)))
                || (near(*name_right, 2.0) && near(date_right, 0.0) && shift > 0.0 && shift < 2.1)
        });
        let centred = measured.last().is_some_and(|(name_right, name_width)| {
            near(name_right + name_width / 2.0, date_right + date_width / 2.0)
        });
        let unknown = measured.len() < names.len();
        let sealed = date_right > 2.5 && (centred || unknown);
        let stamped =
            near(date_right, 4.0) && names.last().is_some_and(|(index, _)| date_index - index > 1);
        let alone = names.is_empty() && (near(date_right, 4.0) || near(date_right, 2.0));
        let ok = plain_form || sealed || stamped || alone;
        let found = match measured.last() {
            Some((name, _)) => format!("署名右空 {name:.1} 字，日期右空 {date_right:.1} 字"),
            None => format!("日期右空 {date_right:.1} 字"),
        };
        let required = "不加盖印章：署名右空 2 字，日期首字比署名首字右移 2 字；加盖印章：日期右空 4 字，署名居中";
        sheet.judge(PLACE, ok, required, found, &at);
    }
    gaps(document, date_index, &names, plain_form, sheet);
}

fn gaps(
    document: &Document,
    date: usize,
    names: &[(usize, &Para)],
    plain_form: bool,
    sheet: &mut Sheet,
) {
    let at = document.at(date);
    if let Some((last, para)) = names.last() {
        let gap = room(document, *last, date);
        let pictures = para.drawings.iter().any(|drawing| drawing.picture);
        let ok =
            gap < 100.0 || (!plain_form && (pictures || para.text.contains('\t') || gap > 500.0));
        let found =
            if gap < 100.0 { "紧接".to_owned() } else { format!("相隔 {:.1} mm", gap / MM) };
        sheet.judge(DATE_GAP, ok, "紧接", found, &at);
    }
    let first = names.first().map_or(date, |(index, _)| *index);
    let Some(before) = above(document, first) else { return };
    if !(document.parts[before].is_body() || document.parts[before] == Part::AttachmentNote) {
        return;
    }
    let gap = room(document, before, first);
    if plain_form && !document.paras[first].drawings.iter().any(|drawing| drawing.picture) {
        lines(GAP, gap, &document.at(first), sheet);
    } else {
        let ok = gap > ONE_LINE.0;
        let found = format!("{:.1} mm", gap / MM);
        sheet.judge(GAP, ok, "至少空一行", found, &document.at(first));
    }
}

fn remarks(document: &Document, sheet: &mut Sheet) {
    let Some((index, para)) = document.of(Part::Remarks).next() else { return };
    let at = document.at(index);
    let found = lead(para);
    sheet.judge(
        REMARKS_LEFT,
        (found - 2.0).abs() < 0.3,
        "左空 2 字",
        format!("左空 {found:.1} 字"),
        &at,
    );
    let date = document.of(Part::Date).last().map(|(index, _)| index);
    if let Some(date) = date.filter(|date| *date < index) {
        let gap = room(document, date, index);
        let found =
            if gap < 100.0 { "紧接".to_owned() } else { format!("相隔 {:.1} mm", gap / MM) };
        sheet.judge(REMARKS_GAP, gap < 100.0, "紧接", found, &at);
    }
}

fn attachments(document: &Document, sheet: &mut Sheet) {
    for (index, label) in document.of(Part::AttachmentLabel) {
        let at = document.at(index);
        let found = if label.new_page { "在页首" } else { "没有另起一页" };
        sheet.judge(NEW_PAGE, label.new_page, "另面编排", found, &at);
        let left = lead(label);
        let ok = left.abs() < 0.25 && matches!(align(label), "left" | "both");
        sheet.judge(LABEL, ok, "顶格", format!("左空 {left:.1} 字"), &at);
        let next = (index + 1..document.paras.len()).find(|&i| !is_blank(&document.paras[i]));
        if let Some(next) = next.filter(|&i| document.parts[i] == Part::AttachmentTitle) {
            lines(TITLE_ROW, room(document, index, next), &document.at(next), sheet);
        }
    }
    for (index, para) in document.of(Part::AttachmentTitle) {
        let ok = align(para) == "center" && off_centre(para).abs() < 0.3;
        let found = if ok { "居中" } else { "没有居中" };
        sheet.judge(TITLE_MIDDLE, ok, "居中", found, &document.at(index));
    }
}
