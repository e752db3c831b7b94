//! 页面设置 and the grid (5.1–5.2.3).

use super::MM;
use crate::inspect::docx::body::{Para, Section};
use crate::inspect::docx::recognise::{Document, size};
use crate::inspect::sheet::{At, Check, Sheet, number};
use crate::inspect::targets::PROFILE_B;
use crate::inspect::text::Part;
use crate::standard::Layout;

const PAPER: Check = Check::must("5.1", "纸张");
const TOP: Check = Check::must("5.2.1", "天头（上白边）");
const LEFT: Check = Check::must("5.2.1", "订口（左白边）");
const WIDTH: Check = Check::must("5.2.1", "版心宽度");
const HEIGHT: Check = Check::must("5.2.1", "版心高度");
const LINES: Check = Check::usual("5.2.3", "行距（每面 22 行）");
const CHARS: Check = Check::usual("5.2.3", "每行字数");
const SPACE: Check = Check::usual("5.2.3", "段前、段后间距");
const WIDOW: Check = Check::usual("5.2.3", "孤行控制（会移动行）");

pub(super) fn check(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    for section in &document.sections {
        page(section, layout, sheet);
    }
    for (index, para) in document.paras.iter().enumerate() {
        if document.parts[index].is_body() && !para.in_box {
            paragraph(document, index, layout, sheet);
        }
    }
}

fn page(section: &Section, layout: &Layout, sheet: &mut Sheet) {
    let at = At::default();
    let (width, height) = (layout.page_width.value.0, layout.page_height.value.0);
    let (found_width, found_height) = (section.page.0 / MM, section.page.1 / MM);
    let near = |a: f64, b: f64| (a - b).abs() <= 0.5;
    let upright = near(found_width, width) && near(found_height, height);
    let flat = near(found_width, height) && near(found_height, width);
    let found = format!("{}×{} mm", number(found_width), number(found_height));
    let required = format!("A4，{}×{} mm", number(width), number(height));
    sheet.judge(PAPER, upright || flat, required, found, &at);
    if !section.is_upright() {
        return;
    }
    let (top, bottom) = (section.top / MM, section.bottom / MM);
    let tolerance = layout.margin_top.tolerance.map_or(1.0, |tolerance| tolerance.0);
    // GB/T 33476.2 gives the margins that make the print agree.
    let profile_b = (top - PROFILE_B.0).abs() <= 0.5 && (bottom - PROFILE_B.1).abs() <= 0.5;
    let target = if profile_b { PROFILE_B.0 } else { layout.margin_top.value.0 };
    sheet.length(TOP, top, target, tolerance, &at);
    sheet.length(LEFT, section.left / MM, layout.margin_left.value.0, tolerance, &at);
    let text_width = section.text_width() / MM;
    sheet.length(WIDTH, text_width, layout.text_width.value.0, 1.0, &at);
    let target = if profile_b {
        layout.page_height.value.0 - PROFILE_B.0 - PROFILE_B.1
    } else {
        layout.text_height.value.0
    };
    sheet.length(HEIGHT, section.text_height() / MM, target, 1.0, &at);
}

fn paragraph(document: &Document, index: usize, layout: &Layout, sheet: &mut Sheet) {
    let para = &document.paras[index];
    let section = document.section(para);
    let at = document.at(index);
    if !section.is_upright() {
        return;
    }
    let wanted = f64::from(layout.lines_per_page.value);
    let (rows, found) = rows(para, section);
    let left = section.text_height() - rows * line(para, section);
    let exact = para.props.rule.as_deref() == Some("exact");
    let fills = (-0.5..=FILL).contains(&left);
    // 7.3.5.5 lets the pitch change; full pages then still are full.
    let adjusted = exact && (19.0..=25.0).contains(&rows) && left < rows && rows != wanted;
    let ok = (rows - wanted).abs() < 0.1 && fills && (exact || on_grid(para, section)) || adjusted;
    let required = format!("固定值 {} pt", number(layout.line_pitch.value.pt().0));
    sheet.judge(LINES, ok, required, found, &at);
    let pitch = char_pitch(para, section);
    let count = ((section.text_width() + CHAR_SLACK) / pitch).floor();
    let chars = f64::from(layout.chars_per_line.value);
    let whole = (size(para) - layout.body_size.value.0).abs() < 0.3;
    if whole {
        let found = format!("{} 字（字宽 {:.2} pt）", number(count), pitch / 20.0);
        sheet.judge(CHARS, count == chars, format!("{} 字", number(chars)), found, &at);
    }
    let space = para.props.before.unwrap_or(0.0) + para.props.after.unwrap_or(0.0);
    let found = format!("{} pt", number(space / 20.0));
    sheet.judge(SPACE, space.abs() < 1.0, "0", found, &at);
    let widow = para.props.widow.unwrap_or(true);
    let text = if widow { "开启" } else { "关闭" };
    if document.parts[index] == Part::Body {
        sheet.judge(WIDOW, !widow, "关闭", text, &at);
    }
}

/// What 22 rows may leave of the 版心, twips: less than a third of a row.
const FILL: f64 = 150.0;
/// A grid cell too wide by less than this still fits 28 times, twips.
const CHAR_SLACK: f64 = 8.0;

fn on_grid(para: &Para, section: &Section) -> bool {
    let grid = section.grid.as_deref().is_some_and(|kind| kind != "default");
    let single = para.props.line.is_none_or(|line| (line - 240.0).abs() < 1.0);
    grid && para.props.snap != Some(false) && single && section.grid_pitch > 0.0
}

/// The height of a row, twips.
fn line(para: &Para, section: &Section) -> f64 {
    if para.props.rule.as_deref() != Some("exact") && on_grid(para, section) {
        section.grid_pitch
    } else {
        super::line_height(para)
    }
}

/// How many rows fit, and the setting in words.
fn rows(para: &Para, section: &Section) -> (f64, String) {
    let height = line(para, section).max(1.0);
    let rows = ((section.text_height() + 0.5) / height).floor();
    let setting = match (para.props.rule.as_deref(), para.props.line) {
        (Some("exact"), Some(line)) => format!("固定值 {} pt", number(line / 20.0)),
        (Some("atLeast"), Some(line)) => format!("最小值 {} pt", number(line / 20.0)),
        _ if on_grid(para, section) => format!("网格 {} pt", number(section.grid_pitch / 20.0)),
        (_, Some(line)) => format!("{} 倍行距", number(line / 240.0)),
        _ => "单倍行距".to_owned(),
    };
    (rows, format!("{setting}，每面 {} 行", number(rows)))
}

/// The width of a character, twips.
fn char_pitch(para: &Para, section: &Section) -> f64 {
    const GRID_UNIT: f64 = 204.8;
    let natural = crate::inspect::docx::recognise::pitch(para);
    let grid = section.grid.as_deref().is_some_and(|kind| kind.contains("hars"));
    if grid && para.props.snap != Some(false) {
        // The cell is made from the size of the default style, which is the body's here.
        let plain = size(para) * 20.0;
        let cell = plain + section.grid_chars / GRID_UNIT;
        let other = 210.0 + section.grid_chars / GRID_UNIT;
        return if (other - 315.8).abs() < 3.0 { other } else { cell };
    }
    natural
}
