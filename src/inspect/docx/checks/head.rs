//! 版头 and 标题 (7.2, 7.3.1).

use super::{MM, line_height, room};
use crate::inspect::docx::body::{Para, is_red};
use crate::inspect::docx::props::Border;
use crate::inspect::docx::recognise::{Document, align, is_blank, lead, off_centre, rule_of, size};
use crate::inspect::sheet::{At, Check, Sheet};
use crate::inspect::targets::{LETTER_RULE, ORDER_MARK_OFFSET};
use crate::inspect::text::{Form, Part};
use crate::standard::Layout;

const MARK: Check = Check::must("7.2.4", "发文机关标志");
const MARK_TOP: Check = Check::must("7.2.4", "发文机关标志上边缘至版心上边缘");
const ORDER_TOP: Check = Check::must("10.2", "命令标志上边缘至版心上边缘");
const MARK_MIDDLE: Check = Check::must("7.2.4", "发文机关标志居中");
const FLUSH: Check = Check::must("7.2.1", "份号、密级、紧急程度位置");
const STACK: Check = Check::must("7.2.3", "份号、密级、紧急程度顺序");
const NUMBER: Check = Check::must("7.2.5", "发文字号");
const NUMBER_GAP: Check = Check::must("7.2.5", "发文字号上空二行");
const NUMBER_PLACE: Check = Check::must("7.2.5", "发文字号位置");
const RULE: Check = Check::must("7.2.7", "版头中的分隔线");
const RULE_COLOUR: Check = Check::must("7.2.7", "分隔线颜色");
const RULE_GAP: Check = Check::must("7.2.7", "发文字号至分隔线");
const RULE_WIDTH: Check = Check::must("7.2.7", "分隔线宽度");
const TITLE: Check = Check::must("7.3.1", "标题");
const TITLE_MIDDLE: Check = Check::must("7.3.1", "标题居中");
const TITLE_GAP: Check = Check::usual("7.3.1", "标题上空二行");
const LETTER_LENGTH: Check = Check::must("10.1", "信函双线长");

/// Two blank lines, twips: also with rows a little lower or higher than the grid's.
const TWO_LINES: (f64, f64) = (680.0, 1500.0);

pub(super) fn check(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    title(document, sheet);
    if document.form == Form::Report {
        sheet.absent(MARK, "发文机关标志（普发的公文有版头）");
        return;
    }
    stack(document, sheet);
    mark(document, layout, sheet);
    number(document, sheet);
    match document.form {
        Form::File => rule(document, layout, sheet),
        Form::Letter => letter(document, sheet),
        _ => {}
    }
}

fn stack(document: &Document, sheet: &mut Sheet) {
    let order = [Part::CopyNumber, Part::Secrecy, Part::Urgency];
    let mut ranks = Vec::new();
    for (index, part) in document.parts.iter().enumerate() {
        let Some(rank) = order.iter().position(|other| other == part) else { continue };
        ranks.push(rank);
        let para = &document.paras[index];
        let ok = lead(para).abs() < 0.3 && matches!(align(para), "left" | "both");
        let found = format!("{}，左空 {:.1} 字", align_word(para), lead(para));
        sheet.judge(FLUSH, ok, "顶格", found, &document.at(index));
    }
    if !ranks.is_empty() {
        let ok = ranks.is_sorted();
        let found = if ok { "顺序正确" } else { "顺序不对" };
        sheet.judge(STACK, ok, "份号、密级、紧急程度自上而下", found, &At::default());
    }
}

fn align_word(para: &Para) -> &'static str {
    match align(para) {
        "center" => "居中",
        "right" => "居右",
        "both" => "两端对齐",
        _ => "居左",
    }
}

