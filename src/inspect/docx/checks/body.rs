//! 主送机关 and the paragraphs of the 正文 (7.3.2, 7.3.3).

use super::{MM, room};
use crate::inspect::docx::recognise::{Document, align, chars, lead};
use crate::inspect::sheet::{Check, Sheet};
use crate::inspect::text::Part;
use crate::standard::Layout;

const BELOW_TITLE: Check = Check::must("7.3.2", "标题下空一行");
const FLUSH: Check = Check::must("7.3.2", "主送机关居左顶格");
const NEXT: Check = Check::must("7.3.3", "正文在主送机关下一行");
const INDENT: Check = Check::must("7.3.3", "段首缩进");
const WRAPPED: Check = Check::must("7.3.3", "回行顶格");
const ALIGN: Check = Check::usual("7.3.3", "正文对齐");

/// One blank line, twips.
const ONE_LINE: (f64, f64) = (250.0, 900.0);

pub(super) fn check(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    let indent = f64::from(layout.paragraph_indent.value);
    addressees(document, sheet);
    for (index, para) in document.paras.iter().enumerate() {
        if !document.parts[index].is_body() || para.in_box {
            continue;
        }
        let at = document.at(index);
        let centred = align(para) == "center";
        let found = lead(para);
        let ok = (found - indent).abs() <= 0.25;
        if !centred {
            sheet.judge(INDENT, ok, "左空 2 字", format!("左空 {found:.1} 字"), &at);
        }
        let left = chars(para, para.props.left, para.props.left_chars);
        let right = chars(para, para.props.right, para.props.right_chars);
        let ok = left.abs() < 0.25 && right.abs() < 0.25;
        let found = format!("左空 {left:.1} 字，右空 {right:.1} 字");
        sheet.judge(WRAPPED, ok, "左右顶格", found, &at);
        let words = match align(para) {
            "center" => "居中",
            "right" => "居右",
            "both" => "两端对齐",
            _ => "居左",
        };
        sheet.judge(ALIGN, matches!(align(para), "both" | "left"), "两端对齐或居左", words, &at);
    }
}

fn addressees(document: &Document, sheet: &mut Sheet) {
    let Some((index, para)) = document.of(Part::Addressees).next() else { return };
    let at = document.at(index);
    let found = lead(para);
    let ok = found.abs() < 0.25 && matches!(align(para), "both" | "left");
    sheet.judge(FLUSH, ok, "顶格", format!("左空 {found:.1} 字"), &at);
    let title = document.of(Part::Title).last();
    if let Some((title, _)) = title {
        let (from, to) = ONE_LINE;
        sheet.range(BELOW_TITLE, room(document, title, index) / MM, from / MM, to / MM, &at);
    }
    let next = document.parts[index + 1..].iter().position(|part| part.is_body());
    if let Some(next) = next {
        let gap = room(document, index, index + 1 + next);
        let found =
            if gap < 100.0 { "紧接".to_owned() } else { format!("相隔 {:.1} mm", gap / MM) };
        sheet.judge(NEXT, gap < 100.0, "紧接", found, &document.at(index + 1 + next));
    }
}
