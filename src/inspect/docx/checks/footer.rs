//! 页码 (7.5): fields, sides, dashes and height.

use super::{MM, line_height};
use crate::fonts::Role;
use crate::inspect::docx::body::{Para, Section, footer};
use crate::inspect::docx::package::Package;
use crate::inspect::docx::props::Styles;
use crate::inspect::docx::recognise::{Document, align, chars, is_blank, lead, plain, size};
use crate::inspect::docx::tree::Element;
use crate::inspect::fonts::{Face, face};
use crate::inspect::sheet::{At, Check, Sheet};
use crate::inspect::text::Form;
use crate::standard::Layout;

const THERE: Check = Check::must("7.5", "页码");
const FIELD: Check = Check::must("7.5", "页码域");
const SIDES: Check = Check::must("7.5", "单双页页码分设");
const ODD: Check = Check::must("7.5", "单页码居右空一字");
const EVEN: Check = Check::must("7.5", "双页码居左空一字");
const DASHES: Check = Check::must("7.5", "页码左右一字线");
const DROP: Check = Check::must("7.5", "页码一字线距版心下边缘");
const FIRST: Check = Check::must("10.1", "信函首页不显示页码");
const FIRST_MISSING: Check = Check::must("7.5", "首页页码");
const FONT: Check = Check::usual("7.5", "页码字体");
const SIZE: Check = Check::usual("7.5", "页码字号");

pub(super) fn check(
    document: &Document,
    package: &Package,
    styles: &Styles<'_>,
    layout: &Layout,
    sheet: &mut Sheet,
) {
    let Some(section) = document.sections.iter().find(|section| section.is_upright()) else {
        return;
    };
    let part = |slot: usize| section.footers[slot].as_ref().and_then(|id| package.footers.get(id));
    let at = |words: &str| At { page: None, place: words.to_owned() };
    let both = package.settings.switch("evenAndOddHeaders").unwrap_or(false);
    let odd = part(0).and_then(|part| number(part, styles).map(|para| (part, para)));
    let there = odd.is_some();
    sheet.judge(THERE, there, "页脚里有页码", if there { "有" } else { "没有" }, &at("单页页脚"));
    let even = part(1).and_then(|part| number(part, styles).map(|para| (part, para)));
    let found = match (both, even.is_some()) {
        (true, true) => "分设",
        (true, false) => "双页页脚没有页码",
        (false, _) => "没有开启“奇偶页不同”",
    };
    if there {
        sheet.judge(SIDES, both && even.is_some(), "单双页分设页脚", found, &at("双页页脚"));
    }
    let sides =
        [(odd, ODD, "right", "单页页脚"), (even.filter(|_| both), EVEN, "left", "双页页脚")];
    for (found, check, side, words) in sides {
        let Some((part, para)) = found else { continue };
        one(part, &para, (check, side), section, layout, &at(words), sheet);
    }
    first_page(document, section, part(2), styles, there, sheet);
}

fn first_page(
    document: &Document,
    section: &Section,
    first: Option<&Element>,
    styles: &Styles<'_>,
    numbered: bool,
    sheet: &mut Sheet,
) {
    let shown = first.is_some_and(|part| number(part, styles).is_some());
    let hidden = section.title_page && !shown;
    let at = At { page: Some(1), place: "首页页脚".to_owned() };
    if document.form == Form::Letter {
        let found = if hidden { "不显示" } else { "显示" };
        sheet.judge(FIRST, hidden || !numbered, "首页不显示页码", found, &at);
    } else if hidden && numbered {
        sheet.judge(FIRST_MISSING, false, "首页有页码", "没有", &at);
    }
}

/// The paragraph of a footer that holds the number.
fn number(part: &Element, styles: &Styles<'_>) -> Option<Para> {
    let paras = footer(part, styles);
    let words = |para: &Para| {
        let text = plain(para);
        text.contains(['—', '-', '–', '－', '─']) || text.chars().any(|c| c.is_ascii_digit())
    };
    let fielded = has_field(part);
    let found = paras.iter().find(|para| words(para)).or_else(|| paras.iter().find(|_| fielded));
    found.filter(|para| fielded || !is_blank(para)).cloned()
}

/// Whether a footer has a PAGE field.
fn has_field(part: &Element) -> bool {
    let (mut texts, mut simple) = (Vec::new(), Vec::new());
    part.find("instrText", &mut texts);
    part.find("fldSimple", &mut simple);
    let complex: String =
        texts.iter().flat_map(|text| &text.children).map(|piece| piece.text.as_str()).collect();
    let names = |text: &str| text.split_whitespace().any(|word| word.eq_ignore_ascii_case("PAGE"));
    names(&complex) || simple.iter().any(|field| field.get("instr").is_some_and(names))
}

fn one(
    part: &Element,
    para: &Para,
    (check, side): (Check, &str),
    section: &Section,
    layout: &Layout,
    at: &At,
    sheet: &mut Sheet,
) {
    let field = has_field(part);
    sheet.judge(FIELD, field, "PAGE 域", if field { "是域" } else { "是打上去的数字" }, at);
    let found = align(para);
    let indent = if side == "right" {
        let blanks = para.text.chars().rev().take_while(|c| c.is_whitespace());
        let blanks: f64 = blanks.map(|c| if c == '\u{3000}' { 1.0 } else { 0.5 }).sum();
        chars(para, para.props.right, para.props.right_chars) + blanks
    } else {
        lead(para)
    };
    let placed = found == side || (side == "left" && found == "both");
    let ok = placed && (0.5..=1.6).contains(&indent);
    let word = match found {
        "center" => "居中",
        "right" => "居右",
        _ => "居左",
    };
    let wanted = if side == "right" { "居右空 1 字" } else { "居左空 1 字" };
    sheet.judge(check, ok, wanted, format!("{word}空 {indent:.1} 字"), at);
    let text = plain(para);
    let dashes = text.starts_with('—') && text.ends_with('—') && text.matches('—').count() == 2;
    sheet.judge(DASHES, dashes, "“— 1 —”", text, at);
    drop(para, section, layout, at, sheet);
    for run in para.runs.iter().filter(|run| !run.text.trim().is_empty()) {
        const DEFAULT: f64 = 10.0;
        sheet.size(SIZE, run.props.size.unwrap_or(DEFAULT), layout.page_number_size.value.0, at);
        let name = run.props.fonts.ascii.as_deref().unwrap_or("（未指定）");
        let ok = face(name) == Face::Known(Role::Song);
        sheet.judge(FONT, ok, Role::Song.term(), name, at);
    }
}

/// Where the dash comes to stand: the line's foot lies at the footer's distance, its baseline
/// a fifth of the line above, and the dash a third of the size above that.
fn drop(para: &Para, section: &Section, layout: &Layout, at: &At, sheet: &mut Sheet) {
    if para.props.frame.as_ref().is_some_and(|frame| frame.from_page) || para.in_box {
        return;
    }
    let foot = section.footer + para.props.after.unwrap_or(0.0);
    let dash = foot + line_height(para) * 0.2 + size(para) * 20.0 * 0.33;
    let bottom = layout.margin_bottom.value.0 * MM;
    let found = (bottom - dash) / MM;
    let tolerance = layout.page_number_drop.tolerance.map_or(2.0, |tolerance| tolerance.0) + 0.5;
    sheet.length(DROP, found, layout.page_number_drop.value.0, tolerance, at);
}