fn mark(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    let Some((first, para)) = document.of(Part::Mark).next() else { return };
    if !para.in_table && para.props.frame.is_none() && !para.in_box {
        let at = document.at(first);
        let ok = align(para) == "center" && off_centre(para).abs() < 0.3;
        sheet.judge(MARK_MIDDLE, ok, "居中", align_word(para), &at);
        // The ink of a mark begins about 0.85 em above its baseline, at 4/5 of an exact line.
        let above: f64 = document.paras[..first]
            .iter()
            .filter(|para| !para.in_box && !para.in_table && para.props.frame.is_none())
            .map(|para| {
                height(para) + super::side(para.props.before) + super::side(para.props.after)
            })
            .sum();
        let (line, em) = (line_height(para), size(para) * 20.0);
        let exact = para.props.rule.as_deref() == Some("exact");
        let ink = if exact { 0.8 * line - 0.85 * em } else { (line - em) / 2.0 + 0.05 * em };
        let found = (above + super::side(para.props.before) + ink) / MM;
        if document.form == Form::Order {
            sheet.length(ORDER_TOP, found, ORDER_MARK_OFFSET, FONT_TOLERANCE, &at);
        } else if document.form != Form::Letter {
            sheet.length(MARK_TOP, found, layout.mark_offset.value.0, FONT_TOLERANCE, &at);
        }
    }
}

/// Fonts place their ink differently; the PDF tells exactly, mm.
const FONT_TOLERANCE: f64 = 3.5;

/// Lines of a paragraph, by what fits on one.
fn height(para: &Para) -> f64 {
    line_height(para)
}

fn number(document: &Document, sheet: &mut Sheet) {
    let lines: Vec<(usize, &Para)> = document.of(Part::Number).collect();
    let Some((first, para)) = lines.first() else {
        if matches!(document.form, Form::File | Form::Letter) {
            sheet.judge(NUMBER, false, "发文字号", "没有", &At::default());
        }
        return;
    };
    let at = document.at(*first);
    let mark = document.of(Part::Mark).last();
    if let Some((mark, above)) = mark.filter(|(mark, _)| mark < first) {
        let placed = above.props.frame.is_none() && !above.in_box && !above.in_table;
        if document.form != Form::Letter && placed {
            gap(NUMBER_GAP, room(document, mark, *first), &at, sheet);
        }
    }
    let signers = lines.iter().any(|(_, para)| para.text.contains("签发人"));
    let tabbed = para.text.contains('\t') || para.in_table;
    let (ok, required) = match (document.form, signers) {
        (Form::Letter, _) => (align(para) == "right" || tabbed, "居右顶格"),
        (_, true) => (tabbed || lead(para) > 0.3, "居左空 1 字，签发人居右空 1 字"),
        (_, false) => (align(para) == "center" && off_centre(para).abs() < 0.3, "居中"),
    };
    sheet.judge(NUMBER_PLACE, ok, required, align_word(para), &at);
}

/// Judges the height of two blank lines.
fn gap(check: Check, found: f64, at: &At, sheet: &mut Sheet) {
    let (from, to) = TWO_LINES;
    sheet.range(check, found / MM, from / MM, to / MM, at);
}

/// The red rule: a border, a thin coloured paragraph, or a drawn line.
struct HeadRule {
    colour: String,
    /// From the paragraph's line to the border, pt.
    space: Option<f64>,
    /// mm.
    width: Option<f64>,
}

fn head_rule(document: &Document) -> Option<HeadRule> {
    let end = document.body_start();
    let from = document.of(Part::Mark).map(|(index, _)| index).last().unwrap_or(0);
    for (index, para) in
        document.paras[..end.min(document.paras.len())].iter().enumerate().skip(from)
    {
        let indents = para.props.left.unwrap_or(0.0) + para.props.right.unwrap_or(0.0);
        let width = (document.section(para).text_width() - indents) / MM;
        let border = |border: &Border, own: bool| HeadRule {
            colour: border.colour.clone(),
            space: (own && document.parts[index] == Part::Number).then_some(border.space),
            width: Some(width),
        };
        if let Some(bottom) = &para.props.bottom {
            return Some(border(bottom, true));
        }
        if let Some(top) = para.props.top.as_ref().filter(|_| document.parts[index] != Part::Mark) {
            return Some(border(top, false));
        }
        if let Some((_, colour)) = rule_of(para) {
            return Some(HeadRule { colour, space: None, width: Some(width) });
        }
        if let Some(bottom) =
            para.row_borders.1.as_ref().filter(|_| document.parts[index] == Part::Number)
        {
            return Some(HeadRule { colour: bottom.colour.clone(), space: None, width: None });
        }
        let drawn = para.drawings.iter().find(|drawing| !drawing.picture && drawing.height < 3.0);
        if let Some(drawing) = drawn {
            let colour = if drawing.red { "FF0000" } else { "000000" }.to_owned();
            return Some(HeadRule { colour, space: None, width: Some(drawing.width) });
        }
    }
    None
}

fn rule(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    let Some(rule) = head_rule(document) else {
        sheet.judge(RULE, false, "红色分隔线，与版心等宽", "没有", &At::default());
        return;
    };
    let number = document.of(Part::Number).last();
    let at = number.map_or_else(At::default, |(index, _)| document.at(index));
    let red = is_red(&rule.colour);
    let found = if red { "红色".to_owned() } else { rule.colour.clone() };
    sheet.judge(RULE_COLOUR, red, "红色", found, &at);
    if let Some(width) = rule.width {
        sheet.length(RULE_WIDTH, width, layout.text_width.value.0, 1.0, &at);
    }
    if let (Some(space), Some((_, para))) = (rule.space, number)
        && para.props.rule.as_deref() == Some("exact")
    {
        // The ink of a 发文字号 ends about 0.15 em below its baseline, at 4/5 of the line.
        let below = line_height(para) * 0.2 / 20.0 - size(para) * 0.15;
        let found = (space + below) * 20.0 / MM;
        sheet.length(RULE_GAP, found, layout.head_rule_gap.value.0, 1.2, &at);
    }
}

fn letter(document: &Document, sheet: &mut Sheet) {
    for para in &document.paras {
        let framed = para.props.frame.as_ref().filter(|_| rule_of(para).is_some());
        let bordered = para.props.bottom.as_ref().or(para.props.top.as_ref());
        let red = bordered.is_some_and(|border| is_red(&border.colour));
        if let Some(frame) = framed {
            sheet.length(LETTER_LENGTH, frame.width / MM, LETTER_RULE, 0.5, &At::default());
        } else if red {
            let indents = para.props.left.unwrap_or(0.0) + para.props.right.unwrap_or(0.0);
            let width = match &para.props.frame {
                Some(frame) if frame.width > 0.0 => frame.width,
                _ => document.section(para).text_width() - indents,
            };
            sheet.length(LETTER_LENGTH, width / MM, LETTER_RULE, 0.5, &At::default());
        }
        for drawing in para.drawings.iter().filter(|d| d.red && !d.picture && d.width > 100.0) {
            sheet.length(LETTER_LENGTH, drawing.width, LETTER_RULE, 0.5, &At::default());
        }
    }
}

fn title(document: &Document, sheet: &mut Sheet) {
    let titles: Vec<(usize, &Para)> = document.of(Part::Title).collect();
    let Some((first, _)) = titles.first() else {
        if matches!(document.form, Form::File | Form::Letter) {
            sheet.judge(TITLE, false, "标题", "没有", &At::default());
        }
        return;
    };
    for (index, para) in &titles {
        let off = off_centre(para);
        let ok = align(para) == "center" && off.abs() < 0.3;
        let found = if off.abs() < 0.3 {
            align_word(para).to_owned()
        } else {
            format!("{}，偏 {off:.1} 字", align_word(para))
        };
        sheet.judge(TITLE_MIDDLE, ok, "居中，不缩进", found, &document.at(*index));
    }
    let above = (0..*first)
        .rev()
        .find(|&i| !is_blank(&document.paras[i]) || rule_of(&document.paras[i]).is_some());
    if let (Some(above), Form::File) = (above, document.form) {
        gap(TITLE_GAP, room(document, above, *first), &document.at(*first), sheet);
    }
}
